"""Today at a glance: a line a region and one next step; one line for a prompt; the JSON document."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from knotcli.coach.overview.today import (
    REGIONS_SHOWN,
    NextAct,
    NextStep,
    RegionToday,
    Today,
    choose_next_step,
    find_foremost_region,
)
from knotcli.coach.session.dose import TooSoon
from knotcli.coach.text import Block, Column, Line, Span, Style, Table, count_things, full_day, short_day
from knotcli.coach.times import ToLocal
from knotcli.coach.vocabulary import name_body_part
from knotcli.views.wording import CHANGE_STYLES, CHANGE_WORDS

ARROWS = {"clearly-lower": "↓", "lower": "↓", "slightly-lower": "↓", "same": "→", "slightly-higher": "↑", "higher": "↑"}
CHECKS = {
    "none": "no check yet",
    "assessed": "new check needed",
    "ended": "new check needed",
    "expired": "check has run out",
    "future": "new check needed",
    "incomplete": "check not complete",
    "flag": "no session",
    "blocked": "no session",
    "needs-clearance": "clearance needed",
    "unsure": "checked",
}
DUE = {
    "stop": "stop, and see someone",
    "resume": "can go on",
    "follow-up": "say how it feels",
    "rest": "rest day",
    "check": "check due",
    "session": "session due",
    "assess": "have it looked at",
}
NEXT_STEPS: Mapping[NextAct, str] = {
    "begin": "the check. It takes about two minutes",
    "check": "a check of your {region}. It takes about two minutes",
    "session": "a session for your {region}",
    "resume": "go on with the session that broke off",
    "follow-up": "say how it has been since the last session",
    "stop": "read why to stop, and whom to see",
    "assess": "read what to take along to a clinician",
    "desk": "say how the change went",
    "flag": "read what you named, and what to do",
    "log": "rate your {region} as it is now",
}
STEP_KEYS: Mapping[NextAct, str] = {
    "begin": "start the check",
    "check": "start the check",
    "session": "start the session",
    "resume": "go on with it",
    "follow-up": "say how it is",
    "stop": "read it",
    "assess": "read it",
    "desk": "say how it went",
    "flag": "read it",
    "log": "rate it",
}
SHORT_DAYS = 14
"""Days after which a last rating is no longer shown in a status bar (own decision)."""


def today_lines(today: Today, local: ToLocal) -> list[Block]:
    """Say what stands, what is due, and one next step with its command.

    local: gives a moment as the clocks here show it then.
    """
    if not today.places and not today.flags:
        return [
            "knot first asks you a few questions. Then it leads you through heat, pressure and stretching, and keeps your ratings.",
            "It is not a medical device, and its questions can miss things.",
            next_step_line(choose_next_step(today)),
        ]
    lines: list[Block] = [((f"Today, {full_day(today.now)}", "title"),)]
    if today.flags:
        lines.append((("You named a warning sign. Please see a clinician before the next session.", "warn"),))
    columns = (Column(style="strong"), Column(style="strong", right=True), Column(), Column(), Column(prose=True))
    shown = today.places[:REGIONS_SHOWN]
    if shown:
        lines.append(Table(columns, tuple(_make_cells(place, today, local) for place in shown)))
    if len(today.places) > len(shown):
        lines.append(
            ((f"And {count_things(len(today.places) - len(shown), 'more region')}: knot check --show", "dim"),)
        )
    if today.desk:
        lines.append(f"You have been trying a change for a week. How did it go? knot desk {today.desk[1]}")
    if today.last_break:
        at = local(today.last_break)
        day = "today" if at.date() == today.now.date() else f"on {full_day(at)}"
        lines.append(((f"Your last movement break was {day} at {at:%H:%M}.", "dim"),))
    return [*lines, next_step_line(choose_next_step(today))]


def next_step_line(step: NextStep) -> Line:
    """Say what comes next, and the command that does it."""
    said = f"Next, {NEXT_STEPS[step.what]}: ".format(region=name_body_part(step.region))
    return (said, ""), (step.command, "key")


def step_prompt(step: NextStep) -> str:
    """Return the question whose answer, Enter, does the next step."""
    return f"[Enter] {STEP_KEYS[step.what]}   [q] not now: "


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
        return f"checked until {short_day(place.until)}"
    return CHECKS.get(place.check, "no session")


def _describe_due(place: RegionToday, now: datetime, local: ToLocal) -> str:
    if place.due == "check":
        return ""
    if place.resume is not None and place.due == "resume":
        return f"can go on until {local(place.resume):%H:%M}"
    if place.due == "rest" and place.hold is not None and not place.rests:
        return f"rest until {_say_opening(place.hold, now, local)}"
    if place.due:
        return DUE[place.due]
    if place.hold is not None and place.check == "holds":
        return f"next one from {_say_opening(place.hold, now, local)}"
    return "done for today" if place.today else ""


def _say_opening(held: TooSoon, now: datetime, local: ToLocal) -> str:
    """Say it in a few columns: 18:20, tomorrow, tomorrow 04:10, Sun 22 Nov."""
    at = held.opens if held.whole_day else local(held.opens)
    days = (at.date() - now.date()).days
    day = "" if days == 0 else "tomorrow" if days == 1 else f"{at:%a} {short_day(at)}"
    return f"{day} {'' if held.whole_day else f'{at:%H:%M}'}".strip()


def short_status(today: Today) -> str:
    """Give the one line, or "" when there is nothing to say."""
    place = find_foremost_region(today)
    parts = []
    if place is not None and place.rated is not None and (today.now - place.rated).days < SHORT_DAYS:
        parts.append(f"{place.region} {place.score} {ARROWS.get(place.label, '')}".rstrip())
    if today.flags:
        parts.append("see a clinician first")
    elif place is not None and place.due:
        what = DUE[place.due]
        parts.append(what if parts else f"{place.region} {what}")
    if today.last_break and today.last_break.date() == today.now.date():
        parts.append(f"break {today.last_break:%H:%M}")
    return " · ".join(parts)


def today_document(today: Today) -> dict[str, Any]:
    """Give the JSON document."""
    from knotcli.views.documents import write_value

    step = choose_next_step(today)
    return {
        "at": today.now.isoformat(),
        "warning_signs": list(today.flags),
        "regions": {
            p.region: {
                "score": p.score,
                "rated_at": write_value(p.rated),
                "kind": p.kind if p.rated else None,
                "change": p.label,
                "check": p.check,
                "valid_until": write_value(p.until),
                "due": (p.due or None) if not today.flags else None,
                "sessions_today": p.today,
                "resume_until": write_value(p.resume),
                "opens_at": write_value(p.hold and p.hold.opens),
                "course": p.course.verdict if p.course else "begin",
                "review": write_value(p.course and p.course.review),
            }
            for p in today.places
        },
        "last_break": today.last_break.isoformat() if today.last_break else None,
        "desk_change_due": today.desk[0] if today.desk else None,
        "next": {"what": step.what, "command": step.command},
    }
