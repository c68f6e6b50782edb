"""What the second set of questions relaxes, one example each, and what it holds back all the same."""

from pathlib import Path

import pytest

from knotcli.coach.routines.plan import PlanOptions, plan_session
from knotcli.coach.screening.conversation.check_draft import CheckDraft
from knotcli.coach.screening.conversation.prompts import Word
from knotcli.coach.screening.facts import EarlierAnswers
from knotcli.coach.screening.judge import Given, RegionVerdict, evaluate
from knotcli.coach.vocabulary import ClearedWord, Region
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from support.clock import NOON

LIBRARY = Library(data_folder(), Path("/nowhere"))
WHOLE = LIBRARY.questionnaire
Y: Word = "yes"
N: Word = "no"


def judged(
    region: Region, age: int, named: dict[str, dict[int, Word]], cleared: dict[str, ClearedWord] | None = None
) -> RegionVerdict:
    """Judge a check by hand in which these questions were answered so, and all else was closed with none of these."""
    draft = CheckDraft(WHOLE, (region,), EarlierAnswers(), NOON)
    draft.answer_age(age)
    for ident, words in named.items():
        item = WHOLE.items[ident]
        for number, word in words.items():
            draft.answer_question(item, number, word)
        if ident != "rel_under18":
            assert draft.next_question(item) is None, ident
            draft.settle(item)
    draft.close(draft.open_items())
    draft.rule_out()
    given = draft.given(region)
    found = evaluate(region, WHOLE.items.values(), given._replace(cleared=cleared or {}), WHOLE.open_limits)
    assert not found.missing
    return found


def limits(found: RegionVerdict) -> set[str]:
    return {limit.id for limit in found.limits}


def test_nothing_named_may_start() -> None:
    assert judged("neck", 34, {}).verdict == "ok"


def test_66_with_a_strain_has_limits_and_with_a_fall_is_seen_today() -> None:
    strain = judged("neck", 66, {"rf_fracture": {1: N, 3: N, 4: N}})
    assert (strain.verdict, limits(strain)) == ("limits", {"fingers-or-wall", "slower"})
    assert judged("neck", 66, {"rf_fracture": {1: Y}}).verdict == "see-today"
    assert judged("neck", 64, {"rf_fracture": {1: Y, 2: N, 3: N, 4: N}}).verdict == "ok"


def test_diabetes_limits_but_calf_and_foot_need_a_foot_check_or_a_word() -> None:
    assert limits(judged("neck", 34, {"rel_diabetes": {1: Y}})) == {"check-feeling", "heat-10", "slower"}
    assert judged("foot", 34, {"rel_diabetes": {1: Y, 2: N}}).verdict == "needs-clearance"
    assert judged("foot", 34, {"rel_diabetes": {1: Y, 2: "unsure"}}).verdict == "needs-clearance"
    normal = judged("foot", 34, {"rel_diabetes": {1: Y, 2: Y}})
    assert normal.verdict == "limits" and "no-heat" in limits(normal)
    word = judged("calf", 34, {"rel_diabetes": {1: Y, 2: N}}, {"rel_diabetes": "yes"})
    assert word.verdict == "limits"


def test_a_blood_thinner_is_blocked_without_the_clinics_word() -> None:
    named: dict[str, dict[int, Word]] = {"ab_thinner": {1: Y}, "rf_bleed_sign": {1: N, 2: N, 3: N}}
    assert judged("neck", 34, named).verdict == "blocked"
    with_word = judged("neck", 34, named, {"ab_thinner": "yes"})
    assert (with_word.verdict, limits(with_word)) == ("limits", {"brief-fingers", "watch-bruises"})
    assert "no-heat" in limits(judged("neck", 34, named, {"ab_thinner": "massage"}))
    assert judged("upper-back", 34, named, {"ab_thinner": "yes"}).verdict == "blocked"
    bleeding = named | {"rf_bleed_sign": {1: Y}}
    assert judged("neck", 34, bleeding, {"ab_thinner": "yes"}).verdict == "see-today"


