"""What checks leave standing: red flags, a clinician's look, time; and ways around them that lead nowhere."""

import os
import sqlite3
from pathlib import Path

import pytest

from knotcli.coach.record import Check, Correction, Session, make_entry_id
from support.answers import BY_ID, fill_template
from support.clock import NOON, FakeClock
from support.command_line import CTRL_C, stderr_line
from support.home import Home


@pytest.mark.parametrize("word", ["yes", "unsure"])
def test_a_red_flag_stays_through_later_checks_until_a_look(home: Home, word: str) -> None:
    assert home.check("calf", rf_clot=word).code == 3
    home.clock.advance(days=2)
    for region in ("calf", "neck"):
        done = home.check(region)
        (reason,) = done.document["reasons"]
        assert (done.code, done.document["verdict"], reason["id"]) == (3, "see-today", "rf_clot")
        assert reason["standing_since"] == NOON.isoformat()
        assert not home.may_start(region)
    told = home.run("check", "calf", "--show")
    assert "named on 20 Nov" in told.out and "--assessed today" in told.out
    assert "before" not in stderr_line(home.run("check", "--assessed", "2026-11-23"), 2)
    assert "cannot answer it" in stderr_line(home.run("check", "--assessed", "2026-11-19"), 2)
    looked = home.run("check", "--assessed", "2026-11-22", "--note", "clear\x1b[2J\nscan")
    assert looked.code == 0 and BY_ID["rf_clot"].label in looked.out
    (kept,) = home.history.assessments()
    assert (kept.flags, kept.note, str(kept.day)) == (("rf_clot",), "clear\x1b[2J\nscan", "2026-11-22")
    assert not home.may_start("calf") and not home.may_start("neck")
    assert "A new check comes next" in home.run("check", "calf", "--show").out
    assert home.check("calf").code == 0
    assert stderr_line(home.run("check", "--assessed", "2026-11-22"), 2)


def test_a_look_covers_what_was_named_by_then_and_says_what_is_left(home: Home) -> None:
    home.check("calf", rf_clot="yes")
    home.clock.advance(days=3)
    home.check("neck", em_chest="unsure")
    found = home.run("check", "--assessed", "2026-11-21", "--json").document
    assert found == {
        "schema_version": 1, "assessed_on": "2026-11-21", "flags": ["rf_clot"], "still_set": ["em_chest"],
    }  # fmt: skip
    assert home.check("calf").code == 3


def test_within_one_second_the_later_answer_counts(home: Home) -> None:
    for _ in range(5):
        assert home.check("neck").code == 0 and home.may_start()
        assert home.check("neck", ab_wound="yes").code == 3 and not home.may_start()
    assert home.check("neck").code == 0
    home.check("neck", rf_weakness="yes")
    assert home.run("check", "--assessed", "2026-11-20").code == 0
    assert home.check("neck").code == 0 and home.may_start()
    assert home.check("neck", rf_weakness="yes").code == 3
    assert home.check("neck").code == 3


def test_show_before_any_check(home: Home) -> None:
    done = home.run("check", "--show")
    assert (done.code, "There is no check yet" in done.out) == (3, True)
    assert home.run("check", "neck", "--show", "--json").document["may_start"] is False
    assert home.run("check", "--show", "--json").document["verdict"] == "incomplete"
    assert not (home.folder / "home").exists()


def test_show_gives_each_region_that_was_checked(home: Home) -> None:
    home.check("neck")
    home.clock.advance(days=20)
    home.check("foot", ab_wound="yes")
    found = home.run("check", "--show", "--json").document
    assert {name: region["verdict"] for name, region in found["regions"].items()} == {"neck": "ok", "foot": "blocked"}
    assert found["may_start"] is False and home.run("check", "--show").code == 3
    assert home.run("check", "neck", "--show").code == 0
    home.clock.advance(days=11)
    assert "has run out" in home.run("check", "neck", "--show").out
    assert home.run("check", "neck", "--show", "--json").document["verdict"] == "incomplete"


def test_show_tells_of_a_stop_that_named_no_region(home: Home) -> None:
    home.history.add(Check(make_entry_id(), NOON, (), {"em_chest": "yes"}, origin="stop"))
    done = home.run("check", "--show")
    assert done.code == 3 and done.out.lstrip().startswith("STOP")


