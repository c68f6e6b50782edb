"""`knot where` on screens of different widths, and as a document."""

import json
import re
import tomllib

import pytest

from knotcli.coach.guide.places import REFERRAL_CAVEAT, Place, build_places, find_place
from knotcli.storage.files.library import Library
from knotcli.views.body.picture import FELT, HERE
from knotcli.views.guide import places
from support import CONTENT, ROOT
from support.golden import GoldenScreens
from support.screens import show_blocks, show_everywhere

FIGURE = Library(ROOT, ROOT / "none").figure()
NAMES = {
    source["id"]: source.get("short", source["title"])
    for source in tomllib.loads((CONTENT / "sources.toml").read_text(encoding="utf-8"))["source"]
}
PLACES = build_places(tomllib.loads((CONTENT / "places.toml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["jaw", "low-back", "dizziness"])
def test_a_place_looks_as_kept(golden: GoldenScreens, name: str) -> None:
    golden(f"place-{name}", show_everywhere(places.place_lines(find_place(name, PLACES), NAMES, FIGURE)))


def test_the_choices_look_as_kept(golden: GoldenScreens) -> None:
    golden("choices", show_everywhere(places.place_choice_lines(PLACES, FIGURE)))


@pytest.mark.parametrize("place", PLACES, ids=lambda p: p.id)
def test_a_place_fits_a_screen_of_80_by_24_and_of_40_columns(place: Place) -> None:
    wide = show_blocks(places.place_lines(place, NAMES, FIGURE), 80)
    assert max(map(len, wide)) <= 80 and len(wide) <= 23
    assert max(map(len, show_blocks(places.place_lines(place, NAMES, FIGURE), 40))) <= 40


@pytest.mark.parametrize("place", PLACES, ids=lambda p: p.id)
@pytest.mark.parametrize("width", [40, 24, None])
def test_every_way_to_show_a_place_says_the_same(place: Place, width: int | None) -> None:
    said = " ".join(" ".join(show_blocks(places.place_lines(place, NAMES, FIGURE), width)).split())
    assert place.title in said
    for muscle in place.muscles:
        assert muscle.name in said and muscle.lies in said
        assert all(NAMES[tag] in said for tag in muscle.sources)
    assert place.note in said
    assert all(command in said for command in place.commands)
    assert (REFERRAL_CAVEAT in said) == (place.kind == "muscles")
    assert not (width is None and (HERE in said or FELT in said))


def test_what_is_never_pressed_for_leads_to_no_session() -> None:
    for word in ("dizziness", "tinnitus", "digestion"):
        document = places.place_document(find_place(word, PLACES))
        assert document["session"] is None
        assert all(command.startswith("knot check") for command in document["next"])


def test_only_the_views_that_are_needed_are_drawn() -> None:
    heads = {
        word: show_blocks(places.place_lines(find_place(word, PLACES), NAMES, FIGURE), 40)[0].split()
        for word in ("jaw", "low back", "hand")
    }
    assert heads == {
        "jaw": ["right", "FRONT", "left"],
        "low back": ["left", "BACK", "right"],
        "hand": ["right", "FRONT", "left", "left", "BACK", "right"],
    }


def test_the_choices_list_every_place_on_any_width() -> None:
    for width in (80, 40, 24, None):
        rows = show_blocks(places.place_choice_lines(PLACES, FIGURE), width)
        text = "\n".join(rows)
        assert width is None or max(map(len, rows)) <= width
        for number, place in enumerate((p for p in PLACES if p.kind != "never"), 1):
            assert re.search(rf"\b{number} +{place.id.replace('-', ' ')}\b", text)
    assert len(show_blocks(places.place_choice_lines(PLACES, FIGURE), 80)) <= 22


def test_the_document_holds_muscles_sources_and_what_is_next() -> None:
    document = json.loads(json.dumps(places.place_document(find_place("side of leg", PLACES))))
    assert document["muscles"][0]["name"] == "gluteus minimus"
    assert document["muscles"][0]["sources"] == ["S0"]
    assert document["check"] == ["hip", "thigh"]
    assert document["next"] == ["knot check hip thigh", "knot session hip"]
    assert places.place_document(find_place("dizzy", PLACES))["session"] is None
    assert len(places.places_document(PLACES)["places"]) == len(PLACES)
