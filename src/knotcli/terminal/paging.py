"""Pages on a terminal: one at a time on a cleared screen, and long output in the pager that the person uses."""

import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterable, Mapping
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


USUAL = "less -R"
# less: leave at once when all fits, keep colours, leave the text on the screen. What is searched for is not
# written to a file, and no other program can be started from it.
LESS = {"LESS": "FRX", "LESSHISTFILE": "-", "LESSSECURE": "1", "LV": "-c"}


def find_pager(env: Mapping[str, str]) -> list[str]:
    """Give the pager's command line: PAGER, else less; empty where none is wanted or found."""
    try:
        words = shlex.split(env.get("PAGER", USUAL))
    except ValueError:
        return []
    if not words or words[0] == "cat" or shutil.which(words[0], path=env.get("PATH")) is None:
        return []
    return words


def show_in_pager(text: str, env: Mapping[str, str]) -> bool:
    """Show the text in the pager and wait for its end. False when there is none: then nothing was shown."""
    words = find_pager(env)
    if not words:
        return False
    settings = {**LESS, **env, "LESSHISTFILE": "-", "LESSSECURE": "1"}
    try:
        process = subprocess.Popen(words, stdin=subprocess.PIPE, env=settings)
    except OSError:
        return False
    # Ctrl-C belongs to the pager while it runs.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.communicate(text.encode("utf-8", "replace"))
    except OSError:
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True