@pytest.mark.parametrize("days", [-1, -0.001, -400])
def test_a_clock_set_back_holds(home: Home, days: float) -> None:
    home.check("neck")
    home.clock.advance(days=days)
    assert home.shown()["regions"]["neck"]["held"] == "future"
    assert "clock may have been set back" in home.run("check", "neck", "--show").out
    home.check("neck")
    assert home.shown()["regions"]["neck"]["may_start"] is True


def test_a_history_changed_by_hand_opens_nothing(home: Home) -> None:
    home.check("neck")
    path = home.folder / "home" / "history.db"
    for old, new in (
        ('"no"', '"never"'),
        ('"no"', '"No"'),
        ('"no"', '""'),
        ('"no"', "null"),
        ('"no"', "false"),
        ('"origin":"file"', '"origin":"trusted"'),
        ('["neck"]', '["everywhere"]'),
        ('"rf_weakness":"no"', '"RF_weakness":"no"'),
        ('{"', '{{"'),
    ):
        copy = Home(home.folder / f"copy{abs(hash((old, new)))}")
        (copy.folder / "home").mkdir(parents=True)
        with sqlite3.connect(path) as source, sqlite3.connect(copy.folder / "home" / "history.db") as target:
            source.backup(target)
            (body,) = target.execute("SELECT body FROM version").fetchone()
            assert old in body
            target.execute("DROP TRIGGER version_stays")
            target.execute("UPDATE version SET body=?", (body.replace(old, new, 1),))
        source.close()
        target.close()
        done = copy.run("check", "neck", "--show", "--json")
        assert done.code != 0, (old, new)
        assert done.out == "" or done.document["may_start"] is False


@pytest.mark.parametrize("at", ["", "file", "file/under", "/dev/null", "/proc/self", "~nobody-there/x\n"])
def test_a_home_that_is_none_passes_nothing(home: Home, tmp_path: Path, at: str) -> None:
    (tmp_path / "file").write_text("x")
    place = at if at.startswith(("/", "~")) or not at else str(tmp_path / at)
    answers = home.answers(fill_template(["neck"]))
    os.chdir(tmp_path)
    done = home.run("check", "--answers", answers, "--json", KNOT_HOME=place)
    if done.code == 0:
        assert home.run("check", "neck", "--show", "--json", KNOT_HOME=place).document["may_start"]
    else:
        assert (done.code, done.out) == (1, "") and done.err.count("\n") == 1


def test_what_cannot_be_kept_is_told_all_the_same_and_passes_nothing(home: Home) -> None:
    (home.folder / "home").write_text("a file in the folder's place")
    for argv in ([], ["--json"]):
        flagged = home.run("check", "--answers", home.answers(fill_template(["neck"], rf_weakness="yes")), *argv)
        assert flagged.code == 1 and flagged.err.count("\n") == 1
        assert "--json" not in argv or flagged.document["may_start"] is False
        assert argv or "See a doctor or urgent care today about the growing weakness" in " ".join(flagged.out.split())
    passed = home.run("check", "--answers", home.answers(fill_template(["neck"])))
    assert (passed.code, passed.out) == (1, "")
    # The chest hurts, and it is no rash.
    typed = home.typed("neck", "1\ny\nn\n")
    assert typed.code == 1 and "STOP" in typed.err and "call now" in typed.err + typed.out


def test_a_stopped_session_holds_until_a_new_full_check(home: Home) -> None:
    home.check("neck")
    home.clock.advance(60)
    session = Session(make_entry_id(), home.clock.now(), "neck", "neck", "both", "ball")
    home.history.add(session)
    home.clock.advance(60)
    ended = Session(session.id, session.at, "neck", "neck", "both", "ball", "stopped", home.clock.now(), "sharp")
    home.history.change(ended)
    assert home.shown()["regions"]["neck"]["held"] == "ended"
    home.clock.advance(60)
    assert home.check("neck").code == 0


class NoSession(FakeClock):
    """A clock that no session can be timed by: one that begins fails the test instead of waiting."""

    def seconds(self) -> tuple[float, float]:
        raise AssertionError("a session began")


