"""An area of the terminal that is redrawn in place."""

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from knotcli.coach.text import Line
from knotcli.terminal.keys import TerminalState
from knotcli.terminal.paragraphs import NARROW
from knotcli.terminal.style_codes import RESET
from knotcli.terminal.window import BRING_BACK_TITLE, SAVE_TITLE, write_title

if TYPE_CHECKING:
    from knotcli.terminal.screen import Screen

# Written by hand because rich's live display cost more: a countdown of a minute in 80 × 24 took it 2.6 times the CPU,
# and three times the bytes of lines that were written whole.
HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"
# With bracketed paste the key reader can tell pasted text from keys.
PASTE_MARKED, PASTE_BARE = "\x1b[?2004h", "\x1b[?2004l"
OWN_SCREEN, SHELLS_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
TO_LINE_END, TO_SCREEN_END, ALL = "\x1b[K", "\x1b[J", "\x1b[H\x1b[J"
BLANK = (" ", "")
_CODE = re.compile("(\x1b\\[[0-9;]*m)")


class Live(TerminalState):
    """Lines drawn over the lines drawn before; only what changed of them is written.

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
        if not self._active:
            return
        out = []
        if title and title != self._title and self._screen.takes_title:
            out.append(("" if self._title else SAVE_TITLE) + write_title(title))
            self._title = title
        size = size or self._screen.size
        if size != self._size:
            out.append(ALL)
            self._known.clear()
            self._rows, self._size = [], size
        rows = self._laid_out(lines, size)
        pen = ""
        for number, row in enumerate(rows):
            before = self._rows[number] if number < len(self._rows) else ""
            if row != before:
                pen = _change_row(out, pen, number + 1, before, row)
        if pen:
            out.append(RESET)
        if len(rows) < len(self._rows):
            out.append(f"\x1b[{len(rows) + 1}H{TO_SCREEN_END}")
        self._rows = rows
        if out:
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


def _change_row(out: list[str], pen: str, number: int, before: str, row: str) -> str:
    """Write what makes row `number` (from 1) out of what stands there. pen: the style in force; returns it as it is then."""
    old, new = _split_cells(before), _split_cells(row)
    if old is None or new is None:
        # A full row leaves the cursor on its last column, where clearing would take the last character: so the row is
        # cleared before it is written.
        out.append(f"{RESET if pen else ''}\x1b[{number}H{TO_LINE_END}{row}")
        return ""
    place = -1
    for column, cell in enumerate(new):
        if cell == (old[column] if column < len(old) else BLANK):
            continue
        if place < 0:
            out.append(f"\x1b[{number};{column + 1}H")
        elif place < column:
            few = column - place < 4 and all(skipped == BLANK for skipped in new[place:column])
            out.append(" " * (column - place) if few else f"\x1b[{column - place}C")
        glyph, code = cell
        if code != pen and glyph != " ":
            out.append((RESET if pen else "") + code)
            pen = code
        out.append(glyph)
        place = column + 1
    if len(old) > len(new):
        out.append(f"\x1b[{number};{len(new) + 1}H{TO_LINE_END}")
    return pen


@lru_cache(maxsize=64)  # what stands there was split when it was drawn
def _split_cells(row: str) -> list[tuple[str, str]] | None:
    """Return the row's characters with their styles' codes, without the blanks at its end; None where one may be wide."""
    cells: list[tuple[str, str]] = []
    code = ""
    for part in _CODE.split(row):
        if part.startswith("\x1b"):
            code = "" if part == RESET else part
        elif NARROW.fullmatch(part):
            cells += [BLANK if glyph == " " else (glyph, code) for glyph in part]
        else:
            return None
    while cells and cells[-1] == BLANK:
        cells.pop()
    return cells
