"""Rated days → weeks, and the change from the first two weeks to the last two. Pure and exact."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from math import gcd, lcm
from typing import NamedTuple

WINDOW_DAYS = 14  # days of the baseline and of the latest span (own decision)
ENOUGH_DAYS = 4  # rated days for a mean that holds: single days were not reliable, four days were (O-39)
PERCENT_FLOOR = 3  # points a baseline needs for a percentage; studies let people in from 3 or 4 (O-35, O-37b)
MAX_WEEKS = 520


# Named tuples and a plain class, because each of them is made at every start: a dataclass takes ten times as long.


class Ratio:
    """An exact number, top / bottom in lowest terms: a float would lose 30 % by a hair. `bottom` is above zero."""

    __slots__ = ("bottom", "top")

    def __init__(self, top: int, bottom: int = 1) -> None:
        shared = gcd(top, bottom)
        self.top, self.bottom = top // shared, bottom // shared

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ratio) and (self.top, self.bottom) == (other.top, other.bottom)

    def __hash__(self) -> int:
        return hash((self.top, self.bottom))

    def __repr__(self) -> str:
        return f"Ratio({self.top}, {self.bottom})"

    def __sub__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.top * other.bottom - other.top * self.bottom, self.bottom * other.bottom)

    def percent_of(self, other: "Ratio") -> "Ratio":
        """Give this as a percentage of `other`, which is above zero."""
        return Ratio(100 * self.top * other.bottom, self.bottom * other.top)

    def is_at_least(self, whole: int) -> bool:
        """Tell whether this is `whole` or more."""
        return self.top >= whole * self.bottom

    def size(self) -> "Ratio":
        """Give it without its sign."""
        return Ratio(abs(self.top), self.bottom)

    def rounded(self, places: int) -> float:
        """Give the nearest number with so many decimals; a half goes away from zero."""
        steps = (2 * abs(self.top) * 10**places + self.bottom) // (2 * self.bottom)
        return float((steps if self.top > 0 else -steps) / 10**places)

    def text(self, places: int = 1) -> str:
        """Give it as a person reads it: 4.2."""
        return f"{self.rounded(places):.{places}f}"


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
    quality: str


class Window(NamedTuple):
    """Fourteen days, both ends included, and how many of them up to today were rated."""

    since: date
    until: date
    days: int
    last: date | None = None
    """The last rated day in it."""


class Change(NamedTuple):
    """The last fourteen days against the first; negative is lower. No numbers while it is too early.

    label: clearly-lower lower slightly-lower same slightly-higher higher too-early.
    percent: of a baseline from 3.0 up. first, recent: the two windows, None without any rated day.
    shared: rated days that lie in both.
    """

    label: str
    baseline: Ratio | None = None
    latest: Ratio | None = None
    points: Ratio | None = None
    percent: Ratio | None = None
    first: Window | None = None
    recent: Window | None = None
    shared: int = 0


class RightAfter(NamedTuple):
    """The mean of after − before over `n` sessions that have both. It is never part of the trend."""

    n: int = 0
    mean: Ratio | None = None


class Trend(NamedTuple):
    """One region's weeks, oldest first, and its change. first_day: of all ratings, None without one.

    first_sessions: sessions within the first fourteen days, whose easing a baseline may already hold.
    """

    region: str
    weeks: tuple[RatedWeek, ...]
    change: Change
    right_after: RightAfter
    first_day: date | None
    first_sessions: int = 0


def mean_of_days(days: Iterable[RatedDay]) -> Ratio | None:
    """Give the mean of the day values, each the mean of its day's ratings."""
    kept = list(days)
    if not kept:
        return None
    common = lcm(*(d.n for d in kept))
    return Ratio(sum(d.total * (common // d.n) for d in kept), common * len(kept))


def monday_of(day: date) -> date:
    """Give the Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def spans_to_read(first_day: date | None, today: date, weeks: int) -> tuple[tuple[date, date], ...]:
    """Give the spans of days, both ends included, apart and in order, that `of` needs to be told about."""
    since = min(monday_of(today) - timedelta(weeks=weeks - 1), today - timedelta(days=WINDOW_DAYS - 1))
    if first_day is None or first_day >= since or first_day > today:
        return ((since, today),)
    until = first_day + timedelta(days=WINDOW_DAYS - 1)
    if until >= since - timedelta(days=1):
        return ((first_day, today),)
    return ((first_day, until), (since, today))


def weekly_means(
    days: Iterable[RatedDay], sessions: Mapping[date, int], today: date, count: int
) -> tuple[RatedWeek, ...]:
    """Give the `count` ISO weeks up to today's, those without entries included; nothing after today."""
    rated: dict[date, list[RatedDay]] = {}
    for day in days:
        if day.day <= today:
            rated.setdefault(monday_of(day.day), []).append(day)
    held: dict[date, int] = {}
    for on, number in sessions.items():
        if on <= today:
            held[monday_of(on)] = held.get(monday_of(on), 0) + number
    starts = [monday_of(today) - timedelta(weeks=back) for back in range(count - 1, -1, -1)]
    return tuple(_summarize_week(start, rated.get(start, []), held.get(start, 0)) for start in starts)


def _summarize_week(start: date, days: list[RatedDay], sessions: int) -> RatedWeek:
    year, number, _ = start.isocalendar()
    return RatedWeek(
        week=f"{year:04d}-W{number:02d}",
        start=start,
        days=len(days),
        n=sum(d.n for d in days),
        mean=mean_of_days(days),
        low=min((d.low for d in days), default=None),
        high=max((d.high for d in days), default=None),
        sessions=sessions,
        quality="solid" if len(days) >= ENOUGH_DAYS else "thin" if days else "none",
    )


def compare_windows(days: Iterable[RatedDay], first_day: date | None, today: date) -> Change:
    """Compare the 14 days from the first rated day with the 14 days up to today.

    Each needs 4 rated days, and no rated day may lie in both; else it is too early.
    """
    if first_day is None or first_day > today:
        return Change("too-early")
    start, end = first_day + timedelta(days=WINDOW_DAYS - 1), today - timedelta(days=WINDOW_DAYS - 1)
    known = [d for d in days if first_day <= d.day <= today]
    early, late = [d for d in known if d.day <= start], [d for d in known if d.day >= end]
    first = Window(first_day, start, len(early), max((d.day for d in early), default=None))
    recent = Window(end, today, len(late), max((d.day for d in late), default=None))
    shared = sum(end <= d.day for d in early)
    baseline, latest = mean_of_days(early), mean_of_days(late)
    if baseline is None or latest is None or shared or min(len(early), len(late)) < ENOUGH_DAYS:
        return Change("too-early", first=first, recent=recent, shared=shared)
    points = latest - baseline
    percent = points.percent_of(baseline) if baseline.is_at_least(PERCENT_FLOOR) else None
    return Change(label_change(points, percent), baseline, latest, points, percent, first, recent)


def label_change(points: Ratio, percent: Ratio | None) -> str:
    """Name a change. About 2 points or 30 % is one that people notice (O-33).

    1 point or 10 % is the least that counts (O-37). Without a percentage, points alone decide.
    """
    by, share = points.size(), percent.size() if percent else Ratio(0, 1)
    large = by.is_at_least(2) + share.is_at_least(30)
    if not (large or by.is_at_least(1) or share.is_at_least(10)):
        return "same"
    if points.top > 0:
        return "higher" if large else "slightly-higher"
    return ("slightly-lower", "lower", "clearly-lower")[large]


def build_trend(
    region: str,
    days: Iterable[RatedDay],
    sessions: Mapping[date, int],
    right_after: RightAfter,
    first_day: date | None,
    today: date,
    count: int,
) -> Trend:
    """Put one region's trend together from its rated days and its sessions a day."""
    days = list(days)
    found = compare_windows(days, first_day, today)
    within = found.first
    return Trend(
        region,
        weekly_means(days, sessions, today, count),
        found,
        right_after,
        first_day if within else None,
        sum(n for d, n in sessions.items() if within and within.since <= d <= min(within.until, today)),
    )
