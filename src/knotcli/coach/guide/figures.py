"""The drawn person and the drawings of positions, as data."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import msgspec

from knotcli.coach.content_types import LongText, ShortText, Slug

BodyView = Literal["front", "back"]
Cell = Annotated[int, msgspec.Meta(ge=0, le=99)]
Mark = tuple[Cell, Cell, Cell]
"""Row, first and last column on the left half of a drawing, from 0; mirrored to the other half."""


class Drawing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One size of the person, rows of text from top to bottom for each view."""

    front: str
    back: str

    def rows(self, view: BodyView) -> list[str]:
        """Return the rows of a view, all of one width."""
        rows = (self.front if view == "front" else self.back).splitlines()
        # The drawing is its own mirror: what stands before the first stroke stands behind the last one.
        width = max(len(row) + len(row) - len(row.lstrip(" ")) for row in rows)
        return [row.ljust(width) for row in rows]


class BodyArea(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the body that can be shaded."""

    view: BodyView
    marks: tuple[Mark, ...]


class SpotMark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a spot is marked on either size."""

    view: BodyView
    large: Mark
    small: Mark


class PlaceNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the first digit of a place's number stands on the large drawing."""

    view: BodyView
    row: Cell
    column: Cell


class ZoneMark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a place that is never pressed is marked on the large drawing."""

    view: BodyView
    mark: Mark


class BodyFigure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The drawn person. Raises ValueError where a mark lies outside of its drawing."""

    large: Drawing
    small: Drawing
    areas: Mapping[str, BodyArea]
    spots: Mapping[str, SpotMark]
    zones: Mapping[str, tuple[ZoneMark, ...]]
    numbers: Mapping[str, PlaceNumber]

    def __post_init__(self) -> None:
        """Hold every mark to its drawing."""
        for name, drawing, view, (row, first, last) in self._marks():
            rows = drawing.rows(view)
            if row >= len(rows) or not first <= last < len(rows[0]):
                raise ValueError(f"{name} lies outside of its drawing.")

    def _marks(self) -> Iterator[tuple[str, Drawing, BodyView, Mark]]:
        for name, area in self.areas.items():
            yield from ((name, self.large, area.view, mark) for mark in area.marks)
        for name, spot in self.spots.items():
            yield name, self.large, spot.view, spot.large
            yield name, self.small, spot.view, spot.small
        for name, marks in self.zones.items():
            yield from ((name, self.large, one.view, one.mark) for one in marks)
        for name, number in self.numbers.items():
            yield name, self.large, number.view, (number.row, number.column, number.column + 1)


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
        if not rows or len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_COLUMNS or not self.drawing.isascii():
            raise ValueError(f"A drawing takes at most {MOST_ROWS} rows of {MOST_COLUMNS} columns, in ASCII.")

    @property
    def rows(self) -> list[str]:
        """The rows of the drawing."""
        return [row.rstrip() for row in self.drawing.strip("\n").splitlines()]
