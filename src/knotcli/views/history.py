"""Ratings and sessions, newest first, as lines."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from knotcli.coach.record import Rating, Session
from knotcli.coach.words import Line, clean


def minutes(seconds: float) -> str:
    """Say a span of credited seconds: 45 s, 12 min, 12 min 30 s."""
    whole, rest = divmod(round(seconds), 60)
    if not whole:
        return f"{rest} s"
    return f"{whole} min {rest} s" if rest else f"{whole} min"


def _place(region: str, side: str | None) -> str:
    return f"{region} {side}" if side in ("left", "right") else region


def _session(entry: Session, scores: Mapping[str, int]) -> tuple[str, str]:
    status = {"complete": "done", "partial": "partly done", "stopped": "stopped"}[entry.status]
    parts = []
    if entry.heat_seconds:
        parts.append(f"heat {minutes(entry.heat_seconds)}")
    if entry.pressure_seconds:
        parts.append(f"pressure {minutes(entry.pressure_seconds)}")
    if "before" in scores or "after" in scores:
        parts.append(f"{scores.get('before', '–')} → {scores.get('after', '–')}")
    if entry.reason:
        parts.append(f"because of {entry.reason}")
    return f"session {status}", ", ".join(parts)


def lines(
    ratings: Sequence[Rating],
    sessions: Sequence[tuple[Session, Mapping[str, int]]],
    width: int,
    notes: bool,
) -> list[Line]:
    """Lay out entries, newest first. A session's own ratings stand in its line and are not listed again."""
    listed = {s.id for s, _ in sessions}
    rows: list[tuple[datetime, str, str, str, str, str]] = []
    for r in ratings:
        if r.session in listed:
            continue
        kind = "" if r.kind == "now" else f"{r.kind} a session"
        rows.append((r.at, r.id, _place(r.region, r.side), str(r.score), kind, r.note))
    for s, scores in sessions:
        what, detail = _session(s, scores)
        rows.append(
            (s.at, s.id, _place(s.region, s.side), "", f"{what}: {detail}" if detail else what, s.note)
        )
    rows.sort(key=lambda row: (row[0], row[1]), reverse=True)
    result: list[Line] = []
    day = None
    for at, ident, place, score, what, note in rows:
        if at.date() != day:
            day = at.date()
            result.append(((f"{day:%a %d %b %Y}", "title"),))
        head = f"  {at:%H:%M}  {place:<16} {score:>2}"
        if width < 60:
            result.append(((head, ""), (f"  {ident[:8]}", "dim")))
            if what:
                result.append(f"         {what}")
        else:
            result.append(
                ((f"{head}  ", ""), (f"{what:<{max(0, min(46, width - 42))}}", ""), (f"  {ident[:8]}", "dim"))
            )
        if notes and note:
            result.append(((f"         {clean(note)}", "dim"),))
    return result
