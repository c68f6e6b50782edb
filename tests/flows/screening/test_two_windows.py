"""A window that is left open at a question, while another keeps something or hours pass: what was answered before passes nothing."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import timedelta

import pytest

from knotcli.coach.errors import KnotError
from knotcli.storage.history.stop_marks import marking_named
from knotcli.views.screening.flag_pages import SENTENCE
from support import entries
from support.answers import BY_ID, typed_answers
from support.command_line import Result, TypedInput, run
from support.home import Home

TYPED = typed_answers("neck")
QUESTIONS = len([ask for ask in BY_ID["rf_weakness"].asks if not ask.by_age])


class InterruptedInput(TypedInput):
    """What is typed, and what another window does before the line of that number."""

    def __init__(self, typed: Sequence[str], number: int, happens: Callable[[], object]) -> None:
        super().__init__("".join(f"{line}\n" for line in typed), tty=True)
        self._left, self._happens = number, happens

    def readline(self, size: int | None = -1, /) -> str:
        if self._left == 0:
            self._happens()
        self._left -= 1
        return super().readline(size)


def run_interrupted(
    home: Home, argv: Sequence[str], typed: Sequence[str], number: int, happens: Callable[[], object]
) -> Result:
    world = home.world(tty=True)
    world.stdin = InterruptedInput(typed, number, happens)
    return run(argv, world)


def stop_session(home: Home) -> None:
    assert home.check("neck").code == 0
    at = home.clock.now()
    home.clock.advance(minutes=5)
    home.history.add(entries.session(at, status="stopped", reason="numb", ended_at=home.clock.now()))
    home.clock.advance(minutes=1)


def name_wound(home: Home) -> None:
    assert home.check("neck", ab_wound="yes").code == 3
    home.clock.advance(minutes=1)


def have_flag_looked_at(home: Home) -> None:
    assert home.check("neck", rf_weakness="yes").code == 3
    home.clock.advance(minutes=1)
    assert home.run("check", "--assessed", "today").code == 0
    home.clock.advance(minutes=1)


@pytest.mark.parametrize("happens", [stop_session, name_wound, have_flag_looked_at])
def test_a_check_passes_nothing_that_came_after_its_questions(home: Home, happens: Callable[[Home], None]) -> None:
    done = run_interrupted(home, ["check", "neck"], TYPED, len(TYPED) - 2, lambda: happens(home))
    assert done.code == 3 and not home.may_start()
    assert home.typed("neck", "".join(f"{line}\n" for line in TYPED)).code in (0, 3)


def test_a_check_that_was_left_open_for_hours_passes_nothing(home: Home) -> None:
    for hours, code in ((3, 3), (1, 0)):
        done = run_interrupted(
            home, ["check", "neck"], TYPED, len(TYPED) - 2, lambda h=hours: home.clock.advance(hours=h)
        )
        assert (done.code, home.may_start()) == (code, code == 0)


def test_a_look_answers_no_flag_that_was_named_after_its_page(home: Home) -> None:
    home.check("neck", rf_weakness="yes")
    home.clock.advance(days=2)
    done = run_interrupted(home, ["check", "neck"], ["y", "today"], 1, lambda: home.check("neck", em_chest="yes"))
    assert done.code == 3
    assert [look.flags for look in home.history.assessments()] == [("rf_weakness",)]


def test_a_mistake_takes_back_no_naming_that_came_meanwhile(home: Home) -> None:
    home.check("neck", rf_weakness="yes")
    home.clock.advance(days=2)
    typed = ["1", *["n"] * QUESTIONS, SENTENCE]
    done = run_interrupted(
        home, ["check", "--mistake"], typed, len(typed) - 1, lambda: home.check("neck", rf_weakness="yes")
    )
    assert done.code == 3 and not home.history.corrections()
    assert home.check("neck").code == 3


def test_a_break_whose_check_ends_at_its_question_is_refused(home: Home) -> None:
    home.check("neck")
    home.clock.advance(hours=2)
    done = run_interrupted(home, ["break", "neck"], ["n", ""], 0, lambda: stop_session(home))
    assert done.code == 3 and not home.history.breaks()


@pytest.mark.parametrize(("hours", "code"), [(1, 0), (3, 3)])
def test_a_page_before_a_session_that_was_left_open_for_hours_starts_none(home: Home, hours: int, code: int) -> None:
    home.check("neck")
    home.clock.advance(hours=2)
    typed = ["n", "", "", "q"]
    done = run_interrupted(home, ["session", "neck", "--plain"], typed, 2, lambda: home.clock.advance(hours=hours))
    assert (done.code, len(home.history.sessions())) == (code, 1 - code // 3), done


def test_an_emergency_that_the_history_cannot_take_is_told_without_a_traceback(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.check("neck")
    home.clock.advance(hours=2)
    raised: list[object] = []
    monkeypatch.setattr("threading.excepthook", raised.append)
    monkeypatch.setattr("knotcli.storage.history.faults.WAIT", 0.1)
    with closing(sqlite3.connect(home.path / "history.db", isolation_level=None)) as other:
        typed = ["y", "1", *["y"] * 6]
        done = run_interrupted(home, ["session", "neck"], typed, 1, lambda: other.execute("BEGIN EXCLUSIVE"))
    assert (done.code, raised) == (1, [])
    assert "STOP. This can be an emergency" in done.err and "Nothing was saved" in done.err


@pytest.mark.parametrize("argv", [["session", "neck"], ["check", "neck", "--answers", "-"]])
def test_what_was_named_while_the_history_was_locked_closes_the_gate(
    home: Home, argv: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.check("neck").code == 0
    home.clock.advance(hours=2)
    monkeypatch.setattr("knotcli.storage.history.faults.WAIT", 0.1)
    with closing(sqlite3.connect(home.path / "history.db", isolation_level=None)) as other:
        if argv[0] == "session":
            assert (
                run_interrupted(home, argv, ["y", "1", *["y"] * 6], 1, lambda: other.execute("BEGIN EXCLUSIVE")).code
                == 1
            )
        else:
            other.execute("BEGIN EXCLUSIVE")
            assert home.check("neck", rf_weakness="yes").code == 1
    assert not home.may_start()
    assert home.run("log", "neck", "4").code == 0  # what was marked is stored with whatever comes next
    assert not [file for file in home.path.iterdir() if "-stop-" in file.name] and not home.may_start()


@pytest.mark.parametrize("is_typed", [True, False])
def test_one_new_check_passes_after_a_mark(home: Home, is_typed: bool) -> None:
    assert home.check("neck").code == 0
    with suppress(KnotError), marking_named(home.path / "history.db", home.clock.now(), is_named=True):
        raise KnotError("locked")
    home.clock.advance(minutes=1)
    assert not home.may_start()
    done = home.typed("neck", "".join(f"{line}\n" for line in TYPED)) if is_typed else home.check("neck")
    assert done.code == 0 and home.may_start()


@pytest.mark.parametrize("year", [2200, 2900])
def test_a_mark_made_by_a_clock_far_ahead_keeps_nothing_from_being_saved(home: Home, year: int) -> None:
    assert home.check("neck").code == 0
    now = home.clock.moment
    home.clock.moment = now.replace(year=year)
    assert home.check("neck", rf_weakness="yes").code != 0
    home.clock.moment = now + timedelta(hours=1)
    assert not home.may_start()
    assert home.run("log", "neck", "4").code == 0
    home.clock.advance(minutes=1)
    assert home.check("neck").code == 0 and home.may_start()
