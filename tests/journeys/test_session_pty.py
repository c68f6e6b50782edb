"""Sessions on a real terminal, and without one."""

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knotcli.terminal.clock import Clock
from support import SOURCE
from support.check_typist import NOTHING, CheckTypist
from support.home import Home, checked_home
from support.pty_terminal import Terminal
from support.session_terminal import (
    PACED_KNOT,
    go_to_step,
    knot_on_terminal,
    leave_list,
    leave_pages,
    paced_knot_on_terminal,
    step_number,
)

ENDS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return checked_home(tmp_path, "neck")


def session(home: Home, *options: str, pace: float = 1, longest: str = "0.6", **size: int) -> Terminal:
    """Begin a session of the neck whose clock runs `pace` times as fast."""
    argv = ("session", "neck", "--nothing-new", "--yes", "--before", "5", *options)
    return leave_list(paced_knot_on_terminal(home, *argv, pace=pace, longest=longest, **size))


# The main job


@pytest.mark.slow
def test_check_session_log_and_trend_on_a_terminal(tmp_path: Path) -> None:
    home = Home(tmp_path, Clock())
    with CheckTypist(home.path, "check", "neck") as typist:
        typist.begun()
        typist.press(*NOTHING)
        assert typist.wait() == 0
        assert "neck: a session may start." in typist.text()
    # Right after the check its lines are not asked again.
    with paced_knot_on_terminal(home, "session", "neck", "--no-heat", pace=120) as term:
        term.until("Do not press: the hollow above")
        leave_list(term)
        term.until("Press on the thick muscle")
        term.send("\r")
        term.until("How strong is the pain now, before you begin?")
        term.send("6\r")
        term.until("Find the spot")
        assert not any("Do not press" in line for line in term.text())
        term.until("breathe in")
        term.until("Change sides.")
        term.until("How strong is the pain now, afterwards?")
        term.send("4\r")
        assert term.wait() == 0
        assert "after   ●●●●○○○○○○  4" in term.text()
        assert term.restored()
    done, steps = home.newest_session()
    assert (done.status, done.pressure_seconds) == ("complete", 300)
    assert {s.outcome for s in steps} == {"done"}
    assert [r.score for r in home.history.ratings("neck")] == [4, 6]
    for argv, shown in [(("log", "neck", "5"), "neck 5"), (("trend", "neck"), "rated day"), (("history",), "done")]:
        with knot_on_terminal(home, *argv) as term:
            term.until(shown)
            assert term.wait() == 0


# Keys


@pytest.mark.parametrize(
    ("title", "following"),
    [
        ("Settle", "Warm"),
        ("Warm the neck", "Get ready"),
        ("Get ready", "Find the spot"),
        ("Between neck and shoulder", "Ease off"),
        ("Ease off", "Get ready"),
        ("Slow head tilt", "Slow head tilt"),
        ("Easy turns", "How strong is the pain now, afterwards?"),
    ],
)
def test_every_key_works_in_every_kind_of_step(home: Home, title: str, following: str) -> None:
    with session(home) as term:
        go_to_step(term, title)
        at = step_number(term)
        for key, shown in [
            (" ", "Paused."),
            ("+", "ong"),
            ("?", "this page"),
            ("z", "Paused."),
            (" ", "space pause"),
            ("e", "Add a layer" if title.startswith("Warm") else "Holds are shorter"),
            ("+", "ong"),
            ("b", "Once more"),
            ("x", "Stopped."),
            ("0", "Paused."),
        ]:
            term.send(key)
            term.until(shown)
        while step_number(term) < at:  # b took the step before: this one had only just begun.
            term.send("n")
            term.until(lambda t: step_number(t) == at)
        term.send("n")
        term.until(lambda t: any(line.startswith(following) for line in t.text()[1:4]))
        term.send("q")
        assert term.wait() == 0
        assert term.restored()
    assert home.newest_session()[0].status in ("partial", "complete")


@pytest.mark.parametrize("at", ["Settle", "Warm", "Between", "Ease off"])
def test_a_stop_gives_its_advice_at_once_and_closes_the_gate(home: Home, at: str) -> None:
    with session(home) as term:
        go_to_step(term, at)
        term.send("x")
        term.until("1  Chest pain, or trouble breathing")
        raw = len(term.raw)
        term.send("1")
        term.until("Do you have pain, tightness")
        term.send("y")
        term.until("Is it only the skin")
        term.send("n")
        assert term.wait() == 3
        shown = bytes(term.raw[raw:]).decode()
        assert b"\x07" not in term.raw[raw:]
        assert "emergency" in shown.lower()
        assert term.restored()
    done, _ = home.newest_session()
    assert (done.status, done.reason) == ("stopped", "chest")
    assert home.run("session", "neck", "--nothing-new").code == 3
    assert home.check("neck").code == 3


