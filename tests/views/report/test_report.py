"""The report as a page and as lines: well-formed, alone, escaped, and never drawn over a gap."""

import re
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import Assessment, Check, Rating, Session
from knotcli.coach.report.clinician_report import (
    RegionReport,
    Report,
    ReportedSession,
    ReportNote,
    ScreeningSummary,
    find_duration,
    summarize_ratings,
    summarize_screening,
)
from knotcli.coach.screening.items import Item, Question
from knotcli.coach.trend.region_trend import RightAfter, Trend, build_trend
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.coach.vocabulary import REGIONS
from knotcli.views.body.svg_figure import SHADES, draw_figure
from knotcli.views.report.markup import VOID, escape_text, make_element
from knotcli.views.report.report_lines import report_lines
from knotcli.views.report.report_page import DARK, LIGHT, MARK, MARK_WITHIN, report_page
from knotcli.views.report.report_words import METHOD
from knotcli.views.trend.svg_chart import LEFT, RIGHT, draw_chart, draw_path
from support import ROOT
from support.screens import show_blocks

RULES = (ROOT / "content" / "report.css").read_text(encoding="utf-8")


def draw_page(found: Report) -> str:
    return report_page(found, RULES)


ZONE = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 12, tzinfo=ZONE)
TODAY = NOW.date()
SVG_ALONE = ("circle", "ellipse", "line", "path", "rect")
EVIL = "</p><script>alert('x')</script>\x1b[31m\u202e\" onload=\"x"


