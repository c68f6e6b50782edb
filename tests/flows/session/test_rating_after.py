"""The rating after a session, given later by `knot log`."""

from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.record import Rating, Session, StepDone, make_entry_id
from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.session.resume import write_run_note
from knotcli.terminal.process import mark_process
from support.clock import EVENING, FakeClock
from support.command_line import Result, make_world, run
from support.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, FakeClock(EVENING), pause=60)


def session(home: Home, ago: float = 20, status: str = "partial", killed: bool = False, **more: object) -> Session:
    """Keep a session of the neck that ended `ago` minutes ago, with one press and a rating before of 5."""
    end = EVENING - timedelta(minutes=ago)
    begun = end - timedelta(minutes=10)
    entry = Session(make_entry_id(), begun, "neck", "neck", "left", "fingers", status, None if killed else end, **more)
    step = StepDone(make_entry_id(), end, entry.id, 5, "hold", "Press", "left", "fingers", 30, 30.0, "done")
    home.history.add(entry, step, Rating(make_entry_id(), begun, "neck", "left", 5, "before", "", entry.id))
    return entry


def typed(home: Home, answer: str, *argv: str) -> Result:
    world = make_world(home.folder, home.clock, f"{answer}\n" if answer else "", tty=True, env=home.env)
    return run(argv, world)


def after(home: Home) -> list[Rating]:
    return [rating for rating in home.history.ratings() if rating.kind == "after"]


def test_a_rating_soon_after_a_session_is_offered_to_it_and_taken_with_y(home: Home) -> None:
    entry = session(home)
    said = typed(home, "y", "log", "neck", "3")
    assert said.code == 0
    assert "19:30?" in said.err
    assert "Saved: neck left 3, after the session" in said.out
    assert [(r.score, r.session, r.side) for r in after(home)] == [(3, entry.id, "left")]


@pytest.mark.parametrize("answer", ["", "n", "no", "later", "\x03"])
def test_anything_but_yes_keeps_it_as_a_rating_of_its_own(home: Home, answer: str) -> None:
    session(home)
    assert typed(home, answer, "log", "neck", "3").code == 0
    assert after(home) == []
    assert [r.score for r in home.history.ratings() if r.kind == "now"] == [3]


def test_a_script_says_it_with_an_option_and_is_never_asked(home: Home) -> None:
    entry = session(home)
    document = home.json("log", "neck", "3", "--after-session")
    assert (document["kind"], document["session_id"]) == ("after", entry.id)
    assert home.json("log", "neck", "4")["kind"] == "now"


@pytest.mark.parametrize(
    ("ago", "more"),
    [(121, {}), (20, {"region": "shoulder"}), (20, {"rated": True}), (20, {"empty": True}), (20, {"running": True})],
    ids=["over two hours ago", "another region", "rated already", "without a press", "still running"],
)
def test_where_no_session_waits_for_it_nothing_is_asked(home: Home, ago: float, more: dict[str, object]) -> None:
    if more.get("empty"):
        home.history.add(Session(make_entry_id(), EVENING, "neck", "neck", "left", "fingers", "partial", EVENING))
    elif more.get("running"):
        # The runner is this very test's parent: it runs, and is not the one who asks.
        import os

        plan = write_run_note(PlanOptions(), (), mark_process()).replace(
            f'"{mark_process()}"', f'"{_of(os.getppid())}"'
        )
        session(home, ago, killed=True, plan=plan)
    else:
        entry = session(home, ago)
        if more.get("rated"):
            home.history.add(Rating(make_entry_id(), EVENING, "neck", "left", 4, "after", "", entry.id))
    before = len(after(home))
    said = typed(home, "y", "log", str(more.get("region", "neck")), "3")
    assert (said.code, said.err) == (0, "")
    assert len(after(home)) == before
    refused = home.refused(2, "log", str(more.get("region", "neck")), "3", "--after-session")
    assert "--after-session" in refused


def _of(number: int) -> str:
    from knotcli.terminal import process

    return f"{number}:{process._find_start(number)}"


def test_a_session_that_was_killed_waits_for_its_rating_too(home: Home) -> None:
    entry = session(home, killed=True)
    typed(home, "y", "log", "neck", "3")
    assert [r.session for r in after(home)] == [entry.id]


def test_a_rating_for_another_time_is_not_asked_about(home: Home) -> None:
    session(home)
    said = typed(home, "y", "log", "neck", "3", "--ago", "1h")
    assert (said.code, said.err, after(home)) == (0, "", [])


def test_pain_that_is_clearly_higher_than_before_is_answered(home: Home) -> None:
    session(home)
    said = typed(home, "y", "log", "neck", "7")
    assert "at least 2 points higher than before" in said.err


def test_the_trend_leaves_it_out_as_it_does_every_rating_after(home: Home) -> None:
    session(home)
    typed(home, "y", "log", "neck", "0")
    days = home.history.days("neck", EVENING.date(), EVENING.date())
    assert [(total, n) for _, total, n, _, _ in days] == [(5, 1)]


def test_taking_it_back_leaves_the_session(home: Home) -> None:
    entry = session(home)
    typed(home, "y", "log", "neck", "3")
    home.run("undo")
    assert [s.id for s in home.history.sessions()] == [entry.id]
    assert len(home.history.session_steps(entry.id)) == 1
    assert after(home) == []
