"""`knot` and `knot status`: what stands, what is due, one next step; and the question after a session."""

import json
import re
import sys
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from knotcli.coach.record import Check, FollowUp, Rating, Session, StepDone, make_entry_id
from knotcli.coach.session.resume import write_run_note
from knotcli.coach.session.session_options import SessionOptions
from knotcli.flows.session.session_gathering import decide_now
from knotcli.flows.session.session_request import read_request
from support import entries
from support.answers import LIBRARY
from support.home import Home


@pytest.fixture
def person(tmp_path: Path) -> Home:
    return Home(tmp_path)


def state(person: Home, region: str = "neck") -> dict[str, Any]:
    """Give what `knot --json` tells of a region."""
    found: dict[str, Any] = person.json()["regions"][region]
    return found


def due(person: Home, region: str = "neck") -> str:
    return state(person, region)["due"] or ""


def next_command(person: Home) -> str:
    return str(person.json()["next"]["command"])


START = ("session", "neck", "--nothing-new", "--before", "5", "--after", "4")


def test_a_new_user_gets_three_lines_that_lead_to_the_check(person: Home) -> None:
    assert len(person.ok().splitlines()) == 3
    assert person.json()["next"] == {"what": "begin", "command": "knot check"}
    assert person.ok("status", "--short") == ""
    assert not (person.folder / "home").exists()


def test_after_a_check_a_session_is_due_and_the_day_it_holds_until_is_named(person: Home) -> None:
    assert person.check("neck").code == 0
    found = state(person)
    assert (found["check"], found["due"]) == ("holds", "session")
    assert found["valid_until"].startswith("2026-12-20")
    assert next_command(person) == "knot session neck"


def test_direction_is_an_arrow_and_a_word(person: Home) -> None:
    person.check("neck")
    person.keep_ratings("neck", *[7] * 14, *[4] * 14)
    assert state(person)["change"] == "clearly-lower" and "↓" in person.ok()
    assert person.ok("status", "--short") == "neck 4 ↓ · session due\n"
    person.keep_ratings("jaw", *[3] * 14, *[3] * 14)
    person.keep_ratings("calf", *[2] * 14, *[6] * 14)
    assert (state(person, "jaw")["change"], state(person, "calf")["change"]) == ("same", "higher")
    assert "→" in person.ok() and "↑" in person.ok()


def test_too_few_ratings_have_a_word_and_no_arrow(person: Home) -> None:
    person.keep_ratings("neck", 7, 4)
    assert state(person)["change"] == "too-early" and "↓" not in person.ok()
    assert next_command(person) == "knot check neck"


def test_status_is_knot_and_json_says_the_same(person: Home) -> None:
    person.check("neck")
    person.keep_ratings("neck", 6, 5)
    assert person.ok("status") == person.ok()
    document = json.loads(person.ok("--json"))
    assert document == json.loads(person.ok("status", "--json"))
    assert document["schema_version"] == 1
    assert document["regions"]["neck"] == {
        "score": 5, "rated_at": "2026-11-20T12:00:00+01:00", "kind": "now", "change": "too-early",
        "check": "holds", "valid_until": "2026-12-20T12:00:00+01:00", "due": "session", "sessions_today": 0,
        "resume_until": None, "opens_at": None, "course": "begin", "review": None,
    }  # fmt: skip
    assert document["next"] == {"what": "session", "command": "knot session neck"}


def test_a_session_today_is_said_and_none_is_due(person: Home) -> None:
    person.check("neck")
    person.keep_session()
    assert (due(person), state(person)["opens_at"]) == ("", "2026-11-20T18:20:00+01:00")
    assert person.ok("status", "--short") == "neck 4\n"
    person.clock.advance(hours=7)
    assert (due(person), state(person)["sessions_today"]) == ("", 1)


def broken_off(person: Home, region: str = "neck", **more: Any) -> Session:
    """Keep a session that was killed in its third step, 20 minutes ago."""
    world = person.world()
    decision = decide_now(world, read_request(world, SessionOptions(region=region)))
    plan, options = decision.plan, decision.options
    at = person.clock.now() - timedelta(minutes=20)
    told = write_run_note(options, plan.steps, "")
    one = entries.session(at, region, **{"status": "partial", "plan": told} | more)
    done = [
        StepDone(make_entry_id(), at, one.id, n, s.kind, s.title, s.side, s.tool, s.seconds, 0.0, "skipped")
        for n, s in enumerate(plan.steps[:2])
    ]
    person.history.add(one, *done, Rating(make_entry_id(), at, region, None, 5, "before", "", one.id))
    return one


def test_a_session_that_broke_off_can_go_on_for_two_hours(person: Home) -> None:
    person.check("neck")
    broken_off(person)
    assert next_command(person) == "knot session neck --resume"
    found = state(person)
    assert (found["due"], found["resume_until"]) == ("resume", "2026-11-20T13:40:00+01:00")
    person.clock.advance(minutes=101)
    assert due(person) != "resume"


