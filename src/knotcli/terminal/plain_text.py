"""Blocks as plain lines, and what a glyph becomes where the stream's encoding cannot take it."""

import codecs
from collections.abc import Iterable, Iterator, Mapping

from knotcli.coach.text import Beside, Block, Line, ListItem, Span, Table, plain_text, spans_of

# Most stand-ins are as wide as what they stand for, so that columns and pictures keep their shape; a bar's
# last eighths become a space for the same reason.
ASCII: Mapping[str, str] = {
    **dict.fromkeys("█▉▊▋▌▐▀▄▓■▮●", "#"),
    **dict.fromkeys("▍▎▏", " "),
    **dict.fromkeys("▁▂▃", "_"),
    **dict.fromkeys("▅▆▇", "#"),
    **dict.fromkeys("▒□▯", ":"),
    **dict.fromkeys("░·∙", "."),
    **dict.fromkeys("×✗✘", "x"),
    **dict.fromkeys("–—−‐‑─━═╌┄", "-"),
    **dict.fromkeys("│┃║╎┆", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝", "+"),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„″«»", '"'),
    **dict.fromkeys("•◦○◌✓✔", "*"),
    "╱": "/", "╲": "\\", "…": "...", "→": "->", "←": "<-", "↑": "^", "▲": "^", "↓": "v", "▼": "v", "▶": ">", "◀": "<",
    "≥": ">=", "≤": "<=", "≈": "~", "±": "+/-", "°": " deg", "½": "1/2", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip
SAMPLE = "█×↓…–’·"


def _stand_in(fault: UnicodeError) -> tuple[str, int]:
    """Give the ASCII for the characters that could not be encoded, "?" where none is known."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(ASCII.get(c, "?") for c in fault.object[fault.start : fault.end]), fault.end


codecs.register_error("knotcli.ascii", _stand_in)


def fit_encoding(text: str, encoding: str) -> str:
    """Give `text` with only what `encoding` can take."""
    return text.encode(encoding, "knotcli.ascii").decode(encoding)


def can_encode_glyphs(encoding: str) -> bool:
    """Say whether `encoding` can take the glyphs that the screens are drawn with."""
    try:
        SAMPLE.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


GAP = 2
"""Spaces between two columns."""


def plain_lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """Write each paragraph and each row as one unfolded line."""
    for block in blocks:
        if isinstance(block, ListItem):
            yield (block.lead, *spans_of(block.text))
        elif isinstance(block, Beside):
            yield from plain_lines(block.words)
        elif isinstance(block, Table):
            # A sentence in front of others would push them out of sight.
            prose_first = any(column.prose for column in block.columns[:-1])
            yield from plain_lines(stack_rows(block)) if prose_first else _align_rows(block)
        else:
            yield block


def _align_rows(table: Table) -> Iterator[Line]:
    if table.caption:
        yield ((table.caption, "dim"),)
    heads: tuple[Line, ...] = tuple(((column.head, "dim"),) for column in table.columns)
    rows = [heads, *table.rows] if any(column.head for column in table.columns) else table.rows
    # A row that ends early has a last cell that reaches over the rest.
    full = [row for row in rows if len(row) == len(table.columns)]
    widths = [
        max([column.least, *(len(plain_text(row[place])) for row in full)])
        for place, column in enumerate(table.columns)
    ]
    for row in rows:
        spans: list[Span] = []
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=False)):
            pad = " " * (widths[place] - len(plain_text(cell)))
            styled = ((cell, column.style),) if isinstance(cell, str) else cell
            if place == len(row) - 1 and not column.right:
                pad = ""
            spans += [(pad, ""), *styled] if column.right else [*styled, (pad, "")]
            if place < len(row) - 1:
                spans.append((" " * GAP, ""))
        while spans and not spans[-1][0].strip():
            spans.pop()
        yield tuple(spans)


def stack_rows(table: Table) -> Iterator[Block]:
    """Write each row as a block of its own.

    With heads: the first cell, and under it each other one behind its head. Without: what is short in one line, and
    the prose under it.
    """
    if table.caption:
        yield ((table.caption, "dim"),)
    headed = any(column.head for column in table.columns)
    for row in table.rows:
        cells = [
            (column, ((cell, column.style),) if isinstance(cell, str) else cell)
            for column, cell in zip(table.columns, row, strict=False)
            if plain_text(cell).strip() not in ("", "–")
        ]
        if headed:
            yield (("- ", ""), *cells[0][1])
            rest = "; ".join(f"{column.head} {plain_text(cell)}" for column, cell in cells[1:])
            yield from [f"  {rest}"] if rest else []
            continue
        short = [cell for column, cell in cells if not column.prose]
        indent = len(plain_text(row[0])) - len(plain_text(row[0]).lstrip(" ")) + GAP
        yield tuple(span for place, cell in enumerate(short) for span in ((" " * GAP * bool(place), ""), *cell))
        yield from (ListItem((" " * indent, ""), cell) for column, cell in cells if column.prose)
