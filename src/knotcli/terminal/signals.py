"""Signals that arrive while a session runs.

The handlers only note what came, so that they can come at any moment, in the middle of a frame too; the wait
for keys ends at once, and what was noted is carried out there.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Self

from knotcli.terminal.keys import Keys, TerminalState

ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
OTHER = ("SIGTSTP", "SIGCONT", "SIGWINCH")


class EndedBySignal(KeyboardInterrupt):
    """A signal to end came while a question waited for its answer."""


class Guard:
    """Signals for the time of a session; a context manager that puts the handlers before it back.

    `ending` is the number of the first signal that asked to end; `resumed` is set when the process was
    stopped and goes on, and is the caller's to clear. A signal that was ignored before (nohup) stays ignored.
    """

    def __init__(self) -> None:
        self.ending: int | None = None
        self.resumed = False
        self.wake: int | None = None
        self._held: tuple[TerminalState, ...] = ()
        self._stop = self._continued = self._asking = self._resized = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        if sys.platform != "win32":
            self.wake, self._waker = os.pipe()
            os.set_blocking(self.wake, False)
            os.set_blocking(self._waker, False)
            # Only this descriptor is sure to end a wait: a handler in Python may run just before it begins.
            self._waker_before = signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        for name in (*ENDING, *OTHER):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *ended: object) -> None:
        for number, handler in self._before.items():
            # It is what signal.signal gave before, whose type has no name of its own.
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._before.clear()
        if self.wake is not None and sys.platform != "win32":
            signal.set_wakeup_fd(self._waker_before)
            os.close(self.wake)
            os.close(self._waker)
        if self._stop and sys.platform != "win32":
            os.kill(os.getpid(), signal.SIGTSTP)

    def hold(self, *held: TerminalState) -> None:
        """Name what has to be put back when the process is stopped, in the order in which it was entered."""
        self._held = held

    def nudge(self) -> None:
        """End a wait for keys early; from any thread."""
        if self.wake is not None and sys.platform != "win32":
            with contextlib.suppress(BlockingIOError):
                os.write(self._waker, b"\0")

    def wait(self, keys: Keys, seconds: float | None) -> str | None:
        """Wait for a key as `keys` does. A stop that was asked for takes place here, and gives None."""
        self._tell_of_resizing()
        if self._stop or self._continued:
            self._settle()
            return None
        key = None if self.ending else keys.wait(seconds)
        if key == "eof" and not keys.lines:
            # Keys of a terminal end only when it is gone; the signal that says so may come later, or never.
            self.ending = self.ending or getattr(signal, "SIGHUP", signal.SIGTERM)
            return None
        self._tell_of_resizing()
        if self._stop or self._continued:
            self._settle()
        return key

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Give the terminal back for a question; a signal to end raises `EndedBySignal` meanwhile."""
        self._leave()
        self._asking = True
        try:
            if self.ending:
                raise EndedBySignal
            if self._stop:
                self._stop_now()
            yield
        finally:
            self._asking = False
            self._enter()

    def _note(self, number: int, frame: FrameType | None) -> None:
        name = signal.Signals(number).name
        if name in ENDING:
            self.ending = self.ending or number
            if self._asking:
                raise EndedBySignal
        elif name == "SIGTSTP":
            self._stop = True
            if self._asking:
                self._stop_now()
        elif name == "SIGCONT":
            self._continued = True
        elif name == "SIGWINCH":
            self._resized = True

    def _tell_of_resizing(self) -> None:
        if self._resized:
            self._resized = False
            for held in self._held:
                held.resized()

    def _settle(self) -> None:
        if self._stop:
            self._leave()
            self._stop_now()
        self._continued = True
        while self._continued:
            # In the background taking the terminal again stops the process once more, right here.
            self._continued = False
            self._enter()
        self.resumed = True

    def _stop_now(self) -> None:
        self._stop = False
        if sys.platform != "win32":
            handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, handler)
        self.resumed = True

    def _leave(self) -> None:
        for held in reversed(self._held):
            held.leave()

    def _enter(self) -> None:
        for held in self._held:
            held.enter()
