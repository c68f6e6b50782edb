"""The referral map gives what the sources name, and is found by what people type."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.guide.places import Place, build_brought_names, build_places, find_brought_name, find_place
from knotcli.coach.vocabulary import REGIONS
from support import CONTENT

TABLE = tomllib.loads((CONTENT / "places.toml").read_text(encoding="utf-8"))
PLACES = build_places(TABLE)
NAME_TABLE = tomllib.loads((CONTENT / "brought-names.toml").read_text(encoding="utf-8"))
BROUGHT_NAMES = build_brought_names(NAME_TABLE, PLACES)

# Written by hand from the sources: place → (muscle, the sources that name it there).
NAMED = {
    "temple": {("upper trapezius", "S0")},
    "head": {("neck muscles", "S0 S2 S4"), ("shoulder muscles", "S0 S2 S4")},
    "neck": {("levator scapulae", "S4"), ("trapezius", "S4"), ("sternocleidomastoid", "S4")},
    "stiff-shoulder": {("neck muscles", "S1")},
    "shoulder": {("rotator cuff", "S0 S4"), ("trapezius", "S4")},
    "tight-shoulders": {("shoulder-blade muscles", "S2")},
    "upper-back": {("paraspinals", "S0"), ("quadratus lumborum", "S0")},
    "middle-back": {("paraspinals", "S0"), ("quadratus lumborum", "S0")},
    "low-back": {("paraspinals", "S0"), ("quadratus lumborum", "S0 S4"), ("gluteals", "S4")},
    "stress": {("raised shoulders", "S0"), ("clenched jaw", "S0")},
    "side-of-leg": {("gluteus minimus", "S0")},
    "leg": {("low-back muscles", "S2")},
    "buttock": {("piriformis", "S4")},
    "hand": {("neck muscles", "S0")},
    "elbow": {("forearm muscles", "S4")},
    "jaw": {("jaw muscles", "S0 S4")},
    "sole": {("calf muscles", "S0 S4"), ("arch of the foot", "S2")},
    "heel": {("calf muscles", "S0 S4")},
    "thigh": {("front of the thigh", "S0 S2"), ("back of the thigh", "S0 S2")},
    "calf": {("calf muscles", "S2")},
}


@pytest.mark.parametrize("word", NAMED)
def test_each_place_gives_the_muscles_that_the_sources_name(word: str) -> None:
    found = find_place(word, PLACES)
    assert {(m.name, " ".join(m.sources)) for m in found.muscles} == NAMED[word]


def test_the_table_above_holds_every_place_with_muscles() -> None:
    assert {p.id for p in PLACES if p.kind == "muscles"} == set(NAMED)


def test_the_muscle_at_the_front_of_the_neck_is_named_and_never_pressed() -> None:
    assert [m.name for p in PLACES for m in p.muscles if not m.pressed] == ["sternocleidomastoid"]
    assert not any("sternocleido" in m.name for p in PLACES for m in p.muscles if m.pressed)


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("temples", "temple"),
        ("side of leg", "side-of-leg"),
        ("the side of the leg", "side-of-leg"),
        ("leg side", "side-of-leg"),
        ("outer leg", "side-of-leg"),
        ("Side of my LEFT leg", "side-of-leg"),
        ("heels", "heel"),
        ("hands", "hand"),
        ("feet", "sole"),
        ("arch", "sole"),
        ("butt", "buttock"),
        ("shou", "shoulder"),
        ("shoulders", "shoulder"),
        ("low-back", "low-back"),
        ("lower back pain", "low-back"),
        ("calves", "calf"),
        ("golfer’s elbow", "elbow"),
        ("head ache", "head"),
        ("pain in my left temple", "temple"),
        ("numb hand", "numbness"),
        ("my hand is numb", "numbness"),
        ("temple and tingling", "numbness"),
        ("pins and needles in my foot", "numbness"),
        ("dizzy", "dizziness"),
        ("ringing in the ears", "tinnitus"),
        ("stomach", "digestion"),
        ("front of the neck", "not-pressed"),
        ("chest pain", "chest"),
    ],
)
def test_a_place_is_found_by_what_people_type(word: str, place: str) -> None:
    assert find_place(word, PLACES).id == place


def test_every_name_finds_its_own_place() -> None:
    for place in PLACES:
        for name in (place.id, place.title, *place.names):
            assert find_place(name, PLACES) == place, name


@pytest.mark.parametrize(("word", "close"), [("tempel", "temple"), ("sholder", "shoulder"), ("buttok", "buttock")])
def test_a_wrong_word_gets_the_nearest_and_the_list(word: str, close: str) -> None:
    with pytest.raises(Misuse) as told:
        find_place(word, PLACES)
    assert f"Did you mean {close}?" in str(told.value)
    assert all(place.id in str(told.value) for place in PLACES)


@pytest.mark.parametrize(("word", "could"), [("back", "upper-back"), ("neck and shoulder", "neck")])
def test_a_word_for_several_places_gets_all_of_them(word: str, could: str) -> None:
    with pytest.raises(Misuse, match=f"could be {could}"):
        find_place(word, PLACES)


@given(st.text(max_size=80))
def test_any_text_gives_a_place_or_one_clear_line(word: str) -> None:
    try:
        assert find_place(word, PLACES) in PLACES
    except Misuse as told:
        assert "\n" not in str(told) and "\x1b" not in str(told)


def test_a_very_long_word_is_answered_briefly() -> None:
    with pytest.raises(Misuse) as told:
        find_place("q" * 1_000_000, PLACES)
    assert len(str(told.value)) < 600


def test_what_is_next_asks_for_both_regions_and_runs_one() -> None:
    side = find_place("side of leg", PLACES)
    assert side.commands == ("knot check hip thigh", "knot session hip")
    assert find_place("heel", PLACES).regions == ("calf", "foot")
    assert find_place("temple", PLACES).regions == ("headache", "neck")


def test_every_place_and_muscle_region_is_asked_for_before_a_routine_runs() -> None:
    for place in PLACES:
        if place.kind == "muscles":
            assert {place.region, *(m.region for m in place.muscles if m.pressed)} == set(place.regions)
            assert place.routine in place.regions
            assert set(place.regions) <= set(REGIONS)


def test_numbness_and_what_is_never_pressed_go_to_the_check_and_never_to_a_routine() -> None:
    others = [p for p in PLACES if p.kind != "muscles"]
    assert {"numbness", "dizziness", "tinnitus", "digestion"} <= {p.id for p in others}
    assert all(p.commands == ("knot check",) and not p.routine for p in others)


def _table(**changes: object) -> dict[str, list[dict[str, object]]]:
    muscle = {"name": "m", "lies": "l", "region": "neck", "sources": ["S0"]}
    place = {
        "id": "a",
        "title": "A",
        "names": [],
        "felt": "f",
        "note": "n",
        "region": "neck",
        "sources": ["S0"],
        "muscle": [muscle],
    }
    return {"place": [{**place, **changes}]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "red"}, "colour"),
        ({"region": "nek"}, "Did you mean neck"),
        ({"muscle": []}, "kind muscles"),
        ({"kind": "never"}, "kind muscles"),
        ({"sources": []}, "sources"),
        ({"view": "side"}, "view"),
    ],
)
def test_a_damaged_map_is_refused_with_its_fault(changes: dict[str, object], said: str) -> None:
    assert isinstance(build_places(_table())[0], Place)
    with pytest.raises(KnotError, match=said):
        build_places(_table(**changes))


def test_one_name_for_two_places_is_refused() -> None:
    twice = {"place": [*_table()["place"], *_table(id="b", names=["A"])["place"]]}
    with pytest.raises(KnotError, match="stands for both"):
        build_places(twice)


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("trapezius", ("neck",)),
        ("masseter", ("jaw",)),
        ("Levator", ("neck",)),
        ("plantar fasciitis", ("sole", "heel")),
        ("tennis elbow", ("elbow",)),
        ("my sciatica", ("numbness",)),
        ("carpal tunnel", ("numbness",)),
        ("TMJ", ("jaw",)),
        ("headache behind the eyes", ("head",)),
    ],
)
def test_a_name_that_people_bring_leads_to_its_places(word: str, places: tuple[str, ...]) -> None:
    name = find_brought_name(word, BROUGHT_NAMES)
    assert name is not None and name.places == places


@pytest.mark.parametrize("word", ["neck", "temple", "", "headache with fever behind the eyes", "numb trapezius"])
def test_what_is_more_than_a_name_is_left_to_the_places(word: str) -> None:
    assert find_brought_name(word, BROUGHT_NAMES) is None


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ({"words": ["x"], "places": ["nek"], "said": "s", "sources": ["own"]}, "nek"),
        ({"words": ["x"], "places": [], "said": "s", "sources": ["own"]}, "places"),
        ({"words": ["x"], "places": ["neck"], "said": "s"}, "sources"),
    ],
)
def test_a_broken_name_is_refused(table: dict[str, object], named: str) -> None:
    with pytest.raises(KnotError, match=named):
        build_brought_names({"name": [table]}, PLACES)


def test_a_word_stands_for_one_name_only() -> None:
    table = {"words": ["x", "a pain"], "places": ["neck"], "said": "s", "sources": ["own"]}
    with pytest.raises(KnotError, match="two things"):
        build_brought_names({"name": [table, table]}, PLACES)
