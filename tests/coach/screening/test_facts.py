"""What an earlier check still says: facts live as long as they may, and a further region never holds longer."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import Check, make_entry_id
from knotcli.coach.screening.facts import about_you_lives, age_at, known_from, may_go_further, words_of
from knotcli.coach.screening.flags import valid_until
from knotcli.coach.screening.gate import gate
from knotcli.coach.screening.items import Item
from knotcli.coach.screening.judge import band_of
from knotcli.coach.vocabulary import Answer
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder

WHOLE = Library(data_folder(), Path("/nowhere")).questionnaire
ITEMS = tuple(WHOLE.items.values())
NOW = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=1)))
LIVES = {"30 days": 30, "6 months": 182, "12 months": 365}
ALWAYS_NAMED = {"rel_pregnant", "ab_clot_known", "rel_uncontrolled"}
ABOUT_YOU = [i for i in ITEMS if i.cluster.startswith("A") and not i.needs and i.id not in ALWAYS_NAMED]


def asked(at: datetime, age: int = 34, **named: Answer) -> Check:
    answers: dict[str, Answer] = {item.id: "no" for item in ITEMS if item.kind != "likelihood" and not item.needs}
    said = dict.fromkeys(named, (1,))
    put = {"regions": "neck", "age": band_of(age), "session": "no"}
    return Check(make_entry_id(), at, ("neck",), answers | named, told={"age": str(age), "1": "d"}, said=said, put=put)


@pytest.mark.parametrize("item", ABOUT_YOU, ids=lambda item: item.id)
@pytest.mark.parametrize("word", ["yes", "no"])
def test_a_fact_lives_its_time_and_not_a_day_longer(item: Item, word: Answer) -> None:
    ident = item.id
    days = 182 if ident == "rf_immune_steroid" else LIVES[item.lasts]
    for extra, lives in ((0, True), (1, False)):
        # The others were given yesterday: the one alone is too old.
        one = asked(NOW - timedelta(days=days + extra), **({ident: "yes"} if word == "yes" else {}))
        fresh = {other.id: NOW - timedelta(days=1) for other in ITEMS if other.id != ident} | {
            "age": NOW - timedelta(days=1)
        }
        known = known_from(one._replace(carried=fresh), WHOLE, NOW)
        assert known is not None
        assert (ident in known.words) == lives
        assert about_you_lives(known, WHOLE) == lives


def test_what_lives_thirty_days_only_is_named_by_the_line_each_time() -> None:
    known = known_from(asked(NOW - timedelta(days=90), rel_pregnant="yes"), WHOLE, NOW)
    assert known is not None and known.words.keys() >= ALWAYS_NAMED
    assert {one.item for one in WHOLE.texts.facts.always} == ALWAYS_NAMED


def test_nothing_is_known_from_a_file_an_older_check_or_one_without_an_age() -> None:
    one = asked(NOW)
    assert known_from(one, WHOLE, NOW) is not None
    for other in (one._replace(content=1), one._replace(told={}), one._replace(origin="re-check")):
        assert known_from(other, WHOLE, NOW) is None


def test_what_belongs_to_the_pain_or_the_place_is_never_known() -> None:
    known = known_from(asked(NOW), WHOLE, NOW)
    assert known is not None
    assert not [ident for ident in known.words if WHOLE.items[ident].pain or WHOLE.items[ident].cluster.startswith("P")]
    # Of rf_spine_infection only its first half is about the person; of rel_implant only whether there is one.
    assert known.words["rf_spine_infection"] == {1: "no"}
    implant = asked(NOW)._replace(answers={**asked(NOW).answers, "rel_implant": "no"}, said={"rel_implant": (1,)})
    assert words_of(WHOLE.items["rel_implant"], implant) == {1: "yes"}


def test_a_yes_whose_single_questions_are_not_known_is_not_carried() -> None:
    one = asked(NOW, rel_cancer_past="yes")._replace(said={})
    known = known_from(one, WHOLE, NOW)
    assert known is not None and "rel_cancer_past" not in known.words
    assert not about_you_lives(known, WHOLE)


@given(st.integers(1, 120), st.integers(0, 800))
def test_the_age_is_asked_again_when_a_birthday_may_have_changed_its_band(age: int, days: int) -> None:
    found = age_at(age, NOW - timedelta(days=days), NOW)
    possible = {age + years for years in range(days // 366, days // 365 + 2)}
    if found is not None:
        assert found == age and days <= 365
        assert len({band_of(one) for one in possible}) == 1
    else:
        assert days > 365 or len({band_of(one) for one in {age, *possible}}) > 1


def test_a_further_region_draws_only_on_a_check_that_named_no_sign_of_the_person() -> None:
    fine = known_from(asked(NOW), WHOLE, NOW)
    assert fine is not None and may_go_further(fine, WHOLE)
    named = known_from(asked(NOW, rf_new_medicine="yes"), WHOLE, NOW)
    assert named is not None and not may_go_further(named, WHOLE)


@given(st.integers(0, 29), st.integers(0, 29))
def test_a_further_region_never_holds_longer_than_the_check_it_draws_on(first: int, second: int) -> None:
    base = asked(NOW - timedelta(days=max(first, second)))
    further = asked(NOW - timedelta(days=min(first, second)))._replace(
        regions=("calf",), carried={"em_stroke": base.at, "rel_diabetes": base.at}
    )
    assert valid_until(further) == valid_until(base) <= base.at + timedelta(days=30)
    found = gate("calf", ITEMS, [base, further], (), (), NOW, WHOLE.open_limits)
    assert found.valid_until is None or found.valid_until <= valid_until(base)
    facts_only = further._replace(carried={"rel_diabetes": base.at})
    assert valid_until(facts_only) == facts_only.at + timedelta(days=30)
