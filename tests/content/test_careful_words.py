"""What short texts must not leave out: heat and stretch cues, aftercare, and words for danger signs."""

import tomllib

import msgspec
import pytest

from knotcli.coach.guide.places import build_places, find_place
from knotcli.coach.routines.limits import PlanOptions, RoutineLimit
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.routines.routine_file import Heat, Routine, Stretch
from knotcli.coach.vocabulary import REGIONS
from support import ROOT


def toml(name: str) -> dict:
    return tomllib.loads((ROOT / name).read_text("utf-8"))


ROUTINES = {name: msgspec.convert(toml(f"routines/{name}.toml"), Routine) for name in REGIONS}
PLACES = build_places(toml("content/places.toml"))


@pytest.mark.parametrize("name", REGIONS)
def test_heat_comes_with_its_rules(name: str) -> None:
    for part in ROUTINES[name].steps:
        if isinstance(part, Heat):
            assert "awake" in part.cue.lower()
            assert "cloth" in part.cue or "towel" in part.cue
            assert all(word in part.feel for word in ("never hot", "stings", "numb", "blotchy"))


@pytest.mark.parametrize("name", REGIONS)
def test_a_stretch_of_one_side_says_which(name: str) -> None:
    for part in ROUTINES[name].steps:
        if isinstance(part, Stretch) and part.sides:
            assert "this" in part.cue.lower().split(), part.title


@pytest.mark.parametrize("name", REGIONS)
def test_a_light_touch_leaves_no_caution_out(name: str) -> None:
    light = RoutineLimit(id="light", text="Light.", why="Own.", sources=("own",), grade="light")
    for tool in ROUTINES[name].tools:
        usual = plan_session(ROUTINES[name], PlanOptions(tool=tool)).steps
        lighter = plan_session(ROUTINES[name], PlanOptions(tool=tool), [light]).steps
        for before, after in zip(usual, lighter, strict=True):
            if before.kind == "hold":
                assert before.feel.partition(". ")[2] in after.feel


def test_aftercare_says_when_to_call_and_whom() -> None:
    said = " ".join(entry["text"] for entry in toml("content/session.toml")["aftercare"])
    for sign in ("after three days", "red, warm or swollen", "fever", "numbness or tingling"):
        assert sign in said
    assert "at once" in said
    assert "Trouble breathing" in said.split("at once")[1]
    assert "emergency number" in said.split("Trouble breathing")[1]


@pytest.mark.parametrize(
    "word",
    [
        "heavy arm", "weak arm", "foot drop", "tingly foot", "no feeling in my foot", "hand goes to sleep", "clumsy hands",
        "burning feet", "pinched nerve", "arm tingles", "drooping face", "blurred vision", "swollen calf", "red leg",
        "hot calf", "headache with fever", "a lump in my neck", "numb face", "pins in my hand",
    ],
)  # fmt: skip
def test_a_danger_sign_leads_to_no_routine_whatever_place_stands_beside_it(word: str) -> None:
    assert find_place(word, PLACES).kind != "muscles"
    assert find_place(word, PLACES).commands == ("knot check",)
