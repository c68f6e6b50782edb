"""A session's keys on every keyboard and line, and its stop menu in a small window."""

import resource
import time
from pathlib import Path

import pytest

from support.home import Home, checked_home
from support.pty_terminal import Terminal
from support.session_terminal import go_to_step, leave_list, paced_knot_on_terminal, step_number


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return checked_home(tmp_path, "neck")


def session(home: Home, *options: str, pace: float = 5, **size: int) -> Terminal:
    argv = ("session", "neck", "--nothing-new", "--yes", "--before", "5", "--no-heat", *options)
    return leave_list(paced_knot_on_terminal(home, *argv, pace=pace, **size))


@pytest.mark.parametrize("typed", ["ч", "χ", "й", "ض"])
def test_a_letter_of_another_alphabet_shows_the_keys_for_a_moment(home: Home, typed: str) -> None:
    with session(home) as term:
        go_to_step(term, "Get ready")
        term.send(typed)
        term.until("Escape something is wrong")
        term.until(lambda t: "Escape something is wrong" not in " ".join(t.text()))
        term.send("q")
        assert term.wait() == 0


@pytest.mark.parametrize("typed", ["\x1b[C", "\x1bOC", "\r", "ｎ"])
def test_next_can_be_typed_on_every_keyboard(home: Home, typed: str) -> None:
    with session(home) as term:
        go_to_step(term, "Get ready")
        at = step_number(term)
        if typed == "\r":
            time.sleep(1.1)  # in the second after a start Enter does nothing more
        term.send(typed)
        term.until(lambda t: step_number(t) == at + 1)
        term.send("\x1b")
        term.until("Stopped.")
        term.send("７")
        assert term.wait() == 0
    assert home.newest_session()[0].status == "partial"


def test_an_arrow_over_a_slow_line_steps_nowhere_back(home: Home) -> None:
    with session(home) as term:
        go_to_step(term, "Between neck")
        at = step_number(term)
        for part in ("\x1b", "[B"):
            term.send(part)
            time.sleep(0.2)
        term.until("Stopped.")
        term.send("0")
        term.until("Paused.")
        assert step_number(term) == at


def test_a_burst_of_the_key_for_something_wrong_pauses_and_asks(home: Home) -> None:
    with session(home) as term:
        go_to_step(term, "Get ready")
        began = time.monotonic()
        term.send("x" * 30 + "1")
        term.until("Stopped.")
        assert time.monotonic() - began < 1
        time.sleep(0.3)
        assert not term.events
        term.send("4")
        assert term.wait() == 3


def test_every_reason_to_stop_is_reached_in_a_window_of_30_by_10(home: Home) -> None:
    with session(home, cols=30, rows=10) as term:
        term.until("space")
        term.send("x")
        seen = ""
        for page in (1, 2, 3):
            term.until(f"{page} of 3")
            seen += " ".join(" ".join(term.text()).split())
            term.send(" ")
        term.until("1 of 3")
        for words in ("Chest pain", "Numbness", "Sharp", "Blotches", "simply enough", "and keep what", "none of these"):
            assert words in seen
        term.send("4")
        assert term.wait() == 3
    assert home.newest_session()[0].reason == "sharp"


def test_lines_alone_take_the_keys_of_every_keyboard(home: Home) -> None:
    with session(home, "--plain") as term:
        term.until("2 of ")
        time.sleep(1.1)
        for typed, shown in [("\r", "3 of "), ("\x1b[C\r", "4 of "), (" \r", "Paused at"), ("\x1b\r", "Stopped.")]:
            term.send(typed)
            term.until(shown)
        term.send("7\r")
        assert term.wait() == 0


def test_a_disk_that_fills_up_during_a_session_holds_nothing_up_and_is_said(home: Home) -> None:
    with session(home, pace=20) as term:
        term.until("step 2")
        resource.prlimit(term.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        term.until("Not saved yet", limit=20)
        at = step_number(term)
        term.until(lambda t: step_number(t) > at)
        resource.prlimit(term.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        term.until("Everything is saved now", limit=20)
        term.send("q")
        assert term.wait() == 0
        assert "You ended it early." in " ".join(term.text())
    _, steps = home.newest_session()
    assert len(steps) >= at - 1


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_file_that_is_deleted_or_replaced_during_a_session_gets_all_of_it(home: Home, how: str) -> None:
    path = home.path / "history.db"
    whole = path.read_bytes()
    with session(home, pace=20) as term:
        term.until("breathe in")
        path.unlink()
        if how == "replaced":
            path.write_bytes(whole)
            term.until("was saved again", limit=30)
            term.send("q")
            assert term.wait() == 0
        else:
            # With the check gone nothing more may be led.
            assert term.wait() == 3
    kept, steps = home.newest_session()
    assert kept.status == "partial" and [s.kind for s in steps][:2] == ["prepare", "prepare"]
