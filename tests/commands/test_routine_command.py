"""`knot routine`: listed, shown, made, checked."""

from pathlib import Path

import pytest

from support.clock import EVENING, FakeClock
from support.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, FakeClock(EVENING), pause=60)


def test_no_steps_are_shown_while_something_stands_against_the_session(home: Home) -> None:
    home.ok("routine", "new", "mine", "--from", "neck")
    assert home.check("neck", em_chest="yes").code == 3
    for name in ("neck", "mine", "calf"):
        for how in ((), ("--json",)):
            done = home.run("routine", "show", name, *how)
            assert (done.code, done.out) == (3, "")


def test_one_of_your_own_is_made_listed_checked_and_shown(home: Home) -> None:
    made = home.ok("routine", "new", "short", "--from", "neck")
    path = home.folder / "home" / "routines" / "short.toml"
    assert f"Written: {path}" in made and "knot session short" in made
    assert home.ok("routine", "check") == f"{path}: no fault found.\n"
    assert "short       Neck: fingers, ball  (yours)" in home.ok("routine", "list")
    assert home.ok("routine", "show", "short").endswith("knot check neck, then knot session short\n")


def test_no_line_of_a_routine_ends_in_blanks(home: Home) -> None:
    assert not [row for row in home.ok("routine", "show", "neck").splitlines() if row != row.rstrip()]


def test_faults_are_counted_and_told(home: Home) -> None:
    home.ok("routine", "new", "short", "--from", "neck")
    path = home.folder / "home" / "routines" / "short.toml"
    path.write_text(path.read_text("utf-8").replace('region = "neck"', 'region = "nek"'), "utf-8")
    said = home.run("routine", "check", "short")
    count, *faults = said.out.splitlines()
    assert said.code == 1 and len(faults) == 1 and "region" in faults[0]
    assert count == f"{path}: 1 fault."


def test_a_wrong_name_gets_each_routine_once(home: Home) -> None:
    home.ok("routine", "new", "neck")
    said = home.refused(2, "routine", "show", "mine")
    assert "It takes: neck, shoulder" in said and said.count("neck") == 1


def test_exercises_begin_from_a_commented_file_for_the_region_that_is_asked_for(home: Home) -> None:
    home.ok("routine", "new", "ankle", "--exercise", "--from", "foot")
    text = (home.folder / "home" / "routines" / "ankle.toml").read_text("utf-8")
    assert text.startswith("# ") and 'asks = ["foot", "calf"]' in text
    assert home.ok("routine", "check", "ankle").endswith(": no fault found.\n")
    assert "nothing pressed  (yours)" in home.ok("routine", "list")
    home.refused(2, "routine", "new", "foot", "--exercise")
