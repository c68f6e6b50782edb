"""The pieces that a session's screen is put together from. Pure."""

from collections.abc import Sequence
from functools import cache, lru_cache
from textwrap import wrap
from typing import NamedTuple

from knotcli.coach.routines.steps import Step
from knotcli.coach.text import Line, Span, Style, plain_text, spans_of

# key, what it does, the same shorter, and how much it is needed where there is no room for all (0 most).
KEYS = (
    ("space", "pause", "pause", 1),
    ("n", "next", "next", 2),
    ("b", "back", "back", 5),
    ("+", "more", "more", 7),
    ("e", "softer", "softer", 6),
    ("x", "something wrong", "stop", 0),
    ("q", "end", "end", 4),
    ("?", "help", "help", 3),
)
_PIXELS = {
    "0": ("111", "101", "101", "101", "111"), "1": ("010", "110", "010", "010", "111"),
    "2": ("111", "001", "111", "100", "111"), "3": ("111", "001", "111", "001", "111"),
    "4": ("101", "101", "111", "001", "001"), "5": ("111", "100", "111", "001", "111"),
    "6": ("111", "100", "111", "101", "111"), "7": ("111", "001", "001", "001", "001"),
    "8": ("111", "101", "111", "101", "111"), "9": ("111", "101", "111", "001", "111"),
    ":": ("0", "1", "0", "1", "0"),
}  # fmt: skip
BIG_ROWS = 5
_MIRROR = str.maketrans("/\\()<>", "\\/)(><")


class FrameBlock(NamedTuple):
    """Rows that stand or go together; where there is no room, those of the highest rank go first, rank 0 never."""

    rank: int
    rows: Sequence[Line]


GAP = FrameBlock(9, ("",))


def show_clock(seconds: float) -> str:
    """Write seconds as minutes and seconds, the started second counted whole: 0:01 is the last one."""
    whole = max(0, -int(-seconds // 1))
    return f"{whole // 60}:{whole % 60:02d}"


def draw_digits(text: str) -> list[str]:
    """Draw digits five rows high."""
    return ["  ".join(rows) for rows in zip(*(_drawn(char) for char in text), strict=True)]


@cache
def _drawn(char: str) -> tuple[str, ...]:
    return tuple("".join("██" if p == "1" else "  " for p in row) for row in _PIXELS[char])


def draw_progress(share: float, width: int) -> tuple[Span, ...]:
    """Draw how much of something is done."""
    full = min(width, max(0, round(share * width)))
    return (("█" * full, "bar"), ("░" * (width - full), "dim"))


def name_step(step: Step) -> str:
    """Name a step with its side."""
    return f"{step.title}, {step.side}" if step.side else step.title


def fold_text(text: str, width: int, style: Style = "") -> list[Line]:
    """Break a text into rows."""
    return [((row, style),) for row in _rows(text, max(1, width))]


@lru_cache(maxsize=64)
def _rows(text: str, width: int) -> tuple[str, ...]:
    # The same few texts are broken anew each second of a session.
    return tuple(wrap(text, width))


def fold_item(text: str, width: int) -> list[Line]:
    """Set a text as an item of a list."""
    first, *rest = wrap(text, max(1, width - 2))
    return [(("· ", "warn"), (first, "")), *[(("  ", ""), (row, "")) for row in rest]]


def flow_pieces(spans: Sequence[Span], width: int) -> list[Line]:
    """Set pieces that are not to be torn one after another, with two spaces between, in as few rows as it takes."""
    rows: list[list[Span]] = [[]]
    used = 0
    for text, style in spans:
        gap = 2 if rows[-1] else 0
        if gap and used + gap + len(text) > width:
            rows.append([])
            used = gap = 0
        rows[-1] += [(" " * gap, ""), (text, style)] if gap else [(text, style)]
        used += gap + len(text)
    return [tuple(row) for row in rows]


@lru_cache(maxsize=8)
def list_keys(width: int, wanted: tuple[str, ...] = ()) -> Line:
    """Name the keys in one row: in full, else in short, else the most needed ones."""
    chosen = [row for row in KEYS if not wanted or row[0] in wanted]
    pairs = [(key, full) for key, full, _, _ in chosen]
    while sum(len(key) + len(what) + 3 for key, what in pairs) - 2 > width:
        if pairs != (short := [(key, what) for key, _, what, _ in chosen]):
            pairs = short
        elif len(chosen) == 1:
            break
        else:
            chosen.remove(max(chosen, key=lambda row: row[3]))
            pairs = [(key, what) for key, _, what, _ in chosen]
    spans: list[Span] = []
    for number, (key, what) in enumerate(pairs):
        spans += [("  " if number else "", ""), (key, "key"), (f" {what}", "dim")]
    return tuple(spans)


def set_ends(left: str, right: str, width: int) -> Line:
    """Set one text at each end of a row; the right one only where there is room."""
    room = width - len(left) - len(right)
    return ((left, "title"), (" " * room, ""), (right, "dim")) if room > 0 else ((left[:width], "title"),)


def mirror_rows(rows: Sequence[Line]) -> list[Line]:
    """Turn the drawing of a position round: they are drawn for the left side, seen from behind."""
    texts = [plain_text(row) for row in rows]
    width = max(len(text) for text in texts)
    return [text.ljust(width)[::-1].translate(_MIRROR) for text in texts]


def place_picture(rows: Sequence[Line], picture: Sequence[Line], first: int, width: int) -> list[Line]:
    """Set a picture at the right end, from row `first` on; a row that reaches into it stays as it is."""
    start = width - max((len(plain_text(row)) for row in picture), default=0)
    result = list(rows)
    for number, drawn in enumerate(picture, first):
        if number < len(result) and len(plain_text(result[number])) < start - 1:
            left, right = spans_of(result[number]), spans_of(drawn)
            result[number] = (*left, (" " * (start - len(plain_text(left))), ""), *right)
    return result


def fit_blocks(head: Sequence[FrameBlock], foot: Sequence[FrameBlock], height: int, most: int) -> list[Line]:
    """Put blocks together in at most `height` rows, the foot's last row at `most` where there is room for it.

    What is needed least is left out first: gaps from the last one on, then the rest by rank.
    """
    blocks = [(block, False) for block in head] + [(block, True) for block in foot]

    def rows() -> int:
        return sum(len(block.rows) for block, _ in blocks)

    while rows() > height:
        worst = max(range(len(blocks)), key=lambda at: (blocks[at][0].rank, at))
        if blocks[worst][0].rank == 0:
            break
        del blocks[worst]
    above = [row for block, low in blocks if not low for row in block.rows]
    below = [row for block, low in blocks if low for row in block.rows]
    pad = max(0, min(most, height) - len(above) - len(below))
    return [*above, *[""] * pad, *below]
