"""A report as lines for a terminal: the same as the page, with the body in words."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from knotcli.coach.report.clinician_report import Report
from knotcli.coach.text import Line, clean_text
from knotcli.views.report import tables, words
from knotcli.views.report.tables import Table
from knotcli.views.trend.lines import lines as trend_lines

WIDEST = 100
_GAP = 2


def lines(report: Report, width: int) -> list[Line]:
    """Lay the report out in `width` columns; a table that is too wide is one block a row."""
    return list(_lines(report, max(40, min(width, WIDEST))))


def _lines(report: Report, width: int) -> Iterator[Line]:
    def said(text: str, mark: str = "") -> list[Line]:
        return [*wrap(clean_text(text), width, initial_indent=mark, subsequent_indent=" " * len(mark))]

    def head(text: str) -> Iterator[Line]:
        yield from ("", ((text, "title"),))

    yield (("Pain diary", "title"),)
    yield from said(words.span(report))
    yield ""
    yield from said(
        words.ABOUT.format(day=f"{report.made_at.day} {report.made_at:%B %Y}", version=report.version)
    )
    yield from said(report.disclaimer)
    if any(part.felt for part in report.parts):
        yield from head("Where it hurt")
        for part in report.parts:
            if part.felt:
                yield from said(
                    f"{words.name(part.trend.region).capitalize()}: {words.felt(part.felt)}", "- "
                )
    for part in report.parts:
        if part.trend.first_day is not None:
            yield ""
            yield from trend_lines(part.trend, report.until, width)
            yield from said(words.lasted(part), "- ")
    yield from head("Sessions")
    yield from _table(tables.sessions(report.sessions), width) or said(words.NO_SESSIONS)
    yield from said(words.more_sessions(report.more_sessions))
    yield from head("What the screening noted")
    yield from said(words.asked(report.screened))
    yield from _table(tables.named(report.screened), width)
    yield from said(words.described(report.screened))
    yield from head("Notes")
    if report.notes is None:
        yield from said(words.LEFT_OUT)
    else:
        yield from _table(tables.notes(report.notes), width) or said(words.NO_NOTES)
    yield from head("How the numbers are made")
    for one in words.HOW:
        yield from said(one, "- ")
    yield from head("Sources")
    for tag in words.tags(report):
        yield from said(f"{tag}: {report.sources[tag]}", "- ")


def _table(table: Table | None, width: int) -> list[Line]:
    if table is None:
        return []
    rows = [tuple(clean_text(cell) for cell in row) for row in table.rows]
    columns = list(zip(table.heads, *rows, strict=True))
    wide = [max(map(len, column)) for column in columns]
    caption: list[Line] = [((line, "dim"),) for line in wrap(table.caption, width)]
    if sum(wide) + _GAP * (len(wide) - 1) > width:
        return [*caption, *_blocks(table.heads, rows, width)]
    layout = [*zip(wide, (place in table.right for place in range(len(wide))), strict=True)]
    return [*caption, ((_row(table.heads, layout), "dim"),), *(_row(row, layout) for row in rows)]


def _row(cells: Sequence[str], layout: Sequence[tuple[int, bool]]) -> str:
    placed = (f"{c:>{w}}" if right else f"{c:<{w}}" for c, (w, right) in zip(cells, layout, strict=True))
    return (" " * _GAP).join(placed).rstrip()


def _blocks(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[Line]:
    for row in rows:
        yield from wrap(row[0], width, initial_indent="- ", subsequent_indent="  ")
        rest = "; ".join(
            f"{head} {cell}" for head, cell in zip(heads[1:], row[1:], strict=True) if cell != "–"
        )
        yield from wrap(rest, width, initial_indent="  ", subsequent_indent="  ")