def test_what_may_not_start_is_not_offered_to_go_on(person: Home) -> None:
    person.check("neck")
    broken_off(person)
    person.check("neck", rf_numb_persist="yes")
    assert due(person) != "resume" and "--resume" not in person.ok()


def test_a_session_that_still_runs_elsewhere_is_not_offered_to_go_on(person: Home) -> None:
    person.check("neck")
    one = broken_off(person)
    code = "from knotcli.terminal.process import mark_process; print(mark_process(), flush=True); input()"
    with Popen([sys.executable, "-c", code], stdin=PIPE, stdout=PIPE, text=True) as other:
        assert other.stdin is not None and other.stdout is not None
        runner = other.stdout.readline().strip()
        person.history.change(one._replace(plan=one.plan.replace('"runner":""', f'"runner":"{runner}"')))
        assert due(person) != "resume"
        other.stdin.write("\n")
        other.stdin.flush()
        other.wait()
    assert due(person) == "resume"


def test_a_flare_makes_a_rest_day(person: Home) -> None:
    person.check("neck")
    person.keep_session(before=4, after=7)
    assert (due(person), state(person)["opens_at"]) == ("rest", "2026-11-22T00:00:00+01:00")
    assert person.ok("status", "--short") == "neck 7 · rest day\n"


def test_a_warning_sign_stands_over_everything(person: Home) -> None:
    person.check("neck")
    person.keep_ratings("neck", 5)
    assert person.check("jaw", rf_weakness="yes").code == 3
    assert person.json()["warning_signs"] == ["rf_weakness"]
    assert due(person) != "session" and next_command(person) == "knot check --show"
    assert person.ok("status", "--short").endswith("clinician first\n")


@pytest.mark.parametrize(
    ("named", "verdict"),
    [({"ab_bleeding": "yes"}, "blocked"), ({"rel_surgery": "yes"}, "needs-clearance"), ({"em_chest": ""}, "incomplete")],
)  # fmt: skip
def test_a_check_that_was_not_passed_makes_no_session_due(person: Home, named: dict[str, str], verdict: str) -> None:
    assert person.check("neck", **named).code == 3
    assert state(person)["check"] == verdict
    assert due(person) != "session" and "session" not in person.ok("status", "--short")


def test_an_old_check_is_the_next_step(person: Home) -> None:
    person.check("neck")
    person.keep_ratings("neck", 5)
    person.clock.advance(days=31)
    assert (state(person)["check"], due(person)) == ("expired", "check")
    assert next_command(person) == "knot check neck"


def test_it_stays_under_fifteen_lines_and_counts_what_is_left_out(person: Home) -> None:
    for region in ("neck", "jaw", "hip", "calf", "foot", "thigh", "shoulder"):
        person.check(region)
        person.keep_ratings(region, 6, 5)
    for columns in ("40", "80"):
        person.env["COLUMNS"] = columns
        out = person.ok("status", tty=True)
        assert len(out.splitlines()) < 15
        assert max(map(len, out.splitlines())) <= int(columns)
        assert "more regions: knot check --show" in out


def test_what_was_left_months_ago_is_left_out(person: Home) -> None:
    person.keep_ratings("jaw", 5)
    person.clock.advance(days=61)
    assert person.json()["next"]["what"] == "begin"
    assert person.ok("status", "--short") == ""


def test_short_and_json_do_not_go_together(person: Home) -> None:
    found = person.run("status", "--short", "--json")
    assert found.code == 2 and "--short and --json" in found.err
    found = person.run("--json", "history")
    assert found.code == 2 and "knot history --json" in found.err


def test_each_line_fits_80_columns_in_every_state(person: Home) -> None:
    for region in ("neck", "upper-back", "low-back"):
        person.check(region)
        person.keep_ratings(region, *[4] * 14, *[5] * 14)
    person.keep_session("neck", before=3, after=6)
    person.clock.advance(hours=3)
    person.keep_session("upper-back")
    person.clock.advance(hours=1)
    assert [due(person, r) for r in ("neck", "upper-back", "low-back")] == ["rest", "", "session"]
    out = person.run("status", tty=True).out
    assert len(out.splitlines()) == 5
    assert max(map(len, out.splitlines())) <= 80


# The question after a session, and what holds the next one


def test_how_soon_is_told_before_an_old_check_and_after_a_red_flag(person: Home) -> None:
    person.check("neck")
    person.clock.advance(days=30)
    person.keep_session()
    person.clock.advance(hours=1)
    found = person.run(*START)
    assert found.code == 3 and "18:20" in found.err and "30 days" not in found.err
    person.clock.advance(hours=5)
    found = person.run(*START)
    assert found.code == 3 and "has run out" in found.err
    person.check("neck", rf_weakness="yes")
    person.keep_session()
    found = person.run(*START)
    assert found.code == 3 and not re.search(r"\d\d:\d\d", found.err)


