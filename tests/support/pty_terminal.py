"""Runs a command on a real terminal, as the foreground job of a session, and reads its screen."""

import contextlib
import os
import select
import signal
import struct
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import pyte
import pytest
from pyte.screens import wcwidth

from support import SOURCE
from support.nursery import begin_job

with contextlib.suppress(ImportError):  # Windows has none of them
    import fcntl
    import pty
    import termios

# Seconds without a sign of life after which a wait is given up, and seconds in all. A busy machine may need long for what
# it shows, but it goes on showing.
LIMIT = 30.0
LONGEST = 120.0


class Modes(NamedTuple):
    """What a program may leave changed on a terminal."""

    echo: bool
    lines: bool
    flow: bool
    signals: bool
    cursor: bool
    pasting: bool
    """Whether bracketed paste is on."""


class TwoScreens(pyte.Screen):
    """A terminal's two screens, of which the emulator knows one: the shell's comes back when the other, empty at first, is left.

    `display` writes anew only the lines that changed since the last look: tests look more often than a program draws.
    """

    def __init__(self, cols: int, rows: int) -> None:
        self.shells: tuple[Any, Any] | None = None
        self._written: dict[int, str] = {}
        super().__init__(cols, rows)

    @property
    def display(self) -> list[str]:
        for row in self.dirty:
            line = self.buffer[row]
            shown = [line[column].data for column in range(self.columns)]
            # The cell behind a wide character is its other half, whatever was left in it.
            self._written[row] = "".join(
                each for each, before in zip(shown, [" ", *shown], strict=False) if wcwidth(before[:1] or " ") < 2
            )
        self.dirty.clear()
        return [self._written[row] for row in range(self.lines)]

    def set_mode(self, *modes: int, **how: Any) -> None:
        if 1049 in modes and self.shells is None:
            self.shells = self.buffer, copy(self.cursor)
            self.buffer = defaultdict(self.buffer.default_factory)
            self.dirty.update(range(self.lines))
        super().set_mode(*modes, **how)

    def reset_mode(self, *modes: int, **how: Any) -> None:
        if 1049 in modes and self.shells is not None:
            self.buffer, self.cursor = self.shells
            self.shells = None
            self.dirty.update(range(self.lines))
        super().reset_mode(*modes, **how)


