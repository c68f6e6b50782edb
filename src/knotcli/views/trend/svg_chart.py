"""A trend as an inline SVG: a dot for each week's mean, a bar for its range, and nothing where nothing is known."""

from collections.abc import Iterator, Sequence

from knotcli.coach.text import count_things, short_day
from knotcli.coach.trend.region_trend import Trend
from knotcli.coach.trend.weekly_means import RatedWeek, monday_of_week
from knotcli.views.report.markup import Html, join_markup, make_element

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 68, 696, 14, 176
"""The plot within the picture; the y axis goes from 0 at the bottom to 10 at the top."""
_LABEL = 52  # room for a date under the axis
_ROOMY = 15  # from this width of a week on, its sessions are a number; below, a mark


def draw_chart(trend: Trend, name: str) -> Html:
    """Draw one region's weeks. `name` makes its ids unique on the page. The line joins neighbours only."""
    weeks = trend.weeks
    slot = (RIGHT - LEFT) / len(weeks)
    title, about = f"{name}-title", f"{name}-about"
    return make_element(
        "svg",
        make_element("title", f"Pain in the {trend.region.replace('-', ' ')} by week, 0 to 10", id=title),
        make_element("desc", describe_chart(trend), id=about),
        *_draw_grid(),
        *_draw_gaps(trend, slot),
        *_draw_lead_in(trend, slot),
        *_draw_ranges(weeks, slot),
        make_element("path", class_="mean", d=draw_path(weeks, slot)),
        *_draw_dots(weeks, slot),
        *_draw_week_axis(weeks, slot),
        class_="chart",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_labelledby=f"{title} {about}",
    )


def describe_chart(trend: Trend) -> str:
    """Say in words what the picture shows."""
    rated = [w for w in trend.weeks if w.mean is not None]
    if not rated:
        return f"No entries in {count_things(len(trend.weeks), 'week')}."
    first, last = rated[0], rated[-1]
    assert first.mean and last.mean
    begun = monday_of_week(trend.first_day) if trend.first_day else first.start
    missing = sum(w.mean is None for w in trend.weeks if w.start >= begun)
    course = f"Week of {short_day(first.start, 0)}: mean {first.mean.text()}."
    if last is not first:
        course += f" Week of {short_day(last.start, 0)}: mean {last.mean.text()}."
    return f"{course} {count_things(missing, 'week')} without entries. The table below has every week."


def draw_path(weeks: Sequence[RatedWeek], slot: float) -> str:
    """Give the line of the means. A week without entries breaks it."""
    parts = []
    before = False
    for place, week in enumerate(weeks):
        if week.mean is not None:
            parts.append(
                f"{'L' if before else 'M'}{_place_week(place, slot):.1f} {_place_score(_mean_score(week)):.1f}"
            )
        before = week.mean is not None
    return " ".join(parts)


def _place_week(place: float, slot: float) -> float:
    return LEFT + (place + 0.5) * slot


def _place_score(score: float) -> float:
    return BOTTOM - score * (BOTTOM - TOP) / 10


def _mean_score(week: RatedWeek) -> float:
    assert week.mean is not None
    return week.mean.top / week.mean.bottom


def _draw_grid() -> Iterator[Html]:
    names = {0: "0 none", 5: "5", 10: "10 worst"}
    for score in range(0, 11, 1):
        y = _place_score(score)
        if score in names:
            yield make_element("line", class_="grid", x1=LEFT, x2=RIGHT, y1=y, y2=y)
            yield make_element("text", names[score], class_="label", x=LEFT - 8, y=y + 4, text_anchor="end")
        else:
            yield make_element("line", class_="grid", x1=LEFT - 4, x2=LEFT, y1=y, y2=y)


def _draw_gaps(trend: Trend, slot: float) -> Iterator[Html]:
    begun = monday_of_week(trend.first_day) if trend.first_day else None
    for place, week in enumerate(trend.weeks):
        if week.mean is None and begun is not None and week.start >= begun:
            box = {"x": LEFT + place * slot, "y": TOP, "width": slot, "height": BOTTOM - TOP}
            yield make_element("rect", class_="gap", **box)


