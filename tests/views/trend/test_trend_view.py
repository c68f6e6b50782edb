"""What a trend looks like."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import WeekAnswer, make_entry_id
from knotcli.coach.text import plain_text
from knotcli.coach.trend.region_trend import RightAfter, Trend, build_trend, compare_tagged_days
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.coach.trend.weekly_peg import list_peg_weeks
from knotcli.terminal.paragraphs import MOST
from knotcli.terminal.plain_text import fit_encoding
from knotcli.views.trend.trend_lines import trend_document, trend_lines, trend_overview_lines, trends_document
from support import examples
from support.golden import GoldenScreens
from support.screens import show_blocks, show_everywhere

TODAY = date(2026, 11, 21)


def days(*rows: tuple[date, str]) -> list[RatedDay]:
    """Rows of a first day and its string of digits, one rated day each; a point is a day without a rating."""
    found = []
    for start, digits in rows:
        for n, digit in enumerate(digits):
            if digit != ".":
                score = 10 if digit == "X" else int(digit)
                found.append(RatedDay(start + timedelta(days=n), score, 1, score, score))
    return found


def made(
    region: str,
    rated: list[RatedDay],
    sessions: list[date] | None = None,
    after: RightAfter | None = None,
    weeks: int = 12,
    today: date = TODAY,
) -> Trend:
    held = dict.fromkeys(sessions or [], 1)
    first = min((d.day for d in rated), default=None)
    return build_trend(region, rated, held, after or RightAfter(), first, today, weeks)


EASING = made(
    "neck",
    [
        *days((date(2026, 9, 21), "7876.76" "6.7....")),
        *days((date(2026, 10, 12), "65.6.55" "5465445" "44.5..4" ".......")),
        *days((date(2026, 11, 9), "4.434.." "342.43")),
    ],
    [date(2026, 9, 30), date(2026, 10, 14), date(2026, 10, 17), date(2026, 11, 4), date(2026, 11, 20)],
    RightAfter(3, 1, 1, -7),
)  # fmt: skip
RISING = made("low-back", days((date(2026, 10, 5), "5454.5"), (date(2026, 11, 10), "789X87.898")))
EARLY = made("upper-back", days((date(2026, 11, 12), "3.4..0.2")))
NONE = made("jaw", [])
YEARS = made("hip", days((date(2025, 6, 2), "2222"), (date(2026, 1, 1), "3"), (date(2026, 11, 16), "1.2.01")), weeks=80)
TRENDS = {"easing": EASING, "rising": RISING, "early": EARLY, "none": NONE, "years": YEARS}


def text(trend: Trend, columns: int = 80) -> str:
    """Return what a terminal of so many columns shows of one region's trend."""
    return "\n".join(show_blocks(trend_lines(trend, TODAY, columns), columns)) + "\n"


@pytest.mark.parametrize(
    ("name", "columns"),
    [("easing", 80), ("easing", 40), ("easing", 120), ("rising", 40), ("early", 80), ("none", 40), ("years", 40)],
)
def test_one_region_looks_as_kept(golden: GoldenScreens, name: str, columns: int) -> None:
    golden(f"{name}-{columns}", text(TRENDS[name], columns))


def test_all_regions_look_as_kept(golden: GoldenScreens) -> None:
    golden("overview", show_everywhere(trend_overview_lines(list(TRENDS.values()), TODAY)))


def test_days_with_a_tag_and_the_weeks_answers_look_as_kept(golden: GoldenScreens) -> None:
    rated = days((date(2026, 10, 26), "657565453544344233432"))
    trend = made("hip", rated, weeks=4)
    answers = [
        WeekAnswer(make_entry_id(), datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(weeks=n), 7 - n, 5, 4)
        for n in range(3)
    ]
    enough = compare_tagged_days("stress", rated, lambda day: day.day % 3 == 0)
    few = compare_tagged_days("desk:screen", rated, lambda day: day > date(2026, 11, 13))
    for name, parted in (("by-tag", enough), ("by-desk-too-few", few)):
        golden(name, show_everywhere(trend_lines(trend, TODAY, 80, list_peg_weeks(answers), parted)))


def test_no_region_with_ratings_says_how_to_begin() -> None:
    found = trend_overview_lines([], TODAY)
    assert trend_overview_lines([NONE], TODAY) == found
    assert any("knot log neck" in row for row in show_blocks(found))


