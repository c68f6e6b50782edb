"""One page at a time on a cleared screen, with the cursor behind its last line."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from knotcli.coach.text import Line
from knotcli.terminal.keys import TerminalState
from knotcli.terminal.live import ALL, PASTE_BARE, PASTE_MARKED

if TYPE_CHECKING:
    from knotcli.terminal.screen import Screen


class SinglePage(TerminalState):
    """Pages drawn one in place of the other; what stood on the screen before the first one is scrolled up, not lost."""

    def __init__(self, screen: "Screen") -> None:
        self._screen = screen
        self._drawn = False

    def enter(self) -> None:
        """Have pasted text marked, so that it can be told from keys."""
        self._send(PASTE_MARKED)

    def leave(self) -> None:
        """Put the cursor on a line of its own below the page, and pasting back to what it was."""
        self._send(PASTE_BARE + ("\n" if self._drawn else ""))
        self._drawn = False

    def show(self, rows: Iterable[Line], prompt: str) -> None:
        """Draw a page whose rows fit the screen, the prompt last."""
        room = "" if self._drawn else "\n" * (self._screen.size.lines - 1)
        self._drawn = True
        width = self._screen.size.columns
        drawn = [row for line in rows for row in self._screen.rows(line, width)]
        last = "\n".join(self._screen.rows(prompt.rstrip(" "), width)) + prompt[len(prompt.rstrip(" ")) :]
        self._send(room + ALL + "".join(f"{row}\n" for row in drawn) + last)

    def clear(self) -> None:
        """Leave an empty screen for what is printed next."""
        if self._drawn:
            self._send(ALL)
            self._drawn = False

    def _send(self, text: str) -> None:
        try:
            self._screen.write(text)
        except BrokenPipeError:
            return  # the terminal was closed: the end of its keys ends the questions
