"""Checks with the first set of questions: never open, what stands from them stands, and what is put again."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from knotcli.coach.record import Assessment, Check, make_entry_id
from knotcli.coach.screening.answers_file import concerning
from knotcli.coach.screening.flags import (
    DURABLE,
    RETIRED,
    REWORDED,
    find_check_state,
    holding_flags,
    old_flags,
    standing_flags,
    successors,
)
from knotcli.coach.screening.gate import Gate, gate
from knotcli.coach.vocabulary import REGIONS, Answer
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder

WHOLE = Library(data_folder(), Path("/nowhere")).questionnaire
ITEMS = tuple(WHOLE.items.values())
NOW = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=1)))
THEN = NOW - timedelta(days=5)
FLAGS = [item.id for item in ITEMS if item.kind in ("emergency", "red-flag")]
AGAIN = sorted(DURABLE | REWORDED | {i for i in RETIRED if i.startswith("rf_")} - {"rf_wrong_target"})


def old(at: datetime = THEN, **named: Answer) -> Check:
    """A check of the first set: no to all that is asked today and was asked then, but for what is named."""
    answers: dict[str, Answer] = {item.id: "no" for item in ITEMS}
    return Check(make_entry_id(), at, REGIONS, answers | named, content=1)


def new(at: datetime = NOW, cleared: str = "", **named: Answer) -> Check:
    answers: dict[str, Answer] = {item.id: "no" for item in concerning(ITEMS, REGIONS)}
    return Check(make_entry_id(), at, REGIONS, answers | named, {cleared: "yes"} if cleared else {})


def judged(*checks: Check, looks: tuple[Assessment, ...] = ()) -> Gate:
    return gate("neck", ITEMS, checks, looks, (), NOW, WHOLE.open_limits)


def test_a_check_of_the_first_set_never_opens_and_is_asked_anew() -> None:
    for region in REGIONS:
        found = gate(region, ITEMS, [old()], (), (), NOW, WHOLE.open_limits)
        assert (found.may_start, found.held) == (False, "expired")
        assert find_check_state(region, [old()], (), (), NOW) == ("expired", None)
        assert gate(region, ITEMS, [old(), new()], (), (), NOW, WHOLE.open_limits).may_start


@pytest.mark.parametrize("flag", [flag for flag in FLAGS if successors(flag) is None])
def test_emergencies_and_flags_that_are_never_cleared_stand_until_a_clinician_has_looked(flag: str) -> None:
    named = old(**{flag: "unsure"})
    assert holding_flags([named], (), NOW) == {flag: THEN}
    assert judged(named).held == judged(named, new()).held == "verdict"
    look = Assessment(make_entry_id(), NOW - timedelta(days=1), (NOW - timedelta(days=1)).date(), (flag,))
    assert judged(named, new(), looks=(look,)).may_start


@pytest.mark.parametrize("flag", AGAIN)
def test_what_is_narrower_now_is_put_again_and_that_answer_takes_its_place(flag: str) -> None:
    named = old(**{flag: "yes"})
    assert old_flags([named], (), NOW) == {flag: THEN}
    assert holding_flags([named], (), NOW) == {}
    assert (judged(named).may_start, judged(named).held) == (False, "expired")
    assert standing_flags([named], (), NOW) == {flag: THEN}
    # Asked again and denied, it is gone; not asked again, it stands.
    assert standing_flags([named, new()], (), NOW) == {}
    assert judged(named, new()).may_start
    for one in successors(flag) or ():
        without = new()
        answers = {i: word for i, word in without.answers.items() if i != one}
        assert flag in standing_flags([named, without._replace(answers=answers)], (), NOW)
        assert not judged(named, without._replace(answers=answers)).may_start
        # Named again, it counts as it does today.
        assert not judged(named, new(**{one: "unsure"})).may_start


def test_only_a_full_check_of_today_takes_an_older_flags_place() -> None:
    named = old(rf_night_constant="yes")
    for other in (old(at=NOW - timedelta(days=1)), new()._replace(origin="re-check"), new(at=THEN - timedelta(days=1))):
        assert "rf_night_constant" in standing_flags([named, other], (), NOW)


def test_a_wish_is_no_flag_any_more() -> None:
    named = old(rf_wrong_target="yes")
    assert standing_flags([named], (), NOW) == {}
    assert judged(named, new()).may_start


@pytest.mark.parametrize("flag", sorted(DURABLE))
def test_a_durable_flag_is_answered_by_a_clinicians_word_in_a_full_check(flag: str) -> None:
    named = new(at=THEN, **{flag: "yes"})
    assert holding_flags([named], (), NOW) == {flag: THEN}
    # No later no takes it away, nor a word given elsewhere than in a full check.
    assert flag in standing_flags([named, new()], (), NOW)
    word = new(cleared=flag, **{flag: "unsure"})
    assert flag in standing_flags([named, word._replace(origin="re-check")], (), NOW)
    assert flag in standing_flags([named, word._replace(cleared={flag: "no"})], (), NOW)
    for kept in ((word,), (named, word)):
        assert standing_flags(kept, (), NOW) == {}
        found = judged(*kept)
        assert found.may_start and found.found.verdict == "limits"
        assert find_check_state("neck", kept, (), (), NOW)[0] == "unsure"
    # Named again in a re-check it stands anew, and the check has ended.
    again = Check(make_entry_id(), NOW, ("neck",), {flag: "yes"}, origin="re-check")
    assert not judged(word._replace(at=THEN), again).may_start


def test_what_is_never_cleared_stands_whatever_word_stands_beside_it() -> None:
    for flag in FLAGS:
        if flag not in DURABLE:
            assert flag in standing_flags([new(cleared=flag, **{flag: "yes"})], (), NOW)
    young = new(cleared="rf_bone_spot", rf_bone_spot="yes", rel_under18="yes")
    assert "rf_bone_spot" in standing_flags([young], (), NOW)
    assert standing_flags([young._replace(said={"rf_bone_spot": (1,)})], (), NOW) == {}
    assert "rf_bone_spot" in standing_flags([young._replace(said={"rf_bone_spot": (2,)})], (), NOW)
    feverish = new(cleared="rf_immune_steroid", rf_immune_steroid="yes", ab_feverish="yes")
    assert "rf_immune_steroid" in standing_flags([feverish], (), NOW)
