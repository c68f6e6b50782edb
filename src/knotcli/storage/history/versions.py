"""Versions: every state that every entry had, and which of them stands. Rows in, rows out.

A version adds a state, removes the entry, or takes an earlier version back (`undoes`). What stands is a
function of the set of an entry's versions alone: machines with the same versions show the same history.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from knotcli.coach.record import Entry, Session
from knotcli.storage.history.codec import load, micros

LASTING = ("check", "assessment", "correction")
"""Kinds that no undo and no remove takes away: a red flag may not vanish."""

_COLUMNS = "id, entry, kind, made_at, act, undoes, removed, body"


class Row(NamedTuple):
    """One row of `version`. made_at: microseconds since 1970 in UTC.

    act: shared by what one undo takes back; None for an act of one version.
    """

    id: str
    entry: str
    kind: str
    made_at: int
    act: str | None
    undoes: str | None
    removed: int
    body: str

    @property
    def order(self) -> tuple[int, str]:
        """What makes a version newer than another."""
        return self.made_at, self.id


def stopped(row: Row) -> bool:
    """Tell whether the version is of a session that was stopped because something was wrong."""
    return (
        row.kind == "session"
        and '"status":"stopped"' in row.body
        and json.loads(row.body)["status"] == "stopped"
    )


def standing(rows: Sequence[Row]) -> Row | None:
    """Find the version that stands among all those of one entry; None when the entry is removed.

    The newest that was not taken back. Once a session was stopped, the newest that says so stands for ever.
    """
    undone = {row.undoes for row in rows}
    states = [row for row in rows if row.undoes is None]
    lasting = [row for row in states if not row.removed and (row.kind in LASTING or stopped(row))]
    top = max(
        lasting or (row for row in states if row.id not in undone), key=lambda row: row.order, default=None
    )
    return None if top is None or top.removed else top


def of_entry(db: sqlite3.Connection, ident: str) -> list[Row]:
    """Give all versions of one entry, oldest first."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM version WHERE entry=?", (ident,))
    return sorted((Row(*row) for row in rows), key=lambda row: row.order)


def of_act(db: sqlite3.Connection, act: str) -> list[Row]:
    """Give all versions of one act."""
    return [Row(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM version WHERE act=?", (act,))]


def by_id(db: sqlite3.Connection, ident: str) -> Row | None:
    """Give one version."""
    row = db.execute(f"SELECT {_COLUMNS} FROM version WHERE id=?", (ident,)).fetchone()
    return Row(*row) if row else None


def in_order(db: sqlite3.Connection, newest_first: bool = False) -> Iterator[Row]:
    """Give all versions, oldest first or newest first."""
    way = "DESC" if newest_first else "ASC"
    for row in db.execute(f"SELECT {_COLUMNS} FROM version ORDER BY made_at {way}, id {way}"):
        yield Row(*row)


def ever(db: sqlite3.Connection, kind: str, since: datetime) -> list[Entry]:
    """Give the last state of every entry of a kind that was stored since a moment, removed or not."""
    query = "SELECT DISTINCT entry FROM version WHERE made_at>=? AND kind=?"
    idents = db.execute(query, (micros(since), kind)).fetchall()
    last = [[row for row in of_entry(db, ident) if row.undoes is None][-1] for (ident,) in idents]
    return [load(row.kind, row.entry, row.body) for row in last]


def is_undone(db: sqlite3.Connection, row: Row) -> bool:
    """Tell whether the version was taken back."""
    return db.execute("SELECT 1 FROM version WHERE undoes=?", (row.id,)).fetchone() is not None


def next_moment(db: sqlite3.Connection, now: datetime) -> int:
    """Give the moment for a new version: now, but after every other, wherever the clock was set to."""
    (newest,) = db.execute("SELECT max(made_at) FROM version").fetchone()
    return micros(now) if newest is None else max(micros(now), newest + 1)


def session_of(entry: Entry) -> str | None:
    """Give the session that an entry is, or belongs to: it is added with it, and taken back with it."""
    return entry.id if isinstance(entry, Session) else getattr(entry, "session", None)


def put(db: sqlite3.Connection, rows: Iterable[Row], brought: bool = False) -> None:
    """Store versions; `brought`: ones that were made elsewhere. `refresh` what they are of, afterwards."""
    (last,) = db.execute("SELECT max(seq) FROM version").fetchone() if brought else (0,)
    db.executemany(f"INSERT INTO version({_COLUMNS}) VALUES(?,?,?,?,?,?,?,?)", rows)
    if brought:
        db.execute("INSERT INTO brought SELECT seq FROM version WHERE seq>?", (last or 0,))


def refresh(db: sqlite3.Connection, idents: Iterable[str]) -> None:
    """Bring `entry` up to date for these entries."""
    for ident in idents:
        settle(db, ident, None, standing(of_entry(db, ident)))


def settle(db: sqlite3.Connection, ident: str, before: Row | None, after: Row | None) -> None:
    """Have `entry` show `after`, where it showed `before`, or something unknown when that is None."""
    if after is None:
        db.execute("DELETE FROM entry WHERE id=?", (ident,))
    elif after != before:
        show(db, after)


def show(db: sqlite3.Connection, row: Row) -> None:
    """Make this version the one that `entry` shows."""
    body = json.loads(row.body)
    at = datetime.fromisoformat(body["at"])
    values = {
        "id": row.entry,
        "kind": row.kind,
        "at_utc": micros(at),
        "local_date": at.date().isoformat(),
        "region": body.get("region"),
        "rating_kind": body["kind"] if row.kind == "rating" else None,
        "score": body.get("score"),
        "session": body.get("session"),
    }
    db.execute(
        f"INSERT OR REPLACE INTO entry({', '.join(values)}, version)"
        f" VALUES({', '.join('?' * len(values))}, (SELECT seq FROM version WHERE id=?))",
        [*values.values(), row.id],
    )
