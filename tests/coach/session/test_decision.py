"""Whether exactly this session may run: the strictest view of what is kept counts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import Check, FollowUp, Session, StepDone, make_entry_id
from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.screening.gate import gate
from knotcli.coach.session.decision import (
    KeptView,
    NewestSession,
    SessionContent,
    SessionDecision,
    WantedSession,
    decide_session,
)
from knotcli.coach.session.dose import EarlierSession
from knotcli.coach.session.resume import write_run_note
from knotcli.coach.vocabulary import REGIONS, ClearedWord, Region
from knotcli.storage.files.library import Library
from support import ROOT, examples
from support.clock import NOON as NOW

LIBRARY = Library(ROOT, ROOT)
CONTENT = SessionContent(LIBRARY.items(), LIBRARY.limits, tuple(LIBRARY.zones().values()))
WANTED = WantedSession(LIBRARY.routine("neck"), ((PlanOptions(), ()),))
NO = {item.id: "no" for item in LIBRARY.items() if item.kind != "likelihood"}


def checked(**named: str) -> Check:
    return Check(make_entry_id(), NOW - timedelta(days=1), ("neck",), {**NO, **named}, duration={"neck": "acute"})


def view(*checks: Check, **more: Any) -> KeptView:
    given: dict[str, Any] = {"checks": checks or (checked(),), "assessments": (), "stopped": (), "earlier": (), "follow_ups": (),
             "running": (), "newest": None, **more}  # fmt: skip
    return KeptView(**given)


def a_session(ago: timedelta, **more: Any) -> Session:
    at = NOW - ago
    return Session(make_entry_id(), at, "neck", "neck", "both", "fingers", **{"ended_at": at, **more})


def decide(*views: KeptView, wanted: WantedSession = WANTED) -> SessionDecision:
    return decide_session(wanted, CONTENT, views or (view(),), NOW)


def kind(*views: KeptView, wanted: WantedSession = WANTED) -> str:
    refusal = decide(*views, wanted=wanted).refusal
    return refusal.kind if refusal else ""


def test_what_passed_its_check_may_run_as_planned() -> None:
    decision = decide()
    assert decision.refusal is None and decision.plan.pressure_seconds == 300
    assert decision.is_same_as(decide())


CLOSED = {
    "check": view(checked(em_chest="yes")),
    "running": view(running=(a_session(timedelta(minutes=5), ended_at=None),)),
    "too-soon": view(earlier=(EarlierSession(a_session(timedelta(hours=1)), pressure=200),)),
    "rest": view(follow_ups=(FollowUp(make_entry_id(), NOW - timedelta(hours=1), "neck", "more"),)),
}


@pytest.mark.parametrize("why", CLOSED)
def test_what_closes_in_any_view_closes_it(why: str) -> None:
    assert kind(CLOSED[why]) == kind(view(), CLOSED[why]) == kind(CLOSED[why], view()) == why
    assert not decide(CLOSED[why]).is_same_as(decide())


def test_the_session_that_is_judged_again_is_not_held_against_itself() -> None:
    own = a_session(timedelta(minutes=20), ended_at=None)
    kept = view(earlier=(EarlierSession(own, pressure=100, unseen=True),))
    assert kind(kept) == "too-soon"
    assert kind(kept, wanted=WANTED._replace(own=own.id)) == ""


def test_every_press_of_the_sitting_counts_also_of_a_session_that_was_removed() -> None:
    other = EarlierSession(a_session(timedelta(minutes=30)), pressure=100, heat=30)
    own = a_session(timedelta(minutes=10))
    decision = decide(view(earlier=(other,)), wanted=WANTED._replace(own=own.id))
    had = decision.had
    assert (had.other_pressure, had.other_heat) == (100, 30)
    assert (had.pressure, had.heat) == (0, 0)  # not this session's own


def broken_off(**more: object) -> tuple[Session, list[StepDone]]:
    plan = decide().plan
    note = write_run_note(PlanOptions(), plan.steps, "")
    one = a_session(timedelta(minutes=20), ended_at=None, plan=note, **more)
    done = [
        StepDone(make_entry_id(), one.at, one.id, n, s.kind, s.title, s.side, s.tool, s.seconds, 30.0, "done")
        for n, s in enumerate(plan.steps[:6])
    ]
    return one, done


def test_a_session_goes_on_only_where_every_view_has_it_as_it_is() -> None:
    one, done = broken_off()
    kept = view(newest=NewestSession(one, done, ()))
    wanted = WANTED._replace(resumes=one)
    found = decide(kept, kept, wanted=wanted)
    assert found.refusal is None and found.unfinished is not None
    pressed = sum(step.seconds for step in done if step.kind == "hold")
    assert pressed and found.had.pressure == pressed
    changed = view(newest=NewestSession(one._replace(note="went on elsewhere"), done, ()))
    for other in (view(), changed, view(newest=NewestSession(broken_off()[0], done, ()))):
        assert kind(kept, other, wanted=wanted) == "nothing-to-resume"


def test_one_that_somebody_began_to_stop_never_goes_on() -> None:
    one, done = broken_off(status="stopping", reason="unsaid")
    kept = view(newest=NewestSession(one, done, ()), stopped=(one,))
    assert kind(kept, wanted=WANTED._replace(resumes=one)) == "check"


LIMITING = [item.id for item in LIBRARY.items() if item.every_limit]
CLEARED: tuple[ClearedWord, ...] = ("yes", "massage", "no")


def assert_check_and_session_agree(region: Region, named: Sequence[str], word: ClearedWord) -> None:
    """Hold the check's promise against the session: it runs exactly where the check says that it may start."""
    found = LIBRARY.questionnaire
    answers = {**NO, **dict.fromkeys(named, "yes")}
    check = checked()._replace(regions=(region,), answers=answers, cleared=dict.fromkeys(named, word))
    said = gate(region, LIBRARY.items(), [check], (), (), NOW, found.open_limits)
    decision = decide(view(check), wanted=WantedSession(LIBRARY.routine(region), ((PlanOptions(), ()),)))
    assert (decision.refusal is None) == said.may_start, named
    assert not said.may_start or decision.plan.steps


@pytest.mark.parametrize("region", REGIONS)
def test_what_one_answer_leaves_to_be_done_is_what_the_check_promises(region: Region) -> None:
    for ident in LIMITING:
        assert_check_and_session_agree(region, [ident], "yes")


@examples(80)
@given(
    st.sampled_from(REGIONS),
    st.lists(st.sampled_from(LIMITING), min_size=2, max_size=6, unique=True),
    st.sampled_from(CLEARED),
)
def test_what_several_answers_leave_to_be_done_is_what_the_check_promises(
    region: Region, named: list[str], word: ClearedWord
) -> None:
    assert_check_and_session_agree(region, named, word)
