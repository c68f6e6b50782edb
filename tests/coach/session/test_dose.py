"""How often: what earlier sessions leave open, whatever clock or journey lies between."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import Session, make_entry_id
from knotcli.coach.session.dose import EarlierSession, find_too_soon
from support import examples

NOW = datetime(2026, 11, 20, 18, tzinfo=timezone(timedelta(hours=1)))


def past(
    at: datetime,
    region: str = "neck",
    minutes: float = 20,
    before: int | None = 5,
    after: int | None = 5,
    treated: float = 300,
) -> EarlierSession:
    ended = at + timedelta(minutes=minutes)
    return EarlierSession(
        Session(make_entry_id(), at, region, region, "both", "ball", "complete", ended), before, after, pressure=treated
    )


def refused(*entries: EarlierSession, region: str = "neck", now: datetime = NOW) -> str:
    found = find_too_soon(region, entries, now)
    return found.why if found else ""


def test_nothing_before_leaves_everything_open() -> None:
    assert not refused()


def test_six_hours_lie_between_the_end_of_one_and_the_start_of_the_next() -> None:
    one = past(NOW - timedelta(hours=6, minutes=20))
    assert not refused(one)
    assert refused(one, now=NOW - timedelta(seconds=1)) == "apart"
    assert not refused(one, region="calf", now=NOW - timedelta(hours=5))


def test_two_a_day_are_the_most_and_midnight_alone_opens_nothing() -> None:
    morning, noon = NOW.replace(hour=1), NOW.replace(hour=10)
    assert refused(past(morning), past(noon)) == "a-day"
    late = past(NOW.replace(hour=23, minute=30))
    assert refused(late, now=NOW.replace(hour=0) + timedelta(days=1)) == "apart"


def test_a_journey_does_not_make_the_day_longer() -> None:
    first, second = past(NOW.replace(hour=1)), past(NOW.replace(hour=10))
    for hours in (-11, -6, 0, 3):
        there = NOW.astimezone(timezone(timedelta(hours=hours)))
        assert there.date() == NOW.date()
        assert refused(first, second, now=there) == "a-day"
    east = timezone(timedelta(hours=13))
    one, two = past(datetime(2026, 11, 21, 0, 30, tzinfo=east)), past(datetime(2026, 11, 21, 7, tzinfo=east))
    assert refused(one, two, now=NOW.replace(hour=23)) == "a-day"  # the 20th on both, by this clock


def test_a_session_without_heat_or_pressure_counts_for_nothing() -> None:
    assert not refused(past(NOW - timedelta(minutes=30), treated=0), past(NOW - timedelta(hours=1), treated=0))


def test_a_third_region_in_one_sitting_waits() -> None:
    neck, jaw = past(NOW - timedelta(minutes=90)), past(NOW - timedelta(minutes=40), "jaw")
    assert refused(neck, jaw, region="calf") == "sitting"
    assert not refused(neck, jaw, region="calf", now=NOW + timedelta(minutes=30))
    assert not refused(neck, region="jaw")


@pytest.mark.parametrize(("before", "after", "flared"), [(4, 6, True), (4, 5, False), (0, 10, True), (None, 9, False)])
def test_two_points_more_after_it_ask_for_a_rest_day(before: int | None, after: int, flared: bool) -> None:
    yesterday = past(NOW - timedelta(days=1), before=before, after=after)
    assert bool(refused(yesterday)) == flared
    assert not refused(past(NOW - timedelta(days=2), before=before, after=after))


def test_a_clock_set_back_opens_nothing() -> None:
    ahead = past(NOW + timedelta(hours=3))
    assert refused(ahead)
    back_during = past(NOW - timedelta(hours=2), minutes=-600)
    assert refused(back_during)


moments = st.integers(-3 * 24 * 60, 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
entries = st.builds(
    past,
    moments,
    st.sampled_from(["neck", "calf", "jaw"]),
    st.integers(0, 40),
    st.none() | st.integers(0, 10),
    st.none() | st.integers(0, 10),
    st.sampled_from([0, 0.5, 300]),
)


@examples(200)
@given(st.lists(entries, max_size=5), entries)
def test_one_more_session_never_opens_what_was_closed(earlier: list[EarlierSession], one: EarlierSession) -> None:
    if refused(*earlier):
        assert refused(*earlier, one)


@examples(200)
@given(st.lists(entries, max_size=5))
def test_whatever_came_before_an_open_region_has_rested(earlier: list[EarlierSession]) -> None:
    if refused(*earlier):
        return
    here = [p for p in earlier if p.session.region == "neck" and p[3] > 0]
    assert all(NOW - p.session.at >= timedelta(hours=6) for p in here)
    assert sum(p.session.at.date() == NOW.date() for p in here) < 2


def test_what_neither_warms_nor_presses_waits_only_for_the_rest_day_after_a_flare() -> None:
    sore = [past(NOW - timedelta(hours=2)), past(NOW - timedelta(hours=3), region="calf")]
    assert find_too_soon("neck", sore, NOW) is not None
    assert find_too_soon("neck", sore, NOW, dosed=False) is None
    worse = find_too_soon("neck", [past(NOW - timedelta(hours=20), before=3, after=5)], NOW, dosed=False)
    assert worse is not None and worse.why == "flare"
