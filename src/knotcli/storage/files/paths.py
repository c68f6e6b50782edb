"""Where the history, the settings and a person's own routines live."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from knotcli.coach.errors import KnotError


class Paths(NamedTuple):
    """The two folders, and what is in them. Making one of these makes no folder."""

    data: Path
    config: Path

    @property
    def history(self) -> Path:
        """The database file."""
        return self.data / "history.db"

    @property
    def backups(self) -> Path:
        """The folder of the rotating backups."""
        return self.data / "backups"

    @property
    def bugs(self) -> Path:
        """The folder of saved bug details."""
        return self.data / "bugs"

    @property
    def week_offered(self) -> Path:
        """The file that names the ISO week in which the three questions were last offered."""
        return self.data / "week-offered"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "config.toml"

    @property
    def routines(self) -> Path:
        """The folder of a person's own routines."""
        return self.config / "routines"

    def kept(self) -> tuple[tuple[str, Path], ...]:
        """Name everything that is kept on the disk, and where."""
        return (
            ("history", self.history),
            ("backups", self.backups),
            ("settings", self.settings),
            ("routines", self.routines),
            ("bug details", self.bugs),
            ("week asked", self.week_offered),
        )


def find(env: Mapping[str, str]) -> Paths:
    """Find the folders: KNOT_HOME for everything, else where the system keeps user data and settings."""
    if home := env.get("KNOT_HOME"):
        try:
            folder = Path(home).expanduser().absolute()
        except (RuntimeError, OSError):
            raise KnotError("KNOT_HOME names no folder. Set it to one, or to nothing.") from None
        return Paths(folder, folder)
    import platformdirs

    return Paths(platformdirs.user_data_path("knot", False), platformdirs.user_config_path("knot", False))


def quote_path(path: Path) -> str:
    """Return the path as the system's shell takes it, for a command that a person can paste."""
    if os.name == "nt":
        return f'"{path}"'
    from shlex import quote

    return quote(str(path))


def private_folder(folder: Path) -> None:
    """Make the folder and its missing parents, readable by its owner alone. Raises KnotError."""
    try:
        missing = [p for p in (folder, *folder.parents) if not p.exists()]
        for path in reversed(missing):
            path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise KnotError(
            f"The folder {folder} cannot be made: {error.strerror}. Set KNOT_HOME to a folder that can."
        ) from None


def data_folder() -> Path:
    """Find the shipped routines and content: inside the installed package, else in the checkout above it."""
    package = Path(__file__).resolve().parents[2]
    installed = package / "_data"
    return installed if installed.is_dir() else package.parents[1]


def write_private(path: Path, text: str) -> None:
    """Write a whole file for its owner's eyes only, beside its place first and then moved. Raises KnotError."""
    private_folder(path.parent)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise KnotError(f"{path} cannot be written: {error.strerror}. Nothing was changed.") from None


def name_once(beside: Path, path: Path) -> None:
    """Give a finished file its name. Raises FileExistsError rather than take the name from another file."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no links. On Windows, rename refuses a name that is taken all by itself.
        if path.exists():
            raise FileExistsError(path) from None
        beside.rename(path)


class DiskChanges:
    """How often this process has changed anything that lasts: an entry, or a file."""

    number = 0


def sync_folder(folder: Path) -> None:
    """Have the folder's names, one of which was just given, reach the disk, where the system can do that."""
    DiskChanges.number += 1
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
