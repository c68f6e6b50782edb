"""Files that a person names: read whole, or written for their own eyes."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from knotcli.coach.errors import KnotError
from knotcli.coach.text import clean
from knotcli.storage.files.paths import write_private
from knotcli.storage.files.toml_files import decode

MOST_BYTES = 512 * 1024 * 1024
BEGINNING = 2000
"""Characters by which a file is judged before it is replaced."""


def read_given(name: str, stdin: TextIO) -> tuple[str, str]:
    """Read a UTF-8 text file, or standard input for `-`. Give its name for messages, and the text. Raises KnotError."""
    if name == "-":
        data = getattr(stdin, "buffer", stdin).read(MOST_BYTES + 1)
        shown = "standard input"
        if isinstance(data, str):
            data = data.encode("utf-8", "surrogateescape")
    else:
        shown = clean(name)
        try:
            # Opened without waiting: a pipe without a writer must not hang the command.
            descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            with os.fdopen(descriptor, "rb") as file:
                os.set_blocking(file.fileno(), True)
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise KnotError(f"{shown} cannot be read: {error.strerror}.") from None
        except ValueError:
            raise KnotError(f"{shown} is not a name that a file can have.") from None
    if len(data) > MOST_BYTES:
        raise KnotError(f"{shown} is too large: at most {MOST_BYTES >> 20} MB are read.")
    return shown, decode(data, shown)


def write_given(name: str, text: str, ours: Callable[[str], bool], force: bool) -> Path:
    """Write a file for its owner's eyes alone [0600], whole or not at all, and give its place. Raises KnotError.

    A file that is there is replaced only when its beginning is of `ours`, when it is empty, or with `force`.
    """
    place = Path(name).expanduser()
    shown = clean(str(place))
    try:
        found = place.stat() if place.exists() or place.is_symlink() else None
        if found is None and not place.absolute().parent.is_dir():
            raise KnotError(f"There is no folder {clean(str(place.absolute().parent))}. Make it first.")
        if found is not None and not stat.S_ISREG(found.st_mode):
            raise KnotError(f"{shown} is not a regular file. Nothing was written. Leave -o away for a pipe.")
        if found is not None and not force and not ours(_beginning(place)):
            raise KnotError(
                f"{shown} is there already and is no export of knot. Nothing was written. "
                "Give another name, or --force to replace it."
            )
        # Through a link: what it points to is replaced, as with any other program.
        place = place.resolve()
    except OSError as error:
        raise KnotError(f"{shown} cannot be written: {error.strerror}. Nothing was changed.") from None
    except (ValueError, RuntimeError):
        raise KnotError(f"{shown} is not a name that a file can have.") from None
    write_private(place, text)
    return place


def _beginning(place: Path) -> str:
    with place.open("rb") as file:
        return file.read(BEGINNING).decode("utf-8", "replace")
