"""The weeks and the change of one region, and its days parted by a tag. Pure and exact."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from knotcli.coach.record import DeskAnswer
from knotcli.coach.trend.change import Change, compare_windows
from knotcli.coach.trend.weekly_means import RatedDay, RatedWeek, Ratio, mean_of_rated_days, summarize_weeks
from knotcli.coach.vocabulary import Region


class RightAfter(NamedTuple):
    """Sessions with a rating before and after: how many were lower, the same and higher after; total: of after − before.

    It is never part of the trend.
    """

    lower: int = 0
    same: int = 0
    higher: int = 0
    total: int = 0

    @property
    def n(self) -> int:
        """How many sessions there are."""
        return self.lower + self.same + self.higher

    @property
    def mean(self) -> Ratio | None:
        """The mean of after − before; None without a session."""
        return Ratio(self.total, self.n) if self.n else None


class Trend(NamedTuple):
    """One region's weeks, oldest first, and its change. first_day: of all ratings, None without one.

    first_sessions: sessions within the first fourteen days, whose easing a baseline may already hold. first_days: the
    rated days, while these fourteen days last. finished_sessions: how many in these weeks ran to their planned end, of
    how many.
    """

    region: Region
    weeks: tuple[RatedWeek, ...]
    change: Change
    right_after: RightAfter
    first_day: date | None
    first_sessions: int = 0
    first_days: tuple[RatedDay, ...] = ()
    finished_sessions: tuple[int, int] = (0, 0)


def build_trend(
    region: Region,
    days: Iterable[RatedDay],
    sessions: Mapping[date, int],
    right_after: RightAfter,
    first_day: date | None,
    today: date,
    count: int,
) -> Trend:
    """Build one region's trend of `count` weeks from its rated days.

    sessions: how many on each local day. first_day: the first rated day of all.
    """
    days = list(days)
    found = compare_windows(days, first_day, today)
    within = found.first
    return Trend(
        region,
        summarize_weeks(days, sessions, today, count),
        found,
        right_after,
        first_day if within else None,
        sum(n for d, n in sessions.items() if within and within.since <= d <= min(within.until, today)),
        tuple(d for d in days if within and within.since <= d.day <= today <= within.until),
    )


ENOUGH_TO_COMPARE = 5
"""Rated days that each side needs: one more than a week's mean that holds (own decision)."""
DESK = "desk:"
"""What the name of a change at the desk begins with, where a tag could stand."""


class DaysSummary(NamedTuple):
    """Some rated days. mean: of the day values. low, high: the lowest and the highest day value. None without a day."""

    days: int
    mean: Ratio | None = None
    low: Ratio | None = None
    high: Ratio | None = None


class TagComparison(NamedTuple):
    """A region's rated days, parted by a tag. by: the tag, or desk: and the id of a cause."""

    by: str
    tagged: DaysSummary
    others: DaysSummary

    @property
    def is_enough(self) -> bool:
        """Whether both sides have the days that they need."""
        return min(self.tagged.days, self.others.days) >= ENOUGH_TO_COMPARE


def compare_tagged_days(by: str, days: Iterable[RatedDay], has_tag: Callable[[date], bool]) -> TagComparison:
    """Part rated days by `has_tag`, and summarize both sides. Each day counts once, however often it was rated."""
    sides: tuple[list[RatedDay], list[RatedDay]] = ([], [])
    for day in days:
        sides[has_tag(day.day)].append(day)
    others, tagged = map(_summarize_days, sides)
    return TagComparison(by, tagged, others)


def _summarize_days(days: list[RatedDay]) -> DaysSummary:
    if not days:
        return DaysSummary(0)
    values = [Ratio(day.total, day.n) for day in days]
    return DaysSummary(len(days), mean_of_rated_days(days), min(values), max(values))


def list_change_spans(answers: Iterable[DeskAnswer], topic: str) -> list[tuple[date, date | None]]:
    """Return when a change at the desk was in force: from the day it began, to the day it was dropped or None.

    The day of the beginning is in it, the day of the end is not. A change that another one followed stays in force.
    """
    spans: list[tuple[date, date | None]] = []
    for one in sorted(answers, key=lambda answer: answer.at):
        is_open = bool(spans) and spans[-1][1] is None
        if one.topic != topic:
            continue
        if one.word == "trying" and not is_open:
            spans.append((one.at.date(), None))
        elif one.word == "dropped" and is_open:
            spans[-1] = (spans[-1][0], one.at.date())
    return spans