def test_a_stop_that_is_no_emergency_asks_for_a_new_check(home: Home) -> None:
    with session(home) as term:
        go_to_step(term, "Between")
        term.send("x")
        term.until("Stopped.")
        term.send("4")
        assert term.wait() == 3
        term.until("Let go now, and leave this area alone.")
    assert home.newest_session()[0].reason == "sharp"
    assert home.run("session", "neck", "--nothing-new").code == 3


# Signals


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDS, ids=lambda s: s.name)
@pytest.mark.parametrize("seed", range(4))
def test_a_signal_at_any_moment_restores_the_terminal_and_keeps_what_was_done(
    home: Home, ending: signal.Signals, seed: int
) -> None:
    chance = random.Random(seed * 3 + ending)
    with session(home, "--no-heat", pace=150) as term:
        began = time.monotonic()
        upto = chance.randint(2, 20)
        term.until(lambda t: step_number(t) >= upto)
        drawn = len(term.raw) + chance.randint(0, 400)
        term.until(lambda t: len(t.raw) >= drawn)
        shown = step_number(term)
        term.signal(ending)
        assert term.wait() == 128 + ending
        took = time.monotonic() - began
        assert term.restored(), term.modes()
    done, steps = home.newest_session()
    assert (done.status, done.ended_at is not None) == ("partial", True)
    assert {s.number for s in steps} >= set(range(1, shown - 1))
    assert sum(s.seconds for s in steps) <= took * 150
    assert "partly done" in home.ok("history")


@pytest.mark.slow
@pytest.mark.parametrize(("stop", "seed"), [(signal.SIGTSTP, 1), (signal.SIGSTOP, 2)], ids=["TSTP", "STOP"])
def test_time_away_is_never_credited_and_the_terminal_is_lent_back(home: Home, stop: signal.Signals, seed: int) -> None:
    pace, chance = 20, random.Random(seed)
    with session(home, "--no-heat", pace=pace, longest="inf") as term:
        term.until("step 2")
        began, away = time.monotonic(), 0.0
        for _ in range(13):
            drawn = len(term.raw) + chance.randint(0, 600)
            term.until(lambda t, drawn=drawn: len(t.raw) >= drawn or "to repeat" in " ".join(t.text()))
            term.signal(stop)
            term.until_event("stopped")
            left = time.monotonic()
            if stop == signal.SIGTSTP:
                assert term.restored(), term.modes()
            away += time.monotonic() - left
            term.foreground()
            term.until_event("continued")
            term.until(lambda t: "to repeat" in " ".join(t.text()) and not t.modes().lines)
            term.send(" ")
            term.until(lambda t: "to repeat" not in " ".join(t.text()))
        term.send("q")
        assert term.wait() == 0
        took = time.monotonic() - began
        assert term.restored()
    _, steps = home.newest_session()
    assert 0 < sum(s.seconds for s in steps) <= (took - away) * pace


def test_the_remaining_time_stands_where_it_was_when_the_program_was_stopped(home: Home) -> None:
    with session(home, pace=5, longest="inf") as term:
        go_to_step(term, "Warm")
        term.send(" ")
        term.until(lambda t: "to go on." in " ".join(t.text()))
        bar = term.text()[10]
        term.send(" ")
        term.until(lambda t: "to go on." not in " ".join(t.text()))
        term.signal(signal.SIGSTOP)
        term.until_event("stopped")
        term.foreground()
        term.until("to repeat")
        assert bar.count("░") > 0
        assert term.text()[10].count("█") <= bar.count("█") + 1


def test_a_hang_up_of_the_terminal_itself_keeps_the_session(home: Home) -> None:
    with session(home) as term:
        go_to_step(term, "Ease off")
        term.hang_up()
        assert term.wait() == 128 + signal.SIGHUP
    assert home.newest_session()[0].ended_at is not None


def test_ctrl_c_and_ctrl_z_are_heard_as_keys(home: Home) -> None:
    with session(home) as term:
        term.until("Settle")
        term.send("\x1a")
        term.until_event("stopped")
        assert term.restored()
        term.foreground()
        term.until("to repeat")
        term.send("\x03")
        assert term.wait() == 130
        assert term.restored()


def test_ctrl_c_at_the_questions_before_starts_nothing(home: Home) -> None:
    with knot_on_terminal(home, "session", "neck") as term:
        term.until("is any of this true")
        term.send("\x03")
        assert term.wait() == 130
    assert home.history.sessions() == []


# The screen


def test_a_resize_to_forty_by_twelve_and_back_leaves_no_stale_line(home: Home) -> None:
    with session(home) as term:
        go_to_step(term, "Between")
        term.send(" ")
        before = term.until("Paused.")
        term.resize(40, 12)
        small = term.until(lambda t: any(line == "space pause  n next  x stop  ? help" for line in t.text()))
        assert sum("step 6" in line for line in small) == 1
        assert sum("Press down gently" in line for line in small) == 1
        assert not any("██████" in line and "░" not in line for line in small)
        term.resize(80, 24)
        back = term.until("x something wrong")
        assert back == before
        assert term.text() == before


