"""What a trend looks like, as exact text."""

from datetime import date, timedelta
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knotcli.coach.text import Line, plain_text
from knotcli.coach.trend.ratio import Ratio
from knotcli.coach.trend.region_trend import RightAfter, Trend, build_trend
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.terminal.glyphs import fitted
from knotcli.views.trend.lines import document_all, document_one, lines, overview

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
    RightAfter(5, Ratio(-7, 5)),
)  # fmt: skip
RISING = made("low-back", days((date(2026, 10, 5), "5454.5"), (date(2026, 11, 10), "789X87.898")))
EARLY = made("upper-back", days((date(2026, 11, 12), "3.4..0.2")))
NONE = made("jaw", [])
YEARS = made(
    "hip", days((date(2025, 6, 2), "2222"), (date(2026, 1, 1), "3"), (date(2026, 11, 16), "1.2.01")), weeks=80
)
TRENDS = {"easing": EASING, "rising": RISING, "early": EARLY, "none": NONE, "years": YEARS}

EASING_80 = dedent("""\
    Neck: 12 weeks to 21 Nov 2026
    Pain from 0 (none) to 10 (worst)

    week of  mean  range  days   ratings  sessions 0              5            10
            3 weeks before the first rating
     21 Sep   6.8    6–8  6            6           ████████████████████▌───
     28 Sep   6.5    6–7  2 few        2         1 ███████████████████▌─
      5 Oct no entries
     12 Oct   5.4    5–6  5            5         2 ████████████████▎─
     19 Oct   4.7    4–6  7            7           ██████████████▏───
     26 Oct   4.3    4–5  4            4           ████████████▊──
      2 Nov no entries                           1
      9 Nov   3.8    3–4  4            4           ███████████▎
     16 Nov   3.2    2–4  5            5         1 █████████▋──
    Bar: the week's mean. Line: up to its highest rating. few: under 4 rated days.

    Clearly lower.
    First two weeks 6.8, last two 3.4: about 3.3 points (49 %) lower.
    In studies of other care, people tended to notice such a drop.

    - 2 of 9 weeks without entries. People often rate when pain is high or low:
      means can be off.
    - The first two weeks hold 1 session: the start may already be eased.
    - Neck: a single change under 4 points can be measurement noise.
    - Right after 5 sessions: 1.4 lower on average. That is not the trend.
    - Pain often falls back from its worst by itself. These numbers cannot show what
      caused a change.
""")

EASING_40 = dedent("""\
    Neck: 12 weeks to 21 Nov 2026
    Pain from 0 (none) to 10 (worst)

    week   mean range days  sess 0    5  10
           3 weeks before the first rating
    21 Sep  6.8   6–8 6          ██████▉─
    28 Sep  6.5   6–7 2 few    1 ██████▌
     5 Oct no entries
    12 Oct  5.4   5–6 5        2 █████▍
    19 Oct  4.7   4–6 7          ████▊─
    26 Oct  4.3   4–5 4          ████▎
     2 Nov no entries          1
     9 Nov  3.8   3–4 4          ███▊
    16 Nov  3.2   2–4 5        1 ███▎
    Bar: the week's mean. Line: up to its
    highest rating. few: under 4 rated days.

    Clearly lower.
    First two weeks 6.8, last two 3.4: about
    3.3 points (49 %) lower.
    In studies of other care, people tended
    to notice such a drop.

    - 2 of 9 weeks without entries. People
      often rate when pain is high or low:
      means can be off.
    - The first two weeks hold 1 session:
      the start may already be eased.
    - Neck: a single change under 4 points
      can be measurement noise.
    - Right after 5 sessions: 1.4 lower on
      average. That is not the trend.
    - Pain often falls back from its worst
      by itself. These numbers cannot show
      what caused a change.
""")

