"""`knot session --no-press`: heat, stretches and movement only, under the same verdict, kept as what it was."""

import json
from pathlib import Path

import pytest

from support.clock import JumpingClock
from support.home import Home

GIVEN = ("--nothing-new", "--before", "3", "--after", "3")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path, JumpingClock())
    home.check("neck")
    return home


def test_the_script_shows_no_press_and_no_tool(home: Home) -> None:
    script = json.loads(home.run("session", "neck", "--no-press", "--dry-run", "--json").out)
    assert {step["kind"] for step in script["steps"]} == {"rate", "heat", "stretch", "move"}
    assert (script["tool"], script["pressure_seconds"]) == (None, 0)


@pytest.mark.parametrize("option", [("--tool", "ball"), ("--hold", "30")])
def test_what_says_how_to_press_does_not_go_with_it(home: Home, option: tuple[str, str]) -> None:
    assert home.run("session", "neck", "--no-press", *option, "--dry-run").code == 2


def test_a_check_that_holds_a_session_back_holds_this_back_too(home: Home) -> None:
    home.check("neck", em_chest="yes")
    assert home.run("session", "neck", "--no-press", *GIVEN).code == 3
    assert home.run("session", "neck", "--no-press", "--dry-run").code == 3


def test_it_is_kept_with_no_tool_and_does_not_ask_the_next_one_to_wait(home: Home) -> None:
    assert home.run("session", "neck", "--no-press", "--no-heat", *GIVEN).code == 0
    (kept,) = json.loads(home.run("history", "--json").out)["sessions"]
    assert (kept["tool"], kept["status"], kept["pressure_seconds"]) == (None, "complete", 0)
    assert home.run("session", "neck", "--no-press", "--no-heat", *GIVEN).code == 0
    assert home.run("session", "neck", "--no-heat", *GIVEN).code == 0
    assert home.run("session", "neck", "--no-heat", *GIVEN).code == 3
    assert home.run("session", "neck", "--no-press", *GIVEN).code == 3, "its heat waits the six hours"
    assert home.run("session", "neck", "--no-press", "--no-heat", *GIVEN).code == 0
