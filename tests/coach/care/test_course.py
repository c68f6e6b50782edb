"""The course over weeks: the right word on the right day, and never a kinder one for more pain."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.care.course import FLARES, PAUSE, SOON, STOP, WEEKS, Course, find_course_start, judge_course
from knotcli.coach.trend.weekly_means import RatedDay
from support import examples

START = date(2026, 9, 1)


def on(day: int) -> date:
    """The day of the course, 1 being the day of the first session."""
    return START + timedelta(days=day - 1)


def every(step: int, until: int, first: int = 1) -> dict[date, int]:
    return {on(day): 1 for day in range(first, until + 1, step)}


def rated(*scores: int | None, first: int = 1) -> list[RatedDay]:
    return [RatedDay(on(n), s, 1, s, s) for n, s in enumerate(scores, first) if s is not None]


def at(
    day: int, days: list[RatedDay], sessions: dict[date, int] | None = None, flares: int = 0, seen: date | None = None
) -> Course:
    return judge_course("neck", every(2, day) if sessions is None else sessions, flares, days, on(day), "acute", seen)


def test_before_the_first_session_it_has_not_begun() -> None:
    assert judge_course("neck", {}, 0, rated(5, 5), START) == Course("neck", "begin")


def test_the_first_ten_days_are_left_alone() -> None:
    for day in range(1, SOON + 1):
        found = at(day, rated(*[6] * day))
        assert (found.verdict, found.days, found.review) == ("going", day, on(SOON + 1))


def test_after_ten_days_without_change_someone_should_look() -> None:
    found = at(11, rated(*[6] * 11))
    assert found.verdict == "assess"
    assert found.review == on(WEEKS + 1)


def test_ten_days_with_few_sessions_are_not_ten_days_of_use() -> None:
    assert at(11, rated(*[6] * 11), {on(1): 1, on(4): 1, on(9): 1}).verdict == "going"
    assert at(11, rated(*[6] * 11), {on(1): 2, on(4): 1, on(9): 1}).verdict == "assess"


def test_ten_days_with_few_ratings_say_that_they_cannot_tell() -> None:
    assert at(11, rated(6, 6, 6, None, None, None, None, 6, 6, 6, 6)).verdict == "soon-unknown"


def test_pain_that_fell_is_told_as_better_from_day_eleven_on() -> None:
    falling = rated(7, 7, 7, 7, 6, 5, 5, 5, 4, 4, 4)
    assert at(10, falling[:10]).verdict == "going"
    assert at(11, falling).verdict == "better"


@pytest.mark.parametrize(("days", "verdict"), [(WEEKS, "assess"), (WEEKS + 1, "stop-weeks")])
def test_four_weeks_without_change_end_it(days: int, verdict: str) -> None:
    assert at(days, rated(*[6] * days)).verdict == verdict


def test_four_weeks_without_ratings_say_that_they_cannot_tell() -> None:
    found = at(29, rated(6, 6))
    assert found.verdict == "weeks-unknown"


def test_hardly_any_pain_is_no_reason_to_stop() -> None:
    assert at(40, rated(*[0] * 40)).verdict == "going"
    assert at(40, rated(*[1] * 40)).verdict == "stop-weeks"


def test_two_points_or_a_third_more_end_it_as_soon_as_eight_days_are_rated() -> None:
    assert at(7, rated(4, 4, 4, 4, 8, 8, 8)).verdict == "going"
    assert at(8, rated(4, 4, 4, 4, 8, 8, 8, 8)).verdict == "stop-worse"
    assert at(8, rated(6, 6, 6, 6, 8, 8, 8, 7)).verdict == "going"
    assert at(8, rated(6, 6, 6, 6, 8, 8, 8, 8)).verdict == "stop-worse"


def test_three_flares_end_it_on_any_day() -> None:
    assert at(5, rated(5, 5), flares=FLARES - 1).verdict == "going"
    assert at(5, rated(5, 5), flares=FLARES).verdict == "stop-flares"
    assert at(60, rated(*[7] * 30, *[3] * 30), flares=FLARES).verdict == "stop-flares"


def test_ratings_from_before_the_first_session_are_its_start() -> None:
    days = rated(*[8] * 14, first=-13) + rated(*[4] * 20)
    found = at(20, days)
    assert found.change.baseline is not None and found.change.baseline.text() == "8.0"
    assert found.verdict == "better"


def test_what_was_rated_long_before_is_not() -> None:
    days = rated(*[9] * 30, first=-60) + rated(*[4] * 20)
    assert at(20, days).change.baseline == at(20, rated(*[4] * 20)).change.baseline


def test_a_pause_of_four_weeks_ends_a_course_and_the_next_one_has_returned() -> None:
    sessions = every(2, 9)
    last = 9
    assert at(last + PAUSE - 1, rated(6), sessions).verdict == "weeks-unknown"
    assert at(last + PAUSE, rated(6), sessions).verdict == "paused"
    again = sessions | {on(last + PAUSE): 1}
    found = at(last + PAUSE, rated(6), again)
    assert (found.verdict, found.begun, found.days, found.returned) == ("going", on(last + PAUSE), 1, True)


def test_once_someone_looked_the_next_session_begins_another() -> None:
    sessions, days = every(2, 29), rated(*[6] * 40)
    assert at(31, days, sessions).verdict == "stop-weeks"
    looked = at(31, days, sessions, seen=on(30))
    assert (looked.verdict, looked.returned) == ("begin", True)
    found = at(33, days, sessions | {on(33): 1}, seen=on(30))
    assert (found.verdict, found.begun, found.days) == ("going", on(33), 1)


def test_reviews_are_on_day_eleven_and_every_four_weeks() -> None:
    days = rated(*[7] * 10, *[3] * 90)
    reviews = [at(day, days[:day]).review for day in (1, 10, 11, 28, 29, 56, 57, 85)]
    assert reviews == [on(11), on(11), on(29), on(29), on(57), on(57), on(85), on(113)]


def test_sessions_dated_ahead_count_for_nothing() -> None:
    assert find_course_start({on(20): 1}, on(10)) == (None, False)
    assert find_course_start({on(1): 1, on(60): 1}, on(10)) == (on(1), False)


ORDER = ("better", "going", "assess", "stop-weeks", "stop-worse")
scores = st.lists(st.integers(0, 8), min_size=8, max_size=40)


@examples(300)
@given(scores)
def test_more_pain_lately_never_earns_a_kinder_word(some: list[int]) -> None:
    day = len(some)
    before = at(day, rated(*some)).verdict
    after = at(day, rated(*some[:-4], *(s + 2 for s in some[-4:]))).verdict
    # Hardly any pain is left alone, so there the two may stand side by side.
    assert ORDER.index(after) >= ORDER.index(before) or (before, after) == ("going", "better")


@examples(300)
@given(
    st.lists(st.integers(1, 120), max_size=30),
    st.lists(st.tuples(st.integers(-20, 120), st.integers(0, 10)), max_size=60, unique_by=lambda p: p[0]),
    st.integers(0, 5),
    st.integers(1, 130),
    st.none() | st.integers(1, 120),
)
def test_whatever_is_kept_there_is_a_verdict_and_a_review_that_lies_ahead(
    days: list[int], ratings: list[tuple[int, int]], flares: int, today: int, seen: int | None
) -> None:
    known = [RatedDay(on(d), s, 1, s, s) for d, s in sorted(ratings)]
    found = judge_course("neck", {on(d): 1 for d in days}, flares, known, on(today), "", on(seen) if seen else None)
    assert found.review is None or found.review > on(today)
    assert (found.review is None) == (found.verdict in ("begin", "paused"))
    assert found.begun is None or found.begun <= on(today)
    if found.verdict in STOP:
        assert found.days >= 1
