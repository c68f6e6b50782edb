"""Files that a person names to be read."""

import os
import sys
from pathlib import Path
from typing import TextIO

from knotcli.coach.errors import KnotError
from knotcli.coach.text import clean_text
from knotcli.storage.files.toml_files import decode, open_at_once

MOST_BYTES = 512 * 1024 * 1024


def read_input(name: str, stdin: TextIO) -> tuple[str, str]:
    """Read a text file, or standard input for `-`. Return its name for messages, and the text. Raises KnotError.

    `~` stands for the home folder.
    """
    if name == "-":
        data = getattr(stdin, "buffer", stdin).read(MOST_BYTES + 1)
        shown = "standard input"
        if isinstance(data, str):
            data = data.encode("utf-8", "surrogateescape")
    else:
        shown = clean_text(name)
        try:
            with open_at_once(Path(name).expanduser()) as file:
                if sys.platform != "win32":
                    os.set_blocking(file.fileno(), True)
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise KnotError(f"{shown} cannot be read: {error.strerror}.") from None
        except (ValueError, RuntimeError):
            raise KnotError(f"{shown} is not a name that a file can have.") from None
    if len(data) > MOST_BYTES:
        raise KnotError(f"{shown} is too large: at most {MOST_BYTES >> 20} MB are read.")
    return shown, decode(data, shown)