def _draw_lead_in(trend: Trend, slot: float) -> Iterator[Html]:
    begun = monday_of_week(trend.first_day) if trend.first_day else None
    wide = sum(begun is not None and w.start < begun for w in trend.weeks) * slot
    if wide >= 3 * _LABEL:
        x, y = LEFT + wide / 2, (TOP + BOTTOM) / 2 - 8
        yield make_element("text", "before the first rating", class_="label", x=x, y=y, text_anchor="middle")


def _draw_ranges(weeks: Sequence[RatedWeek], slot: float) -> Iterator[Html]:
    wide = slot if slot < 4 else min(10.0, slot * 0.5)
    radius = 0 if slot < 4 else wide / 2
    for place, week in enumerate(weeks):
        if week.low is not None and week.high is not None and week.low != week.high:
            top, bottom = _place_score(week.high), _place_score(week.low)
            x = _place_week(place, slot) - wide / 2
            yield make_element("rect", class_="range", x=x, y=top, width=wide, height=bottom - top, rx=radius)


def _draw_dots(weeks: Sequence[RatedWeek], slot: float) -> Iterator[Html]:
    radius = max(1.0, min(4.5, slot * 0.3))
    for place, week in enumerate(weeks):
        if week.mean is not None:
            style = "thin" if week.quality == "thin" and slot >= 6 else "dot"
            yield make_element(
                "circle", class_=style, cx=_place_week(place, slot), cy=_place_score(_mean_score(week)), r=radius
            )


def _draw_week_axis(weeks: Sequence[RatedWeek], slot: float) -> Iterator[Html]:
    if any(week.sessions for week in weeks):
        yield make_element("text", "sessions", class_="label", x=LEFT - 8, y=BOTTOM + 23, text_anchor="end")
    yield make_element("text", "week of", class_="label", x=LEFT - 8, y=BOTTOM + 43, text_anchor="end")
    for place, week in enumerate(weeks):
        if week.sessions and slot >= _ROOMY:
            number = str(week.sessions)
            yield make_element(
                "text", number, class_="label", x=_place_week(place, slot), y=BOTTOM + 23, text_anchor="middle"
            )
        elif week.sessions:
            yield make_element(
                "circle", class_="sat", cx=_place_week(place, slot), cy=BOTTOM + 19, r=max(0.7, min(2, slot / 3))
            )
    every = max(1, -(-len(weeks) * _LABEL // (RIGHT - LEFT)))
    year = None
    for place in range((len(weeks) - 1) % every, len(weeks), every):
        start = weeks[place].start
        x = _place_week(place, slot)
        yield make_element("line", class_="grid", x1=x, x2=x, y1=BOTTOM, y2=BOTTOM + 4)
        yield make_element("text", short_day(start), class_="label", x=x, y=BOTTOM + 43, text_anchor="middle")
        if start.year != year:
            year = start.year
            yield make_element("text", str(year), class_="label", x=x, y=BOTTOM + 58, text_anchor="middle")


def draw_legend(trend: Trend) -> Html:
    """Give the key to the picture, with only what is on it, each mark drawn small."""
    rated = [w for w in trend.weeks if w.mean is not None]
    begun = monday_of_week(trend.first_day) if trend.first_day else None
    marks = [("dot", "mean of a week")]
    if any(w.low != w.high for w in rated):
        marks.append(("range", "lowest to highest rating"))
    if any(w.quality == "thin" for w in rated) and (RIGHT - LEFT) / len(trend.weeks) >= 6:
        marks.append(("thin", "under 4 rated days"))
    if any(w.mean is None and begun is not None and w.start >= begun for w in trend.weeks):
        marks.append(("gap", "no entries"))
    return make_element(
        "p", *(join_markup(make_element("span", _draw_key(kind), what), " ") for kind, what in marks), class_="legend"
    )


def _draw_key(kind: str) -> Html:
    if kind in ("dot", "thin"):
        drawn = make_element("circle", class_=kind, cx=7, cy=7, r=4.5)
    elif kind == "range":
        drawn = make_element("rect", class_=kind, x=4, y=1, width=6, height=12, rx=3)
    else:
        drawn = make_element("rect", class_=kind, x=0, y=0, width=14, height=14)
    return make_element("svg", drawn, viewBox="0 0 14 14", class_="key", aria_hidden="true")
