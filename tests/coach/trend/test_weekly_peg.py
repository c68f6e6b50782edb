"""The week's three answers against a second way to sum them up, in plain loops."""

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import WeekAnswer, make_entry_id
from knotcli.coach.trend.weekly_peg import PEG_QUESTIONS, find_answer_of_week, list_peg_weeks

score = st.integers(0, 10)
moments = st.builds(
    lambda minutes, hours: (datetime(2026, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(
        timezone(timedelta(hours=hours))
    ),
    st.integers(0, 60 * 24 * 60),
    st.integers(-12, 14),
)
answers = st.lists(
    st.builds(WeekAnswer, st.builds(make_entry_id), moments, score, score, score),
    max_size=12,
    unique_by=lambda one: one.at,
)


@given(answers, st.dates(date(2026, 11, 20), date(2027, 2, 10)), st.dates(date(2026, 11, 20), date(2027, 2, 10)))
def test_of_each_iso_week_the_last_answer_counts(kept: list[WeekAnswer], one: date, other: date) -> None:
    since, until = sorted((one, other))
    expected = []
    for number in range(-1, 12):  # every week from before the first day to after the last
        inside = date(2026, 11, 30) + timedelta(weeks=number)
        own = [
            a
            for a in kept
            if a.at.date().isocalendar()[:2] == inside.isocalendar()[:2] and since <= a.at.date() <= until
        ]
        if own:
            last = next(a for a in own if not any(b.at > a.at for b in own))
            year, week, _ = inside.isocalendar()
            mean = Fraction(last.pain + last.enjoyment + last.activity, 3)
            expected.append((f"{year}-W{week:02}", date.fromisocalendar(year, week, 1), mean, last))
    found = list_peg_weeks(kept, since, until)
    assert [(w.week, w.start, Fraction(w.mean.top, w.mean.bottom), w.answer) for w in found] == expected


@given(answers)
def test_the_answer_of_a_week_is_found_from_any_of_its_days(kept: list[WeekAnswer]) -> None:
    for week in list_peg_weeks(kept):
        for day in range(7):
            assert find_answer_of_week(kept, week.start + timedelta(day)) == week.answer
    assert find_answer_of_week(kept, date(2020, 1, 1)) is None


def test_the_questions_have_the_scales_own_words() -> None:
    assert [q.text for q in PEG_QUESTIONS.values()] == [
        "What number best describes your pain on average in the past week?",
        "What number best describes how, during the past week, pain has interfered with your enjoyment of life?",
        "What number best describes how, during the past week, pain has interfered with your general activity?",
    ]
