"""The keyboard of each system: its modes, waiting for it, and reading from it. The branch for Windows has not been run."""

import contextlib
import errno
import os
import select
import sys
import time
from typing import Any

if sys.platform == "win32":
    import msvcrt

    class KeyboardModes:
        """The console of Windows, which needs no modes. Not run yet."""

        def __init__(self, fd: int) -> None:
            self.fd = fd

        def keys(self) -> None:
            """Do nothing: the console's own calls read keys unseen."""

        restore = keys

    def wait_readable(fds: list[int], seconds: float | None) -> list[int]:
        """Return which descriptors can be read, waiting so many seconds at most; None waits for ever."""
        # The console cannot be waited for; 20 looks a second cost next to nothing.
        end = None if seconds is None else time.monotonic() + seconds
        while not msvcrt.kbhit():
            left = 0.05 if end is None else min(0.05, end - time.monotonic())
            if left <= 0:
                return []
            time.sleep(left)
        return fds[:1]

    def read_key_bytes(fd: int) -> bytes:
        """Return the bytes that were typed and not read yet."""
        if not os.isatty(fd):
            return os.read(fd, 4096)
        char = msvcrt.getwch()
        if char in "\x00\xe0":  # the first half of an arrow or function key
            msvcrt.getwch()
            return b"\x1b[A"
        return char.encode()

else:
    import termios

    class KeyboardModes:
        """The modes of a terminal: as they were at the start, and with keys that count at once, unseen."""

        def __init__(self, fd: int) -> None:
            self.fd = fd
            self.before = termios.tcgetattr(fd)

        def keys(self) -> None:
            """Let each key count at once, unseen."""
            wanted = [*self.before[:6], [*self.before[6]]]
            # Ctrl-S must not hold a timer up.
            wanted[0] &= ~termios.IXON
            wanted[3] &= ~(termios.ICANON | termios.ECHO)
            wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
            self._set(wanted)

        def restore(self) -> None:
            """Put the modes back as they were."""
            # In the background the modes are the shell's, and setting them would stop this process for good.
            with contextlib.suppress(OSError):
                if os.tcgetpgrp(self.fd) != os.getpgrp():
                    return
            self._set(self.before)

        def _set(self, modes: list[Any]) -> None:
            # At once, not after the output has drained: a terminal that takes no more would hold this up.
            # From the background this stops the process, as it should; the signal that wakes it is the EINTR.
            while True:
                try:
                    return termios.tcsetattr(self.fd, termios.TCSANOW, modes)
                except termios.error as fault:
                    if fault.args[0] != errno.EINTR:
                        return None  # the terminal is gone

    def wait_readable(fds: list[int], seconds: float | None) -> list[int]:
        """Return which descriptors can be read, waiting so many seconds at most; None waits for ever."""
        return select.select(fds, [], [], seconds)[0]

    def read_key_bytes(fd: int) -> bytes:
        """Return the bytes that were typed and not read yet."""
        return os.read(fd, 4096)
