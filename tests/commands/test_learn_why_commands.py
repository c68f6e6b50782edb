"""`knot learn` and `knot why` over the shipped content."""

import io
import json
from pathlib import Path

import pytest

from knotcli.coach.errors import Misuse
from knotcli.coach.vocabulary import REGIONS
from knotcli.flows.guide.reading import show_explanation, show_topic
from knotcli.world import World
from support.home import Home


def _world(tmp_path: Path) -> World:
    return World(env={"KNOT_HOME": str(tmp_path)}, stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO())


def _out(world: World) -> str:
    return world.stdout.getvalue()


def _said(tmp_path: Path, ident: str) -> str:
    world = _world(tmp_path)
    assert show_explanation(world, ident, False) == 0
    return _out(world)


def test_learn_lists_topics_and_reads_one(tmp_path: Path) -> None:
    world = _world(tmp_path)
    assert show_topic(world, None, False) == 0
    assert "\nevidence " in _out(world)
    world = _world(tmp_path)
    assert show_topic(world, "evidence", False) == 0
    assert "−0.22" in _out(world) and "] Lu et al." in _out(world)


def test_learn_as_json_is_one_document(tmp_path: Path) -> None:
    world = _world(tmp_path)
    assert show_topic(world, None, True) == 0
    topics = [t["topic"] for t in json.loads(_out(world))["topics"]]
    for topic in topics:
        world = _world(tmp_path)
        assert show_topic(world, topic, True) == 0
        document = json.loads(_out(world))
        assert document["topic"] == topic and "not in the list of sources" not in document["sources"].values()


def test_a_wrong_topic_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="Did you mean evidence"):
        show_topic(_world(tmp_path), "evidense", False)


@pytest.mark.parametrize(
    ("ident", "expected"),
    [
        ("em_chest", "pain, tightness, pressure or heaviness in your chest"),
        ("EM-CHEST", "[1] "),
        ("no-heat", "Set by a yes to: "),
        ("neck:2", "Ten to fifteen minutes"),
        ("neck:4", "What it does in the muscle is disputed."),
        ("glutes", "Named for: low-back, side-of-leg, buttock"),
        ("armpit", "Here: nothing is pressed"),
        ("stop:sharp", "Said at once: Let go now"),
        ("stop:chest", "Holds back: every region, until a clinician has looked"),
        ("STOP:Chest", "Sets: em_breath: "),
        ("desk:screen", "Change to try: Put the screen"),
        ("temple", "upper trapezius"),
        ("side of leg", "gluteus minimus"),
        ("s4", "How it was read"),
        ("o-28", "University of Missouri"),
    ],
)
def test_why_explains_each_kind_of_id(tmp_path: Path, ident: str, expected: str) -> None:
    assert expected.lower() in _said(tmp_path, ident).lower()


def test_every_id_of_the_content_is_explained_with_its_sources(tmp_path: Path) -> None:
    library = _world(tmp_path).library
    idents = [*(i.id for i in library.items()), *library.limits, *library.spots(), *library.zones()]
    idents += [f"stop:{rule.id}" for rule in library.guidance().rules()]
    idents += [f"desk:{ident}" for ident in library.desk().causes_by_id()]
    world = _world(tmp_path)
    for ident in idents:
        world.stdout.seek(0)
        world.stdout.truncate()
        assert show_explanation(world, ident, True) == 0
        document = json.loads(_out(world))
        assert document["id"] == ident and document["title"] and document["sources"]
        assert "not in the list of sources" not in document["sources"].values()


@pytest.mark.parametrize("region", REGIONS)
def test_every_step_of_every_routine_is_explained(tmp_path: Path, region: str) -> None:
    steps = _world(tmp_path).library.routine(region).steps
    for number in range(1, len(steps) + 1):
        said = _said(tmp_path, f"{region}:{number}")
        assert steps[number - 1].title in said and "Why:" in said and "Sources" in said


@pytest.mark.parametrize("ident", ["neck:0", "neck:99", "neck:", "neck:four"])
def test_a_step_that_there_is_not_gets_the_range(tmp_path: Path, ident: str) -> None:
    with pytest.raises(Misuse, match=r"There is neck:1 to neck:\d+\."):
        show_explanation(_world(tmp_path), ident, False)


@pytest.mark.parametrize("ident", ["stop:", "stop:nothing", "desk:", "desk:99"])
def test_a_reason_or_habit_that_there_is_not_gets_all_of_them(tmp_path: Path, ident: str) -> None:
    with pytest.raises(Misuse, match=r"There is (stop:chest, .*stop:unsaid|desk:load, .*desk:water)\."):
        show_explanation(_world(tmp_path), ident, False)


@pytest.mark.parametrize(("ident", "close"), [("em_chets", "em_chest"), ("no-haet", "no-heat"), ("foreram", "forearm")])
def test_an_unknown_id_gets_the_nearest_and_what_is_taken(tmp_path: Path, ident: str, close: str) -> None:
    with pytest.raises(Misuse, match=f"Did you mean {close}"):
        show_explanation(_world(tmp_path), ident, False)


@pytest.mark.parametrize("ident", ["heat", "HEAT", "when-to-stop"])
def test_a_topic_is_sent_on_to_learn(tmp_path: Path, ident: str) -> None:
    with pytest.raises(Misuse, match=f"a topic to read about: knot learn {ident.lower()}"):
        show_explanation(_world(tmp_path), ident, False)


@pytest.mark.parametrize("ident", ["", "\x1b[2Jzzzz", "../../x:1", "nosuch:1", "neck:" + "9" * 5000])
def test_hostile_ids_are_refused_in_one_line(tmp_path: Path, ident: str) -> None:
    with pytest.raises(Misuse) as told:
        show_explanation(_world(tmp_path), ident, False)
    assert "\x1b" not in str(told.value) and len(str(told.value)) < 600


def test_without_an_id_it_lists_what_can_be_asked_and_each_is_explained(tmp_path: Path) -> None:
    home = Home(tmp_path)
    kinds = home.json("why")["ids"]
    shown = home.ok("why")
    for kind, idents in kinds.items():
        assert kind in shown and ", ".join(idents) in shown
        for ident in (idents[0], idents[-1]):
            assert home.json("why", ident)["id"] == ident
    assert home.ok("why", "em_chest").endswith("To see what else you can ask: knot why\n")
