"""What the history keeps, as values.

Times are aware datetimes with a fixed offset: the moment, and the clock on the wall where it was given.
Ids are UUIDs as text, made before the first try to store, so that a second try never doubles an entry.
"""

import os
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from knotcli.coach.vocabulary import Region, Side, StepTool, Tool

CONTENT = 2
"""The number of the present set of questions. A check of an earlier set is asked anew."""


NOT_APPLICABLE = "not-applicable:"
"""How an answer begins that a fact rules out; the fact's id follows: an item, age, or session."""


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
    """One screening: what was asked for which regions, and the answers by item id.

    answers: yes, no, unsure, or "not-applicable:FACT" where a fact rules the item out: an item's id, age or session.
    cleared: a clinician's word by item id: yes, massage (pressing, no warmth), no, unsure.
    `origin`: asked, file, re-check, stop, follow-up. The last three hold only what was named.
    `found`: the verdict by region that a full check came to by itself, for what has no time to judge it again.
    content: the number of the set of questions. told: the story's keys by question number, and the age.
    carried: items whose answer comes from an earlier check, with the moment it was given. withdrawn: items that were
    picked and taken back. said: the numbers of the questions that count, by item. put: the regions, the age band and
    whether a session had been kept, from which follows what was shown.
    """

    id: str
    at: datetime
    regions: tuple[Region, ...]
    answers: Mapping[str, str]
    cleared: Mapping[str, str] = {}
    duration: Mapping[str, str] = {}
    origin: str = "asked"
    found: Mapping[str, str] = {}
    content: int = CONTENT
    told: Mapping[str, str] = {}
    carried: Mapping[str, datetime] = {}
    withdrawn: tuple[str, ...] = ()
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


Entry = Rating | Session | StepDone | Check | Assessment | FollowUp | DeskAnswer | Correction
