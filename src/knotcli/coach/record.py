"""What the history keeps, as values.

Times are aware datetimes with a fixed offset: the moment, and the clock on the wall where it was given.
Ids are UUIDs as text, made before the first try to store, so that a second try never doubles an entry.
"""

import os
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from knotcli.coach.vocabulary import Region, Side, StepTool, Tool


def make_entry_id() -> str:
    """Make a random UUID (version 4) as text, without loading the uuid module."""
    b = bytearray(os.urandom(16))
    b[6] = b[6] & 0x0F | 0x40
    b[8] = b[8] & 0x3F | 0x80
    h = b.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


class Rating(NamedTuple):
    """One pain rating, 0 (none) to 10 (worst imaginable). `kind`: now (log), before and after (session)."""

    id: str
    at: datetime
    region: Region
    side: Side | None
    score: int
    kind: str = "now"
    note: str = ""
    session: str | None = None


class Session(NamedTuple):
    """One sitting. It is `partial` from its first moment, and becomes `complete` or `stopped` only at its end.

    Seconds are credited ones: seen to pass while the step ran. `reason` is the stop rule's id, when stopped.
    """

    id: str
    at: datetime
    region: Region
    routine: str
    side: Side
    tool: Tool
    status: str = "partial"
    ended_at: datetime | None = None
    reason: str = ""
    planned_seconds: int = 0
    heat_seconds: int = 0
    pressure_seconds: int = 0
    note: str = ""
    plan: str = ""
    """What resuming needs: the plan's options as JSON. Views do not show it."""


class StepDone(NamedTuple):
    """One step of a session that ended. `outcome`: done, skipped, cut (ended early), stopped."""

    id: str
    at: datetime
    session: str
    number: int
    kind: str
    title: str
    side: Side | None
    tool: StepTool | None
    planned: int
    seconds: float
    outcome: str


class Check(NamedTuple):
    """One screening: what was asked for which regions, and the answers (yes, no, unsure) by item id.

    `origin`: asked, file, re-check, stop, follow-up. The last three hold only what was named.
    `found`: the verdict by region that a full check came to by itself, for what has no time to judge it again.
    """

    id: str
    at: datetime
    regions: tuple[Region, ...]
    answers: Mapping[str, str]
    cleared: Mapping[str, str] = {}
    duration: Mapping[str, str] = {}
    origin: str = "asked"
    found: Mapping[str, str] = {}


class Assessment(NamedTuple):
    """A clinician looked at the red flags `flags` (item ids) on `day`."""

    id: str
    at: datetime
    day: date
    flags: tuple[str, ...]
    note: str = ""


class FollowUp(NamedTuple):
    """How a region was after a session: `answer` is one of FOLLOW_UPS. `about`: the session's id, where one was meant."""

    id: str
    at: datetime
    region: Region
    answer: str
    about: str | None = None


class DeskAnswer(NamedTuple):
    """One thing that may keep a knot coming back: `topic` is its id in content/desk.toml, `word` one of DESK_WORDS.

    `region`: for which it was asked or changed.
    """

    id: str
    at: datetime
    region: Region
    topic: str
    word: str


Entry = Rating | Session | StepDone | Check | Assessment | FollowUp | DeskAnswer