def test_a_daily_painkiller_is_a_note_and_the_upper_back_has_a_routine() -> None:
    found = judged("upper-back", 34, {"rel_painkillers": {1: Y}})
    assert limits(found) == {"watch-bruises"}
    zones = tuple(LIBRARY.zones().values())
    steps = plan_session(LIBRARY.routine("upper-back"), PlanOptions(), [LIBRARY.limits["watch-bruises"]], zones).steps
    assert any(step.kind == "hold" for step in steps)


def test_heart_disease_goes_on_without_heat_and_with_a_pad_by_a_word() -> None:
    assert limits(judged("neck", 34, {"rel_heart_heat": {1: Y}})) == {"no-heat"}
    assert limits(judged("neck", 34, {"rel_heart_heat": {1: Y}}, {"rel_heart_heat": "yes"})) == {"warm-pad"}
    assert limits(judged("neck", 34, {"rel_heart_heat": {1: Y}}, {"rel_heart_heat": "massage"})) == {"no-heat"}


def test_varicose_veins_and_fibromyalgia_limit() -> None:
    assert limits(judged("calf", 34, {"rel_veins": {1: Y}})) == {"avoid-veins", "no-roller"}
    assert limits(judged("neck", 34, {"rel_fibromyalgia": {1: Y}})) == {"light", "one-spot", "short-holds"}
    upper = judged("upper-back", 34, {"rel_fibromyalgia": {1: Y}})
    some = [LIBRARY.limits[name] for name in limits(upper)]
    steps = plan_session(LIBRARY.routine("upper-back"), PlanOptions(), some, ()).steps
    assert {(step.tool, step.seconds) for step in steps if step.kind == "hold"} == {("ball", 20)}


def test_a_cancer_of_20_years_ago_limits_and_a_pain_that_grows_at_night_is_seen_today() -> None:
    easing: dict[str, dict[int, Word]] = {"rel_cancer_past": {1: Y, 2: N}, "rf_cancer_pain": {1: N, 2: N, 3: N}}
    assert limits(judged("neck", 34, easing)) == {"light"}
    growing = easing | {"rf_cancer_pain": {1: Y, 4: N}}
    assert judged("neck", 34, growing).verdict == "see-today"
    assert judged("neck", 34, easing | {"rf_cancer_pain": {1: Y, 4: Y}}).verdict == "limits"
    recent: dict[str, dict[int, Word]] = easing | {"rel_cancer_past": {1: Y, 2: "unsure"}}
    assert judged("neck", 34, recent).verdict == "needs-clearance"
    assert judged("neck", 34, recent, {"rel_cancer_past": "yes"}).verdict == "limits"


@pytest.mark.parametrize(
    ("age", "weeks", "verdict"),
    [(17, N, "limits"), (17, Y, "needs-clearance"), (16, "unsure", "needs-clearance"), (15, N, "needs-clearance")],
)
def test_16_and_17_need_an_adult_and_no_word_in_the_first_four_weeks(age: int, weeks: Word, verdict: str) -> None:
    found = judged("neck", age, {"rel_under18": {2: weeks}})
    assert found.verdict == verdict
    if verdict == "limits":
        assert limits(found) == {"adult-present", "light"}


def test_a_sore_bone_of_the_young_is_seen_today_where_a_leg_is_concerned() -> None:
    hopping = judged("thigh", 17, {"rel_under18": {2: N}, "rf_bone_spot": {1: N, 2: Y, 3: N}})
    assert hopping.verdict == "see-today"
    word = judged("thigh", 17, {"rel_under18": {2: N}, "rf_bone_spot": {1: N, 2: Y, 3: N}}, {"rf_bone_spot": "yes"})
    assert word.verdict == "see-today"
    sore = judged("thigh", 17, {"rel_under18": {2: N}, "rf_bone_spot": {1: Y, 2: N, 3: N}}, {"rf_bone_spot": "yes"})
    assert sore.verdict == "limits"
    assert judged("thigh", 30, {"rf_bone_spot": {1: Y}}).verdict == "see-soon"


