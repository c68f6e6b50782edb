"""Looks over everything but the inside of the history: places, permissions, settings, routines, content."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from knotcli.coach.errors import KnotError
from knotcli.coach.findings import Finding
from knotcli.coach.settings import SETTINGS, resolve_setting
from knotcli.coach.text import count_things
from knotcli.coach.vocabulary import REGIONS
from knotcli.storage import backups
from knotcli.storage.files.kept_files import list_foreign_files, list_kept_files
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import Paths, quote_path
from knotcli.storage.history.database import connect, is_whole
from knotcli.storage.history.faults import telling_faults
from knotcli.storage.history.schema import read_schema

LEAST_ROOM = 10_000_000
"""Bytes that should be free on the disk: a history of years, and its backup of today (own decision)."""


def inspect_places(paths: Paths) -> Iterator[Finding]:
    """Look at the folders: that they are there or can be made, have room, and are open to their owner alone."""
    for what, folder in {"entries": paths.data, "settings": paths.config}.items():
        nearest = next((p for p in (folder, *folder.parents) if p.exists()), folder)
        if not folder.is_dir() and nearest == folder:
            yield Finding("wrong", f"{folder} is where a folder should be.", "Move it away, or set KNOT_HOME.")
        elif not os.access(nearest, os.W_OK | os.X_OK):
            yield Finding("wrong", f"You cannot write to {nearest}.", "Set KNOT_HOME to a folder that can.")
        elif folder == paths.data and (free := shutil.disk_usage(nearest).free) < LEAST_ROOM:
            yield Finding("wrong", f"Only {free // 1_000_000} MB are free for {folder}.", "Make room on that disk.")
        else:
            yield Finding("good", f"The {what} belong in {folder}.")
    for folder in (paths.config, paths.routines, paths.bugs):
        # The folder of the history, and what is in it, is looked at with the history.
        if folder != paths.data and folder.is_dir() and os.name == "posix" and _open(folder):
            do = f"chmod 700 {quote_path(folder)}"
            yield Finding("wrong", f"Other users of this machine can open {folder}.", do)
    for file in (paths.settings, *_texts(paths.bugs)):
        if os.name == "posix" and file.is_file() and _open(file) and _open(file.parent):
            yield Finding("wrong", f"Other users of this machine can read {file}.", f"chmod 600 {quote_path(file)}")


def _open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _texts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.txt")) if folder.is_dir() else []


def find_leftovers(paths: Paths) -> Iterator[Finding]:
    """Name what an interrupted command, a bug or another program left in our folders."""
    if not paths.history.exists() and backups.list_backups(paths.history):
        do = "knot doctor --restore puts the newest backup in its place."
        yield Finding("wrong", f"{paths.history} is gone, but there are backups of it.", do)
    bugs = [one for one in list_kept_files(paths) if one.what == "details of a bug"]
    if bugs:
        do = "They hold nothing that you typed. Send them with a report of the bug, or delete them."
        yield Finding("note", f"Details of {count_things(len(bugs), 'bug')} in {paths.bugs}.", do)
    for file in list_foreign_files(paths):
        if file.parent in (paths.backups, paths.bugs):
            yield Finding("note", f"{file} is not one of knot's own files.", "Move it away if you do not need it.")


def inspect_settings(paths: Paths, env: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the settings file, and at each value from wherever it comes."""
    from knotcli.storage.files.config import read_settings

    sound, found = True, {}
    try:
        found = read_settings(paths.settings)
    except KnotError as error:
        sound = False
        yield Finding("wrong", str(error), f"Correct it in {paths.settings}.")
    for name in SETTINGS:
        try:
            resolve_setting(name, None, env, found)
        except KnotError as error:
            sound = False
            yield Finding("wrong", str(error), "Correct it there; knot config list shows what each setting takes.")
    if sound:
        yield Finding(
            "good",
            f"{count_things(len(found), 'setting')} in {paths.settings}." if found else "No setting has been changed.",
        )


def inspect_routines(library: Library) -> Iterator[Finding]:
    """Look at each of the person's own routines, as a session would."""
    try:
        names = library.own_names()
    except KnotError as error:
        yield Finding("wrong", str(error))
        return
    for name in names:
        try:
            library.routine(name)
        except KnotError as error:
            yield Finding("wrong", str(error), f"knot routine check {name}")
        else:
            yield Finding("good", f"Your routine {name}.")


def inspect_content(library: Library) -> Iterator[Finding]:
    """Read all that is shipped: what cannot be read could not be asked."""
    try:
        parts = (library.items(), library.sources(), library.wording, library.guidance(), library.places())
        asked = len(parts[0])
        for region in REGIONS:
            library.read_routine(library.routines_folder / f"{region}.toml")
        library.names("guide")
    except KnotError as error:
        yield Finding("wrong", str(error), "Install knot again.")
    else:
        yield Finding("good", f"{asked} questions and {len(REGIONS)} routines are complete.")


def newest_good(path: Path) -> backups.Backup | None:
    """Give the newest backup of the history that is whole, however long that takes to read."""
    return next((backup for backup in backups.list_backups(path) if _whole(backup.path)), None)


def _whole(file: Path) -> bool:
    try:
        with telling_faults(file), closing(connect(file, "ro")) as db:
            read_schema(db, file)
            return is_whole(db)
    except KnotError:
        return False
