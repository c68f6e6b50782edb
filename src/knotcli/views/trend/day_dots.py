"""The first fourteen days of a diary: one dot a rated day, before a week says anything."""

from collections.abc import Sequence
from datetime import date, timedelta

from knotcli.coach.text import Line
from knotcli.coach.trend.change import WINDOW_DAYS
from knotcli.coach.trend.ratio import Ratio
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.views.wording import short_day

WIDE = 60
"""Columns from which each day has room for its number."""


def day_dot_lines(days: Sequence[RatedDay], today: date, columns: int) -> list[Line]:
    """Draw the fourteen days from the first rated one: a dot where there is a rating, and the day's mean below it."""
    first = days[0].day
    values = {day.day: Ratio(day.total, day.n).text(0) for day in days}
    span = [first + timedelta(days=number) for number in range(WINDOW_DAYS)]
    room = 4 if columns >= WIDE else 2
    dots = "".join(("●" if day in values else "·" if day <= today else "").rjust(room) for day in span)
    ends = f"{short_day(first)} to {short_day(span[-1])}"
    rows: list[Line] = [((dots.rstrip(), "bar"),)]
    if room > 2:
        rows.insert(0, (("".join(str(day.day).rjust(room) for day in span), "dim"),))
        rows.append("".join(values.get(day, "").rjust(room) for day in span).rstrip())
        return [*rows, ((f"{ends}: a dot is a rated day, with its mean below.", "dim"),)]
    return [*rows, ((f"{ends}: a dot is a rated day.", "dim"),)]
