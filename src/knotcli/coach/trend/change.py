"""The change from the first two weeks of ratings to the last two. Pure and exact."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from knotcli.coach.trend.weekly_means import ENOUGH_DAYS, RatedDay, Ratio, mean_of_rated_days, monday_of_week
from knotcli.coach.vocabulary import ChangeLabel

WINDOW_DAYS = 14
"""Days of the baseline and of the latest span (own decision)."""
PERCENT_FLOOR = 3
"""Points that a baseline needs for a percentage: studies let people in from 3 or 4 (O-35, O-37b)."""


class RatedWindow(NamedTuple):
    """Fourteen days, both ends included, and how many of them up to today were rated."""

    since: date
    until: date
    days: int
    last: date | None = None
    """The last rated day in it."""


class Change(NamedTuple):
    """The last fourteen days against the first; negative is lower. No numbers while it is too early.

    baseline, latest, points: mean pain then and now, and the difference. percent: the difference in percent of a
    baseline from 3.0 up. first, recent: the two windows, None without any rated day. shared: rated days in both.
    """

    label: ChangeLabel
    baseline: Ratio | None = None
    latest: Ratio | None = None
    points: Ratio | None = None
    percent: Ratio | None = None
    first: RatedWindow | None = None
    recent: RatedWindow | None = None
    shared: int = 0


def find_spans_to_read(first_day: date | None, today: date, weeks: int) -> tuple[tuple[date, date], ...]:
    """Return the spans of days that `build_trend` needs, both ends included, apart and in order."""
    since = min(monday_of_week(today) - timedelta(weeks=weeks - 1), today - timedelta(days=WINDOW_DAYS - 1))
    if first_day is None or first_day >= since or first_day > today:
        return ((since, today),)
    until = first_day + timedelta(days=WINDOW_DAYS - 1)
    if until >= since - timedelta(days=1):
        return ((first_day, today),)
    return ((first_day, until), (since, today))


def compare_windows(days: Iterable[RatedDay], first_day: date | None, today: date) -> Change:
    """Compare the 14 days from the first rated day with the 14 days up to today.

    Each needs 4 rated days, and no rated day may lie in both; else it is too early.
    """
    if first_day is None or first_day > today:
        return Change("too-early")
    start, end = first_day + timedelta(days=WINDOW_DAYS - 1), today - timedelta(days=WINDOW_DAYS - 1)
    known = [d for d in days if first_day <= d.day <= today]
    early, late = [d for d in known if d.day <= start], [d for d in known if d.day >= end]
    first = RatedWindow(first_day, start, len(early), max((d.day for d in early), default=None))
    recent = RatedWindow(end, today, len(late), max((d.day for d in late), default=None))
    shared = sum(end <= d.day for d in early)
    baseline, latest = mean_of_rated_days(early), mean_of_rated_days(late)
    if baseline is None or latest is None or shared or min(len(early), len(late)) < ENOUGH_DAYS:
        return Change("too-early", first=first, recent=recent, shared=shared)
    points = latest - baseline
    percent = points.percent_of(baseline) if baseline.is_at_least(PERCENT_FLOOR) else None
    return Change(label_change(points, percent), baseline, latest, points, percent, first, recent)


def label_change(points: Ratio, percent: Ratio | None) -> ChangeLabel:
    """Name a change by its size. People notice about 2 points or 30 % (O-33).

    The least that counts is 1 point or 10 % (O-37). Without a percentage, points alone decide.
    """
    by, share = points.size(), percent.size() if percent else Ratio(0, 1)
    large = by.is_at_least(2) + share.is_at_least(30)
    if not (large or by.is_at_least(1) or share.is_at_least(10)):
        return "same"
    if points.top > 0:
        return "higher" if large else "slightly-higher"
    lower: tuple[ChangeLabel, ...] = ("slightly-lower", "lower", "clearly-lower")
    return lower[large]
