"""Ratings and sessions, newest first, as lines."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import wrap
from typing import NamedTuple

from knotcli.coach.record import Rating, Session
from knotcli.coach.text import Line, Span, clean_text
from knotcli.coach.vocabulary import RatingKind
from knotcli.views.entry import place

NARROW = 66
"""Columns below which what is to be said of a session has its own lines."""
_STATUS = {"complete": "done", "partial": "partly done", "stopped": "stopped"}


class Row(NamedTuple):
    """One entry of the list. score: "" for a session. what: parts of what else is to be said."""

    at: datetime
    id: str
    where: str
    score: str
    what: tuple[str, ...]
    note: str


def minutes(seconds: float) -> str:
    """Say a span of credited seconds: 45 s, 12 min, 12 min 30 s."""
    whole, rest = divmod(round(seconds), 60)
    if not whole:
        return f"{rest} s"
    return f"{whole} min {rest} s" if rest else f"{whole} min"


def rows(
    ratings: Sequence[Rating],
    sessions: Sequence[tuple[Session, Mapping[RatingKind, int]]],
    reasons: Mapping[str, str],
) -> list[Row]:
    """Put entries in order, newest first. A session's own ratings stand in its row and are not listed again.

    sessions: each with its scores by kind. reasons: what the ids of the reasons to stop are called.
    """
    listed = {s.id for s, _ in sessions}
    found = [
        Row(r.at, r.id, place(r.region, r.side), str(r.score), _kind(r), r.note)
        for r in ratings
        if r.session not in listed
    ]
    found += [
        Row(s.at, s.id, place(s.region, s.side), "", _session(s, scores, reasons), s.note)
        for s, scores in sessions
    ]
    return sorted(found, key=lambda row: (row.at, row.id), reverse=True)


def lines(found: Sequence[Row], short: Mapping[str, str], width: int, notes: bool) -> list[Line]:
    """Lay out rows for `width` columns, under a heading for each day. short: the beginning of each id."""
    result: list[Line] = []
    day = None
    longest = max((len(short[row.id]) for row in found), default=0)
    for row in found:
        if row.at.date() != day:
            day = row.at.date()
            result.append(((f"{day:%a %d %b %Y}", "title"),))
        id_part = f"  {short[row.id]:<{longest}}"
        head = f"  {row.at:%H:%M}{id_part}  {row.where:<16}"
        scored = f"  {row.where:<16} {row.score:>2}" if row.score or width >= NARROW else f"  {row.where}"
        spans: tuple[Span, ...] = (f"  {row.at:%H:%M}", ""), (id_part, "dim"), (scored, "")
        indent = 9 if width < NARROW else len(head) + 5
        chunks = _wrapped(row.what, max(20, width - indent))
        if chunks and width >= NARROW:
            spans = (*spans, (f"  {chunks.pop(0)}", ""))
        result.append(spans)
        result += [" " * indent + chunk for chunk in chunks]
        if notes and row.note:
            result.append(((f"         {clean_text(row.note)}", "dim"),))
    return result


def _kind(rating: Rating) -> tuple[str, ...]:
    return () if rating.kind == "now" else (f"{rating.kind} a session",)


def _session(entry: Session, scores: Mapping[RatingKind, int], reasons: Mapping[str, str]) -> tuple[str, ...]:
    parts = [f"session {_STATUS[entry.status]}"]
    if entry.heat_seconds:
        parts.append(f"heat {minutes(entry.heat_seconds)}")
    if entry.pressure_seconds:
        parts.append(f"pressure {minutes(entry.pressure_seconds)}")
    if "before" in scores or "after" in scores:
        parts.append(f"pain {scores.get('before', '–')} → {scores.get('after', '–')}")
    if entry.reason:
        parts.append(f"because: {clean_text(reasons.get(entry.reason, entry.reason))}")
    return tuple(parts)


def _wrapped(parts: Sequence[str], width: int) -> list[str]:
    """Join parts with commas, and begin a new line rather than break one of them that fits."""
    chunks: list[str] = []
    for number, part in enumerate(parts):
        text = part + ("," if number < len(parts) - 1 else "")
        if chunks and len(chunks[-1]) + 1 + len(text) <= width:
            chunks[-1] += f" {text}"
        else:
            chunks += wrap(text, width)
    return chunks