def test_before_a_session_the_question_has_to_be_answered(person: Home) -> None:
    person.check("neck")
    person.keep_session()
    person.clock.advance(hours=20)
    for typed in ("", "\n"):
        assert person.run("session", "neck", typed=typed, tty=True).code == 3
        assert person.history.follow_ups() == []
    assert person.run("session", "neck", typed="3\n", tty=True).code == 3
    assert [a.answer for a in person.history.follow_ups()] == ["more"]
    assert len(person.history.sessions()) == 1


def test_an_ordinary_answer_leads_on_to_the_recheck(person: Home) -> None:
    person.check("neck")
    person.keep_session()
    person.clock.advance(hours=20)
    found = person.run("session", "neck", typed="2\n", tty=True)
    # The questions before the session came, and were not answered.
    assert found.code == 3 and "n nothing of this" in found.err
    assert [a.answer for a in person.history.follow_ups()] == ["ordinary"]


def test_without_a_terminal_an_ordinary_question_is_answered_by_nothing_new(person: Home) -> None:
    person.check("neck")
    person.keep_session()
    person.clock.advance(hours=20)
    found = person.run("session", "neck", "--before", "5", "--after", "4")
    assert found.code == 2 and "knot followup neck --answer none|ordinary" in found.err


def test_knot_asks_from_eighteen_hours_on_and_shows_the_day_after_that(person: Home) -> None:
    person.check("neck")
    person.keep_session()
    person.clock.advance(hours=17, minutes=59)
    assert due(person) != "follow-up" and person.run("status", tty=True).err == ""
    person.clock.advance(minutes=1)
    assert due(person) == "follow-up"
    found = person.run(typed="2\n", tty=True)
    assert "Friday 20 November" in found.err
    assert [a.answer for a in person.history.follow_ups()] == ["ordinary"]
    assert due(person) == "session" and person.run("status", tty=True).err == ""


@pytest.mark.parametrize("typed", ["\n", ""])
def test_left_for_later_it_is_asked_again_and_nothing_is_kept(person: Home, typed: str) -> None:
    person.keep_session()
    person.clock.advance(hours=20)
    found = person.run(typed=typed, tty=True)
    assert (found.code, due(person)) == (0, "follow-up")
    assert person.history.follow_ups() == []


def test_it_never_holds_up_a_rating(person: Home) -> None:
    person.keep_session()
    person.clock.advance(hours=20)
    person.ok("log", "neck", "3", tty=True)
    assert person.history.ratings("neck", limit=1)[0].score == 3


def test_more_than_ordinary_soreness_rests_the_region_for_the_day(person: Home) -> None:
    person.check("neck")
    person.keep_session()
    person.clock.advance(hours=20)
    assert person.run("followup", "neck", "--answer", "more").code == 0
    assert due(person) == "rest"
    assert person.run(*START).code == 3
    person.clock.advance(days=1)
    found = person.run(*START)
    assert found.code == 2 and "knot followup neck --answer none|ordinary" in found.err
    assert person.run("followup", "neck", "--answer", "none").code == 0
    assert due(person) == "session"


def test_growing_pain_on_day_three_sets_the_red_flag_until_a_clinician_has_looked(person: Home) -> None:
    person.check("neck", "calf")
    person.keep_session()
    person.clock.advance(days=3)
    found = person.run("followup", "--answer", "increasing")
    assert found.code == 3 and "--assessed" in found.err
    (flag,) = [c for c in person.history.checks() if c.origin == "follow-up"]
    assert dict(flag.answers) == {"rf_after_session": "yes"}
    for region in ("neck", "calf"):
        found = person.run("session", region, "--nothing-new", "--before", "5", "--after", "4")
        assert found.code == 3
    assert person.run("check", "--show").code == 3
    assert person.run("undo").code == 3
    person.clock.advance(minutes=1)
    assert person.run("check", "--assessed", "2026-11-23").code == 0
    assert person.check("neck").code == 0
    assert due(person) == "rest"
    person.clock.advance(days=1)
    person.run("followup", "neck", "--answer", "none")
    assert due(person) == "session"


def test_growing_pain_before_day_three_only_rests(person: Home) -> None:
    person.keep_session()
    person.clock.advance(days=2)
    assert person.run("followup", "neck", "--answer", "increasing").code == 0
    assert person.history.checks() == []


