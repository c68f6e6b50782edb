"""The body picture: where it is felt (shaded), where to look for the muscle or press (×), where never (■). Pure.

Left and right are the person's own: from the front, their right is on the left of the drawing.
"""

from collections.abc import Iterable, Mapping, Sequence

from knotcli.coach.guide.articles import number_notes
from knotcli.coach.guide.figures import BodyFigure, BodyView, Drawing, Mark
from knotcli.coach.guide.places import Place
from knotcli.coach.text import Line, Span, Style
from knotcli.coach.vocabulary import Side

HERE = "×"
FELT = "▒"
NEVER = "■"
HEADS: Mapping[BodyView, str] = {"front": " right  FRONT  left ", "back": "  left  BACK  right "}

_Cells = list[list[Span]]


def _split_cells(drawing: Drawing) -> dict[BodyView, _Cells]:
    return {view: [[(char, "") for char in row] for row in drawing.rows(view)] for view in HEADS}


def _put_mark(cells: _Cells, mark: Mark, char: str, style: Style, side: Side = "both") -> None:
    """Set a mark on the drawing's left half, its right half, or both."""
    row, first, last = mark
    width = len(cells[0])
    for column in range(first, last + 1):
        if side in ("left", "both"):
            cells[row][column] = (char, style)
        if side in ("right", "both"):
            cells[row][width - 1 - column] = (char, style)


def _join_cells(cells: _Cells) -> list[tuple[Span, ...]]:
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


def _place_views(views: Sequence[BodyView], drawn: Mapping[BodyView, _Cells]) -> list[Line]:
    """Set the views side by side, each under its head."""
    figures = [[((HEADS[view], "dim"),), *_join_cells(drawn[view])] for view in views]
    return [tuple(span for row in rows for span in row) for rows in zip(*figures, strict=True)]


def number_places(places: Iterable[Place]) -> list[tuple[int, Place]]:
    """Number the places that can be picked: all but those that are never pressed for."""
    return list(enumerate((p for p in places if p.kind != "never"), 1))


def draw_overview(places: Iterable[Place], figure: BodyFigure) -> list[Line]:
    """Draw front and back with a number at each place: 38 columns, 20 rows."""
    drawn = _split_cells(figure.large)
    for number, place in number_places(places):
        if at := figure.numbers.get(place.id):
            for offset, digit in enumerate(str(number)):
                drawn[at.view][at.row][at.column + offset] = (digit, "key")
    return _place_views(("front", "back"), drawn)


def draw_place(place: Place, figure: BodyFigure) -> list[Line]:
    """Draw the area where it is felt, and the muscles, on the views that show them: 19 columns a view, 20 rows."""
    drawn = _split_cells(figure.large)
    areas = [figure.areas[area] for area in place.areas if area in figure.areas]
    spots = [figure.spots[m.spot] for m in place.muscles if m.pressed and m.spot in figure.spots]
    for area in areas:
        for mark in area.marks:
            _put_mark(drawn[area.view], mark, FELT, "warn")
    for spot in spots:
        _put_mark(drawn[spot.view], spot.large, HERE, "key")
    needed = {area.view for area in areas} | {spot.view for spot in spots}
    return _place_views([view for view in HEADS if view in needed], drawn)


def draw_opening(figure: BodyFigure, spots: Iterable[str], zones: Iterable[str], side: Side) -> list[Line]:
    """Draw where a session presses, and where never, on the views that show it: 19 columns a view, 20 rows."""
    drawn = _split_cells(figure.large)
    never = [mark for zone in zones for mark in figure.zones.get(zone, ())]
    pressed = [figure.spots[spot] for spot in spots if spot in figure.spots]
    for one in never:
        _put_mark(drawn[one.view], one.mark, NEVER, "stop")
    for spot in pressed:
        _put_mark(drawn[spot.view], spot.large, HERE, "key", _side_drawn(spot.view, side))
    needed = {one.view for one in never} | {one.view for one in pressed}
    return _place_views([view for view in HEADS if view in needed], drawn) if pressed else []


def draw_spot(figure: BodyFigure, spot: str, side: Side | None = None) -> list[Line]:
    """Draw where a spot is: 13 columns, 10 rows. `side`: left or right marks that side only.

    A spot without a place on the picture gives no lines at all, so that nothing points anywhere wrong.
    """
    if spot not in figure.spots:
        return []
    marked = figure.spots[spot]
    cells = _split_cells(figure.small)[marked.view]
    _put_mark(cells, marked.small, HERE, "key", _side_drawn(marked.view, side or "both"))
    return [*_join_cells(cells)]


def _side_drawn(view: BodyView, side: Side) -> Side:
    """Give the half of a drawing that shows a side: from the front the person's right is on the drawing's left."""
    mirrored: dict[Side, Side] = {"left": "right", "right": "left", "both": "both"}
    return mirrored[side] if view == "front" else side


def describe_place(place: Place) -> list[str]:
    """Say in words what the picture shows."""
    said = [f"Felt: {place.felt}."]
    for muscle in place.muscles:
        verb = "Look at" if muscle.pressed else "Named, and never pressed"
        said.append(f"{verb}: {muscle.name}, {muscle.lies} {number_notes(muscle.sources, place.all_sources)}.")
    return said