def test_every_style_has_its_words() -> None:
    """Without colour nothing is lost: each verdict is said, and no two of them alike."""
    start = date(2026, 9, 7)
    said = {
        text(made("hip", days((start, early), (date(2026, 11, 9), late))), 200).splitlines()[1]
        for early, late in (("9999", "4444"), ("9999", "7777"), ("9999", "8888"), ("9999", "9999"),
                            ("8888", "9999"), ("5555", "9999"), ("9999", "9.9"))
    }  # fmt: skip
    firsts = {line.partition(" First two weeks")[0] for line in said}
    assert firsts == {
        "Clearly lower.", "Lower, possibly meaningful.", "Slightly lower.", "About the same.",
        "Slightly higher.", "Higher. Please stop the sessions, and have it looked at.", "Too early to tell.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rated", "says"),
    [
        # Two rated days in the first two weeks: nothing later can mend that.
        (days((date(2026, 9, 7), "66"), (date(2026, 11, 9), "4444")), "no comparison is possible"),
        (days((date(2026, 9, 7), "6666"), (date(2026, 11, 20), "44")), "8 Nov to 21 Nov: 2 rated days."),
        (days((date(2026, 11, 5), "6666666"), (date(2026, 11, 20), "44")), "share 4 rated days"),
        (days((date(2026, 11, 5), "6666666"), (date(2026, 11, 20), "44")), "from 25 Nov on"),
        (days((date(2026, 11, 21), "6")), "21 Nov to 4 Dec: 1 rated day so far."),
        (days((date(2025, 9, 8), "66")), "8 Sep 2025 to 21 Sep 2025: 2 rated days."),
    ],
)
def test_too_early_says_what_is_missing(rated: list[RatedDay], says: str) -> None:
    assert says in " ".join(text(made("hip", rated)).split())


def test_the_day_from_which_the_windows_stand_apart_is_right() -> None:
    rated = days((date(2026, 11, 5), "6666666"), (date(2026, 11, 20), "444444"))
    for day, label in ((date(2026, 11, 24), "too-early"), (date(2026, 11, 25), "clearly-lower")):
        assert made("hip", rated, today=day).change.label == label


def test_weeks_shown_that_are_all_empty_say_how_to_look_back() -> None:
    found = text(made("hip", days((date(2026, 1, 5), "5555"))))
    assert "no entries for 12 weeks" in found
    assert "knot trend hip --weeks 46" in found
    shown = made("hip", days((date(2026, 1, 5), "5555")), weeks=46)
    assert shown.weeks[0].days == 4


def test_the_neck_alone_is_told_about_single_changes() -> None:
    rated = days((date(2026, 11, 5), "6666666"))
    assert "4 points" in " ".join(text(made("neck", rated)).split())
    assert "4 points" not in text(made("hip", rated))


def test_where_pain_rises_nothing_says_that_it_often_falls() -> None:
    assert "falls back" not in text(RISING)
    assert "cannot show what caused" in text(RISING)


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (RightAfter(0, 1), "1 session, pain was the same."),
        (RightAfter(2, 0, 1, -3), "3 sessions, pain was lower in 2 and higher in 1."),
        (RightAfter(4, 1, 3, 8), "8 sessions, pain was lower in 4, the same in 1 and higher in 3."),
    ],
)
def test_right_after_is_kept_apart_and_counted(after: RightAfter, says: str) -> None:
    found = text(made("hip", days((date(2026, 11, 5), "6")), after=after))
    assert f"Right after {says}" in " ".join(found.split())


def test_what_is_listened_to_draws_nothing() -> None:
    weeks = trend_lines(made("hip", days((date(2026, 11, 5), "6666666"))), TODAY, None)
    said = "\n".join(plain_text(line) for line in weeks if isinstance(line, str | tuple))
    assert "Week of 2 Nov: mean 6.0, always 6, 4 rated days." in said
    assert not set(said) & set("█▌─●")


def test_a_whole_trend_fits_a_window() -> None:
    """Twelve full weeks with everything beside them that there can be: 22 rows of 80 columns, and the prompt."""
    start = date(2026, 8, 31)
    rated = days((start, "787675676566665655654454455444433443423344234233423412" * 30))
    held = [start + timedelta(days=n) for n in range(0, 80, 3)]
    trend = made("neck", rated, held, RightAfter(20, 5, 2, -30))._replace(finished_sessions=(23, 27))
    answers = [
        WeekAnswer(make_entry_id(), datetime(2026, 9, 2, 12, tzinfo=UTC) + timedelta(weeks=n), 6, 5, 4)
        for n in range(12)
    ]
    shown = show_blocks(trend_lines(trend, TODAY, 80, list_peg_weeks(answers)), 80)
    assert len([w for w in trend.weeks if w.n]) == 12
    assert len(shown) <= 22


