"""The trend of one region and of all: what a person reads, and the JSON document."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from knotcli.coach.text import Block, Column, Line, Span, Table, count_things, short_day
from knotcli.coach.trend.change import WINDOW_DAYS, RatedWindow
from knotcli.coach.trend.region_trend import TagComparison, Trend
from knotcli.coach.trend.weekly_means import ENOUGH_DAYS
from knotcli.coach.trend.weekly_peg import PegWeek
from knotcli.coach.vocabulary import Region, name_body_part
from knotcli.views.documents import change_document, pick_fields
from knotcli.views.trend.comparison_lines import (
    FALLS_BACK,
    comparison_lines,
    list_cautions,
    peg_lines,
    right_after_lines,
    say_finished,
)
from knotcli.views.trend.week_chart import day_dot_lines, say_weeks, week_chart_lines
from knotcli.views.wording import CHANGE_STYLES, CHANGE_WORDS, name_region

WEEKS_IN_ROW = 12
"""Weeks of the overview's row of numbers (own decision: they fit 80 columns)."""
ROOMY = 11
"""Rows of a picture up to which blank lines stand around it (own decision)."""
WIDEST = 88
"""Columns of the chart at most: as wide as a paragraph."""
MEANINGS = {
    "clearly-lower": ("Clearly lower.", "In studies of other treatments, people usually noticed a drop of this size."),
    "lower": ("Lower, possibly meaningful.", ""),
    "slightly-lower": ("Slightly lower.", "A change this small can be chance."),
    "same": ("About the same.", ""),
    "slightly-higher": (
        "Slightly higher.",
        "A change this small can be chance. If it keeps rising, please stop the sessions and have it looked at.",
    ),
    "higher": ("Higher. Please stop the sessions, and have it looked at.", ""),
}


def trend_lines(
    trend: Trend, today: date, columns: int | None, peg: Sequence[PegWeek] = (), parted: TagComparison | None = None
) -> list[Block]:
    """Show one region's weeks, oldest first, what they say, and what they cannot. The chart is drawn for `columns`.

    columns: None draws nothing: each week or day is a line that can be read aloud. peg: what was answered about these
    weeks. parted: its days, by a tag.
    """
    if trend.first_day is None:
        return [
            f"No ratings for your {name_body_part(trend.region)} yet.",
            *_begin_lines(trend.region),
            *peg_lines(peg),
        ]
    weeks = count_things(len(trend.weeks), "week")
    title = f"{name_region(trend.region).capitalize()}: {weeks} to {short_day(today, 0)}"
    verdict, said = describe_change(trend)
    style = CHANGE_STYLES.get(trend.change.label, "strong")
    drawn = say_weeks(trend) if columns is None else _draw_picture(trend, today, max(40, min(columns, WIDEST)))
    # A window has 24 rows: where the weeks are many, the blank lines go first.
    gap: list[Block] = [""] if len(drawn) <= ROOMY else []
    return [
        ((title, "title"), ("  pain from 0 (none) to 10 (worst)", "dim")),
        ((verdict, style), ("".join(f" {sentence}" for sentence in said if sentence), "")),
        *gap,
        *drawn,
        *gap,
        *right_after_lines(trend.right_after),
        *(comparison_lines(parted) if parted else ()),
        *peg_lines(peg),
        ((" ".join([*say_finished(*trend.finished_sessions), *list_cautions(trend)]), "dim"),),
    ]


def _draw_picture(trend: Trend, today: date, columns: int) -> list[Line]:
    """Draw the weeks; while the first fourteen days last, one dot a day."""
    if trend.first_days:
        return day_dot_lines(trend.first_days, today, columns)
    legend = _chart_legend(trend)
    explained: list[Line] = [((legend, "dim"),)] if legend else []
    return [*week_chart_lines(trend, columns), *explained]


def _chart_legend(trend: Trend) -> str:
    legend = "Bar: the week's mean. Line: up to its highest rating."
    if any(w.quality == "thin" for w in trend.weeks):
        legend += f" Few: under {ENOUGH_DAYS} rated days."
    return legend if any(w.n for w in trend.weeks) else ""


