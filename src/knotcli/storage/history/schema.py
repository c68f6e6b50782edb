"""The tables of the history's file, and bringing an older file up to date."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from knotcli.storage.history import versions
from knotcli.storage.history.faults import DamagedHistory, NewerHistory

APPLICATION = 0x6B6E6F74  # "knot": the mark by which a history is told from another program's database

# Moments are microseconds since 1970 in UTC. entry.version is the seq of the version that it shows; entry.kept_at, the
# moment of the entry's first version, orders what is of one moment. version.brought: 1 for what was made elsewhere; it
# never goes into an export. version.sum: the row's checksum. tally: how many versions of each kind there are, and the
# total of their checksums. Whatever decides on a session holds the table against it.
_TABLES = """
CREATE TABLE version(
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  entry TEXT NOT NULL,
  kind TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  act TEXT,
  undoes TEXT,
  removed INTEGER NOT NULL CHECK(removed IN (0,1)),
  body TEXT NOT NULL,
  brought INTEGER NOT NULL CHECK(brought IN (0,1)),
  sum INTEGER NOT NULL
) STRICT;
CREATE INDEX version_of_entry ON version(entry);
CREATE INDEX version_in_order ON version(made_at);
CREATE INDEX version_of_act ON version(act) WHERE act IS NOT NULL;
CREATE INDEX version_undoes ON version(undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER version_stays BEFORE UPDATE ON version
BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
CREATE TRIGGER version_is_kept BEFORE DELETE ON version
BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;
CREATE TABLE tally(kind TEXT NOT NULL PRIMARY KEY, versions INTEGER NOT NULL, sums INTEGER NOT NULL) STRICT;
CREATE TABLE entry(
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  at_utc INTEGER NOT NULL,
  kept_at INTEGER NOT NULL,
  local_date TEXT NOT NULL,
  region TEXT,
  rating_kind TEXT,
  score INTEGER CHECK(score BETWEEN 0 AND 10),
  session TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX entry_rated ON entry(region, local_date, rating_kind, score) WHERE rating_kind IS NOT NULL;
CREATE INDEX entry_in_order ON entry(kind, at_utc, region);
CREATE INDEX entry_of_session ON entry(session) WHERE session IS NOT NULL;
"""
_CREATED = 3
"""The schema that `_TABLES` makes."""


def _create_tables(db: sqlite3.Connection) -> None:
    for statement in _TABLES.replace("; END", "\0 END").split(";"):
        if statement.strip():
            db.execute(statement.replace("\0", ";"))


def _upgrade_to_2(db: sqlite3.Connection) -> None:
    query = f"SELECT {versions.COLUMNS}, seq IN (SELECT seq FROM brought) FROM version NOT INDEXED ORDER BY seq"
    rows = [(versions.Row(*columns), brought) for *columns, brought in db.execute(query)]
    for table in ("version", "entry", "brought"):
        db.execute(f"DROP TABLE {table}")
    _create_tables(db)
    versions.store_marked(db, rows)
    versions.rebuild_entry_table(db)


def _upgrade_to_3(db: sqlite3.Connection) -> None:
    """Change no table: entries can have tags and new kinds, which a knot of schema 2 would take for damage."""


# One function from each schema to the next, from 1 on. Never change one that was released: add another.
MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_upgrade_to_2, _upgrade_to_3)


def newest_schema() -> int:
    """Return the schema that this version writes."""
    return len(MIGRATIONS) + 1


def read_schema(db: sqlite3.Connection, path: Path) -> int:
    """Return the file's schema. Raises KnotError for a file that is no history, or a newer one."""
    (mark,) = db.execute("PRAGMA application_id").fetchone()
    (schema,) = db.execute("PRAGMA user_version").fetchone()
    if mark != APPLICATION or schema < 1:
        raise DamagedHistory(path)
    if schema > newest_schema():
        raise NewerHistory(
            f"{path} was written by a newer knot (schema {schema}; this one reads up to {newest_schema()}).",
            "It was left as it is. Install the newer knot again.",
        )
    return int(schema)


def migrate(db: sqlite3.Connection) -> None:
    """Bring a history to the newest schema, inside the caller's transaction; an empty file gets its tables."""
    (schema,) = db.execute("PRAGMA user_version").fetchone()
    if schema == 0:
        _create_tables(db)
        db.execute(f"PRAGMA application_id={APPLICATION}")
        schema = _CREATED
    for step in MIGRATIONS[schema - 1 :]:
        step(db)
    db.execute(f"PRAGMA user_version={newest_schema()}")
