"""Today at a glance: a line a region and one next step; one line for a prompt; the JSON document."""

from datetime import datetime
from typing import Any

from knotcli.coach.overview.today import (
    REGIONS_SHOWN,
    NextStep,
    RegionToday,
    Today,
    choose_next_step,
    find_foremost_region,
)
from knotcli.coach.session.dose import TooSoon
from knotcli.coach.text import Block, Column, Line, Span, Style, Table
from knotcli.coach.times import ToLocal
from knotcli.views.wording import CHANGE_STYLES, CHANGE_WORDS

ARROWS = {
    "clearly-lower": "↓",
    "lower": "↓",
    "slightly-lower": "↓",
    "same": "→",
    "slightly-higher": "↑",
    "higher": "↑",
}
CHECKS = {
    "none": "no check yet",
    "assessed": "new check needed",
    "ended": "check ended",
    "expired": "check too old",
    "future": "check dated ahead",
    "incomplete": "check not complete",
    "flag": "no session",
    "blocked": "no session",
    "needs-clearance": "clearance needed",
    "unsure": "checked",
}
DUE = {
    "stop": "stop, see someone",
    "resume": "can go on",
    "follow-up": "follow-up due",
    "rest": "rest day",
    "check": "check due",
    "session": "session due",
    "assess": "have it looked at",
}
SHORT_DAYS = 14
"""Days after which a last rating is no longer shown in a status bar (own decision)."""


def today_lines(today: Today, local: ToLocal) -> list[Block]:
    """Say what stands, what is due, and one next step with its command.

    local: gives a moment as the clocks here show it then.
    """
    if not today.places and not today.flags:
        return [
            "knot asks first, then leads you through heat, pressure and stretching, and keeps your ratings.",
            "It is not a medical device, and its questions miss things.",
            (("Begin with: ", ""), ("knot check", "key")),
        ]
    lines: list[Block] = [((f"Today, {today.now:%A} {today.now.day} {today.now:%b}", "title"),)]
    if today.flags:
        lines.append((("A warning sign is set: no session until a clinician has looked.", "warn"),))
    columns = (
        Column(style="strong"),
        Column(style="strong", right=True),
        Column(),
        Column(),
        Column(prose=True),
    )
    shown = today.places[:REGIONS_SHOWN]
    if shown:
        lines.append(Table(columns, tuple(_make_cells(place, today, local) for place in shown)))
    if len(today.places) > len(shown):
        lines.append(((f"And {len(today.places) - len(shown)} more: knot trend", "dim"),))
    if today.desk:
        lines.append(f"The change of a week ago: how did it go? knot desk {today.desk[1]}")
    step = choose_next_step(today)
    return [*lines, (("Next: ", ""), (step.command, "key"), (f"  {_describe_step(step)}".rstrip(), "dim"))]


def _make_cells(place: RegionToday, today: Today, local: ToLocal) -> tuple[Line, ...]:
    score = "–" if place.score is None else str(place.score)
    word = CHANGE_WORDS[place.label] if place.rated else "not rated yet"
    arrow: Span = (ARROWS.get(place.label, " "), CHANGE_STYLES.get(place.label, ""))
    said = [_describe_check(place)]
    if not today.flags and (due := _describe_due(place, today.now, local)):
        said.append(due)
    style: Style = "warn" if place.due in ("stop", "rest", "assess") else ""
    return place.region, score, (arrow,), word, ((" · ".join(said), style),)


def _describe_check(place: RegionToday) -> str:
    if place.check == "holds" and place.until:
        return f"check holds to {place.until.day} {place.until:%b}"
    return CHECKS.get(place.check, "no session")


def _describe_due(place: RegionToday, now: datetime, local: ToLocal) -> str:
    if place.due == "check":
        return ""
    if place.resume is not None and place.due == "resume":
        return f"can go on to {local(place.resume):%H:%M}"
    if place.due == "rest" and place.hold is not None and not place.rests:
        return f"rest until {_say_opening(place.hold, now, local)}"
    if place.due:
        return DUE[place.due]
    if place.hold is not None and place.check == "holds":
        return f"opens {_say_opening(place.hold, now, local)}"
    return "done for today" if place.today else ""


def _say_opening(held: TooSoon, now: datetime, local: ToLocal) -> str:
    """Say it in a few columns: 18:20, tomorrow, tomorrow 04:10, Sun 22 Nov."""
    at = held.opens if held.whole_day else local(held.opens)
    days = (at.date() - now.date()).days
    day = "" if days == 0 else "tomorrow" if days == 1 else f"{at:%a} {at.day} {at:%b}"
    return f"{day} {'' if held.whole_day else f'{at:%H:%M}'}".strip()


def _describe_step(step: NextStep) -> str:
    return {
        "resume": "go on where it stopped",
        "follow-up": "how it is since the last session",
        "stop": "what to do now",
        "assess": "what to take along",
        "check": "under three minutes",
        "log": "how it is now",
        "desk": "how the change went",
        "flag": "what was named",
    }.get(step.what, "")


def short_status(today: Today) -> str:
    """Give the one line, or "" when there is nothing to say."""
    place = find_foremost_region(today)
    parts = []
    if place is not None and place.rated is not None and (today.now - place.rated).days < SHORT_DAYS:
        parts.append(f"{place.region} {place.score} {ARROWS.get(place.label, '')}".rstrip())
    if today.flags:
        parts.append("warning sign set")
    elif place is not None and place.due:
        what = DUE[place.due]
        parts.append(what if parts else f"{place.region} {what}")
    return " · ".join(parts)


def today_document(today: Today) -> dict[str, Any]:
    """Give the JSON document."""
    step = choose_next_step(today)
    return {
        "at": today.now.isoformat(),
        "warning_signs": list(today.flags),
        "regions": {
            p.region: {
                "score": p.score,
                "rated_at": p.rated.isoformat() if p.rated else None,
                "kind": p.kind if p.rated else None,
                "change": p.label,
                "check": p.check,
                "valid_until": p.until.isoformat() if p.until else None,
                "due": (p.due or None) if not today.flags else None,
                "sessions_today": p.today,
                "resume_until": p.resume.isoformat() if p.resume else None,
                "opens_at": p.hold.opens.isoformat() if p.hold else None,
                "course": p.course.verdict if p.course else "begin",
                "review": p.course.review.isoformat() if p.course and p.course.review else None,
            }
            for p in today.places
        },
        "desk_change_due": today.desk[0] if today.desk else None,
        "next": {"what": step.what, "command": step.command},
    }
