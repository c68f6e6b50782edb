from datetime import datetime, timedelta, timezone

import pytest

from knotcli.coach.record import Rating, Session, StepDone, make_entry_id
from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.session.resume import (
    RESUME_WITHIN,
    digest_steps,
    fill_kept_seconds,
    find_resume_point,
    note_left_at,
    read_run_note,
    write_run_note,
)
from knotcli.coach.session.state import EarlierDose
from support.rehearsal import RATE, a_step

AT = datetime(2026, 11, 20, 18, 0, tzinfo=timezone(timedelta(hours=1)))
STEPS = (
    RATE,
    a_step("prepare", 20),
    a_step("heat", 600),
    a_step("prepare", 10, "left", spot="s"),
    a_step("hold", 30, "left", spot="s"),
    a_step("rest", 15, "left"),
    a_step("move", 60),
    RATE,
)
OPTIONS = PlanOptions(side="left", hold=20, quick=True)


def broken_off(status: str = "partial", ended: int | None = None, at: int | None = None) -> Session:
    plan = write_run_note(OPTIONS, STEPS, "1:2")
    end = None if ended is None else AT + timedelta(seconds=ended)
    kept = note_left_at(plan, at) if at is not None else plan
    return Session("s", AT, "neck", "neck", "left", "fingers", status, end, plan=kept)


def done(*steps: tuple[int, float, int], outcome: str = "done") -> list[StepDone]:
    """Steps that ended: number, credited seconds, seconds after the beginning."""
    return [
        StepDone(
            make_entry_id(),
            AT + timedelta(seconds=at),
            "s",
            number,
            STEPS[number].kind,
            "",
            None,
            None,
            0,
            seconds,
            outcome,
        )
        for number, seconds, at in steps
    ]


def rated(kind: str, score: int) -> Rating:
    return Rating(make_entry_id(), AT, "neck", "left", score, kind, "", "s")


def later(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def test_what_is_noted_can_be_read_again() -> None:
    left = read_run_note(broken_off())
    assert left is not None
    assert (left.options, left.steps, left.runner, left.at) == (OPTIONS, digest_steps(STEPS), "1:2", None)
    ended = read_run_note(broken_off(at=4))
    assert ended is not None
    assert ended.at == 4


@pytest.mark.parametrize("plan", ["", "{}", "[1]", '{"options":{"side":3},"steps":"x"}', "\x00", "null"])
def test_what_is_not_to_be_understood_is_nothing(plan: str) -> None:
    entry = broken_off()._replace(plan=plan)
    assert read_run_note(entry) is None
    assert find_resume_point(entry, done((1, 20, 20)), [], STEPS, later(60)) is None
    assert note_left_at(plan, 3) == plan


def test_a_change_in_any_step_changes_the_digest() -> None:
    other = [*STEPS[:4], a_step("hold", 20, "left", spot="s"), *STEPS[5:]]
    assert digest_steps(other) != digest_steps(STEPS)
    assert digest_steps(list(STEPS)) == digest_steps(STEPS)


@pytest.mark.parametrize(
    ("kept", "first", "had"),
    [
        ([(1, 20, 20)], 2, EarlierDose(other_heat=100)),
        ([(1, 20, 20), (2, 600, 620)], 3, EarlierDose(heat=600)),
        ([(1, 20, 20), (2, 600, 620), (3, 10, 630)], 3, EarlierDose(heat=600, other_pressure=30)),
        ([(2, 600, 620), (3, 10, 630), (4, 30, 660)], 6, EarlierDose(heat=600, pressure=30)),
        ([(4, 12, 640), (4, 30, 660), (5, 15, 675)], 6, EarlierDose(pressure=42)),
        ([(6, 60, 735)], 7, EarlierDose(movement=60)),
    ],
    ids=["heat begun", "before the lead-in", "hold begun", "in the rest", "pressed twice", "only the rating left"],
)
def test_after_a_kill_it_goes_on_behind_the_last_step_that_was_kept(
    kept: list[tuple[int, float, int]], first: int, had: EarlierDose
) -> None:
    found = find_resume_point(broken_off(), done(*kept), [rated("before", 5)], STEPS, later(kept[-1][2] + 100))
    assert found is not None
    assert (found.first, found.had, found.before) == (first, had, 5)


def test_time_unseen_counts_against_heat_as_far_as_it_may_have_been_on() -> None:
    for gap, unseen in [(100, 100), (900, 900), (5000, 900)]:
        found = find_resume_point(broken_off(), done((1, 20, 20)), [], STEPS, later(20 + gap))
        assert found is not None
        assert found.had.other_heat == unseen


def test_an_ended_session_goes_on_in_the_step_in_which_it_was_ended() -> None:
    kept = done((1, 20, 20), (2, 300, 320), outcome="cut")
    found = find_resume_point(broken_off(ended=320, at=2), kept, [], STEPS, later(400))
    assert found is not None
    assert (found.first, found.had) == (2, EarlierDose(heat=300))


def test_two_hours_after_its_last_sign_it_is_over() -> None:
    kept = done((1, 20, 20))
    assert find_resume_point(broken_off(), kept, [], STEPS, later(20) + RESUME_WITHIN)
    assert find_resume_point(broken_off(), kept, [], STEPS, later(21) + RESUME_WITHIN) is None
    assert find_resume_point(broken_off(ended=100, at=2), kept, [], STEPS, later(100) + RESUME_WITHIN)
    assert find_resume_point(broken_off(), kept, [], STEPS, later(10)) is None


@pytest.mark.parametrize("status", ["complete", "stopped"])
def test_what_was_complete_or_stopped_never_goes_on(status: str) -> None:
    assert find_resume_point(broken_off(status), done((1, 20, 20)), [], STEPS, later(60)) is None


def test_what_had_nothing_yet_or_was_rated_after_does_not_go_on() -> None:
    assert find_resume_point(broken_off(), [], [], STEPS, later(60)) is None
    assert find_resume_point(broken_off(), done((1, 20, 20)), [rated("after", 3)], STEPS, later(60)) is None


def test_a_step_beyond_the_plan_does_not_go_on() -> None:
    entry = broken_off(ended=100, at=99)
    assert find_resume_point(entry, done((1, 20, 20)), [], STEPS, later(120)) is None


def test_a_session_that_was_killed_had_what_its_steps_say() -> None:
    kept = done((2, 600, 620), (4, 30, 660), (4, 12.4, 680))
    found = fill_kept_seconds(broken_off(), kept)
    assert (found.heat_seconds, found.pressure_seconds) == (600, 42)
    ended = broken_off(ended=700, at=5)
    assert fill_kept_seconds(ended, kept) == ended
