"""The rules of the trend, example by example."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from knotcli.coach.trend.change import Change, compare_windows, find_spans_to_read
from knotcli.coach.trend.region_trend import RightAfter, build_trend
from knotcli.coach.trend.weekly_means import RatedDay, Ratio, summarize_weeks

MONDAY = date(2026, 8, 31)  # of 2026-W36


def day(on: date, *scores: int) -> RatedDay:
    return RatedDay(on, sum(scores), len(scores), min(scores), max(scores))


def run(start: date, count: int, *scores: int) -> list[RatedDay]:
    """`count` days in a row from `start`, each with these ratings."""
    return [day(start + timedelta(days=n), *scores) for n in range(count)]


def spread(start: date, values: list[int]) -> list[RatedDay]:
    """One rating a day from `start`."""
    return [day(start + timedelta(days=n), value) for n, value in enumerate(values)]


def compared(early: list[RatedDay], late: list[RatedDay]) -> Change:
    """The change from `early` to `late`, on the last day of `late`."""
    return compare_windows([*early, *late], early[0].day, late[-1].day)


def from_to(early: list[int], late: list[int]) -> Change:
    return compared(spread(MONDAY, early), spread(MONDAY + timedelta(days=40), late))


def value(ratio: Ratio | None) -> Fraction | None:
    return Fraction(ratio.top, ratio.bottom) if ratio else None


class TestVectors:
    """The four agreed examples."""

    def test_15_a_blank_week_between_six_and_four_is_a_gap_and_clearly_lower(self) -> None:
        days = run(MONDAY, 5, 6) + run(MONDAY + timedelta(days=14), 4, 4)
        today = MONDAY + timedelta(days=20)
        weeks = summarize_weeks(days, {}, today, 3)
        assert [(w.week, w.days, value(w.mean), w.quality) for w in weeks] == [
            ("2026-W36", 5, 6, "solid"),
            ("2026-W37", 0, None, "none"),
            ("2026-W38", 4, 4, "solid"),
        ]
        change = compare_windows(days, MONDAY, today)
        assert (change.label, value(change.points)) == ("clearly-lower", -2)
        assert change.percent is not None
        assert change.percent.rounded(1) == -33.3

    def test_16_two_days_in_the_second_week_are_too_early_to_tell(self) -> None:
        days = [*run(MONDAY, 5, 6), day(MONDAY + timedelta(14), 4), day(MONDAY + timedelta(15), 5)]
        change = compare_windows(days, MONDAY, MONDAY + timedelta(days=20))
        assert change.label == "too-early"
        assert change.first is not None
        assert change.recent is not None
        assert (change.first.days, change.recent.days) == (5, 2)
        assert change.baseline is change.latest is change.points is change.percent is None

    def test_17_six_to_four_and_a_half_is_slightly_lower(self) -> None:
        days = run(MONDAY, 5, 6) + run(MONDAY + timedelta(days=14), 4, 4, 5)
        change = compare_windows(days, MONDAY, MONDAY + timedelta(days=20))
        assert (change.label, value(change.points), value(change.percent)) == ("slightly-lower", -1.5, -25)

    def test_18_nine_to_seven_is_lower_for_its_points_alone(self) -> None:
        change = from_to([9] * 4, [7] * 4)
        assert (change.label, value(change.points)) == ("lower", -2)
        assert change.percent is not None
        assert change.percent.rounded(0) == -22


class TestThresholds:
    """To the hair: the last value on either side of each."""

    @pytest.mark.parametrize(
        ("early", "late", "label"),
        [
            # Below 3.0 points alone decide: 2.99 → 0.99 is two points, and two thirds, yet not "clearly".
            ([3] * 99 + [2], [1] * 99 + [0], "lower"),
            ([3] * 100, [1] * 100, "clearly-lower"),
            ([9] * 100, [7] * 100, "lower"),
            ([9] * 100, [7] * 99 + [8], "slightly-lower"),  # 1.99 points, 22 %
            ([5] * 100, [3] * 50 + [4] * 50, "lower"),  # 1.5 points, 30 %
            ([5] * 100, [3] * 49 + [4] * 51, "slightly-lower"),  # 1.49 points, 29.8 %
            ([10] * 10, [7] * 10, "clearly-lower"),  # 3 points, 30 %
            ([10] * 100, [7] * 99 + [8], "lower"),  # 2.99 points, 29.9 %
            ([4] * 100, [3] * 100, "slightly-lower"),
            ([10] * 100, [9] * 100, "slightly-lower"),  # 1 point and 10 % at once
            ([10] * 100, [9] * 99 + [10], "same"),  # 0.99 points, 9.9 %
            ([4] * 100, [4] * 60 + [3] * 40, "slightly-lower"),  # 0.4 points, 10 %
            ([4] * 100, [4] * 61 + [3] * 39, "same"),
            ([2] * 10, [1] * 10, "slightly-lower"),
            ([2] * 100, [1] * 99 + [2], "same"),  # 0.99 points of a low start
            ([5] * 9, [5] * 9, "same"),
            ([0] * 9, [0] * 9, "same"),
            ([5] * 100, [7] * 100, "higher"),
            ([5] * 100, [7] * 49 + [6] * 51, "slightly-higher"),  # 29.8 %
            ([5] * 100, [7] * 50 + [6] * 50, "higher"),  # 30 %
            ([8] * 100, [10] * 99 + [9], "slightly-higher"),  # 1.99 points, 24.9 %
            ([8] * 100, [10] * 100, "higher"),  # 2 points, 25 %
            ([9] * 100, [10] * 100, "slightly-higher"),
            ([9] * 100, [9] * 11 + [10] * 89, "same"),  # 0.89 points, 9.9 %
            ([0] * 10, [1] * 10, "slightly-higher"),
            ([0] * 10, [2] * 10, "higher"),
            ([0] * 100, [2] * 99 + [1], "slightly-higher"),
            ([1] * 10, [1] * 10, "same"),
        ],
    )  # fmt: skip
    def test_a_label_changes_exactly_at_its_threshold(self, early: list[int], late: list[int], label: str) -> None:
        # Many ratings on four equal days: their mean takes any hundredth.
        then, now = MONDAY, MONDAY + timedelta(days=40)
        assert compared(run(then, 4, *early), run(now, 4, *late)).label == label

    def test_a_percentage_is_given_from_a_baseline_of_three_points(self) -> None:
        then, now = MONDAY, MONDAY + timedelta(days=40)
        below = compared(run(then, 4, *[3] * 99, 2), run(now, 4, 1))
        assert below.percent is None
        at = compared(run(then, 4, 3), run(now, 4, 1))
        assert value(at.percent) == Fraction(-200, 3)

    def test_thirds_that_sum_to_thirty_percent_are_not_lost_to_floats(self) -> None:
        # Days of 3⅓ and 2⅓ points: exactly 1 point; in floats it is 0.9999999999999996.
        change = compared(run(MONDAY, 4, 3, 3, 4), run(MONDAY + timedelta(days=40), 4, 2, 2, 3))
        assert change.label == "lower"
        assert (value(change.points), value(change.percent)) == (-1, -30)


class TestChange:
    def test_both_windows_have_fourteen_days_with_both_ends(self) -> None:
        first, today = MONDAY, MONDAY + timedelta(days=60)
        days = [
            *run(first, 3, 8),
            day(first + timedelta(days=13), 8),
            day(first + timedelta(days=14), 0),  # a day too late for the baseline
            day(today - timedelta(days=14), 0),  # a day too early for the latest
            day(today - timedelta(days=13), 2),
            *run(today - timedelta(days=2), 3, 2),
        ]
        change = compare_windows(days, first, today)
        assert (value(change.baseline), value(change.latest)) == (8, 2)

    def test_four_rated_days_are_enough_and_three_are_not(self) -> None:
        late = MONDAY + timedelta(days=40)
        assert compared(run(MONDAY, 4, 6), run(late, 4, 6)).label == "same"
        assert compared(run(MONDAY, 3, 6), run(late, 4, 6)).label == "too-early"
        assert compared(run(MONDAY, 4, 6), run(late, 3, 6)).label == "too-early"

    def test_overlapping_windows_are_fine_while_no_rated_day_lies_in_both(self) -> None:
        days = run(MONDAY, 4, 6) + run(MONDAY + timedelta(days=14), 4, 6)
        today = MONDAY + timedelta(days=17)
        assert compare_windows(days, MONDAY, today).label == "same"
        one_more = [*days, day(MONDAY + timedelta(days=4), 6)]
        change = compare_windows(one_more, MONDAY, today)
        assert (change.label, change.shared) == ("too-early", 1)
        assert compare_windows(one_more, MONDAY, today + timedelta(days=1)).label == "same"

    def test_days_after_today_do_not_count(self) -> None:
        days = run(MONDAY, 4, 6) + run(MONDAY + timedelta(days=40), 4, 3)
        assert compare_windows(days, MONDAY, MONDAY + timedelta(days=42)).label == "too-early"
        assert compare_windows(days, MONDAY, MONDAY - timedelta(days=1)) == Change("too-early")

    def test_nothing_rated_is_too_early(self) -> None:
        assert compare_windows([], None, MONDAY) == Change("too-early")

    def test_each_day_counts_once_however_often_it_was_rated(self) -> None:
        early = [day(MONDAY, *[10] * 30), *run(MONDAY + timedelta(days=1), 3, 2)]
        assert value(compared(early, run(MONDAY + timedelta(days=40), 4, 4)).baseline) == 4


class TestWeeks:
    def test_a_week_is_solid_from_four_rated_days_and_thin_below(self) -> None:
        for count, quality in ((0, "none"), (1, "thin"), (3, "thin"), (4, "solid"), (7, "solid")):
            (week,) = summarize_weeks(run(MONDAY, count, 5), {}, MONDAY + timedelta(days=6), 1)
            assert (week.days, week.quality) == (count, quality)

    def test_a_week_knows_its_ratings_range_and_sessions(self) -> None:
        days = [day(MONDAY, 2, 5), day(MONDAY + timedelta(days=6), 7)]
        sessions = {MONDAY: 2, MONDAY + timedelta(days=3): 1, MONDAY + timedelta(days=7): 4}
        (week,) = summarize_weeks(days, sessions, MONDAY + timedelta(days=6), 1)
        assert (week.start, week.days, week.n, week.low, week.high, week.sessions) == (MONDAY, 2, 3, 2, 7, 3)
        assert value(week.mean) == Fraction(21, 4)

    def test_an_empty_week_has_no_mean_but_keeps_its_sessions(self) -> None:
        (week,) = summarize_weeks([], {MONDAY: 1}, MONDAY, 1)
        assert (week.mean, week.low, week.high, week.n, week.sessions) == (None, None, None, 0, 1)

    def test_weeks_are_named_by_iso_also_around_a_week_53(self) -> None:
        weeks = summarize_weeks([day(date(2027, 1, 1), 5)], {}, date(2027, 1, 4), 3)
        assert [(w.week, w.days) for w in weeks] == [("2026-W52", 0), ("2026-W53", 1), ("2027-W01", 0)]

    def test_what_lies_after_today_in_the_same_week_is_left_out(self) -> None:
        (week,) = summarize_weeks(run(MONDAY, 7, 5), {MONDAY: 1, MONDAY + timedelta(2): 1}, MONDAY, 1)
        assert (week.days, week.sessions) == (1, 1)


class TestWindows:
    def test_a_first_day_long_ago_needs_two_spans(self) -> None:
        assert find_spans_to_read(date(2020, 1, 1), date(2026, 11, 21), 12) == (
            (date(2020, 1, 1), date(2020, 1, 14)),
            (date(2026, 8, 31), date(2026, 11, 21)),
        )

    def test_one_week_still_needs_the_last_fourteen_days(self) -> None:
        assert find_spans_to_read(None, date(2026, 11, 21), 1) == ((date(2026, 11, 8), date(2026, 11, 21)),)

    def test_spans_that_touch_are_one(self) -> None:
        first = date(2026, 8, 31) - timedelta(days=14)
        assert find_spans_to_read(first, date(2026, 11, 21), 12) == ((first, date(2026, 11, 21)),)
        earlier = first - timedelta(days=1)
        assert len(find_spans_to_read(earlier, date(2026, 11, 21), 12)) == 2

    def test_a_first_day_within_the_weeks_or_after_today_adds_nothing(self) -> None:
        span = ((date(2026, 8, 31), date(2026, 11, 21)),)
        assert find_spans_to_read(date(2026, 9, 9), date(2026, 11, 21), 12) == span
        assert find_spans_to_read(date(2026, 12, 1), date(2026, 11, 21), 12) == span


class TestOf:
    def test_sessions_in_the_first_two_weeks_are_counted_for_themselves(self) -> None:
        sessions = {MONDAY - timedelta(1): 1, MONDAY: 2, MONDAY + timedelta(13): 1, MONDAY + timedelta(14): 5}
        found = build_trend("neck", run(MONDAY, 4, 5), sessions, RightAfter(), MONDAY, MONDAY + timedelta(days=20), 3)
        assert found.first_sessions == 3
        assert [w.sessions for w in found.weeks] == [2, 1, 5]

    def test_a_first_day_after_today_is_no_first_day_yet(self) -> None:
        found = build_trend("neck", run(MONDAY, 4, 5), {}, RightAfter(), MONDAY, MONDAY - timedelta(days=1), 2)
        assert found.first_day is None
        assert [w.n for w in found.weeks] == [0, 0]


class TestRatio:
    @pytest.mark.parametrize(
        ("top", "bottom", "places", "rounded"),
        [(1, 200, 2, 0.01), (-1, 200, 2, -0.01), (801, 200, 2, 4.01), (-1, 3, 2, -0.33), (25, 100, 1, 0.3),
         (-1, 1000, 2, 0.0), (9, 2, 0, 5), (0, 7, 2, 0)],
    )  # fmt: skip
    def test_a_half_is_rounded_away_from_zero(self, top: int, bottom: int, places: int, rounded: float) -> None:
        found = Ratio(top, bottom).rounded(places)
        assert (found, str(found).startswith("-0.0") and not found) == (rounded, False)

    def test_equal_numbers_are_equal_values(self) -> None:
        assert Ratio(2, 4) == Ratio(1, 2)
        assert Ratio(4, 4).text() == "1.0"
