"""Looks the history over: places, permissions, soundness, schema, backups, and what other programs left there."""

import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from knotcli.coach.errors import KnotError
from knotcli.coach.findings import Finding
from knotcli.coach.text import count_things
from knotcli.storage.backups import backup_folder, list_backups
from knotcli.storage.files.paths import quote_path
from knotcli.storage.history import versions
from knotcli.storage.history.codec import from_micros
from knotcli.storage.history.database import connect, is_whole, open_to_read
from knotcli.storage.history.faults import DamagedHistory, NewerHistory
from knotcli.storage.history.schema import newest_schema, read_schema

_CONFLICT = re.compile(r"history\b.*\.db|history.*conflict.*", re.IGNORECASE)
_OWN = re.compile(r"history\.db(-journal)?|history-damaged-[\w-]+\.db(-journal)?")
_RESTORE = "knot doctor --restore puts a backup back, with all that can still be read. The damaged file is kept."


def inspect_history(path: Path, now: datetime) -> list[Finding]:
    """Look over the history in `path`. Never raises for what is wrong with it, and mends nothing."""
    findings: list[Finding] = []
    for look in (_traces(path), _permissions(path), _file(path), _backups(path, now)):
        try:
            findings.extend(look)
        except OSError as error:
            findings.append(Finding("wrong", f"{error.filename or path}: {error.strerror}"))
    return findings


def _traces(path: Path) -> Iterator[Finding]:
    for file in _files(path.parent):
        if file.name == path.name + "-journal" and not file.stat().st_size:
            continue  # a session runs, or broke off: what it kept is whole
        if file.name == path.name + "-journal":
            what = "A command was interrupted while it wrote. What it left unfinished is undone by itself."
            yield Finding("note", what)
        elif file.name in (path.name + "-wal", path.name + "-shm"):
            do = "Close that program. What it left is taken in when knot saves the next entry."
            yield Finding("wrong", f"{file} was left by another program that opened the history.", do)
        elif file.name.startswith(f".{path.name}.") and file.name.endswith(".new"):
            yield Finding("note", f"{file} was left by an interrupted command.", "It can be deleted.")
        elif _CONFLICT.fullmatch(file.name) and not _OWN.fullmatch(file.name):
            do = f"knot doctor --restore {quote_path(file)} joins the two. Then move it away."
            yield Finding(
                "wrong", f"{file} looks like a second history, left by a program that synchronises.", do, "second"
            )


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _permissions(path: Path) -> Iterator[Finding]:
    folders = [path.parent, backup_folder(path)]
    files = [f for f in [*_files(path.parent), *_files(folders[1])] if _CONFLICT.match(f.name) and f.is_file()]
    for place in [*folders, *files]:
        if not place.exists():
            continue
        if not os.access(place, os.R_OK | os.W_OK):
            yield Finding("wrong", f"You cannot read or write {place}.", "Ask for it, or set KNOT_HOME.")
        mode, private = stat.S_IMODE(place.stat().st_mode), "700" if place.is_dir() else "600"
        if os.name == "posix" and mode & 0o077:
            what = f"Other users of this machine can open {place}."
            yield Finding("wrong", what, f"chmod {private} {quote_path(place)}")


def _file(path: Path) -> Iterator[Finding]:
    try:
        with open_to_read(path) as db:
            if db is None:
                yield Finding("note", f"Nothing is saved yet in {path}.")
                return
            with closing(connect(path, "ro")) as raw:
                schema = read_schema(raw, path)
            if not is_whole(db) or _is_read_only(path):
                yield Finding("wrong", DamagedHistory(path).fault, _RESTORE, "damaged")
                return
            entries, states, wrong = _count_entries(db)
    except NewerHistory as error:
        yield Finding("wrong", str(error), cause="newer")
        return
    except (DamagedHistory, sqlite3.Error, ValueError):
        yield Finding("wrong", DamagedHistory(path).fault, _RESTORE, "damaged")
        return
    except KnotError as error:  # a backup does not mend permissions
        yield Finding("wrong", error.fault)
        return
    if wrong:
        yield Finding(
            "wrong",
            f"{path} shows {wrong} of its entries differently from what their versions say.",
            _RESTORE,
            "damaged",
        )
        return
    size = path.stat().st_size / 1e6
    yield Finding(
        "good",
        f"{path}: {entries} {'entry' if entries == 1 else 'entries'}, {count_things(states, 'version')}, {size:.1f} MB, schema {schema}, sound.",
    )
    if schema < newest_schema():
        yield Finding("note", "It is of an older schema. The next entry brings it up to date, after a backup.")


def _is_read_only(path: Path) -> bool:
    """Tell whether the header's write version lets SQLite read the file, but not write it: another damage than mode bits."""
    with path.open("rb") as file:
        return file.read(19)[18] > 2


def _count_entries(db: sqlite3.Connection) -> tuple[int, int, int]:
    """Give how many entries, how many versions, and how many entries show another version than the one that stands."""
    shown = dict(db.execute("SELECT entry.id, v.id FROM entry LEFT JOIN version v ON v.seq=entry.version"))
    entries, states = len(shown), 0
    by_entry: dict[str, list[versions.Row]] = {}
    for row in versions.versions_in_order(db):
        by_entry.setdefault(row.entry, []).append(row)
        states += 1
    wrong = 0
    for ident, rows in by_entry.items():
        top = versions.find_standing(rows)
        wrong += shown.pop(ident, None) != (top.id if top else None)
    return entries, states, wrong + len(shown)


def _backups(path: Path, now: datetime) -> Iterator[Finding]:
    try:
        backups = list_backups(path)
    except KnotError as error:
        yield Finding("wrong", error.fault)
        return
    for backup in backups:
        if backup.versions is None:
            yield Finding("wrong", f"The backup {backup.path} cannot be read.", "Delete it; a new one comes by itself.")
    sound = [backup for backup in backups if backup.versions is not None]
    if sound:
        newest = sound[0]
        many = count_things(len(sound), "backup")
        what = f"{many} in {backup_folder(path)}, the newest of {newest.day} with {count_things(newest.versions or 0, 'version')}."
        yield Finding("good", what)
    written = _last_written(path, now)
    if written is None:
        return
    if (not sound and written < now.date()) or (sound and written - sound[0].day > timedelta(days=1)):
        do = "Look at the room on the disk and at the folder's permissions; the next entry tries again."
        yield Finding("wrong", f"There is no recent backup in {backup_folder(path)}.", do)
    elif not sound:
        yield Finding("note", "There is no backup yet. One is made once a day, before the first new entry.")


def _last_written(path: Path, now: datetime) -> date | None:
    """Give the day on which something was last kept here, None where that cannot be read."""
    own = "SELECT max(made_at) FROM version WHERE brought=0"
    try:
        with open_to_read(path) as db:
            (newest,) = db.execute(own).fetchone() if db is not None else (None,)
    except (KnotError, sqlite3.Error):
        return None
    return None if newest is None else min(now, from_micros(newest)).astimezone(now.tzinfo).date()
