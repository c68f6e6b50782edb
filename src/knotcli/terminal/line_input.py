"""One typed line as the answer to one question: nothing that was typed before it was asked, and nothing pasted.

The branch for Windows has not been run.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from knotcli.terminal.keyboard import PASTE_BEGINS, PASTE_ENDS
from knotcli.terminal.keys import LONG_PATIENCE, PATIENCE, Keys
from knotcli.terminal.live import PASTE_BARE, PASTE_MARKED
from knotcli.terminal.screen import Screen


class Pasted(Exception):
    """What came was pasted, or more than one line at once: it answers nothing."""


def terminal_of(stdin: TextIO) -> int | None:
    """Return the descriptor of the terminal that is typed on; None where the input is none."""
    try:
        fd = stdin.fileno()
        return fd if os.isatty(fd) else None
    except (OSError, ValueError):
        return None


def read_line(stdin: TextIO, free: bool = False) -> str:
    """Read one line, "" at the end of input. Raises Pasted and OSError. `free`: one line may have been pasted.

    Bytes, where there are any: half a letter at the end of input would be an error without an end.
    """
    if (fd := terminal_of(stdin)) is not None and sys.platform != "win32":
        return _terminal_line(fd, stdin, free)
    typed = getattr(stdin, "buffer", stdin).readline()
    return typed if isinstance(typed, str) else typed.decode(stdin.encoding or "utf-8", "replace")


@contextlib.contextmanager
def marking_pastes(stdin: TextIO, screen: Screen) -> Iterator[None]:
    """Have the terminal mark what is pasted, for the time of a question; not where only lines are wanted."""
    if screen.plain or terminal_of(stdin) is None:
        yield
        return
    screen.write(PASTE_MARKED)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            screen.write(PASTE_BARE)


if sys.platform == "win32":
    import msvcrt

    def drop_waiting(stdin: TextIO) -> None:
        """Drop what was typed before the question was asked."""
        if terminal_of(stdin) is not None:
            while msvcrt.kbhit():
                msvcrt.getwch()

    def _terminal_line(fd: int, stdin: TextIO, free: bool) -> str:
        raise AssertionError

else:
    import select
    import termios

    def drop_waiting(stdin: TextIO) -> None:
        """Drop what was typed before the question was asked.

        Nothing waits in the stream's own buffer: on a terminal lines are read from its descriptor alone.
        """
        if (fd := terminal_of(stdin)) is not None:
            with contextlib.suppress(termios.error):
                termios.tcflush(fd, termios.TCIFLUSH)

    def _terminal_line(fd: int, stdin: TextIO, free: bool) -> str:
        data = b""
        while not data.endswith(b"\n") and (more := os.read(fd, 4096)):
            data += more
        if free and PASTE_ENDS in data:
            data = data.replace(PASTE_BEGINS, b"").replace(PASTE_ENDS, b"")
        begun = PASTE_BEGINS in data
        if (data and _drop_rest(stdin, data.rpartition(PASTE_BEGINS)[2] if begun else PASTE_ENDS)) or begun:
            raise Pasted
        return data.decode("utf-8", "replace")

    def _drop_rest(stdin: TextIO, data: bytes) -> bool:
        """Drop what still comes with a line: up to the end of its paste, else all of it. Return whether any came.

        Half a line shows only to keys that count at once.
        """
        came = False
        with Keys(stdin) as keys:
            assert keys.fd is not None
            while select.select([keys.fd], [], [], PATIENCE if PASTE_ENDS in data else LONG_PATIENCE)[0]:
                came = True
                if not (more := os.read(keys.fd, 4096)):
                    break
                data = data[-5:] + more if PASTE_ENDS not in data else data
        return came
