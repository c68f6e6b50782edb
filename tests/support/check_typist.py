"""Somebody who takes a check on a real terminal, one key at a time, each only once the screen stands still."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from support.pty_terminal import Terminal

ENTER = "\r"
PLACE = re.compile(r".* · \d of \d")
READY = re.compile(rb"[:>] [^\r\n]*$")
"""A line that waits for an answer, with what was typed behind it."""
NOTHING = ("n", "d", "m", "n", "c", "d", "n", "o", "y", "y", "n", "3", "4", ENTER, "n", "n", "n")
"""The 17 keys of a first check of the neck at 34 with nothing to name."""


class CheckTypist(Terminal):
    """`knot` with these arguments on a terminal; counts the keys and the screens."""

    def __init__(self, home: Path, *argv: str, cols: int = 80, rows: int = 24, **env: str) -> None:
        super().__init__([sys.executable, "-m", "knotcli", *argv], {"KNOT_HOME": str(home), **env}, cols, rows)
        self.screens: list[list[str]] = []
        self.keys = 0

    def __enter__(self) -> Self:
        return self

    def begun(self) -> list[str]:
        """Wait for the first screen."""
        self.until(lambda t: READY.search(t.raw))
        return self._seen()

    def press(self, *keys: str) -> list[str]:
        """Press keys, each once the one before has been answered by a new screen or the end. Gives the last screen."""
        for key in keys:
            before = len(self.raw)
            self.keys += 1
            self.send(key)
            self.until(lambda t, before=before: t.events or (len(t.raw) > before and READY.search(t.raw)))
            self._seen()
        return self.text()

    def _seen(self) -> list[str]:
        while self._poll(0.1) or not (any(self.text()) or self.events):
            pass
        text = self.text()
        self.screens.append(text)
        return text

    def heads(self) -> list[str]:
        """Give the place lines seen, each once, in order."""
        places = (line for screen in self.screens for line in screen if PLACE.fullmatch(line))
        return list(dict.fromkeys(places))


def joined(lines: Iterable[str]) -> str:
    """Give the screen as one text, however it was wrapped."""
    return " ".join(" ".join(lines).split())