def test_a_fever_with_a_cold_rests_and_with_worse_pain_or_travel_is_seen_today() -> None:
    assert judged("calf", 34, {"rf_spine_infection": {1: Y, 2: N, 3: Y}}).verdict == "blocked"
    assert judged("calf", 34, {"rf_spine_infection": {1: Y, 2: N, 3: "unsure"}}).verdict == "see-today"
    assert judged("calf", 34, {"rf_spine_infection": {1: Y, 2: Y}}).verdict == "see-today"
    assert judged("calf", 34, {"rf_spine_infection": {1: Y, 2: "unsure"}}).verdict == "see-today"
    assert judged("neck", 34, {"rf_spine_infection": {1: N, 4: Y}}).verdict == "see-today"
    assert judged("neck", 34, {"rf_spine_infection": {1: Y, 2: N, 3: Y, 4: "unsure"}}).verdict == "see-today"


def test_a_weak_immune_system_with_a_fever_is_seen_today_whatever_a_clinician_said() -> None:
    weak: dict[str, dict[int, Word]] = {"rf_immune_steroid": {1: Y, 2: Y}}
    assert judged("neck", 34, weak).verdict == "see-soon"
    assert judged("neck", 34, weak, {"rf_immune_steroid": "yes"}).verdict == "limits"
    feverish = weak | {"ab_feverish": {1: "unsure"}}
    assert judged("neck", 34, feverish, {"rf_immune_steroid": "yes"}).verdict == "see-today"


@pytest.mark.parametrize("unless", [N, "unsure"])
def test_only_a_clear_yes_takes_a_sign_back_and_moves_it(unless: Word) -> None:
    assert judged("calf", 34, {"em_chest": {1: Y, 2: unless}}).verdict == "emergency"
    assert judged("calf", 34, {"em_chest": {1: Y, 2: Y}}).verdict == "see-today"  # the rash
    assert judged("calf", 34, {"rf_clot": {1: "unsure", 4: unless}}).verdict == "see-today"
    assert judged("calf", 34, {"rf_clot": {1: "unsure", 4: Y}}).verdict == "blocked"  # the fresh injury
    assert judged("neck", 34, {"rf_neck_device": {1: Y, 4: unless}}).verdict == "see-today"
    assert judged("neck", 34, {"rf_neck_device": {1: Y, 4: Y}}).verdict == "ok"


def test_spreading_skin_without_fever_holds_back_as_an_infection() -> None:
    assert judged("neck", 34, {"em_spreading": {1: Y, 2: Y}}).verdict == "emergency"
    found = judged("neck", 34, {"em_spreading": {1: Y, 2: N, 3: N}})
    assert found.verdict == "blocked"
    assert [reason.item.id for reason in found.reasons] == ["ab_infection"]


def test_a_file_without_single_questions_gets_the_stricter_effect() -> None:
    words = {item.id: N for item in WHOLE.items.values() if item.kind != "likelihood"}

    def strict(region: Region, **named: Word) -> str:
        given = Given({**words, **named})
        return evaluate(region, WHOLE.items.values(), given, WHOLE.open_limits).verdict

    assert strict("neck", rel_cancer_past=Y) == "needs-clearance"
    assert strict("neck", rel_under18=Y) == "needs-clearance"
    assert strict("foot", rel_diabetes=Y) == "needs-clearance"
    assert strict("neck", rel_diabetes=Y) == "limits"
    assert strict("hip", rf_bone_spot=Y) == "see-soon"
    assert strict("hip", rf_bone_spot=Y, rel_under18=Y) == "see-today"