NOT_STARTED = {
    "no check": lambda home: None,
    "a red flag": lambda home: home.check("neck", rf_weakness="unsure"),
    "a red flag of another region": lambda home: (home.check("neck"), home.check("calf", rf_clot="yes")),
    "a red flag denied later": lambda home: (home.check("neck", em_chest="yes"), home.check("neck")),
    "an absolute contraindication": lambda home: home.check("neck", ab_wound="yes"),
    "one of the whole person named later": lambda home: (home.check("neck"), home.check("foot", ab_bleeding="yes")),
    "no clearance": lambda home: home.check("neck", rel_surgery="yes"),
    "a missing answer": lambda home: home.check("neck", ab_wound=""),
    "an older check": lambda home: (home.check("neck"), home.clock.advance(days=30, seconds=1)),
    "a clock set back": lambda home: (home.check("neck"), home.clock.advance(seconds=-5)),
    "a look without a check": lambda home: (
        home.check("neck", rf_weakness="yes"),
        home.check("neck"),
        home.run("check", "--assessed", "2026-11-20"),
    ),
    "a check of another region": lambda home: home.check("shoulder"),
    "a check broken off": lambda home: (home.check("neck"), home.typed("neck", "0\n1\ny\n")),
}


@pytest.mark.parametrize("what", NOT_STARTED)
def test_no_session_starts_after(home: Home, what: str) -> None:
    NOT_STARTED[what](home)
    assert not home.may_start()
    home.clock = NoSession(home.clock.moment)
    rated = ("--before", "3", "--after", "3")
    for tty, more in ((False, ("--nothing-new",)), (False, ()), (True, ("--nothing-new", "--quick", "--plain"))):
        done = home.run(
            "session", "neck", *rated, *more, tty=tty, typed="0\n" * 9, KNOT_NOTHING_NEW="1", KNOT_FORCE="1"
        )
        assert done.code == 3, done
    assert home.history.sessions() == []


def test_a_session_does_start_after_a_check_that_passed(home: Home) -> None:
    home.check("neck")
    with pytest.raises(AssertionError, match="code=70"):
        home.clock = NoSession(home.clock.moment)
        home.run("session", "neck", "--nothing-new", "--before", "3", "--after", "3")


@pytest.mark.parametrize("typed", ["", "\n\n", "none\n", CTRL_C + "\n", "y\ny\ny\n", "0 1\n", "y\n"])
def test_without_a_clear_none_of_these_at_the_re_check_no_session_starts(home: Home, typed: str) -> None:
    home.check("neck")
    home.clock = NoSession(home.clock.moment)
    done = home.run("session", "neck", "--before", "3", "--after", "3", typed=typed, tty=True)
    assert done.code == (130 if CTRL_C in typed else 3)
    assert home.history.sessions() == []
    home.clock = FakeClock()
    assert home.may_start() == (typed != "y\ny\ny\n")


WAYS_BACK = {
    "em_chest": "emergency_way_back", "rf_clot": "flag_must_be_gone", "rf_severe_pain": "flag_durable",
    "ab_bleeding": "blocked_way_back", "ab_thinner": "blocked_thinner", "ab_not_alert": "blocked_not_alert",
    "ab_wound": "blocked_region", "rel_waiting": "clearance_way_back",
}  # fmt: skip


@pytest.mark.parametrize("ident", WAYS_BACK)
def test_every_refusal_ends_with_its_own_way_back(home: Home, ident: str) -> None:
    assert home.check("calf", **{ident: "yes"}).code == 3
    told = " ".join(home.run("check", "calf", "--show").out.split())
    wording = home.world().library.wording
    for key in (WAYS_BACK[ident], *(("flag_way_back",) if ident.startswith("rf_") else ())):
        assert " ".join(wording[key].format(region="calf").split()) in told


def test_a_fresh_injury_says_from_which_day_on_and_an_unfinished_check_how_to_begin_again(home: Home) -> None:
    assert home.check("neck", rel_acute_injury="yes").code == 3
    assert "from Monday 23 November: knot check neck" in " ".join(home.run("check", "--show").out.split())
    assert home.check("calf", ab_wound="").code == 3
    assert "knot check calf begins again" in " ".join(home.run("check", "calf", "--show").out.split())


def test_a_correction_that_was_brought_in_takes_no_flag_back(home: Home, tmp_path: Path) -> None:
    home.check("calf", rf_clot="yes")
    other = Home(tmp_path / "other")
    for name, here, there in (("out", home, other), ("back", other, home)):
        file = str(tmp_path / f"{name}.json")
        if here is other:
            other.clock.advance(60)
            took_back = Correction(make_entry_id(), other.clock.now(), "rf_clot", NOON, "It was never so.")
            other.history.add(took_back)
        assert here.run("export", "-o", file).code == 0 and there.run("import", file).code == 0
    assert home.history.corrections() == [took_back]
    assert [reason["id"] for reason in home.shown("calf")["reasons"]] == ["rf_clot"]
