"""`knot` and `knot status`: what stands, what is due, one next step; and the question after a session."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from knotcli.coach.record import Check, FollowUp, Rating, Session, StepDone, make_entry_id
from knotcli.coach.screening.answers_file import template
from knotcli.coach.session.resume import write_run_note
from knotcli.coach.session.session_options import SessionOptions
from knotcli.flows.session.session_gathering import decide_now
from knotcli.flows.session.session_request import read_request
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from knotcli.storage.history.store import History
from support import entries
from support.clock import FakeClock
from support.command_line import Result, make_world, run

LIBRARY = Library(data_folder(), Path("/nowhere"))


class Person:
    """Someone at a terminal of 80 columns."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.columns = folder, FakeClock(), "80"

    @property
    def history(self) -> History:
        return History(self.folder / "home" / "history.db", self.clock.now)

    def knot(self, *argv: str, typed: str = "", tty: bool = False) -> Result:
        env = {"COLUMNS": self.columns, "NO_COLOR": "1"}
        return run(argv, make_world(self.folder, self.clock, typed, tty, env))

    def says(self, *argv: str, **more: Any) -> str:
        found = self.knot(*argv, **more)
        assert (found.code, found.err) == (0, ""), found
        return found.out

    def check(self, *regions: str, **named: str) -> int:
        text = template(LIBRARY.items(), regions).replace('= ""', '= "no"')
        for ident, word in named.items():
            text = text.replace(f'{ident} = "no"', f'{ident} = "{word}"')
        file = self.folder / "answers.toml"
        file.write_text(text, encoding="utf-8")
        return self.knot("check", "--answers", str(file)).code

    def session(self, region: str = "neck", before: int = 5, after: int = 4, **more: Any) -> Session:
        at = self.clock.now()
        end = at + timedelta(minutes=20)
        one = entries.session(
            at, region, **{"status": "complete", "ended_at": end, "pressure_seconds": 240} | more
        )
        self.history.add(
            one,
            Rating(make_entry_id(), at, region, None, before, "before", "", one.id),
            Rating(make_entry_id(), end, region, None, after, "after", "", one.id),
        )
        self.clock.advance(minutes=20)
        return one

    def rate(self, region: str, *scores: int) -> None:
        """Rate once a day, the last one today."""
        now = self.clock.now()
        days = range(len(scores) - 1, -1, -1)
        self.history.add(
            *(
                Rating(make_entry_id(), now - timedelta(days=d), region, None, s)
                for d, s in zip(days, scores, strict=True)
            )
        )


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def test_a_new_user_gets_three_lines_that_lead_to_the_check(person: Person) -> None:
    lines = person.says().splitlines()
    assert len(lines) == 3
    assert lines[-1] == "Begin with: knot check"
    assert person.says("status", "--short") == ""
    assert not (person.folder / "home").exists()


def test_after_a_check_a_session_is_due_and_the_day_it_holds_until_is_named(person: Person) -> None:
    assert person.check("neck") == 0
    out = person.says()
    assert "neck" in out and "check holds to 20 Dec · session due" in out
    assert out.splitlines()[-1] == "Next: knot session neck"


def test_direction_is_an_arrow_and_a_word(person: Person) -> None:
    person.check("neck")
    person.rate("neck", *[7] * 14, *[4] * 14)
    assert " 4  ↓  clearly lower" in person.says()
    assert person.says("status", "--short") == "neck 4 ↓ · session due\n"
    person.rate("jaw", *[3] * 14, *[3] * 14)
    person.rate("calf", *[2] * 14, *[6] * 14)
    out = person.says()
    assert " 3  →  about the same" in out and " 6  ↑  higher" in out


def test_too_few_ratings_have_a_word_and_no_arrow(person: Person) -> None:
    person.rate("neck", 7, 4)
    out = person.says()
    assert "too early to tell" in out and "↓" not in out
    assert out.splitlines()[-1].startswith("Next: knot check neck")


