import random
import signal
import sys

import pytest

from support import THOROUGH
from support.pty_terminal import Terminal

# A small loop as a session's is: it draws, waits, counts; all ways out lead to its last lines.
LOOP = """
import contextlib, os, sys
from knotcli.terminal.keys import Keys
from knotcli.terminal.screen import Screen
from knotcli.terminal.signals import EndedBySignal, Guard
screen = Screen(sys.stderr, os.environ)
drawn = resumed = 0
answer = ""
with Guard() as guard, Keys(sys.stdin, wake=guard.wake) as keys, screen.live() as live:
    guard.hold(keys, live)
    while not guard.ending:
        drawn += 1
        live.draw([(("frame", "title"), (" ", ""), (f"{drawn}", "bar")), "second line", f"resumed {resumed}", f"answer {answer}"])
        key = guard.wait(keys, 0.01)
        if guard.resumed:
            guard.resumed, resumed = False, resumed + 1
        if key in ("q", "eof"):
            break
        if key == "a":
            try:
                with guard.aside():
                    sys.stderr.write("question: ")
                    sys.stderr.flush()
                    answer = sys.stdin.readline().strip()
            except EndedBySignal:
                break
with contextlib.suppress(OSError):
    os.write(1, f"left by the door {guard.ending}\\r\\n".encode())
sys.exit(128 + guard.ending if guard.ending else 0)
"""


def run(program: str = LOOP) -> Terminal:
    return Terminal([sys.executable, "-c", program])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_to_end_leaves_by_the_door_with_the_terminal_restored(number):
    with run() as term:
        term.until("frame 3")
        assert not term.modes().cursor
        assert not term.modes().lines
        term.signal(number)
        assert term.wait() == 128 + number
        assert term.restored(), term.modes()
        term.until(f"left by the door {int(number)}")


@pytest.mark.parametrize(("key", "number"), [("\x03", signal.SIGINT), ("\x1c", signal.SIGQUIT)])
def test_the_keys_that_send_signals_do_so(key, number):
    with run() as term:
        term.until("frame")
        term.send(key)
        assert term.wait() == 128 + number
        assert term.restored()


def test_a_closed_terminal_ends_it():
    with run() as term:
        term.until("frame")
        term.hang_up()
        assert term.wait() == 128 + signal.SIGHUP


def test_ctrl_z_gives_the_terminal_back_and_fg_takes_it_again():
    with run() as term:
        term.until("frame")
        term.send("\x1a")
        assert term.until_event("stopped") == f"stopped {int(signal.SIGTSTP)}"
        assert term.restored(), term.modes()
        term.foreground()
        term.until("resumed 1")
        assert not term.modes().lines
        assert not term.modes().cursor
        term.send("q")
        assert term.wait() == 0
        assert term.restored()


def test_after_sigstop_the_modes_are_set_again():
    with run() as term:
        term.until("frame")
        term.signal(signal.SIGSTOP)
        term.until_event("stopped")
        term.foreground()
        term.until("resumed 1")
        term.send("q")
        assert term.wait() == 0
        assert term.restored()


def test_in_the_background_it_stops_again_and_leaves_the_modes_to_the_shell():
    with run() as term:
        term.until("frame")
        term.send("\x1a")
        term.until_event("stopped")
        term.background()
        assert term.until_event("stopped") == f"stopped {int(signal.SIGTTOU)}"
        assert term.modes().lines
        term.foreground()
        term.until("resumed 1")
        term.send("q")
        assert term.wait() == 0


def test_a_signal_to_end_while_stopped_ends_it_once_it_goes_on():
    with run() as term:
        term.until("frame")
        term.send("\x1a")
        term.until_event("stopped")
        term.signal(signal.SIGTERM)
        term.foreground()
        assert term.wait() == 128 + signal.SIGTERM
        assert term.restored()


def test_at_a_question_the_terminal_is_as_usual():
    with run() as term:
        term.until("frame")
        term.send("a")
        term.until("question")
        assert term.modes().echo
        assert term.modes().cursor
        term.send("seven\r")
        term.until("answer seven")
        term.until("frame")
        term.send("q")
        assert term.wait() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_question_is_ended_by_a_signal(number):
    with run() as term:
        term.until("frame")
        term.send("a")
        term.until("question")
        term.signal(number)
        assert term.wait() == 128 + number
        assert term.restored()


def test_a_question_can_be_suspended():
    with run() as term:
        term.until("frame")
        term.send("a")
        term.until("question")
        term.send("\x1a")
        term.until_event("stopped")
        term.foreground()
        term.send("late\r")
        term.until("answer late")
        term.send("q")
        assert term.wait() == 0
        assert term.restored()


def test_the_handlers_before_it_come_back():
    program = """
import signal
from knotcli.terminal.signals import Guard
names = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH]
signal.signal(signal.SIGHUP, signal.SIG_IGN)
before = [signal.getsignal(n) for n in names]
with Guard():
    assert signal.getsignal(signal.SIGTERM) is not before[1]
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
assert [signal.getsignal(n) for n in names] == before
assert signal.set_wakeup_fd(-1) == -1
print("same")
"""
    with run(program) as term:
        term.until("same")
        assert term.wait() == 0


# Draws without pause, so that signals find it in the middle of a frame.
BUSY = LOOP.replace("0.01", "0").replace('"second line"', '*["x" * 70 + str(drawn)] * 5')


@pytest.mark.slow
def test_at_any_moment_stops_and_ends_leave_the_terminal_restored():
    rng = random.Random(4)
    for turn in range(4 * THOROUGH):
        with run(BUSY) as term:
            term.until("frame")
            for _ in range(3):
                until = len(term.raw) + rng.randrange(20_000)
                term.until(lambda t, until=until: len(t.raw) > until)
                stop = rng.choice((signal.SIGTSTP, signal.SIGSTOP))
                term.signal(stop)
                term.until_event("stopped")
                if stop == signal.SIGTSTP:
                    assert term.restored(), (turn, term.modes())
                term.foreground()
                term.until_event("continued")
            number = rng.choice((signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
            term.signal(number)
            assert term.wait() == 128 + number
            assert term.restored(), (turn, term.modes())
