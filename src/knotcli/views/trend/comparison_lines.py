"""What stands beside a trend's weeks: days by a tag, the weeks' answers, and what the numbers cannot say."""

from collections.abc import Sequence
from typing import Any

from knotcli.coach.text import Block, Line, count_things, join_words, short_day
from knotcli.coach.trend.change import PERCENT_FLOOR
from knotcli.coach.trend.region_trend import DESK, ENOUGH_TO_COMPARE, DaysSummary, RightAfter, TagComparison, Trend
from knotcli.coach.trend.weekly_means import MAX_WEEKS, Ratio, monday_of_week
from knotcli.coach.trend.weekly_peg import PegWeek
from knotcli.views.documents import pick_fields, write_value

CAUSE = "numbers cannot show what caused a change."
FALLS_BACK = f"Pain often falls back by itself, and {CAUSE}"
MOVES = f"Pain also rises and falls by itself, and {CAUSE}"


def say_finished(finished: int, begun: int) -> list[str]:
    """Say how many sessions ran to their planned end; nothing of a single one."""
    said = f"All {begun} sessions" if finished == begun else f"{finished or 'None'} of {begun} sessions"
    return [f"{said} ran to the planned end."] if begun > 1 else []


def right_after_lines(found: RightAfter) -> list[Line]:
    """Say how often pain was lower, the same or higher right after sessions, which is not the trend; nothing without one."""
    if not found.n:
        return []
    counts = [(way, n) for way, n in (("lower", found.lower), ("the same", found.same), ("higher", found.higher)) if n]
    if len(counts) == 1:
        each = "each of " if found.n > 1 else ""
        return [f"Right after {each}{count_things(found.n, 'session')}, pain was {counts[0][0]}."]
    said = join_words([f"{way} in {n}" for way, n in counts], " and ")
    return [f"Right after {found.n} sessions, pain was {said}."]


def list_cautions(trend: Trend, commands: bool = True) -> list[str]:
    """Say what the numbers cannot (O-35 for the neck, O-41 and O-42 for falling back and for gaps).

    Only what applies; that pain moves by itself and that numbers show no cause always does. The trend has at least one
    rating. commands: whether the reader can type one.
    """
    assert trend.first_day is not None
    found, begun = trend.change, monday_of_week(trend.first_day)
    said = []
    since = [w for w in trend.weeks if w.start >= begun]
    missing = sum(w.mean is None for w in since)
    if missing and missing == len(since):
        reach = min((trend.weeks[-1].start - begun).days // 7 + 1, MAX_WEEKS)
        said.append(
            f"The first rating is from {short_day(trend.first_day, 0)}."
            + (f" To look back: knot trend {trend.region} --weeks {reach}" if commands else "")
        )
    elif missing:
        said.append(
            f"{missing} of {count_things(len(since), 'week')} {'has' if missing == 1 else 'have'} no entries, "
            "so the means may be off."
        )
    if found.baseline and not found.percent:
        said.append(f"The start was under {PERCENT_FLOOR} points, where a percentage says little.")
    if found.baseline and trend.first_sessions:
        held = count_things(trend.first_sessions, "session")
        said.append(f"The first two weeks hold {held}, which may have eased the start.")
    if trend.region == "neck":
        said.append("In the neck, less than 4 points can be chance.")
    # Where pain rises, that it often falls by itself would be false comfort.
    return [*said, MOVES if found.label.endswith("higher") else FALLS_BACK]


PEG_SHOWN = 4
"""Weeks in the line of means (own decision: they fit 80 columns)."""
NO_CAUSE = "This only sets days side by side. It cannot say what made them differ."


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
