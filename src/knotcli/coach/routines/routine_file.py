"""The shape of a routine file: what a session does, step by step. Its bounds stand in the types.

Seconds throughout. Where a number comes from a source its tag stands beside it; the others are own decisions.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from knotcli.coach.content_types import Slug, Sources
from knotcli.coach.vocabulary import TOOLS, Region, Tool

HEAT = (600, 900)  # S0: ten to fifteen minutes
# S3 for fingers; S0, S2 for ball and roller
HOLD: Mapping[Tool, tuple[int, int]] = {"fingers": (10, 30), "ball": (30, 60), "roller": (30, 60)}
REST = (10, 60)
STRETCH = (10, 60)
STRETCH_USUAL = 30  # keys lengthen no stretch past it
MOVE = (30, 120)
SETS = (1, 6)
REPETITIONS = (1, 30)
REPETITION = (1, 15)
HELD = (1, 60)
SET_REST = (10, 180)
COUNTED = 2  # seconds of a repetition from which there is time to say its number
PREPARE = (5, 120)
LEAD_IN = (5, 60)
REST_SECONDS = 15
PRESSURE_MOST = 300  # S3: about five minutes, a region and sitting
SESSION_MOST = 1800
EXERCISES_MOST = 2700  # where nothing is pressed
QUICK_MOST = 300
SPOTS_MOST = 3


Posture = Literal["sitting", "standing", "wall", "table", "chair", "floor"]
BODY_WEIGHT = ("chair", "floor")  # sitting or lying on the tool
TitleText = Annotated[str, Meta(min_length=1, max_length=40)]
HoldTitleText = Annotated[str, Meta(min_length=1, max_length=32)]  # leaves room for ", 2 of 3"
CueText = Annotated[str, Meta(min_length=1, max_length=150)]
PlaceText = Annotated[str, Meta(min_length=1, max_length=110)]  # leaves room for "Change sides. Right side."
FeelText = Annotated[str, Meta(max_length=90)]
FigureName = Annotated[str, Meta(pattern="^([a-z0-9][a-z0-9-]{0,39})?$")]
"""The id of a drawing in content/figures/positions.toml, or none."""
TipText = Annotated[str, Meta(min_length=1, max_length=200)]
Times = Annotated[int, Meta(ge=1, le=3)]
FingerSeconds = Annotated[int, Meta(ge=HOLD["fingers"][0], le=HOLD["fingers"][1])]
ToolSeconds = Annotated[int, Meta(ge=HOLD["ball"][0], le=HOLD["ball"][1])]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a file: no key that knot does not know."""


class _Way(_Strict, frozen=True, kw_only=True):
    """How a hold is done: where to put what presses, what to do, how it should feel."""

    place: PlaceText
    cue: CueText
    feel: FeelText
    posture: Posture
    figure: FigureName = ""


class FingersWay(_Way, frozen=True, kw_only=True):
    """How a hold is done with the fingers."""

    seconds: FingerSeconds = 30
    most: FingerSeconds = HOLD["fingers"][1]


class ToolWay(_Way, frozen=True, kw_only=True):
    """How a hold is done with a ball or a roller. `most`: as far as this routine lets it be lengthened."""

    seconds: ToolSeconds = 30
    most: ToolSeconds = HOLD["ball"][1]


class Ways(_Strict, frozen=True, kw_only=True):
    """The same hold with each tool that suits the place. At least one is given."""

    fingers: FingersWay | None = None
    ball: ToolWay | None = None
    roller: ToolWay | None = None

    def ways_by_tool(self) -> dict[Tool, FingersWay | ToolWay]:
        """Return the ways that are given, by their tool."""
        return {tool: way for tool in TOOLS if (way := getattr(self, tool)) is not None}


class _Part(_Strict, frozen=True, kw_only=True, tag_field="kind"):
    """What every step of a file has. Sources: tags of content/sources.toml; "own" and "GK" are among them."""

    sources: Sources


class Prepare(_Part, frozen=True, kw_only=True, tag="prepare"):
    """Settle, find the spot."""

    title: TitleText
    cue: CueText
    feel: FeelText = ""
    seconds: Annotated[int, Meta(ge=PREPARE[0], le=PREPARE[1])] = 20


