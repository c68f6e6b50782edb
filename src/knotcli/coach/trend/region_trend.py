"""The weeks and the change of one region, put together."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from knotcli.coach.trend.change import Change, compare_windows
from knotcli.coach.trend.ratio import Ratio
from knotcli.coach.trend.weekly_means import RatedDay, RatedWeek, summarize_weeks
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
    rated days, while these fourteen days last.
    """

    region: Region
    weeks: tuple[RatedWeek, ...]
    change: Change
    right_after: RightAfter
    first_day: date | None
    first_sessions: int = 0
    first_days: tuple[RatedDay, ...] = ()


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
