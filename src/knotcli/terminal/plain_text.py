"""Blocks as plain lines: for pipes, plain mode, and what is too narrow for a table."""

from collections.abc import Iterable, Iterator

from knotcli.coach.text import Beside, Block, Line, ListItem, Span, Table, plain_text, spans_of

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
        yield tuple(
            span for place, cell in enumerate(short) for span in ((" " * GAP * bool(place), ""), *cell)
        )
        yield from (ListItem((" " * indent, ""), cell) for column, cell in cells if column.prose)