EASING_120 = dedent("""\
    Neck: 12 weeks to 21 Nov 2026
    Pain from 0 (none) to 10 (worst)

    week of  mean  range  days   ratings  sessions 0                   5                 10
            3 weeks before the first rating
     21 Sep   6.8    6–8  6            6           ███████████████████████████▍────
     28 Sep   6.5    6–7  2 few        2         1 ██████████████████████████──
      5 Oct no entries
     12 Oct   5.4    5–6  5            5         2 █████████████████████▋──
     19 Oct   4.7    4–6  7            7           ██████████████████▉─────
     26 Oct   4.3    4–5  4            4           █████████████████───
      2 Nov no entries                           1
      9 Nov   3.8    3–4  4            4           ███████████████─
     16 Nov   3.2    2–4  5            5         1 ████████████▊───
    Bar: the week's mean. Line: up to its highest rating. few: under 4 rated days.

    Clearly lower.
    First two weeks 6.8, last two 3.4: about 3.3 points (49 %) lower.
    In studies of other care, people tended to notice such a drop.

    - 2 of 9 weeks without entries. People often rate when pain is high or low: means can be off.
    - The first two weeks hold 1 session: the start may already be eased.
    - Neck: a single change under 4 points can be measurement noise.
    - Right after 5 sessions: 1.4 lower on average. That is not the trend.
    - Pain often falls back from its worst by itself. These numbers cannot show what caused a change.
""")

RISING_40 = dedent("""\
    Low back: 12 weeks to 21 Nov 2026
    Pain from 0 (none) to 10 (worst)

    week   mean range days  0    5  10
           5 weeks before the first rating
     5 Oct  4.6   4–5 5     ████▋
           no entries for 4 weeks
     9 Nov  8.2  7–10 6     ████████▏─
    16 Nov  8.3   8–9 3 few ████████▍
    Bar: the week's mean. Line: up to its
    highest rating. few: under 4 rated days.

    Higher. Stop the routine and get it
    checked.
    First two weeks 4.6, last two 8.2: about
    3.6 points (79 %) higher.

    - 4 of 7 weeks without entries. People
      often rate when pain is high or low:
      means can be off.
    - These numbers cannot show what caused
      a change.
""")

EARLY_80 = dedent("""\
    Upper back: 12 weeks to 21 Nov 2026
    Pain from 0 (none) to 10 (worst)

    week of  mean  range  days   ratings 0                   5                 10
            10 weeks before the first rating
      9 Nov   3.5    3–4  2 few        2 ██████████████──
     16 Nov   1.0    0–2  2 few        2 ████────
    Bar: the week's mean. Line: up to its highest rating. few: under 4 rated days.

    Too early to tell.
    First two weeks, 12 Nov to 25 Nov: 4 rated days so far.
    They are compared with two later weeks. Each needs 4 rated days.

    - Pain often falls back from its worst by itself. These numbers cannot show what
      caused a change.
""")

NONE_40 = dedent("""\
    No ratings for jaw yet.
    Begin with: knot log jaw 5
    0 is no pain, 10 the worst imaginable.
""")

YEARS_40 = dedent("""\
    Hip: 80 weeks to 21 Nov 2026
    Pain from 0 (none) to 10 (worst)

    week   mean range days  0    5  10
           3 weeks before the first rating
      2025
     2 Jun  2.0     2 4     ██
           no entries for 29 weeks
    29 Dec  3.0     3 1 few ███
           no entries for 45 weeks
      2026
    16 Nov  1.0   0–2 4     █─
    Bar: the week's mean. Line: up to its
    highest rating. few: under 4 rated days.

    Slightly lower.
    First two weeks 2.0, last two 1.0: 1.0
    point lower.
    A change this small can be chance.

    - 74 of 77 weeks without entries. People
      often rate when pain is high or low:
      means can be off.
    - The start was under 3 points, where a
      percentage says little.
    - Pain often falls back from its worst
      by itself. These numbers cannot show
      what caused a change.
""")

OVERVIEW_80 = dedent("""\
    Pain by region, 12 weeks to 21 Nov 2026
    First the latest week with entries, from 0 to 10, and the change. Below it the
    last 12 weeks, each as a whole number, oldest first (· no entries).

    neck         3.2  clearly lower      ██████▍
      · · · 7 7 · 5 5 4 · 4 3

    low-back     8.3  higher             ████████████████▋
      · · · · · 5 · · · · 8 8

    upper-back   1.0  too early to tell  ██
      · · · · · · · · · · 4 1

    hip          1.0  slightly lower     ██
      · · · · · · · · · · · 1

    Where it is higher: stop the routine and get it checked.
    Pain often falls back from its worst by itself. These numbers cannot show what
    caused a change.
    One region: knot trend neck
""")

