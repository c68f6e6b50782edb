"""What a clinician's report holds: ratings, sessions, notes, and what the screening noted. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from knotcli.coach.record import Assessment, Check, Correction, Rating, Session
from knotcli.coach.screening.flags import FULL, standing_flags
from knotcli.coach.screening.items import Item
from knotcli.coach.trend.region_trend import Trend
from knotcli.coach.trend.weekly_peg import PegWeek
from knotcli.coach.vocabulary import Region


class NamedItem(NamedTuple):
    """A question of the screening that was answered yes or unsure.

    on: the local days, oldest first. asked_for: regions of those checks. when: asked, re-check, stop.
    looked: the day on which a clinician looked at it, for a red flag. stands: it still holds every session back.
    cleared: whether a health professional had agreed, where that was asked.
    """

    item: str
    kind: str
    question: str
    answer: str
    on: tuple[date, ...]
    asked_for: tuple[Region, ...]
    when: tuple[str, ...]
    looked: date | None
    stands: bool
    cleared: str
    sources: tuple[str, ...]


class ScreeningSummary(NamedTuple):
    """The screening within a report. checks: full ones. asked, no: answers in them, and how many were no.

    described: features of a muscle knot, which are not among these, answered yes in the newest full check.
    """

    checks: int = 0
    asked: int = 0
    no: int = 0
    named: tuple[NamedItem, ...] = ()
    described: tuple[str, ...] = ()


def summarize_screening(
    checks: Sequence[Check],
    assessments: Sequence[Assessment],
    items: Sequence[Item],
    regions: Collection[Region],
    since: date,
    until: date,
    corrections: Sequence[Correction] = (),
) -> ScreeningSummary:
    """Summarize what was named from `since` to `until`, and every red flag that still stands, however old.

    Items that concern single regions are left out unless they concern one of `regions`.
    """
    known = {item.id: item for item in items}
    flags = standing_flags(checks, [*assessments, *corrections])
    within = [c for c in checks if since <= c.at.date() <= until]
    full = [c for c in within if c.origin in FULL]
    found: dict[str, list[Check]] = {}
    for check in sorted(checks, key=lambda c: c.at):
        for ident, answer in check.answers.items():
            if answer not in ("yes", "unsure") or (check not in within and ident not in flags):
                continue
            item = known.get(ident)
            if item is not None and (item.kind == "likelihood" or not _concerns_any(item, regions)):
                continue
            found.setdefault(ident, []).append(check)
    order = {item.id: place for place, item in enumerate(items)}
    named = [_name_item(ident, found[ident], known.get(ident), assessments, ident in flags) for ident in found]
    named.sort(key=lambda one: (order.get(one.item, -1), one.on))
    newest = max(full, key=lambda c: c.at, default=None)
    fits = [i for i in items if i.kind == "likelihood" and newest and newest.answers.get(i.id) == "yes"]
    described = {item.id for item in items if item.kind == "likelihood"}
    given = [answer for check in full for ident, answer in check.answers.items() if ident not in described]
    return ScreeningSummary(len(full), len(given), given.count("no"), tuple(named), tuple(i.label for i in fits))


def _concerns_any(item: Item, regions: Collection[Region]) -> bool:
    return item.holds_back == "everything" or any(item.concerns(region) for region in regions)


def _name_item(
    ident: str, checks: Sequence[Check], item: Item | None, assessments: Sequence[Assessment], stands: bool
) -> NamedItem:
    last = checks[-1]
    looked = [a.day for a in assessments if ident in a.flags]
    return NamedItem(
        ident,
        item.kind if item else "red-flag",
        item.question if item else f"A question that this version of knot does not have ({ident})",
        last.answers[ident],
        tuple(dict.fromkeys(c.at.date() for c in checks)),
        tuple(dict.fromkeys(name for c in checks for name in c.regions)),
        tuple(dict.fromkeys("asked" if c.origin in FULL else c.origin for c in checks)),
        max(looked, default=None),
        stands,
        last.cleared.get(ident, ""),
        item.sources if item else (),
    )


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
