"""A report as one HTML page: nothing on it runs, and nothing on it is fetched."""

from collections.abc import Iterator, Sequence

from knotcli.coach.report.clinician_report import RegionReport, Report
from knotcli.coach.text import Block, Line, ListItem, Table, plain_text
from knotcli.views.body.svg_figure import draw_figure
from knotcli.views.report import report_tables as tables
from knotcli.views.report import report_words as words
from knotcli.views.report.markup import Html, join_markup, make_element
from knotcli.views.trend.comparison_lines import list_cautions, right_after_lines
from knotcli.views.trend.svg_chart import draw_chart, draw_legend
from knotcli.views.trend.trend_lines import describe_change
from knotcli.views.wording import CHANGE_WORDS, name_region

MARK = '<meta name="generator" content="knot '
"""What a page that knot wrote has among its first `MARK_WITHIN` characters."""
MARK_WITHIN = 300


# Light and dark on a screen, light on paper. Every pair of text and ground is at least 4.5 : 1.
LIGHT = {
    "page": "#f6f4ef", "paper": "#ffffff", "ink": "#1e2b2f", "quiet": "#55656a", "line": "#d9d8d0", "soft": "#eef1ee",
    "accent": "#1b6a70", "range": "#a9cfd0", "gap": "#ece9e1", "skin": "#f1ece4", "edge": "#8b8478",
    "pain1": "#f3c9b4", "pain2": "#e08f6c", "pain3": "#b9472e",
}  # fmt: skip
DARK = {
    "page": "#12181a", "paper": "#1a2225", "ink": "#e6ebe8", "quiet": "#a3b0b0", "line": "#354246", "soft": "#222c30",
    "accent": "#84cbce", "range": "#33656a", "gap": "#263034", "skin": "#2a3336", "edge": "#7f8b8b",
    "pain1": "#6b4335", "pain2": "#b0623f", "pain3": "#f0825c",
}  # fmt: skip


def report_page(report: Report, rules: str) -> str:
    """Give the whole page. rules: how it looks, apart from its colours, as CSS."""
    # The page may do nothing but look as it does: should markup ever get in, it can neither run nor fetch.
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = make_element(
        "head",
        make_element("meta", charset="utf-8"),
        make_element("meta", name="generator", content=f"knot {report.version}"),
        make_element("meta", http_equiv="Content-Security-Policy", content=policy),
        make_element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        make_element("meta", name="robots", content="noindex"),
        make_element("title", f"Pain diary, {words.report_span(report)}"),
        make_element("style", Html(_style_page(rules))),
    )
    body = make_element(
        "body",
        _make_header(report),
        Html("\n"),
        make_element("main", *_make_sections(report)),
        Html("\n"),
        _make_footer(report),
    )
    return f'<!doctype html>\n<html lang="en">\n{head}\n{body}\n</html>\n'


def _style_page(rules: str) -> str:
    light, dark = ("".join(f"--{name}:{value};" for name, value in one.items()) for one in (LIGHT, DARK))
    return f":root{{color-scheme:light dark;{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{rules}"


def _make_header(report: Report) -> Html:
    where = ", ".join(name_region(part.trend.region) for part in report.parts)
    fill = join_markup("Name ", make_element("span"), "Date of birth ", make_element("span"))
    about = words.ABOUT.format(day=_say_day(report), version=report.version)
    return make_element(
        "header",
        make_element("h1", "Pain diary"),
        make_element("p", " · ".join(filter(None, (words.report_span(report), where))), class_="when"),
        make_element("p", fill, class_="fill"),
        make_element("div", make_element("p", about), make_element("p", report.disclaimer), class_="about"),
    )


def _say_day(report: Report) -> str:
    return f"{report.made_at.day} {report.made_at:%B %Y}"