@pytest.mark.parametrize(("cols", "rows"), [(40, 12), (80, 24), (132, 50)])
def test_the_keys_and_the_cue_are_on_the_screen_in_every_size(home: Home, cols: int, rows: int) -> None:
    with session(home, "--no-heat", cols=cols, rows=rows) as term:
        term.until("step 2")
        for _ in range(12):
            at = step_number(term)
            shown = " ".join(term.text())
            assert "x s" in shown
            term.send("n")
            term.until(lambda t, at=at: step_number(t) > at)


def test_a_countdown_draws_little(home: Home) -> None:
    with session(home, pace=20) as term:
        go_to_step(term, "Warm")
        term.until("9:5")
        size = len(term.raw)
        term.until("9:3")
        assert len(term.raw) - size < 20 * 500


# Lines


@pytest.mark.parametrize("typed", ["x", "nx", "xq", "x x"])
def test_an_x_among_other_letters_is_heard_in_plain_lines(home: Home, typed: str) -> None:
    with session(home, "--plain") as term:
        term.until("then Enter:")
        term.until("Settle")
        term.send(typed + "\r")
        term.until("Stopped.")
        term.send("4\r")
        assert term.wait() == 3


def test_plain_lines_are_led_by_letters_and_enter(home: Home) -> None:
    with session(home, "--plain", "--no-heat") as term:
        for typed, shown in [
            ("", "2 of 38: Settle, 20 seconds."),
            ("p", "Paused at"),
            ("p", ""),
            ("n", "3 of 38: Get ready, left, 10 seconds."),
            ("next", "4 of 38: Find the spot, left, 20 seconds."),
            ("n", "5 of 38: Between neck and shoulder, 1 of 3, left, 30 seconds."),
            ("e", "Holds are shorter"),
            ("what", "x something is wrong"),
            ("?", "To go back"),
            ("", "Paused at"),
            ("x", "1 Chest pain"),
            ("17", "1 Chest pain"),
            ("0", "Paused at"),
            ("q", "You ended it early."),
        ]:
            size = len(term.raw) if typed else 0
            if typed or shown.startswith("Paused"):
                term.send(f"{typed}\r")
            # A terminal gets a long line broken between words.
            term.until(lambda t, size=size, shown=shown: shown.encode() in b" ".join(t.raw[size:].split()))
        assert term.wait() == 0
        # Colours alone: nothing moves the cursor.
        assert b"\x1b" not in re.sub(rb"\x1b\[[0-9;]*m", b"", bytes(term.raw))


def test_a_rating_in_lines_is_a_whole_number_or_asked_again(home: Home) -> None:
    with knot_on_terminal(home, "session", "neck", "--nothing-new", "--plain") as term:
        leave_pages(term)
        term.until("How strong is the pain")
        for typed in ("11", "-1", "5.5", "ten", ""):
            size = len(term.raw)
            term.send(f"{typed}\r")
            term.until(lambda t, size=size: b"Type a whole number from 0 to 10" in bytes(t.raw[size:]))
        term.send("7\r")
        term.until("Settle")
        term.send("q\r")
        assert term.wait() == 0
    assert [r.score for r in home.history.ratings("neck")] == [7]


def piped(home: Home, *argv: str, stdin: str = "\n") -> subprocess.CompletedProcess[str]:
    env = {"KNOT_HOME": str(home.path), "PYTHONPATH": str(SOURCE), "PATH": ""}
    command = [sys.executable, PACED_KNOT, "600", "0.6", *argv]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=env, timeout=60, check=False)


def test_without_a_terminal_nothing_is_asked_and_nothing_hangs(tmp_path: Path, home: Home) -> None:
    for place, options, code, named in [
        (Home(tmp_path / "empty"), (), 3, "check neck"),
        (home, (), 2, "--nothing-new"),
        (home, ("--nothing-new",), 2, "--before"),
        (home, ("--nothing-new", "--before", "4"), 2, "--after"),
    ]:
        for stdin in ("\n", ""):
            ended = place.run("session", "neck", *options, typed=stdin)
            assert (ended.code, ended.out) == (code, "")
            assert named in ended.err
    assert home.history.sessions() == []


def test_in_a_pipe_a_session_runs_to_its_end_with_one_line_a_step(home: Home) -> None:
    given = ("--nothing-new", "--before", "5", "--after", "3", "--quick")
    ended = piped(home, "session", "neck", *given)
    assert (ended.returncode, ended.stderr) == (0, "")
    steps = [line for line in ended.stdout.splitlines() if re.match(r"\d+ of \d+: ", line)]
    done, kept = home.newest_session()
    assert done.status == "complete"
    assert len(steps) == len(kept)
    assert "You finished" in ended.stdout
    assert "\x1b" not in ended.stdout
    assert {r.kind: r.score for r in home.history.session_ratings(done.id)} == {"before": 5, "after": 3}
