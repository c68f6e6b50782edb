"""A report as one HTML page: nothing on it runs, and nothing on it is fetched."""

from collections.abc import Iterator

from knotcli.coach.report.clinician_report import RegionReport, Report
from knotcli.coach.text import Line, Table, plain_text
from knotcli.views.body.svg_figure import draw_figure
from knotcli.views.report import report_tables as tables
from knotcli.views.report import report_words as words
from knotcli.views.report.markup import Html, el, join_markup
from knotcli.views.report.page_style import STYLE
from knotcli.views.trend.svg_chart import draw_chart, draw_legend
from knotcli.views.trend.trend_lines import describe_change, list_cautions
from knotcli.views.wording import CHANGE_WORDS, name_region

MARK = '<meta name="generator" content="knot '
"""What a page that knot wrote has among its first `MARK_WITHIN` characters."""
MARK_WITHIN = 300


def report_page(report: Report) -> str:
    """Give the whole page."""
    # The page may do nothing but look as it does: should markup ever get in, it can neither run nor fetch.
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="generator", content=f"knot {report.version}"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="robots", content="noindex"),
        el("title", f"Pain diary, {words.report_span(report)}"),
        el("style", Html(STYLE)),
    )
    body = el(
        "body", _header(report), Html("\n"), el("main", *_sections(report)), Html("\n"), _footer(report)
    )
    return f'<!doctype html>\n<html lang="en">\n{head}\n{body}\n</html>\n'


def _header(report: Report) -> Html:
    where = ", ".join(name_region(part.trend.region) for part in report.parts)
    fill = join_markup("Name ", el("span"), "Date of birth ", el("span"))
    about = words.ABOUT.format(day=_day(report), version=report.version)
    return el(
        "header",
        el("h1", "Pain diary"),
        el(
            "p",
            f"{words.report_span(report)} · {where}" if where else words.report_span(report),
            class_="when",
        ),
        el("p", fill, class_="fill"),
        el("div", el("p", about), el("p", report.disclaimer), class_="about"),
    )


def _day(report: Report) -> str:
    return f"{report.made_at.day} {report.made_at:%B %Y}"


def _sections(report: Report) -> Iterator[Html]:
    rated = [part for part in report.parts if part.trend.first_day is not None]
    if rated:
        yield _section("At a glance", _table(tables.glance_table(rated)))
    if any(part.felt for part in report.parts):
        yield _where(report)
    for part in rated:
        yield _part(part)
    yield _section(
        "Sessions",
        _table(tables.sessions_table(report.sessions), words.NO_SESSIONS),
        _paragraph(words.count_older_sessions(report.more_sessions)),
    )
    yield _section(
        "What the screening noted",
        _paragraph(words.count_answers(report.screened)),
        _table(tables.named_table(report.screened)),
        _paragraph(words.describe_features(report.screened)),
    )
    if report.notes is None:
        yield _section("Notes", _paragraph(words.LEFT_OUT))
    else:
        yield _section("Notes", _table(tables.notes_table(report.notes), words.NO_NOTES))
    yield _section("How the numbers are made", el("ul", *(el("li", one) for one in words.HOW)))
    terms = [join_markup(el("dt", tag), el("dd", report.sources[tag])) for tag in words.list_tags(report)]
    yield _section("Sources", el("dl", *terms))


def _section(title: str, *inside: str) -> Html:
    ident = title.lower().replace(" ", "-")
    return join_markup(Html("\n"), el("section", el("h2", title, id=ident), *inside, aria_labelledby=ident))


def _where(report: Report) -> Html:
    lines = [
        el(
            "li",
            el("b", name_region(part.trend.region).capitalize()),
            f": {words.describe_ratings(part.felt)}",
            value=number,
        )
        for number, part in enumerate(report.parts, 1)
        if part.felt
    ]
    said = el("div", el("ol", *lines), _paragraph(words.SHADES, "quiet"))
    return _section("Where it hurt", el("div", draw_figure(report.parts), said, class_="two"))


def _part(part: RegionReport) -> Html:
    trend = part.trend
    drawn = el(
        "div", draw_chart(trend, trend.region), class_="wide", tabindex="0", role="group", aria_label="Chart"
    )
    return _section(
        name_region(trend.region).capitalize(),
        _paragraph(f"{CHANGE_WORDS[trend.change.label].capitalize()}.", "verdict"),
        el("div", drawn, draw_legend(trend), class_="drawn"),
        _paragraph(" ".join(describe_change(trend)[1])),
        _paragraph(words.describe_duration(part)),
        _table(tables.weeks_table(trend)),
        el("ul", *(el("li", one) for one in list_cautions(trend, commands=False)), class_="quiet"),
    )


def _paragraph(said: str, class_: str | None = None) -> Html:
    return el("p", said, class_=class_) if said else Html("")


def _table(table: Table | None, without: str = "") -> Html:
    if table is None:
        return _paragraph(without)
    heads = [
        el("th", column.head, scope="col", class_="n" if column.right else None) for column in table.columns
    ]
    rows = [join_markup(Html("\n"), el("tr", *_cells(row, table))) for row in table.rows]
    inside = (el("caption", table.caption), el("thead", el("tr", *heads)), el("tbody", *rows))
    return el(
        "div",
        el("table", *inside, class_="long" if table.columns[0].prose else "short"),
        class_="wide",
        tabindex="0",
        role="group",
        aria_label=table.caption,
    )


def _cells(row: tuple[Line, ...], table: Table) -> Iterator[Html]:
    first, *rest = map(plain_text, row)
    yield el("th", first, scope="row")
    missing = len(table.columns) - len(row)
    for place, (column, cell) in enumerate(zip(table.columns[1:], rest, strict=False), 1):
        if missing and place == len(row) - 1:
            yield el("td", cell, colspan=missing + 1, class_="none")
        else:
            yield el("td", cell, class_="n" if column.right else None)


def _footer(report: Report) -> Html:
    return el("footer", el("p", f"knot {report.version} · {_day(report)} · self-reported", class_="foot"))
