"""Lines laid out as pages: what stands on the screen while one answer is waited for."""

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from knotcli.coach.text import Line, ListItem, Style

ROOMY = 24
"""From this many rows on, blank lines set the parts of a page apart."""
PageRow = Line | ListItem
"""A paragraph that fits one row; where lines are appended, a whole one."""
Rows = Sequence[PageRow]
"""Rows that stay together."""


class Page(NamedTuple):
    """Rows, then the line that says which keys there are, behind which the cursor stands.

    numbers: the sentences that may be picked from here. more: the page says the first part only; any key goes on.
    """

    rows: tuple[PageRow, ...]
    keys: str
    numbers: tuple[int, ...] = ()
    more: bool = False


class Size(NamedTuple):
    """Room for a page: columns and rows. `rows` 0: lines are only ever appended, as long as they are."""

    columns: int
    rows: int

    @property
    def roomy(self) -> bool:
        """Whether blank lines may stand between the parts."""
        return not self.rows or self.rows >= ROOMY


PLAIN = Size(0, 0)
"""Lines that are appended: nothing is wrapped, each sentence is one line."""


def wrapped(text: str, size: Size, lead: str = "", style: Style = "", hang: int | None = None) -> list[PageRow]:
    """Break `text` at spaces, `lead` before it; further rows stand under the text, or `hang` columns in."""
    if not size.columns and lead.strip():
        return [ListItem((lead, "key"), ((text, style),))]
    if not size.columns:
        rows = [text]
    else:
        room = max(16, size.columns - len(lead))
        rows = wrap(text, room, break_on_hyphens=False) or [""]
        if hang is not None and len(rows) > 1:
            further = text[len(rows[0]) :].strip()
            rows = [rows[0], *wrap(further, max(16, size.columns - hang), break_on_hyphens=False)]
    pad = " " * (len(lead) if hang is None else hang)
    lines: list[PageRow] = [((lead, "key"), (rows[0], style)) if lead.strip() else ((lead + rows[0], style),)]
    for row in rows[1:]:
        lines.append(((pad + row, style),))
    return lines


def height(rows: Rows, keys: str, size: Size) -> int:
    """Count the rows that a page takes, its key line included."""
    return len(rows) + len(wrapped(keys.rstrip(), size))


def joined(head: Rows, blocks: Sequence[Rows], size: Size, between: bool = False) -> list[PageRow]:
    """Put the head and the blocks under each other, with a blank line after the head, between the blocks, at the end."""
    rows: list[PageRow] = [*head, *([""] if head and size.roomy else [])]
    for number, block in enumerate(blocks):
        if number and between and size.roomy:
            rows.append("")
        rows += block
    return [*rows, *([""] if size.roomy else [])]


def split(head: Rows, blocks: Sequence[Rows], keys: str, size: Size) -> list[list[Rows]]:
    """Share the blocks out to as few pages as fit the rows, in order, each page with the head and the key line."""
    pages: list[list[Rows]] = [[]]
    for block in blocks:
        tried = [*pages[-1], block]
        if pages[-1] and size.rows and height(joined(head, tried, size), keys, size) > size.rows:
            pages.append([block])
        else:
            pages[-1] = tried
    return pages


def fitted(page: Page, fault: str, size: Size) -> tuple[list[Line], str]:
    """Return the rows and the key line to draw, with what to say about the last reply above the keys.

    Where there is no room for all of it, rows at the top give way: the keys and what was wrong stay.
    """
    rows = [*page.rows, *(wrapped(fault, size, style="warn") if fault else ())]
    room = size.rows - len(wrapped(page.keys.rstrip(), size))
    return [as_line(row) for row in rows[max(0, len(rows) - room) :]], page.keys


def as_line(row: PageRow) -> Line:
    """Return a row as one line, a number or label before it."""
    if not isinstance(row, ListItem):
        return row
    return (row.lead, (row.text, "")) if isinstance(row.text, str) else (row.lead, *row.text)
