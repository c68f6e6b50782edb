"""`knot where` on screens of different widths, and as a document."""

import json
import tomllib

import pytest

from knotcli.coach.guide.places import REFERRAL_CAVEAT, Place, build_places, find_place
from knotcli.coach.text import plain_text
from knotcli.views import where
from knotcli.views.body.picture import FELT, HERE
from support import CONTENT

PLACES = build_places(tomllib.loads((CONTENT / "places.toml").read_text(encoding="utf-8")))


def _text(lines: list[object]) -> list[str]:
    return [plain_text(line) for line in lines]  # type: ignore[arg-type]


@pytest.mark.parametrize("place", PLACES, ids=lambda p: p.id)
def test_a_place_fits_a_screen_of_80_by_24_and_of_40_columns(place: Place) -> None:
    wide = _text(where.place(place, 80, plain=False))
    assert max(map(len, wide)) <= 80 and len(wide) <= 23
    narrow = _text(where.place(place, 40, plain=False))
    assert max(map(len, narrow)) <= 40
    assert _text(where.place(place, 200, plain=False)) == wide


@pytest.mark.parametrize("place", PLACES, ids=lambda p: p.id)
@pytest.mark.parametrize(("width", "plain_"), [(80, False), (40, False), (24, False), (80, True)])
def test_every_way_to_show_a_place_says_the_same(place: Place, width: int, plain_: bool) -> None:
    lines = _text(where.place(place, width, plain_))
    # Beside a picture the text stands in the last columns.
    beside = width == 80 and not plain_ and bool(place.areas)
    said = " ".join(
        " ".join(line[40:] if beside and number < 20 else line for number, line in enumerate(lines)).split()
    )
    assert place.title in said
    for muscle in place.muscles:
        assert muscle.name in said and muscle.lies in said
        assert f"[{', '.join(muscle.sources)}]" in said
    assert place.note in said
    assert all(command in said for command in place.commands)
    assert (REFERRAL_CAVEAT in said) == (place.kind == "muscles")
    assert not (plain_ and (HERE in said or FELT in said))


def test_what_is_never_pressed_for_sends_to_a_clinician() -> None:
    for word in ("dizziness", "tinnitus", "digestion"):
        said = " ".join(_text(where.place(find_place(word, PLACES), 80, plain=True)))
        assert "See a clinician" in said and "knot check" in said and "session" not in said


def test_a_narrow_screen_shows_only_the_view_that_is_needed() -> None:
    jaw = _text(where.place(find_place("jaw", PLACES), 40, plain=False))
    back = _text(where.place(find_place("low back", PLACES), 40, plain=False))
    both = _text(where.place(find_place("hand", PLACES), 40, plain=False))
    assert "FRONT" in jaw[0] and "BACK" not in jaw[0]
    assert "BACK" in back[0] and "FRONT" not in back[0]
    assert "FRONT" in both[0] and "BACK" in both[0]


def test_the_choices_list_every_place_on_any_width() -> None:
    for width, plain_ in ((80, False), (40, False), (24, False), (80, True)):
        lines = _text(where.choices(PLACES, width, plain_))
        text = "\n".join(lines)
        assert plain_ or width < 38 or max(map(len, lines)) <= width
        for number, place in enumerate((p for p in PLACES if p.kind != "never"), 1):
            assert f"{number:2} {place.id.replace('-', ' ')}" in text
    assert len(where.choices(PLACES, 80, plain=False)) <= 22


def test_the_document_holds_muscles_sources_and_what_is_next() -> None:
    document = json.loads(json.dumps(where.document(find_place("side of leg", PLACES))))
    assert document["muscles"][0]["name"] == "gluteus minimus"
    assert document["muscles"][0]["sources"] == ["S0"]
    assert document["check"] == ["hip", "thigh"]
    assert document["next"] == ["knot check hip thigh", "knot session hip"]
    assert where.document(find_place("dizzy", PLACES))["session"] is None
    assert len(where.documents(PLACES)["places"]) == len(PLACES)
