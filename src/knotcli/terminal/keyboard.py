"""The keyboard of each system: its modes, waiting for it, reading from it, and what its bytes mean as keys.

The branch for Windows has not been run.
"""

import contextlib
import errno
import os
import select
import sys
import time
from typing import Any

from knotcli.coach.person_input import fold_width

NAMES = {" ": "space", "\n": "enter", "\r": "enter", "\x1b": "esc", "\t": "tab", "\x7f": "backspace"}
ARROWS = {b"A": "up", b"B": "down", b"C": "right", b"D": "left"}
UNKNOWN = "unknown"
"""The name of a character that is no key here, such as a letter of another alphabet."""
PASTE_BEGINS, PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"
LATE_TAIL = b"\xff\x1b"
"""Put before the rest of a sequence whose escape has counted as a key already: it is then passed over whole."""
SEQUENCES = (b"[", b"O", b"]", b"P", b"^", b"_")
"""What follows the escape of a sequence. Before anything else it is the Esc key: no other key may hide that one."""


def sequence_length(data: bytes) -> int:
    """Return the length of the escape sequence (SEQUENCES) that `data` begins with; 0 while its end has not arrived."""
    kind = data[1:2]
    if kind == b"[" and data[2:3] in (b"[", b"M"):
        # Function keys of the Linux console, and mouse reports of the old kind.
        length = 4 if data[2:3] == b"[" else 6
        return length if len(data) >= length else 0
    if kind == b"[":
        for at in range(2, len(data)):
            if not 0x20 <= data[at] <= 0x3F:
                # A byte that belongs to no sequence ends it, and stays.
                return at + 1 if 0x40 <= data[at] <= 0x7E else at
        return 0
    if kind == b"O":
        return 3 if len(data) >= 3 else 0
    ends = [data.find(mark) + len(mark) for mark in (b"\x07", b"\x1b\\") if mark in data]
    return min(ends, default=0)


def next_key(data: bytes, whole: bool) -> tuple[str | None, bytes]:
    """Take the first key off `data`: its name, None if there is none yet, and what is left.

    The arrow keys are keys; other sequences and pasted text are none. With `whole` nothing more will come: an
    escape alone is the key, and a sequence without its end is dropped.
    """
    while data:
        if data.startswith(PASTE_BEGINS):
            text, end, data = data.partition(PASTE_ENDS)
            if not end:
                return None, b"" if whole else PASTE_BEGINS + text[len(PASTE_BEGINS) :][-5:]
        elif data.startswith(LATE_TAIL) and data[2:3] in (b"[", b"O"):
            length = sequence_length(data[1:])
            if not length:
                return None, b"" if whole else data
            data = data[1 + length :]
        elif data[0] == 0x1B:
            if data[1:2] not in (b"", *SEQUENCES):
                return "esc", data[1:]
            length = sequence_length(data)
            if not length:
                return ("esc" if whole and data == b"\x1b" else None), b"" if whole else data
            sequence, data = data[:length], data[length:]
            if length == 3 and sequence[1:2] in (b"[", b"O") and sequence[2:] in ARROWS:
                return ARROWS[sequence[2:]], data
        else:
            length = _character_length(data[0])
            if len(data) < length and not whole:
                return None, data
            char, data = fold_width(data[:length].decode("utf-8", "replace")), data[length:]
            if char in NAMES:
                return NAMES[char], data
            if len(char) == 1 and char.isascii():
                if char.isprintable():
                    return char.lower(), data
            else:
                return UNKNOWN, data
    return None, data


def _character_length(first: int) -> int:
    """Return how many bytes a UTF-8 character with this first byte has; 1 for a byte that begins none."""
    return 2 if 0xC2 <= first < 0xE0 else 3 if 0xE0 <= first < 0xF0 else 4 if 0xF0 <= first < 0xF5 else 1


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
