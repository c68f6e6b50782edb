"""Every shipped routine is clean and keeps to its sources; every bad example is refused with the right words."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from knotcli.coach.errors import Held
from knotcli.coach.routines.limits import PlanOptions, RoutineLimit, Spot, Zone
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.routines.routine_faults import check_routine
from knotcli.coach.routines.routine_file import Hold, Routine, Stretch
from knotcli.coach.text import clean_text
from knotcli.coach.vocabulary import REGIONS, regions_to_ask
from support import ROOT

BAD = sorted((Path(__file__).parent / "bad_routines").glob("*.toml"))
SHIPPED = sorted((ROOT / "routines").glob("*.toml"))


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


ZONES = {zone.id: zone for zone in msgspec.convert(toml(ROOT / "content/zones.toml")["zone"], list[Zone])}
SPOTS = {spot.id: spot for spot in msgspec.convert(toml(ROOT / "content/spots.toml")["spot"], list[Spot])}
SOURCES = {source["id"] for source in toml(ROOT / "content/sources.toml")["source"]}
FIGURES = {figure["id"] for figure in toml(ROOT / "content/figures/positions.toml")["position"]}
LIMITS = msgspec.convert(toml(ROOT / "content/limits.toml")["limit"], list[RoutineLimit])
ROUTINES = {path.stem: msgspec.convert(toml(path), Routine) for path in SHIPPED}


def lines(path: Path) -> list[str]:
    return [f"{fault.key}: {fault.message}" for fault in check_routine(toml(path), ZONES, SOURCES, SPOTS, FIGURES)[1]]


def test_every_region_has_its_routine() -> None:
    assert {path.stem for path in SHIPPED} == set(REGIONS)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_routine_has_no_fault(path: Path) -> None:
    assert lines(path) == []
    routine = ROUTINES[path.stem]
    assert routine.name == routine.region == path.stem
    assert routine.asks == regions_to_ask(routine.region)
    assert all(part.seconds <= 30 for part in routine.steps if isinstance(part, Stretch)), "longer is for own ones"


def test_there_are_enough_bad_examples() -> None:
    assert len(BAD) >= 40
    assert sum(path.stem.startswith("exercise_") for path in BAD) >= 20


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_routine_is_refused_for_its_one_fault(path: Path) -> None:
    expected = path.read_text("utf-8").splitlines()[0].removeprefix("# expect: ")
    found = lines(path)
    assert len(found) == 1, found
    assert expected in found[0]
    assert found[0] == clean_text(found[0]), "the message itself could not steer a terminal"


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_fault_of_a_file_is_told_at_once(path: Path) -> None:
    data = toml(path)
    before = len(check_routine(data, ZONES, SOURCES, SPOTS, FIGURES)[1])
    data["another"] = 1
    assert len(check_routine(data, ZONES, SOURCES, SPOTS, FIGURES)[1]) == before + 1


TOOLS_OF = {
    "neck": ["fingers", "ball"],
    "shoulder": ["ball", "fingers"],
    "upper-back": ["ball", "roller"],
    "low-back": ["ball", "fingers"],
    "hip": ["ball", "roller", "fingers"],
    "jaw": ["fingers"],
    "headache": ["fingers"],
    "forearm": ["fingers", "ball"],
    "thigh": ["roller", "ball", "fingers"],
    "calf": ["ball", "roller", "fingers"],
    "foot": ["ball", "fingers"],
}


@pytest.mark.parametrize("name", REGIONS)
def test_a_routine_uses_the_tools_that_suit_its_region(name: str) -> None:
    assert list(ROUTINES[name].tools) == TOOLS_OF[name]


def held(name: str, **options: Any) -> set[tuple[str, str]]:
    steps = plan_session(ROUTINES[name], PlanOptions(**options)).steps
    return {(step.spot, step.tool or "") for step in steps if step.kind == "hold"}


@pytest.mark.parametrize("name", REGIONS)
def test_quick_still_presses_twice_a_side_in_five_minutes(name: str) -> None:
    for tool in ROUTINES[name].tools:
        found = plan_session(ROUTINES[name], PlanOptions(tool=tool, quick=True))
        assert found.total_seconds <= 300
        assert sum(step.kind == "hold" for step in found.steps) >= 4


def test_no_tool_goes_on_the_neck_and_no_roller_near_it() -> None:
    for name, routine in ROUTINES.items():
        for tool in routine.tools:
            for spot, used in held(name, tool=tool):
                if SPOTS[spot].region == "neck":
                    assert used == "fingers" or (spot, used) == ("upper-trapezius", "ball")


def test_the_low_back_gets_a_ball_on_the_buttock_and_hands_beside_the_spine() -> None:
    assert held("low-back") == {("glutes", "ball"), ("low-back-side", "fingers")}


def test_the_foot_takes_the_calf_along() -> None:
    assert {spot for spot, _ in held("foot")} == {"sole", "calf"}


@pytest.mark.parametrize(("name", "spot"), [("jaw", "jaw-cheek"), ("headache", "skull-edge")])
def test_face_and_skull_are_pressed_ten_to_twenty_seconds_lightly(name: str, spot: str) -> None:
    for hold in (30, 10, None):
        holds = [step for step in plan_session(ROUTINES[name], PlanOptions(hold=hold)).steps if step.spot == spot]
        pressed = [step for step in holds if step.kind == "hold"]
        assert pressed
        assert all(10 <= step.seconds <= step.most <= 20 for step in pressed)
        assert all(step.feel.startswith("Light") for step in pressed)


@pytest.mark.parametrize("name", REGIONS)
def test_every_place_to_keep_off_is_told_before_the_first_hold(name: str) -> None:
    notes = " ".join(plan_session(ROUTINES[name], PlanOptions(), (), tuple(ZONES.values())).notes)
    for zone in ZONES.values():
        if zone.concerns(name):
            assert zone.name in notes


def test_heat_taken_out_leaves_what_may_not_be_pressed() -> None:
    notes = plan_session(ROUTINES["neck"], PlanOptions(heat=False), (), tuple(ZONES.values())).notes
    assert not [note for note in notes if "warm" in note.split(":")[0]]
    assert [note for note in notes if "pulse" in note]


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.id)
def test_each_shipped_limit_changes_a_plan_or_holds(limit: RoutineLimit) -> None:
    changed = 0
    for routine in ROUTINES.values():
        try:
            changed += plan_session(routine, PlanOptions(), [limit]) != plan_session(routine, PlanOptions())
        except Held:
            changed += 1
    assert changed == len(ROUTINES)


def test_spots_to_press_and_spots_never_pressed_are_apart() -> None:
    never = {name for zone in ZONES.values() for name in (zone.id, *zone.spots) if not zone.press}
    assert never.isdisjoint(SPOTS)


def test_zones_and_spots_name_known_sources_and_each_id_once() -> None:
    for file, key in (("zones", "zone"), ("spots", "spot")):
        tables = toml(ROOT / f"content/{file}.toml")[key]
        assert len({table["id"] for table in tables}) == len(tables)
        assert {tag for table in tables for tag in table["sources"]} <= SOURCES


def test_every_spot_is_pressed_by_some_routine() -> None:
    used = {part.spot for routine in ROUTINES.values() for part in routine.steps if isinstance(part, Hold)}
    assert used == set(SPOTS)


def texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for entry in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from texts(entry)


NEVER = re.compile(
    r"\bcures?\b|toxin|detox|releas|realign|sciatica|carpal|fasciitis|\bTMJ\b|fibromyalg|80 ?%|break(s|ing)? up"
    r"|clinically proven|\bsafe(ly)?\b|needl|inject|!",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", [*SHIPPED, ROOT / "content/zones.toml", ROOT / "content/spots.toml"], ids=str)
def test_nothing_promises_or_coaches_what_it_must_not(path: Path) -> None:
    data = toml(path)
    for zone in data.get("zone", ()):
        zone.pop("spots", None)  # names to refuse, never printed as advice
    assert [text for text in texts(data) if NEVER.search(text)] == []


@pytest.mark.parametrize("name", REGIONS)
def test_every_cue_can_be_said_in_the_time_of_its_step(name: str) -> None:
    for tool in ROUTINES[name].tools:
        for step in plan_session(ROUTINES[name], PlanOptions(tool=tool)).steps:
            if step.kind != "rate":
                assert len(step.cue.split()) <= step.seconds * 3, "at an unhurried three words a second"
                assert len(step.cue) <= 150 and len(step.title) <= 40
