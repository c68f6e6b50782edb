"""Exercises as a physiotherapist might give them: led on a terminal, paused, killed, gone on with, and shown."""

import json
import signal
from pathlib import Path

from knotcli.terminal.clock import Clock
from support.clock import JumpingClock
from support.home import Home, checked_home
from support.session_terminal import paced_knot_on_terminal, step_number

GIVEN = ("--nothing-new", "--before", "3", "--after", "3")


def exercise_home(folder: Path, clock: Clock | None = None) -> Home:
    home = checked_home(folder, "neck", clock=clock)
    home.ok("routine", "new", "physio", "--exercise")
    assert home.ok("routine", "check").endswith(": no fault found.\n")
    return home


def test_they_are_led_paused_killed_and_gone_on_with_to_the_end(tmp_path: Path) -> None:
    home = exercise_home(tmp_path)
    start = ("session", "physio", "--nothing-new", "--yes")
    with paced_knot_on_terminal(home, *start, "--before", "4", pace=30) as term:
        term.until("3 of 10")
        term.send(" ")
        term.until("Paused.")
        term.send(" ")
        term.until(lambda t: "Paused." not in " ".join(t.text()))
        term.send("n")
        term.until(lambda t: step_number(t) == 4)
        term.send("n")
        term.until(lambda t: step_number(t) == 5)
        term.signal(signal.SIGKILL)
        term.wait()
    kept, steps = home.newest_session()
    assert (kept.status, kept.tool) == ("partial", "")
    assert [(s.kind, s.outcome) for s in steps[:2]] == [("prepare", "done"), ("exercise", "done")]
    with paced_knot_on_terminal(home, *start, "--resume", pace=150) as term:
        term.until("How strong is the pain now, afterwards?", 60)
        term.send("3\r")
        term.until("[Enter] done")  # nothing was pressed: the advice for the days after is a line
        term.send("\r")
        assert term.wait() == 0
    kept, steps = home.newest_session()
    assert (kept.status, len(home.history.sessions())) == ("complete", 1)
    assert sum(step.kind == "exercise" for step in steps) >= 10
    assert "physio" in home.ok("history")


def test_they_are_kept_and_shown_and_not_limited_to_two_a_day(tmp_path: Path) -> None:
    home = exercise_home(tmp_path, JumpingClock())
    for _ in range(3):
        assert home.run("session", "physio", *GIVEN).code == 0
    assert home.run("session", "neck", "--no-heat", *GIVEN).code == 0, "nothing was pressed before"
    assert home.run("session", "physio", *GIVEN).code == 0
    sessions = json.loads(home.run("history", "--json").out)["sessions"]
    assert [s["routine"] for s in sessions] == ["physio", "neck", "physio", "physio", "physio"]
    physio = sessions[0]
    assert (physio["tool"], physio["status"], physio["pressure_seconds"]) == (None, "complete", 0)
    sets = [step for step in physio["steps"] if step["kind"] == "exercise"]
    assert [step["side"] for step in sets] == [None] * 2 + ["left"] * 3 + ["right"] * 3 + [None] * 2
    assert "session physio done, nothing pressed" in home.ok("history")
    assert "physio" in home.ok("report", "-o", "-")


def test_a_check_that_holds_the_region_back_holds_them_back(tmp_path: Path) -> None:
    home = exercise_home(tmp_path, JumpingClock())
    home.check("neck", em_chest="yes")
    assert home.run("session", "physio", *GIVEN).code == 3
    assert home.history.sessions() == []


def test_the_script_says_what_a_set_is(tmp_path: Path) -> None:
    script = json.loads(exercise_home(tmp_path).run("session", "physio", "--dry-run", "--json").out)
    first, *_, last = [step for step in script["steps"] if step["kind"] == "exercise"]
    dose = ("sets", "repetitions", "repetition_seconds", "hold_seconds", "rest_seconds", "seconds")
    assert [first[key] for key in dose] == [2, 10, 3, None, 30, 30]
    assert [last[key] for key in dose] == [2, None, None, 20, 30, 20]
    assert "sets" not in script["steps"][0]
