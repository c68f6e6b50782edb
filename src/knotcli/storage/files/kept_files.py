"""Every file that knot keeps, found by its name: what another program put beside them is never counted as ours."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from knotcli.coach.findings import KeptFile
from knotcli.storage.files.paths import Paths

_HALF = "half-written, left by an interrupted command"
_DAY = r"\d{4}-\d{2}-\d{2}"


def _kinds(paths: Paths) -> Sequence[tuple[Path, str, str]]:
    """Give folder, pattern of the name, and what such a file is."""
    data, config = paths.data, paths.config
    return (
        (data, r"history\.db", "history"),
        (data, r"history\.db-journal", "journal of the history"),
        (data, r"history\.db-stop-[\w-]+", "stop of a session, still to be kept in the history"),
        (data, r"history-damaged-[\w-]+\.db(-journal)?", "damaged history, set aside"),
        (data, r"\.history\.db\.[\w.]+\.new(-journal)?", _HALF),
        (paths.backups, rf"history-{_DAY}(-before-schema-\d+)?\.db(-journal)?", "backup"),
        (paths.backups, rf"\.history-{_DAY}[\w.-]*\.new(-journal)?", _HALF),
        (data, r"week-offered", "week in which three questions were offered"),
        (data, r"\.week-offered\.\d+\.new", _HALF),
        (paths.bugs, rf"{_DAY}-\d+-\d+\.txt", "details of a bug"),
        (paths.bugs, rf"\.{_DAY}-[\d-]+\.txt\.\d+\.new", _HALF),
        (config, r"config\.toml", "settings"),
        (config, r"\.config\.toml\.\d+\.new", _HALF),
        (paths.routines, r"[^.].*\.toml", "own routine"),
        (paths.routines, r"\..*\.toml\.\d+\.new", _HALF),
    )


def list_kept_files(paths: Paths) -> list[KeptFile]:
    """List every file that is kept, in the order of its kinds."""
    found: dict[str, KeptFile] = {}
    for folder, pattern, what in _kinds(paths):
        for file in _files(folder):
            if re.fullmatch(pattern, file.name):
                link = os.path.realpath(file) if file.is_symlink() else ""
                found.setdefault(str(file), KeptFile(what, str(file), file.lstat().st_size, link))
    return list(found.values())


def list_foreign_files(paths: Paths) -> list[Path]:
    """List what lies in our folders and is not ours, but may well hold this person's entries.

    The two top folders may be shared with anything: there, only what is named like a history counts.
    """
    ours = {one.path for one in list_kept_files(paths)}
    found = []
    for folder in dict.fromkeys((paths.data, paths.config)):
        found += [f for f in _files(folder) if re.match(r"\.?history\b", f.name) or "conflict" in f.name.lower()]
    for folder in (paths.backups, paths.bugs, paths.routines):
        found += _files(folder)
    return [file for file in found if str(file) not in ours]


def is_own_file(place: Path, paths: Paths) -> bool:
    """Tell whether a path (links followed) names a file of knot's own, whether it exists yet or not.

    Upper and lower case are the same here, as they are on some disks, and so are several names of one file.
    """
    kept = [Path(one.path) for one in list_kept_files(paths)]
    if place.exists() and any(_is_same(place, one) for one in kept):
        return True
    if any(_is_same(above, own) for own in (paths.backups, paths.bugs, paths.routines) for above in place.parents):
        return True
    name = place.name.casefold().partition(":")[0].rstrip(" .")
    patterns = [(paths.data, r"history\.db.*"), *((folder, pattern) for folder, pattern, _ in _kinds(paths))]
    return any(_is_same(place.parent, folder) and re.fullmatch(pattern, name) for folder, pattern in patterns)


def _is_same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return one == other


def _files(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(f for f in folder.iterdir() if f.is_symlink() or f.is_file())
    return []


def erase(files: Sequence[KeptFile], paths: Paths) -> Iterator[str]:
    """Delete these files, then the folders that are empty. Gives a line for each that could not be deleted.

    Of a link, the link goes; what it points to stays.
    """
    for file in files:
        try:
            Path(file.path).unlink(missing_ok=True)
        except OSError as error:
            yield f"{file.path} could not be deleted: {error.strerror}."
    for folder in (paths.backups, paths.bugs, paths.routines, paths.data, paths.config):
        with suppress(OSError):
            folder.rmdir()
