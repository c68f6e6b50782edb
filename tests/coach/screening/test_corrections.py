"""Flags that were never true: which can be taken back, when, and what that changes. What a re-check leaves as it is."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from knotcli.coach.record import Check, Correction, Session, make_entry_id
from knotcli.coach.screening.answers_file import concerning
from knotcli.coach.screening.facts import is_left_out, open_to_correction
from knotcli.coach.screening.flags import standing_flags
from knotcli.coach.screening.gate import gate
from knotcli.coach.vocabulary import Answer, CheckOrigin
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder

WHOLE = Library(data_folder(), Path("/nowhere")).questionnaire
ITEMS = tuple(WHOLE.items.values())
NOW = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=1)))


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def check(at: datetime, *, origin: CheckOrigin = "asked", content: int = 2, **named: Answer) -> Check:
    full: dict[str, Answer] = {i.id: "no" for i in concerning(ITEMS, ["neck"])} if origin in ("asked", "file") else {}
    return Check(make_entry_id(), at, ("neck",), full | named, origin=origin, content=content)


def taken_back(flag: str, at: datetime, **since: float) -> Correction:
    """Take back what was last named so long before."""
    return Correction(make_entry_id(), at, flag, at - timedelta(**since), "It was never so. I answered by mistake.")


def held(*checks: Check, looks: tuple[Correction, ...] = ()) -> str:
    return gate("neck", ITEMS, checks, looks, (), NOW, WHOLE.open_limits).held


def test_a_red_flag_can_be_taken_back_at_once_and_then_a_full_check_comes_next() -> None:
    named = check(ago(minutes=1), rf_weakness="yes")
    assert open_to_correction([named], (), NOW) == {"rf_weakness": named.at}
    look = taken_back("rf_weakness", ago(seconds=30), seconds=30)
    assert standing_flags([named], (look,), NOW) == {}
    assert held(named) == "verdict"
    assert held(named, looks=(look,)) == "assessed"
    assert held(named, check(NOW), looks=(look,)) == ""
    # It answers that flag, up to its moment, and no other.
    for later in (NOW, ago(seconds=40)):  # the second came while the questions of the first stood there
        assert held(check(later, rf_weakness="yes"), looks=(look,)) == "verdict"
    assert held(check(ago(minutes=1), rf_clot="yes"), looks=(look,)) == "verdict"
    assert held(named, looks=(taken_back("rf_weakness", NOW + timedelta(days=1), days=1),)) == "verdict"


@pytest.mark.parametrize("origin", ["asked", "re-check", "stop", "follow-up"])
def test_an_emergency_that_its_own_question_confirmed_can_only_be_looked_at(origin: CheckOrigin) -> None:
    named = check(ago(days=3), origin=origin, em_chest="unsure")
    assert open_to_correction([named], (), NOW) == {}


def test_an_emergency_from_a_file_or_the_first_questions_waits_for_the_next_day() -> None:
    for named in (check(ago(days=1), origin="file", em_chest="yes"), check(ago(days=9), content=1, em_chest="yes")):
        assert open_to_correction([named], (), NOW) == {"em_chest": named.at}
    assert open_to_correction([check(ago(hours=3), origin="file", em_chest="yes")], (), NOW) == {}
    # Confirmed by its question since, it is not open any more.
    both = [check(ago(days=9), content=1, em_chest="yes"), check(ago(days=2), em_chest="yes")]
    assert open_to_correction(both, (), NOW) == {}


def test_the_same_flag_can_be_taken_back_once_in_thirty_days() -> None:
    first, again = check(ago(days=12), rf_clot="yes"), check(ago(days=1), rf_clot="yes")
    look = taken_back("rf_clot", ago(days=10), days=2)
    assert open_to_correction([first, again], (look,), NOW) == {}
    assert open_to_correction([first, again], (taken_back("rf_clot", ago(days=30), days=1),), NOW) == {
        "rf_clot": again.at
    }


def test_what_a_re_check_took_back_or_what_concerns_one_session_leaves_the_check_as_it_is() -> None:
    passed = check(ago(days=3))
    back = Check(make_entry_id(), ago(days=1), ("neck",), {}, origin="re-check", withdrawn=("em_stroke",))
    drowsy = Check(
        make_entry_id(), ago(days=1), ("neck",), {"ab_not_alert": "yes", "ab_heat_product": "yes"}, origin="re-check"
    )
    guard = Check(make_entry_id(), ago(days=1), ("neck",), {}, origin="re-check")
    assert held(passed, back) == held(passed, drowsy) == ""
    assert held(passed, guard) == "ended"
    lifted = back._replace(at=ago(hours=20), put={"lifts": guard.id})
    assert held(passed, guard, lifted) == ""
    named = lifted._replace(answers={"rf_weakness": "yes"})
    assert held(passed, guard, named) == "verdict"
    assert held(passed, check(ago(days=1), origin="re-check", ab_wound="yes")) == "ended"


def session(at: datetime) -> Session:
    return Session(make_entry_id(), at, "neck", "neck", "both", "ball", "complete", at)


def test_the_lines_are_left_out_once_within_an_hour_of_a_full_check_by_hand() -> None:
    just = check(ago(minutes=59))
    assert is_left_out("neck", [just], [just], [], NOW)
    assert not is_left_out("jaw", [just], [just], [], NOW)
    for own, everything, sessions in (
        ([check(ago(minutes=61))], [], []),
        ([check(NOW + timedelta(minutes=5))], [], []),
        ([check(ago(minutes=5), origin="file")], [], []),
        ([check(ago(minutes=5), content=1)], [], []),
        ([], [just], []),
        ([just._replace(carried={"em_chest": ago(days=3)})], [], []),
        ([just], [], [session(ago(minutes=30))]),
        ([just], [check(ago(minutes=3), origin="re-check", rf_weakness="yes")], []),
        ([just], [Check(make_entry_id(), ago(minutes=3), ("neck",), {}, origin="re-check")], []),
    ):
        assert not is_left_out("neck", own, [*own, *everything], sessions, NOW)
    assert is_left_out("neck", [just], [just], [session(ago(hours=9))], NOW)
