"""A history as knot kept it in schema 1, made from one of today."""

import sqlite3
from contextlib import closing
from pathlib import Path

from knotcli.storage.history.schema import APPLICATION

TABLES = Path(__file__).with_name("schema_1.sql")
_COLUMNS = "seq, id, entry, kind, made_at, act, undoes, removed, body"


def turn_into_schema_1(path: Path) -> None:
    """Put the same entries, as schema 1 had them, in the place of the history."""
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute(f"SELECT {_COLUMNS}, brought FROM version ORDER BY seq").fetchall()
        shown = db.execute(
            "SELECT id, kind, at_utc, local_date, region, rating_kind, score, session, version FROM entry"
        ).fetchall()
    path.unlink()
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(TABLES.read_text(encoding="utf-8"))
        db.executemany("INSERT INTO version VALUES(?,?,?,?,?,?,?,?,?)", [row[:-1] for row in rows])
        db.executemany("INSERT INTO entry VALUES(?,?,?,?,?,?,?,?,?)", shown)
        db.executemany("INSERT INTO brought VALUES(?)", [(row[0],) for row in rows if row[-1]])
        db.execute(f"PRAGMA application_id={APPLICATION}")
        db.execute("PRAGMA user_version=1")
