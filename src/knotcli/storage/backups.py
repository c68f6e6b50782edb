"""Backups of the history: made before a migration and once a day at the first write, thinned out, put back.

Kept: all of the 7 newest days that have any, the newest of each of the 4 newest weeks and of the 12 newest months,
and always the one that holds most. Times are local days.
"""

import os
import re
import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from knotcli.coach.errors import KnotError
from knotcli.storage.files.paths import name_once, private_folder, sync_folder
from knotcli.storage.history.database import connect, is_whole, open_history
from knotcli.storage.history.faults import DamagedHistory, telling_faults
from knotcli.storage.history.schema import read_schema

DAYS, WEEKS, MONTHS = 7, 4, 12
_NAME = re.compile(r"history-(\d{4}-\d{2}-\d{2})(-before-schema-\d+)?\.db")


class Backup(NamedTuple):
    """One backup. `versions`: how many states of entries it holds; None when it cannot be read."""

    path: Path
    day: date
    versions: int | None


def backup_folder(path: Path) -> Path:
    """Give the folder of the backups of the history in `path`."""
    return path.parent / "backups"


def list_backups(path: Path) -> list[Backup]:
    """Give the backups of the history in `path`, newest first. Raises KnotError."""
    with telling_faults(backup_folder(path)):
        if not backup_folder(path).is_dir():
            return []
        found = [(_NAME.fullmatch(file.name), file) for file in backup_folder(path).iterdir()]
    backups = []
    for match, file in sorted(((m, f) for m, f in found if m), key=lambda pair: pair[1].name, reverse=True):
        with suppress(ValueError):
            backups.append(Backup(file, date.fromisoformat(match[1]), _count_versions(file)))
    return backups


def back_up_before_write(path: Path, place: Path, migration: bool) -> None:
    """Back up to `place` (`database.place_of_backup`) before the first write of a day or a migration.

    A daily backup that cannot be made does not hold back the entry: the next write tries again. A damaged
    history is not backed up and not written to. Raises KnotError for that, and when a migration has no backup.
    """
    try:
        with telling_faults(place.parent):
            private_folder(place.parent)
            copy_history(path, place)
            _thin_out(path)
    except KnotError as error:
        if migration or (isinstance(error, DamagedHistory) and error.path == path):
            raise


def copy_history(path: Path, place: Path) -> None:
    """Copy a history under another name, whole and checked, for its owner alone. Never takes the name of a file.

    Raises KnotError, OSError, sqlite3.Error.
    """
    beside = place.with_name(f".{place.name}.{os.getpid()}.{os.urandom(4).hex()}.new")
    try:
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with telling_faults(path), closing(open_history(path)) as source, closing(connect(beside, "rw")) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # the source's may be a log, which whoever reads leaves behind
            if not is_whole(target):
                raise DamagedHistory(path)
        with suppress(FileExistsError):
            name_once(beside, place)
        sync_folder(place.parent)
    finally:
        beside.unlink(missing_ok=True)


def _count_versions(file: Path) -> int | None:
    try:
        with closing(connect(file, "ro")) as db:
            read_schema(db, file)
            return int(db.execute("SELECT count(*) FROM version").fetchone()[0])
    except (sqlite3.Error, UnicodeError, KnotError):
        return None


def choose_backups_to_keep(backups: list[Backup]) -> set[Path]:
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
    keep = choose_backups_to_keep(backups)
    for backup in backups:
        if backup.path not in keep:
            backup.path.unlink(missing_ok=True)