@pytest.mark.parametrize("after", [timedelta(hours=1), timedelta(days=5), timedelta(days=40)])
def test_a_warning_sign_counts_at_any_time_and_without_a_session(person: Home, after: timedelta) -> None:
    person.clock.advance(after.total_seconds())
    found = person.run("followup", "jaw", "--answer", "warning", "--json")
    assert found.code == 3
    document = found.document
    assert (document["outcome"], document["answer"], document["session_id"]) == ("see", "warning", None)
    assert len(person.json()["warning_signs"]) == 1


def test_trouble_breathing_prints_the_emergency_text_first_and_holds_every_region(person: Home) -> None:
    person.check("neck", "calf")
    person.keep_session()
    found = person.run("followup", "neck", typed="6\ny\n", tty=True)
    assert found.code == 3
    after = found.err.split("[Enter] later: ")[1].lstrip()
    assert after.startswith("STOP. This can be an emergency.") and "Trouble breathing" in after
    (flag,) = [c for c in person.history.checks() if c.origin == "follow-up"]
    assert (flag.regions, dict(flag.answers)) == ((), {"em_breath": "yes"})
    assert person.run("session", "calf", "--dry-run").code == 3


@pytest.mark.parametrize(("typed", "still_holds"), [("6\n", False), ("5\n", True)])
def test_a_sign_whose_questions_are_not_answered_starts_no_session(person: Home, typed: str, still_holds: bool) -> None:
    person.check("neck")
    person.keep_session()
    found = person.run("followup", "neck", typed=typed, tty=True)
    assert found.code == 3 and found.err.endswith("The questions were not answered, so no session starts.\n")
    assert person.history.follow_ups() == []
    assert person.may_start() == still_holds
    assert person.run(*START).code == 3 if not still_holds else due(person) != "session"


def test_a_wrong_number_can_be_taken_back_and_anything_else_is_asked_again(person: Home) -> None:
    person.check("neck")
    person.keep_session()
    found = person.run("followup", "neck", typed="6\nn\nn\nn\nn\n2\n", tty=True)
    assert found.code == 0 and "STOP. This can be an emergency." in found.err
    assert not [c for c in person.history.checks() if c.answers and c.origin == "follow-up"]
    assert [f.answer for f in person.history.follow_ups()] == ["ordinary"]
    found = person.run("followup", "neck", typed="5\nnonsense\ny\n", tty=True)
    assert found.code == 3
    assert [c.origin for c in person.history.checks() if c.answers].count("follow-up") == 1


def test_without_a_terminal_the_answer_is_an_option(person: Home) -> None:
    person.keep_session()
    found = person.run("followup", "neck")
    assert found.code == 2 and "--answer" in found.err
    found = person.run("followup", "neck", "--answer", "fine")
    assert found.code == 2 and "ordinary" in found.err
    assert person.history.follow_ups() == []


def test_without_a_region_the_one_that_waits_is_meant(person: Home) -> None:
    assert person.run("followup", "--answer", "none").code == 2
    person.keep_session("neck")
    person.keep_session("jaw")
    person.clock.advance(hours=20)
    found = person.run("followup", "--answer", "none")
    assert found.code == 2 and "jaw, neck" in found.err
    person.run("followup", "jaw", "--answer", "none")
    assert person.run("followup", "--answer", "ordinary").code == 0
    kept = {a.region: a.answer for a in person.history.follow_ups()}
    assert kept == {"jaw": "none", "neck": "ordinary"}


def test_an_answer_knows_its_session(person: Home) -> None:
    one = person.keep_session()
    person.clock.advance(hours=20)
    person.run("followup", "neck", "--answer", "o")
    (kept,) = person.history.follow_ups()
    assert kept == FollowUp(kept.id, person.clock.now(), "neck", "ordinary", one.id)


def test_a_check_kept_by_an_older_knot_is_judged_by_the_questions(person: Home) -> None:
    answers = {i.id: "no" for i in LIBRARY.items() if i.concerns("neck")}
    person.history.add(Check(make_entry_id(), person.clock.now(), ("neck",), answers))
    assert due(person) == "session"
    assert "session" not in person.ok("status", "--short")


def test_a_check_that_was_brought_in_from_another_machine_makes_no_session_due(person: Home, tmp_path: Path) -> None:
    person.check("neck")
    person.keep_ratings("neck", 5)
    rows = list(person.history.versions())
    other = Home(tmp_path / "new")
    other.history.merge(rows)
    assert due(other) == "check"
    assert other.ok("status", "--short") == "neck 5 · check due\n"


def test_an_answer_that_was_brought_in_settles_no_question_here(person: Home) -> None:
    person.check("neck")
    person.keep_session()
    person.clock.advance(hours=20)
    there = Home(person.folder / "there")
    there.clock = person.clock
    there.history.merge(list(person.history.versions()))
    assert there.run("followup", "neck", "--answer", "none").code == 0
    person.history.merge(list(there.history.versions()))
    found = person.run("session", "neck", "--before", "5", "--after", "4")
    assert found.code == 2 and "knot followup neck" in found.err
