"""A movement break: what it is made of, for which regions, how long, and how soon after the last one. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec

from knotcli.coach.content_types import LongText, Slug, Sources
from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.routines.routine_file import CueText, FigureName, TitleText
from knotcli.coach.routines.steps import Step
from knotcli.coach.vocabulary import Region

BREAK_SECONDS = (60, 180)
USUAL_SECONDS = 90
BREAKS_APART = timedelta(minutes=15)
"""Between the beginnings of two breaks (own decision)."""
USUAL_REGIONS: tuple[Region, ...] = ("neck", "shoulder", "upper-back")
"""The regions of a desk: those that the trials asked about."""
STEP_SECONDS = 10
"""A step of a break lasts no less (own decision)."""
WITHOUT_DOSE = PlanOptions(press=False, heat=False)
"""A break is judged as a session of its region that neither presses nor warms."""


class Movement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One movement of content/breaks.toml. regions: those that it moves, or all. figure: of content/figures/positions.toml."""

    id: Slug
    title: TitleText
    cue: CueText
    figure: FigureName = ""
    regions: Annotated[tuple[Region | Literal["all"], ...], msgspec.Meta(min_length=1)]
    sources: Sources

    def is_for(self, regions: Sequence[Region]) -> bool:
        """Return whether it belongs in a break for any of these regions."""
        return "all" in self.regions or any(region in self.regions for region in regions)


class BreakContent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file. honest: what is known of breaks. wait: why there is none yet."""

    sources: Sources
    honest: LongText
    wait: LongText
    movements: Annotated[tuple[Movement, ...], msgspec.Meta(min_length=1)] = msgspec.field(name="movement")


def plan_break(movements: Sequence[Movement], regions: Sequence[Region], seconds: int) -> tuple[Step, ...]:
    """Return the steps of a break of exactly so many seconds, in the order of the file.

    Where there are more movements than time, those in the middle are left out, from the last one on.
    """
    chosen = [movement for movement in movements if movement.is_for(regions)]
    while len(chosen) * STEP_SECONDS > seconds:
        middle = [n for n, movement in enumerate(chosen) if "all" not in movement.regions]
        chosen.pop(middle[-1] if middle else -1)
    each, spare = divmod(seconds, len(chosen))
    return tuple(
        Step(
            kind="move",
            title=movement.title,
            cue=movement.cue,
            figure=movement.figure,
            seconds=each + (number < spare),
            least=STEP_SECONDS,
            most=BREAK_SECONDS[1],
            sources=movement.sources,
        )
        for number, movement in enumerate(chosen)
    )


def make_break_plan(movements: Sequence[Movement], regions: Sequence[Region], seconds: int) -> SessionPlan:
    """Return the plan of a break of exactly so many seconds for these regions."""
    steps, heading = plan_break(movements, regions, seconds), f"break · {', '.join(regions)}"
    return SessionPlan(region=regions[0], routine="break", side="both", tool=None, steps=steps, heading=heading)


def find_next_break(begun: Iterable[datetime], now: datetime) -> datetime | None:
    """Return when the next break may begin after those that began then, None for at once.

    One that is dated ahead of the clock holds nothing back.
    """
    last = max((at for at in begun if at <= now), default=None)
    return None if last is None or now - last >= BREAKS_APART else last + BREAKS_APART