def test_status_is_knot_and_json_says_the_same(person: Person) -> None:
    person.check("neck")
    person.rate("neck", 6, 5)
    assert person.says("status") == person.says()
    document = json.loads(person.says("--json"))
    assert document == json.loads(person.says("status", "--json"))
    assert document["schema_version"] == 1
    assert document["regions"]["neck"] == {
        "score": 5, "rated_at": "2026-11-20T12:00:00+01:00", "kind": "now", "change": "too-early",
        "check": "holds", "valid_until": "2026-12-20T12:00:00+01:00", "due": "session", "sessions_today": 0,
        "resume_until": None, "opens_at": None, "course": "begin", "review": None,
    }  # fmt: skip
    assert document["next"] == {"what": "session", "command": "knot session neck"}


def test_a_session_today_is_said_and_none_is_due(person: Person) -> None:
    person.check("neck")
    person.session()
    assert "opens 18:20" in person.says()
    assert person.says("status", "--short") == "neck 4\n"
    person.clock.advance(hours=7)
    assert "done for today" in person.says()


def broken_off(person: Person, region: str = "neck", **more: Any) -> Session:
    """Keep a session that was killed in its third step, 20 minutes ago."""
    world = make_world(person.folder, person.clock)
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


def test_a_session_that_broke_off_can_go_on_for_two_hours(person: Person) -> None:
    person.check("neck")
    broken_off(person)
    said = person.says()
    assert "can go on to 13:40" in said
    assert said.splitlines()[-1] == "Next: knot session neck --resume  go on where it stopped"
    found = json.loads(person.says("--json"))["regions"]["neck"]
    assert (found["due"], found["resume_until"]) == ("resume", "2026-11-20T13:40:00+01:00")
    person.clock.advance(minutes=101)
    assert "can go on" not in person.says()


def test_what_may_not_start_is_not_offered_to_go_on(person: Person) -> None:
    person.check("neck")
    broken_off(person)
    person.check("neck", rf_numb_persist="yes")
    said = person.says()
    assert "can go on" not in said and "--resume" not in said


def test_a_session_that_still_runs_elsewhere_is_not_offered_to_go_on(person: Person) -> None:
    person.check("neck")
    one = broken_off(person)
    code = "from knotcli.terminal.process import mark_process; print(mark_process(), flush=True); input()"
    with Popen([sys.executable, "-c", code], stdin=PIPE, stdout=PIPE, text=True) as other:
        assert other.stdin is not None and other.stdout is not None
        runner = other.stdout.readline().strip()
        person.history.change(one._replace(plan=one.plan.replace('"runner":""', f'"runner":"{runner}"')))
        assert "can go on" not in person.says()
        other.stdin.write("\n")
        other.stdin.flush()
        other.wait()
    assert "can go on" in person.says()


def test_a_flare_makes_a_rest_day(person: Person) -> None:
    person.check("neck")
    person.session(before=4, after=7)
    assert "rest until Sun 22 Nov" in person.says()
    assert person.says("status", "--short") == "neck 7 · rest day\n"


def test_a_warning_sign_stands_over_everything(person: Person) -> None:
    person.check("neck")
    person.rate("neck", 5)
    assert person.check("jaw", rf_weakness="yes") == 3
    out = person.says()
    assert "A warning sign is set" in out and "session due" not in out
    assert out.splitlines()[-1].startswith("Next: knot check --show")
    assert person.says("status", "--short").endswith("warning sign set\n")


@pytest.mark.parametrize(
    ("named", "says"),
    [({"ab_bleeding": "yes"}, "no session"), ({"rel_surgery": "yes"}, "clearance needed"), ({"em_chest": ""}, "check not complete")],
)  # fmt: skip
def test_a_check_that_was_not_passed_makes_no_session_due(
    person: Person, named: dict[str, str], says: str
) -> None:
    assert person.check("neck", **named) == 3
    assert says in person.says()
    assert "session due" not in person.says() + person.says("status", "--short")


