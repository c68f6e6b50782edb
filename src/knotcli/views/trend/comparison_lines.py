"""Days with a tag beside days without it, and the weeks' three answers: sentences, and what the JSON document holds."""

from collections.abc import Sequence
from typing import Any

from knotcli.coach.text import Block, Line
from knotcli.coach.trend.ratio import Ratio
from knotcli.coach.trend.tag_comparison import DESK, ENOUGH_TO_COMPARE, DaysSummary, TagComparison
from knotcli.coach.trend.weekly_peg import PegWeek
from knotcli.views.documents import pick_fields, write_value
from knotcli.views.wording import count_things, short_day

PEG_SHOWN = 4
"""Weeks in the line of means (own decision: they fit 80 columns)."""
NO_CAUSE = "This sets days side by side. It does not say what made them differ."


def comparison_lines(found: TagComparison) -> list[Block]:
    """Say how many days there are on each side, their mean and range; or that there are too few to compare."""
    if found.by.startswith(DESK):
        names = f"Days since your change ({found.by[len(DESK) :]})", "Other days"
    else:
        names = f"Days with {found.by}", "Days without"
    sides = zip(names, (found.tagged, found.others), strict=True)
    if not found.is_enough:
        counted = ". ".join(f"{name}: {side.days}" for name, side in sides)
        return [f"{counted}. Each side needs {count_things(ENOUGH_TO_COMPARE, 'rated day')} to compare them."]
    width = max(map(len, names))
    return [*(_side_line(name.ljust(width), side) for name, side in sides), ((NO_CAUSE, "dim"),)]


def _side_line(name: str, side: DaysSummary) -> Line:
    assert side.mean is not None
    assert side.low is not None
    assert side.high is not None
    spread = f"from {_say_value(side.low)} to {_say_value(side.high)}"
    return (
        (f"{name}  ", ""),
        (side.mean.text(), "strong"),
        (f" on average, {spread}, {count_things(side.days, 'day')}", ""),
    )


def _say_value(value: Ratio) -> str:
    return str(value.top) if value.bottom == 1 else value.text()


def peg_lines(weeks: Sequence[PegWeek]) -> list[Block]:
    """Give the last weeks' means in one line; nothing without an answer."""
    if not weeks:
        return []
    shown = " · ".join(f"{short_day(w.start)} {w.mean.text()}" for w in weeks[-PEG_SHOWN:])
    return [f"Your weeks (PEG, 0–10): {shown}"]


def comparison_document(found: TagComparison) -> dict[str, Any]:
    """Give the object `by` of a trend's document."""
    return {
        "tag": found.by,
        "with": _side_document(found.tagged),
        "without": _side_document(found.others),
        "enough": found.is_enough,
    }


def _side_document(side: DaysSummary) -> dict[str, Any]:
    return {**pick_fields(side, "days mean"), "min": write_value(side.low), "max": write_value(side.high)}


def peg_document(weeks: Sequence[PegWeek]) -> list[dict[str, Any]]:
    """Give the list `peg` of a trend's document: the weeks that were answered, means to 0.01."""
    return [pick_fields(week, "week mean") for week in weeks]
