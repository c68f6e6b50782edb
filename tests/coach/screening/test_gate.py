"""Whether a session may start, from everything kept: what each entry does, and that no history opens too much."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knotcli.coach.record import Assessment, Check, Session, make_entry_id
from knotcli.coach.screening.answers_file import concerning
from knotcli.coach.screening.flags import MAY_START, standing_flags
from knotcli.coach.screening.gate import Gate, gate
from knotcli.coach.screening.judge import Given, evaluate
from knotcli.coach.screening.verdict import Result, verdict_of
from knotcli.coach.vocabulary import REGIONS, regions_to_ask
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from support import examples

LIBRARY = Library(data_folder(), Path("/nowhere"))
ITEMS = LIBRARY.items()
LIMITS = LIBRARY.limits
OPEN = {i: REGIONS for i, limit in LIMITS.items() if limit.offered and limit.today}
NOW = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=1)))
WHOLE_PERSON = (
    "ab_bleeding", "ab_osteoporosis", "ab_clot_known", "ab_not_alert", "ab_neck_artery", "ab_neck_unstable",
    "ab_aneurysm",
)  # fmt: skip


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def no_to_all(*regions: str) -> dict[str, str]:
    return {item.id: "no" for item in concerning(ITEMS, regions) if item.kind != "likelihood"}


def check(at: datetime, *regions: str, origin: str = "asked", **named: str) -> Check:
    """A check of these regions: no to all that is asked there, but for what is named."""
    answers = no_to_all(*regions) if origin in ("asked", "file") else {}
    return Check(make_entry_id(), at, regions, {**answers, **named}, origin=origin)


def cleared(one: Check, **words: str) -> Check:
    return one._replace(cleared=words)


def look(at: datetime, *flags: str, day: date | None = None) -> Assessment:
    return Assessment(make_entry_id(), at, day or at.date(), flags)


def stop(at: datetime, region: str, ended_at: datetime | None = None) -> Session:
    ended_at = ended_at or at
    return Session(make_entry_id(), at, region, region, "both", "ball", "stopped", ended_at, "sharp")


def judged(
    region: str,
    checks: Sequence[Check],
    looks: Sequence[Assessment] = (),
    stops: Sequence[Session] = (),
    now: datetime = NOW,
    asks: Sequence[str] | None = None,
) -> Gate:
    return gate(region, ITEMS, checks, looks, stops, now, OPEN, asks)


def held(*args: Any, **more: Any) -> str:
    found = judged(*args, **more)
    assert found.may_start == (found.held == "")
    assert (found.valid_until is not None) == found.may_start
    assert found.may_start <= (found.found.verdict in MAY_START)
    assert verdict_of(found) not in MAY_START or found.may_start
    return found.held


# The check itself


@pytest.mark.parametrize("region", REGIONS)
def test_a_fresh_check_with_no_to_all_opens_its_region_and_no_other(region: str) -> None:
    for origin in ("asked", "file"):
        one = check(NOW, region, origin=origin)
        assert held(region, [one]) == ""
        assert {other for other in REGIONS if held(other, [one]) == ""} == {region}


def test_nothing_kept_is_nothing_passed() -> None:
    assert held("neck", []) == "no-check"
    assert verdict_of(judged("neck", [])) == "incomplete"
    assert not Result((), None).may_start


@pytest.mark.parametrize("origin", ["re-check", "stop", "", "import", "ASKED"])
def test_only_a_full_check_opens(origin: str) -> None:
    whole = Check(make_entry_id(), NOW, ("neck",), no_to_all("neck"), origin=origin)
    assert held("neck", [whole]) == "no-check"


def test_a_check_holds_for_thirty_days_to_the_second() -> None:
    one = check(ago(days=30), "neck")
    assert held("neck", [one]) == ""
    assert judged("neck", [one]).valid_until == NOW
    assert held("neck", [one], now=NOW + timedelta(seconds=1)) == "expired"
    assert held("neck", [check(ago(days=31), "neck")]) == "expired"
    assert verdict_of(judged("neck", [check(ago(days=31), "neck")])) == "incomplete"


def test_thirty_days_are_counted_by_moments_not_by_the_clock_on_the_wall() -> None:
    one = check(ago(days=30), "neck")
    elsewhere = NOW.astimezone(timezone(-timedelta(hours=12)))
    assert held("neck", [one], now=elsewhere) == ""
    assert held("neck", [one], now=elsewhere + timedelta(seconds=1)) == "expired"


def test_an_older_check_does_not_stand_in_for_a_newer_one() -> None:
    passed = check(ago(days=2), "neck")
    newer = check(ago(days=1), "neck")
    incomplete = Check(make_entry_id(), newer.at, ("neck",), {"em_chest": "no"}, origin="asked")
    blocked = check(newer.at, "neck", ab_wound="yes")
    for worse in (incomplete, blocked, Check(make_entry_id(), newer.at, ("neck",), {}, origin="file")):
        assert held("neck", [passed, worse]) == held("neck", [worse, passed]) == "verdict"
        assert held("neck", [worse, passed, check(NOW, "neck")]) == ""


def test_of_two_checks_of_the_same_moment_the_worse_counts() -> None:
    for worse in (
        check(NOW, "neck", ab_wound="yes"),
        check(NOW, "neck", rel_surgery="yes"),
        Check(make_entry_id(), NOW, ("neck",), {"em_chest": "no"}, origin="asked"),
    ):
        for order in ([worse, check(NOW, "neck")], [check(NOW, "neck"), worse]):
            assert held("neck", order) == "verdict"
    surgery = check(NOW, "neck", rel_surgery="yes")
    both = [cleared(surgery, rel_surgery="yes"), cleared(surgery, rel_surgery="no")]
    assert held("neck", both) == held("neck", both[::-1]) == "verdict"
    assert held("neck", [both[0]]) == ""


def test_a_clock_that_was_set_back_holds() -> None:
    assert held("neck", [check(NOW + timedelta(seconds=2), "neck")]) == "future"
    assert held("neck", [check(NOW + timedelta(minutes=30), "neck")]) == "future"
    assert held("neck", [check(NOW + timedelta(days=400), "neck")]) == "future"
    assert held("neck", [check(NOW + timedelta(microseconds=5), "neck")]) == ""


def test_a_check_dated_ahead_gives_way_to_one_that_was_made_after_it() -> None:
    ahead, now = check(NOW + timedelta(days=400), "neck"), check(NOW, "neck")
    assert held("neck", [ahead, now]) == ""
    # Made before it, or of another region: the one ahead still stands last.
    assert held("neck", [now, ahead]) == "future"
    assert held("neck", [ahead, check(NOW, "jaw")]) == "future"
    again = check(NOW + timedelta(days=300), "neck")
    assert held("neck", [ahead, again]) == held("neck", [ahead, now, again]) == "future"
    assert held("neck", [ahead, again, now]) == ""
    # What it named is not gone.
    for named in ("ab_bleeding", "rf_weakness", "em_chest", "rel_surgery"):
        assert held("neck", [check(ahead.at, "neck", **{named: "yes"}), now]) == "verdict"
    # Nor is what ended it.
    assert held("neck", [ahead, check(ahead.at, "neck", origin="re-check", ab_wound="yes"), now]) != ""


def test_questions_that_came_since_are_not_passed() -> None:
    answers = no_to_all("neck")
    del answers["rf_after_session"]
    found = judged("neck", [Check(make_entry_id(), NOW, ("neck",), answers)])
    assert (found.held, found.found.missing) == ("verdict", ("rf_after_session",))


@pytest.mark.parametrize("region", ["low-back", "headache"])
def test_a_check_without_the_questions_of_the_muscles_that_are_also_pressed_does_not_open(region: str) -> None:
    own = {item.id: "no" for item in ITEMS if item.concerns(region)}
    lacking = judged(region, [Check(make_entry_id(), NOW, (region,), own)])
    assert not lacking.may_start
    assert {*lacking.found.missing} == no_to_all(region).keys() - own.keys() != set()


@pytest.mark.parametrize("asks", [(), ("calf",), ("jaw",)])
def test_a_routines_own_list_of_regions_only_ever_adds_questions(asks: tuple[str, ...]) -> None:
    answers = no_to_all("foot", *asks)
    for ident in no_to_all("foot"):
        lacking = {other: word for other, word in answers.items() if other != ident}
        one = Check(make_entry_id(), NOW, ("foot",), lacking)
        assert held("foot", [one], asks=asks) == "verdict", ident
    assert held("foot", [Check(make_entry_id(), NOW, ("foot",), answers)], asks=asks) == ""


@pytest.mark.parametrize("asks", [(), ("foot",), ("jaw",), None])
def test_a_routines_own_list_does_not_hide_what_was_found_in_the_muscles_it_presses(
    asks: tuple[str, ...] | None,
) -> None:
    passed = check(ago(days=3), "foot", "jaw")
    assert held("foot", [passed], asks=asks) == ""
    assert held("foot", [passed], stops=[stop(ago(days=1), "calf")], asks=asks) == "ended"
    wound = check(ago(days=1), "calf", ab_wound="yes")
    assert judged("foot", [passed, wound], asks=asks).found.verdict == "blocked"


def test_a_routine_that_presses_more_regions_needs_their_answers_too() -> None:
    assert held("calf", [check(NOW, "calf")], asks=("calf", "low-back")) == "verdict"
    assert held("calf", [check(NOW, "calf", "low-back")], asks=("calf", "low-back")) == ""


# Red flags that stand


@pytest.mark.parametrize("word", ["yes", "unsure"])
@pytest.mark.parametrize("flag", ["em_chest", "rf_clot", "rf_no_longer_asked", "em_from_a_newer_knot"])
@pytest.mark.parametrize(
    ("origin", "regions"),
    [("asked", ("calf",)), ("file", ("neck",)), ("re-check", ("jaw",)), ("stop", ()), ("stop", ("neck",)), ("new", ())],
)
def test_a_red_flag_holds_every_region_until_a_clinician_has_looked(
    origin: str, regions: tuple[str, ...], flag: str, word: str
) -> None:
    named = check(ago(days=200), *regions, origin=origin, **{flag: word})
    again = [check(ago(hours=n), *REGIONS) for n in (3, 2, 1)]
    worst = "emergency" if flag.startswith("em_") else "see-today"
    for region in REGIONS:
        for kept in ([named], [named, *again], [*again, named]):
            found = judged(region, kept)
            assert (found.held, found.may_start, found.found.verdict) == ("verdict", False, worst)
            assert found.found.reasons[0].item.id == flag
    assert standing_flags([named, *again], [], NOW) == {flag: named.at}
    looked_at = look(ago(minutes=30), flag)
    assert standing_flags([named, *again], [looked_at], NOW) == {}
    assert {held(region, [named, *again], [looked_at]) for region in REGIONS} == {"assessed"}
    after = check(ago(minutes=5), *REGIONS)
    assert {held(region, [named, *again, after], [looked_at]) for region in REGIONS} == {""}


@pytest.mark.parametrize("ident", [item.id for item in ITEMS if item.kind in ("emergency", "red-flag")])
def test_each_warning_sign_stands_against_no_to_all_in_every_region(ident: str) -> None:
    kept = [check(ago(days=3), "neck", **{ident: "unsure"}), check(ago(days=1), *REGIONS)]
    for region in REGIONS:
        found = judged(region, kept)
        assert not found.may_start
        assert [(r.item.id, r.standing) for r in found.found.reasons] == [(ident, kept[0].at)]


def test_a_look_counts_only_for_what_was_named_before_it() -> None:
    named = check(ago(days=3), "neck", rf_weakness="yes")
    assert held("neck", [named], [look(ago(days=4), "rf_weakness")]) == "verdict"
    assert held("neck", [named], [look(ago(days=1), "rf_weakness", day=ago(days=4).date())]) == "verdict"
    assert held("neck", [named], [look(ago(days=1), "rf_numb_persist")]) == "verdict"
    assert held("neck", [named], [look(ago(days=1))]) == "verdict"
    assert held("neck", [check(ago(hours=1), "neck", rf_weakness="yes")], [look(ago(hours=5), "rf_weakness")]) == (
        "verdict"
    )
    twice = [check(ago(hours=1), "neck", rf_weakness="yes"), named]
    for order in (twice, twice[::-1]):
        assert standing_flags(order, [look(ago(hours=5), "rf_weakness")], NOW) == {"rf_weakness": twice[0].at}
    once_more = check(ago(hours=1), "calf", rf_weakness="unsure")
    assert held("neck", [named, once_more], [look(ago(days=1), "rf_weakness")]) == "verdict"


def test_a_look_on_the_day_it_was_named_counts_wherever_the_clock_was() -> None:
    late = datetime(2026, 11, 18, 0, 30, tzinfo=timezone(timedelta(hours=13)))  # still the 17th further west
    named = check(late, "neck", rf_weakness="yes")
    west = timezone(-timedelta(hours=5))
    looked_at = look(datetime(2026, 11, 17, 15, tzinfo=west), "rf_weakness")
    assert standing_flags([named], [looked_at], NOW) == {}


def test_a_look_dated_ahead_of_the_clock_or_of_itself_counts_for_nothing() -> None:
    named = check(ago(days=3), "neck", em_chest="yes")
    for looked_at in (
        look(NOW + timedelta(days=400), "em_chest"),
        look(NOW + timedelta(hours=1), "em_chest"),
        look(ago(hours=1), "em_chest", day=NOW.date() + timedelta(days=1)),
    ):
        assert held("neck", [named, check(NOW, "neck")], [looked_at]) == "verdict"


def test_a_look_dated_ahead_does_not_lock_for_years_either() -> None:
    assert held("neck", [check(NOW, "neck")], [look(NOW + timedelta(days=400), "em_chest")]) == ""


def test_after_a_look_only_a_new_check_opens() -> None:
    named = check(ago(days=3), "neck", rf_weakness="yes")
    around = check(ago(days=2), "neck")  # no to all, beside the flag that stood
    looked_at = look(ago(days=1), "rf_weakness")
    assert held("neck", [named], [looked_at]) == "assessed"
    assert held("neck", [named, around], [looked_at]) == "assessed"
    assert verdict_of(judged("neck", [named, around], [looked_at])) == "incomplete"
    assert held("neck", [named, around, check(NOW, "neck")], [looked_at]) == ""


def test_a_flag_named_for_another_region_opens_this_one_only_by_a_new_check_after_the_look() -> None:
    passed = check(ago(days=5), "neck")
    named = check(ago(days=3), "calf", rf_clot="yes")
    looked_at = look(ago(days=1), "rf_clot")
    assert held("neck", [passed, named]) == "verdict"
    found = judged("neck", [passed, named], [looked_at])
    assert (found.held, found.found.reasons) == ("assessed", ())
    assert held("neck", [passed, named, check(NOW, "neck")], [looked_at]) == ""


def test_each_of_several_flags_needs_its_own_look() -> None:
    named = check(ago(days=3), "calf", rf_clot="yes", em_chest="unsure")
    kept = [named, check(NOW, "neck")]
    assert held("neck", kept, [look(ago(days=1), "rf_clot")]) == "verdict"
    assert held("neck", kept, [look(ago(days=1), "em_chest")]) == "verdict"
    assert held("neck", kept, [look(ago(days=1), "rf_clot"), look(ago(hours=2), "em_chest")]) == ""


# What other checks, re-checks and stops take away


@pytest.mark.parametrize("word", ["yes", "unsure"])
@pytest.mark.parametrize("ident", WHOLE_PERSON)
def test_a_whole_person_reason_named_later_for_another_region_closes_this_one(ident: str, word: str) -> None:
    passed = check(ago(days=3), "neck")
    other = check(ago(days=1), "forearm", **{ident: word})
    assert judged("neck", [passed, other]).found.verdict == "blocked"
    assert held("neck", [other, passed]) == "verdict"
    assert held("neck", [check(ago(days=2), "forearm", **{ident: word}), check(ago(days=1), "neck")]) == ""


def test_a_reason_about_the_skin_there_closes_what_shares_those_questions_and_nothing_else() -> None:
    passed = [check(ago(days=3), region) for region in REGIONS]
    wound = check(ago(days=1), "calf", ab_wound="yes")
    closed = {region for region in REGIONS if held(region, [*passed, wound])}
    assert closed == {"calf", "foot"}  # a routine for the foot presses the calf
    wound = check(ago(days=1), "foot", ab_wound="yes")  # asked about foot and calf as one
    assert {region for region in REGIONS if held(region, [*passed, wound])} == {"calf", "foot"}


def test_clearance_for_one_region_is_none_for_another() -> None:
    passed = check(ago(days=3), "neck")
    later = cleared(check(ago(days=1), "forearm", rel_pregnant="yes"), rel_pregnant="yes")
    assert judged("neck", [passed, later]).found.verdict == "needs-clearance"
    own = cleared(check(ago(days=3), "neck", rel_pregnant="yes"), rel_pregnant="yes")
    assert held("neck", [own]) == held("neck", [own, later]) == ""
    doubted = cleared(check(ago(days=1), "forearm", rel_pregnant="yes"), rel_pregnant="no")
    assert held("neck", [own, doubted]) == "verdict"


def test_what_later_checks_deny_makes_nothing_better() -> None:
    blocked = check(ago(days=3), "neck", ab_bleeding="yes")
    assert held("neck", [blocked, check(ago(days=1), "forearm")]) == "verdict"


def test_anything_named_in_a_re_check_ends_the_check() -> None:
    passed = check(ago(days=3), "neck")
    named = check(ago(days=1), "neck", origin="re-check", rf_weakness="yes")
    assert held("neck", [passed, named]) == "verdict"
    looked_at = look(ago(hours=5), "rf_weakness")
    assert held("neck", [passed, named], [looked_at]) == "assessed"
    assert held("neck", [passed, named, check(ago(hours=2), "neck")], [looked_at]) == ""


def test_a_stop_ends_the_check_of_its_region_until_a_new_full_one() -> None:
    passed = [check(ago(days=3), *REGIONS)]
    stopped = [stop(ago(days=1), "calf")]
    assert {r for r in REGIONS if held(r, passed, stops=stopped) == "ended"} == {"calf", "foot"}
    assert held("calf", [*passed, check(ago(hours=1), "calf")], stops=stopped) == ""
    assert held("calf", [*passed, check(ago(days=2), "calf")], stops=stopped) == "ended"


def test_a_stop_in_the_second_of_the_check_ends_it() -> None:
    one = check(NOW + timedelta(microseconds=3), "neck")
    assert held("neck", [one]) == ""
    assert held("neck", [one], stops=[stop(NOW, "neck")]) == "ended"


def test_a_stop_still_counts_when_the_clock_was_set_back_while_it_ran() -> None:
    one = check(ago(days=1), "neck")
    assert held("neck", [one], stops=[stop(ago(hours=2), "neck", ended_at=ago(days=4))]) == "ended"


def test_a_stop_without_a_region_ends_the_check_of_every_one() -> None:
    kept = [check(ago(days=3), *REGIONS), Check(make_entry_id(), ago(days=1), (), {}, origin="stop")]
    assert {held(region, kept) for region in REGIONS} == {"ended"}


def test_the_result_of_several_regions_is_the_worst_of_them() -> None:
    gates = tuple(judged(region, [check(NOW, "neck")]) for region in ("neck", "calf"))
    result = Result(gates, NOW)
    assert (result.verdict, result.may_start, result.valid_until) == ("incomplete", False, None)


# Any history

SOME = ("neck", "calf", "foot")
moments = st.sampled_from(
    [ago(days=n) for n in (31, 30, 20, 3, 1)]
    + [NOW, NOW + timedelta(microseconds=1), NOW + timedelta(minutes=5), NOW + timedelta(days=40)]
)
named_items = st.sampled_from([
    "em_chest", "rf_clot", "rf_weakness", "rf_forgotten", "ab_bleeding", "ab_wound", "ab_heat_product",
    "rel_bruise", "rel_surgery", "rel_pregnant", "rel_sore_from_last", "ml_dull",
])  # fmt: skip
words = st.sampled_from(["yes", "no", "unsure"])


@st.composite
def checks_kept(draw: st.DrawFn) -> Check:
    regions = draw(st.sampled_from([("neck",), ("calf",), ("foot",), ("neck", "calf"), ("neck", "foot"), ()]))
    origin = draw(st.sampled_from(["asked", "file", "asked", "file", "re-check", "stop"]))
    answers = no_to_all(*regions) if origin in ("asked", "file") else {}
    answers |= draw(st.dictionaries(named_items, words, max_size=2))
    if answers and draw(st.integers(0, 4)) == 0:
        answers.pop(draw(st.sampled_from(sorted(answers))))
    given = draw(st.dictionaries(named_items, words, max_size=1))
    return Check(make_entry_id(), draw(moments), regions, answers, given, origin=origin)


@st.composite
def looks_kept(draw: st.DrawFn) -> Assessment:
    at = draw(moments)
    flags = draw(st.lists(st.sampled_from(["em_chest", "rf_clot", "rf_weakness", "rf_forgotten"]), max_size=4))
    return look(at, *flags, day=at.date() + timedelta(days=draw(st.sampled_from([0, 0, 0, -1, -5, 1]))))


@st.composite
def stops_kept(draw: st.DrawFn) -> Session:
    at = draw(moments)
    return stop(at, draw(st.sampled_from(SOME)), at + timedelta(minutes=draw(st.sampled_from([5, 0, -600]))))


def reasons_against(
    region: str, checks: Sequence[Check], looks: Sequence[Assessment], stops: Sequence[Session]
) -> list[str]:
    """Give what speaks against a session at NOW, from the rules, without the gate."""
    own = [c for c in checks if c.origin in ("asked", "file") and region in c.regions]
    if not own:
        return ["there is no full check"]
    # One dated ahead of the clock gives way to what was answered after it, and to nothing else.
    while own[:-1] and any(c.at - NOW > timedelta(seconds=1) for c in own[:-1]):
        own = own[1:]
    at = max(c.at for c in own)
    found = []
    for one in (c for c in own if c.at == at):
        answers: Mapping[str, str] = one.answers
        verdict = evaluate(region, ITEMS, Given(answers, one.cleared), OPEN).verdict
        if verdict not in MAY_START or not no_to_all(*regions_to_ask(region)).keys() <= answers.keys():
            found.append(f"the newest check says {verdict}")
    if NOW - at > timedelta(days=30):
        found.append("it is older than 30 days")
    if at - NOW > timedelta(seconds=1):
        found.append("it is dated ahead")
    counting = [a for a in looks if a.at - NOW <= timedelta(seconds=1) and a.day <= a.at.date()]
    for one in checks:
        for ident, word in one.answers.items():
            if word == "no":
                continue
            if ident[:3] in ("em_", "rf_") and not any(
                ident in a.flags and a.at >= one.at and a.day >= one.at.date() for a in counting
            ):
                found.append(f"{ident} stands")
            if ident in WHOLE_PERSON and one.at >= at:
                found.append(f"{ident} was named since")
        if (
            one.origin not in ("asked", "file")
            and one.at >= at
            and (not one.regions or region in one.regions)
            and not (one.answers and {*one.answers} <= {"ab_heat_product"})  # it concerns that session only
        ):
            found.append("a re-check or a stop came after it")
    found += ["a clinician looked since" for a in counting if a.at >= at]
    if any(s.region in regions_to_ask(region) and max(s.at, s.ended_at or s.at) >= at for s in stops):
        found.append("a session was stopped since")
    return found


histories = st.tuples(
    st.lists(checks_kept(), max_size=5), st.lists(looks_kept(), max_size=2), st.lists(stops_kept(), max_size=1)
)


@examples(600)
@given(histories)
@example(([check(ago(days=1), *SOME)], [], []))
def test_whatever_is_kept_a_session_starts_only_when_nothing_speaks_against_it(
    history: tuple[list[Check], list[Assessment], list[Session]],
) -> None:
    for region in SOME:
        found = judged(region, *history)
        against = reasons_against(region, *history)
        assert not (found.may_start and against), (region, against)
        assert found.may_start or found.held


@examples(200)
@given(histories)
def test_a_new_check_with_no_to_all_opens_unless_a_flag_stands_or_an_entry_lies_ahead(
    history: tuple[list[Check], list[Assessment], list[Session]],
) -> None:
    checks, looks, stops = history
    later = NOW + timedelta(hours=1)
    # A full check that named nothing gives way, wherever it lies.
    held = [c for c in checks if c.origin not in ("asked", "file") or {*c.answers.values()} - {"no"}]
    latest = max([e.at for e in (*held, *looks, *stops)], default=NOW)
    flags = standing_flags(checks, looks, later)
    for region in SOME:
        found = judged(region, [*checks, check(later, region)], looks, stops, later)
        if latest < later:
            assert found.may_start == (not flags)


@examples(200)
@given(histories, checks_kept())
def test_one_more_re_check_or_stop_never_opens(
    history: tuple[list[Check], list[Assessment], list[Session]], one: Check
) -> None:
    checks, looks, stops = history
    more = Check(one.id, one.at, one.regions, one.answers, origin="re-check")
    for region in SOME:
        if not judged(region, checks, looks, stops).may_start:
            assert not judged(region, [*checks, more], looks, stops).may_start
