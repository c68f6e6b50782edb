"""What a trend's numbers cannot say, and what stands beside them without being the trend."""

from knotcli.coach.text import Line
from knotcli.coach.trend.change import PERCENT_FLOOR
from knotcli.coach.trend.region_trend import RightAfter, Trend
from knotcli.coach.trend.weekly_means import MAX_WEEKS, monday_of_week
from knotcli.views.wording import count_things, short_day

CAUSE = "numbers cannot show what caused a change."
FALLS_BACK = f"Pain often falls back by itself, and {CAUSE}"
MOVES = f"Pain also rises and falls by itself, and {CAUSE}"


def right_after_lines(found: RightAfter) -> list[Line]:
    """Say how often pain was lower, the same or higher right after sessions, which is not the trend; nothing without one."""
    if not found.n:
        return []
    counts = (("lower", found.lower), ("the same", found.same), ("higher", found.higher))
    *others, last = [f"{way} in {n}" for way, n in counts if n]
    said = f"{', '.join(others)} and {last}" if others else last
    return [f"Right after {count_things(found.n, 'session')}, pain was {said}."]


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
            "so the means can be off."
        )
    if found.baseline and not found.percent:
        said.append(f"The start was under {PERCENT_FLOOR} points, where a percentage says little.")
    if found.baseline and trend.first_sessions:
        held = count_things(trend.first_sessions, "session")
        said.append(f"The first two weeks hold {held}, which may have eased the start.")
    if trend.region == "neck":
        said.append("In the neck, changes under 4 points can be noise.")
    # Where pain rises, that it often falls by itself would be false comfort.
    return [*said, MOVES if found.label.endswith("higher") else FALLS_BACK]
