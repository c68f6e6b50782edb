"""The trend against a second one, written from its promise in plain loops over the ratings themselves."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from knotcli.coach.record import Rating
from knotcli.coach.trend.change import find_spans_to_read
from knotcli.coach.trend.region_trend import RightAfter, build_trend
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.views.trend.trend_lines import trend_document
from support import examples

ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia",
    )
]  # fmt: skip
CHANGES = [  # days on which clocks change, years end, a week 53 ends, or a day was left out of the calendar
    date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1), date(2026, 12, 31), date(2027, 1, 3),
    date(2020, 12, 31), date(2024, 2, 29), date(2024, 12, 30), date(2011, 12, 31),
]  # fmt: skip


def given_on(rating: Rating) -> date:
    """The local day: the one on the wall clock where and when the rating was given."""
    return rating.at.date()


# The reference. It shares nothing with the product but the ratings.


def rounded(number: Fraction | None, places: int) -> float | None:
    if number is None:
        return None
    scaled = number * 10**places
    whole = int(abs(scaled))
    if abs(scaled) - whole >= Fraction(1, 2):
        whole += 1
    return float(Fraction(whole if scaled > 0 else -whole, 10**places))


def mean(numbers: list[Fraction]) -> Fraction | None:
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def expected(ratings: list[Rating], sessions: list[date], today: date, count: int) -> dict[str, Any]:
    scores: dict[date, list[int]] = defaultdict(list)
    for rating in ratings:
        if rating.kind in ("now", "before") and given_on(rating) <= today:
            scores[given_on(rating)].append(rating.score)
    weeks = []
    for back in reversed(range(count)):
        inside = today - timedelta(days=7 * back)
        name = inside.isocalendar()[:2]
        days = [d for d in scores if d.isocalendar()[:2] == name]
        every = [score for d in days for score in scores[d]]
        weeks.append({
            "week": f"{name[0]}-W{name[1]:02}",
            "start": date.fromisocalendar(*name, 1).isoformat(),
            "days": len(days),
            "n": len(every),
            "mean": rounded(mean([Fraction(sum(scores[d]), len(scores[d])) for d in days]), 2),
            "min": min(every) if every else None,
            "max": max(every) if every else None,
            "sessions": len([d for d in sessions if d.isocalendar()[:2] == name and d <= today]),
            "quality": "none" if not days else "thin" if len(days) <= 3 else "solid",
        })  # fmt: skip
    return {"region": "neck", "weeks": weeks, "change": expected_change(scores, today),
            "right_after": {"n": 0, "mean": None}}  # fmt: skip


def expected_change(scores: dict[date, list[int]], today: date) -> dict[str, Any]:
    unknown = {"label": "too-early", "baseline": None, "latest": None, "points": None, "percent": None}
    if not scores:
        return unknown
    first = min(scores)
    early = [first + timedelta(days=n) for n in range(14) if first + timedelta(days=n) in scores]
    late = [today - timedelta(days=n) for n in range(14) if today - timedelta(days=n) in scores]
    if len(early) < 4 or len(late) < 4 or set(early) & set(late):
        return unknown
    baseline = mean([Fraction(sum(scores[d]), len(scores[d])) for d in early])
    latest = mean([Fraction(sum(scores[d]), len(scores[d])) for d in late])
    assert baseline is not None
    assert latest is not None
    percent = (latest - baseline) / baseline * 100 if baseline >= 3 else None
    drop, drop_percent = baseline - latest, -percent if percent is not None else None
    two = drop >= 2
    thirty = drop_percent is not None and drop_percent >= 30
    if two and thirty:
        label = "clearly-lower"
    elif two or thirty:
        label = "lower"
    elif drop >= 1 or (drop_percent is not None and drop_percent >= 10):
        label = "slightly-lower"
    elif drop <= -2 or (drop_percent is not None and drop_percent <= -30):
        label = "higher"
    elif drop <= -1 or (drop_percent is not None and drop_percent <= -10):
        label = "slightly-higher"
    else:
        label = "same"
    return {
        "label": label,
        "baseline": rounded(baseline, 2),
        "latest": rounded(latest, 2),
        "points": rounded(latest - baseline, 2),
        "percent": rounded(percent, 1),
    }


# The product, fed as the history feeds it: only the days of the spans that it names.


def found(ratings: list[Rating], sessions: list[date], today: date, count: int) -> dict[str, Any]:
    kept: dict[date, list[int]] = defaultdict(list)
    for rating in ratings:
        if rating.kind != "after":
            kept[given_on(rating)].append(rating.score)
    first_day = min(kept, default=None)
    spans = find_spans_to_read(first_day, today, count)
    assert all(since <= until for since, until in spans)
    assert all(a[1] < b[0] for a, b in pairwise(spans))
    days, held = [], defaultdict(int)
    for since, until in spans:
        for day, scores in sorted(kept.items()):
            if since <= day <= until:
                days.append(RatedDay(day, sum(scores), len(scores), min(scores), max(scores)))
        for day in sessions:
            if since <= day <= until:
                held[day] += 1
    return trend_document(build_trend("neck", days, held, RightAfter(), first_day, today, count))


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Rating], list[date], date, int]:
    """Ratings around a clock change or a year's end, in runs with gaps; sessions; a today; weeks."""
    start = draw(st.sampled_from(CHANGES)) - timedelta(days=draw(st.integers(0, 40)))
    zones = draw(st.lists(st.sampled_from(ZONES), min_size=1, max_size=3))
    low = draw(st.integers(0, 10))
    high = draw(st.integers(low, 10))
    ratings: list[Rating] = []
    at = start
    whole = draw(st.booleans())  # two or three good runs that reach up to today, or anything
    for _ in range(draw(st.integers(2, 3) if whole else st.integers(0, 5))):
        at += timedelta(days=draw(st.integers(12, 30) if whole else st.integers(0, 30)))
        score = draw(st.integers(low, high))
        for _ in range(draw(st.integers(5, 9) if whole else st.integers(1, 9))):
            at += timedelta(days=draw(st.sampled_from((1, 1, 1, 1, 1, 2))))
            for _ in range(draw(st.sampled_from((1, 1, 2, 3)))):
                minute = draw(st.sampled_from((0, 1, 119, 120, 150, 180, 720, 1439)))
                moment = datetime(at.year, at.month, at.day, tzinfo=UTC) + timedelta(minutes=minute)
                moment = moment.astimezone(draw(st.sampled_from(zones)))
                moment = datetime.fromisoformat(moment.isoformat())  # a fixed offset, as kept
                kind = draw(st.sampled_from(("now", "now", "before", "after")))
                given_score = min(10, max(0, score + draw(st.integers(-1, 1))))
                ratings.append(Rating(str(len(ratings)), moment, "neck", None, given_score, kind))
    sessions = [start + timedelta(days=n) for n in draw(st.lists(st.integers(0, 90), max_size=8))]
    later = st.integers(0, 3) if whole else st.sampled_from((0, 1, 5, 13, 14, 40, -1, -20))
    today = at + timedelta(days=draw(later))
    return ratings, sessions, today, draw(st.sampled_from((1, 2, 3, 12, 60)))


def one(kind: str) -> list[Rating]:
    return [Rating("1", datetime(2026, 12, 31, 23, 30, tzinfo=ZONES[1]), "neck", None, 7, kind)]


@examples(250)
@given(histories())
@example(([], [], date(2026, 11, 21), 12))
@example((one("now"), [], date(2026, 12, 31), 1))
@example((one("after"), [date(2026, 12, 31)], date(2027, 1, 3), 2))
def test_the_trend_equals_the_reference(history: tuple[list[Rating], list[date], date, int]) -> None:
    assert found(*history) == expected(*history)


def test_every_pair_of_levels_gets_the_reference_s_label() -> None:
    seen = set()
    for early in range(11):
        for late in range(11):
            start = date(2026, 3, 23)
            ratings = [
                Rating("", datetime(2026, 3, 23, 12, tzinfo=ZONES[1]) + timedelta(days=n), "neck", None, score)
                for score, since in ((early, 0), (late, 30))
                for n in range(since, since + 5)
            ]
            history = (ratings, [], start + timedelta(days=34), 6)
            assert found(*history) == expected(*history)
            seen.add(found(*history)["change"]["label"])
    assert seen == {"clearly-lower", "lower", "slightly-lower", "same", "slightly-higher", "higher"}
