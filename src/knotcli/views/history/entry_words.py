"""One entry in a few words, and what differs between two states of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from knotcli.coach import record
from knotcli.coach.text import clean_text, short_day
from knotcli.coach.trend.weekly_peg import PEG_ITEMS, mean_of_answer
from knotcli.coach.vocabulary import DeskWord, FollowUpAnswer, Region, Side

SHOWN = 60
"""Characters of a note that are shown in a line about something else."""

_WORDS = {
    "rating": ("rating", "ratings"),
    "session": ("session", "sessions"),
    "step": ("step", "steps"),
    "check": ("check", "checks"),
    "assessment": ("visit to a clinician", "visits to a clinician"),
    "course-look": ("visit about the course", "visits about the course"),
    "follow-up": ("answer after a session", "answers after a session"),
    "desk": ("answer about habits", "answers about habits"),
    "correction": ("flag taken back", "flags taken back"),
    "week": ("answer about a week", "answers about a week"),
    "break": ("break", "breaks"),
}
_KINDS: Mapping[type[record.Entry], str] = {
    record.Rating: "rating", record.Session: "session", record.StepDone: "step", record.Check: "check", record.Assessment: "assessment",
    record.CourseLook: "course-look", record.FollowUp: "follow-up", record.DeskAnswer: "desk", record.Correction: "correction",
    record.WeekAnswer: "week", record.BreakTaken: "break",
}  # fmt: skip


FOLLOW_UP_WORDS: Mapping[FollowUpAnswer, str] = {
    "none": "not sore",
    "ordinary": "sore as after exercise",
    "more": "sorer than after exercise",
    "increasing": "pain that is still getting worse",
    "warning": "a warning sign",
    "breathing": "trouble breathing",
}
DESK_WORDS_SAID: Mapping[DeskWord, str] = {
    "yes": "yes",
    "no": "no",
    "unsure": "not sure",
    "trying": "a change to try",
    "declined": "a change that you did not want",
    "kept": "a change that you kept to",
    "partly": "a change that you kept to in part",
    "dropped": "a change that you dropped",
}


def name_place(region: Region, side: Side | None) -> str:
    """Say where: neck, or neck left. Both sides, or none named, is the region alone."""
    return f"{region} {side}" if side in ("left", "right") else region


def describe_entry(entry: record.Entry) -> str:
    """Name an entry in a few words, without its note."""
    when = f"{entry.at:%a} {short_day(entry.at, 0)} {entry.at:%H:%M}"
    if isinstance(entry, record.Rating):
        kind = "" if entry.kind == "now" else f" {entry.kind} a session"
        return f"{name_place(entry.region, entry.side)} {entry.score}{kind}, {when}"
    if isinstance(entry, record.Session):
        return f"session {name_place(entry.region, entry.side)}, {when}"
    if isinstance(entry, record.BreakTaken):
        return f"break ({', '.join(entry.regions)}), {when}"
    if isinstance(entry, record.StepDone):
        return f"a step of a session, {when}"
    if isinstance(entry, record.Check):
        return f"check {', '.join(entry.regions)}, {when}" if entry.regions else f"check, {when}"
    if isinstance(entry, record.FollowUp):
        return f"{entry.region} after a session: {FOLLOW_UP_WORDS[entry.answer]}, {when}"
    if isinstance(entry, record.DeskAnswer):
        return f"{entry.topic} ({entry.region}): {DESK_WORDS_SAID[entry.word]}, {when}"
    if isinstance(entry, record.Correction):
        return f"{entry.flag}, taken back on {entry.at:%a} {short_day(entry.at, 0)}"
    if isinstance(entry, record.WeekAnswer):
        return f"your week, {describe_week(entry)}, {when}"
    if isinstance(entry, record.CourseLook):
        return f"{entry.region} seen by someone, {entry.day:%a} {short_day(entry.day, 0)}"
    return f"seen by a clinician, {entry.day:%a} {short_day(entry.day, 0)}"


def note_with_tags(entry: record.Rating | record.Session) -> str:
    """Give an entry's note and behind it its tags, each with a number sign; "" for neither."""
    return "  ".join(filter(None, (entry.note, " ".join(f"#{tag}" for tag in entry.tags))))


def describe_week(answer: record.WeekAnswer) -> str:
    """Say the three numbers and their mean."""
    numbers = ", ".join(f"{item} {getattr(answer, item)}" for item in PEG_ITEMS)
    return f"{numbers}; mean {mean_of_answer(answer).text()}"


def describe_changes(before: record.Entry, after: record.Entry) -> str:
    """Say what differs, each as `name old → new`; "" when nothing that is shown does."""
    told = []
    for field in ("score", "at", "region", "side", "status", "note", "tags", *PEG_ITEMS):
        values = [getattr(entry, field, None) for entry in (before, after)]
        old, new = (_say_value(field, value) for value in values)
        if old == new and values[0] != values[1] and field == "at":
            old, new = (f"{value:%H:%M:%S%z}" for value in values)
        if old != new:
            told.append(f"{'time' if field == 'at' else field} {old} → {new}")
    return ", ".join(told)


def count_entries(entries: Iterable[record.Entry]) -> str:
    """Count entries by kind: 1 session, 2 ratings, 14 steps. "" for none."""
    return count_kinds(Counter(_KINDS[type(entry)] for entry in entries))


def count_kinds(kinds: Mapping[str, int]) -> str:
    """Say counts by kind of entry in their order; "" for none."""
    return ", ".join(
        f"{n} {word if n == 1 else words}" for kind, (word, words) in _WORDS.items() if (n := kinds.get(kind, 0))
    )


def _say_value(field: str, value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%a} {short_day(value, 0)} {value:%H:%M}"
    if field == "note" and value:
        text = clean_text(str(value))
        return f"“{text if len(text) <= SHOWN else text[: SHOWN - 1] + '…'}”"
    if isinstance(value, tuple):
        return " ".join(value) or "none"
    return "none" if value in (None, "") else str(value)
