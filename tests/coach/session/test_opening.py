"""What is to be known before a session: what comes, what to fetch, and when the whole list is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.session.opening import open_session, whole_list_is_due
from knotcli.coach.vocabulary import REGIONS
from knotcli.storage.files.library import Library
from support import ROOT
from support.clock import NOON
from support.entries import session

LIBRARY = Library(ROOT, ROOT / "none")
THURSDAY = date(2026, 11, 26)


def opening(region: str, first: int = 0, **options: object) -> object:
    plan = plan_session(LIBRARY.routine(region), PlanOptions(**options), (), tuple(LIBRARY.zones().values()))
    return open_session(plan, first, bool(options.get("quick")))


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("options", [{}, {"heat": False}, {"quick": True}, {"side": "left"}])
def test_the_stages_come_to_the_whole_session(region: str, options: dict[str, object]) -> None:
    found = opening(region, **options)
    assert sum(stage.seconds for stage in found.stages) == found.seconds
    assert ("Warm" in [stage.name for stage in found.stages]) == found.has_heat
    assert found.spots
    assert ("a warm towel or pad and a cloth" in found.things) == found.has_heat


def test_what_to_fetch_goes_with_the_tool_and_the_place() -> None:
    assert opening("neck").things == ("a warm towel or pad and a cloth", "a chair")
    assert opening("neck", tool="ball", heat=False).things == ("a soft ball", "a chair", "a free wall")


def test_a_session_that_goes_on_says_where_and_cannot_be_shortened() -> None:
    found = opening("neck", first=7)
    assert (found.resumes, found.can_shorten, found.has_heat) == (8, False, False)


def given_on(*days: date) -> list:
    return [session(NOON.replace(year=d.year, month=d.month, day=d.day), pressure_seconds=60) for d in days]


def test_the_whole_list_comes_before_the_first_three_sessions() -> None:
    monday = THURSDAY - timedelta(days=3)
    for count, due in [(0, True), (1, True), (2, True), (3, False), (9, False)]:
        assert whole_list_is_due(given_on(*[monday] * count), THURSDAY) == due


def test_it_comes_again_with_the_first_session_of_each_week() -> None:
    sunday, monday = THURSDAY - timedelta(days=4), THURSDAY - timedelta(days=3)
    assert whole_list_is_due(given_on(*[sunday] * 5), THURSDAY)
    assert not whole_list_is_due(given_on(*[sunday] * 5, monday), THURSDAY)
    assert whole_list_is_due(given_on(*[monday] * 5), THURSDAY + timedelta(days=4))


@given(st.lists(st.integers(0, 60), max_size=8))
def test_sessions_that_gave_nothing_put_off_no_list(back: list[int]) -> None:
    empty = [session(NOON - timedelta(days=days)) for days in back]
    assert whole_list_is_due(empty, THURSDAY)
