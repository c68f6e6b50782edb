"""What every question does when it is answered, in every region, with the questions that are shipped.

The tables here are written by hand from the rules, not read from the content: a loosened content file fails.
"""

import itertools
import random
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.screening.answers_file import concerning
from knotcli.coach.screening.items import Item
from knotcli.coach.screening.judge import MAY_START, VERDICTS, Given, Limit, RegionVerdict, evaluate, likelihood, worst
from knotcli.coach.vocabulary import REGIONS, regions_to_ask
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from support import THOROUGH, examples

LIBRARY = Library(data_folder(), Path("/nowhere"))
ITEMS = LIBRARY.items()
BY_ID = {item.id: item for item in ITEMS}
LIMITS = LIBRARY.limits
OPEN = {i: REGIONS for i, limit in LIMITS.items() if limit.offered and limit.today}
RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}  # the lower, the worse
WORDS = ("yes", "no", "unsure")
HEAT_STEP = "ab_heat_product"

SOON = {
    "rf_numb_persist", "rf_widespread", "rf_night_constant", "rf_severe_pain", "rf_thoracic", "rf_inflammatory",
    "rf_cancer_weight", "rf_new_medicine", "rf_bone_spot", "rf_head_change", "rf_head_meds", "rf_jaw", "rf_lung_top",
    "rf_walk_cramp", "rf_immune_steroid",
}  # fmt: skip
# A clinician's word gives limits instead: fourteen red flags and one block. Every other sign is never cleared.
ANSWERED_BY_A_WORD = {*SOON, "rf_head_pressure", "ab_thinner"} - {"rf_cancer_weight", "rf_lung_top"}
TISSUE_THERE = {
    "ab_infection", "ab_wound", "ab_fracture", "ab_bone_infection", "ab_no_feeling", "ab_active_bleed",
}  # fmt: skip
NOT_NOW = {"rel_acute_injury", "rel_sore_from_last", "rel_jaw_work"}
LIMITS_ONLY = {
    "rel_anxiety", "rel_age65", "rel_bruise", "rel_painkillers", "rel_hypermobile", "rel_heart_heat", "rel_faint",
    "rel_raynaud", "rel_fibromyalgia", "rel_veins", "rel_braces",
}  # fmt: skip
FINGERS_ONLY = {"rel_cancer_area", "rel_bruise", "ab_thinner"}  # which do not reach the upper back
NOT_IN_PREGNANCY = {"low-back", "hip", "thigh", "calf", "foot"}
CLEARED = ("yes", "massage")
NOTHING: dict[str, str] = {}


def expected(region: str, ident: str, cleared: str, beside: Mapping[str, str] = NOTHING) -> str:
    """Give the verdict that this item alone calls for, when the single questions are not known. beside: what else was said."""
    near = {*regions_to_ask(region)}
    feverish = any(beside.get(one, "no") != "no" for one in ("ab_feverish", "rf_spine_infection"))
    young = beside.get("rel_under18", "no") != "no" and bool(near & {"hip", "thigh", "calf", "foot"})
    if (ident == "rf_immune_steroid" and feverish) or (ident == "rf_bone_spot" and young):
        return "see-today"
    word = ident in ANSWERED_BY_A_WORD and cleared in CLEARED
    out_of_reach = ident in FINGERS_ONLY and region == "upper-back"
    if ident.startswith("em_"):
        return "emergency"
    if ident.startswith("rf_"):
        return "limits" if word else "see-soon" if ident in SOON else "see-today"
    if ident.startswith("ab_"):
        return "limits" if ident == HEAT_STEP or (word and not out_of_reach) else "blocked"
    if ident in NOT_NOW or (ident == "rel_pregnant" and NOT_IN_PREGNANCY & {*regions_to_ask(region)}):
        return "blocked"
    if out_of_reach:
        return "blocked"
    # Normal feet are not known here: for calf and foot diabetes needs a word; elsewhere it only limits.
    if ident == "rel_diabetes" and not {"calf", "foot"} & {*regions_to_ask(region)}:
        return "limits"
    return "limits" if ident in LIMITS_ONLY or cleared in CLEARED else "needs-clearance"


@cache
def asked_in(region: str) -> list[Item]:
    return [item for item in concerning(ITEMS, [region]) if item.kind != "likelihood"]


