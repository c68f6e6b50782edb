"""Details of a bug, saved for a report: where it happened, and nothing that a person typed."""

import os
import sys
import traceback
from datetime import datetime
from pathlib import Path

from knotcli import __version__
from knotcli.coach.errors import KnotError
from knotcli.storage.files.paths import write_private


def save(error: BaseException, folder: Path, now: datetime) -> str:
    """Save the kind of error and the places in the code, without its message: that could hold a note.

    Gives a sentence that says where, or that it could not be saved.
    """
    lines = [f"knot {__version__}, Python {sys.version.split()[0]}, {sys.platform}", type(error).__name__]
    lines += [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    path = folder / f"{now:%Y-%m-%d-%H%M%S}-{os.getpid()}.txt"
    try:
        write_private(path, "\n".join(lines) + "\n")
    except KnotError:
        return "The details could not be saved."
    return f"Where it happened is saved in {path}; it holds nothing that you typed."
