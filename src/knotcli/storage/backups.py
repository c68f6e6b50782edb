"""Backups of the history: made before a migration and once a day at the first write, thinned out, put back.

Kept: all of the 7 newest days that have any, the newest of each of the 4 newest weeks and of the 12 newest months,
and always the one that holds most. Times are local days.
"""

import json
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from knotcli.coach.errors import KnotError
from knotcli.storage.files.paths import name_once, private_folder, sync_folder
from knotcli.storage.history import merging as history_merge
from knotcli.storage.history import salvage as history_salvage
from knotcli.storage.history import schema as history_schema
from knotcli.storage.history.faults import damaged, is_busy, told
from knotcli.storage.history.schema import connect, opened, schema_of

DAYS, WEEKS, MONTHS = 7, 4, 12
_NAME = re.compile(r"history-(\d{4}-\d{2}-\d{2})(-before-schema-\d+)?\.db")


class Backup(NamedTuple):
    """One backup. `versions`: how many states of entries it holds; None when it cannot be read."""

    path: Path
    day: date
    versions: int | None


class Restored(NamedTuple):
    """What a restore did. kept_as: where the old file is now, None when there was none.

    versions: how many states came from the backup. saved: how many more could be read from the old file.
    """

    kept_as: Path | None
    versions: int
    saved: int


def folder_of(path: Path) -> Path:
    """Give the folder of the backups of the history in `path`."""
    return path.parent / "backups"


def list_backups(path: Path) -> list[Backup]:
    """Give the backups of the history in `path`, newest first. Raises KnotError."""
    with told(folder_of(path)):
        if not folder_of(path).is_dir():
            return []
        found = [(_NAME.fullmatch(file.name), file) for file in folder_of(path).iterdir()]
    backups = []
    for match, file in sorted(((m, f) for m, f in found if m), key=lambda pair: pair[1].name, reverse=True):
        with suppress(ValueError):
            backups.append(Backup(file, date.fromisoformat(match[1]), _count(file)))
    return backups


def before_write(path: Path, place: Path, migration: bool) -> None:
    """Back up to `place` (`history_schema.backup_place`) before the first write of a day or a migration.

    A daily backup that cannot be made does not hold back the entry: the next write tries again. A damaged
    history is not backed up and not written to. Raises KnotError for that, and when a migration has no backup.
    """
    try:
        with told(place.parent):
            private_folder(place.parent)
            copy(path, place)
            _thin_out(path)
    except KnotError as error:
        if migration or str(error) == damaged(path):
            raise


def copy(path: Path, place: Path) -> None:
    """Copy a history under another name, whole and checked, for its owner alone. Never takes the name of a file.

    Raises KnotError, OSError, sqlite3.Error.
    """
    beside = place.with_name(f".{place.name}.{os.getpid()}.{os.urandom(4).hex()}.new")
    try:
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with told(path), closing(opened(path)) as source, closing(connect(beside, "rw")) as target:
            source.backup(target)
            if not whole(target):
                raise KnotError(damaged(path))
        with suppress(FileExistsError):
            name_once(beside, place)
        sync_folder(place.parent)
    finally:
        beside.unlink(missing_ok=True)


def whole(db: sqlite3.Connection) -> bool:
    """Tell whether the file is sound in itself, and each version in it. Reads all of it."""
    try:
        if [row[0] for row in db.execute("PRAGMA integrity_check(1)")] != ["ok"]:
            return False
        # SQLite has no checksums: what was overwritten inside a long text shows only here.
        for (body,) in db.execute("SELECT body FROM version"):
            json.loads(body)
    except (sqlite3.DatabaseError, ValueError):
        return False
    return True


def _count(file: Path) -> int | None:
    try:
        with closing(connect(file, "ro")) as db:
            schema_of(db, file)
            return int(db.execute("SELECT count(*) FROM version").fetchone()[0])
    except (sqlite3.Error, KnotError):
        return None


def kept(backups: list[Backup]) -> set[Path]:
    """Choose which backups to keep, from a list of readable ones that is newest first."""
    oldest_first = backups[::-1]
    days = sorted({b.day for b in backups})[-DAYS:]
    weeks = list({b.day.isocalendar()[:2]: b.path for b in oldest_first}.values())[-WEEKS:]
    months = list({(b.day.year, b.day.month): b.path for b in oldest_first}.values())[-MONTHS:]
    fullest = max(backups, key=lambda b: (b.versions or 0, b.day), default=None)
    keep = {b.path for b in backups if b.day in days or b is fullest}
    return keep.union(weeks, months)


def _thin_out(path: Path) -> None:
    backups = [backup for backup in list_backups(path) if backup.versions is not None]
    keep = kept(backups)
    for backup in backups:
        if backup.path not in keep:
            backup.path.unlink(missing_ok=True)


def restore(path: Path, backup: Backup | None, now: datetime, rest: bool = True) -> Restored:
    """Put a backup in the place of the history, and with `rest` all that the file there still holds besides.

    That file is kept beside it, under a name with the time. Without a backup, the new history holds what could
    be read. Raises KnotError, and then nothing was changed.
    """
    private_folder(path.parent)
    with told(path), _alone(path) as data:
        rows = history_salvage.rows(data) if rest else ()
        beside = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.new")
        try:
            if backup is None:
                history_schema.create(beside)
            else:
                copy(backup.path, beside)
            with history_schema.writing(beside, lambda *_: None) as db:
                ((had,),) = db.execute("SELECT count(*) FROM version").fetchall()
                saved = history_merge.merge_readable(db, rows)
            aside = _set_aside(path, now)
            beside.replace(path)
            sync_folder(path.parent)
        finally:
            beside.unlink(missing_ok=True)
    return Restored(aside, had, saved)


@contextmanager
def _alone(path: Path) -> Iterator[bytes]:
    """Keep every writer out, where the file still allows that, and give the file's bytes."""
    if not path.is_file():
        yield b""
        return
    if os.name == "nt":  # Windows replaces no file that is open
        yield path.read_bytes()
        return
    # A process loses its locks on a file when it closes any handle to it: this one is closed after the lock.
    with path.open("rb") as file, ExitStack() as stack:
        try:
            db = stack.enter_context(closing(connect(path, "rw")))
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if is_busy(error):
                raise
        yield file.read()


def _set_aside(path: Path, now: datetime) -> Path | None:
    """Give the file a second name, so that its own is never without a file, and its journal that name too."""
    if not path.exists():
        return None
    aside = path.with_name(f"history-damaged-{now:%Y-%m-%d-%H%M%S}-{os.urandom(2).hex()}.db")
    journal = path.with_name(path.name + "-journal")
    if path.is_dir():
        path.rename(aside)
        return aside
    if journal.exists():
        # Left behind, it would be played back into the restored file.
        journal.rename(aside.with_name(aside.name + "-journal"))
    try:
        os.link(path, aside)
    except OSError:
        path.rename(aside)
    return aside
