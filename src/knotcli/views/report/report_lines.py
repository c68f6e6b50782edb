"""A report for a terminal: the same as the page, with the body in words."""

from collections.abc import Iterator

from knotcli.coach.report.clinician_report import Report
from knotcli.coach.text import Block, ListItem, Table
from knotcli.views.report import report_tables as tables
from knotcli.views.report import report_words as words
from knotcli.views.trend.trend_lines import trend_lines
from knotcli.views.wording import name_region


def report_lines(report: Report, columns: int) -> Iterator[Block]:
    """Lay the report out; the trends' charts are drawn for `columns`."""
    yield (("Pain diary", "title"),)
    yield from (words.report_span(report), "")
    yield words.ABOUT.format(day=f"{report.made_at.day} {report.made_at:%B %Y}", version=report.version)
    yield report.disclaimer
    felt = [part for part in report.parts if part.felt]
    if felt:
        yield from _heading_lines("Where it hurt")
    for part in felt:
        name = name_region(part.trend.region).capitalize()
        yield ListItem(("- ", ""), f"{name}: {words.describe_ratings(part.felt)}")
    for part in report.parts:
        if part.trend.first_day is not None:
            yield ""
            yield from trend_lines(part.trend, report.until, columns)
            yield from _sentence_lines(words.describe_duration(part), "- ")
    if report.week_answers:
        yield from _heading_lines(words.WEEKS)
        yield from _table_lines(tables.peg_table(report.week_answers))
    yield from _heading_lines("Sessions")
    yield from _table_lines(tables.sessions_table(report.sessions), words.NO_SESSIONS)
    yield from _sentence_lines(words.count_older_sessions(report.more_sessions))
    yield from _heading_lines("What the screening noted")
    yield words.count_answers(report.screened)
    yield from _table_lines(tables.named_table(report.screened))
    yield from _sentence_lines(words.describe_features(report.screened))
    yield from _heading_lines("Notes")
    if report.notes is None:
        yield words.LEFT_OUT
    else:
        yield from _table_lines(tables.notes_table(report.notes), words.NO_NOTES)
    yield from _heading_lines("How the numbers are made")
    yield from (ListItem(("- ", ""), one) for one in words.HOW)
    yield from _heading_lines("Sources")
    yield from (ListItem((f"{tag}  ", ""), report.sources[tag]) for tag in words.list_tags(report))


def _heading_lines(text: str) -> Iterator[Block]:
    yield from ("", ((text, "title"),))


def _sentence_lines(text: str, lead: str = "") -> Iterator[Block]:
    if text:
        yield ListItem((lead, ""), text)


def _table_lines(table: Table | None, without: str = "") -> Iterator[Block]:
    if table is not None:
        yield table
    elif without:
        yield without
