"""What a view looks like on terminals of two widths and in a pipe."""

import io
from collections.abc import Iterable

from knotcli.coach.text import Block
from knotcli.terminal.screen import Screen


class ShownStream(io.StringIO):
    """A stream in memory that says whether it is a terminal."""

    def __init__(self, tty: bool) -> None:
        super().__init__()
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


def show_blocks(blocks: Iterable[Block], columns: int | None = None, **env: str) -> list[str]:
    """Return the rows that a terminal of so many columns shows of the blocks; without columns, those of a pipe."""
    stream = ShownStream(columns is not None)
    given = {"TERM": "xterm", "NO_COLOR": "1", "COLUMNS": str(columns or ""), **env}
    Screen(stream, given).show(blocks)
    return [row.rstrip() for row in stream.getvalue().splitlines()]


def show_everywhere(blocks: Iterable[Block]) -> str:
    """Return what 80 columns, 40 columns and a pipe show, for a golden screen. Fails where it does not fit."""
    blocks = [*blocks]
    parts = []
    for head, columns in (("80 columns", 80), ("40 columns", 40), ("a pipe", None)):
        rows = show_blocks(blocks, columns)
        assert columns is None or max(map(len, rows)) <= columns
        parts.append("\n".join([f"=== {head} ===", *rows]))
    return "\n\n".join(parts)
