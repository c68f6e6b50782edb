"""TOML files from disk, with limits on what a file may do to us."""

import os
import re
import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import tomli

from knotcli.coach.errors import KnotError
from knotcli.coach.text import clean_text

MOST_BYTES = 64 * 1024
_AS_UTF_8 = "Save it as UTF-8 (in a spreadsheet program: CSV UTF-8), and try again."
MOST_LINE = 4000
MOST_PARTS = 40
# One part of a key: quoted, or bare.
_PART = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|[\w-]+')


def read_toml(path: Path, within: Path | None = None) -> dict[str, Any]:
    """Read one TOML file of at most 64 KiB; with `within`, only if it truly lies in that folder.

    Raises KnotError: one line that names the file, the fault, and the line where one is known.
    """
    return parse_toml(read_text(path, within), str(path))


def read_text(path: Path, within: Path | None = None) -> str:
    """Read one small text file; `~` stands for the home folder. Raises KnotError."""
    name = clean_text(str(path))
    with reading(name):
        path = path.expanduser()
        if within is not None and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(within)):
            raise KnotError(f"{name} points outside its folder, so it is not read.")
        with open_at_once(path) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise KnotError(f"{name} is not a regular file.")
            data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise KnotError(f"{name} is too large: a file here holds at most 64 KiB.")
    return decode(data, name)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Tell why the file of this name, as it is shown, cannot be read. Raises KnotError."""
    try:
        yield
    except OSError as error:
        raise KnotError(f"{name} cannot be read: {error.strerror}.") from None
    except (ValueError, RuntimeError):
        raise KnotError(f"{name} cannot be the name of a file.") from None


def open_at_once(path: Path) -> BinaryIO:
    """Open a file for reading, without waiting: a pipe in its place, without a writer, must not hang the command."""
    return os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb")


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, with or without a byte order mark, or UTF-16 with one. Raises KnotError that says what to do."""
    if data[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
        with suppress(UnicodeDecodeError):
            return data.decode("utf-16")
    if b"\0" in data:
        raise KnotError(f"{name} holds a NUL byte, so it is not a text file in UTF-8. {_AS_UTF_8}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise KnotError(f"{name}, line {line}: not UTF-8 text. {_AS_UTF_8}") from None


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Parse TOML text. Raises KnotError with the line at fault."""
    name = clean_text(name)
    if len(text) > MOST_BYTES:
        raise KnotError(f"{name} is too large: a file here holds at most 64 KiB.")
    # Lines as TOML has them: no other separator, which a quoted key may hold, ends one.
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MOST_LINE:
            raise KnotError(f"{name}, line {number}: too long; a line here holds at most {MOST_LINE} characters.")
        if line.count(".") < MOST_PARTS:
            continue
        # A key of thousands of parts costs the parser quadratic time, and whoever prints it deep recursion.
        if "k." * MOST_PARTS in "".join(_PART.sub("k", line).split()):
            raise KnotError(f"{name}, line {number}: a key with too many parts.")
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise KnotError(f"{name}: {clean_text(str(error))}.") from None
    except (RecursionError, ValueError, OverflowError):
        raise KnotError(f"{name}: nested too deeply or holds a value that cannot be read.") from None
