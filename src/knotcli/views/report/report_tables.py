"""The report's tables as values: the page and the terminal show the same ones."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from knotcli.coach.guide.articles import number_notes
from knotcli.coach.report.clinician_report import (
    NamedItem,
    RegionReport,
    Report,
    ReportedSession,
    ReportNote,
    ScreeningSummary,
)
from knotcli.coach.text import Block, Column, Line, ListItem, Table, clean_text, count_things, short_day
from knotcli.coach.trend.region_trend import Trend
from knotcli.coach.trend.weekly_means import monday_of_week
from knotcli.coach.trend.weekly_peg import PEG_ITEMS, PegWeek
from knotcli.views.report import report_words as words
from knotcli.views.trend.week_chart import FOLDED
from knotcli.views.wording import CHANGE_WORDS, name_region, say_span

MOST_SESSIONS = 200
"""Sessions that are listed; of older ones only the number is given."""


def _make_columns(*heads: str, right: Sequence[str] = (), prose: Sequence[str] = ()) -> tuple[Column, ...]:
    return tuple(Column(head, right=head in right, prose=head in prose) for head in heads)


def list_sections(report: Report) -> list[tuple[str, Sequence[Block | None]]]:
    """Give what follows the regions: headings, each with its paragraphs and tables, or a list. What is empty is left out."""
    screened = report.screened
    notes = words.LEFT_OUT if report.notes is None else notes_table(report.notes) or words.NO_NOTES
    older = words.count_older_sessions(report.more_sessions)
    noted = [words.count_answers(screened), named_table(screened), words.describe_features(screened)]
    tags = words.list_tags(report)
    return [
        *([(words.WEEKS, [peg_table(report.week_answers)])] if report.week_answers else []),
        ("Sessions", [sessions_table(report.sessions) or words.NO_SESSIONS, older]),
        ("What the screening noted", noted),
        ("Notes", [notes]),
        (
            "How the numbers are made",
            [ListItem(("- ", ""), f"{said} {number_notes(used, tags)}".strip()) for said, used in words.HOW],
        ),
        ("Sources", [ListItem((f"[{n}]  ", ""), report.sources[tag]) for n, tag in enumerate(tags, 1)]),
    ]


def glance_table(parts: Sequence[RegionReport]) -> Table:
    """Give one row a region: the latest week, the change, how much was entered."""
    rows = []
    for part in parts:
        trend = part.trend
        rated = [w for w in trend.weeks if w.mean is not None]
        latest = rated[-1] if rated else None
        change = trend.change
        first, last = (r.text() if r else "–" for r in (change.baseline, change.latest))
        rows.append(
            (
                name_region(trend.region),
                f"{latest.mean.text()} (week of {short_day(latest.start, trend.weeks[-1].start.year)})"
                if latest and latest.mean
                else "–",
                first,
                last,
                CHANGE_WORDS[change.label],
                str(sum(w.days for w in trend.weeks)),
                str(sum(w.sessions for w in trend.weeks)),
            )
        )
    numbers = ("first 2 weeks", "last 2 weeks", "rated days", "sessions")
    columns = _make_columns("region", "latest week", *numbers[:2], "change", *numbers[2:], right=numbers)
    return Table(columns, tuple(rows), "Means of pain from 0 (none) to 10 (worst imaginable).")


def weeks_table(trend: Trend) -> Table:
    """Give one row a week, oldest first; what was not entered stays empty. Long gaps are one row."""
    begun = monday_of_week(trend.first_day) if trend.first_day else date.max
    rows: list[tuple[Line, ...]] = []
    for (gap, before), run in groupby(trend.weeks, lambda w: (not (w.n or w.sessions), w.start < begun)):
        found = list(run)
        if gap and (before or len(found) > FOLDED):
            since, until = short_day(found[0].start, 0), short_day(found[-1].start, 0)
            why = "before the first rating" if before else "no entries"
            rows.append(
                (f"{since} to {until}" if len(found) > 1 else since, f"{count_things(len(found), 'week')}: {why}")
            )
            continue
        for week in found:
            start = short_day(week.start, 0)
            sat = str(week.sessions)
            if week.mean is None:
                rows.append((start, "no entries", "–", "0", "0", sat))
                continue
            spread = f"{week.low}" if week.low == week.high else f"{week.low} to {week.high}"
            few = " (few)" if week.quality == "thin" else ""
            rows.append((start, week.mean.text(), spread, f"{week.days}{few}", str(week.n), sat))
    numbers = ("mean", "lowest to highest", "rated days", "ratings", "sessions")
    columns = _make_columns("week of", *numbers, right=numbers)
    return Table(columns, tuple(rows), f"{name_region(trend.region).capitalize()}, week by week.")


def sessions_table(sat: Sequence[ReportedSession]) -> Table | None:
    """Give one row a session, newest first."""
    rows = []
    for one in sat:
        s = one.session
        ended = {"complete": "done", "partial": "ended early"}.get(s.status, "stopped")
        rows.append(
            (
                f"{short_day(s.at.date(), 0)}, {s.at:%H:%M}",
                f"{name_region(s.region)}{'' if s.side == 'both' else ', ' + s.side}"
                + ("" if s.routine == s.region else f" ({clean_text(s.routine)})"),
                s.tool or "nothing",
                say_span(s.heat_seconds) if s.heat_seconds else "–",
                say_span(s.pressure_seconds) if s.pressure_seconds else "–",
                _show_score(one.before),
                _show_score(one.after),
                f"{ended}: {one.ended}" if one.ended else ended,
            )
        )
    numbers = ("heat", "pressure", "before", "after")
    columns = _make_columns("when", "where", "pressed with", *numbers, "end", right=numbers, prose=("end",))
    caption = "Sessions, newest first. Pain right before and right after, 0 to 10."
    return Table(columns, tuple(rows), caption) if rows else None


def _show_score(score: int | None) -> str:
    return "–" if score is None else str(score)


def named_table(screened: ScreeningSummary) -> Table | None:
    """Give one row a question that was named."""
    rows = [
        (one.question, one.answer, _list_days(one.on), _describe_asking(one), _describe_outcome(one))
        for one in screened.named
    ]
    columns = _make_columns(
        "question", "answer", "on", "asked for", "since then", prose=("question", "asked for", "since then")
    )
    return Table(columns, tuple(rows), "Questions that were answered yes or unsure.") if rows else None


def _list_days(days: Sequence[date]) -> str:
    year = days[-1].year
    said = [*(short_day(day, year) for day in days[:-1]), short_day(days[-1], 0)]
    return ", ".join(said) if len(said) <= 3 else f"{said[0]}, … {said[-1]} ({len(said)} days)"


def _describe_asking(one: NamedItem) -> str:
    where = ", ".join(name_region(region) for region in one.asked_for)
    how = {"asked": "", "re-check": "before a session", "stop": "during a session"}
    return "; ".join(part for part in (where, *(how.get(w, "") for w in one.when)) if part) or "–"


def _describe_outcome(one: NamedItem) -> str:
    agreed = {
        "yes": "a health professional agreed to gentle self-massage",
        "massage": "a health professional agreed to gentle self-massage without warmth",
    }
    if one.cleared in agreed:
        return agreed[one.cleared]
    if one.kind in ("emergency", "red-flag"):
        looked = f"a clinician looked on {short_day(one.looked, 0)}" if one.looked else ""
        open_ = "no look by a clinician was entered" if one.stands else ""
        return "; ".join(part for part in (looked, open_) if part) or "–"
    return "no health professional has agreed" if one.cleared == "no" else "–"


def peg_table(weeks: Sequence[PegWeek]) -> Table | None:
    """Give one row a week that was answered, oldest first."""
    rows = tuple(
        (short_day(w.start, 0), *(str(getattr(w.answer, item)) for item in PEG_ITEMS), w.mean.text()) for w in weeks
    )
    numbers = ("pain on average", "enjoyment of life", "general activity", "mean")
    caption = "PEG: average pain, and how far it interfered, in the past week; 0 is best, 10 is worst."
    return Table(_make_columns("week of", *numbers, right=numbers), rows, caption) if rows else None


def notes_table(found: Sequence[ReportNote]) -> Table | None:
    """Give one row a note, newest first."""
    rows = tuple((f"{short_day(n.at.date(), 0)}, {n.at:%H:%M}", n.about, clean_text(n.text, lines=True)) for n in found)
    return Table(_make_columns("when", "about", "note", prose=("note",)), rows, "As typed.") if rows else None