OVERVIEW_40 = dedent("""\
    Pain by region, 12 weeks to 21 Nov 2026
    First the latest week with entries, from
    0 to 10, and the change. Below it the
    last 12 weeks, each as a whole number,
    oldest first (· no entries).

    neck         3.2  clearly lower
      · · · 7 7 · 5 5 4 · 4 3

    low-back     8.3  higher
      · · · · · 5 · · · · 8 8

    upper-back   1.0  too early to tell
      · · · · · · · · · · 4 1

    hip          1.0  slightly lower
      · · · · · · · · · · · 1

    Where it is higher: stop the routine and
    get it checked.
    Pain often falls back from its worst by
    itself. These numbers cannot show what
    caused a change.
    One region: knot trend neck
""")


def text(shown: list[Line]) -> str:
    return "".join(plain_text(line) + "\n" for line in shown)


@pytest.mark.parametrize(
    ("trend", "width", "expected"),
    [
        (EASING, 80, EASING_80),
        (EASING, 40, EASING_40),
        (EASING, 120, EASING_120),
        (RISING, 40, RISING_40),
        (EARLY, 80, EARLY_80),
        (NONE, 40, NONE_40),
        (YEARS, 40, YEARS_40),
    ],
)
def test_one_region_reads_like_this(trend: Trend, width: int, expected: str) -> None:
    assert text(lines(trend, TODAY, width)) == expected


@pytest.mark.parametrize(("width", "expected"), [(80, OVERVIEW_80), (40, OVERVIEW_40)])
def test_all_regions_read_like_this(width: int, expected: str) -> None:
    assert text(overview(list(TRENDS.values()), TODAY, width)) == expected


def test_no_region_with_ratings_says_how_to_begin() -> None:
    assert text(overview([NONE], TODAY, 80)) == text(overview([], TODAY, 80))
    assert "knot log neck" in text(overview([], TODAY, 80))


def test_every_style_has_its_words() -> None:
    """Without colour nothing is lost: each verdict is said, and no two of them alike."""
    start = date(2026, 9, 7)
    said = {
        text(lines(made("hip", days((start, early), (date(2026, 11, 9), late))), TODAY, 80)).split("\n\n")[2]
        for early, late in (("9999", "4444"), ("9999", "7777"), ("9999", "8888"), ("9999", "9999"),
                            ("8888", "9999"), ("5555", "9999"), ("9999", "9.9"))
    }  # fmt: skip
    firsts = {verdict.splitlines()[0] for verdict in said}
    assert firsts == {
        "Clearly lower.", "Lower, possibly meaningful.", "Slightly lower.", "About the same.",
        "Slightly higher.", "Higher. Stop the routine and get it checked.", "Too early to tell.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rated", "says"),
    [
        # Two rated days in the first two weeks: nothing later can mend that.
        (days((date(2026, 9, 7), "66"), (date(2026, 11, 9), "4444")), "no comparison is possible"),
        (days((date(2026, 9, 7), "6666"), (date(2026, 11, 20), "44")), "8 Nov to 21 Nov: 2 rated days."),
        (days((date(2026, 11, 5), "6666666"), (date(2026, 11, 20), "44")), "They still share 4 rated days."),
        (
            days((date(2026, 11, 5), "6666666"), (date(2026, 11, 20), "44")),
            "From 25 Nov on they stand apart.",
        ),
        (days((date(2026, 11, 21), "6")), "21 Nov to 4 Dec: 1 rated day so far."),
        (days((date(2025, 9, 8), "66")), "8 Sep 2025 to 21 Sep 2025: 2 rated days."),
    ],
)
def test_too_early_says_what_is_missing(rated: list[RatedDay], says: str) -> None:
    assert says in text(lines(made("hip", rated), TODAY, 80))


def test_the_day_from_which_the_windows_stand_apart_is_right() -> None:
    rated = days((date(2026, 11, 5), "6666666"), (date(2026, 11, 20), "444444"))
    for day, label in ((date(2026, 11, 24), "too-early"), (date(2026, 11, 25), "clearly-lower")):
        assert made("hip", rated, today=day).change.label == label