class Terminal:
    """One command on its own pseudo-terminal of `cols` × `rows`; a context manager that ends it with itself.

    `env` is added to a small fixed environment, in which the project can be imported.
    """

    def __init__(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, cols: int = 80, rows: int = 24
    ) -> None:
        if sys.platform == "win32":
            pytest.skip("there are no pseudo-terminals on Windows")
        self.screen = TwoScreens(cols, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self.pid = 0
        self.events: list[str] = []
        self._master, self._slave = pty.openpty()
        self._set_size(cols, rows)
        self.before = termios.tcgetattr(self._slave)
        status, status_in = os.pipe()
        control_out, control = os.pipe()
        self._status, self._control, self._line = status, control, b""
        whole = {"PATH": os.environ.get("PATH", ""), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        whole |= {"PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1", **(env or {})}
        begin_job(argv, whole, [self._slave, self._slave, self._slave, status_in, control_out])
        os.close(status_in)
        os.close(control_out)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, text: str) -> None:
        """Type `text`."""
        os.write(self._master, text.encode())

    def resize(self, cols: int, rows: int) -> None:
        """Change the size, as when a window is dragged; what was written before is read at the old size."""
        self._poll(0)
        self.screen.resize(rows, cols)
        self._set_size(cols, rows)

    def signal(self, number: int) -> None:
        """Send a signal to the command alone."""
        self._until_pid()
        os.kill(self.pid, number)

    def foreground(self) -> None:
        """Let a stopped command go on in the foreground, as `fg` does."""
        os.write(self._control, b"fg\n")

    def background(self) -> None:
        """Let a stopped command go on in the background, as `bg` does."""
        os.write(self._control, b"bg\n")

    def hang_up(self) -> None:
        """Close the terminal under the command."""
        self._poll(0)
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    def text(self) -> list[str]:
        """Give the screen's lines as they are now, without the spaces at their ends."""
        self._poll(0)
        return [line.rstrip() for line in self.screen.display]

    def until(self, what: str | Callable[["Terminal"], object], limit: float = LIMIT) -> list[str]:
        """Read on until the screen shows the text, or the condition holds, and the command waits. Gives the screen's lines.

        Gives up after `limit` seconds in which nothing came.
        """

        def holds() -> object:
            return any(what in line for line in self.screen.display) if isinstance(what, str) else what(self)

        began = heard = time.monotonic()
        while not holds():
            now = time.monotonic()
            if now - heard > limit or now - began > LONGEST:
                raise AssertionError(f"waited {now - began:.0f} s in vain for {what!r}\n{self.dump()}")
            ended = self._ended
            if self._poll(0.05):
                heard = now
            elif ended and not holds():
                # What the command wrote last has come.
                raise AssertionError(f"the command ended before {what!r}\n{self.dump()}")
        self._let_it_wait()
        return self.text()

    def until_event(self, name: str, limit: float = LIMIT) -> str:
        """Read on until the job is told of: `stopped N`, `continued` or `exit N`; take that event off."""
        began = heard = time.monotonic()
        while True:
            for event in self.events:
                if event.split()[0] == name:
                    self.events.remove(event)
                    return event
            now = time.monotonic()
            if now - heard > limit or now - began > LONGEST:
                raise AssertionError(f"waited {now - began:.0f} s in vain for {name}; {self.events}\n{self.dump()}")
            if self._poll(0.05):
                heard = now

    def wait(self, limit: float = LIMIT) -> int:
        """Read on until the command has ended. Gives its exit code, 128 + n after signal n."""
        if not self._ended:
            event = self.until_event("exit", limit)
            self.events.append(event)
        while self._poll(0):
            pass
        return int(next(e for e in self.events if e.startswith("exit")).split()[1])

    def modes(self) -> Modes:
        """Give the terminal's modes as they are now."""
        self._poll(0)
        flags = termios.tcgetattr(self._slave)
        return Modes(
            echo=bool(flags[3] & termios.ECHO),
            lines=bool(flags[3] & termios.ICANON),
            flow=bool(flags[0] & termios.IXON),
            signals=bool(flags[3] & termios.ISIG),
            cursor=not self.screen.cursor.hidden,
            pasting=self.raw.rfind(b"\x1b[?2004h") > self.raw.rfind(b"\x1b[?2004l"),
        )

    def restored(self) -> bool:
        """Say whether the terminal is as the command found it, once what it wrote has come through."""
        for _ in range(200):
            if not self._poll(0.02):
                break
        modes = self.modes()
        return termios.tcgetattr(self._slave) == self.before and modes.cursor and not modes.pasting

    def dump(self) -> str:
        """Give screen and last bytes, to see in a failed test."""
        return "\n".join([*self.screen.display, repr(bytes(self.raw[-600:])), str(self.events)])

    def close(self) -> None:
        """End whatever still runs."""
        if not self._ended and self.pid:
            for number in (signal.SIGKILL, signal.SIGCONT):
                try:
                    os.killpg(self.pid, number)
                except ProcessLookupError:
                    break
        os.close(self._control)
        end = time.monotonic() + 5  # until whoever leads the job has gone
        while self._status >= 0 and time.monotonic() < end:
            self._poll(0.05)
        for fd in (self._status, self._slave, self._master):
            if fd >= 0:
                os.close(fd)

    @property
    def _ended(self) -> bool:
        return any(event.startswith("exit") for event in self.events)

    def _let_it_wait(self) -> None:
        """Let the command come to rest after what it showed: nobody answers in the millisecond a question is drawn.

        Where the system does not tell how a process is (no /proc), nothing is waited for.
        """
        end = time.monotonic() + 0.5
        with contextlib.suppress(OSError):
            while self.pid and not self._ended and time.monotonic() < end:
                state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
                if not self._poll(0.002) and state != "R":
                    break

    def _until_pid(self) -> None:
        end = time.monotonic() + LIMIT
        while not self.pid and time.monotonic() < end:
            self._poll(0.05)

    def _set_size(self, cols: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def _poll(self, seconds: float) -> bool:
        """Take in what came within the time; say whether anything did."""
        fds = [fd for fd in (self._master, self._status) if fd >= 0]
        ready = select.select(fds, [], [], seconds)[0]
        if self._status in ready:
            data = os.read(self._status, 4096)
            if not data:
                os.close(self._status)
                self._status = -1
            *lines, self._line = (self._line + data).split(b"\n")
            for line in lines:
                word, _, number = line.decode().partition(" ")
                if word == "pid":
                    self.pid = int(number)
                else:
                    self.events.append(line.decode())
        if self._master in ready:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return False
            self.raw += data
            self._stream.feed(data)
            return True
        return False
