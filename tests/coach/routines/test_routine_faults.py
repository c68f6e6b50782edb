"""Any data, however odd, gets its faults told; what is free of faults can be read and planned."""

import copy
import tomllib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.conversion import Fault, convert_with_faults
from knotcli.coach.routines.limits import PlanOptions, Spot, Zone
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.routines.routine_faults import check_routine
from knotcli.coach.routines.routine_file import Routine
from support import ROOT, examples


def _tables(name: str, key: str) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = tomllib.loads((ROOT / "content" / name).read_text("utf-8"))[key]
    return tables


ZONES = {zone.id: zone for zone in msgspec.convert(_tables("zones.toml", "zone"), list[Zone])}
SPOTS = {spot.id: spot for spot in msgspec.convert(_tables("spots.toml", "spot"), list[Spot])}
FIGURES = [one["id"] for one in _tables("figures/positions.toml", "position")]
SOURCES = ("S0", "S2", "S3", "S4", "O-22", "O-24", "O-28", "O-31", "GK", "own")
NECK = tomllib.loads((ROOT / "routines/neck.toml").read_text("utf-8"))

plain = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["name", "region", "asks", "tools", "zones", "sources", "step", "title", "tips"]


def told(data: dict[str, Any]) -> list[Fault]:
    return check_routine(data, ZONES, SOURCES, SPOTS, FIGURES)[1]


def places(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the paths to every value in the data."""
    found = [at] if at else []
    if isinstance(data, dict):
        return found + [path for key, value in data.items() for path in places(value, (*at, key))]
    if isinstance(data, list):
        return found + [path for number, value in enumerate(data) for path in places(value, (*at, number))]
    return found


def put(data: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed: Any = copy.deepcopy(data)
    here = changed
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    whole: dict[str, Any] = changed
    return whole


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), plain, max_size=6))
@examples(200)
def test_any_data_gets_its_faults_and_never_an_exception(data: dict[str, Any]) -> None:
    assert told(data), "nothing as odd as this is a routine"


@given(st.sampled_from(places(NECK)), plain)
@examples(300)
def test_what_is_free_of_faults_can_be_read_and_planned(path: tuple[Any, ...], value: Any) -> None:
    data = put(NECK, path, value)
    if not told(data):
        found = plan_session(msgspec.convert(data, Routine), PlanOptions())
        assert found.pressure_seconds <= 300


@given(st.sampled_from(places(NECK)), plain)
@examples(300)
def test_what_the_types_refuse_the_linter_names(path: tuple[Any, ...], value: Any) -> None:
    data = put(NECK, path, value)
    try:
        expected = msgspec.convert(data, Routine)
    except msgspec.ValidationError:
        assert convert_with_faults(data, Routine)[1], "msgspec refuses it"
    else:
        assert convert_with_faults(data, Routine) == (expected, [])


def test_faults_are_told_with_their_key_counted_from_one() -> None:
    data = put(put(NECK, ("step", 1, "seconds"), 3), ("step", 3, "with", "ball", "seconds"), 300)
    assert told(data) == [
        Fault("step[2].seconds", "is 3; it takes 600 to 900."),
        Fault("step[4].with.ball.seconds", "is 300; it takes 30 to 60."),
    ]


def test_every_fault_is_told_at_once_in_the_order_of_the_file() -> None:
    data = copy.deepcopy(NECK)
    data["title"] = ""
    data["colour"] = "blue"
    data["zones"].remove("spine")
    data["step"][1]["seconds"] = 20
    data["step"][3]["spot"] = "throat"
    del data["step"][4]["sources"]
    keys = [fault.key for fault in told(data)]
    assert sorted(keys[:3]) == ["colour", "title", "zones"]
    assert keys[3:] == ["step[2].seconds", "step[4].spot", "step[5].sources"]


def test_an_empty_file_is_told_what_it_lacks() -> None:
    needed = {"name", "region", "title", "asks", "sources", "step"}
    assert {fault.key for fault in told({})} == needed
    assert {fault.message for fault in told({})} == {"is missing."}


@pytest.mark.parametrize("words", ["on the neck", "under your neck", "against the side of the neck", "along the neck"])
def test_a_ball_on_the_neck_is_found_in_words_too(words: str) -> None:
    cue = f"Lean the ball {words} and hold."
    assert [fault.key for fault in told(put(NECK, ("step", 3, "with", "ball", "cue"), cue))] == ["step[4].with.ball"]


@pytest.mark.parametrize("words", ["clear of the neck", "away from the neck", "between neck and shoulder"])
def test_words_that_keep_off_the_neck_are_fine(words: str) -> None:
    assert told(put(NECK, ("step", 3, "with", "ball", "cue"), f"Ball {words}, hold.")) == []


def test_a_hostile_file_is_refused_in_a_few_short_lines_of_plain_text() -> None:
    data = put(NECK, ("\x1b[31m" + "k" * 40_000,), "\x1b]0;title\x07")
    for fault in told(data):
        line = f"{fault.key}: {fault.message}"
        assert len(line) < 400
        assert line.isprintable()
