"""`knot break`: the same verdict as a session, one in a quarter of an hour, kept as a break and as nothing else."""

import json
import signal
from pathlib import Path

import pytest

from support.clock import JumpingClock
from support.home import Home, checked_home
from support.session_terminal import paced_knot_on_terminal


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return checked_home(tmp_path, "neck", "upper-back", clock=JumpingClock())


def test_without_a_check_it_says_which(tmp_path: Path) -> None:
    assert "knot check neck" in Home(tmp_path).refused(3, "break", "--nothing-new")


def test_it_is_led_and_kept_for_the_regions_whose_check_holds(home: Home) -> None:
    result = home.run("break", "--nothing-new", "--json")
    assert result.code == 0
    taken = json.loads(result.out)
    assert taken.pop("schema_version") == 1
    assert (taken["regions"], taken["seconds"]) == (["neck", "upper-back"], 90)
    history = home.json("history")
    assert (history["breaks"], history["sessions"]) == ([taken], [])
    assert home.json("status")["last_break"] == taken["at"]
    assert "break " in home.ok("status", "--short")


def test_the_next_one_waits_a_quarter_of_an_hour(home: Home) -> None:
    assert home.run("break", "neck", "--minutes", "1", "--nothing-new").code == 0
    assert home.json("history")["breaks"][0]["seconds"] == 60
    home.refused(3, "break", "--nothing-new")
    home.clock.advance(minutes=15)
    assert home.run("break", "--nothing-new").code == 0


def test_sessions_do_not_wait_for_it_nor_it_for_them(home: Home) -> None:
    given = ("--nothing-new", "--before", "3", "--after", "3")
    assert home.run("session", "neck", "--no-heat", *given).code == 0
    assert home.run("break", "neck", "--nothing-new").code == 0
    home.clock.advance(hours=7)
    assert home.run("session", "neck", "--no-heat", *given).code == 0


def test_a_word_for_several_regions_is_asked_about(home: Home) -> None:
    assert "could be upper-back or low-back" in home.refused(2, "break", "back", "--dry-run")
    asked = home.run("break", "back", "--dry-run", "--json", typed="1\n", tty=True)
    assert asked.document["regions"] == ["upper-back"]


def test_one_region_that_is_held_back_holds_it_back(home: Home) -> None:
    assert home.run("break", "neck", "shoulder", "--nothing-new").code == 3
    home.check("neck", "upper-back", em_chest="yes")
    assert home.run("break", "--nothing-new").code == 3
    assert home.run("break", "--dry-run").code == 3
    assert home.json("history")["breaks"] == []


def test_the_steps_can_be_seen_before(home: Home) -> None:
    script = home.json("break", "neck", "--minutes", "2", "--dry-run")
    assert (script["regions"], script["total_seconds"]) == (["neck"], 120)
    assert {step["kind"] for step in script["steps"]} == {"move"}
    assert all(step["sources"] for step in script["steps"])


@pytest.mark.parametrize("minutes", ["0", "4", "1.5", "x"])
def test_other_minutes_are_refused(home: Home, minutes: str) -> None:
    home.refused(2, "break", "--minutes", minutes, "--nothing-new")


def test_without_a_terminal_the_question_names_its_option(home: Home) -> None:
    assert "--nothing-new" in home.refused(2, "break")


def test_after_a_check_of_today_it_starts_with_two_key_presses(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck")
    with paced_knot_on_terminal(home, "break", pace=100) as term:
        term.until("Anything new?")
        assert len(" ".join(term.text()).split()) <= 15
        term.send("n\r")
        term.until("Stand up")
        assert term.wait() == 0
    assert home.json("history")["breaks"][0]["seconds"] == 90


@pytest.mark.parametrize("is_killed", [False, True])
def test_what_is_wrong_during_it_ends_the_check_of_each_of_its_regions(tmp_path: Path, is_killed: bool) -> None:
    home = checked_home(tmp_path, "neck", "upper-back")
    with paced_knot_on_terminal(home, "break", "--nothing-new", pace=1) as term:
        term.until("Stand up")
        term.send("x")
        term.until(lambda t: home.history.stopped())
        if is_killed:
            term.signal(signal.SIGKILL)
            term.wait()
        else:
            term.send("4")
            assert term.wait() == 3
    assert not home.may_start("neck") and not home.may_start("upper-back")
    assert home.run("break", "--nothing-new").code == 3


def test_leaving_the_stop_menu_keeps_the_break_alone(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck")
    with paced_knot_on_terminal(home, "break", "--nothing-new", pace=20) as term:
        term.until("step 2 of")
        term.send("x")
        term.until(lambda t: home.history.stopped())
        term.send("0")
        term.until("Paused.")
        term.send("q")
        assert term.wait() == 0
    kept = home.json("history")
    assert home.may_start("neck") and len(kept["breaks"]) == 1 and kept["sessions"] == []


def test_where_no_check_holds_enter_begins_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    left = home.run("break", typed="q\n", tty=True)
    assert left.code == 3 and "knot check neck shoulder\nupper-back" in left.err
    begun = home.run("break", typed="\nq\n", tty=True)
    assert begun.code == 3 and len(begun.err) > 2 * len(left.err)


@pytest.mark.parametrize("how", ["limits", "yesterday", "session", "break", "other"])
def test_the_five_lines_come_where_today_did_not_name_nothing(home: Home, how: str) -> None:
    """After answers of today that named nothing it is one line, otherwise the five lines."""
    if how == "limits":
        assert home.check("neck", cleared=("rel_pregnant",), rel_pregnant="yes").code == 0
    if how != "limits":
        home.clock.advance(days=1)
    if how == "session":
        home.keep_session(pressure_seconds=0)
    if how == "break":
        assert home.run("break", "neck", "--nothing-new").code == 0
        home.clock.advance(hours=1)
    if how == "other":
        assert home.check("neck").code == 0
    shown = home.run("break", *(() if how == "other" else ("neck",)), typed="", tty=True)
    assert ("Anything new?" in shown.err) == (how in ("session", "break"))
    assert home.json("history")["breaks"] == [] or how == "break"


def test_breaks_are_listed_taken_back_and_carried_to_another_home(home: Home, tmp_path: Path) -> None:
    assert home.run("break", "--nothing-new").code == 0
    assert "1 min 30 s of movement: neck, upper-back" in " ".join(home.ok("history").split())
    assert home.json("history", "shoulder")["breaks"] == [] != home.json("history", "neck")["breaks"]
    assert home.run("export", "-o", str(tmp_path / "all.json")).code == 0
    there = Home(tmp_path / "there")
    there.ok("import", str(tmp_path / "all.json"))
    assert there.json("history")["breaks"] == home.json("history")["breaks"]
    assert "break" in home.ok("undo")
    assert home.json("history")["breaks"] == []