def all_no(region: str) -> dict[str, str]:
    return {item.id: "no" for item in asked_in(region)}


def judged(
    region: str,
    answers: Mapping[Any, Any],
    cleared: Mapping[Any, Any] | None = None,
    items: Iterable[Item] = ITEMS,
    **more: Any,
) -> RegionVerdict:
    given = {"open_limits": OPEN, **more}
    return evaluate(region, list(items), Given(answers, cleared or {}), **given)


def test_the_tables_above_name_items_that_exist() -> None:
    assert SOON | TISSUE_THERE | NOT_NOW | LIMITS_ONLY | {HEAT_STEP, "rel_pregnant"} <= BY_ID.keys()


@pytest.mark.parametrize("region", REGIONS)
def test_all_no_may_start_with_nothing_to_say(region: str) -> None:
    assert judged(region, all_no(region)) == RegionVerdict("ok")


@pytest.mark.parametrize("region", REGIONS)
def test_every_kind_of_question_is_asked_in_every_region(region: str) -> None:
    assert {item.kind for item in asked_in(region)} == {"emergency", "red-flag", "absolute", "relative"}


@pytest.mark.parametrize("word", ["yes", "unsure"])
@pytest.mark.parametrize("region", REGIONS)
def test_each_item_named_alone_gives_the_verdict_of_its_kind(region: str, word: str) -> None:
    for item, cleared in itertools.product(asked_in(region), ("yes", "massage", "no", "unsure", "")):
        found = judged(region, {**all_no(region), item.id: word}, {item.id: cleared})
        assert found.verdict == expected(region, item.id, cleared), item.id
        assert [(reason.item.id, reason.answer) for reason in found.reasons] == [(item.id, word)]
        assert found.missing == ()
        never = item.kind in ("emergency", "red-flag") and item.id not in ANSWERED_BY_A_WORD
        if never or (item.kind in ("red-flag", "absolute") and item.id != HEAT_STEP and cleared not in CLEARED):
            assert not found.may_start, item.id
        if found.may_start:
            assert found.limits and {limit.because for limit in found.limits} == {item.id}


@pytest.mark.parametrize("region", REGIONS)
def test_a_heat_product_takes_only_the_heat_away(region: str) -> None:
    found = judged(region, {**all_no(region), HEAT_STEP: "yes"})
    assert found.limits == (Limit("no-heat", HEAT_STEP),)
    assert not LIMITS["no-heat"].heat


@pytest.mark.parametrize("word", ["yes", "unsure"])
@pytest.mark.parametrize("region", REGIONS)
def test_a_warning_sign_or_whole_person_reason_of_another_region_holds_this_one_back(region: str, word: str) -> None:
    others = [item for item in ITEMS if item.kind != "likelihood" and item not in asked_in(region)]
    for item in others:
        found = judged(region, {**all_no(region), item.id: word})
        held = item.kind in ("emergency", "red-flag", "absolute") and item.id not in TISSUE_THERE
        assert found.may_start != held, item.id
        if held:
            assert found.verdict == expected(region, item.id, "")


@pytest.mark.parametrize("region", REGIONS)
def test_what_content_says_cannot_narrow_a_warning_sign_to_its_region(region: str) -> None:
    for item in ITEMS:
        if item.kind in ("emergency", "red-flag") and item not in asked_in(region):
            loose = msgspec.structs.replace(item, holds_back="region")
            items = [loose if other is item else other for other in ITEMS]
            assert not judged(region, {**all_no(region), item.id: "yes"}, items=items).may_start


WRONG = ["maybe", "YES ", "Yes", "NO", "no ", "", " ", "None", "null", "0", "n", "nο", "ｎｏ", "no\n", "no\0"]
NOT_WORDS: list[object] = [None, False, True, 0, 1, 0.0, ["no"], ("no",), {"no": "no"}, b"no"]


@pytest.mark.parametrize("region", REGIONS)
def test_each_missing_answer_keeps_a_session_from_starting(region: str) -> None:
    for item in asked_in(region):
        answers = all_no(region)
        del answers[item.id]
        found = judged(region, answers)
        assert (found.verdict, found.may_start, found.missing) == ("incomplete", False, (item.id,))


@pytest.mark.parametrize("region", REGIONS)
def test_a_word_that_is_no_answer_does_not_pass(region: str) -> None:
    for item in asked_in(region):
        for word in (*WRONG, *NOT_WORDS):
            found = judged(region, {**all_no(region), item.id: word})
            assert (found.verdict, found.missing) == ("incomplete", (item.id,)), (item.id, word)