def test_an_old_check_is_the_next_step(person: Person) -> None:
    person.check("neck")
    person.rate("neck", 5)
    person.clock.advance(days=31)
    assert "check too old" in person.says()
    assert person.says().splitlines()[-1].startswith("Next: knot check neck")


def test_it_stays_under_fifteen_lines_and_counts_what_is_left_out(person: Person) -> None:
    for region in ("neck", "jaw", "hip", "calf", "foot", "thigh", "shoulder"):
        person.check(region)
        person.rate(region, 6, 5)
    for columns in ("40", "80"):
        person.columns = columns
        out = person.says(tty=True)
        assert len(out.splitlines()) < 15
        assert max(map(len, out.splitlines())) <= int(columns)
        assert "more: knot trend" in out


def test_what_was_left_months_ago_is_left_out(person: Person) -> None:
    person.rate("jaw", 5)
    person.clock.advance(days=61)
    assert "Begin with" in person.says()
    assert person.says("status", "--short") == ""


def test_short_and_json_do_not_go_together(person: Person) -> None:
    found = person.knot("status", "--short", "--json")
    assert found.code == 2 and "--short and --json" in found.err
    found = person.knot("--json", "history")
    assert found.code == 2 and "knot history --json" in found.err


def test_each_line_fits_80_columns_in_every_state(person: Person) -> None:
    for region in ("neck", "upper-back", "low-back"):
        person.check(region)
        person.rate(region, *[4] * 14, *[5] * 14)
    person.session("neck", before=3, after=6)
    person.clock.advance(hours=3)
    person.session("upper-back")
    person.clock.advance(hours=1)
    out = person.knot(tty=True).out
    assert "rest until Sun 22 Nov" in out and "opens 21:40" in out and "session due" in out
    assert len(out.splitlines()) == 5
    assert max(map(len, out.splitlines())) <= 80


# The question after a session, and what holds the next one


def test_how_soon_is_told_before_an_old_check_and_after_a_red_flag(person: Person) -> None:
    start = ("session", "neck", "--nothing-new", "--before", "5", "--after", "4")
    person.check("neck")
    person.clock.advance(days=30)
    person.session()
    person.clock.advance(hours=1)
    found = person.knot(*start)
    assert found.code == 3 and "It opens again at 18:20" in found.err and "30 days" not in found.err
    person.clock.advance(hours=5)
    found = person.knot(*start)
    assert found.code == 3 and "30 days" in found.err
    person.check("neck", rf_weakness="yes")
    person.session()
    found = person.knot(*start)
    assert found.code == 3 and "opens again" not in found.err


def test_before_a_session_the_question_has_to_be_answered(person: Person) -> None:
    person.check("neck")
    person.session()
    person.clock.advance(hours=20)
    for typed in ("", "\n"):
        found = person.knot("session", "neck", typed=typed, tty=True)
        assert found.code == 3 and "was not answered" in found.err
    found = person.knot("session", "neck", typed="3\n", tty=True)
    assert found.code == 3 and "No session for the neck today" in found.err
    assert [a.answer for a in person.history.follow_ups()] == ["more"]
    assert len(person.history.sessions()) == 1


def test_an_ordinary_answer_leads_on_to_the_recheck(person: Person) -> None:
    person.check("neck")
    person.session()
    person.clock.advance(hours=20)
    found = person.knot("session", "neck", typed="2\n", tty=True)
    assert found.code == 3 and "Before each session" in found.err and "That is ordinary" in found.err


def test_without_a_terminal_an_ordinary_question_is_answered_by_nothing_new(person: Person) -> None:
    person.check("neck")
    person.session()
    person.clock.advance(hours=20)
    found = person.knot("session", "neck", "--before", "5", "--after", "4")
    assert found.code == 2 and "knot followup neck --answer none|ordinary" in found.err


