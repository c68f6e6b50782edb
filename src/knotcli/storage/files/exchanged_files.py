"""Files that a person names: to be read, and the one writer for every -o."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TextIO

from knotcli.coach.errors import KnotError
from knotcli.coach.text import clean_text
from knotcli.storage.files.kept_files import is_own_file
from knotcli.storage.files.paths import Paths, write_private
from knotcli.storage.files.toml_files import decode, open_at_once, reading

MOST_BYTES = 512 * 1024 * 1024


def read_input(name: str, stdin: TextIO) -> tuple[str, str]:
    """Read a text file, or standard input for `-`. Return its name for messages, and the text. Raises KnotError.

    `~` stands for the home folder.
    """
    if name == "-":
        data = getattr(stdin, "buffer", stdin).read(MOST_BYTES + 1)
        shown = "standard input"
        if isinstance(data, str):
            data = data.encode("utf-8", "surrogateescape")
    else:
        shown = clean_text(name)
        with reading(shown), open_at_once(Path(name).expanduser()) as file:
            if sys.platform != "win32":
                os.set_blocking(file.fileno(), True)
            data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise KnotError(f"{shown} is too large: at most {MOST_BYTES >> 20} MB are read.")
    return shown, decode(data, shown)


BEGINNING = 2000
"""Bytes by which a file is judged before it is replaced."""


class OutputKind(NamedTuple):
    """A kind of file that knot writes for a person.

    name: as in "a knot export". recognise: tells by the beginning of a file whether it is one. can_force: the
    command has an option --force.
    """

    name: str
    recognise: Callable[[str], bool]
    can_force: bool = True


def write_output(target: str, text: str, kind: OutputKind, paths: Paths, force: bool = False) -> Path:
    """Write `text` to the file that a person named, whole or not at all, for its owner alone [0600]; return its path.

    `~` stands for the home folder, and a link for the file that it leads to. A file that exists is replaced only when
    it is empty or of the same kind, or with `force`. What belongs to knot itself, a folder, a device or a pipe is
    never replaced. Raises KnotError with the reason; then nothing was changed.
    """
    try:
        place = _find_place(target, paths)
        if place.exists() and not force and not _may_replace(place, kind):
            hint = "or add --force to replace it." if kind.can_force else "or move it away."
            raise KnotError(
                f"{clean_text(str(place))} already exists and is not {kind.name}. Nothing was written. "
                f"Give another name, {hint}"
            )
    except OSError as error:
        raise KnotError(f"{clean_text(target)} cannot be written: {error.strerror}. Nothing was changed.") from None
    write_private(place, text)
    return place


def _find_place(target: str, paths: Paths) -> Path:
    """Return the path of the file that `target` names, with `~` and links followed. Raises KnotError, OSError."""
    shown = clean_text(target)
    try:
        named = Path(target).expanduser().absolute()
        if not named.parent.is_dir():
            raise KnotError(f"There is no folder {clean_text(str(named.parent))}. Make it first. Nothing was written.")
        if os.path.lexists(named) and not named.exists():
            raise KnotError(f"{shown} is a link that leads nowhere. Nothing was written. Give another name.")
        place = named.resolve()
    except (ValueError, RuntimeError):
        raise KnotError(f"{shown[:100]!r} cannot be the name of a file.") from None
    if place.exists() and not stat.S_ISREG(place.stat().st_mode):
        raise KnotError(f"{shown} is not a regular file. Nothing was written. For a pipe, leave -o out.")
    if is_own_file(place, paths):
        raise KnotError(f"{shown} belongs to knot itself, so it is never replaced. Give another name.")
    return place


def _may_replace(place: Path, kind: OutputKind) -> bool:
    with place.open("rb") as file:
        beginning = file.read(BEGINNING).decode("utf-8", "replace")
    return not beginning.strip() or kind.recognise(beginning)
