"""Rated days → the mean of each ISO week, in exact fractions: a float would miss a limit such as 30 % by a hair. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from math import gcd, lcm
from typing import NamedTuple

from knotcli.coach.vocabulary import WeekQuality


class Ratio:
    """An exact number, top / bottom in lowest terms. bottom: above zero.

    A plain class, because it is made at every start: a dataclass takes ten times as long to define.
    """

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

    def __lt__(self, other: "Ratio") -> bool:
        return self.top * other.bottom < other.top * self.bottom

    def percent_of(self, other: "Ratio") -> "Ratio":
        """Return this number as a percentage of `other`, which is above zero."""
        return Ratio(100 * self.top * other.bottom, self.bottom * other.top)

    def is_at_least(self, whole: int) -> bool:
        """Return whether this number is `whole` or more."""
        return self.top >= whole * self.bottom

    def size(self) -> "Ratio":
        """Return the number without its sign."""
        return Ratio(abs(self.top), self.bottom)

    def rounded(self, places: int) -> float:
        """Round to `places` decimals; a half goes away from zero."""
        steps = (2 * abs(self.top) * 10**places + self.bottom) // (2 * self.bottom)
        return float((steps if self.top > 0 else -steps) / 10**places)

    def text(self, places: int = 1) -> str:
        """Write the number as a person reads it: 4.2."""
        return f"{self.rounded(places):.{places}f}"


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
