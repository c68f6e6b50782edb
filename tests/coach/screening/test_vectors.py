"""The agreed examples of the rules, one test each, by number."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from knotcli.coach.errors import Held
from knotcli.coach.record import Assessment, Check, Session, make_entry_id
from knotcli.coach.routines.limits import PlanOptions, combine_limits
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.screening.answers_file import concerning, write_answers_template
from knotcli.coach.screening.gate import Gate, gate
from knotcli.coach.screening.judge import Given, RegionVerdict, evaluate, likelihood
from knotcli.coach.screening.verdict import verdict_of
from knotcli.coach.session.dose import EarlierSession, find_too_soon
from knotcli.coach.trend.change import Change, compare_windows
from knotcli.coach.trend.weekly_means import RatedDay, summarize_weeks
from knotcli.coach.vocabulary import REGIONS, regions_to_ask
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder

LIBRARY = Library(data_folder(), Path("/nowhere"))
ITEMS = LIBRARY.items()
LIMITS = LIBRARY.limits
OPEN = {i: REGIONS for i, limit in LIMITS.items() if limit.offered and limit.today}
NOW = datetime(2026, 11, 20, 18, tzinfo=timezone(timedelta(hours=1)))
MONDAY = date(2026, 8, 31)


def no_to_all(region: str, **named: str) -> dict[str, str]:
    asked_here = {i.id: "no" for i in concerning(ITEMS, [region]) if i.kind != "likelihood"}
    return {**asked_here, **named}


def found(region: str, answers: dict[str, str], **cleared: str) -> RegionVerdict:
    return evaluate(region, ITEMS, Given(answers, cleared), OPEN)


def kept(checks: list[Check], looks: tuple[Assessment, ...] = (), region: str = "calf", now: datetime = NOW) -> Gate:
    return gate(region, ITEMS, checks, looks, (), now, OPEN)


def test_vector_01_calf_clot_yes() -> None:
    verdict = found("calf", no_to_all("calf", rf_clot="yes"))
    assert (verdict.verdict, verdict.may_start) == ("see-today", False)


def test_vector_02_calf_clot_unsure() -> None:
    verdict = found("calf", no_to_all("calf", rf_clot="unsure"))
    assert (verdict.verdict, verdict.may_start) == ("see-today", False)


def test_vector_03_calf_breath_yes_and_nothing_asked_after_it() -> None:
    verdict = found("calf", {"em_breath": "yes"})
    assert (verdict.verdict, verdict.may_start) == ("emergency", False)
    assert {*verdict.missing} == no_to_all("calf").keys() - {"em_breath"}
    assert found("calf", no_to_all("calf", em_breath="yes")).verdict == "emergency"


def test_vector_04_neck_bleeding_yes() -> None:
    verdict = found("neck", no_to_all("neck", ab_bleeding="yes"))
    assert (verdict.verdict, verdict.may_start) == ("blocked", False)


def test_vector_05_low_back_pregnant_and_cleared_is_not_offered() -> None:
    verdict = found("low-back", no_to_all("low-back", rel_pregnant="yes"), rel_pregnant="yes")
    assert not verdict.may_start
    limits = [LIMITS[limit.id] for limit in verdict.limits]
    assert combine_limits(limits).refusal
    with pytest.raises(Held):
        plan_session(LIBRARY.routine("low-back"), PlanOptions(), limits, ())


def test_vector_06_shoulder_pregnant_and_cleared_has_limits() -> None:
    verdict = found("shoulder", no_to_all("shoulder", rel_pregnant="yes"), rel_pregnant="yes")
    assert (verdict.verdict, verdict.may_start) == ("limits", True)
    assert verdict.limits


def test_vector_07_shoulder_surgery_not_cleared() -> None:
    verdict = found("shoulder", no_to_all("shoulder", rel_surgery="yes"), rel_surgery="no")
    assert (verdict.verdict, verdict.may_start) == ("needs-clearance", False)


def test_vector_08_neck_heat_product_only_takes_the_heat_away() -> None:
    verdict = found("neck", no_to_all("neck", ab_heat_product="yes"))
    assert (verdict.verdict, verdict.may_start) == ("limits", True)
    zones = tuple(LIBRARY.zones().values())
    routine = LIBRARY.routine("neck")
    with_heat = plan_session(routine, PlanOptions(), (), zones)
    without = plan_session(routine, PlanOptions(), [LIMITS[limit.id] for limit in verdict.limits], zones)
    assert "heat" in {step.kind for step in with_heat.steps}
    assert {step.kind for step in without.steps} == {step.kind for step in with_heat.steps} - {"heat"}


@pytest.mark.parametrize("region", REGIONS)
def test_vector_09_one_required_answer_missing(region: str) -> None:
    for ident in no_to_all(region):
        answers = no_to_all(region)
        del answers[ident]
        assert not found(region, answers).may_start


def test_vector_10_red_flag_then_no_to_all_stays_until_a_clinician_has_looked() -> None:
    first = Check(make_entry_id(), NOW - timedelta(days=3), ("calf",), no_to_all("calf", rf_clot="yes"))
    again = Check(make_entry_id(), NOW - timedelta(days=2), ("calf",), no_to_all("calf"))
    assert kept([first, again]).found.verdict == "see-today"
    assert not kept([first, again]).may_start
    looked_at = Assessment(make_entry_id(), NOW - timedelta(days=1), (NOW - timedelta(days=1)).date(), ("rf_clot",))
    after = Check(make_entry_id(), NOW, ("calf",), no_to_all("calf"))
    assert not kept([first, again, after]).may_start
    assert kept([first, again, after], (looked_at,)).may_start


def test_vector_11_a_check_of_31_days_has_expired_and_one_named_in_the_re_check_has_ended() -> None:
    old = Check(make_entry_id(), NOW - timedelta(days=31), ("calf",), no_to_all("calf"))
    assert (kept([old]).held, verdict_of(kept([old]))) == ("expired", "incomplete")
    fresh = Check(make_entry_id(), NOW - timedelta(days=1), ("calf",), no_to_all("calf"))
    assert kept([fresh]).may_start
    named = Check(make_entry_id(), NOW, ("calf",), {"rf_rash_strip": "yes"}, origin="re-check")
    assert not kept([fresh, named]).may_start
    look = Assessment(make_entry_id(), NOW, NOW.date(), ("rf_rash_strip",))
    assert not kept([fresh, named], (look,)).may_start


def test_vector_12_no_feature_of_a_knot_does_not_block() -> None:
    fits = LIBRARY.fits()
    answers = no_to_all("neck", **dict.fromkeys(fits, "no"))
    assert found("neck", answers).verdict == "ok"
    assert likelihood(fits, answers) == (0, 11)


def test_vector_13_the_foot_is_asked_about_the_calf_too() -> None:
    assert regions_to_ask("foot") == ("foot", "calf")
    both = {item.id for item in ITEMS if item.concerns("foot") or item.concerns("calf")}
    assert {item.id for item in concerning(ITEMS, ["foot"])} == both
    text = write_answers_template(ITEMS, ["foot"])
    assert all(f'\n{ident} = ""\n' in text for ident in both)
    assert LIBRARY.routine("foot").asks == ("foot", "calf")


def test_vector_14_a_third_session_on_one_day_is_refused() -> None:
    def past(*hours: float) -> list[EarlierSession]:
        starts = [NOW.replace(hour=0) + timedelta(hours=h) for h in hours]
        return [
            EarlierSession(
                Session(make_entry_id(), at, "neck", "neck", "both", "ball", "complete", at), 5, 5, pressure=300.0
            )
            for at in starts
        ]

    assert find_too_soon("neck", past(0.5), NOW) is None
    refused = find_too_soon("neck", past(0.5, 7), NOW)
    assert refused is not None and refused.why == "a-day"
    assert find_too_soon("calf", past(0.5, 7), NOW) is None
    assert find_too_soon("neck", past(-20, -8), NOW) is None


def rated(start: date, *days: tuple[int, ...]) -> list[RatedDay]:
    return [
        RatedDay(start + timedelta(days=n), sum(scores), len(scores), min(scores), max(scores))
        for n, scores in enumerate(days)
    ]


def change(early: list[RatedDay], late: list[RatedDay]) -> Change:
    return compare_windows([*early, *late], early[0].day, MONDAY + timedelta(days=20))


def points_and_percent(found: Change) -> tuple[float, float]:
    assert found.points is not None and found.percent is not None
    return found.points.rounded(2), found.percent.rounded(1)


LATER = MONDAY + timedelta(days=14)


def test_vector_15_a_gap_is_shown_and_two_points_from_six_are_clearly_lower() -> None:
    early, late = rated(MONDAY, *[(6,)] * 5), rated(LATER, *[(4,)] * 4)
    weeks = summarize_weeks([*early, *late], {}, late[-1].day, 3)
    assert [(week.days, week.quality, week.mean is None) for week in weeks] == [
        (5, "solid", False),
        (0, "none", True),
        (4, "solid", False),
    ]
    assert change(early, late).label == "clearly-lower"
    assert points_and_percent(change(early, late)) == (-2.0, -33.3)


def test_vector_16_two_rated_days_are_too_early_to_tell() -> None:
    assert change(rated(MONDAY, *[(6,)] * 5), rated(LATER, (4,), (5,))).label == "too-early"


def test_vector_17_one_and_a_half_points_are_slightly_lower() -> None:
    found = change(rated(MONDAY, *[(6,)] * 5), rated(LATER, *[(4, 5)] * 4))
    assert found.label == "slightly-lower"
    assert points_and_percent(found) == (-1.5, -25.0)


def test_vector_18_two_points_from_nine_are_lower() -> None:
    found = change(rated(MONDAY, *[(9,)] * 4), rated(LATER, *[(7,)] * 4))
    assert found.label == "lower"
    assert points_and_percent(found) == (-2.0, -22.2)
