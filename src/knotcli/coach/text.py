"""Text that comes from outside, and the shape of text that goes out."""

import unicodedata
from collections.abc import Iterable

# A piece of a line and the name of its style ("" for none). Styles are named by meaning; the screen
# adapter knows what they look like: title, strong, dim, good, warn, stop, key, bar.
Span = tuple[str, str]
Line = str | tuple[Span, ...]


def clean_text(text: str, *, lines: bool = False) -> str:
    """Take out what could steer a terminal: control and format characters, lone surrogates, line separators.

    With `lines`, newlines stay; else every run of them is one space.
    """
    kept = "".join(
        c
        if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else "\n"
        if c in "\n\r\u2028\u2029"
        else " "
        if c == "\t"
        else ""
        for c in text
    )
    return kept if lines else " ".join(kept.split("\n")).strip()


def plain_text(line: Line) -> str:
    """Give the line's text alone."""
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


def hang_text(lead: Span, text: str, width: int) -> list[Line]:
    """Break `text` behind its lead (a number, a bullet) to `width` columns; further lines stand under the first."""
    from textwrap import wrap

    indent = len(lead[0])
    rows = wrap(text, max(20, width) - indent) or [""]
    return [(lead, (rows[0], "")), *(" " * indent + row for row in rows[1:])]
