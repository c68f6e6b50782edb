"""The history's file: opened to read or to write, made, and named."""

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

from knotcli.coach.errors import KnotError
from knotcli.storage.files.paths import name_once, private_folder, sync_folder
from knotcli.storage.history import faults
from knotcli.storage.history.evidence import read_versions
from knotcli.storage.history.faults import DamagedHistory, telling_faults
from knotcli.storage.history.schema import migrate, newest_schema, read_schema

BESIDE = ("-journal", "-wal", "-shm")
"""What follows the name of a database in those of the files that SQLite keeps with it."""


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open the file with `mode` ro or rw; neither makes it. Commits reach the disk before they return.

    Raises KnotError for what is no regular file: opening a pipe, or one in its journal's place, would wait for ever.
    """
    for name in (path, *(path.with_name(path.name + end) for end in BESIDE)):
        with suppress(FileNotFoundError):
            mode_bits = name.stat().st_mode
            if not stat.S_ISREG(mode_bits):
                what = "a folder" if stat.S_ISDIR(mode_bits) else "not a regular file"
                raise KnotError(f"{name} is {what}, where knot keeps a file. Move it away, or set KNOT_HOME.")
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=faults.WAIT, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous=EXTRA")
        db.execute("PRAGMA cell_size_check=ON")
        # KiB at most: bringing in a whole history touches pages at random
        db.execute("PRAGMA cache_size=-65536")
    except BaseException:
        db.close()
        raise
    return db


def history_exists(path: Path) -> bool:
    """Tell whether anything has the file's name, a link to nowhere too. Raises OSError where that cannot be seen."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def open_history(path: Path) -> sqlite3.Connection:
    """Open a history of any schema to read. Raises KnotError, sqlite3.Error.

    Nothing is written, with one exception. A command that was killed while writing leaves a journal: its
    half-done work must be taken back before anyone can read, and only a writer can.
    """
    try:
        return _open_with(path, "ro")
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "")
        if "READONLY" not in name and "CANTOPEN" not in name:
            raise
    return _open_with(path, "rw")


def _open_with(path: Path, mode: str) -> sqlite3.Connection:
    db = connect(path, mode)
    try:
        read_schema(db, path)
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def open_to_read(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Open the history to read; None when there is none. One of an older schema is read from a copy in memory."""
    with telling_faults(path):
        if not history_exists(path):
            yield None
            return
        with closing(open_history(path)) as db:
            if read_schema(db, path) == newest_schema():
                yield db
                return
            if not is_whole(db):  # it has no checksums yet that what decides could be held against
                raise DamagedHistory(path)
            with copy_to_memory(db) as copy:
                yield copy


def is_file_damaged(path: Path, error: Exception) -> bool:
    """Tell whether a failure that is none of SQLite's own came from a file that is damaged."""
    if isinstance(error, sqlite3.Error):
        return False
    try:
        with closing(connect(path, "ro")) as db:
            return not is_whole(db)
    except (sqlite3.Error, KnotError, OSError):
        return True


def is_whole(db: sqlite3.Connection) -> bool:
    """Tell whether the file is sound in itself, and each version in it. Reads all of it."""
    try:
        if [row[0] for row in db.execute("PRAGMA integrity_check(1)")] != ["ok"]:
            return False
        # SQLite has no checksums: what was overwritten inside a long text shows only here.
        if db.execute("PRAGMA user_version").fetchone() == (1,):
            for (body,) in db.execute("SELECT body FROM version"):
                json.loads(body)
        else:
            read_versions(db)
    except (sqlite3.DatabaseError, ValueError, TypeError):
        return False
    return True


@contextmanager
def copy_to_memory(db: sqlite3.Connection | None) -> Iterator[sqlite3.Connection]:
    """Copy the history into memory, up to date; an empty one when there is none."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        if db is not None:
            db.backup(copy)
        migrate(copy)
        yield copy


def place_of_backup(path: Path, now: datetime, migration: bool) -> Path:
    """Give the name of the backup that has to be there before a write: of this day, or for this migration."""
    suffix = f"-before-schema-{newest_schema()}" if migration else ""
    return path.parent / "backups" / f"history-{now:%Y-%m-%d}{suffix}.db"


@contextmanager
def open_to_write(path: Path, before: Callable[[Path, bool], None], more: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the history for one transaction, making it when there is none; all of it is kept, or nothing.

    before: called with the file and whether a migration is due, before anything is written to a history that
    was there already. more: more is to be written soon, so the journal is left behind, empty, for the next one.
    """
    with telling_faults(path):
        new = not history_exists(path)
        if new:
            create_history(path)
        with closing(connect(path, "rw")) as db:
            due = read_schema(db, path) < newest_schema()
            # A journal that stays, empty, is as safe, and two waits for the disk fewer: its name need not be made and
            # taken away again. The log of another program ends with it, unless that has the file open: then it serves.
            with suppress(sqlite3.OperationalError):
                db.execute(f"PRAGMA journal_mode={'TRUNCATE' if more else 'DELETE'}")
            if not new:
                before(path, due)
            _begin_to_write(db)
            try:
                if read_schema(db, path) < newest_schema():
                    migrate(db)
                yield db
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise


def _begin_to_write(db: sqlite3.Connection) -> None:
    """Begin to write, once nobody else does.

    SQLite's own wait sleeps ever longer, up to a tenth of a second, so that among many writers one can starve.
    """
    latest = monotonic() + faults.WAIT
    db.execute("PRAGMA busy_timeout=0")
    while True:
        try:
            db.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if not faults.is_busy(error) or monotonic() > latest:
                raise
        sleep(0.002 + os.urandom(1)[0] / 25_600)
    db.execute(f"PRAGMA busy_timeout={int(faults.WAIT * 1000)}")


def create_history(path: Path) -> None:
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
