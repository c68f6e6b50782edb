"""Backups of the history: made before a migration and once a day at the first write, thinned out, put back.

Kept: all of the 7 newest days that have any, the newest of each of the 4 newest weeks and of the 12 newest months,
and always the one that holds most. Times are local days.
"""

import os
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from knotcli.coach.errors import KnotError
from knotcli.storage.files.paths import name_once, private_folder, sync_folder
from knotcli.storage.history.database import (
    BESIDE,
    connect,
    create_history,
    is_whole,
    open_history,
    open_to_write,
)
from knotcli.storage.history.faults import DamagedHistory, is_busy, telling_faults
from knotcli.storage.history.recovery import (
    DECIDING,
    Recovered,
    choose_versions,
    count_lost,
    recover_history,
)
from knotcli.storage.history.schema import read_schema
from knotcli.storage.history.versions import show_all, store_marked

DAYS, WEEKS, MONTHS = 7, 4, 12
_NAME = re.compile(r"history-(\d{4}-\d{2}-\d{2})(-before-schema-\d+)?\.db")


class Backup(NamedTuple):
    """One backup. `versions`: how many states of entries it holds; None when it cannot be read."""

    path: Path
    day: date
    versions: int | None


class Restored(NamedTuple):
    """What a restore did. kept_as: where the old file is now, None when there was none.

    versions: how many states came from the backup. saved: how many more could be read from the old file. lost: how many
    of each kind are in neither; None when nobody can know.
    """

    kept_as: Path | None
    versions: int
    saved: int
    lost: "Counter[str] | None" = None


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
        with (
            telling_faults(path),
            closing(open_history(path)) as source,
            closing(connect(beside, "rw")) as target,
        ):
            source.backup(target)
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


def choose_backups(backups: list[Backup]) -> set[Path]:
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
    keep = choose_backups(backups)
    for backup in backups:
        if backup.path not in keep:
            backup.path.unlink(missing_ok=True)


def restore_backup(path: Path, backup: Backup | None, now: datetime, leave_out: bool = False) -> Restored:
    """Put a backup in the place of the history, with all that the file there still holds besides.

    That file is kept beside it, under a name with the time. Without a backup, the new history holds what could be read.
    Raises KnotError, and then nothing was changed; also where that would lose, or may lose, what a session can hang
    on, unless `leave_out`.
    """
    private_folder(path.parent)
    beside, copied = (
        path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.new") for _ in range(2)
    )
    base = None
    try:
        with telling_faults(path), _reading_alone(path) as data:
            old = _recover_copy(path, data, copied)
            if backup is not None:
                copy_history(backup.path, copied)
                base = recover_history(copied)
            lost = count_lost(old, base)
            if not leave_out and (lost is None or any(lost[kind] for kind in DECIDING)):
                raise KnotError(_describe_loss(path, lost))
            create_history(beside)
            with open_to_write(beside, lambda *_: None) as db:
                store_marked(db, choose_versions(old, base))
                show_all(db)
                ((kept,),) = db.execute("SELECT count(*) FROM version").fetchall()
            aside = _set_aside(path, now)
            beside.replace(path)
            sync_folder(path.parent)
    finally:
        for file in (beside, copied):
            _remove_with_companions(file)
    had = 0 if base is None else len(base.found)
    return Restored(aside, had, max(0, kept - had), lost)


def _describe_loss(path: Path, lost: "Counter[str] | None") -> str:
    if lost is None:
        what = f"Not all of {path} can be read, and nothing says how much is missing: a check, a clinician's look or a stop may be lost"
    else:
        parts = [f"{lost[kind]} of kind {kind}" for kind in DECIDING if lost[kind]]
        what = f"Of {path}, {' and '.join(parts)} cannot be read, and would be lost"
    return f"{what}. Nothing was changed. To go on without: knot doctor --restore --leave-out, then knot check before a session."


@contextmanager
def _reading_alone(path: Path) -> Iterator[bytes]:
    """Keep every writer out, where the file still allows that, and give the file's bytes.

    A write-ahead log of another program is left alone: opening the file would play it back, or fold it in.
    """
    if not path.is_file():
        yield b""
        return
    log = path.with_name(path.name + "-wal")
    if log.exists() or os.name == "nt":  # Windows replaces no file that is open
        yield path.read_bytes()
        return
    # A process loses its locks on a file when it closes any handle to it: this one is closed after the lock.
    with path.open("rb") as file, ExitStack() as stack:
        try:
            db = stack.enter_context(closing(connect(path, "rw")))
            db.execute("BEGIN EXCLUSIVE")
        except (sqlite3.DatabaseError, UnicodeError, KnotError) as error:
            if isinstance(error, sqlite3.Error) and is_busy(error):
                raise
        yield file.read()


def _recover_copy(path: Path, data: bytes, place: Path) -> Recovered:
    """Read what the file's bytes, its journal and its log hold, from copies at `place` that are gone afterwards."""
    if not data:
        return Recovered({}, None, True)
    try:
        _write_copy(place, data)
        for end in BESIDE[:2]:
            source = path.with_name(path.name + end)
            if source.is_file():
                _write_copy(place.with_name(place.name + end), source.read_bytes())
        return recover_history(place)
    finally:
        _remove_with_companions(place)


def _write_copy(place: Path, data: bytes) -> None:
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _remove_with_companions(place: Path) -> None:
    for end in ("", *BESIDE):
        place.with_name(place.name + end).unlink(missing_ok=True)


def _set_aside(path: Path, now: datetime) -> Path | None:
    """Give the file a second name, so that its own is never without a file; its journal and log get that name too."""
    if not os.path.lexists(path):
        return None
    aside = path.with_name(f"history-damaged-{now:%Y-%m-%d-%H%M%S}-{os.urandom(2).hex()}.db")
    for end in BESIDE:
        # Left behind, it would be played back into the restored file.
        companion = path.with_name(path.name + end)
        if os.path.lexists(companion):
            companion.rename(aside.with_name(aside.name + end))
    if not path.is_file():
        path.rename(aside)
        return aside
    try:
        os.link(path, aside)
    except OSError:
        path.rename(aside)
    return aside
