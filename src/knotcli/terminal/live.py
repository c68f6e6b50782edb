"""An area of the terminal that is redrawn in place."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from knotcli.coach.text import Line
from knotcli.terminal.keys import TerminalState
from knotcli.terminal.window import BRING_BACK_TITLE, SAVE_TITLE, write_title

if TYPE_CHECKING:
    from knotcli.terminal.screen import Screen

# Written by hand because rich's live display cost more: a 60 s countdown in 80 × 24 took it 0.14 s of CPU,
# 14 MB and 36 kB of output, and takes this 0.06 s, 11 MB and 18 kB, start included.
HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"
# With bracketed paste the key reader can tell pasted text from keys.
PASTE_MARKED, PASTE_BARE = "\x1b[?2004h", "\x1b[?2004l"
OWN_SCREEN, SHELLS_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
TO_LINE_END, TO_SCREEN_END, ALL = "\x1b[K", "\x1b[J", "\x1b[H\x1b[J"


class Live(TerminalState):
    """Lines drawn over the lines drawn before; only those that changed are written.

    They stand on the terminal's alternate screen: what was there before comes back when they go.
    After a resize the screen is wiped and drawn from its top, as terminals differ in how they fold what was.
    """

    def __init__(self, screen: "Screen") -> None:
        self._screen = screen
        self._rows: list[str] = []
        self._size = screen.size
        self._known: dict[Line, list[str]] = {}
        self._active = self._gone = False
        self._title = ""

    def enter(self) -> None:
        """Take the alternate screen and hide the cursor; the next frame begins at the top."""
        self._active, self._rows, self._size = True, [], self._screen.size
        self._send(OWN_SCREEN + ALL + HIDE + PASTE_MARKED)

    def leave(self) -> None:
        """Bring back the screen that was there before, with its cursor."""
        if self._active:
            self._active = False
            title, self._title = BRING_BACK_TITLE if self._title else "", ""
            self._send(title + ALL + PASTE_BARE + SHOW + SHELLS_SCREEN)

    def resized(self) -> None:
        """Draw all anew next time: a window made small and large again has lost what it could not show."""
        self._size = os.terminal_size((0, 0))

    def draw(self, lines: Iterable[Line], size: os.terminal_size | None = None, title: str = "") -> None:
        """Show the lines in place of those before, as many as the terminal is high. `size`: its, where it is known.

        title: of the window, where the terminal takes one; the one that was there comes back when the lines go.
        """
        if title and title != self._title and self._screen.takes_title:
            self._send(("" if self._title else SAVE_TITLE) + write_title(title))
            self._title = title
        size = size or self._screen.size
        resized = size != self._size
        if resized:
            self._known.clear()
        rows = self._laid_out(lines, size)
        if rows == self._rows and not resized:
            return
        out = []
        if resized:
            out.append(ALL)
            self._rows, self._size = [], size
        at = max(0, len(self._rows) - 1)
        for number, row in enumerate(rows):
            if number < len(self._rows) and row == self._rows[number]:
                continue
            # A full row leaves the cursor on its last column, where clearing would take the last character:
            # so the line is cleared before it is written, in the same breath.
            out.append(_move(at, number) + TO_LINE_END + row)
            at = number
        if len(rows) < len(self._rows):
            out.append(_move(at, len(rows)) + TO_SCREEN_END)
            at = len(rows)
        out.append(_move(at, len(rows) - 1))
        self._rows = rows
        self._send("".join(out))

    def _laid_out(self, lines: Iterable[Line], size: os.terminal_size) -> list[str]:
        width = self._screen.width_in(size)
        fresh: dict[Line, list[str]] = {}
        rows: list[str] = []
        for line in lines:
            fresh[line] = self._known.get(line) or self._screen.rows(line, width)
            rows += fresh[line]
        self._known = fresh
        return rows[: size.lines] or [""]

    def _send(self, text: str) -> None:
        if self._gone:
            return
        try:
            self._screen.stream.flush()
            data = text.encode(self._screen.encoding, "replace")
            while data:
                data = data[os.write(self._screen.stream.fileno(), data) :]
        except OSError:
            # The terminal was closed: the hang-up signal or the end of input ends the session, not a frame.
            self._gone = True


def _move(at: int, to: int) -> str:
    """Return what moves the cursor from row `at` to the start of row `to`."""
    if to > at:
        return "\r\n" * (to - at)
    return f"\x1b[{at - to}A\r" if to < at else "\r"