def test_an_id_that_only_looks_like_another_answers_nothing() -> None:
    for strange in ("em_chest ", "EM_CHEST", "em_сhest", "em_chest\u200b", "em-chest", " em_chest"):
        answers = all_no("neck")
        answers[strange] = answers.pop("em_chest")
        assert judged("neck", answers).missing == ("em_chest",)


@pytest.mark.parametrize("region", REGIONS)
def test_nothing_answered_or_nothing_to_ask_does_not_pass(region: str) -> None:
    assert judged(region, {}).verdict == "incomplete"
    assert judged(region, all_no(region), items=[]).verdict == "incomplete"
    assert judged(region, {}, items=[]).verdict == "incomplete"
    features = [item for item in ITEMS if item.kind == "likelihood"]
    assert judged(region, {item.id: "yes" for item in features}, items=features).verdict == "incomplete"
    assert worst([]) == "incomplete"


@pytest.mark.parametrize("region", REGIONS)
def test_no_list_of_regions_takes_away_the_questions_of_the_region_itself(region: str) -> None:
    for asks in ((), ("foot",), ("neck",), ("no-such-region",), None):
        for other in regions_to_ask(region):
            missing = next(item for item in asked_in(region) if item.concerns(other))
            answers = {item.id: "no" for item in ITEMS if item is not missing}
            assert judged(region, answers, asks=asks).missing == (missing.id,)


@pytest.mark.parametrize("region", REGIONS)
def test_a_longer_list_of_regions_asks_the_questions_of_them_all(region: str) -> None:
    found = judged(region, all_no(region), asks=REGIONS)
    every = {item.id for item in ITEMS if item.kind != "likelihood"}
    assert {*found.missing} == every - all_no(region).keys()
    assert found.may_start == (not found.missing)


@pytest.mark.parametrize("region", REGIONS)
def test_features_of_a_muscle_knot_never_decide(region: str) -> None:
    fits = LIBRARY.fits()
    for word in (*WORDS, "maybe"):
        assert judged(region, {**all_no(region), **dict.fromkeys(fits, word)}).verdict == "ok"
        count = likelihood(fits, dict.fromkeys(fits, word))
        assert count == (11 if word == "yes" else 0, 11)


@pytest.mark.parametrize("cleared", ["yes", "massage", "no", "unsure", None, "YES", "maybe", "", True])
def test_only_a_plain_yes_clears_a_relative_contraindication(cleared: object) -> None:
    found = judged("shoulder", {**all_no("shoulder"), "rel_surgery": "yes"}, {"rel_surgery": cleared})
    assert found.verdict == ("limits" if cleared in CLEARED else "needs-clearance")
    assert bool(found.limits) == found.may_start == (cleared in CLEARED)


@pytest.mark.parametrize("region", REGIONS)
def test_clearance_clears_nothing_but_its_own_relative_contraindication(region: str) -> None:
    for item in asked_in(region):
        if expected(region, item.id, "") == expected(region, item.id, "yes"):
            everything = {other.id: "yes" for other in ITEMS}
            found = judged(region, {**all_no(region), item.id: "yes"}, everything)
            assert found.verdict == expected(region, item.id, "")
    for one, other in itertools.permutations(("rel_surgery", "rel_circulation", "rel_implant"), 2):
        found = judged(region, {**all_no(region), one: "yes"}, {other: "yes"})
        assert found.verdict == "needs-clearance"


def test_limits_of_a_region_take_the_place_of_the_general_ones() -> None:
    def limits(region: str) -> set[str]:
        answers = {**all_no(region), "rel_diabetes": "yes"}
        found = judged(region, answers, {"rel_diabetes": "yes"})
        return {limit.id for limit in found.limits}

    assert "no-heat" not in limits("neck") and "heat-10" in limits("neck")
    assert "no-heat" in limits("foot")


@pytest.mark.parametrize("region", REGIONS)
def test_pregnancy_is_not_cleared_for_hips_low_back_and_legs(region: str) -> None:
    found = judged(region, {**all_no(region), "rel_pregnant": "yes"}, {"rel_pregnant": "yes"})
    assert found.verdict == ("blocked" if NOT_IN_PREGNANCY & {*regions_to_ask(region)} else "limits")


