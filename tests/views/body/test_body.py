"""The body picture: its size, and that every mark lies on the body."""

import tomllib

import msgspec
import pytest

from knotcli.coach.guide.articles import number_notes
from knotcli.coach.guide.figures import BodyFigure
from knotcli.coach.guide.places import Place, build_places
from knotcli.coach.text import plain_text
from knotcli.storage.files.library import Library
from knotcli.views.body import picture as body
from support import CONTENT, ROOT

PLACES = build_places(tomllib.loads((CONTENT / "places.toml").read_text(encoding="utf-8")))
FIGURE = Library(ROOT, ROOT / "none").figure()
DRAWN, SMALL = ({view: tuple(size.rows(view)) for view in ("front", "back")} for size in (FIGURE.large, FIGURE.small))
WIDTH = 19
AREAS = {name: (area.view, area.marks) for name, area in FIGURE.areas.items()}
SPOTS = {name: (spot.view, spot.large) for name, spot in FIGURE.spots.items()}
SMALL_SPOTS = {name: spot.small for name, spot in FIGURE.spots.items()}
NUMBERS = {name: (number.view, number.row, number.column) for name, number in FIGURE.numbers.items()}
DRAWABLE = [p for p in PLACES if p.areas]


def _outside(rows: tuple[str, ...]) -> set[tuple[int, int]]:
    """Flood the paper around the figure: what is reached over blanks from the border is not body."""
    blank = {(r, c) for r, row in enumerate(rows) for c, char in enumerate(row) if char == " "}
    height, width = len(rows), len(rows[0])
    reached = {(r, c) for r, c in blank if r in (0, height - 1) or c in (0, width - 1)}
    edge = list(reached)
    while edge:
        r, c = edge.pop()
        for near in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
            if near in blank and near not in reached:
                reached.add(near)
                edge.append(near)
    return reached


@pytest.mark.parametrize(("drawings", "width"), [(DRAWN, WIDTH), (SMALL, 13)], ids=["large", "small"])
def test_the_drawings_are_even_and_the_same_left_and_right(drawings: dict[str, tuple[str, ...]], width: int) -> None:
    mirrored = str.maketrans("/\\()", "\\/)(")
    for rows in drawings.values():
        assert {len(row) for row in rows} == {width}
        assert [row[::-1].translate(mirrored) for row in rows] == list(rows)
        assert all(row.isascii() for row in rows)


def test_every_area_number_and_spot_lies_on_the_body() -> None:
    outside = {view: _outside(rows) for view, rows in DRAWN.items()}
    for name, (view, marks) in AREAS.items():
        for row, first, last in marks:
            for column in (*range(first, last + 1), *(WIDTH - 1 - c for c in range(first, last + 1))):
                assert (row, column) not in outside[view], name
    for name, (view, (row, first, last)) in SPOTS.items():
        assert {(row, c) for c in (first, last, WIDTH - 1 - first)}.isdisjoint(outside[view]), name
    for name, (view, row, column) in NUMBERS.items():
        assert (row, column) not in outside[view], name


def test_every_small_mark_lies_on_the_body() -> None:
    outside = {view: _outside(rows) for view, rows in SMALL.items()}
    assert set(SMALL_SPOTS) == set(SPOTS)
    for name, (row, first, _) in SMALL_SPOTS.items():
        assert (row, first) not in outside[SPOTS[name][0]], name


@pytest.mark.parametrize("place", DRAWABLE, ids=lambda p: p.id)
def test_a_place_is_shaded_and_its_muscles_marked(place: Place) -> None:
    lines = [plain_text(line) for line in body.draw_place(place, FIGURE)]
    text = "\n".join(lines)
    assert len(lines) <= 20 and max(map(len, lines)) <= 78
    assert all(area in AREAS for area in place.areas)
    assert any(AREAS[area][0] == place.view for area in place.areas)
    pressed = [m for m in place.muscles if m.pressed]
    assert all(m.spot in SPOTS for m in pressed)
    assert text.count(body.HERE) >= len({m.spot for m in pressed}) * 2 - ("neck-back" in {m.spot for m in pressed})
    assert (body.HERE in text) == bool(pressed)
    assert body.FELT in text


