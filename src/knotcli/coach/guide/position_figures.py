"""Small drawings of how to sit, stand or lie: for a stretch, a movement, or a place to press."""

import msgspec

from knotcli.coach.content_types import LongText, ShortText, Slug

MOST_ROWS, MOST_COLUMNS = 9, 18
"""Bounds that leave a frame of 80 × 24 its words (own decision)."""


class PositionFigure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One drawing, in ASCII. words: the same told where nothing is drawn. Raises ValueError for one that is too large."""

    id: Slug
    title: ShortText
    words: LongText
    drawing: str

    def __post_init__(self) -> None:
        """Hold the drawing to its bounds."""
        rows = self.rows
        if (
            not rows
            or len(rows) > MOST_ROWS
            or max(map(len, rows)) > MOST_COLUMNS
            or not self.drawing.isascii()
        ):
            raise ValueError(f"A drawing takes at most {MOST_ROWS} rows of {MOST_COLUMNS} columns, in ASCII.")

    @property
    def rows(self) -> list[str]:
        """The rows of the drawing."""
        return [row.rstrip() for row in self.drawing.strip("\n").splitlines()]
