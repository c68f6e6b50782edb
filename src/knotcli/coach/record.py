"""The values that the history keeps: the language that every room shares.

Times are aware datetimes with a fixed offset: the moment, and what the wall clock showed where it was given.
Ids are UUIDs as text, made before the first try to store, so that a second try never doubles an entry.
The field names are stored and exported; they stay as they are.
"""

import os
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

from knotcli.coach import vocabulary

CONTENT = 2
"""The number of the present set of questions. A check of an earlier set is asked anew."""


def make_entry_id() -> str:
    """Make a random UUID (version 4) as text, without loading the uuid module."""
    b = bytearray(os.urandom(16))
    b[6] = b[6] & 0x0F | 0x40
    b[8] = b[8] & 0x3F | 0x80
    return format_uuid(b)


def format_uuid(digits: bytearray) -> str:
    """Write the 16 bytes of a UUID as text."""
    h = digits.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


class Rating(NamedTuple):
    """One pain rating. score: 0 (none) to 10 (worst imaginable). session: its id, for the kinds before and after."""

    id: str
    at: datetime
    region: vocabulary.Region
    side: vocabulary.Side | None
    score: int
    kind: vocabulary.RatingKind = "now"
    note: str = ""
    session: str | None = None
    tags: tuple[str, ...] = ()


class Session(NamedTuple):
    """One sitting. It is partial from its first moment, and becomes complete or stopped only at its end.

    tool: "" where nothing is pressed. reason: the stop rule's id, when stopped. Seconds are credited ones: observed to pass while the step ran.
    plan: the options and steps as JSON, for resuming; no view shows it.
    """

    id: str
    at: datetime
    region: vocabulary.Region
    routine: str
    side: vocabulary.Side
    tool: vocabulary.Tool | Literal[""]
    status: vocabulary.SessionStatus = "partial"
    ended_at: datetime | None = None
    reason: str = ""
    planned_seconds: int = 0
    heat_seconds: int = 0
    pressure_seconds: int = 0
    note: str = ""
    plan: str = ""
    tags: tuple[str, ...] = ()

    @property
    def was_stopped(self) -> bool:
        """Whether somebody said that something was wrong, and has not taken it back."""
        return self.status in ("stopped", "stopping")


class StepDone(NamedTuple):
    """One step of a session that ended. number: its place in the session, from 0. planned, seconds: seconds."""

    id: str
    at: datetime
    session: str
    number: int
    kind: vocabulary.StepKind
    title: str
    side: vocabulary.Side | None
    tool: vocabulary.StepTool | None
    planned: int
    seconds: float
    outcome: vocabulary.StepOutcome


class Check(NamedTuple):
    """One screening: what was asked for which regions, and the answers by item id.

    cleared: what a clinician said about an item, by item id. duration: how long each region has been sore.
    found: the verdict of each region, from this check alone, for what has no time to judge it again. content: the number of the set of questions. told: the story's keys by question number, and the age.
    carried: items whose answer comes from an earlier check, with the moment it was given. withdrawn: items that were
    picked and taken back. not_applicable: what a fact rules out, with the fact: an item's id, age or session. said: the numbers of the questions that count, by item. put: the regions, the age band and
    whether a session had been kept, from which follows what was shown.
    """

    id: str
    at: datetime
    regions: tuple[vocabulary.Region, ...]
    answers: Mapping[str, vocabulary.Answer]
    cleared: Mapping[str, vocabulary.ClearedWord] = {}
    duration: Mapping[vocabulary.Region, vocabulary.Duration] = {}
    origin: vocabulary.CheckOrigin = "asked"
    found: Mapping[vocabulary.Region, vocabulary.Verdict] = {}
    content: int = CONTENT
    told: Mapping[str, str] = {}
    carried: Mapping[str, datetime] = {}
    withdrawn: tuple[str, ...] = ()
    not_applicable: Mapping[str, str] = {}
    said: Mapping[str, tuple[int, ...]] = {}
    put: Mapping[str, str] = {}


class Correction(NamedTuple):
    """A warning sign, last named at `named`, that was never so: taken back by its questions and a typed sentence."""

    id: str
    at: datetime
    flag: str
    named: datetime
    sentence: str


class Assessment(NamedTuple):
    """A clinician looked at the red flags `flags` (item ids) on `day`."""

    id: str
    at: datetime
    day: date
    flags: tuple[str, ...]
    note: str = ""


class CourseLook(NamedTuple):
    """Someone looked, on `day`, at how a region goes over the weeks: a new course begins. No red flag is cleared by it."""

    id: str
    at: datetime
    region: vocabulary.Region
    day: date


class FollowUp(NamedTuple):
    """How a region felt after a session. about: the session's id, where one was meant."""

    id: str
    at: datetime
    region: vocabulary.Region
    answer: vocabulary.FollowUpAnswer
    about: str | None = None


class WeekAnswer(NamedTuple):
    """Three numbers about the past week, 0 (best) to 10: average pain, and how much it interfered with enjoyment and activity."""

    id: str
    at: datetime
    pain: int
    enjoyment: int
    activity: int


class BreakTaken(NamedTuple):
    """A movement break: for which regions, and the seconds for which it ran. It is no session, and counts as none."""

    id: str
    at: datetime
    regions: tuple[vocabulary.Region, ...]
    seconds: int


class DeskAnswer(NamedTuple):
    """One answer about what may keep a knot coming back. topic: its id in content/desk.toml.

    region: the one that it was asked or changed for.
    """

    id: str
    at: datetime
    region: vocabulary.Region
    topic: str
    word: vocabulary.DeskWord


Entry = (
    Rating
    | Session
    | StepDone
    | Check
    | Assessment
    | CourseLook
    | FollowUp
    | DeskAnswer
    | Correction
    | WeekAnswer
    | BreakTaken
)
