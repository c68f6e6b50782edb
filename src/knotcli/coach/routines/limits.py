"""What a check's answers take away from a routine. Limits only narrow: adding one never allows more."""

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from knotcli.coach.content_types import LongText, Slug, Sources
from knotcli.coach.routines.routine_file import HEAT, HOLD, SPOTS_MOST, FingerSeconds
from knotcli.coach.vocabulary import TOOLS, Tool


class RoutineLimit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One limit of content/limits.toml: what it says, why, and what it changes. Seconds throughout.

    heat: false takes heat out. heat_most: the longest heat. heat_note: said with the heat step.
    tools: those left. hold_most: the longest hold with ball or roller; hold_most_fingers: with fingers.
    presses_most: of one spot on one side. spots_most: in one sitting.
    posture: "wall" leaves out what is done with body weight, sitting or lying on the tool.
    stretch: false takes out stretches to the end of range. wait: a key is asked for before each step.
    note: shown before the first hold; `text` is, where there is none. grade: "light" asks for light pressure.
    offered: false means no session of the region. today: false means none today.
    """

    id: Slug
    text: LongText
    why: LongText
    sources: Sources
    heat: bool = True
    heat_most: Annotated[int, Meta(ge=HEAT[0], le=HEAT[1])] = HEAT[1]
    heat_note: Annotated[str, Meta(max_length=120)] = ""
    tools: tuple[Tool, ...] = TOOLS
    hold_most: Annotated[int, Meta(ge=HOLD["fingers"][0], le=HOLD["ball"][1])] = HOLD["ball"][1]
    hold_most_fingers: FingerSeconds = HOLD["fingers"][1]
    presses_most: Annotated[int, Meta(ge=1, le=3)] = 3
    spots_most: Annotated[int, Meta(ge=1, le=SPOTS_MOST)] = SPOTS_MOST
    posture: Literal["", "wall"] = ""
    stretch: bool = True
    wait: bool = False
    note: Annotated[str, Meta(max_length=400)] = ""
    offered: bool = True
    today: bool = True
    grade: Literal["", "light"] = ""


class CombinedLimits(msgspec.Struct, frozen=True):
    """What all limits together leave of a routine. Seconds throughout. refusal: why there is no session, or ""."""

    heat: bool
    heat_most: int
    heat_note: str
    tools: tuple[Tool, ...]
    hold_most: dict[Tool, int]
    presses_most: int
    spots_most: int
    body_weight: bool
    stretch: bool
    wait: bool
    light: bool
    notes: tuple[str, ...]
    refusal: str


def combine_limits(limits: Iterable[RoutineLimit]) -> CombinedLimits:
    """Combine limits: the narrowest of each kind counts, whatever their order."""
    found = sorted(limits, key=lambda one: one.id)
    tools_most = min((one.hold_most for one in found), default=HOLD["ball"][1])
    return CombinedLimits(
        heat=all(one.heat for one in found),
        heat_most=min((one.heat_most for one in found), default=HEAT[1]),
        heat_note=" ".join(one.heat_note for one in found if one.heat_note),
        tools=tuple(tool for tool in TOOLS if all(tool in one.tools for one in found)),
        hold_most={
            "fingers": min((one.hold_most_fingers for one in found), default=HOLD["fingers"][1]),
            "ball": tools_most,
            "roller": tools_most,
        },
        presses_most=min((one.presses_most for one in found), default=3),
        spots_most=min((one.spots_most for one in found), default=SPOTS_MOST),
        body_weight=all(one.posture != "wall" for one in found),
        stretch=all(one.stretch for one in found),
        wait=any(one.wait for one in found),
        light=any(one.grade == "light" for one in found),
        notes=tuple(dict.fromkeys(one.note or one.text for one in found)),
        refusal=next((one.text for one in found if not (one.offered and one.today)), ""),
    )