class Heat(_Part, frozen=True, kw_only=True, tag="heat"):
    """Warmth before pressing."""

    title: TitleText
    cue: CueText
    feel: FeelText = ""
    seconds: Annotated[int, Meta(ge=HEAT[0], le=HEAT[1])] = HEAT[0]


class Hold(_Part, frozen=True, kw_only=True, tag="hold"):
    """Steady pressure on one spot, `repeat` times; on each side when `sides`.

    `strokes`: what may be done with the fingers instead of holding still, from the second press on (S3).
    """

    title: HoldTitleText
    spot: Slug
    ways: Ways = msgspec.field(name="with")
    sides: bool = True
    repeat: Times = 3
    strokes: tuple[Literal["knead", "circles", "along"], ...] = ()


class Rest(_Part, frozen=True, kw_only=True, tag="rest"):
    """Ease off after a hold (S3)."""

    title: TitleText = "Ease off"
    cue: CueText
    feel: FeelText = ""
    seconds: Annotated[int, Meta(ge=REST[0], le=REST[1])] = REST_SECONDS


class Stretch(_Part, frozen=True, kw_only=True, tag="stretch"):
    """A slow stretch. `end_range`: goes to where the muscle stops giving, which not every joint should do."""

    title: TitleText
    cue: CueText
    feel: FeelText
    figure: FigureName = ""
    seconds: Annotated[int, Meta(ge=STRETCH[0], le=STRETCH[1])] = 20
    sides: bool = True
    repeat: Times = 1
    end_range: bool = True


class Move(_Part, frozen=True, kw_only=True, tag="move"):
    """Easy movement through a comfortable range (S3)."""

    title: TitleText
    cue: CueText
    feel: FeelText = ""
    figure: FigureName = ""
    seconds: Annotated[int, Meta(ge=MOVE[0], le=MOVE[1])] = 60


class Exercise(_Part, frozen=True, kw_only=True, tag="exercise"):
    """An exercise that a professional gave: sets of `repetitions`, or of holding still for `hold_seconds`; one is given.

    `rest_seconds`: between two sets. `sides`: all sets on one side, then on the other.
    """

    title: HoldTitleText
    cue: PlaceText
    feel: FeelText = ""
    sets: Annotated[int, Meta(ge=SETS[0], le=SETS[1])] = 1
    repetitions: Annotated[int, Meta(ge=REPETITIONS[0], le=REPETITIONS[1])] = 0
    repetition_seconds: Annotated[int, Meta(ge=REPETITION[0], le=REPETITION[1])] = 3
    hold_seconds: Annotated[int, Meta(ge=HELD[0], le=HELD[1])] = 0
    rest_seconds: Annotated[int, Meta(ge=SET_REST[0], le=SET_REST[1])] = 30
    sides: bool = False

    @property
    def set_seconds(self) -> int:
        """Seconds of one set."""
        return self.hold_seconds or self.repetitions * self.repetition_seconds

    @property
    def is_counted(self) -> bool:
        """Whether the repetitions are counted aloud."""
        return self.repetitions > 0 and self.repetition_seconds >= COUNTED

    @property
    def dose(self) -> str:
        """What one set is, in words."""
        if self.hold_seconds:
            return f"Hold for {self.hold_seconds} s."
        return f"{self.repetitions} times, {self.repetition_seconds} s each."


RoutinePart = Prepare | Heat | Hold | Rest | Stretch | Move | Exercise


class Routine(_Strict, frozen=True, kw_only=True):
    """A routine file. The steps run in the order of the file; the first tool is the default one.

    `tools`, `zones`: may be left out where nothing is pressed. `asks`: the regions whose questions must be answered first: its own, and those of every muscle it presses.
    `zones`: ids of content/zones.toml, shown before the first hold. `sources`: of the whole, and of the tips.
    """

    name: Slug
    region: Region
    title: TitleText
    asks: Annotated[tuple[Region, ...], Meta(min_length=1, max_length=11)]
    tools: Annotated[tuple[Tool, ...], Meta(max_length=3)] = ()
    zones: Annotated[tuple[Slug, ...], Meta(max_length=20)] = ()
    sources: Sources
    tips: Annotated[tuple[TipText, ...], Meta(max_length=6)] = ()
    steps: Annotated[tuple[RoutinePart, ...], Meta(min_length=1, max_length=20)] = msgspec.field(name="step")
