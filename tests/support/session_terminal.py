"""knot on a terminal of its own, in the system's time or with a clock that runs faster."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from support.home import Home
from support.pty_terminal import Terminal

PACED_KNOT = str(Path(__file__).with_name("paced_knot.py"))
STEP = re.compile(r"step (\d+) of \d+")


def knot_on_terminal(home: Home, *argv: str) -> Terminal:
    """Run a command in the system's time."""
    return Terminal([sys.executable, "-m", "knotcli", *argv], {"KNOT_HOME": str(home.path)})


def paced_knot_on_terminal(
    home: Home, *argv: str, pace: float = 1, longest: str = "0.6", env: Mapping[str, str] | None = None, **size: int
) -> Terminal:
    """Run a command whose clock runs `pace` times as fast, and at most `longest` seconds between two looks."""
    command = [sys.executable, PACED_KNOT, str(pace), longest, *argv]
    return Terminal(command, {"KNOT_HOME": str(home.path), **(env or {})}, **size)


def step_number(term: Terminal) -> int:
    """Give the number of the step on the screen, 0 for none."""
    found = STEP.search(" ".join(term.text()))
    return int(found[1]) if found else 0


def go_to_step(term: Terminal, title: str) -> None:
    """Go on with n until the step of this title is there."""
    term.until(lambda t: step_number(t) > 0)
    while not any(line.startswith(title) for line in term.text()[1:4]):
        at = step_number(term)
        term.send("n")
        term.until(lambda t, at=at: step_number(t) > at)


LIST_KEYS = ("Enter goes on  q not now", "[Enter] go on  [q] not now:")


def last_row(term: Terminal) -> str:
    """Give the last line of the screen that holds anything."""
    return next((line for line in reversed(term.text()) if line), "")


def leave_list(term: Terminal) -> Terminal:
    """Read the whole list before one of the first sessions, page after page; give what follows it."""
    term.until(lambda t: last_row(t) in LIST_KEYS or t.events)
    while last_row(term) in LIST_KEYS:
        page = term.text()
        term.send("\r")
        term.until(lambda t, page=page: t.text() != page or t.events)
    return term


def leave_pages(term: Terminal) -> Terminal:
    """Read the whole list, and start the session from its page."""
    leave_list(term)
    term.until("all limits")
    term.send("\r")
    return term
