"""The shape of a routine file: what a session does, step by step. Its bounds stand in the types. Seconds throughout."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from knotcli.coach.content_types import Slug, Sources
from knotcli.coach.routines import bounds
from knotcli.coach.vocabulary import TOOLS, Region, Tool

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
FingerSeconds = Annotated[int, Meta(ge=bounds.HOLD["fingers"][0], le=bounds.HOLD["fingers"][1])]
ToolSeconds = Annotated[int, Meta(ge=bounds.HOLD["ball"][0], le=bounds.HOLD["ball"][1])]


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
    most: FingerSeconds = bounds.HOLD["fingers"][1]


class ToolWay(_Way, frozen=True, kw_only=True):
    """How a hold is done with a ball or a roller. `most`: as far as this routine lets it be lengthened."""

    seconds: ToolSeconds = 30
    most: ToolSeconds = bounds.HOLD["ball"][1]


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
    """Settle, or find the spot. finds: it comes when one is placed for the hold that follows, and is light."""

    title: TitleText
    cue: CueText
    feel: FeelText = ""
    seconds: Annotated[int, Meta(ge=bounds.PREPARE[0], le=bounds.PREPARE[1])] = 20
    finds: bool = False


class Heat(_Part, frozen=True, kw_only=True, tag="heat"):
    """Warmth before pressing."""

    title: TitleText
    cue: CueText
    feel: FeelText = ""
    seconds: Annotated[int, Meta(ge=bounds.HEAT[0], le=bounds.HEAT[1])] = bounds.HEAT[0]


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
    seconds: Annotated[int, Meta(ge=bounds.REST[0], le=bounds.REST[1])] = bounds.REST_SECONDS


class Stretch(_Part, frozen=True, kw_only=True, tag="stretch"):
    """A slow stretch. `end_range`: goes to where the muscle stops giving, which not every joint should do."""

    title: TitleText
    cue: CueText
    feel: FeelText
    figure: FigureName = ""
    seconds: Annotated[int, Meta(ge=bounds.STRETCH[0], le=bounds.STRETCH[1])] = 20
    sides: bool = True
    repeat: Times = 1
    end_range: bool = True


class Move(_Part, frozen=True, kw_only=True, tag="move"):
    """Easy movement through a comfortable range (S3)."""

    title: TitleText
    cue: CueText
    feel: FeelText = ""
    figure: FigureName = ""
    seconds: Annotated[int, Meta(ge=bounds.MOVE[0], le=bounds.MOVE[1])] = 60


class Exercise(_Part, frozen=True, kw_only=True, tag="exercise"):
    """An exercise that a professional gave: sets of `repetitions`, or of holding still for `hold_seconds`; one is given.

    `rest_seconds`: between two sets. `sides`: all sets on one side, then on the other.
    """

    title: HoldTitleText
    cue: PlaceText
    feel: FeelText = ""
    sets: Annotated[int, Meta(ge=bounds.SETS[0], le=bounds.SETS[1])] = 1
    repetitions: Annotated[int, Meta(ge=bounds.REPETITIONS[0], le=bounds.REPETITIONS[1])] = 0
    repetition_seconds: Annotated[int, Meta(ge=bounds.REPETITION[0], le=bounds.REPETITION[1])] = 3
    hold_seconds: Annotated[int, Meta(ge=bounds.HELD[0], le=bounds.HELD[1])] = 0
    rest_seconds: Annotated[int, Meta(ge=bounds.SET_REST[0], le=bounds.SET_REST[1])] = 30
    sides: bool = False

    @property
    def set_seconds(self) -> int:
        """Seconds of one set."""
        return self.hold_seconds or self.repetitions * self.repetition_seconds

    @property
    def is_counted(self) -> bool:
        """Whether the repetitions are counted aloud."""
        return self.repetitions > 0 and self.repetition_seconds >= bounds.COUNTED

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
