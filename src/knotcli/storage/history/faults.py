"""Every way in which the history's file can fail, as one clear line that names it, and nothing that it holds."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knotcli.coach.errors import KnotError

WAIT = 10.0  # seconds that one command waits for another to finish writing

SEE_DOCTOR = "knot doctor says what to do."


class DamagedHistory(KnotError):
    """The file in `path` is damaged, or is no history of knot."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is damaged or is not a history of knot.", f"It was left as it is. {SEE_DOCTOR}")
        self.path = path


class NewerHistory(KnotError):
    """The file was written by a newer knot, which alone can read it."""


class FullDisk(KnotError):
    """The disk takes nothing more of the file in `path`, or fails."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} could not be written: the disk is full or failing. Nothing was saved. Make room first."
        )


@contextmanager
def telling_faults(path: Path) -> Iterator[None]:
    """Turn what the database or the disk says into a line that names the file, and nothing that it holds."""
    try:
        yield
    except UnicodeError:  # SQLite's own message can hold bytes of the file that are no text
        raise DamagedHistory(path) from None
    except sqlite3.Error as error:
        raise _explain_error(path, error) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise FullDisk(path) from None
        raise KnotError(f"{path} cannot be used: {error.strerror or 'the disk refused'}.", SEE_DOCTOR) from None


def _explain_error(path: Path, error: sqlite3.Error) -> KnotError:
    name = getattr(error, "sqlite_errorname", "") or type(error).__name__
    main = "_".join(name.split("_")[:2])
    if name == "SQLITE_READONLY_DBMOVED":
        return KnotError(f"{path} was replaced just now. Nothing was saved. Try again.")
    if is_busy(error):
        return KnotError(f"{path} is in use by another knot for over {WAIT:.0f} seconds. Nothing was saved. Try again.")
    # An error without a name comes from reading text that is none; SQLITE_ERROR, from tables that are not ours.
    if main in ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "OperationalError"):
        return DamagedHistory(path)
    if main == "SQLITE_FULL" or name in ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE"):
        return FullDisk(path)
    if main in ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"):
        return KnotError(
            f"{path} cannot be opened or written here. Look at its permissions: knot doctor says what to do."
        )
    return KnotError(f"{path} could not be used ({name}).", SEE_DOCTOR)


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether another process kept the file for too long."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
