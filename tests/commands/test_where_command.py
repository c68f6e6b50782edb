"""`knot where`: by word, by number, and where nobody can answer."""

import io
import json
from pathlib import Path

import pytest

from knotcli.coach.errors import Misuse
from knotcli.flows.guide.reading import show_muscles
from knotcli.world import World


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def _world(tmp_path: Path, typed: str | None = None) -> World:
    stdin = io.StringIO("") if typed is None else Terminal(typed)
    return World(env={"KNOT_HOME": str(tmp_path)}, stdin=stdin, stdout=io.StringIO(), stderr=io.StringIO())


def _out(world: World) -> str:
    return world.stdout.getvalue()


def _err(world: World) -> str:
    return world.stderr.getvalue()


def test_a_word_shows_its_place(tmp_path: Path) -> None:
    world = _world(tmp_path)
    assert show_muscles(world, "temples", False) == 0
    assert "upper trapezius" in _out(world) and "knot session headache" in _out(world)


def test_json_prints_one_document(tmp_path: Path) -> None:
    world = _world(tmp_path)
    assert show_muscles(world, "side of leg", True) == 0
    document = json.loads(_out(world))
    assert document["schema_version"] == 1 and document["place"]["id"] == "side-of-leg"
    world = _world(tmp_path)
    assert show_muscles(world, None, True) == 0
    assert len(json.loads(_out(world))["places"]) > 20


def test_without_a_place_and_without_a_terminal_the_argument_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="PLACE"):
        show_muscles(_world(tmp_path), None, False)


def test_a_number_is_asked_for_until_it_is_on_the_picture(tmp_path: Path) -> None:
    world = _world(tmp_path, "99\nxyz\nback\n1\n")
    assert show_muscles(world, None, False) == 0
    assert "Temple" in _out(world)
    assert "99 is not on the picture" in _err(world)
    assert "could be upper-back" in _err(world)


def test_a_word_for_several_places_is_asked_about_where_somebody_can_answer(tmp_path: Path) -> None:
    world = _world(tmp_path, "3\n")
    assert show_muscles(world, "back", False) == 0
    assert "Low back" in _out(world) and "[3] low-back" in " ".join(_err(world).split())
    for unanswered in (_world(tmp_path, "x\n"), _world(tmp_path)):
        with pytest.raises(Misuse, match="could be upper-back, middle-back, low-back or stress"):
            show_muscles(unanswered, "back", False)


@pytest.mark.parametrize("typed", ["\n", "q\n"])
def test_nothing_chosen_shows_nothing(tmp_path: Path, typed: str) -> None:
    world = _world(tmp_path, typed)
    assert show_muscles(world, None, False) == 0
    assert _out(world) == ""


def test_the_end_of_input_names_the_argument(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="PLACE"):
        show_muscles(_world(tmp_path, "99\n"), None, False)


def test_escape_sequences_in_the_word_do_not_come_back(tmp_path: Path) -> None:
    with pytest.raises(Misuse) as told:
        show_muscles(_world(tmp_path), "\x1b]0;hi\x07zzz", False)
    assert "\x1b" not in str(told.value) and "\x07" not in str(told.value)


def test_a_brought_name_is_told_before_its_place(tmp_path: Path) -> None:
    world = _world(tmp_path)
    assert show_muscles(world, "sciatica", True) == 0
    told = json.loads(_out(world))
    assert (told["about"]["places"], told["place"]["id"]) == (["numbness"], "numbness")


def test_a_name_of_several_places_names_a_command_for_each(tmp_path: Path) -> None:
    world = _world(tmp_path)
    assert show_muscles(world, "plantar fasciitis", False) == 0
    assert "knot where sole" in _out(world) and "knot where heel" in _out(world)
