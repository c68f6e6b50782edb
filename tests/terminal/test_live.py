import os
import pty
import random
import signal
import struct
import sys
import termios
from fcntl import ioctl
from functools import partial

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knotcli.terminal.live import HIDE, SHOW
from knotcli.terminal.screen import Screen
from support.pty_terminal import Terminal, TwoScreens


class Drawn:
    """A live area on a pseudo-terminal in this process, and what a terminal would show of it."""

    def __init__(self, cols: int = 40, rows: int = 12) -> None:
        self.master, slave = pty.openpty()
        self.stream = os.fdopen(slave, "w", encoding="utf-8")
        self.emulator = TwoScreens(cols, rows)
        self.feed = pyte.ByteStream(self.emulator)
        self.size(cols, rows)
        self.live = Screen(self.stream, {"TERM": "xterm-256color"}).live()

    def __enter__(self) -> "Drawn":
        self.live.enter()
        return self

    def __exit__(self, *_: object) -> None:
        self.live.leave()
        os.close(self.master)
        self.stream.close()

    def size(self, cols: int, rows: int) -> None:
        self.emulator.resize(rows, cols)
        ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def draw(self, lines) -> bytes:
        """Draw, and give the bytes that it took."""
        self.live.draw(lines)
        self.stream.flush()
        data = b""
        os.set_blocking(self.master, False)
        while True:
            try:
                data += os.read(self.master, 65536)
            except BlockingIOError:
                if not self.pending():
                    break
        self.feed.feed(data)
        return data

    def pending(self) -> bool:
        # What was written is moved between the two ends by the system in its own time.
        waiting = ioctl(self.stream.fileno(), termios.TIOCOUTQ, b"\0" * 4)
        return waiting != b"\0" * 4

    def text(self) -> list[str]:
        return [line.rstrip() for line in self.emulator.display]


def test_only_what_changed_is_written():
    with Drawn() as area:
        first = area.draw(["title", "", "10 seconds", "keys"])
        assert HIDE.encode() in first
        assert area.draw(["title", "", "10 seconds", "keys"]) == b""
        second = area.draw(["title", "", "9 seconds", "keys"])
        assert b"9 seconds" in second
        assert b"title" not in second
        assert len(second) < 40
        assert area.text()[:5] == ["title", "", "9 seconds", "keys", ""]


FRAMES = st.lists(st.lists(st.text(st.sampled_from("ab 肩×"), max_size=60), max_size=16), min_size=1, max_size=6)
SIZES = st.sampled_from([(40, 12), (80, 24), (25, 5), (120, 40)])


@settings(deadline=None, max_examples=60)
@given(FRAMES, st.lists(SIZES, min_size=6, max_size=6), st.integers(0, 11))
def test_after_any_frames_and_sizes_the_screen_shows_the_last_frame_and_nothing_else(frames, sizes, begin):
    with Drawn() as area:
        area.feed.feed(b"\r\n" * begin)
        resized = False
        for frame, size in zip(frames, sizes, strict=False):
            resized = resized or size != (area.emulator.columns, area.emulator.lines)
            area.size(*size)
            area.draw(frame)
        cols, rows = area.emulator.columns, area.emulator.lines
        stream = Screen(area.stream, {"TERM": "xterm-256color"})
        wanted = [row for line in frames[-1] for row in stream.rows(line, cols)][:rows]
        wanted = [row.rstrip() for row in wanted] or [""]
        shown = area.text()
        if not resized:
            top = min(begin, max(0, rows - max(len(wanted), 1)))
            while top > 0 and shown[top : top + len(wanted)] != wanted:
                top -= 1
            shown = shown[top:]
        assert shown[: len(wanted)] == wanted
        assert not any(shown[len(wanted) :])


def test_a_row_as_wide_as_the_terminal_keeps_its_last_character():
    with Drawn() as area:
        area.draw(["x" * 40, "y" * 40])
        area.draw(["x" * 39 + "z", "y" * 40])
        assert area.text()[:3] == ["x" * 39 + "z", "y" * 40, ""]


def test_it_has_a_screen_of_its_own_and_what_stood_there_before_comes_back():
    with Drawn() as area:
        area.feed.feed(b"question\r\nanswer\r\n")
        area.draw(["one", "two"])
        area.draw(["three"])
        assert area.text()[:3] == ["three", "", ""]
        area.live.leave()
        area.draw([])
        assert area.text()[:3] == ["question", "answer", ""]


