"""Every -o goes by the same rules: what each command must never replace, and how it finds the file that is meant."""

import contextlib
import os
import stat
from pathlib import Path

import pytest

from support.home import Home

COMMANDS = (
    ("export",),
    ("export", "--format", "csv"),
    ("export", "--format", "fhir"),
    ("report",),
    ("remind", "--at", "15:00"),
)
FORCED = (*COMMANDS, *((*argv, "--force") for argv in COMMANDS[:4]))
POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and case-blind names as this system has them")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    (tmp_path / "person").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    monkeypatch.chdir(tmp_path)
    home = Home(tmp_path)
    home.log("neck", "6")
    home.clock.advance(days=1)
    home.log("neck", "5")  # and a backup
    home.ok("config", "set", "hold", "40")
    home.ok("routine", "new", "mine", "--from", "neck")
    return home


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def refuse(home: Home, argv: tuple[str, ...], target: str) -> str:
    before = contents(home.folder)
    said = home.run(*argv, "-o", target)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1), said
    assert contents(home.folder) == before
    return said.err


@pytest.mark.parametrize("argv", FORCED, ids=" ".join)
def test_a_file_of_knots_own_is_never_replaced(home: Home, tmp_path: Path, argv: tuple[str, ...]) -> None:
    own = tmp_path / "home"
    (tmp_path / "link").symlink_to(own / "history.db")
    (tmp_path / "folder").symlink_to(own / "backups")
    os.link(own / "config.toml", tmp_path / "second-name")
    (own / "config.toml").write_bytes(b"")  # an empty file is replaced elsewhere
    backup = next((own / "backups").iterdir()).name
    for target in (
        own / "history.db", own / "HISTORY.DB", own / "history.db-wal", own / "history.db-journal",
        own / "history-damaged-2026-01-01.db", own / "backups" / backup, own / "backups" / "new.json",
        own / "config.toml", own / "Config.TOML", own / "routines" / "mine.toml", own / "routines" / "x" / ".." / "y.toml",
        tmp_path / "link", tmp_path / "folder" / backup, tmp_path / "second-name", own / ".." / "home" / "history.db",
    ):  # fmt: skip
        if target.parent.is_dir():
            assert "belongs to knot itself" in refuse(home, argv, str(target)), target
    assert home.run(*argv, "-o", str(own / "for-me.txt")).code == 0


@POSIX
@pytest.mark.parametrize("argv", FORCED, ids=" ".join)
def test_what_is_no_regular_file_is_left_alone(home: Home, tmp_path: Path, argv: tuple[str, ...]) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    with contextlib.suppress(PermissionError):  # a device of its own: a mistake here must not cost the machine one
        os.mknod(tmp_path / "device", stat.S_IFCHR | 0o600, os.makedev(1, 3))
    for target in (tmp_path, *(tmp_path / name for name in ("pipe", "link", "device"))):
        if target.exists():
            assert "not a regular file" in refuse(home, argv, str(target))
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    for target in ("dangling", "round"):
        assert "leads nowhere" in refuse(home, argv, target)
    assert "no folder" in refuse(home, argv, "none/x")
    assert "name of a file" in refuse(home, argv, "a\0b")
    assert "name of a file" in refuse(home, argv, "~nobody-of-that-name/x")
    assert "cannot be written" in refuse(home, argv, "x" * 300)


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_the_file_that_is_meant_is_written_for_its_owner_alone(
    home: Home, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    assert home.run(*argv, "-o", "~/out").code == 0
    made = tmp_path / "person" / "out"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600 or os.name != "posix"
    first = made.read_bytes()
    (tmp_path / "link").symlink_to(made)
    made.write_bytes(b"")
    for _ in range(2):  # an empty one, and one of its own kind
        assert home.run(*argv, "-o", "link").code == 0
        assert (tmp_path / "link").is_symlink() and abs(len(made.read_bytes()) - len(first)) < 20
    made.write_text("my novel")
    assert "already exists" in refuse(home, argv, "link")
