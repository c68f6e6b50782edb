"""The body picture: where it is felt (shaded), and where to look for the muscle or press (×). Pure.

Left and right are the person's own: from the front, their right is on the left of the drawing.
"""

from collections.abc import Iterable, Sequence

from knotcli.coach.guide.articles import number_notes
from knotcli.coach.guide.places import Muscle, Place
from knotcli.coach.text import Line, Span, Style
from knotcli.coach.vocabulary import Side
from knotcli.views.body.figure import (
    AREAS,
    DRAWN,
    NUMBERS,
    SMALL,
    SMALL_SPOTS,
    SPOTS,
    Mark,
)

HERE = "×"
FELT = "▒"
HEADS = {"front": " right  FRONT  left ", "back": "  left  BACK  right "}

_Cells = list[list[Span]]


def _cells(rows: Iterable[str]) -> _Cells:
    return [[(char, "") for char in row] for row in rows]


def _put(cells: _Cells, mark: Mark, char: str, style: Style, side: Side = "both") -> None:
    """Set a mark on the drawing's left half, its right half, or both."""
    row, first, last = mark
    width = len(cells[0])
    for column in range(first, last + 1):
        if side in ("left", "both"):
            cells[row][column] = (char, style)
        if side in ("right", "both"):
            cells[row][width - 1 - column] = (char, style)


def _lines(cells: _Cells) -> list[tuple[Span, ...]]:
    """Join neighbours of one style."""
    lines = []
    for row in cells:
        spans: list[Span] = []
        for char, style in row:
            if spans and spans[-1][1] == style:
                spans[-1] = (spans[-1][0] + char, style)
            else:
                spans.append((char, style))
        lines.append(tuple(spans))
    return lines


def _figures(views: Sequence[str], drawn: dict[str, _Cells]) -> list[Line]:
    """Set the views side by side, each under its head."""
    figures = [[((HEADS[view], "dim"),), *_lines(drawn[view])] for view in views]
    return [tuple(span for row in rows for span in row) for rows in zip(*figures, strict=True)]


def number_places(places: Iterable[Place]) -> list[tuple[int, Place]]:
    """Number the places that can be picked: all but those that are never pressed for."""
    return list(enumerate((p for p in places if p.kind != "never"), 1))


def draw_overview(places: Iterable[Place]) -> list[Line]:
    """Draw front and back with a number at each place: 38 columns, 20 rows."""
    drawn = {view: _cells(rows) for view, rows in DRAWN.items()}
    for number, place in number_places(places):
        if place.id in NUMBERS:
            view, row, column = NUMBERS[place.id]
            for offset, digit in enumerate(str(number)):
                drawn[view][row][column + offset] = (digit, "key")
    return _figures(("front", "back"), drawn)


def needed_views(place: Place) -> tuple[str, ...]:
    """Tell which views the place and its muscles need, front before back."""
    needed = {AREAS[area][0] for area in place.areas if area in AREAS} | {
        SPOTS[m.spot][0] for m in pressed_muscles(place)
    }
    return tuple(view for view in ("front", "back") if view in needed)


def pressed_muscles(place: Place) -> list[Muscle]:
    """Give the place's muscles that have a mark on the picture."""
    return [m for m in place.muscles if m.pressed and m.spot in SPOTS]


def draw_place(place: Place) -> list[Line]:
    """Draw the area where it is felt, and the muscles, on the views that show them: 19 columns a view, 20 rows."""
    drawn = {view: _cells(rows) for view, rows in DRAWN.items()}
    for area in place.areas:
        view, marks = AREAS.get(area, ("front", ()))
        for mark in marks:
            _put(drawn[view], mark, FELT, "warn")
    for muscle in pressed_muscles(place):
        view, mark = SPOTS[muscle.spot]
        _put(drawn[view], mark, HERE, "key")
    return _figures(needed_views(place), drawn)


def draw_spot(spot: str, side: Side | None = None) -> list[Line]:
    """Draw where a spot is: 13 columns, 10 rows. `side`: left or right marks that side only.

    A spot without a place on the picture gives no lines at all, so that nothing points anywhere wrong.
    """
    if spot not in SMALL_SPOTS or spot not in SPOTS:
        return []
    view = SPOTS[spot][0]
    cells = _cells(SMALL[view])
    # From the front the person's right is on the drawing's left.
    mirrored: dict[Side, Side] = {"left": "right", "right": "left", "both": "both"}
    half = mirrored[side or "both"] if view == "front" else side or "both"
    _put(cells, SMALL_SPOTS[spot], HERE, "key", half)
    return [*_lines(cells)]


def describe_place(place: Place) -> list[str]:
    """Say in words what the picture shows."""
    said = [f"Felt: {place.felt}."]
    for muscle in place.muscles:
        verb = "Look at" if muscle.pressed else "Named, and never pressed"
        said.append(
            f"{verb}: {muscle.name}, {muscle.lies} {number_notes(muscle.sources, place.all_sources)}."
        )
    return said
