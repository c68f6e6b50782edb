"""Return whether the program that noted its mark still runs."""

import contextlib
import os
from pathlib import Path


def mark_process() -> str:
    """Return a mark of this process: its number, and when it was started where the system tells."""
    return f"{os.getpid()}:{_started(os.getpid())}"


def is_running(noted: str) -> bool:
    """Return whether another process with this mark runs. Where that cannot be told it counts as ended."""
    word, _, started = noted.partition(":")
    if os.name != "posix" or not (word.isascii() and word.isdigit()) or int(word) in (0, os.getpid()):
        return False
    try:
        os.kill(int(word), 0)
    except PermissionError:
        pass  # it runs, as somebody else's
    except (OSError, OverflowError):
        return False
    # Numbers are given out again; the moment of the start is not.
    return _started(int(word)) == started


def _started(number: int) -> str:
    with contextlib.suppress(OSError, IndexError):
        # The name in parentheses may hold anything; the 22nd field is the 20th after it.
        return (
            Path(f"/proc/{number}/stat")
            .read_text(encoding="utf-8", errors="replace")
            .rpartition(")")[2]
            .split()[19]
        )
    return ""
