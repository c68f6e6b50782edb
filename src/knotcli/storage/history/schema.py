"""The history's file: opened, made, and brought up to date."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

from knotcli.coach.errors import KnotError
from knotcli.storage.files.paths import name_once, private_folder, sync_folder
from knotcli.storage.history import faults as history_faults
from knotcli.storage.history.faults import damaged, told

APPLICATION = 0x6B6E6F74  # "knot": the mark by which a history is told from another program's database

# Moments are microseconds since 1970 in UTC. entry.version is the seq of the version that it shows. brought names
# the versions that were made elsewhere; it never goes into an export.
_FIRST = """
CREATE TABLE version(
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  entry TEXT NOT NULL,
  kind TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  act TEXT,
  undoes TEXT,
  removed INTEGER NOT NULL CHECK(removed IN (0,1)),
  body TEXT NOT NULL
) STRICT;
CREATE INDEX version_of_entry ON version(entry);
CREATE INDEX version_in_order ON version(made_at);
CREATE INDEX version_of_act ON version(act) WHERE act IS NOT NULL;
CREATE INDEX version_undoes ON version(undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER version_stays BEFORE UPDATE ON version
BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
CREATE TRIGGER version_is_kept BEFORE DELETE ON version
BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;
CREATE TABLE entry(
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  at_utc INTEGER NOT NULL,
  local_date TEXT NOT NULL,
  region TEXT,
  rating_kind TEXT,
  score INTEGER CHECK(score BETWEEN 0 AND 10),
  session TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE TABLE brought(seq INTEGER NOT NULL PRIMARY KEY) STRICT;
CREATE INDEX entry_rated ON entry(region, local_date, rating_kind, score) WHERE rating_kind IS NOT NULL;
CREATE INDEX entry_in_order ON entry(kind, at_utc, region);
CREATE INDEX entry_of_session ON entry(session) WHERE session IS NOT NULL;
"""


def _first(db: sqlite3.Connection) -> None:
    for statement in _FIRST.replace("; END", "\0 END").split(";"):
        if statement.strip():
            db.execute(statement.replace("\0", ";"))
    db.execute(f"PRAGMA application_id={APPLICATION}")


# One function a schema version, from an empty file on. Never change one that was released: add another.
MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first,)


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open the file with `mode` ro or rw; neither makes it. Commits reach the disk before they return."""
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=history_faults.WAIT, isolation_level=None
    )
    try:
        db.execute("PRAGMA synchronous=EXTRA")
        db.execute("PRAGMA cell_size_check=ON")
        db.execute(
            "PRAGMA cache_size=-65536"
        )  # KiB at most: bringing in a whole history touches pages at random
    except BaseException:
        db.close()
        raise
    return db


def schema_of(db: sqlite3.Connection, path: Path) -> int:
    """Give the file's schema version. Raises KnotError for a file that is no history, or a newer one."""
    (mark,) = db.execute("PRAGMA application_id").fetchone()
    (schema,) = db.execute("PRAGMA user_version").fetchone()
    if mark != APPLICATION or schema < 1:
        raise KnotError(damaged(path))
    if schema > len(MIGRATIONS):
        raise KnotError(
            f"{path} was written by a newer knot (schema {schema}; this one reads up to {len(MIGRATIONS)}). "
            "It was left as it is. Install the newer knot again."
        )
    return int(schema)


def _there(path: Path) -> bool:
    if path.is_dir():
        raise KnotError(f"{path} is a folder, where knot keeps a file. Move it away, or set KNOT_HOME.")
    return path.exists() or path.is_symlink()


def opened(path: Path) -> sqlite3.Connection:
    """Open a history of any schema to read. Raises KnotError, sqlite3.Error.

    Nothing is written, with one exception. A command that was killed while writing leaves a journal: its
    half-done work must be taken back before anyone can read, and only a writer can.
    """
    try:
        return _opened(path, "ro")
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "")
        if "READONLY" not in name and "CANTOPEN" not in name:
            raise
    return _opened(path, "rw")


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    db = connect(path, mode)
    try:
        schema_of(db, path)
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Open the history to read; None when there is none. One of an older schema is read from a copy in memory."""
    with told(path):
        if not _there(path):
            yield None
            return
        with closing(opened(path)) as db:
            if schema_of(db, path) == len(MIGRATIONS):
                yield db
                return
            with copied(db) as copy:
                yield copy


@contextmanager
def copied(db: sqlite3.Connection | None) -> Iterator[sqlite3.Connection]:
    """Copy the history into memory, up to date; an empty one when there is none."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        if db is not None:
            db.backup(copy)
        migrate(copy)
        yield copy


def backup_place(path: Path, now: datetime, migration: bool) -> Path:
    """Give the name of the backup that has to be there before a write: of this day, or for this migration."""
    suffix = f"-before-schema-{len(MIGRATIONS)}" if migration else ""
    return path.parent / "backups" / f"history-{now:%Y-%m-%d}{suffix}.db"


@contextmanager
def writing(
    path: Path, before: Callable[[Path, bool], None], more: bool = False
) -> Iterator[sqlite3.Connection]:
    """Open the history for one transaction, making it when there is none; all of it is kept, or nothing.

    before: called with the file and whether a migration is due, before anything is written to a history that
    was there already. more: more is to be written soon, so the journal is left behind, empty, for the next one.
    """
    with told(path):
        new = not _there(path)
        if new:
            create(path)
        with closing(connect(path, "rw")) as db:
            if more:
                # As safe, and two waits for the disk fewer: its name need not be made and taken away again.
                db.execute("PRAGMA journal_mode=TRUNCATE")
            due = schema_of(db, path) < len(MIGRATIONS)
            if not new:
                before(path, due)
            _begin(db)
            try:
                if schema_of(db, path) < len(MIGRATIONS):
                    migrate(db)
                yield db
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise


def _begin(db: sqlite3.Connection) -> None:
    """Begin to write, once nobody else does.

    SQLite's own wait sleeps ever longer, up to a tenth of a second, so that among many writers one can starve.
    """
    latest = monotonic() + history_faults.WAIT
    db.execute("PRAGMA busy_timeout=0")
    while True:
        try:
            db.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if not history_faults.is_busy(error) or monotonic() > latest:
                raise
        sleep(0.002 + os.urandom(1)[0] / 25_600)
    db.execute(f"PRAGMA busy_timeout={int(history_faults.WAIT * 1000)}")


def migrate(db: sqlite3.Connection) -> None:
    """Bring a history to the newest schema, inside the caller's transaction."""
    (schema,) = db.execute("PRAGMA user_version").fetchone()
    for step in MIGRATIONS[schema:]:
        step(db)
    db.execute(f"PRAGMA user_version={len(MIGRATIONS)}")


def create(path: Path) -> None:
    """Make an empty history, whole from the moment it has its name, unless another knot was quicker.

    It is built beside its place: an empty or half-made file under the name is damage, never a beginning.
    """
    private_folder(path.parent)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.new")
    try:
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(connect(beside, "rw")) as db:
            db.execute("BEGIN IMMEDIATE")
            migrate(db)
            db.execute("COMMIT")
        with suppress(FileExistsError):
            name_once(beside, path)
        sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)