def test_knot_asks_from_eighteen_hours_on_and_shows_the_day_after_that(person: Person) -> None:
    person.check("neck")
    person.session()
    person.clock.advance(hours=17, minutes=59)
    assert "How is the neck" not in person.knot(tty=True).err
    person.clock.advance(minutes=1)
    assert "follow-up due" in person.says()
    found = person.knot(typed="2\n", tty=True)
    assert "How is the neck since the session on Friday 20 Nov?" in found.err
    assert "ordinary" in found.err and "session due" in found.out
    assert [a.answer for a in person.history.follow_ups()] == ["ordinary"]
    assert "How is the neck" not in person.knot(tty=True).err


@pytest.mark.parametrize("typed", ["\n", ""])
def test_left_for_later_it_is_asked_again_and_nothing_is_kept(person: Person, typed: str) -> None:
    person.session()
    person.clock.advance(hours=20)
    found = person.knot(typed=typed, tty=True)
    assert found.code == 0 and "follow-up due" in found.out
    assert person.history.follow_ups() == []


def test_it_never_holds_up_a_rating(person: Person) -> None:
    person.session()
    person.clock.advance(hours=20)
    assert "Kept: neck 3" in person.says("log", "neck", "3", tty=True)


def test_more_than_ordinary_soreness_rests_the_region_for_the_day(person: Person) -> None:
    person.check("neck")
    person.session()
    person.clock.advance(hours=20)
    assert person.knot("followup", "neck", "--answer", "more").code == 0
    assert "rest day" in person.says()
    found = person.knot("session", "neck", "--nothing-new", "--before", "5", "--after", "4")
    assert found.code == 3 and "rests today" in found.err
    person.clock.advance(days=1)
    found = person.knot("session", "neck", "--nothing-new", "--before", "5", "--after", "4")
    assert found.code == 2 and "knot followup neck --answer none|ordinary" in found.err
    assert person.knot("followup", "neck", "--answer", "none").code == 0
    assert "session due" in person.says()


def test_growing_pain_on_day_three_sets_the_red_flag_until_a_clinician_has_looked(person: Person) -> None:
    person.check("neck", "calf")
    person.session()
    person.clock.advance(days=3)
    found = person.knot("followup", "--answer", "increasing")
    assert found.code == 3
    assert "contact a doctor" in found.err and "--assessed" in found.err
    (flag,) = [c for c in person.history.checks() if c.origin == "follow-up"]
    assert dict(flag.answers) == {"rf_after_session": "yes"}
    for region in ("neck", "calf"):
        found = person.knot("session", region, "--nothing-new", "--before", "5", "--after", "4")
        assert found.code == 3
    assert person.knot("check", "--show").code == 3
    assert person.knot("undo").code == 3
    person.clock.advance(minutes=1)
    assert person.knot("check", "--assessed", "2026-11-23").code == 0
    assert person.check("neck") == 0
    assert "rest day" in person.says()
    person.clock.advance(days=1)
    person.knot("followup", "neck", "--answer", "none")
    assert "session due" in person.says()


def test_growing_pain_before_day_three_only_rests(person: Person) -> None:
    person.session()
    person.clock.advance(days=2)
    assert person.knot("followup", "neck", "--answer", "increasing").code == 0
    assert person.history.checks() == []


@pytest.mark.parametrize("after", [timedelta(hours=1), timedelta(days=5), timedelta(days=40)])
def test_a_warning_sign_counts_at_any_time_and_without_a_session(person: Person, after: timedelta) -> None:
    person.clock.advance(after.total_seconds())
    found = person.knot("followup", "jaw", "--answer", "warning", "--json")
    assert found.code == 3 and "today" in found.err
    document = json.loads(found.out)
    assert (document["outcome"], document["answer"], document["session_id"]) == ("see", "warning", None)
    assert "A warning sign is set" in person.says()


