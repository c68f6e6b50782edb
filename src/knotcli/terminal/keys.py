"""Keys as they are pressed, with a time-out that is kept.

On a terminal each key counts at once; where lines are asked for, or there is no terminal, a line ended by
Enter counts as one. The branch for Windows has not been run.
"""

import contextlib
import os
import time
from collections.abc import Collection
from typing import Self, TextIO

from knotcli.coach.person_input import fold_width
from knotcli.terminal.keyboard import (
    LATE_TAIL,
    PASTE_BEGINS,
    PASTE_ENDS,
    KeyboardModes,
    next_key,
    read_key_bytes,
    wait_readable,
)

# Seconds that the rest of an escape sequence, or of a sequence that has clearly begun, of a paste, or of one whose
# escape has counted as a key already, may take to arrive. Own decision: short enough for the Esc key alone, and long
# enough for a slow remote line where no key waits for it.
PATIENCE = 0.05
LONG_PATIENCE = 1.0
# Seconds within which lines were not typed one by one, and how many of them are no paste (own decisions).
TOGETHER, LINES_AT_ONCE = 0.01, 3
# More keys than this in one read were pasted or come from a key held down, and not meant (own decision).
BURST = 8
# But one of these among them may have been meant, by someone in a hurry: it counts, and nothing else does.
SAFETY = ("x", "esc")


class TerminalState:
    """What changes the terminal for a while: a context manager that puts it back, and can change it again."""

    def enter(self) -> None:
        """Change the terminal."""

    def leave(self) -> None:
        """Put the terminal back."""

    def resized(self) -> None:
        """Take note that the terminal's size changed, even if it is what it was before."""

    def __enter__(self) -> Self:
        self.enter()
        return self

    def __exit__(self, *ended: object) -> None:
        self.leave()


class Keys(TerminalState):
    """The keys of one input, which puts a terminal into key mode and back.

    `lines` asks for whole lines even on a terminal. `wake` is a descriptor that becomes readable when a wait
    should end early (a signal came). `burst`: the most keys that one read may bring; more were not meant, unless all
    are among `words`: letters of a name, which may come together or be pasted.
    """

    def __init__(self, stdin: TextIO | None, lines: bool = False, wake: int | None = None, burst: int = BURST) -> None:
        # Held, because a stream that is let go of closes its descriptor.
        self._stdin = stdin
        self.fd = _descriptor(stdin)
        self.lines = lines or self.fd is None or not os.isatty(self.fd)
        self._wake = wake
        self._burst = burst
        self.words: Collection[str] = ()
        self._modes = KeyboardModes(self.fd) if self.fd is not None and not self.lines else None
        self._data = b""
        self._waiting: list[str] = []
        self._came = 0.0
        self._escaped = 0.0
        self._dropped = -PATIENCE
        self._asking = False
        self._open = self.fd is not None
        self._told = False

    def enter(self) -> None:
        """Let each key count at once, unseen."""
        if self._modes:
            self._modes.keys()

    def leave(self) -> None:
        """Put the terminal's modes back to what they were at the start."""
        if self._modes:
            self._modes.restore()

    def wait(self, seconds: float | None) -> str | None:
        """Return the next key's name; None when `seconds` (None: no end) have passed, or earlier by `wake`.

        Names: the character in lower case, or space, enter, esc, tab, backspace, up, down, left, right, unknown; where
        lines count, the line in lower case, enter when it is empty. "eof": the end, once, or each time with no end.
        """
        deadline = None if seconds is None else time.monotonic() + max(0.0, seconds)
        while True:
            key = self._taken()
            if key is not None:
                return key
            if not self._open and (deadline is None or not self._told):
                self._told = True
                return "eof"
            ends = [] if deadline is None else [deadline]
            if self._data and not self.lines:
                ends.append(self._came + self._patience)
            ready = self._select(max(0.0, min(ends) - time.monotonic()) if ends else None)
            if self.fd in ready:
                self._read()
            elif self._wake is not None and self._wake in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake, 4096)
                return None
            elif deadline is not None and time.monotonic() >= deadline:
                return None

    def drop_waiting(self) -> None:
        """Drop what was typed before a question was asked: it cannot be its answer."""
        self._asking = True
        while self.fd is not None and self._open and os.isatty(self.fd) and wait_readable([self.fd], 0.0):
            self._read()
        self._data = b""
        self._waiting.clear()

    @property
    def _patience(self) -> float:
        begun = self._data.startswith((PASTE_BEGINS, LATE_TAIL, b"\x1b[", b"\x1bO"))
        return LONG_PATIENCE if begun else PATIENCE

    def _select(self, seconds: float | None) -> list[int]:
        sources = [self.fd] if self._open else []
        return wait_readable([fd for fd in (*sources, self._wake) if fd is not None], seconds)

    def _read(self) -> None:
        assert self.fd is not None
        try:
            data = read_key_bytes(self.fd)
        except OSError:  # the terminal is gone
            data = b""
        self._open = bool(data)
        self._came = time.monotonic()
        if not self._data and data[:1] in (b"[", b"O") and self._came < self._escaped + LONG_PATIENCE:
            data = LATE_TAIL + data
        self._data += data
        if not self.lines:
            self._sort(whole=False)
        elif os.isatty(self.fd):
            self._gather_lines()

    def _gather_lines(self) -> None:
        """Take several lines at once for a paste, two where a question waits: none counts, unless one is about safety."""
        assert self.fd is not None
        with contextlib.suppress(OSError):
            while self._open and wait_readable([self.fd], TOGETHER) and (more := read_key_bytes(self.fd)):
                self._data += more
        lines = self._data.lower().splitlines()
        if len(lines) > (1 if self._asking else LINES_AT_ONCE):
            self._data = b"x\n" if b"x" in lines else b""

    def _sort(self, whole: bool) -> None:
        found = []
        if self.words:
            self._data = self._data.replace(PASTE_BEGINS, b"").replace(PASTE_ENDS, b"")
        alone = whole and self._data == b"\x1b"
        while True:
            key, self._data = next_key(self._data, whole)
            if key is None:
                break
            found.append(key)
        if alone:
            self._escaped = time.monotonic()
        # A long paste that is not marked comes in several reads, the last of which may bring a single key.
        is_rest = bool(found) and self._came < self._dropped + PATIENCE
        if (len(found) > self._burst or is_rest) and not {*found} <= {*self.words}:
            found = ["x"] if any(key in SAFETY for key in found) else []
            self._dropped = self._came
        self._waiting += found

    def _taken(self) -> str | None:
        if self.lines:
            line, end, rest = self._data.partition(b"\n")
            if not end and (self._open or not line):
                return None
            self._data, self._asking = rest, False
            if line.startswith(b"\x1b"):
                return next_key(line.rstrip(b"\r"), whole=True)[0] or "unknown"
            word = fold_width(line.decode("utf-8", "replace")).rstrip("\r").lower()
            return "space" if word == " " else word.strip() or "enter"
        if self._data and (not self._open or time.monotonic() >= self._came + self._patience):
            self._sort(whole=True)
        return self._waiting.pop(0) if self._waiting else None


def _descriptor(stdin: TextIO | None) -> int | None:
    try:
        return None if stdin is None else stdin.fileno()
    except (OSError, ValueError):
        return None