def _make_sections(report: Report) -> Iterator[Html]:
    rated = [part for part in report.parts if part.trend.first_day is not None]
    if rated:
        yield _make_section("At a glance", _make_table(tables.glance_table(rated)))
    if any(part.felt for part in report.parts):
        yield _body_section(report)
    for part in rated:
        yield _region_section(part)
    for title, blocks in tables.list_sections(report):
        yield _make_section(title, *_make_blocks(blocks))


def _make_blocks(blocks: Sequence[Block | None]) -> list[Html]:
    """Give paragraphs and tables, or one list: of points, or of names and what they stand for."""
    items = [(one.lead[0].strip(), plain_text(one.text)) for one in blocks if isinstance(one, ListItem)]
    if items and items[0][0] == "-":
        return [make_element("ul", *(make_element("li", text) for _, text in items))]
    if items:
        pairs = (join_markup(make_element("dt", name), make_element("dd", text)) for name, text in items)
        return [make_element("dl", *pairs)]
    return [_make_table(one) if isinstance(one, Table) else _make_paragraph(str(one)) for one in blocks if one]


def _make_section(title: str, *inside: str) -> Html:
    ident = title.lower().replace(" ", "-")
    return join_markup(
        Html("\n"), make_element("section", make_element("h2", title, id=ident), *inside, aria_labelledby=ident)
    )


def _body_section(report: Report) -> Html:
    lines = [
        make_element(
            "li",
            make_element("b", name_region(part.trend.region).capitalize()),
            f": {words.describe_ratings(part.felt)}",
            value=number,
        )
        for number, part in enumerate(report.parts, 1)
        if part.felt
    ]
    said = make_element("div", make_element("ol", *lines), _make_paragraph(words.SHADES, "quiet"))
    return _make_section("Where it hurt", make_element("div", draw_figure(report.parts), said, class_="two"))


def _region_section(part: RegionReport) -> Html:
    trend = part.trend
    drawn = make_element(
        "div", draw_chart(trend, trend.region), class_="wide", tabindex="0", role="group", aria_label="Chart"
    )
    return _make_section(
        name_region(trend.region).capitalize(),
        _make_paragraph(f"{CHANGE_WORDS[trend.change.label].capitalize()}.", "verdict"),
        make_element("div", drawn, draw_legend(trend), class_="drawn"),
        _make_paragraph(" ".join(describe_change(trend)[1])),
        _make_paragraph(words.describe_duration(part)),
        _make_table(tables.weeks_table(trend)),
        *(_make_paragraph(plain_text(line)) for line in right_after_lines(trend.right_after)),
        make_element("ul", *(make_element("li", one) for one in list_cautions(trend, commands=False)), class_="quiet"),
    )


def _make_paragraph(said: str, class_: str | None = None) -> Html:
    return make_element("p", said, class_=class_) if said else Html("")


def _make_table(table: Table) -> Html:
    heads = [
        make_element("th", column.head, scope="col", class_="n" if column.right else None) for column in table.columns
    ]
    rows = [join_markup(Html("\n"), make_element("tr", *_make_cells(row, table))) for row in table.rows]
    inside = (
        make_element("caption", table.caption),
        make_element("thead", make_element("tr", *heads)),
        make_element("tbody", *rows),
    )
    return make_element(
        "div",
        make_element("table", *inside, class_="long" if table.columns[0].prose else "short"),
        class_="wide",
        tabindex="0",
        role="group",
        aria_label=table.caption,
    )


def _make_cells(row: tuple[Line, ...], table: Table) -> Iterator[Html]:
    first, *rest = map(plain_text, row)
    yield make_element("th", first, scope="row")
    missing = len(table.columns) - len(row)
    for place, (column, cell) in enumerate(zip(table.columns[1:], rest, strict=False), 1):
        if missing and place == len(row) - 1:
            yield make_element("td", cell, colspan=missing + 1, class_="none")
        else:
            yield make_element("td", cell, class_="n" if column.right else None)


def _make_footer(report: Report) -> Html:
    return make_element(
        "footer", make_element("p", f"knot {report.version} · {_say_day(report)} · self-reported", class_="foot")
    )
