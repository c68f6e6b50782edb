"""Fold styled paragraphs into rows, each behind the spaces and the bullet, or the label, that it begins with."""

import re
from collections.abc import Callable, Iterator, Sequence

from knotcli.coach.text import Line, ListItem, Span, spans_of

MOST = 88
"""Columns of a paragraph: longer lines are hard to read."""
NARROW = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25ff]*"
)
"""Latin, Greek and Cyrillic letters, punctuation, arrows, blocks and shapes: each takes one column on every terminal."""
_LEAD = re.compile(r" *(?:[-·.] )?")
_WORD = re.compile(r"\s*\S+\s*")


def measure_cells(text: str) -> int:
    """Return the columns that a text takes."""
    if NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fold_paragraph(block: Line | ListItem, width: int, fit: Callable[[str], str], is_cut: bool) -> Iterator[list[Span]]:
    """Yield the rows of a paragraph.

    fit: makes a text harmless and fit for the stream. is_cut: a word longer than a row is cut; otherwise it stays
    whole, to be copied.
    """
    width = min(width, MOST)
    text = block.text if isinstance(block, ListItem) else block
    spans = [(fit(piece), style) for piece, style in spans_of(text)]
    if isinstance(block, ListItem):
        lead, body = [(fit(block.lead[0]), block.lead[1])], spans
    else:
        found = _LEAD.match("".join(text for text, _ in spans))
        lead, body = _split_spans(spans, found.end() if found else 0)
    indent = sum(measure_cells(text) for text, _ in lead)
    if indent >= width // 2:
        lead, body, indent = [], [*lead, *body], 0
    at = 0
    for place in [*_find_breaks("".join(text for text, _ in body), width - indent, is_cut), None]:
        row, body = (body, []) if place is None else _split_spans(body, place - at)
        yield _strip_end([*lead, *row])
        lead, at = [(" " * indent, "")], place or 0


def _find_breaks(text: str, width: int, is_cut: bool) -> Iterator[int]:
    used = 0
    for found in _WORD.finditer(text):
        word, at = found.group(), found.start()
        long = measure_cells(word.rstrip())
        if used + long <= width:
            used += measure_cells(word)
            continue
        if at:
            yield at
        used = measure_cells(word)
        if long > width and is_cut:
            used = 0
            for place, glyph in enumerate(word.rstrip(), at):
                if used + measure_cells(glyph) > width:
                    yield place
                    used = 0
                used += measure_cells(glyph)
            used += len(word) - len(word.rstrip())


def _split_spans(spans: Sequence[Span], place: int) -> tuple[list[Span], list[Span]]:
    before: list[Span] = []
    for number, (text, style) in enumerate(spans):
        if len(text) > place:
            return [*before, (text[:place], style)], [(text[place:], style), *spans[number + 1 :]]
        before.append((text, style))
        place -= len(text)
    return before, []


def _strip_end(spans: list[Span]) -> list[Span]:
    while spans and not (text := spans[-1][0].rstrip()):
        spans.pop()
    return [*spans[:-1], (text, spans[-1][1])] if spans else []