def test_trouble_breathing_prints_the_emergency_text_first_and_holds_every_region(person: Person) -> None:
    person.check("neck", "calf")
    person.session()
    found = person.knot("followup", "neck", typed="6\n", tty=True)
    assert found.code == 3
    after = found.err.split("Enter: later. ")[1]
    assert after.startswith("STOP. This can be an emergency.") and "Trouble breathing" in after
    (flag,) = [c for c in person.history.checks() if c.origin == "follow-up"]
    assert (flag.regions, dict(flag.answers)) == ((), {"em_breath": "yes"})
    assert person.knot("session", "calf", "--dry-run").code == 3


def test_a_wrong_number_can_be_taken_back_and_anything_else_is_meant(person: Person) -> None:
    person.check("neck")
    person.session()
    found = person.knot("followup", "neck", typed="6\nn\n2\n", tty=True)
    assert found.code == 0 and "STOP. This can be an emergency." in found.err
    assert not [c for c in person.history.checks() if c.origin == "follow-up"]
    assert [f.answer for f in person.history.follow_ups()] == ["ordinary"]
    found = person.knot("followup", "neck", typed="5\nnonsense\n", tty=True)
    assert found.code == 3
    assert [c.origin for c in person.history.checks()].count("follow-up") == 1


def test_without_a_terminal_the_answer_is_an_option(person: Person) -> None:
    person.session()
    found = person.knot("followup", "neck")
    assert found.code == 2 and "--answer" in found.err
    found = person.knot("followup", "neck", "--answer", "fine")
    assert found.code == 2 and "ordinary" in found.err
    assert person.history.follow_ups() == []


def test_without_a_region_the_one_that_waits_is_meant(person: Person) -> None:
    assert person.knot("followup", "--answer", "none").code == 2
    person.session("neck")
    person.session("jaw")
    person.clock.advance(hours=20)
    found = person.knot("followup", "--answer", "none")
    assert found.code == 2 and "jaw, neck" in found.err
    person.knot("followup", "jaw", "--answer", "none")
    assert person.knot("followup", "--answer", "ordinary").code == 0
    kept = {a.region: a.answer for a in person.history.follow_ups()}
    assert kept == {"jaw": "none", "neck": "ordinary"}


def test_an_answer_knows_its_session(person: Person) -> None:
    one = person.session()
    person.clock.advance(hours=20)
    person.knot("followup", "neck", "--answer", "o")
    (kept,) = person.history.follow_ups()
    assert kept == FollowUp(kept.id, person.clock.now(), "neck", "ordinary", one.id)


def test_a_check_kept_by_an_older_knot_is_judged_by_the_questions(person: Person) -> None:
    answers = {i.id: "no" for i in LIBRARY.items() if i.concerns("neck")}
    person.history.add(Check(make_entry_id(), person.clock.now(), ("neck",), answers))
    assert "session due" in person.says()
    assert "session due" not in person.says("status", "--short")


def test_a_check_that_was_brought_in_from_another_machine_makes_no_session_due(
    person: Person, tmp_path: Path
) -> None:
    person.check("neck")
    person.rate("neck", 5)
    rows = list(person.history.versions())
    (tmp_path / "new").mkdir()
    other = Person(tmp_path / "new")
    other.history.merge(rows)
    assert "session due" not in other.says() + other.says("status", "--short")
    assert other.says("status", "--short") == "neck 5 · check due\n"


def test_an_answer_that_was_brought_in_settles_no_question_here(person: Person) -> None:
    person.check("neck")
    person.session()
    person.clock.advance(hours=20)
    there = Person(person.folder / "there")
    there.folder.mkdir()
    there.clock = person.clock
    there.history.merge(list(person.history.versions()))
    assert there.knot("followup", "neck", "--answer", "none").code == 0
    person.history.merge(list(there.history.versions()))
    found = person.knot("session", "neck", "--before", "5", "--after", "4")
    assert found.code == 2 and "knot followup neck" in found.err
