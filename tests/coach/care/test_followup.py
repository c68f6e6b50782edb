"""When it is asked how a region was after a session, and what follows from each answer."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.care.followup import NOT_ASKED_AFTER, find_due_follow_up, judge_follow_up, region_rests_today
from knotcli.coach.record import FollowUp, Session, make_entry_id
from knotcli.coach.session.dose import EarlierSession
from knotcli.coach.vocabulary import FOLLOW_UP_ANSWERS
from support import examples

CET = timezone(timedelta(hours=1))
END = datetime(2026, 11, 20, 18, tzinfo=CET)
HOUR = timedelta(hours=1)


def past(ended: datetime = END, region: str = "neck", treated: float = 300, status: str = "complete") -> EarlierSession:
    session = Session(make_entry_id(), ended - HOUR, region, region, "both", "ball", status, ended)
    return EarlierSession(session, 5, 4, pressure=treated)


def answer(word: str, after: timedelta, region: str = "neck") -> FollowUp:
    return FollowUp(make_entry_id(), END + after, region, word)


def asked(after: timedelta, *answers: FollowUp, sessions: list[EarlierSession] | None = None) -> bool:
    return find_due_follow_up("neck", [past()] if sessions is None else sessions, answers, END + after) is not None


def test_it_is_asked_from_eighteen_hours_after_the_end_for_a_week() -> None:
    assert not asked(18 * HOUR - timedelta(seconds=1))
    assert asked(18 * HOUR)
    assert asked(NOT_ASKED_AFTER - timedelta(seconds=1))
    assert not asked(NOT_ASKED_AFTER)


def test_a_session_that_did_nothing_is_not_asked_about() -> None:
    assert not asked(20 * HOUR, sessions=[past(treated=0)])
    assert not asked(20 * HOUR, sessions=[past(region="jaw")])


def test_a_stopped_session_is_asked_about_too() -> None:
    assert asked(20 * HOUR, sessions=[past(status="stopped")])


def test_an_early_answer_is_not_asked_for_again_before_day_three() -> None:
    for word in ("none", "ordinary"):
        early = answer(word, 2 * HOUR)
        assert not asked(20 * HOUR, early)
        assert not asked(72 * HOUR - timedelta(seconds=1), early)
        assert asked(72 * HOUR, early)
    assert asked(20 * HOUR, answer("none", -2 * HOUR))  # it was about an earlier session


def test_an_answer_ends_the_question_and_day_three_asks_once_more() -> None:
    ordinary = answer("ordinary", 20 * HOUR)
    assert not asked(21 * HOUR, ordinary)
    assert not asked(72 * HOUR - timedelta(seconds=1), ordinary)
    assert asked(72 * HOUR, ordinary)
    assert not asked(74 * HOUR, ordinary, answer("ordinary", 73 * HOUR))


def test_where_nothing_was_felt_day_three_does_not_ask() -> None:
    assert not asked(80 * HOUR, answer("none", 20 * HOUR))


def test_more_than_ordinary_rests_the_day_and_is_asked_again_the_next() -> None:
    more = answer("more", 20 * HOUR)  # Saturday 14:00
    assert region_rests_today("neck", [more], END + 25 * HOUR)
    assert not asked(25 * HOUR, more)
    sunday = END + 30 * HOUR  # midnight
    assert not region_rests_today("neck", [more], sunday)
    found = find_due_follow_up("neck", [past()], [more], sunday)
    assert found is not None and found.again
    assert not region_rests_today("jaw", [more], END + 25 * HOUR)


def test_soreness_said_at_once_is_asked_about_the_next_day_even_before_eighteen_hours() -> None:
    assert asked(15 * HOUR, answer("more", HOUR))


def test_a_better_answer_on_the_same_day_ends_the_rest() -> None:
    assert not region_rests_today("neck", [answer("more", 20 * HOUR), answer("ordinary", 22 * HOUR)], END + 23 * HOUR)


@pytest.mark.parametrize(
    ("word", "follows"),
    [("none", "fine"), ("ordinary", "fine"), ("more", "rest"), ("warning", "see"), ("breathing", "emergency")],
)
def test_what_follows_does_not_hang_on_when_it_is_said(word: str, follows: str) -> None:
    for after in (HOUR, 20 * HOUR, 80 * HOUR, 400 * HOUR):
        assert judge_follow_up("neck", word, [past()], [], END + after) == follows
        assert judge_follow_up("neck", word, [], [], END + after) == follows


def test_pain_that_grows_rests_the_region_and_from_day_three_wants_to_be_seen() -> None:
    assert judge_follow_up("neck", "increasing", [past()], [], END + 71 * HOUR) == "rest"
    assert judge_follow_up("neck", "increasing", [past()], [], END + 72 * HOUR) == "see"


def test_with_a_session_a_day_growing_pain_counts_from_the_first_since_nothing_was_felt() -> None:
    daily = [past(END + timedelta(days=d)) for d in range(4)]
    now = END + timedelta(days=3, hours=20)
    assert judge_follow_up("neck", "increasing", daily, [], now) == "see"
    quiet = answer("none", timedelta(days=2, hours=20))
    assert judge_follow_up("neck", "increasing", daily, [quiet], now) == "rest"


def test_answers_dated_ahead_of_a_clock_that_was_set_back_still_hold() -> None:
    assert region_rests_today("neck", [answer("more", timedelta(days=2))], END + 20 * HOUR)
    assert not asked(20 * HOUR, answer("none", timedelta(days=2)))


answers = st.lists(
    st.builds(answer, st.sampled_from(FOLLOW_UP_ANSWERS), st.integers(-50, 200).map(lambda h: h * HOUR)), max_size=5
)
sessions = st.lists(
    st.builds(past, st.integers(-200, 100).map(lambda h: END + h * HOUR), treated=st.sampled_from([0, 300])), max_size=5
)


@examples(300)
@given(sessions, answers, st.integers(0, 240))
def test_an_answer_is_never_asked_for_twice_on_the_same_day(
    earlier: list[EarlierSession], given_: list[FollowUp], hours: int
) -> None:
    now = END + hours * HOUR
    if (found := find_due_follow_up("neck", earlier, given_, now)) is None:
        return
    assert timedelta(0) <= now - found.day < NOT_ASKED_AFTER
    for word in FOLLOW_UP_ANSWERS[:4]:
        said = FollowUp(make_entry_id(), now, "neck", word)
        known = [a for a in given_ if a.at <= now] + [said]
        assert find_due_follow_up("neck", earlier, known, now) is None


@examples(300)
@given(sessions, answers, st.integers(0, 240))
def test_a_region_at_rest_has_no_question_waiting(
    earlier: list[EarlierSession], given_: list[FollowUp], hours: int
) -> None:
    now = END + hours * HOUR
    assert not (region_rests_today("neck", given_, now) and find_due_follow_up("neck", earlier, given_, now))