@pytest.mark.parametrize("region", REGIONS)
def test_a_limit_that_cannot_be_kept_closes(region: str) -> None:
    for item in asked_in(region):
        if item.kind != "relative" and item.id != HEAT_STEP:
            continue
        answers, cleared = {**all_no(region), item.id: "yes"}, {item.id: "yes"}
        for name in {limit.id for limit in judged(region, answers, cleared).limits}:
            elsewhere = tuple(other for other in REGIONS if other != region)
            for changed in ({i: OPEN[i] for i in OPEN if i != name}, {**OPEN, name: ()}, {**OPEN, name: elsewhere}):
                assert judged(region, answers, cleared, open_limits=changed).verdict == "blocked"
        assert not judged(region, answers, cleared, open_limits={}).may_start


@pytest.mark.parametrize("ident", sorted(TISSUE_THERE))
def test_a_limit_beside_an_absolute_contraindication_does_not_soften_it(ident: str) -> None:
    soft = msgspec.structs.replace(BY_ID[ident], limits=("light",))
    items = [soft if item.id == ident else item for item in ITEMS]
    assert judged("neck", {**all_no("neck"), ident: "yes"}, {ident: "yes"}, items).verdict == "blocked"


def test_a_step_without_a_limit_closes_instead_of_changing_nothing() -> None:
    bare = msgspec.structs.replace(BY_ID[HEAT_STEP], limits=())
    items = [bare if item.id == HEAT_STEP else item for item in ITEMS]
    assert judged("neck", {**all_no("neck"), HEAT_STEP: "yes"}, items=items).verdict == "blocked"


@pytest.mark.parametrize("clear", [True, False], ids=["cleared", "not-cleared"])
@pytest.mark.parametrize("region", REGIONS)
def test_two_items_named_give_the_worse_of_their_verdicts_and_both_their_limits(region: str, clear: bool) -> None:
    idents = [item.id for item in asked_in(region)]
    cleared = dict.fromkeys(idents, "yes" if clear else "no")
    limits = {ident: {*judged(region, {**all_no(region), ident: "yes"}, cleared).limits} for ident in idents}
    items = asked_in(region)
    answers = all_no(region)
    # Each pair in a quarter of the regions; all in all of them in the long run.
    turn = REGIONS.index(region) % 4
    for number, (one, other) in enumerate(itertools.combinations(idents, 2)):
        if THOROUGH == 1 and number % 4 != turn:
            continue
        answers[one], answers[other] = (("yes", "unsure"), ("unsure", "yes"), ("yes", "yes"))[number % 3]
        alone = {ident: expected(region, ident, cleared[ident], answers) for ident in (one, other)}
        found = judged(region, answers, cleared, items)
        answers[one] = answers[other] = "no"
        assert found.verdict == min(alone[one], alone[other], key=RANK.__getitem__), (one, other)
        both = limits[one] | limits[other]
        if alone == {ident: expected(region, ident, cleared[ident]) for ident in (one, other)}:
            assert {*found.limits} == both
        else:
            assert {*found.limits} <= both and not found.may_start
        assert {reason.item.id for reason in found.reasons} == {one, other}


# Any answers at all

region_names = st.sampled_from(REGIONS)
any_word = st.sampled_from([*WORDS, "maybe", "YES ", ""])


@st.composite
def nearly_passed(draw: st.DrawFn) -> tuple[str, dict[str, str], dict[str, str]]:
    """A region, and answers that are all no but for a few."""
    region = draw(region_names)
    answers = {item.id: "no" for item in ITEMS} if draw(st.booleans()) else all_no(region)
    idents = st.sampled_from(sorted(BY_ID))
    answers |= draw(st.dictionaries(idents, any_word, max_size=4))
    for ident in draw(st.lists(idents, max_size=2)):
        answers.pop(ident, None)
    return region, answers, draw(st.dictionaries(idents, any_word, max_size=6))


@st.composite
def anything(draw: st.DrawFn) -> tuple[str, dict[str, str], dict[str, str]]:
    """A region, and any words for any ids."""
    idents = st.one_of(st.sampled_from(sorted(BY_ID)), st.text(max_size=12))
    words = st.one_of(any_word, st.text(max_size=4))
    return (
        draw(region_names),
        draw(st.dictionaries(idents, words, max_size=80)),
        draw(st.dictionaries(idents, words, max_size=10)),
    )


