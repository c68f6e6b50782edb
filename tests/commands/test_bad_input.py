"""Bad input and bad places: one clear line, the right exit code, nothing lost, no traceback.

Disks and permissions in real processes, words in this one.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from knotcli.terminal.clock import Clock
from support.home import Home

NOBODY = 65534
CODE = """
import os, sys
import knotcli.storage.history.store, knotcli.terminal.screen, knotcli.storage.files.bug_reports, knotcli.views.history.entry_list, sqlite3
import knotcli.storage.files.library, knotcli.terminal.clock, knotcli.storage.files.config, knotcli.commands.log, msgspec
import urllib.parse, knotcli.commands.history, knotcli.commands.trend, knotcli.coach.trend.region_trend, knotcli.views.trend.trend_lines, json, encodings.idna
from knotcli.cli import main
if os.environ.get("AS_NOBODY"):
    os.setresuid(65534, 65534, 65534)
sys.exit(main(sys.argv[1:]))
"""


def knot(
    home: Path, *argv: str, nobody: bool = False, most_bytes: int | None = None
) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        if most_bytes is not None:
            import signal

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    env = os.environ | {"KNOT_HOME": str(home)} | ({"AS_NOBODY": "1"} if nobody else {})
    return subprocess.run(
        [sys.executable, "-c", CODE, *argv], env=env, capture_output=True, text=True, check=False, preexec_fn=limit
    )


def one_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("score", ["-1", "11", "5.5", "ten", "", "1e1", "0x5", "99999999999999999999"])
def test_a_wrong_rating_is_refused_with_the_ends_of_the_scale(home: Home, score: str) -> None:
    line = home.refused(2, "log", "neck", score)
    assert "0" in line and "10" in line
    assert not home.path.exists()


def test_a_wrong_region_gets_the_nearest_and_the_list(home: Home) -> None:
    line = home.refused(2, "log", "nekc", "4")
    assert "neck" in line and "upper-back" in line
    line = home.refused(2, "log", "\x1b[31mevil\x07", "4")
    assert "\x1b" not in line and "\x07" not in line


@pytest.mark.parametrize(
    "argv", [("--at", "tomorrow"), ("--at", "2999-01-01"), ("--ago", "soon"), ("--at", "18:30", "--ago", "1h")]
)
def test_a_wrong_time_is_refused(home: Home, argv: tuple[str, ...]) -> None:
    home.refused(2, "log", "neck", "4", *argv)
    assert not home.path.exists()


def test_broken_toml_names_the_file_and_the_line(home: Home, tmp_path: Path) -> None:
    broken = tmp_path / "answers.toml"
    broken.write_text('regions = ["neck"]\n[answers\n')
    line = home.refused(1, "check", "--answers", str(broken))
    assert "answers.toml" in line and "line 2" in line
    home.path.mkdir()
    (home.path / "config.toml").write_text("side = [")
    assert "config.toml" in home.refused(1, "session", "neck", "--dry-run")


@pytest.fixture
def as_nobody(tmp_path: Path) -> bool:
    """Whether processes must drop root first: permissions do not bind root."""
    root = os.geteuid() == 0
    if root:
        for folder in (tmp_path, *tmp_path.parents[:3]):
            if folder != Path(tempfile.gettempdir()):
                folder.chmod(0o755)
    return root


def test_a_read_only_home_is_said_and_nothing_is_lost(tmp_path: Path, as_nobody: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert knot(home, "log", "neck", "4").returncode == 0
    if as_nobody:
        for path in (home, home / "history.db"):
            os.chown(path, NOBODY, NOBODY)
    (home / "history.db").chmod(0o400)
    home.chmod(0o500)
    before = (home / "history.db").read_bytes()
    line = one_line(knot(home, "log", "neck", "5", nobody=as_nobody), 1)
    assert "history.db" in line or str(home) in line
    assert (home / "history.db").read_bytes() == before
    shown = knot(home, "history", nobody=as_nobody)
    assert shown.returncode == 0 and shown.stdout.endswith(" 4\n")
    home.chmod(0o700)


def test_an_unreadable_home_is_said(tmp_path: Path, as_nobody: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert knot(home, "log", "neck", "4").returncode == 0
    home.chmod(0o000)
    for argv in (("log", "neck", "5"), ("history",), ("trend", "neck")):
        one_line(knot(home, *argv, nobody=as_nobody), 1)
    home.chmod(0o700)


def test_a_file_in_the_homes_place_is_said(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("not a folder")
    one_line(knot(home, "log", "neck", "5"), 1)
    assert home.read_text() == "not a folder"


@pytest.mark.parametrize("most", [0, 512, 4096, 8192])
def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path, most: int) -> None:
    home = Home(tmp_path, Clock())
    home.ok("log", "neck", "4", "--note", "kept")
    before = home.json("history")
    for _ in range(3):
        done = knot(home.path, "log", "neck", "5", "--note", "x" * 1900, most_bytes=most)
        line = one_line(done, 1)
        assert "xxx" not in line
    assert home.json("history") == before
    home.ok("log", "neck", "6")


def test_a_first_write_to_a_full_disk_is_said(tmp_path: Path) -> None:
    one_line(knot(tmp_path / "new", "log", "neck", "5", most_bytes=100), 1)
    assert knot(tmp_path / "new", "log", "neck", "6").returncode == 0


def test_output_to_a_full_device_ends_with_one_line(tmp_path: Path) -> None:
    knot(tmp_path, "log", "neck", "4")
    with Path("/dev/full").open("w") as full:
        env = os.environ | {"KNOT_HOME": str(tmp_path)}
        command = [sys.executable, "-m", "knotcli", "history"]
        done = subprocess.run(command, env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr


def test_a_closed_pipe_changes_no_exit_code(tmp_path: Path) -> None:
    env = os.environ | {"KNOT_HOME": str(tmp_path)}
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "knotcli", "check", "--show", "--json"]
    done = subprocess.run(command, env=env, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert done.returncode == 3 and "Traceback" not in done.stderr and "Broken" not in done.stderr
