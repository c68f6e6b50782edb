"""A report for a terminal: the same as the page, with the body in words."""

from collections.abc import Iterator

from knotcli.coach.report.clinician_report import Report
from knotcli.coach.text import Block, ListItem
from knotcli.views.report import report_words as words
from knotcli.views.report.report_tables import list_sections
from knotcli.views.trend.trend_lines import trend_lines
from knotcli.views.wording import name_region


def report_lines(report: Report, columns: int | None) -> Iterator[Block]:
    """Lay the report out; the trends' charts are drawn for `columns`, None to say them."""
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
            if lasted := words.describe_duration(part):
                yield ListItem(("- ", ""), lasted)
    for title, blocks in list_sections(report):
        yield from _heading_lines(title)
        yield from (block for block in blocks if block)


def _heading_lines(text: str) -> Iterator[Block]:
    yield from ("", ((text, "title"),))