def describe_change(trend: Trend) -> tuple[str, list[str]]:
    """Say how the last two weeks compare with the first two: in a word or two, and the sentences behind it."""
    found = trend.change
    if found.baseline is None or found.latest is None or found.points is None:
        said = _explain_too_early(found.first, found.recent, found.shared) if found.first and found.recent else []
        return "Too early to tell.", said
    verdict, meaning = MEANINGS[found.label]
    share = f" ({found.percent.size().text(0)} %)" if found.percent else ""
    about = "" if 10 % found.points.bottom == 0 else "about "
    by = f"{about}{found.points.size().text()}"
    unit = "point" if by == "1.0" else "points"
    way = "lower" if found.points.top < 0 else "higher"
    return verdict, [
        f"First two weeks {found.baseline.text()}, last two {found.latest.text()}: "
        + (f"{by} {unit}{share} {way}." if found.points.size().text() != "0.0" else "no difference."),
        meaning,
    ]


def _explain_too_early(first: RatedWindow, recent: RatedWindow, shared: int) -> list[str]:
    year = recent.until.year
    begun = f"First two weeks, {_say_window(first, year)}: {count_things(first.days, 'rated day')}"
    if recent.until < first.until:
        return [f"{begun} so far.", f"They are compared with two later weeks. Each needs {ENOUGH_DAYS} rated days."]
    said = [f"{begun}.", f"Last two weeks, {_say_window(recent, year)}: {count_things(recent.days, 'rated day')}."]
    if first.days < ENOUGH_DAYS:
        return [
            *said,
            f"Each needs {ENOUGH_DAYS}, so no comparison is possible. The weeks above still show how it went.",
        ]
    if first.last is not None and shared:
        apart = short_day(first.last + timedelta(days=WINDOW_DAYS), year)
        return [*said, f"They still share {count_things(shared, 'rated day')}; from {apart} on they will not."]
    return [*said, f"Each needs {ENOUGH_DAYS}."]


def trend_overview_lines(trends: Sequence[Trend], today: date) -> list[Block]:
    """Show every region that has entries in one row: the latest week, the change, and the last weeks as numbers."""
    shown = [t for t in trends if t.first_day is not None]
    if not shown:
        return ["No ratings yet.", *_begin_lines("neck")]
    weeks = count_things(len(shown[0].weeks), "week")
    recent = count_things(min(len(shown[0].weeks), WEEKS_IN_ROW), "week")
    columns = (Column(style="strong"), Column(right=True), Column(), Column(style="dim", prose=True))
    rising = any(t.change.label == "higher" for t in shown)
    advice: Line = (("Where your pain is higher, please stop the sessions and have it looked at.", "stop"),)
    return [
        ((f"Pain by region, {weeks} to {short_day(today, 0)}", "title"),),
        (
            (
                f"The latest week with entries, from 0 to 10, and the change; then the last {recent}, "
                "each as a whole number, oldest first (– for no entries).",
                "dim",
            ),
        ),
        "",
        Table(columns, tuple(_overview_cells(trend) for trend in shown)),
        "",
        *([advice] if rising else []),
        ((FALLS_BACK, "dim"),),
        (("One region: ", ""), (f"knot trend {shown[0].region}", "key")),
    ]


def _overview_cells(trend: Trend) -> tuple[Line, ...]:
    latest = next((w.mean for w in reversed(trend.weeks) if w.mean is not None), None)
    digits = [w.mean.text(0) if w.mean else "–" for w in trend.weeks[-WEEKS_IN_ROW:]]
    label: Span = (CHANGE_WORDS[trend.change.label], CHANGE_STYLES.get(trend.change.label, ""))
    return trend.region, latest.text() if latest else "–", (label,), " ".join(digits)


def trend_document(trend: Trend) -> dict[str, Any]:
    """Give one region's document. Means to 0.01, percent to 0.1; null where there is nothing to say."""
    return {
        "region": trend.region,
        "weeks": [
            {
                **pick_fields(w, "week start days n mean"),
                "min": w.low,
                "max": w.high,
                **pick_fields(w, "sessions quality"),
            }
            for w in trend.weeks
        ],
        "change": change_document(trend.change),
        "right_after": pick_fields(trend.right_after, "n mean"),
    }


def trends_document(trends: Sequence[Trend]) -> dict[str, Any]:
    """Give the document of many regions, by name."""
    return {"regions": {t.region: trend_document(t) for t in trends}}


def _begin_lines(region: Region) -> list[Line]:
    return [(("To begin: ", ""), (f"knot log {region} 5", "key")), "0 is no pain, 10 the worst imaginable."]


def _say_window(window: RatedWindow, year: int) -> str:
    return f"{short_day(window.since, year)} to {short_day(window.until, year)}"