def test_weeks_shown_that_are_all_empty_say_how_to_look_back() -> None:
    found = text(lines(made("hip", days((date(2026, 1, 5), "5555"))), TODAY, 80))
    assert "no entries for 12 weeks" in found
    assert "knot trend hip --weeks 46" in found
    shown = made("hip", days((date(2026, 1, 5), "5555")), weeks=46)
    assert shown.weeks[0].days == 4


def test_the_neck_alone_is_told_about_single_changes() -> None:
    rated = days((date(2026, 11, 5), "6666666"))
    assert "under 4 points" in text(lines(made("neck", rated), TODAY, 80))
    assert "under 4 points" not in text(lines(made("hip", rated), TODAY, 80))


def test_where_pain_rises_nothing_says_that_it_often_falls() -> None:
    assert "falls back" not in text(lines(RISING, TODAY, 80))
    assert "cannot show what caused" in text(lines(RISING, TODAY, 80))


@pytest.mark.parametrize(("mean", "says"), [(0, "no change"), (-1, "1.0 lower"), (2, "2.0 higher")])
def test_right_after_is_kept_apart(mean: int, says: str) -> None:
    after = RightAfter(1, Ratio(mean))
    found = text(lines(made("hip", days((date(2026, 11, 5), "6")), after=after), TODAY, 80))
    assert f"- Right after 1 session: {says} on average. That is not the trend.\n" in found


SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=3)
RATED = st.dictionaries(st.integers(0, 600), SCORES, max_size=40)


@settings(max_examples=150)
@given(RATED, st.sets(st.integers(0, 600), max_size=20), st.integers(1, 90), st.integers(40, 140))
def test_no_line_is_longer_than_the_screen_nor_ends_in_spaces(
    rated: dict[int, list[int]], sessions: set[int], weeks: int, width: int
) -> None:
    given_days = [
        RatedDay(TODAY - timedelta(days=back), sum(s), len(s), min(s), max(s))
        for back, s in sorted(rated.items())
    ]
    after = RightAfter(len(sessions), Ratio(-len(sessions), 3)) if sessions else None
    trend = made("upper-back", given_days, [TODAY - timedelta(days=n) for n in sessions], after, weeks)
    for line in [*lines(trend, TODAY, width), *overview([trend], TODAY, width)]:
        assert len(plain_text(line)) <= min(width, 100)
        assert not plain_text(line).endswith(" ")


@settings(max_examples=100)
@given(st.lists(st.integers(0, 10), min_size=1, max_size=60), st.integers(40, 120))
def test_in_ascii_bar_and_line_are_as_long_as_mean_and_range(scores: list[int], width: int) -> None:
    day = RatedDay(TODAY, sum(scores), len(scores), min(scores), max(scores))
    trend = made("hip", [day])
    shown = [fitted(plain_text(line), "ascii") for line in lines(trend, TODAY, width)]
    head = next(line for line in shown if line.startswith("week"))
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
    shown = [plain_text(line) for line in lines(free, TODAY, 80)]
    assert any(line.startswith("  2 Nov   0.0      0  7") for line in shown)
    assert any(line == "  9 Nov no entries" for line in shown)


def test_ten_years_of_weeks_stay_readable() -> None:
    trend = made("hip", days((date(2017, 1, 2), "555"), (date(2026, 11, 16), "444")), weeks=520)
    assert len(trend.weeks) == 520
    assert len(lines(trend, TODAY, 40)) < 30


def test_the_document_has_the_promised_keys_and_roundings() -> None:
    start, late = date(2026, 11, 2), date(2026, 11, 16)
    rated = [RatedDay(start + timedelta(days=n), 6, 1, 6, 6) for n in range(3)]
    rated += [RatedDay(start + timedelta(days=3), 19, 3, 6, 7)]
    rated += [RatedDay(late + timedelta(days=n), 4, 1, 4, 4) for n in range(4)]
    trend = made("neck", rated, [late, late + timedelta(days=1)], RightAfter(3, Ratio(-4, 3)), weeks=3)
    document = document_one(trend)
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
    assert document_all([trend, NONE])["regions"].keys() == {"neck", "jaw"}
    assert document_all([trend])["regions"]["neck"] == document
