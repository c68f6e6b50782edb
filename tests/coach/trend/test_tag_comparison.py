"""Days with and without a tag against a second way to part them, in plain loops over the ratings and tags themselves."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import DeskAnswer, make_entry_id
from knotcli.coach.trend.region_trend import DaysSummary, compare_tagged_days, list_change_spans
from knotcli.coach.trend.weekly_means import RatedDay, Ratio
from knotcli.coach.vocabulary import DeskWord

MONDAY = date(2026, 8, 31)
ratings = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 10)),  # day, score
    max_size=60,
)


def as_fractions(side: DaysSummary) -> tuple[int, Fraction | None, Fraction | None, Fraction | None]:
    def of(ratio: Ratio | None) -> Fraction | None:
        return None if ratio is None else Fraction(ratio.top, ratio.bottom)

    return side.days, of(side.mean), of(side.low), of(side.high)


def reference(
    given_ratings: list[tuple[int, int]], days: set[int]
) -> tuple[int, Fraction | None, Fraction | None, Fraction | None]:
    values = []
    for day in sorted({d for d, _ in given_ratings} & days):
        scores = [score for d, score in given_ratings if d == day]
        values.append(Fraction(sum(scores), len(scores)))
    if not values:
        return 0, None, None, None
    return len(values), sum(values, Fraction()) / len(values), sorted(values)[0], sorted(values)[-1]


@given(ratings, st.sets(st.integers(0, 40)))
def test_days_are_parted_as_by_hand(kept: list[tuple[int, int]], tagged: set[int]) -> None:
    days = []
    for number in sorted({d for d, _ in kept}):
        scores = [score for d, score in kept if d == number]
        days.append(RatedDay(MONDAY + timedelta(number), sum(scores), len(scores), min(scores), max(scores)))
    found = compare_tagged_days("stress", days, {MONDAY + timedelta(n) for n in tagged}.__contains__)
    expected = reference(kept, tagged), reference(kept, set(range(41)) - tagged)
    assert (as_fractions(found.tagged), as_fractions(found.others)) == expected
    assert found.is_enough == (expected[0][0] >= 5 and expected[1][0] >= 5)


@pytest.mark.parametrize(("tagged", "others", "enough"), [(5, 5, True), (4, 9, False), (9, 4, False)])
def test_each_side_needs_five_days(tagged: int, others: int, enough: bool) -> None:
    days = [RatedDay(MONDAY + timedelta(n), 4, 1, 4, 4) for n in range(tagged + others)]
    found = compare_tagged_days("stress", days, lambda day: day < MONDAY + timedelta(tagged))
    assert found.is_enough is enough


def answer(day: int, word: DeskWord, topic: str = "screen") -> DeskAnswer:
    at = datetime(2026, 8, 31, 12, tzinfo=UTC) + timedelta(day)
    return DeskAnswer(make_entry_id(), at, "neck", topic, word)


@pytest.mark.parametrize(
    ("answers", "spans"),
    [
        ([], []),
        ([answer(0, "yes"), answer(1, "unsure")], []),
        ([answer(3, "trying")], [(3, None)]),
        ([answer(3, "trying"), answer(9, "kept")], [(3, None)]),
        ([answer(3, "trying"), answer(9, "partly"), answer(12, "trying")], [(3, None)]),
        ([answer(3, "trying"), answer(9, "dropped")], [(3, 9)]),
        ([answer(9, "dropped"), answer(3, "trying"), answer(20, "trying")], [(3, 9), (20, None)]),
        ([answer(3, "trying"), answer(5, "trying", "chair"), answer(9, "dropped", "chair")], [(3, None)]),
        ([answer(2, "dropped")], []),
    ],
)
def test_a_change_is_in_force_from_its_beginning_until_it_is_dropped(
    answers: list[DeskAnswer], spans: list[tuple[int, int | None]]
) -> None:
    def on(day: int | None) -> date | None:
        return None if day is None else MONDAY + timedelta(day)

    assert list_change_spans(answers, "screen") == [(on(since), on(until)) for since, until in spans]
