import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.terminal.bell import BELL_SECONDS, Bell
from support.pty_terminal import Terminal


class Counter:
    """A screen that counts its bells."""

    terminal = True

    def __init__(self) -> None:
        self.bells = 0

    def beep(self) -> None:
        self.bells += 1


def rung(pattern: str, start: float = 100.0) -> list[float]:
    screen = Counter()
    bell = Bell(screen)
    times, now = [], start
    after = bell.ring(pattern, now)
    while True:
        times += [now - start] * (screen.bells - len(times))
        if after is None:
            return times
        now = after
        after = bell.sound(now)


@pytest.mark.parametrize("pattern", BELL_SECONDS)
def test_a_pattern_rings_at_its_moments(pattern):
    assert rung(pattern) == pytest.approx(list(BELL_SECONDS[pattern]))


def test_the_patterns_are_short_and_told_apart():
    assert set(BELL_SECONDS) == {"ready", "start", "half", "end"}
    assert len(set(BELL_SECONDS.values())) == len(BELL_SECONDS)
    for moments in BELL_SECONDS.values():
        assert moments[-1] <= 1.0
        assert all(b - a >= 0.25 for a, b in pairwise(moments))
    one, other = BELL_SECONDS["start"], BELL_SECONDS["half"]
    assert len(one) != len(other) or max(one) * 2 < max(other)


@given(st.sampled_from(sorted(BELL_SECONDS)), st.lists(st.floats(0.001, 2), max_size=20))
def test_a_late_loop_never_rings_more_than_the_pattern_nor_asks_for_the_past(pattern, waits):
    screen = Counter()
    bell = Bell(screen)
    now = 5.0
    bell.ring(pattern, now)
    for wait in waits:
        now += wait
        after = bell.sound(now)
        assert after is None or after > now
    assert 1 <= screen.bells <= len(BELL_SECONDS[pattern])


def test_what_is_hushed_sounds_no_more():
    screen = Counter()
    bell = Bell(screen)
    bell.ring("end", 0.0)
    bell.hush()
    assert bell.sound(10.0) is None
    assert screen.bells == 1


PROGRAM = """
import os, sys
from knotcli.terminal.bell import Bell
from knotcli.terminal.screen import Screen
bell = Bell(Screen(sys.stdout, os.environ))
moment = bell.ring("end", 0.0)
while moment is not None:
    moment = bell.sound(moment)
print("rung")
"""


@pytest.mark.parametrize(("redirect", "bells"), [("", 3), (" | cat", 0)])
def test_a_terminal_is_rung_and_a_pipe_is_not(redirect, bells):
    with Terminal(["sh", "-c", f'"$0" -c "$1"{redirect}', sys.executable, PROGRAM]) as term:
        term.until("rung")
        assert term.raw.count(b"\a") == bells
