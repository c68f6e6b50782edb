"""Today at a glance: how each region stands, what is due, and one next step. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from knotcli.coach.care.course import STOP, Course
from knotcli.coach.care.followup import DueFollowUp
from knotcli.coach.session.dose import TooSoon
from knotcli.coach.vocabulary import ChangeLabel, CheckState, RatingKind, Region

DueAct = Literal["stop", "resume", "follow-up", "rest", "check", "session", "assess", ""]
"""What is due in a region: stop and see someone, go on with a session, say how it was, rest, check, a session, …"""
NextAct = DueAct | Literal["flag", "desk", "begin", "log"]
LATELY = timedelta(days=60)
"""A region without an entry for longer than this is left out (own decision)."""
REGIONS_SHOWN = 5
"""Regions that are shown; the others are only counted (own decision: the screen stays under 15 lines)."""
NEEDS_CHECK: tuple[CheckState, ...] = ("none", "assessed", "ended", "expired", "future", "incomplete")
"""States of a check that call for a new one."""


class RegionToday(NamedTuple):
    """One region today.

    active: the moment of its newest entry. score, rated, kind: its last rating. label: the change of its trend.
    check: how its check stands; until: how long that holds. hold: why a session would be too soon. waiting: the
    question after its last session. rests: it was more than a little sore today. today: how many sessions it had
    today. resume: until when the session that broke off can go on.
    """

    region: Region
    active: datetime
    score: int | None = None
    rated: datetime | None = None
    kind: RatingKind = "now"
    label: ChangeLabel = "too-early"
    check: CheckState = "none"
    until: datetime | None = None
    hold: TooSoon | None = None
    waiting: DueFollowUp | None = None
    rests: bool = False
    today: int = 0
    resume: datetime | None = None
    course: Course | None = None

    @property
    def due(self) -> DueAct:
        """What is due in this region, or "".

        One session a day is suggested, though two are allowed (S3 names two; suggesting one is our decision).
        """
        if self.course is not None and self.course.verdict in STOP:
            return "stop"
        if self.resume is not None:
            return "resume"
        if self.waiting is not None:
            return "follow-up"
        if self.rests or (self.hold is not None and self.hold.why == "flare"):
            return "rest"
        if self.check in NEEDS_CHECK:
            return "check"
        if self.check == "holds" and self.hold is None and not self.today and self.score != 0:
            return "session"
        return "assess" if self.course is not None and self.course.verdict == "assess" else ""


class Today(NamedTuple):
    """Everything that one look shows. places: the regions of the last two months, newest entry first.

    flags: ids of red flags that stand, so that no session may start anywhere. desk: topic and region of a change that
    is due for a review. last_break: the last movement break.
    """

    now: datetime
    places: tuple[RegionToday, ...] = ()
    flags: tuple[str, ...] = ()
    desk: tuple[str, str] | None = None
    last_break: datetime | None = None


class NextStep(NamedTuple):
    """One next step. what: what it is for. command: what does it. region: the one it is about, or ""."""

    what: NextAct
    command: str
    region: str = ""


_STEPS: tuple[tuple[DueAct, str], ...] = (
    ("resume", "knot session {} --resume"), ("follow-up", "knot followup {}"), ("stop", "knot plan {}"),
    ("session", "knot session {}"), ("check", "knot check {}"), ("assess", "knot plan {}"),
)  # fmt: skip
"""What is due, most pressing first, each with its command."""


def choose_next_step(today: Today) -> NextStep:
    """Return the one step to suggest."""
    if today.flags:
        return NextStep("flag", "knot check --show")
    for what, command in _STEPS:
        for place in today.places:
            if place.due == what:
                return NextStep(what, command.format(place.region), place.region)
    if today.desk:
        return NextStep("desk", f"knot desk {today.desk[1]}", today.desk[1])
    if not today.places:
        return NextStep("begin", "knot check")
    first = today.places[0]
    return NextStep("log", f"knot log {first.region}", first.region)


def find_foremost_region(today: Today) -> RegionToday | None:
    """Return the region that a single line is about: where something is due, else the one with the newest entry."""
    step = choose_next_step(today)
    return next((p for p in today.places if p.region == step.region), today.places[0] if today.places else None)


def sort_recent_regions(places: Sequence[RegionToday], now: datetime) -> tuple[RegionToday, ...]:
    """Return the regions of the last two months, newest entry first."""
    return tuple(sorted((p for p in places if now - p.active <= LATELY), key=lambda p: p.active, reverse=True))
