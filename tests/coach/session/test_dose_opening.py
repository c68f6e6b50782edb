"""When it opens again: told so that it is true, across midnight, a change of clocks, journeys and imports."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import Session, make_entry_id
from knotcli.coach.session.dose import AHEAD, EarlierSession, describe_opening, explain_too_soon, find_too_soon
from support import examples

CET, CEST = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
NOW = datetime(2026, 11, 20, 18, tzinfo=CET)  # a Friday
BERLIN = ZoneInfo("Europe/Berlin")


def past(
    at: datetime, region: str = "neck", before: int | None = 5, after: int | None = 5, treated: float = 300
) -> EarlierSession:
    ended = at + timedelta(minutes=20)
    session = Session(make_entry_id(), at, region, region, "both", "ball", "complete", ended)
    return EarlierSession(session, before, after, pressure=treated)


def opening(*earlier: EarlierSession, region: str = "neck", now: datetime = NOW) -> tuple[str, str] | None:
    """Return why a session is too soon and what is said of when it opens, None for none."""
    found = find_too_soon(region, earlier, now)
    if found is None:
        return None
    told = describe_opening(found, now)
    assert told in explain_too_soon(region, found, now)
    return found.why, told


def local(moment: datetime) -> datetime:
    at = moment.astimezone(BERLIN)
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta()))


def test_six_hours_after_the_end_it_opens_at_that_minute() -> None:
    assert opening(past(NOW - timedelta(hours=1, minutes=20))) == ("apart", "at 23:00")
    assert opening(past(NOW)) == ("apart", "tomorrow at 00:20")


def test_after_two_sessions_it_opens_with_the_next_day() -> None:
    morning, noon = past(NOW.replace(hour=5)), past(NOW.replace(hour=11, minute=30))
    assert opening(morning, noon) == ("a-day", "tomorrow")


def test_a_late_second_session_opens_six_hours_after_it_and_not_at_midnight() -> None:
    one, two = past(NOW.replace(hour=12)), past(NOW.replace(hour=21))
    told = opening(one, two, now=NOW.replace(hour=22))
    assert told is not None and told[1] == "tomorrow at 03:20"


def test_after_a_flare_the_day_after_tomorrow_is_named() -> None:
    assert opening(past(NOW - timedelta(hours=8), after=7)) == ("flare", "on Sunday 22 November")
    assert opening(past(NOW - timedelta(days=1), after=7)) == ("flare", "tomorrow")


def test_a_sitting_opens_when_the_earlier_of_two_regions_is_two_hours_old() -> None:
    jaw, calf = past(NOW - timedelta(minutes=100), "jaw"), past(NOW - timedelta(minutes=30), "calf")
    found = find_too_soon("neck", [jaw, calf], NOW)
    assert found is not None and found.others == ("calf", "jaw")
    assert opening(jaw, calf) == ("sitting", "at 18:20")


def test_a_change_of_clocks_is_told_as_the_clock_will_show_it() -> None:
    night = datetime(2026, 10, 25, 0, 10, tzinfo=CEST)  # an hour later than it seems: clocks go back at three
    found = find_too_soon("neck", [past(night)], night + timedelta(minutes=30))
    assert found is not None
    assert describe_opening(found, night) == "at 06:30"
    assert describe_opening(found, night, local) == "at 05:30"


def test_the_two_sessions_of_a_day_with_25_hours_are_still_its_two() -> None:
    early = past(datetime(2026, 10, 25, 1, tzinfo=CEST))
    noon = past(datetime(2026, 10, 25, 12, tzinfo=CET))
    evening = datetime(2026, 10, 25, 23, 30, tzinfo=CET)
    assert opening(early, noon, now=evening) == ("a-day", "tomorrow")
    assert not opening(early, noon, now=evening + timedelta(minutes=30))


def test_an_imported_session_counts_by_the_clock_that_it_was_given_on() -> None:
    tokyo = timezone(timedelta(hours=9))
    there = past(datetime(2026, 11, 20, 23, tzinfo=tokyo))  # 15:00 here
    found = find_too_soon("neck", [there], NOW)
    assert found is not None and found.opens == there.session.at + timedelta(hours=6, minutes=20)
    assert describe_opening(found, NOW) == "at 21:20"


def test_a_clock_set_back_keeps_it_closed_but_not_for_years() -> None:
    assert opening(past(NOW + timedelta(hours=3))) == ("apart", "tomorrow at 03:20")
    for wrong in (AHEAD, timedelta(days=400)):
        assert not opening(past(NOW + wrong))


moments = st.integers(-4 * 24 * 60, 0).map(lambda minutes: NOW + timedelta(minutes=minutes - 20))
entries = st.builds(
    past,
    moments,
    st.sampled_from(["neck", "calf", "jaw"]),
    st.none() | st.integers(0, 10),
    st.none() | st.integers(0, 10),
    st.sampled_from([0, 300]),
)


@examples(300)
@given(st.lists(entries, max_size=5), st.sampled_from(["neck", "hip"]))
def test_it_is_open_at_the_moment_that_is_told_and_closed_a_second_before(
    earlier: list[EarlierSession], region: str
) -> None:
    found = find_too_soon(region, earlier, NOW)
    if found is not None:
        assert found.opens > NOW
        assert find_too_soon(region, earlier, found.opens) is None
        assert find_too_soon(region, earlier, found.opens - timedelta(seconds=1)) is not None


@pytest.mark.parametrize("why", ["flare", "a-day", "apart", "sitting"])
def test_each_reason_says_when_it_opens(why: str) -> None:
    cases = {
        "flare": [past(NOW - timedelta(hours=7), after=9)],
        "a-day": [past(NOW.replace(hour=3)), past(NOW.replace(hour=10))],
        "apart": [past(NOW - timedelta(hours=1))],
        "sitting": [past(NOW - timedelta(hours=1), "jaw"), past(NOW - timedelta(hours=1), "calf")],
    }
    found = find_too_soon("neck", cases[why], NOW)
    assert found is not None and found.why == why
    assert describe_opening(found, NOW) in explain_too_soon("neck", found, NOW)
