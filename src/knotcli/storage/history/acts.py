"""Acts: adding, changing, removing, and taking back. Each works in the transaction it is given."""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from knotcli.coach.errors import Held, KnotError, Misuse
from knotcli.coach.record import Check, Entry, Session, make_entry_id
from knotcli.coach.text import clean_text
from knotcli.storage.history import versions
from knotcli.storage.history.codec import dump_body, encode_entry, kind_of_entry
from knotcli.storage.history.versions import LASTING, Row

_STAYS = {
    "check": "A check stays in the history, because what it found could matter. To answer again, use knot check.",
    "assessment": "A clinician's look stays in the history, beside the check that it belongs to.",
    "correction": "A flag that was taken back stays in the history, beside the check that named it.",
    "session": "A session that was stopped because something was wrong stays in the history.",
}
_OLDER = "To undo something older, find it with knot history and use knot remove."


class Taken(NamedTuple):
    """What an undo took back, or a remove took away.

    what: the act: added, changed, removed. entry: what it was about, as it stood before. now: as it stands
    now, None when it is gone. others: what went or came with it: a session's ratings and
    steps, or a whole import.
    """

    what: str
    entry: Entry
    now: Entry | None
    others: tuple[Entry, ...] = ()


def body_to_store(entry: Entry) -> str:
    """Write the body of an entry that is to be stored. Raises KnotError."""
    if isinstance(entry, Session) and entry.ended_at is not None:
        # The clock may have been set back while it ran: nothing ends before it began.
        entry = entry._replace(ended_at=max(entry.at, entry.ended_at))
    try:
        return dump_body(encode_entry(entry))
    except ValueError as error:
        raise KnotError(f"The {kind_of_entry(entry)} cannot be stored: {error}. Nothing was saved.") from None


def add_entries(
    db: sqlite3.Connection,
    entries: Sequence[tuple[Entry, str]],
    now: datetime,
    brought: bool = False,
    alone: bool = False,
) -> list[str]:
    """Add entries with their bodies; give the kinds of the new ones. What is there with this content is left alone.

    brought: they come from a table made elsewhere, and whatever has a known id is left alone, with any content.
    Else that raises KnotError. alone: an act of its own, also where they belong to a session.
    """
    first = versions.next_moment(db, now)
    together = make_entry_id() if len(entries) > 1 else None
    added: list[str] = []
    # Each has a moment of its own, so that what is told in one breath keeps its order.
    for made_at, (entry, body) in enumerate(entries, first):
        kind = kind_of_entry(entry)
        known = versions.versions_of_entry(db, entry.id)
        if (brought and known) or any((row.kind, row.body) == (kind, body) for row in known):
            continue
        if known:
            raise KnotError(f"Another entry already has the id {entry.id}. Nothing was saved.")
        act = together if brought or alone else versions.session_of(entry) or together
        row = Row(make_entry_id(), entry.id, kind, made_at, act, None, 0, body)
        versions.store_versions(db, [row], brought)
        versions.write_entry_row(db, row, made_at)
        added.append(kind)
    return added


def change_entry(db: sqlite3.Connection, entry: Entry, body: str, now: datetime) -> None:
    """Give an entry a new state. How a session went on belongs to it; its note and tags are acts of their own."""
    kind = kind_of_entry(entry)
    known = versions.versions_of_entry(db, entry.id)
    if not known or known[0].kind != kind:
        raise Misuse(f"There is no {kind} with the id {clean_text(entry.id)[:36]}.")
    if kind in LASTING:
        raise Held(_STAYS[kind])
    old = versions.find_standing(known)
    if old is None and not isinstance(entry, Session):
        raise Misuse(f"The {kind} {entry.id[:8]} was removed. Log it again to have it back.")
    if old is not None and old.body == body:
        return
    act = None
    if isinstance(entry, Session):
        before = old.load() if old else None
        if isinstance(before, Session) and before.status == "stopped" != entry.status:
            raise Held(_STAYS["session"])
        same = isinstance(before, Session) and before._replace(note=entry.note, tags=entry.tags) == entry
        act = None if same else entry.id
    versions.store_versions(
        db, [Row(make_entry_id(), entry.id, kind, versions.next_moment(db, now), act, None, 0, body)]
    )
    versions.update_entry_table(db, [entry.id])


