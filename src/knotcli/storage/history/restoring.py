"""Puts a backup in the place of the history, with all that the file there still holds besides."""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Check, make_entry_id
from knotcli.storage.backups import Backup, copy_history
from knotcli.storage.files.paths import private_folder, sync_folder
from knotcli.storage.history.acts import add_entries, body_to_store
from knotcli.storage.history.database import BESIDE, connect, create_history, open_to_write
from knotcli.storage.history.faults import is_busy, telling_faults
from knotcli.storage.history.recovery import DECIDING, Recovered, choose_versions, count_lost, recover_history
from knotcli.storage.history.versions import rebuild_entry_table, store_marked


class Restored(NamedTuple):
    """What a restore did. kept_as: where the old file is now, None when there was none.

    versions: how many states came from the backup. saved: how many more could be read from the old file. lost: how many
    of each kind are in neither; None when nobody can know. checks_ended: what is missing may have held a session back, so
    each region needs a new check.
    """

    kept_as: Path | None
    versions: int
    saved: int
    lost: "Counter[str] | None" = None
    checks_ended: bool = False


def restore_backup(path: Path, backup: Backup | None, now: datetime, leave_out: bool = False) -> Restored:
    """Put a backup in the place of the history, with all that the file there still holds besides.

    That file is kept beside it, under a name with the time. Without a backup, the new history holds what could be read.
    Raises KnotError, and then nothing was changed; also where that would lose, or may lose, what a session can hang
    on, unless `leave_out`: then, and where the old file is gone, every check ends.
    """
    private_folder(path.parent)
    beside, copied = (path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.new") for _ in range(2))
    base = None
    try:
        with telling_faults(path), _reading_alone(path) as data:
            old = _recover_copy(path, data, copied)
            if backup is not None:
                copy_history(backup.path, copied)
                base = recover_history(copied)
            lost = count_lost(old, base)
            uncertain = lost is None or any(lost[kind] for kind in DECIDING)
            if uncertain and not leave_out:
                raise KnotError(_describe_loss(path, lost))
            uncertain = uncertain or not data
            create_history(beside)
            with open_to_write(beside, lambda *_: None) as db:
                store_marked(db, choose_versions(old, base))
                rebuild_entry_table(db)
                ((kept,),) = db.execute("SELECT count(*) FROM version").fetchall()
                if uncertain:
                    end = Check(make_entry_id(), now, (), {}, origin="stop")
                    add_entries(db, [(end, body_to_store(end))], now)
            aside = _set_aside(path, now)
            beside.replace(path)
            sync_folder(path.parent)
    finally:
        for file in (beside, copied):
            _remove_with_companions(file)
    had = 0 if base is None else len(base.found)
    return Restored(aside, had, max(0, kept - had), lost, uncertain)


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