def may_not_start(region: str, answers: Mapping[str, str], cleared: Mapping[str, str]) -> bool:
    """Tell by the rules alone whether these answers keep a session from starting."""
    for item in ITEMS:
        word = answers.get(item.id)
        here = item in asked_in(region)
        if here and word not in WORDS:
            return True
        if word not in ("yes", "unsure") or item.kind == "likelihood":
            continue
        everywhere = item.kind in ("emergency", "red-flag") or item.holds_back == "everything"
        if not here and not (everywhere and item.id not in TISSUE_THERE):
            continue
        if not here and item.kind == "relative":
            continue
        if expected(region, item.id, cleared.get(item.id, ""), answers) not in MAY_START:
            return True
    return False


@examples(300)
@given(st.one_of(nearly_passed(), anything()))
def test_a_session_may_start_exactly_when_the_rules_say_so(case: tuple[str, dict[str, str], dict[str, str]]) -> None:
    found = judged(*case)
    assert found.verdict in VERDICTS
    assert found.may_start == (found.verdict in ("limits", "ok")) == (not may_not_start(*case))


@examples(200)
@given(st.one_of(nearly_passed(), anything()), st.sampled_from(sorted(BY_ID)), st.sampled_from(["yes", "unsure"]))
def test_turning_a_no_into_a_yes_never_makes_it_better(
    case: tuple[str, dict[str, str], dict[str, str]], ident: str, word: str
) -> None:
    region, answers, cleared = case
    before = judged(region, {**answers, ident: "no"}, cleared)
    after = judged(region, {**answers, ident: word}, cleared)
    assert RANK[after.verdict] <= RANK[before.verdict]
    assert not after.may_start or {*before.limits} <= {*after.limits}
    assert {r.item.id for r in before.reasons} <= {r.item.id for r in after.reasons}


CLEARABLE = sorted(item.id for item in ITEMS if item.clearable)


@examples(150)
@given(
    nearly_passed(),
    st.sampled_from(CLEARABLE),
    st.sampled_from(["yes", "unsure"]),
    st.sampled_from(["massage", "unsure", "no", ""]),
)
def test_less_than_a_clinicians_whole_word_never_makes_it_better(
    case: tuple[str, dict[str, str], dict[str, str]], ident: str, answer: str, word: str
) -> None:
    region, answers, cleared = case
    whole = judged(region, {**answers, ident: answer}, {**cleared, ident: "yes"})
    less = judged(region, {**answers, ident: answer}, {**cleared, ident: word})
    assert RANK[less.verdict] <= RANK[whole.verdict]
    kept = {limit for limit in whole.limits if limit.because != ident or not BY_ID[ident].warmth_limits}
    assert not less.may_start or kept <= {*less.limits}


@examples(100)
@given(st.one_of(nearly_passed(), anything()), st.integers())
def test_neither_the_order_of_items_nor_that_of_answers_matters(
    case: tuple[str, dict[str, str], dict[str, str]], seed: int
) -> None:
    region, answers, cleared = case
    shuffled = random.Random(seed)
    items, pairs = [*ITEMS], [*answers.items()]
    shuffled.shuffle(items)
    shuffled.shuffle(pairs)
    one, other = judged(region, answers, cleared), judged(region, dict(pairs), cleared, items)
    assert one.verdict == other.verdict
    assert {*one.limits} == {*other.limits}
    assert {*one.missing} == {*other.missing}
    assert {r.item.id for r in one.reasons} == {r.item.id for r in other.reasons}


@examples(100)
@given(nearly_passed(), st.sampled_from(sorted(BY_ID)))
def test_taking_an_answer_away_never_lets_a_session_start(
    case: tuple[str, dict[str, str], dict[str, str]], ident: str
) -> None:
    region, answers, cleared = case
    without = {key: word for key, word in answers.items() if key != ident}
    if ident in all_no(region):
        assert not judged(region, without, cleared).may_start


def test_reasons_come_worst_first() -> None:
    named = ("rel_bruise", "ab_wound", "rf_severe_pain", "rf_weakness", "em_chest")
    found = judged("neck", {**all_no("neck"), **dict.fromkeys(named, "yes")})
    assert [reason.item.id for reason in found.reasons] == [*reversed(named)]
