"""Ratings, sessions, answers after them and answers about a week, newest first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from knotcli.coach.record import BreakTaken, Check, Correction, FollowUp, Rating, Session, WeekAnswer
from knotcli.coach.text import Block, Column, Line, Table, clean_text, short_day
from knotcli.coach.vocabulary import RatingKind
from knotcli.views.history.entry_words import describe_week, name_place, note_with_tags
from knotcli.views.wording import say_span

_STATUS = {"complete": "done", "partial": "partly done", "stopped": "stopped", "stopping": "stopped"}


class HistoryRow(NamedTuple):
    """One entry of the list. what: what is to be said besides its place and its score."""

    at: datetime
    id: str
    place: str
    what: str
    score: str = ""
    note: str = ""


def list_entries(
    ratings: Sequence[Rating],
    sessions: Sequence[tuple[Session, Mapping[RatingKind, int]]],
    reasons: Mapping[str, str],
    followups: Sequence[tuple[FollowUp, str]] = (),
    weeks: Sequence[WeekAnswer] = (),
    breaks: Sequence[BreakTaken] = (),
) -> list[HistoryRow]:
    """Put entries in order, newest first. A session's own ratings stand in its row and are not listed again.

    sessions: each with its scores by kind. reasons: what the ids of the reasons to stop are called. followups: each with
    the answer in words.
    """
    listed = {s.id for s, _ in sessions}
    found = [
        HistoryRow(r.at, r.id, name_place(r.region, r.side), _describe_kind(r), str(r.score), note_with_tags(r))
        for r in ratings
        if r.session not in listed
    ]
    found += [
        HistoryRow(s.at, s.id, name_place(s.region, s.side), said, note=note_with_tags(s))
        for s, scores in sessions
        for said in [_describe_session(s, scores, reasons)]
    ]
    found += [
        HistoryRow(f.at, f.id, f.region, f"after a session: {text[:1].lower()}{text[1:]}") for f, text in followups
    ]
    found += [HistoryRow(w.at, w.id, "your week", describe_week(w)) for w in weeks]
    found += [
        HistoryRow(b.at, b.id, "a break", f"{say_span(b.seconds)} of movement: {', '.join(b.regions)}") for b in breaks
    ]
    return sorted(found, key=lambda row: (row.at, row.id), reverse=True)


def list_taken_back(
    checks: Sequence[Check], corrections: Sequence[Correction], labels: Mapping[str, str]
) -> list[HistoryRow]:
    """List what was taken back: in a check at once, and later as a mistake. labels: of the items, by id."""
    rows = []
    for check in checks:
        named = "; ".join(labels.get(one, one) for one in check.withdrawn)
        rows.append(HistoryRow(check.at, check.id, ", ".join(check.regions), f"taken back at once: {named}"))
    for one in corrections:
        said = f"taken back: {labels.get(one.flag, one.flag)}, named {short_day(one.named)}"
        rows.append(HistoryRow(one.at, one.id, "", said))
    return rows


def history_lines(found: Sequence[HistoryRow], short: Mapping[str, str], notes: bool) -> list[Block]:
    """Lay the rows out under a heading for each day. short: the beginning of each id."""
    place = max((len(row.place) for row in found), default=0)
    columns = (
        Column(),
        Column(style="dim", least=max((len(short[row.id]) for row in found), default=0)),
        Column(least=place),
        Column(right=True, least=2),
        Column(prose=True),
    )
    lines: list[Block] = []
    for day, rows in groupby(found, lambda row: row.at.date()):
        cells = tuple(_make_cells(row, short[row.id], notes) for row in rows)
        lines += [((f"{day:%a} {short_day(day, 0)}", "title"),), Table(columns, cells)]
    return lines


def _make_cells(row: HistoryRow, short: str, note: bool) -> tuple[Line, ...]:
    gap = "  " if row.what and row.note else ""
    said: Line = ((row.what + gap, ""), (clean_text(row.note), "dim")) if note and row.note else row.what
    return f"  {row.at:%H:%M}", short, row.place, row.score, said


def _describe_kind(rating: Rating) -> str:
    return "" if rating.kind == "now" else f"{rating.kind} a session"


def _describe_session(entry: Session, scores: Mapping[RatingKind, int], reasons: Mapping[str, str]) -> str:
    own = "" if entry.routine == entry.region else f" {clean_text(entry.routine)}"
    parts = [f"session{own} {_STATUS[entry.status]}", *([] if entry.tool else ["nothing pressed"])]
    if entry.heat_seconds:
        parts.append(f"heat {say_span(entry.heat_seconds)}")
    if entry.pressure_seconds:
        parts.append(f"pressure {say_span(entry.pressure_seconds)}")
    if "before" in scores or "after" in scores:
        parts.append(f"pain {scores.get('before', '–')} → {scores.get('after', '–')}")
    if entry.reason:
        parts.append(f"because: {clean_text(reasons.get(entry.reason, entry.reason))}")
    return ", ".join(parts)