def test_a_closed_terminal_is_not_drawn_on():
    area = Drawn()
    area.live.enter()
    area.live.draw(["one"])
    os.close(area.master)
    area.live.draw(["two"])
    area.live.leave()
    area.stream.close()


LIVE = """
import os, sys, time
from knotcli.terminal.keys import Keys
from knotcli.terminal.screen import Screen
from knotcli.terminal.signals import Guard
screen = Screen(sys.stderr, os.environ)
screen.show(["before the timer"])
turn = 0
with Guard() as guard, Keys(sys.stdin, wake=guard.wake) as keys, screen.live() as live:
    guard.hold(keys, live)
    while True:
        turn += 1
        size = screen.size
        wide = "stale " * 30
        live.draw([f"size {size.columns}x{size.lines}", *[wide[: size.columns - 1]] * (size.lines - 3), f"turn {turn}"])
        if guard.wait(keys, 5) == "q":
            break
        if guard.ending:
            break
    {at_the_end}
print("after the timer")
"""


def run(at_the_end: str = "pass") -> Terminal:
    return Terminal([sys.executable, "-c", LIVE.replace("{at_the_end}", at_the_end)])


def framed(first: str, term: Terminal) -> bool:
    text = term.text()
    return text[0] == first and text[-2].startswith("turn")


def test_a_resize_to_40_by_12_and_back_leaves_no_stale_line():
    with run() as term:
        term.until("size 80x24")
        for cols, rows in ((40, 12), (80, 24), (40, 24), (40, 12), (132, 50), (80, 24)):
            term.resize(cols, rows)
            # The draw comes with the signal, not with the next tick.
            lines = term.until(partial(framed, f"size {cols}x{rows}"))
            assert len([line for line in lines if line.startswith("stale")]) == rows - 3
            assert lines[-1] == ""
        term.send("q")
        assert term.wait() == 0
        assert term.restored()
        assert "after the timer" in term.text()


@pytest.mark.parametrize("at_the_end", ["pass", "raise RuntimeError('a fault')", "sys.exit(5)"])
def test_however_it_ends_the_shells_screen_comes_back_and_the_cursor_is_shown(at_the_end):
    with run(at_the_end) as term:
        term.until("turn 1")
        assert not term.modes().cursor
        term.send("q")
        term.wait()
        assert term.restored()
        assert term.text()[0] == "before the timer"
        assert not any("turn 1" in line for line in term.text())
        assert term.screen.cursor.x == 0
    assert SHOW.encode() in term.raw


def test_while_it_is_stopped_the_shells_screen_is_there():
    with run() as term:
        term.until("turn 1")
        term.signal(signal.SIGTSTP)
        term.until_event("stopped")
        assert term.text()[0] == "before the timer"
        os.write(term._slave, b"the shell's line\r\n")
        term.until("the shell's line")
        term.foreground()
        term.until(lambda t: any(x.startswith("turn") and x != "turn 1" for x in t.text()))
        assert term.text()[0] == "size 80x24"
        term.send("q")
        term.wait()
        assert term.text()[:3] == ["before the timer", "the shell's line", "after the timer"]


def test_a_window_made_small_and_large_again_is_drawn_anew():
    with Drawn(40, 12) as drawn:
        drawn.draw(["one", "two"])
        # Both changes came between two looks: the size is the same, but the terminal has dropped a row.
        drawn.emulator.resize(1, 40)
        drawn.emulator.resize(12, 40)
        drawn.live.resized()
        drawn.draw(["one", "two"])
        assert [line.rstrip() for line in drawn.emulator.display][:2] == ["one", "two"]


@pytest.mark.slow
def test_resizes_at_any_moment_end_in_a_whole_frame():
    rng = random.Random(7)
    with run() as term:
        term.until("turn 1")
        for _ in range(40):
            term.resize(rng.randrange(21, 120), rng.randrange(6, 50))
            if rng.random() < 0.3:
                term.send("n")
        term.resize(80, 24)
        term.until(partial(framed, "size 80x24"))
        assert len([line for line in term.text() if line.startswith("stale")]) == 21
