"""The weeks of a trend as a chart, a bar a week; the first fourteen days as one dot a rated day."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from knotcli.coach.text import Line, count_things, short_day
from knotcli.coach.trend.change import WINDOW_DAYS
from knotcli.coach.trend.region_trend import Trend
from knotcli.coach.trend.weekly_means import RatedDay, RatedWeek, Ratio, monday_of_week

FOLDED = 3  # more weeks than this without entries stand in one line
EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
# A column is as wide as its head; one without a head is left out.
WIDE = ("week of", "  mean", "  range", "  days ", "  ratings", "  sessions")
NARROW = ("week  ", " mean", " range", " days ", "", " sess")


def week_chart_lines(trend: Trend, width: int) -> list[Line]:
    """Lay out the weeks, oldest first. The bar stands last: no column shifts with its length.

    Weeks before the first rating and long runs without entries are folded into one line that says how many.
    """
    assert trend.first_day is not None
    heads = (WIDE if width >= 72 else NARROW)[: 6 if any(w.sessions for w in trend.weeks) else 5]
    head = "".join(heads)
    cells = 10 * max(1, min(4, (width - len(head) - 1) // 10))
    result: list[Line] = [((f"{head} 0{'5':>{cells // 2}}{'10':>{cells // 2 - 1}}", "dim"),)]
    begun = monday_of_week(trend.first_day)
    years = trend.weeks[0].start.year != trend.weeks[-1].start.year
    year = None
    for (gap, before), run in groupby(trend.weeks, lambda w: (not (w.n or w.sessions), w.start < begun)):
        weeks = list(run)
        if gap and (before or len(weeks) > FOLDED):
            count = count_things(len(weeks), "week")
            said = f"{count} before the first rating" if before else f"no entries for {count}"
            result.append(((f"{'':{len(heads[0])}} {said}", "dim"),))
            continue
        for week in weeks:
            if years and week.start.year != year:
                year = week.start.year
                result.append(((f"{year:>{len(heads[0])}}", "dim"),))
            result.append(_week_line(week, heads, cells))
    return result


def say_weeks(trend: Trend) -> list[Line]:
    """Say each week with entries in a line, or each day while the first fourteen last, for those who listen."""
    if trend.first_days:
        return [f"{short_day(day.day)}: {Ratio(day.total, day.n).text()}." for day in trend.first_days]
    return [
        f"Week of {short_day(w.start)}: mean {w.mean.text()}, {'always' if w.low == w.high else f'from {w.low} to'} {w.high}, {count_things(w.days, 'rated day')}."
        for w in trend.weeks
        if w.mean is not None
    ]


def _week_line(week: RatedWeek, heads: Sequence[str], cells: int) -> Line:
    sessions = f"{week.sessions or '':>{len(heads[5])}}" if heads[5:] else ""
    start = f"{short_day(week.start):>{len(heads[0])}}"
    if week.mean is None:
        room = len("".join(heads[1:5])) if week.sessions else 0
        return (start, ""), (f"{' no entries':<{room}}", "dim"), (sessions.rstrip(), "")
    spread = f"{week.low}" if week.low == week.high else f"{week.low}–{week.high}"
    days = f"{week.days} {'few' if week.quality == 'thin' else '':<3}"
    said = (week.mean.text(), spread, days, str(week.n))
    mean, *others = [f"{text:>{len(head)}}" if head else "" for head, text in zip(heads[1:5], said, strict=True)]
    rest = "".join(others) + sessions
    drawn, whisker = draw_bar(week.mean, week.high or 0, cells)
    rest = f"{rest} " if drawn or whisker else rest.rstrip()
    return (start, ""), (mean, "strong"), (rest, ""), (drawn, "bar"), (whisker, "dim")


def draw_bar(mean: Ratio, high: int, cells: int) -> tuple[str, str]:
    """Draw 0 to `mean` in eighths of a cell, and from there to `high` as a line; 10 fills `cells`."""
    eighths = int(Ratio(mean.top * cells * 8, mean.bottom * 10).rounded(0))
    drawn = "█" * (eighths // 8) + EIGHTHS[eighths % 8]
    return drawn, "─" * (high * cells // 10 - len(drawn))


ROOMY_COLUMNS = 60
"""Columns from which each day has room for its number."""


def day_dot_lines(days: Sequence[RatedDay], today: date, columns: int) -> list[Line]:
    """Draw the fourteen days from the first rated one: a dot where there is a rating, and the day's mean below it."""
    first = days[0].day
    values = {day.day: Ratio(day.total, day.n).text(0) for day in days}
    span = [first + timedelta(days=number) for number in range(WINDOW_DAYS)]
    room = 4 if columns >= ROOMY_COLUMNS else 2
    dots = "".join(("●" if day in values else "·" if day <= today else "").rjust(room) for day in span)
    ends = f"{short_day(first)} to {short_day(span[-1])}"
    rows: list[Line] = [((dots.rstrip(), "bar"),)]
    if room > 2:
        rows.insert(0, (("".join(str(day.day).rjust(room) for day in span), "dim"),))
        rows.append("".join(values.get(day, "").rjust(room) for day in span).rstrip())
        return [*rows, ((f"{ends}: a dot is a rated day, with its mean below.", "dim"),)]
    return [*rows, ((f"{ends}: a dot is a rated day.", "dim"),)]
