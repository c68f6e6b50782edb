"""Versions: every state that every entry had, and which of them stands. Rows in, rows out.

A version adds a state, removes the entry, or takes an earlier version back (`undoes`). What stands is a
function of the set of an entry's versions alone: machines with the same versions show the same history.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zlib import crc32

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Entry, Session
from knotcli.storage.history.body_values import LAST_YEAR
from knotcli.storage.history.codec import load_entry, to_micros

LASTING = ("check", "assessment", "correction")
"""Kinds that no undo and no remove takes away: a red flag may not vanish."""

COLUMNS = "id, entry, kind, made_at, act, undoes, removed, body"


class Row(NamedTuple):
    """One row of `version`, as it is exported. made_at: microseconds since 1970 in UTC.

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

    def load(self) -> Entry:
        """Return the entry in this state. Raises ValueError."""
        return load_entry(self.kind, self.entry, self.body)

    @property
    def order(self) -> tuple[int, str]:
        """What makes a version newer than another."""
        return self.made_at, self.id


def compute_checksum(seq: int, row: Row, brought: int) -> int:
    """Return the CRC-32 of everything that a row of `version` holds: SQLite has no checksums of its own.

    Raises TypeError for a column of another type than it has, which is damage too.
    """
    text = (str(seq), row.id, row.entry, row.kind, str(row.made_at), row.act or "", row.undoes or "")
    return crc32("\0".join((*text, str(row.removed), row.body, str(brought))).encode("utf-8", "surrogatepass"))


def is_stopped(row: Row) -> bool:
    """Tell whether the version is of a session that was stopped because something was wrong."""
    return row.kind == "session" and '"status":"stopped"' in row.body and json.loads(row.body)["status"] == "stopped"


def was_stopped(row: Row) -> bool:
    """Tell whether the version is of a session that was stopped, or that somebody began to stop."""
    return (
        row.kind == "session"
        and '"status":"stopp' in row.body
        and json.loads(row.body)["status"] in ("stopped", "stopping")
    )


def find_standing(rows: Sequence[Row]) -> Row | None:
    """Return the version that stands among all those of one entry; None when the entry is removed.

    It is the newest that was not taken back. Once a session was stopped, the newest that says so stands for ever.
    """
    undone = {row.undoes for row in rows}
    states = [row for row in rows if row.undoes is None]
    lasting = [row for row in states if not row.removed and (row.kind in LASTING or is_stopped(row))]
    top = max(lasting or (row for row in states if row.id not in undone), key=lambda row: row.order, default=None)
    return None if top is None or top.removed else top


def versions_of_entry(db: sqlite3.Connection, ident: str) -> list[Row]:
    """Return all versions of one entry, oldest first."""
    rows = db.execute(f"SELECT {COLUMNS} FROM version WHERE entry=?", (ident,))
    return sorted((Row(*row) for row in rows), key=lambda row: row.order)


def versions_of_act(db: sqlite3.Connection, act: str) -> list[Row]:
    """Return all versions of one act."""
    return [Row(*row) for row in db.execute(f"SELECT {COLUMNS} FROM version WHERE act=?", (act,))]


def version_by_id(db: sqlite3.Connection, ident: str) -> Row | None:
    """Return one version."""
    row = db.execute(f"SELECT {COLUMNS} FROM version WHERE id=?", (ident,)).fetchone()
    return Row(*row) if row else None


def versions_in_order(db: sqlite3.Connection, newest_first: bool = False) -> Iterator[Row]:
    """Yield all versions, oldest first or newest first."""
    way = "DESC" if newest_first else "ASC"
    for row in db.execute(f"SELECT {COLUMNS} FROM version ORDER BY made_at {way}, id {way}"):
        yield Row(*row)


def is_undone(db: sqlite3.Connection, row: Row) -> bool:
    """Tell whether the version was taken back."""
    return db.execute("SELECT 1 FROM version WHERE undoes=?", (row.id,)).fetchone() is not None


def next_moment(db: sqlite3.Connection, now: datetime) -> int:
    """Return the moment for a new version: now, but after every other, wherever the clock was set to.

    Raises KnotError for a clock by which nothing could be brought in again.
    """
    if now.year > LAST_YEAR:
        raise KnotError(f"The clock says {now:%Y-%m-%d}, which cannot be right. Set it first. Nothing was saved.")
    (newest,) = db.execute("SELECT max(made_at) FROM version").fetchone()
    return to_micros(now) if newest is None else max(to_micros(now), newest + 1)


def session_of(entry: Entry) -> str | None:
    """Return the session that an entry is, or belongs to: it is added with it, and taken back with it."""
    return entry.id if isinstance(entry, Session) else getattr(entry, "session", None)


def store_versions(db: sqlite3.Connection, rows: Iterable[Row], brought: bool = False) -> None:
    """Store versions; `brought`: ones that were made elsewhere. `update_entry_table` afterwards what they are of."""
    store_marked(db, ((row, int(brought)) for row in rows))


def store_marked(db: sqlite3.Connection, rows: Iterable[tuple[Row, int]]) -> None:
    """Store versions, each with 1 when it was made elsewhere, and count them in `tally`."""
    (last,) = db.execute("SELECT max(seq) FROM version").fetchone()
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    insert = f"INSERT INTO version(seq, {COLUMNS}, brought, sum) VALUES(?,?,?,?,?,?,?,?,?,?,?)"
    for seq, (row, brought) in enumerate(rows, (last or 0) + 1):
        checksum = compute_checksum(seq, row, brought)
        db.execute(insert, (seq, *row, brought, checksum))
        counts[row.kind] += 1
        sums[row.kind] += checksum
    db.executemany(
        "INSERT INTO tally VALUES(?,?,?) ON CONFLICT(kind)"
        " DO UPDATE SET versions=versions+excluded.versions, sums=sums+excluded.sums",
        [(kind, n, sums[kind]) for kind, n in counts.items()],
    )


def update_entry_table(db: sqlite3.Connection, idents: Iterable[str]) -> None:
    """Bring `entry` up to date for these entries."""
    for ident in idents:
        rows = versions_of_entry(db, ident)
        update_entry_row(db, ident, rows, None, find_standing(rows))


def rebuild_entry_table(db: sqlite3.Connection) -> None:
    """Bring `entry` up to date for every entry."""
    by_entry: dict[str, list[Row]] = {}
    for columns in db.execute(f"SELECT {COLUMNS} FROM version NOT INDEXED"):
        by_entry.setdefault(columns[1], []).append(Row(*columns))
    for ident, rows in by_entry.items():
        update_entry_row(db, ident, rows, None, find_standing(rows))


def update_entry_row(
    db: sqlite3.Connection, ident: str, rows: Sequence[Row], before: Row | None, after: Row | None
) -> None:
    """Have `entry` show `after`, where it showed `before`, or something unknown when that is None.

    rows: all versions of the entry, of which the first says when it was kept.
    """
    if after is None:
        db.execute("DELETE FROM entry WHERE id=?", (ident,))
    elif after != before:
        write_entry_row(db, after, min(row.made_at for row in rows))


def write_entry_row(db: sqlite3.Connection, row: Row, kept_at: int) -> None:
    """Make this version the one that `entry` shows. kept_at: the moment of the entry's first version."""
    body = json.loads(row.body)
    at = datetime.fromisoformat(body["at"])
    values = {
        "id": row.entry,
        "kind": row.kind,
        "at_utc": to_micros(at),
        "kept_at": kept_at,
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
