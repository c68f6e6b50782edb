"""Blocks drawn by rich: what a terminal shows."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TextIO

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.style import Style
from rich.text import Text

from knotcli.coach.text import Beside, Block, Line, ListItem, Span, Table, plain_text, spans_of
from knotcli.terminal.plain_text import GAP, stack_rows

MOST = 88
"""Columns of a paragraph: longer lines are hard to read."""
PROSE = 24
"""Columns below which sentences in a table, or beside a picture, have lines of their own instead."""
LEAD = re.compile(r" *(?:[-·.] )?")
# On a terminal of 256 colours, and on one of 16. The 256 have a look that no theme changes: each has a contrast of
# about 4 : 1 or more on black and on white alike.
TERMINAL_COLOURS: dict[str, tuple[Style, Style]] = {
    name: (Style.parse(many), Style.parse(few))
    for name, many, few in (
        ("", "none", "none"),
        ("title", "bold", "bold"),
        ("strong", "bold", "bold"),
        ("dim", "color(243)", "dim"),
        ("good", "color(28)", "green"),
        ("warn", "color(130)", "yellow"),
        ("stop", "bold color(160)", "bold red"),
        ("key", "bold color(30)", "bold cyan"),
        ("bar", "color(31)", "cyan"),
    )
}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise  # the world knows what to do when a reader has gone


class _Paragraph:
    """A text that is folded behind its lead. `overflow` says what becomes of a word longer than a line."""

    def __init__(self, lead: Text, body: Text, overflow: Literal["fold", "ignore"]) -> None:
        body.overflow = overflow
        self._lead, self._body = lead, body

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(min(PROSE, options.max_width), options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, MOST)
        lead, body, indent = self._lead, self._body, self._lead.cell_len
        if indent >= width // 2:
            lead, body, indent = Text(), lead + body, 0
            body.overflow = self._body.overflow
        for number, row in enumerate(body.wrap(console, width - indent)):
            row.rstrip()
            shown = (Text(" " * indent) if number else lead) + row
            shown.no_wrap, shown.overflow = True, "ignore"
            yield shown


class RichRenderer:
    """Draws blocks for one stream.

    fit: makes a text harmless and fit for the stream's encoding. colours: how many the terminal has, 0 for none.
    """

    def __init__(self, stream: TextIO, colours: Literal[0, 16, 256], fit: Callable[[str], str]) -> None:
        self._fit, self._few = fit, colours == 16
        system: Literal["256", "standard"] | None = None if not colours else "standard" if colours == 16 else "256"
        self.console = _Console(
            file=stream,
            force_terminal=True,
            color_system=system,
            no_color=not colours,
            markup=False,
            emoji=False,
            highlight=False,
        )
        self._system = self.console._color_system

    def print_blocks(self, blocks: Iterable[Block], width: int) -> None:
        """Write the blocks to the stream."""
        self.console.width = width
        self.console.print(Group(*self._drawn(blocks, width)), crop=False)

    def render_blocks(self, blocks: Iterable[Block], width: int) -> str:
        """Return what `print_blocks` would write."""
        with self.console.capture() as capture:
            self.print_blocks(blocks, width)
        return capture.get()

    def fold_line(self, line: Line, width: int) -> list[str]:
        """Return one paragraph as rows that are never wider than `width`, for what is redrawn in place."""
        self.console.width = width
        with self.console.capture() as capture:
            self.console.print(self._paragraph(spans_of(line), "fold"), crop=False)
        return capture.get().splitlines()

    def style_spans(self, spans: Iterable[Span]) -> str:
        """Return the pieces with the codes of their styles."""
        return "".join(
            TERMINAL_COLOURS[style][self._few].render(text, color_system=self._system) for text, style in spans
        )

    def _drawn(self, blocks: Iterable[Block], width: int) -> Iterator[RenderableType]:
        for block in blocks:
            if isinstance(block, ListItem):
                yield _Paragraph(self._text((block.lead,)), self._text(spans_of(block.text)), "ignore")
            elif isinstance(block, Table):
                yield from self._table(block, width)
            elif isinstance(block, Beside):
                yield from self._beside(block, width)
            elif isinstance(block, str):
                yield from (self._paragraph(((part, ""),), "ignore") for part in block.split("\n"))
            else:
                yield self._paragraph(block, "ignore")

    def _beside(self, block: Beside, width: int) -> Iterator[RenderableType]:
        wide = max((len(plain_text(row)) for row in block.picture), default=0)
        if not wide or wide > width:
            yield from self._drawn(block.words, width)
        elif not block.text or width - wide - GAP < PROSE + 12:
            yield from (self._text(spans_of(row)) for row in block.picture)
            yield from self._drawn(("", *block.text) if block.text else (), width)
        else:
            from rich.table import Table as RichTable

            grid = RichTable.grid(padding=(0, GAP, 0, 0))
            grid.add_column(no_wrap=True)
            grid.add_column()
            rows = [self._text(spans_of(row)) for row in block.picture]
            most = min(width, MOST)
            grid.width = most
            grid.add_row(Group(*rows), Group(*self._drawn(block.text, most - wide - GAP)))
            yield grid

    def _table(self, table: Table, width: int) -> Iterator[RenderableType]:
        # Loaded only where there is a table: with it come fractions and decimals.
        from rich.table import Table as RichTable

        headed = any(column.head for column in table.columns)
        drawn = RichTable(box=None, show_header=headed, padding=(0, GAP, 0, 0), pad_edge=False)
        cells = [
            [
                self._text(((cell, column.style),) if isinstance(cell, str) else cell)
                for column, cell in zip(table.columns, row, strict=False)
            ]
            for row in table.rows
        ]
        needed = 0
        for place, column in enumerate(table.columns):
            head = self._text(((column.head, "dim"),))
            longest = max((row[place].cell_len for row in cells if place < len(row)), default=0)
            least = max(column.least, head.cell_len, min(PROSE, longest) if column.prose else longest)
            needed += least + (GAP if place else 0)
            drawn.add_column(
                head,
                justify="right" if column.right else "left",
                no_wrap=not column.prose,
                overflow="fold",
                min_width=least,
                max_width=MOST if column.prose else None,
            )
        if needed > width:
            yield from self._drawn(stack_rows(table), width)
            return
        for row in cells:
            drawn.add_row(*row)
        if table.caption:
            yield self._paragraph(((table.caption, "dim"),), "ignore")
        yield drawn

    def _paragraph(self, spans: Iterable[Span], overflow: Literal["fold", "ignore"]) -> _Paragraph:
        text = self._text(spans)
        found = LEAD.match(text.plain)
        lead, body = text.divide([found.end() if found else 0])
        return _Paragraph(lead, body, overflow)

    def _text(self, spans: Iterable[Span]) -> Text:
        return Text.assemble(
            *((self._fit(text), TERMINAL_COLOURS[style][self._few]) for text, style in spans), end="\n"
        )