class Seen(HTMLParser):
    """Keeps what a page is made of, and whether every element is closed in its order."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SVG_ALONE
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def trend(scores: dict[int, int], weeks: int = 12, region: str = "neck") -> Trend:
    """Make a trend with one rating on each day, `days` before today."""
    days = [RatedDay(TODAY - timedelta(days=d), s, 1, s, s) for d, s in sorted(scores.items(), reverse=True)]
    first = days[0].day if days else None
    return build_trend(region, days, {}, RightAfter(), first, TODAY, weeks)


def rating(score: int = 5, side: str | None = None, kind: str = "now", note: str = "") -> Rating:
    return Rating("1" * 32, NOW, "neck", side, score, kind, note)


def report(**changed: object) -> Report:
    """Make a report with something in every part."""
    session = Session("2" * 32, NOW, "neck", "neck", "left", "ball", "stopped", reason="sharp", pressure_seconds=45)
    item = question("rf_fever")
    check = Check("3" * 32, NOW, ("neck",), {"rf_fever": "yes", "em_chest": "no"}, {}, {"neck": "chronic"})
    base = Report(
        "1.0",
        NOW,
        date(2026, 8, 31),
        TODAY,
        12,
        (
            RegionReport(
                trend({d: d % 8 for d in range(80) if d % 3 and not 20 < d < 40}),
                summarize_ratings([rating()]),
                "chronic",
            ),
        ),
        (ReportedSession(session, 6, None, "Sharp, electric or spreading pain"),),
        3,
        summarize_screening(
            [check], [], [item, question("em_chest", "emergency")], ("neck",), date(2026, 8, 31), TODAY
        ),
        None,
        "knot is not a medical device.",
        {tag: f"Source {tag}" for tag in (*METHOD, "S9")},
    )
    return base._replace(**changed)


def question(
    ident: str, kind: str = "red-flag", regions: tuple[str, ...] = ("all",), holds: str = "everything"
) -> Item:
    return Item(
        id=ident,
        kind=kind,
        asks=(Question(text=f"Is {ident} there?"),),
        label=ident,
        regions=regions,
        holds_back=holds,
        why="Because.",
        sources=("S9",),
    )


def test_the_page_is_well_formed_and_alone() -> None:
    made = draw_page(report(notes=(ReportNote(NOW, "neck 5", "slept badly"),)))
    seen = Seen(made)
    assert seen.open == []
    assert made.startswith("<!doctype html>\n")
    assert not {"script", "link", "img", "iframe", "object", "a", "base", "form"} & {tag for tag, _ in seen.tags}
    for _, attributes in seen.tags:
        assert not {"src", "href", "srcset", "data", "action"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert "http" not in re.sub(r'http-equiv="', "", made)
    assert "@import" not in made and "url(" not in made.replace("url(#body-cut)", "")
    policies = [a["content"] for a in seen.all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_it_is_known_as_a_report_by_its_beginning() -> None:
    assert MARK in draw_page(report())[:MARK_WITHIN]


def test_headings_tables_and_pictures_can_be_heard() -> None:
    seen = Seen(draw_page(report(notes=(ReportNote(NOW, "neck 5", "x"),))))
    assert seen.all("html")[0]["lang"] == "en"
    headings = [tag for tag, _ in seen.tags if tag in ("h1", "h2", "h3")]
    assert headings[0] == "h1" and headings.count("h1") == 1
    ids = [a["id"] for _, a in seen.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for attributes in seen.all("th"):
        assert attributes["scope"] in ("col", "row")
    assert len(seen.all("caption")) == len(seen.all("table")) == 5
    pictures = [a for a in seen.all("svg") if not a.get("aria-hidden")]
    assert len(pictures) == 2
    for picture in pictures:
        assert picture["role"] == "img"
        assert all(ident in ids for ident in (picture["aria-labelledby"] or "").split())


def test_the_table_beside_the_chart_says_every_week() -> None:
    seen = Seen(draw_page(report()))
    assert "no entries" in seen.words
    for week in report().parts[0].trend.weeks:
        if week.mean:
            assert week.mean.text() in seen.words


def test_it_says_who_made_it_and_what_it_is_not() -> None:
    words = Seen(draw_page(report())).words
    assert "Made on 20 November 2026 with knot 1.0" in words
    assert "Nobody has checked the entries" in words
    assert "knot is not a medical device." in words
    assert "Source O-33" in words and "Source S9" in words


def test_notes_stand_on_the_page_only_when_they_are_asked_for() -> None:
    assert "Left out of this page." in draw_page(report())
    assert "slept badly" in draw_page(report(notes=(ReportNote(NOW, "neck 5", "slept badly"),)))
    assert "There are none" in draw_page(report(notes=()))


@pytest.mark.parametrize("where", ["note", "reason", "source", "disclaimer", "tool", "question"])
def test_nothing_from_outside_becomes_markup(where: str) -> None:
    base = report(notes=())
    sat = base.sessions[0]
    named = base.screened.named[0]
    made = {
        "note": base._replace(notes=(ReportNote(NOW, EVIL, EVIL),)),
        "reason": base._replace(sessions=(sat._replace(ended=EVIL),)),
        "source": base._replace(sources={"O-33": EVIL}),
        "disclaimer": base._replace(disclaimer=EVIL),
        "tool": base._replace(sessions=(sat._replace(session=sat.session._replace(tool=EVIL)),)),
        "question": base._replace(screened=ScreeningSummary(1, 1, 0, (named._replace(question=EVIL),), (EVIL,))),
    }[where]
    document = draw_page(made)
    seen = Seen(document)
    assert seen.open == [] and not seen.all("script")
    assert "\x1b" not in document and "\u202e" not in document
    assert not [a for _, a in seen.tags if "onload" in a]
    shown = "\n".join(show_blocks(report_lines(made, 80)))
    assert "\x1b" not in shown and "\u202e" not in shown


@given(st.text(), st.text())
def test_any_text_comes_out_as_that_text(inside: str, attribute: str) -> None:
    seen = Seen(make_element("p", inside, title=attribute))
    assert seen.open == [] and len(seen.tags) == 1
    assert escape_text(escape_text(inside)) == escape_text(inside)
    assert "<" not in escape_text(inside).replace("&lt;", "")


@given(st.dictionaries(st.integers(0, 200), st.integers(0, 10), max_size=40), st.integers(1, 30))
def test_the_line_joins_neighbouring_weeks_only(scores: dict[int, int], weeks: int) -> None:
    found = trend(scores, weeks)
    slot = (RIGHT - LEFT) / weeks
    drawn = draw_path(found.weeks, slot)
    strokes = [
        [float(x) for x in re.findall(r"[ML]([\d.]+) ", part)] for part in drawn.split("M")[1:] for part in [f"M{part}"]
    ]
    places = [[round((x - LEFT) / slot - 0.5) for x in stroke] for stroke in strokes]
    rated = [place for place, week in enumerate(found.weeks) if week.mean is not None]
    assert [place for stroke in places for place in stroke] == rated
    for stroke in places:
        assert stroke == list(range(stroke[0], stroke[-1] + 1))
    for one, other in pairwise(places):
        assert other[0] - one[-1] > 1


@given(st.dictionaries(st.integers(0, 4000), st.integers(0, 10), max_size=60), st.sampled_from([1, 12, 60, 520]))
def test_the_chart_is_whole_for_any_history(scores: dict[int, int], weeks: int) -> None:
    seen = Seen(draw_chart(trend(scores, weeks), "neck"))
    assert seen.open == []
    for _, attributes in seen.tags:
        for key in ("x", "x1", "x2", "cx"):
            assert -1 <= float(attributes.get(key) or 0) <= RIGHT + 8


def test_a_week_without_entries_has_no_dot_and_no_range() -> None:
    seen = Seen(draw_chart(trend({0: 5, 30: 6}, 6), "neck"))
    kinds = [a.get("class") for tag, a in seen.tags if tag in ("circle", "rect")]
    assert kinds.count("thin") == 2
    assert kinds.count("gap") == 3


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_has_a_place_on_the_body(region: str) -> None:
    part = RegionReport(trend({0: 5}, region=region), summarize_ratings([rating()]))
    shaded = Seen(draw_figure([part])).all("ellipse")
    assert len(shaded) == 2 * len(SHADES[region])
    one_side = RegionReport(trend({0: 5}, region=region), summarize_ratings([rating(side="left")]))
    assert len(Seen(draw_figure([one_side])).all("ellipse")) == len(SHADES[region])


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_side_is_shaded_as_a_person_is_looked_at(side: str) -> None:
    part = RegionReport(trend({0: 5}, region="shoulder"), summarize_ratings([rating(side=side)]))
    back, front = (float(a["cx"] or 0) for a in sorted(Seen(draw_figure([part])).all("ellipse"), key=str)[:2])
    drawn = draw_figure([part])
    views = drawn.split("<g ")[1:]
    places = [float(found) for view in views for found in re.findall(r'<ellipse class="pain-\d" cx="([\d.]+)"', view)]
    assert len(places) == 2
    left_of_front, left_of_back = places[0] < 90, places[1] < 90
    assert (left_of_front, left_of_back) == ((False, True) if side == "left" else (True, False))
    assert {back, front} == set(places)


def test_ratings_after_a_session_are_not_where_it_hurt() -> None:
    found = summarize_ratings([rating(8), rating(2, "left"), rating(0, kind="after")])
    assert found is not None
    assert (found.n, found.days, found.mean, found.low, found.high) == (2, 1, 5.0, 2, 8)
    assert summarize_ratings([rating(0, kind="after")]) is None


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_what_carries_meaning_stand_out(colours: dict[str, str]) -> None:
    for words in ("ink", "quiet"):
        for ground in ("page", "paper", "gap"):
            assert contrast(colours[words], colours[ground]) >= 4.5, (words, ground)
    for drawn in ("accent", "edge"):
        assert contrast(colours[drawn], colours["paper"]) >= 3, drawn


def named_in(
    *checks: Check, items: tuple[Item, ...], looks: tuple[Assessment, ...] = (), regions: tuple[str, ...] = ("neck",)
) -> ScreeningSummary:
    return summarize_screening(checks, looks, items, regions, TODAY - timedelta(days=80), TODAY)


def made(days: int, answers: dict[str, str], origin: str = "asked", regions: tuple[str, ...] = ("neck",)) -> Check:
    return Check(f"{days:032d}", NOW - timedelta(days=days), regions, answers, origin=origin)


def test_what_was_answered_no_is_only_a_number() -> None:
    items = (question("rf_fever"), question("rf_weight"), question("ml_dull", "likelihood"))
    found = named_in(made(3, {"rf_fever": "no", "rf_weight": "unsure", "ml_dull": "yes"}), items=items)
    assert (found.checks, found.asked, found.no) == (1, 2, 1)
    assert [one.item for one in found.named] == ["rf_weight"]
    assert found.described == ("ml_dull",)
    document = draw_page(report(screened=found))
    assert "Is rf_weight there?" in document and "rf_fever" not in document


def test_a_flag_from_before_the_weeks_is_told_while_it_stands() -> None:
    items = (question("rf_fever"), question("ab_wound", "absolute"))
    old = made(300, {"rf_fever": "yes", "ab_wound": "yes"})
    found = named_in(old, items=items)
    assert [(one.item, one.stands) for one in found.named] == [("rf_fever", True)]
    look = Assessment("4" * 32, NOW, TODAY, ("rf_fever",))
    assert named_in(old, items=items, looks=(look,)).named == ()


def test_a_look_by_a_clinician_stands_beside_the_question() -> None:
    look = Assessment("4" * 32, NOW - timedelta(days=1), TODAY - timedelta(days=2), ("rf_fever",), "all fine")
    found = named_in(made(5, {"rf_fever": "yes"}), items=(question("rf_fever"),), looks=(look,))
    assert found.named[0].looked == TODAY - timedelta(days=2) and not found.named[0].stands
    assert "a clinician looked on 18 Nov 2026" in draw_page(report(screened=found))


def test_what_concerns_another_region_alone_is_left_out() -> None:
    items = (question("ab_foot", "absolute", ("foot",), "region"), question("ab_all", "absolute", ("foot",)))
    check = made(5, {"ab_foot": "yes", "ab_all": "yes"}, regions=("foot",))
    assert [one.item for one in named_in(check, items=items).named] == ["ab_all"]
    assert [one.item for one in named_in(check, items=items, regions=("foot",)).named] == ["ab_foot", "ab_all"]


def test_a_question_that_is_gone_is_told_all_the_same() -> None:
    found = named_in(made(5, {"rf_gone": "yes"}, "stop", ()), items=())
    assert "this version of knot does not have (rf_gone)" in found.named[0].question
    assert "during a session" in draw_page(report(screened=found))


def test_how_long_it_has_been_there_is_from_the_newest_check() -> None:
    checks = [made(n, {})._replace(duration={"neck": word}) for n, word in ((9, "chronic"), (20, "acute"))]
    assert find_duration(checks, "neck") == "chronic"
    assert find_duration(checks, "foot") == ""


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_lines_say_the_same_within_the_width(width: int) -> None:
    made_ = report(notes=(ReportNote(NOW, "neck 5", "slept badly " * 12),))
    found = show_blocks(report_lines(made_, width), width)
    assert max(map(len, found)) <= width
    joined = " ".join(" ".join(found).split())
    for said in (
        "not a medical device",
        "Sharp, electric or spreading pain",
        "Is rf_fever there?",
        "slept badly",
        "Source O-33",
    ):
        assert said in joined, said
