"""Text that comes from outside, and the shape of text that goes out."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

Style = Literal["", "title", "strong", "dim", "good", "warn", "stop", "key", "bar"]
"""How a piece of text is meant; the screen knows what each looks like ("" is ordinary text)."""
Span = tuple[str, Style]
Line = str | tuple[Span, ...]
"""One paragraph. The screen folds it where it has to, behind the spaces and the bullet that it begins with."""


_JOINERS = "\u200c\u200d"


class ListItem(NamedTuple):
    """A paragraph behind a number or a label: further rows stand under the first one's text."""

    lead: Span
    text: Line


class Column(NamedTuple):
    """A column of a table. `prose` may be folded; `least` is the width that it has at least."""

    head: str = ""
    style: Style = ""
    right: bool = False
    prose: bool = False
    least: int = 0


class Table(NamedTuple):
    """Rows of cells. Without any head there is no row of heads; a row may end early."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: str = ""


class Beside(NamedTuple):
    """A picture with text beside it or under it; `words` stands for both where no picture can be shown."""

    picture: tuple[Line, ...]
    text: "tuple[Block, ...]" = ()
    words: "tuple[Block, ...]" = ()


Block = Line | ListItem | Table | Beside
"""What a view gives, and a screen shows."""


def replace_undecodable(text: str) -> str:
    """Return the text with � for each byte that was no text where it came from (a lone surrogate)."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def clean_text(text: str, *, lines: bool = False) -> str:
    """Take out what could steer a terminal: control and format characters, line separators; � stands for what is no text.

    The two joiners stay: Persian, Hindi and joined emoji are written with them. With `lines`, newlines stay; else every
    run of them is one space.
    """
    kept = "".join(
        c
        if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp")
        else "\n"
        if c in "\n\r\u2028\u2029"
        else " "
        if c == "\t"
        else ""
        for c in replace_undecodable(text)
    )
    return kept if lines else " ".join(kept.split("\n")).strip()


def spans_of(line: Line) -> tuple[Span, ...]:
    """Return the line as styled pieces."""
    return ((line, ""),) if isinstance(line, str) else line


def plain_text(line: Line) -> str:
    """Return the line's text alone."""
    return line if isinstance(line, str) else "".join(text for text, _ in line)


def find_nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that `word` was most likely meant to be, if any is close."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def describe_unknown(what: str, word: str, known: Iterable[str], close: str | None = None) -> str:
    """Say in one line that `word` is not a known `what`, which is nearest, and what is allowed."""
    known = list(known)
    close = close or find_nearest(word.lower(), known)
    hint = f" Did you mean {close}?" if close else ""
    return f"{clean_text(word)[:60]!r} is not a {what} that knot knows.{hint} It takes: {', '.join(known)}."


def join_words(texts: Sequence[str], last: str) -> str:
    """Join words by commas, and by `last` before the last one."""
    return last.join(filter(None, (", ".join(texts[:-1]), texts[-1])))


def count_things(number: int, thing: str) -> str:
    """Say how many: 1 week, 2 weeks."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def capitalize_first(text: str) -> str:
    """Return the text with its first letter as a capital, and all others as they are."""
    return text[:1].upper() + text[1:]


def short_day(day: date, year: int | None = None) -> str:
    """Say a day: 9 Nov; and its year, when `year` is given and another."""
    return f"{day.day} {day:%b}" if year in (None, day.year) else f"{day.day} {day:%b} {day.year}"


def full_day(day: date, year: int | None = None) -> str:
    """Say a day in full: Monday 9 November; and its year, when `year` is given and another."""
    return f"{day:%A} {day.day} {day:%B}" + ("" if year in (None, day.year) else f" {day.year}")