def test_every_place_to_pick_has_its_number_on_the_picture() -> None:
    lines = [plain_text(line) for line in body.draw_overview(PLACES, FIGURE)]
    assert len(lines) <= 20 and max(map(len, lines)) <= 78
    drawn = " ".join(lines[1:])
    for number, place in body.number_places(PLACES):
        assert place.id in NUMBERS
        assert str(number) in drawn
    assert set(NUMBERS) == {place.id for _, place in body.number_places(PLACES)}


def test_numbers_do_not_run_into_each_other() -> None:
    taken: set[tuple[str, int, int]] = set()
    for number, place in body.number_places(PLACES):
        view, row, column = NUMBERS[place.id]
        cells = {(view, row, column + offset) for offset in range(-1, len(str(number)) + 1)}
        assert not cells & taken, place.id
        taken |= {(view, row, column + offset) for offset in range(len(str(number)))}


@pytest.mark.parametrize("spot", SPOTS)
def test_the_small_picture_marks_one_side_as_the_person_has_it(spot: str) -> None:
    both, left, right = (
        ["".join(plain_text(line)) for line in body.draw_spot(FIGURE, spot, s)] for s in (None, "left", "right")
    )
    assert len(both) <= 10 and max(map(len, both)) <= 13
    middle = len(both[0]) // 2
    row = SMALL_SPOTS[spot][0]
    if SMALL_SPOTS[spot][1] == middle:
        assert both[row].count(body.HERE) == 1
        return
    assert both[row].count(body.HERE) == 2
    on_viewers_left = right if SPOTS[spot][0] == "front" else left
    on_viewers_right = left if SPOTS[spot][0] == "front" else right
    assert on_viewers_left[row].index(body.HERE) < middle < on_viewers_right[row].index(body.HERE)
    assert on_viewers_left[row].count(body.HERE) == on_viewers_right[row].count(body.HERE) == 1


def test_an_unknown_spot_points_nowhere() -> None:
    assert body.draw_spot(FIGURE, "no-such-spot") == []
    assert body.draw_spot(FIGURE, "") == []


def test_the_pictures_say_whose_left_and_right() -> None:
    head = plain_text(body.draw_overview(PLACES, FIGURE)[0])
    assert head.split() == ["right", "FRONT", "left", "left", "BACK", "right"]


def test_words_name_every_muscle_with_its_source() -> None:
    for place in PLACES:
        said = " ".join(body.describe_place(place))
        assert place.felt in said
        for muscle in place.muscles:
            notes = number_notes(muscle.sources, place.all_sources)
            assert f"{muscle.name}, {muscle.lies} {notes}." in said


def test_the_picture_knows_every_spot_of_the_routines_and_its_view() -> None:
    spots = tomllib.loads((CONTENT / "spots.toml").read_text(encoding="utf-8"))["spot"]
    assert {s["id"]: s["view"] for s in spots} == {spot: view for spot, (view, _) in SPOTS.items()}
    region = {s["id"]: s["region"] for s in spots}
    for place in PLACES:
        assert all(region[m.spot] == m.region for m in place.muscles if m.pressed), place.id


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("areas", {"neck": {"view": "back", "marks": [[4, 8, 40]]}}),
        ("numbers", {"neck": {"view": "back", "row": 19, "column": 1}}),
    ],
)
def test_a_figure_with_a_mark_outside_of_its_drawing_is_refused(key: str, value: object) -> None:
    table = tomllib.loads((CONTENT / "figures" / "person.toml").read_text(encoding="utf-8"))
    with pytest.raises(msgspec.ValidationError, match="neck lies outside"):
        msgspec.convert({**table, key: value}, BodyFigure)