def put_right(
    db: sqlite3.Connection, entries: Sequence[tuple[Entry, str]], removed: Collection[str], now: datetime
) -> None:
    """Give entries a state with their bodies, as one act: a new one, their first, or none for those in `removed`."""
    first, act = versions.next_moment(db, now), make_entry_id() if len(entries) > 1 else None
    rows = [
        Row(make_entry_id(), entry.id, kind_of_entry(entry), at, act, None, int(entry.id in removed), body)
        for at, (entry, body) in enumerate(entries, first)
    ]
    versions.store_versions(db, rows)
    versions.update_entry_table(db, [row.entry for row in rows])


def remove_entry(db: sqlite3.Connection, ident: str, now: datetime) -> Taken:
    """Remove a rating, or a session with its ratings and steps. Raises Misuse and Held."""
    row = versions.find_standing(versions.versions_of_entry(db, ident))
    if row is None:
        raise Misuse(f"{ident[:8]} has already been removed.")
    if row.kind == "step":
        raise Misuse("A step belongs to its session. Remove the session instead.")
    if row.kind in LASTING or versions.was_stopped(row):
        raise Held(_STAYS[row.kind])
    rows = [row, *_parts_of_session(db, ident)]
    made_at, act = versions.next_moment(db, now), make_entry_id() if len(rows) > 1 else None
    versions.store_versions(db, [Row(make_entry_id(), r.entry, r.kind, made_at, act, None, 1, r.body) for r in rows])
    versions.update_entry_table(db, [r.entry for r in rows])
    first, *others = [r.load() for r in rows]
    return Taken("removed", first, None, tuple(others))


def undo_newest_act(db: sqlite3.Connection, now: datetime) -> Taken:
    """Take back the newest act that was not taken back yet. Raises KnotError when there is none, and Held."""
    rows = _find_newest_act(db)
    idents = list(dict.fromkeys(row.entry for row in rows))
    before = {ident: versions.find_standing(versions.versions_of_entry(db, ident)) for ident in idents}
    for row in rows:
        top = before[row.entry]
        if row.kind in LASTING or (top is not None and versions.was_stopped(top) and row.act == row.entry):
            raise Held(f"{_STAYS[row.kind]} {_OLDER}")
    made_at = versions.next_moment(db, now)
    versions.store_versions(db, [Row(make_entry_id(), r.entry, r.kind, made_at, None, r.id, 0, r.body) for r in rows])
    versions.update_entry_table(db, idents)
    last = {row.entry: row for row in rows}
    idents.sort(key=lambda ident: last[ident].kind != "session")
    was = [r.load() for r in (before[ident] or last[ident] for ident in idents)]
    top = versions.find_standing(versions.versions_of_entry(db, idents[0]))
    after = top.load() if top else None
    what = "added" if after is None else "removed" if before[idents[0]] is None else "changed"
    return Taken(what, was[0], after, tuple(was[1:]))


def _find_newest_act(db: sqlite3.Connection) -> list[Row]:
    for row in versions.versions_in_order(db, newest_first=True):
        if row.undoes is None and not versions.is_undone(db, row) and not _is_plain_recheck(row):
            break
    else:
        raise KnotError("There is nothing to undo.")
    rows = [row] if row.act is None else versions.versions_of_act(db, row.act)
    found = {r.id: r for r in rows if not versions.is_undone(db, r)}
    for ident in {r.entry for r in rows}:
        own = [r for r in versions.versions_of_entry(db, ident) if r.undoes is None]
        if own[0].id in found:  # What the act began goes whole, with whatever was changed about it since.
            found.update((r.id, r) for r in own if not versions.is_undone(db, r))
    return sorted(found.values(), key=lambda r: r.order)


def _is_plain_recheck(row: Row) -> bool:
    """Tell whether this is the question before a session, answered with no: nobody thinks of that as kept."""
    if row.kind != "check":
        return False
    check = row.load()
    return isinstance(check, Check) and check.origin == "re-check" and set(check.answers.values()) <= {"no"}


def _parts_of_session(db: sqlite3.Connection, session: str) -> list[Row]:
    idents = db.execute("SELECT id FROM entry WHERE session=? ORDER BY at_utc, id", (session,)).fetchall()
    rows = [versions.find_standing(versions.versions_of_entry(db, ident)) for (ident,) in idents]
    return [row for row in rows if row is not None]
