"""`knot` alone offers one next step, which Enter does; in a pipe it asks nothing."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from knotcli.cli import main
from knotcli.flows.overview.next_step import lead_on
from knotcli.world import World
from support.clock import FakeClock
from support.command_line import TypedInput
from support.home import Home


@pytest.fixture
def person(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_enter_rates_where_a_rating_is_next(person: Home) -> None:
    person.check("neck")
    person.keep_session()
    found = person.run(typed="\n3\n\n", tty=True)
    assert found.code == 0 and "[Enter] rate it   [q] not now: " in found.err
    assert person.history.ratings("neck", limit=1)[0].score == 3


@pytest.mark.parametrize("typed", ["q\n", "", "what\nq\n"])
def test_not_now_does_nothing(person: Home, typed: str) -> None:
    person.check("neck")
    person.keep_session()
    before = person.history.ratings()
    assert person.run(typed=typed, tty=True).code == 0
    assert person.history.ratings() == before


def test_the_exit_code_is_the_steps(person: Home) -> None:
    person.check("neck", rf_weakness="yes")
    assert person.run(typed="q\n", tty=True).code == 0
    found = person.run(typed="\n", tty=True)
    assert found.code == 3 and "[Enter] read it" in found.err


def test_a_new_user_is_led_from_the_check_to_the_session(person: Home) -> None:
    ran: list[Sequence[str]] = []

    def run_command(words: Sequence[str]) -> int:
        ran.append(words)
        return person.check("neck").code if words[0] == "check" else 0

    world = person.world("\n\n", tty=True)
    assert lead_on(world, False, run_command) == 0
    assert ran == [["check"], ["session", "neck"]]
    told = str(world.stderr.getvalue())
    assert "[Enter] start the check" in told
    assert "Next, a session" not in told, "the check's result has just named it"


def test_after_a_check_that_was_not_passed_nothing_more_is_offered(person: Home) -> None:
    ran: list[Sequence[str]] = []

    def run_command(words: Sequence[str]) -> int:
        ran.append(words)
        return 3

    assert lead_on(person.world("\n\n", tty=True), False, run_command) == 3
    assert ran == [["check"]]


def test_a_question_that_was_put_off_is_not_offered_again(person: Home) -> None:
    person.check("neck")
    person.keep_session()
    person.clock.advance(hours=20)
    found = person.run(typed="\n", tty=True)
    assert found.code == 0 and "[q] not now" not in found.err


@pytest.mark.parametrize(("stdin", "stdout"), [(True, False), (False, True), (False, False)])
def test_where_either_is_no_terminal_nothing_is_asked(tmp_path: Path, stdin: bool, stdout: bool) -> None:
    err = TypedInput(tty=True)
    env = {"KNOT_HOME": str(tmp_path), "TERM": "xterm"}
    world = World(env, TypedInput("\n", stdin), TypedInput(tty=stdout), err, FakeClock())
    assert main([], world) == 0
    assert err.getvalue() == ""
    assert main(["--json"], World(env, TypedInput("\n", True), TypedInput(tty=True), err, FakeClock())) == 0
    assert err.getvalue() == ""
