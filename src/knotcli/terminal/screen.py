"""Where text goes out: what this stream can show, how wide, and in how many colours."""

import codecs
import contextlib
import errno
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from knotcli.coach.text import Beside, Block, Line, Span, Table, clean_text, plain_text
from knotcli.terminal.paragraphs import fold_paragraph, measure_cells
from knotcli.terminal.plain_text import can_encode_glyphs, fit_encoding, plain_lines
from knotcli.terminal.style_codes import write_spans
from knotcli.terminal.window import takes_title, write_notification

if TYPE_CHECKING:
    from knotcli.terminal.live import Live
    from knotcli.terminal.rich_renderer import RichRenderer

NARROWEST = 20
NO_CODES = ("", "dumb", "unknown", "vt52")
"""Values of TERM that say that a terminal takes no escape codes, or not those of today."""
KEY_GAP = "   "
ANSWER = 3  # columns behind a prompt: a space and two digits
USUAL = os.terminal_size((80, 24))


def switched_on(env: Mapping[str, str], name: str) -> bool:
    """Say whether the variable is set to anything but an empty text, 0, no, off or false."""
    return env.get(name, "").strip().lower() not in ("", "0", "no", "off", "false")


class Screen:
    """A stream that lines are shown on.

    `env` is the environment that says what is wanted; `plain` asks for lines that are only ever appended;
    `width` (columns) wins over everything else.
    """

    def __init__(self, stream: TextIO, env: Mapping[str, str], plain: bool = False, width: int | None = None) -> None:
        self.stream = stream
        self._env = env
        self._wanted = width or _number(env, "COLUMNS")
        try:
            tty = stream.isatty()
        except ValueError:
            tty = False
        # Windows knows no TERM.
        self.terminal = tty and (os.name == "nt" or env.get("TERM", "") not in NO_CODES)
        self._spoken = plain or switched_on(env, "KNOT_PLAIN") or switched_on(env, "ACCESSIBLE")
        self.plain = self._spoken or not self.terminal
        forced = switched_on(env, "FORCE_COLOR") or switched_on(env, "CLICOLOR_FORCE")
        self.colour = not env.get("NO_COLOR") and (forced or not self.plain)
        self.encoding = _encoding(stream, env)
        self.unicode = can_encode_glyphs(self.encoding)

    @property
    def size(self) -> os.terminal_size:
        """The terminal's real size in columns and lines; 80 × 24 where there is none."""
        real = self._real_size
        return os.terminal_size((real.columns or USUAL.columns, real.lines or USUAL.lines))

    @property
    def _real_size(self) -> os.terminal_size:
        try:
            return os.get_terminal_size(self.stream.fileno())
        except (OSError, ValueError):
            return os.terminal_size((0, 0))

    @property
    def width(self) -> int:
        """Columns to lay out for: as asked, else COLUMNS, else the terminal's, else 80; never under 20."""
        return max(NARROWEST, self._wanted or self.size.columns)

    @property
    def drawing_width(self) -> int | None:
        """Columns for a picture; None where it is to be heard instead."""
        return None if self._spoken else self.width

    def width_in(self, size: os.terminal_size) -> int:
        """Give the columns to draw in where the terminal has this size: no more than it has."""
        return min(size.columns, max(NARROWEST, self._wanted or size.columns))

    @property
    def height(self) -> int:
        """Lines to lay out for: LINES, else the terminal's, else 24."""
        return _number(self._env, "LINES") or self.size.lines

    def show(self, blocks: Iterable[Block]) -> None:
        """Print the blocks: laid out on a terminal, elsewhere and in plain mode each paragraph as one line.

        In plain mode on a terminal a line that is too long is broken between words, where the terminal would break one.
        """
        plain = (self._break_line(line) + "\n" for line in plain_lines(blocks))
        self.write("".join(plain) if self.plain else self.render(blocks))

    def render(self, blocks: Iterable[Block]) -> str:
        """Return what `show` prints on this terminal, for a pager."""
        blocks = [*blocks]
        paragraphs = [block for block in blocks if not isinstance(block, Table | Beside)]
        if len(paragraphs) < len(blocks):
            return self._renderer.render_blocks(blocks, self.width)
        parts = (part for block in paragraphs for part in (block.split("\n") if isinstance(block, str) else (block,)))
        rows = (row for part in parts for row in fold_paragraph(part, self.width, self._fit, is_cut=False))
        return "".join(self._write_row(row) + "\n" for row in rows)

    def prompt(self, text: str) -> None:
        """Print what an answer is to follow on the same line."""
        bare = text.rstrip(" ")
        columns = self._real_size.columns if self.plain else self.width
        room = columns - ANSWER
        parts = [bare] if not columns or self._fits(bare, room) else _pack_keys(bare, room)
        rows = [r for part in parts for r in ([self._break_line(part)] if self.plain else self.rows(part, columns))]
        self.write("\n".join(rows) + text[len(bare) :])

    def write(self, text: str) -> None:
        """Send text that is ready for this stream at once. Raises BrokenPipeError when nobody reads on."""
        with _closing_told():
            self.stream.write(text)
            self.stream.flush()

    def beep(self) -> None:
        """Sound the terminal's bell; nothing elsewhere, and no fault when the terminal is gone."""
        if self.terminal:
            with contextlib.suppress(OSError):
                self.write("\a")

    @property
    def takes_title(self) -> bool:
        """Whether the terminal takes a title for its window."""
        return self.terminal and takes_title(self._env)

    def notify(self, text: str) -> None:
        """Have the terminal show a notification, where it is known to."""
        if self.terminal and (characters := write_notification(self._env, text)):
            with contextlib.suppress(OSError, UnicodeError):
                self.write(characters)

    def rows(self, line: Line, width: int) -> list[str]:
        """Return one paragraph as the rows to draw: made harmless, never wider than `width`, styled."""
        text = plain_text(line)
        if "\n" not in text and self._fits(text, width):
            return [self._dress(line)]
        return [self._write_row(row) for row in fold_paragraph(line, width, self._fit, is_cut=True)]

    def live(self) -> "Live":
        """Give an area that is redrawn in place; only for a screen that is not `plain`."""
        from knotcli.terminal.live import Live

        return Live(self)

    @cached_property
    def _renderer(self) -> "RichRenderer":
        # Loaded only where there is a table or a picture to lay out.
        from knotcli.terminal.rich_renderer import RichRenderer

        return RichRenderer(self.stream, 0 if not self.colour else 16 if self._has_few else 256, self._fit)

    @cached_property
    def _has_few(self) -> bool:
        """Whether the terminal has 16 colours and no more."""
        return "256color" not in self._env.get("TERM", "") and not self._env.get("COLORTERM")

    def _fits(self, text: str, width: int | None = None) -> bool:
        width = self.width if width is None else width
        if 2 * len(text) <= width:
            return True
        return measure_cells(self._fit(text)) <= width

    def _fit(self, text: str) -> str:
        if not text.isprintable():
            text = clean_text(text, lines=True).replace("\n", " ")
        return text if self.unicode or text.isascii() else fit_encoding(text, self.encoding)

    def _break_line(self, line: Line) -> str:
        text, columns = self._dress(line), self._real_size.columns
        if self.colour or not 0 < columns < len(text):
            return text
        from textwrap import fill

        lead = line[0][0] if not isinstance(line, str) and len(line) > 1 and line[0][1] == "key" else ""
        indent = " " * (len(lead) or len(text) - len(text.lstrip(" ")))
        return "\n".join(
            fill(part, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
            for part in text.split("\n")
        )

    def _dress(self, line: Line) -> str:
        if self._spoken and not self.colour:
            from knotcli.terminal.spoken_text import spell_for_ear

            line = spell_for_ear(plain_text(line))
        if isinstance(line, str):
            return "\n".join(self._fit(part) for part in line.split("\n"))
        return self._write_row((self._fit(text), style) for text, style in line)

    def _write_row(self, spans: Iterable[Span]) -> str:
        return write_spans(spans, self._has_few) if self.colour else "".join(text for text, _ in spans)


@contextlib.contextmanager
def _closing_told() -> Iterator[None]:
    """Raise BrokenPipeError where the terminal was closed."""
    try:
        yield
    except OSError as fault:
        if fault.errno == errno.EIO:
            raise BrokenPipeError(errno.EPIPE, "the terminal was closed") from fault
        raise


def _pack_keys(prompt: str, width: int) -> list[str]:
    """Put the question and its keys, such as "[q] not now", on as few rows as hold them whole."""
    rows: list[str] = []
    for part in re.split(r" +(?=\[)", prompt):
        if rows and len(rows[-1]) + len(KEY_GAP) + len(part) <= width:
            rows[-1] += KEY_GAP + part
        else:
            rows.append(part)
    return rows


def _encoding(stream: TextIO, env: Mapping[str, str]) -> str:
    # Under LC_ALL=C Python writes UTF-8 all the same, but whoever set it asked for ASCII.
    if env.get("LC_ALL") in ("C", "POSIX") and not (env.get("PYTHONIOENCODING") or env.get("PYTHONUTF8")):
        return "ascii"
    try:
        return codecs.lookup(getattr(stream, "encoding", None) or "utf-8").name
    except LookupError:
        return "ascii"


def _number(env: Mapping[str, str], name: str) -> int:
    value = env.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
