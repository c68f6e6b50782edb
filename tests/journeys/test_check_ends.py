"""A check on a real terminal, ended by signals: what was named stays, and nothing is passed."""

import signal
import sys
from pathlib import Path

import pytest
from knotcli.coach.screening.groups import groups

from knotcli.coach.screening.answers_file import concerning
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from knotcli.storage.history.store import History
from support.clock import FakeClock
from support.command_line import make_world, run
from support.pty_terminal import Terminal

SCREENS = groups(concerning(Library(data_folder(), Path("/nowhere")).items(), ["neck"]))
FLAG = next(screen for screen in SCREENS if screen.kind == "red-flag").items[0].id


def kept(tmp_path: Path) -> list[dict[str, str]]:
    return [dict(c.answers) for c in History(tmp_path / "home" / "history.db", FakeClock().now).checks()]


def named(terminal: Terminal) -> None:
    """Deny the emergencies and confirm the first red flag."""
    terminal.until("part 1 of")
    terminal.send("0\r")
    terminal.until("part 2 of")
    terminal.send("1\r")
    terminal.until("(y)es")
    terminal.send("y\r")
    terminal.until("part 3 of")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_after_a_yes_keeps_the_yes_and_the_terminal(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "knotcli", "check", "neck"]
    with Terminal(command, {"KNOT_HOME": str(tmp_path / "home")}) as terminal:
        named(terminal)
        terminal.signal(number)
        assert terminal.wait() == 128 + number
        assert terminal.restored()
        assert "not finished, so it is not passed" in " ".join(" ".join(terminal.text()).split())
    assert kept(tmp_path) == [{FLAG: "yes"}]
    assert run(["check", "neck", "--show"], make_world(tmp_path)).code == 3


def test_a_closed_window_after_a_pick_keeps_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "knotcli", "check", "neck"]
    with Terminal(command, {"KNOT_HOME": str(tmp_path / "home")}) as terminal:
        terminal.until("part 1 of")
        terminal.send("0\r")
        terminal.until("part 2 of")
        terminal.send("1\r")
        terminal.until("(y)es")
        terminal.hang_up()
        terminal.wait()
    assert kept(tmp_path) == [{FLAG: "unsure"}]


def test_a_signal_before_anything_was_named_keeps_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "knotcli", "check", "neck"]
    with Terminal(command, {"KNOT_HOME": str(tmp_path / "home")}) as terminal:
        terminal.until("part 1 of")
        terminal.send("0\r")
        terminal.until("part 2 of")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM
    assert not (tmp_path / "home").exists()
