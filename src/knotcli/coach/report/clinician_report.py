"""What a report for a clinician holds, as values. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from knotcli.coach.record import Check, Rating, Session
from knotcli.coach.report.screening_summary import ScreeningSummary
from knotcli.coach.screening.flags import FULL
from knotcli.coach.trend.region_trend import Trend
from knotcli.coach.trend.weekly_peg import PegWeek
from knotcli.coach.vocabulary import Region

MILD, STRONG = 4, 7
"""Mean ratings from which the body picture is shaded darker, and darkest (own decision)."""


class RatingSummary(NamedTuple):
    """The `now` and `before` ratings of a region within the report: how many on how many days, and their scores.

    sides: how many named left, right, both, and none of them (under "").
    """

    n: int
    days: int
    mean: float
    low: int
    high: int
    sides: Mapping[str, int]


class RegionReport(NamedTuple):
    """One region. felt: None without a rating in the span. lasted: acute, chronic, unsure, or "" when not said."""

    trend: Trend
    felt: RatingSummary | None
    lasted: str = ""


class ReportedSession(NamedTuple):
    """A session with its ratings before and after, None where not given. ended: why it was stopped, in words."""

    session: Session
    before: int | None
    after: int | None
    ended: str = ""


class ReportNote(NamedTuple):
    """A note, the moment of its entry, and what it belongs to."""

    at: datetime
    about: str
    text: str


class Report(NamedTuple):
    """Everything on the page. since, until: local days, both included.

    more_sessions: sessions of the span that are not in `sessions`. notes: None when they are left out.
    sources: the title of each source, by tag. week_answers: the weeks with an answer to the three questions.
    """

    version: str
    made_at: datetime
    since: date
    until: date
    weeks: int
    parts: tuple[RegionReport, ...]
    sessions: tuple[ReportedSession, ...]
    more_sessions: int
    screened: ScreeningSummary
    notes: tuple[ReportNote, ...] | None
    disclaimer: str
    sources: Mapping[str, str]
    week_answers: tuple[PegWeek, ...] = ()


def summarize_ratings(ratings: Sequence[Rating]) -> RatingSummary | None:
    """Summarize ratings of one region; those given after a session never count. None where none counts."""
    kept = [r for r in ratings if r.kind != "after"]
    if not kept:
        return None
    scores = [r.score for r in kept]
    sides = {side: sum((r.side or "") == side for r in kept) for side in ("left", "right", "both", "")}
    days = len({r.at.date() for r in kept})
    return RatingSummary(len(kept), days, sum(scores) / len(kept), min(scores), max(scores), sides)


def find_duration(checks: Sequence[Check], region: Region) -> str:
    """Return how long the region has been sore, from the newest full check that asked; "" where none did."""
    said = [c for c in checks if c.origin in FULL and region in c.duration]
    return max(said, key=lambda c: c.at).duration[region] if said else ""
