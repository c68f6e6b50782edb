"""What narrows a routine: places on the body, what a check's answers take away, and what a person asks for."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from knotcli.coach.content_types import LongText, ShortText, Slug, Sources
from knotcli.coach.errors import Misuse
from knotcli.coach.routines import bounds
from knotcli.coach.routines.routine_file import FingerSeconds
from knotcli.coach.text import describe_unknown
from knotcli.coach.vocabulary import REGIONS, SIDES, TOOLS, Region, Side, Tool


class Zone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place to keep off (content/zones.toml).

    `press` and `heat` tell whether they are allowed there. `regions`: whose routines must show it, or all.
    `spots`: names that a file might give to such a place; none of them is ever pressed.
    """

    id: Slug
    name: ShortText
    why: ShortText
    regions: Annotated[tuple[Region | Literal["all"], ...], msgspec.Meta(min_length=1)]
    press: bool = False
    heat: bool = True
    sources: Sources
    spots: tuple[Slug, ...] = ()

    def concerns(self, region: Region) -> bool:
        """Return whether a routine for `region` must show this zone."""
        return "all" in self.regions or region in self.regions


class Spot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place where a routine may press (content/spots.toml), with the tools that suit it.

    `region`: the region whose questions cover it. `view`: the side of the body picture that shows it.
    `most`: the longest hold there, in seconds, where it is less than the tool's own.
    """

    id: Slug
    name: ShortText
    region: Region
    view: Literal["front", "back"]
    tools: Annotated[tuple[Tool, ...], msgspec.Meta(min_length=1)]
    most: Annotated[int, msgspec.Meta(ge=bounds.HOLD["fingers"][0], le=bounds.HOLD["ball"][1])] = bounds.HOLD["ball"][1]
    sources: Sources


class RoutineLimit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One limit of content/limits.toml: what it says, why, and what it changes. Seconds throughout.

    heat: false takes heat out. heat_most: the longest heat. heat_note: said with the heat step.
    tools: those left. hold_most: the longest hold with ball or roller; hold_most_fingers: with fingers.
    presses_most: of one spot on one side. spots_most: in one sitting.
    posture: "wall" leaves out what is done with body weight, sitting or lying on the tool.
    stretch: false takes out stretches to the end of range. wait: a key is asked for before each step.
    note: shown before the first hold; `text` is, where there is none. grade: "light" asks for light pressure.
    offered: false means no session of the region. today: false means none today. closes: the regions of which it
    leaves nothing, because no way of pressing that their routine knows is left.
    """

    id: Slug
    text: LongText
    why: LongText
    sources: Sources
    heat: bool = True
    heat_most: Annotated[int, Meta(ge=bounds.HEAT[0], le=bounds.HEAT[1])] = bounds.HEAT[1]
    heat_note: Annotated[str, Meta(max_length=120)] = ""
    tools: tuple[Tool, ...] = TOOLS
    hold_most: Annotated[int, Meta(ge=bounds.HOLD["fingers"][0], le=bounds.HOLD["ball"][1])] = bounds.HOLD["ball"][1]
    hold_most_fingers: FingerSeconds = bounds.HOLD["fingers"][1]
    presses_most: Annotated[int, Meta(ge=1, le=3)] = 3
    spots_most: Annotated[int, Meta(ge=1, le=bounds.SPOTS_MOST)] = bounds.SPOTS_MOST
    posture: Literal["", "wall"] = ""
    stretch: bool = True
    wait: bool = False
    note: Annotated[str, Meta(max_length=400)] = ""
    offered: bool = True
    today: bool = True
    closes: tuple[Region, ...] = ()
    grade: Literal["", "light"] = ""


def find_open_regions(limits: Mapping[str, RoutineLimit]) -> dict[str, tuple[Region, ...]]:
    """Return, by the id of each limit, the regions of which it leaves a session."""
    return {
        ident: tuple(region for region in REGIONS if limit.offered and limit.today and region not in limit.closes)
        for ident, limit in limits.items()
    }


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
    tools_most = min((one.hold_most for one in found), default=bounds.HOLD["ball"][1])
    return CombinedLimits(
        heat=all(one.heat for one in found),
        heat_most=min((one.heat_most for one in found), default=bounds.HEAT[1]),
        heat_note=" ".join(one.heat_note for one in found if one.heat_note),
        tools=tuple(tool for tool in TOOLS if all(tool in one.tools for one in found)),
        hold_most={
            "fingers": min((one.hold_most_fingers for one in found), default=bounds.HOLD["fingers"][1]),
            "ball": tools_most,
            "roller": tools_most,
        },
        presses_most=min((one.presses_most for one in found), default=3),
        spots_most=min((one.spots_most for one in found), default=bounds.SPOTS_MOST),
        body_weight=all(one.posture != "wall" for one in found),
        stretch=all(one.stretch for one in found),
        wait=any(one.wait for one in found),
        light=any(one.grade == "light" for one in found),
        notes=tuple(dict.fromkeys(one.note or one.text for one in found)),
        refusal=next((one.text for one in found if not (one.offered and one.today)), ""),
    )


class PlanOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks for. None: as the routine has it. `hold` and `lead_in` in seconds, heat in minutes.

    quick: no heat, and five minutes in total; the lead-in is then 20 seconds at most. press: false leaves out the
    holds and what leads to them; heat, stretches and movement stay. shower: a warm one was had in place of the heat.
    """

    side: Side = "both"
    tool: Tool | None = None
    press: bool = True
    heat: bool = True
    shower: bool = False
    heat_minutes: int | None = None
    hold: int | None = None
    quick: bool = False
    lead_in: int = 10


def check_options(options: PlanOptions) -> None:
    """Raise Misuse for an option out of its bounds, whatever the routine."""
    if options.side not in SIDES:
        raise Misuse(describe_unknown("side", options.side, SIDES))
    if options.tool is not None and options.tool not in TOOLS:
        raise Misuse(describe_unknown("tool", options.tool, TOOLS))
    minutes = options.heat_minutes
    if minutes is not None and not bounds.HEAT[0] <= minutes * 60 <= bounds.HEAT[1]:
        raise Misuse(f"Heat takes 10 to 15 minutes; {minutes} is outside that. Give a number from 10 to 15.")
    if not bounds.LEAD_IN[0] <= options.lead_in <= bounds.LEAD_IN[1]:
        raise Misuse(
            f"A lead-in takes {bounds.LEAD_IN[0]} to {bounds.LEAD_IN[1]} seconds; {options.lead_in} is outside that."
        )


def check_hold(hold: int | None, tool: Tool) -> None:
    """Raise Misuse for a hold, in seconds, out of the bounds of `tool`."""
    least, most = bounds.HOLD[tool]
    if hold is not None and not least <= hold <= most:
        raise Misuse(
            "A hold takes 10 to 30 seconds with fingers, 30 to 60 with ball or roller. "
            f"{hold} is outside that; with {tool}, give a number from {least} to {most}."
        )
