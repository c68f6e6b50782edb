"""What checks leave standing, told without the questions: never more than the questions themselves would allow."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import Assessment, Check, Session, make_entry_id
from knotcli.coach.screening.answers_file import concerning
from knotcli.coach.screening.flags import find_check_state
from knotcli.coach.screening.gate import Gate, gate
from knotcli.coach.screening.verdict import verdict_of
from knotcli.coach.vocabulary import REGIONS
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from support import examples

LIBRARY = Library(data_folder(), Path("/nowhere"))
ITEMS, LIMITS = LIBRARY.items(), LIBRARY.limits
OPEN = {i: REGIONS for i, limit in LIMITS.items() if limit.offered and limit.today}
NOW = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=1)))
SOME = ("neck", "foot", "calf", "low-back")
IDS = [item.id for item in ITEMS]


def judged(region: str, checks: list[Check], looks: list[Assessment], stops: list[Session]) -> Gate:
    return gate(region, ITEMS, checks, looks, stops, NOW, OPEN, None)


def check(days: float, *regions: str, origin: str = "asked", clear: str = "no", **named: str) -> Check:
    """A check so many days ago: no to all that is asked, but for what is named; judged by itself, as `knot check` does."""
    at = NOW - timedelta(days=days)
    answers = {i.id: "no" for i in concerning(ITEMS, regions)} if origin in ("asked", "file") else {}
    answers = {i: w for i, w in {**answers, **named}.items() if w}
    ids = dict.fromkeys(named, clear)
    one = Check(make_entry_id(), at, regions, answers, ids, origin=origin)
    alone = {
        r: verdict_of(gate(r, ITEMS, [one], [], [], at, OPEN, None)) for r in regions if origin in ("asked", "file")
    }
    return Check(one.id, at, regions, answers, ids, origin=origin, found=alone)


def stands(region: str, *checks: Check, looks: tuple[Assessment, ...] = ()) -> str:
    return find_check_state(region, checks, looks, [], NOW)[0]


def test_each_state_has_its_name() -> None:
    fine = check(3, "neck")
    assert stands("neck") == "none"
    assert stands("neck", fine) == "holds"
    assert find_check_state("neck", [fine], [], [], NOW)[1] == fine.at + timedelta(days=30)
    assert stands("jaw", fine) == "none"
    assert stands("neck", check(31, "neck")) == "expired"
    assert stands("neck", check(-1, "neck")) == "future"
    assert stands("neck", check(3, "neck", rf_weakness="unsure")) == "flag"
    assert stands("neck", check(3, "neck", ab_bleeding="yes")) == "blocked"
    assert stands("neck", check(3, "neck", rel_surgery="yes")) == "needs-clearance"
    assert stands("neck", check(3, "neck", rel_surgery="yes", clear="yes")) == "holds"
    assert stands("neck", check(3, "neck", rel_age65="yes")) == "holds"
    assert stands("neck", check(3, "neck", em_chest="")) == "incomplete"
    assert stands("neck", fine, check(1, "neck", origin="follow-up", rf_after_session="yes")) == "flag"


def test_a_stop_ends_it_and_a_look_opens_the_question_again() -> None:
    fine = check(3, "foot")
    stop = Session(make_entry_id(), NOW - timedelta(days=1), "calf", "calf", "both", "ball", "stopped", None, "numb")
    assert find_check_state("foot", [fine], [], [stop], NOW)[0] == "ended"
    named = check(3, "neck", rf_weakness="yes")
    look = Assessment(make_entry_id(), NOW - timedelta(days=1), NOW.date() - timedelta(days=1), ("rf_weakness",))
    assert stands("neck", named, looks=(look,)) == "assessed"


def test_what_another_region_found_leaves_only_the_questions_to_tell() -> None:
    assert stands("neck", check(3, "neck"), check(1, "calf", ab_bleeding="yes")) == "unsure"
    assert stands("neck", check(3, "neck"), check(1, "calf")) == "holds"


words = st.sampled_from(["yes", "no", "unsure", ""])
checks = st.builds(
    lambda days, regions, origin, named, clear: check(days, *regions, origin=origin, clear=clear, **named),
    st.sampled_from([-1, 0, 1, 5, 29, 30, 31]),
    st.lists(st.sampled_from(SOME), min_size=1, max_size=2, unique=True),
    st.sampled_from(["asked", "asked", "file", "re-check", "stop", "follow-up"]),
    st.dictionaries(st.sampled_from(IDS), words, max_size=3),
    st.sampled_from(["yes", "no"]),
)
looks = st.builds(
    lambda days, flags: Assessment(
        make_entry_id(), NOW - timedelta(days=days), (NOW - timedelta(days=days)).date(), tuple(flags)
    ),
    st.integers(0, 5),
    st.lists(st.sampled_from([i for i in IDS if i.startswith(("em_", "rf_"))]), max_size=3),
)
stops = st.builds(
    lambda days, region: Session(
        make_entry_id(), NOW - timedelta(days=days), region, region, "both", "ball", "stopped", None, "sharp"
    ),
    st.integers(0, 5),
    st.sampled_from(SOME),
)


@pytest.mark.parametrize("region", SOME)
@examples(60)
@given(st.lists(checks, max_size=3), st.lists(looks, max_size=1), st.lists(stops, max_size=1))
def test_what_surely_holds_is_what_the_gate_lets_pass(
    region: str, some: list[Check], seen: list[Assessment], stopped: list[Session]
) -> None:
    told, until = find_check_state(region, some, seen, stopped, NOW)
    found = judged(region, some, seen, stopped)
    if told == "holds":
        assert found.may_start
        assert until == found.valid_until
    if told in ("none", "expired", "ended", "assessed", "flag", "blocked", "incomplete", "needs-clearance"):
        assert not found.may_start
