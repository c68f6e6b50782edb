"""Rated days → the mean of each ISO week. Pure and exact."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from math import lcm
from typing import NamedTuple

from knotcli.coach.trend.ratio import Ratio
from knotcli.coach.vocabulary import WeekQuality

ENOUGH_DAYS = 4
"""Rated days for a mean that holds: single days were not reliable, four days were (O-39)."""
MAX_WEEKS = 520
"""Weeks that one trend spans at most: ten years (own decision)."""


class RatedDay(NamedTuple):
    """One local day with `n` ratings of the kinds now and before: their sum, lowest and highest (0 to 10)."""

    day: date
    total: int
    n: int
    low: int
    high: int


class RatedWeek(NamedTuple):
    """One ISO week, named like 2026-W47, from its Monday. `days` were rated, with `n` ratings on them.

    mean: of the day values, each day counting once. quality: solid from 4 rated days, thin below, none at 0.
    """

    week: str
    start: date
    days: int
    n: int
    mean: Ratio | None
    low: int | None
    high: int | None
    sessions: int
    quality: WeekQuality


def mean_of_rated_days(days: Iterable[RatedDay]) -> Ratio | None:
    """Return the mean of the day values, each the mean of its day's ratings; None without any day."""
    kept = list(days)
    if not kept:
        return None
    common = lcm(*(d.n for d in kept))
    return Ratio(sum(d.total * (common // d.n) for d in kept), common * len(kept))


def name_of_week(day: date) -> str:
    """Name the day's ISO week: 2026-W47."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def monday_of_week(day: date) -> date:
    """Return the Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def summarize_weeks(
    days: Iterable[RatedDay], sessions: Mapping[date, int], today: date, count: int
) -> tuple[RatedWeek, ...]:
    """Return the `count` ISO weeks up to today's, oldest first, gaps included. Entries after today are left out.

    sessions: how many on each local day.
    """
    rated: dict[date, list[RatedDay]] = {}
    for day in days:
        if day.day <= today:
            rated.setdefault(monday_of_week(day.day), []).append(day)
    held: dict[date, int] = {}
    for on, number in sessions.items():
        if on <= today:
            held[monday_of_week(on)] = held.get(monday_of_week(on), 0) + number
    starts = [monday_of_week(today) - timedelta(weeks=back) for back in range(count - 1, -1, -1)]
    return tuple(_summarize_week(start, rated.get(start, []), held.get(start, 0)) for start in starts)


def _summarize_week(start: date, days: list[RatedDay], sessions: int) -> RatedWeek:
    return RatedWeek(
        week=name_of_week(start),
        start=start,
        days=len(days),
        n=sum(d.n for d in days),
        mean=mean_of_rated_days(days),
        low=min((d.low for d in days), default=None),
        high=max((d.high for d in days), default=None),
        sessions=sessions,
        quality="solid" if len(days) >= ENOUGH_DAYS else "thin" if days else "none",
    )
