"""Blocks drawn by rich: what a terminal shows."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TextIO

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.style import Style
from rich.text import Text

from knotcli.coach.text import Beside, Block, Line, ListItem, Span, Table, plain_text, spans_of
from knotcli.terminal.paragraphs import MOST, fold_paragraph
from knotcli.terminal.plain_text import GAP, stack_rows
from knotcli.terminal.style_codes import LOOKS

PROSE = 24
"""Columns below which sentences in a table, or beside a picture, have lines of their own instead."""
TERMINAL_COLOURS = {name: (Style.parse(many), Style.parse(few)) for name, (many, few) in LOOKS.items()}


class _Paragraph:
    """A paragraph that is folded as wide as there is room."""

    def __init__(
        self, block: Line | ListItem, fit: Callable[[str], str], write: Callable[[Iterable[Span]], Text]
    ) -> None:
        self._block, self._fit, self._write = block, fit, write

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(min(PROSE, options.max_width), options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for row in fold_paragraph(self._block, options.max_width, self._fit, is_cut=False):
            shown = self._write(row)
            shown.no_wrap, shown.overflow = True, "ignore"
            yield shown


class RichRenderer:
    """Draws blocks for one stream.

    fit: makes a text harmless and fit for the stream's encoding. colours: how many the terminal has, 0 for none.
    """

    def __init__(self, stream: TextIO, colours: Literal[0, 16, 256], fit: Callable[[str], str]) -> None:
        self._fit, self._few = fit, colours == 16
        system: Literal["256", "standard"] | None = None if not colours else "standard" if colours == 16 else "256"
        self.console = Console(
            file=stream,
            force_terminal=True,
            color_system=system,
            no_color=not colours,
            markup=False,
            emoji=False,
            highlight=False,
        )

    def render_blocks(self, blocks: Iterable[Block], width: int) -> str:
        """Return the blocks as text for the stream."""
        self.console.width = width
        with self.console.capture() as capture:
            self.console.print(Group(*self._drawn(blocks, width)), crop=False)
        return capture.get()

    def _drawn(self, blocks: Iterable[Block], width: int) -> Iterator[RenderableType]:
        for block in blocks:
            if isinstance(block, Table):
                yield from self._table(block, width)
            elif isinstance(block, Beside):
                yield from self._beside(block, width)
            elif isinstance(block, str):
                yield from (self._paragraph(part) for part in block.split("\n"))
            else:
                yield self._paragraph(block)

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
            yield self._paragraph(((table.caption, "dim"),))
        yield drawn

    def _paragraph(self, block: Line | ListItem) -> _Paragraph:
        return _Paragraph(block, self._fit, self._text)

    def _text(self, spans: Iterable[Span]) -> Text:
        return Text.assemble(
            *((self._fit(text), TERMINAL_COLOURS[style][self._few]) for text, style in spans), end="\n"
        )