def test_the_first_fourteen_days_are_a_row_of_dots() -> None:
    start = date(2026, 11, 12)
    shown = text(EARLY).splitlines()
    assert [line.split() for line in shown[4:7]] == [
        [str(n) for n in range(12, 26)],
        ["●", "·", "●", "·", "·", "●", "·", "●", "·", "·"],
        ["3", "4", "0", "2"],
    ]
    assert "●" in text(made("hip", days((start, "5")), today=start + timedelta(days=13)))
    later = made("hip", days((start, "5")), today=start + timedelta(days=14))
    assert "●" not in text(later) and "week of" in text(later)


SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=3)
RATED = st.dictionaries(st.integers(0, 600), SCORES, max_size=40)


@examples(150)
@given(RATED, st.sets(st.integers(0, 600), max_size=20), st.integers(1, 90), st.integers(40, 140))
def test_no_line_is_longer_than_the_screen(
    rated: dict[int, list[int]], sessions: set[int], weeks: int, width: int
) -> None:
    given_days = [
        RatedDay(TODAY - timedelta(days=back), sum(s), len(s), min(s), max(s)) for back, s in sorted(rated.items())
    ]
    after = RightAfter(len(sessions), 0, 0, -len(sessions)) if sessions else None
    trend = made("upper-back", given_days, [TODAY - timedelta(days=n) for n in sessions], after, weeks)
    for blocks in (trend_lines(trend, TODAY, width), trend_overview_lines([trend], TODAY)):
        assert all(len(row) <= min(width, MOST) for row in show_blocks(blocks, width))


@examples(100)
@given(st.lists(st.integers(0, 10), min_size=1, max_size=60), st.integers(40, 120))
def test_in_ascii_bar_and_line_are_as_long_as_mean_and_range(scores: list[int], width: int) -> None:
    day = RatedDay(TODAY, sum(scores), len(scores), min(scores), max(scores))
    trend = made("hip", [*days((TODAY - timedelta(days=28), "1")), day])
    shown = [fit_encoding(row, "ascii") for row in text(trend, width).splitlines()]
    head = next(line for line in shown if line.startswith("week") and " 0 " in line)
    row = next(line for line in shown if line.lstrip().startswith("16 Nov"))
    left, cells = head.index(" 0 ") + 1, len(head) - head.index(" 0 ") - 1
    drawn = row[left:]
    assert abs(drawn.count("#") - sum(scores) / len(scores) * cells / 10) <= 0.57
    # To the end of the line: up to the highest rating, less than a cell away.
    if max(scores) - min(scores) > 1:
        assert abs(len(drawn) - max(scores) * cells / 10) <= 1
    assert set(drawn) <= set("#- ")


def test_a_gap_looks_different_from_no_pain() -> None:
    free = made("hip", days((date(2026, 11, 2), "0000000"), (date(2026, 11, 16), "0")))
    shown = text(free).splitlines()
    assert any(line.startswith("  2 Nov   0.0      0  7") for line in shown)
    assert any(line == "  9 Nov no entries" for line in shown)


def test_ten_years_of_weeks_stay_readable() -> None:
    trend = made("hip", days((date(2017, 1, 2), "555"), (date(2026, 11, 16), "444")), weeks=520)
    assert len(trend.weeks) == 520
    assert len(text(trend, 40).splitlines()) < 30


def test_the_document_has_the_promised_keys_and_roundings() -> None:
    start, late = date(2026, 11, 2), date(2026, 11, 16)
    rated = [RatedDay(start + timedelta(days=n), 6, 1, 6, 6) for n in range(3)]
    rated += [RatedDay(start + timedelta(days=3), 19, 3, 6, 7)]
    rated += [RatedDay(late + timedelta(days=n), 4, 1, 4, 4) for n in range(4)]
    trend = made("neck", rated, [late, late + timedelta(days=1)], RightAfter(2, 0, 1, -4), weeks=3)
    document = trend_document(trend)
    assert document == {
        "region": "neck",
        "weeks": [
            {"week": "2026-W45", "start": "2026-11-02", "days": 4, "n": 6, "mean": 6.08, "min": 6, "max": 7,
             "sessions": 0, "quality": "solid"},
            {"week": "2026-W46", "start": "2026-11-09", "days": 0, "n": 0, "mean": None, "min": None,
             "max": None, "sessions": 0, "quality": "none"},
            {"week": "2026-W47", "start": "2026-11-16", "days": 4, "n": 4, "mean": 4.0, "min": 4, "max": 4,
             "sessions": 2, "quality": "solid"},
        ],
        "change": {"label": "clearly-lower", "baseline": 6.08, "latest": 4.0, "points": -2.08, "percent": -34.2},
        "right_after": {"n": 3, "mean": -1.33},
    }  # fmt: skip
    assert trends_document([trend, NONE])["regions"].keys() == {"neck", "jaw"}
    assert trends_document([trend])["regions"]["neck"] == document
