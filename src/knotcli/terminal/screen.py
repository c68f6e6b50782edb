"""Where lines go out: what this stream can show, and how wide, and in which colours."""

import codecs
import contextlib
import errno
import os
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

from knotcli.coach.text import Line, Span, clean_text
from knotcli.terminal import glyphs

if TYPE_CHECKING:
    from knotcli.terminal.live import Live

# What each style is on a terminal of 256 colours, and on one of 16. The 256 have a look that no theme changes:
# each has a contrast of about 4 : 1 or more on black and on white alike. Written out here because loading rich
# for them took 14 ms of each command.
STYLES: Mapping[str, tuple[str, str]] = {
    "title": ("1", "1"),
    "strong": ("1", "1"),
    "dim": ("38;5;243", "2"),
    "good": ("38;5;28", "32"),
    "warn": ("38;5;130", "33"),
    "stop": ("1;38;5;160", "1;31"),
    "key": ("1;38;5;30", "1;36"),
    "bar": ("38;5;31", "36"),
}
# Letters, punctuation, arrows, mathematics, lines and blocks: one column each, known without loading rich.
NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25fc]*")
BULLETS = ("- ", "· ", ". ")
"""What a line of a list begins with; a point is what · becomes where the locale has none."""
NARROWEST = 20
USUAL = os.terminal_size((80, 24))


def switched_on(env: Mapping[str, str], name: str) -> bool:
    """Say whether the variable is set to anything but an empty text, 0, no, off or false."""
    return env.get(name, "").strip().lower() not in ("", "0", "no", "off", "false")


def cells(text: str) -> int:
    """Count the columns that `text` takes on a terminal."""
    if NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fold(text: str, width: int) -> list[tuple[int, int]]:
    """Break `text` at spaces into pieces that fit; give each as (start, end).

    Every piece but the first has room before it for the text's own indent, and its bullet. A word too long for a
    line is cut.
    """
    indent = indent_of(text, width)
    pieces: list[tuple[int, int]] = []
    start, end, room = 0, 0, width
    for word in re.finditer("[^ ]+", text):
        if end and cells(text[start : word.end()]) > room:
            pieces.append((start, end))
            start, room = word.start(), width - indent
        end = word.end()
        while cells(text[start:end]) > room:
            cut = start + 1
            while cells(text[start : cut + 1]) <= room:
                cut += 1
            if cut >= end:
                break
            pieces.append((start, cut))
            start, room = cut, width - indent
    return [*pieces, (start, end)]


def indent_of(text: str, width: int) -> int:
    """Count the spaces, and the bullet, that `text` begins with; none where they would take half the width."""
    bare = text.lstrip(" ")
    indent = len(text) - len(bare) + (2 if bare[:2] in BULLETS else 0)
    return indent if indent <= width // 2 else 0


class Screen:
    """A stream that lines are shown on.

    `env` is the environment that says what is wanted; `plain` asks for lines that are only ever appended;
    `width` (columns) wins over everything else.
    """

    def __init__(
        self, stream: TextIO, env: Mapping[str, str], plain: bool = False, width: int | None = None
    ) -> None:
        self.stream = stream
        self._env = env
        self._wanted = width or _number(env, "COLUMNS")
        try:
            tty = stream.isatty()
        except ValueError:
            tty = False
        # A dumb terminal moves no cursor, but its lines end all the same.
        self._wraps = tty
        self.terminal = tty and env.get("TERM", "") != "dumb"
        self.plain = (
            plain or not self.terminal or switched_on(env, "KNOT_PLAIN") or switched_on(env, "ACCESSIBLE")
        )
        forced = switched_on(env, "FORCE_COLOR") or switched_on(env, "CLICOLOR_FORCE")
        self.colour = not env.get("NO_COLOR") and (forced or self.terminal)
        self.encoding = _encoding(stream, env)
        self.unicode = glyphs.takes_all(self.encoding)
        self._few = not ("256color" in env.get("TERM", "") or env.get("COLORTERM"))

    @property
    def size(self) -> os.terminal_size:
        """The terminal's real size in columns and lines; 80 × 24 where there is none."""
        try:
            real = os.get_terminal_size(self.stream.fileno())
        except (OSError, ValueError):
            return USUAL
        return os.terminal_size((real.columns or USUAL.columns, real.lines or USUAL.lines))

    @property
    def width(self) -> int:
        """Columns to lay out for: as asked, else COLUMNS, else the terminal's, else 80; never under 20."""
        return max(NARROWEST, self._wanted or self.size.columns)

    def width_in(self, size: os.terminal_size) -> int:
        """Give the columns to draw in where the terminal has this size: no more than it has."""
        return min(size.columns, max(NARROWEST, self._wanted or size.columns))

    @property
    def height(self) -> int:
        """Lines to lay out for: LINES, else the terminal's, else 24."""
        return _number(self._env, "LINES") or self.size.lines

    def show(self, lines: Iterable[Line]) -> None:
        """Print the lines; on a terminal what is too long is wrapped, elsewhere it is left whole."""
        width = self.width if self._wraps else None
        rows = [row for line in lines for row in self.rows(line, width)]
        self.write("".join(row + "\n" for row in rows))

    def prompt(self, text: str) -> None:
        """Print what an answer is to follow on the same line; on a terminal wrapped as lines are."""
        bare = text.rstrip(" ")
        rows = self.rows(bare, self.width if self._wraps else None)
        self.write("\n".join(rows) + text[len(bare) :])

    def write(self, text: str) -> None:
        """Send text that is ready for this stream at once. Raises BrokenPipeError when nobody reads on."""
        try:
            self.stream.write(text)
            self.stream.flush()
        except OSError as fault:
            if fault.errno == errno.EIO:  # the terminal was closed
                raise BrokenPipeError(errno.EPIPE, "the terminal was closed") from fault
            raise

    def beep(self) -> None:
        """Sound the terminal's bell; nothing elsewhere, and no fault when the terminal is gone."""
        if self.terminal:
            with contextlib.suppress(OSError):
                self.write("\a")

    def rows(self, line: Line, width: int | None) -> list[str]:
        """Give one line as the rows to write: made harmless, wrapped to `width`, styled.

        A text of several lines is each of them.
        """
        if isinstance(line, str) and "\n" in line:
            return [row for part in line.split("\n") for row in self.rows(part, width)]
        spans = [
            (self._fit(text), style) for text, style in ([(line, "")] if isinstance(line, str) else line)
        ]
        text = "".join(part for part, _ in spans)
        if width is None or cells(text) <= width:
            return [self._dress(spans)]
        pad = " " * indent_of(text, width)
        pieces = [self._dress(_cut(spans, start, end)) for start, end in fold(text, width)]
        return [pieces[0], *(pad + piece for piece in pieces[1:])]

    def live(self) -> "Live":
        """Give an area that is redrawn in place; only for a screen that is not `plain`."""
        from knotcli.terminal.live import Live

        return Live(self)

    def _fit(self, text: str) -> str:
        if not text.isprintable():
            text = clean_text(text, lines=True).replace("\n", " ")
        return text if self.unicode or text.isascii() else glyphs.fitted(text, self.encoding)

    def _dress(self, spans: Iterable[Span]) -> str:
        if not self.colour:
            return "".join(text for text, _ in spans)
        return "".join(
            f"\x1b[{STYLES[style][self._few]}m{text}\x1b[0m" if style and text else text
            for text, style in spans
        )


def _cut(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    kept = []
    for text, style in spans:
        kept.append((text[max(0, start) : max(0, end)], style))
        start, end = start - len(text), end - len(text)
    return kept


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
