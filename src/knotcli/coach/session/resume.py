"""Going on with a session that broke off: what is noted for it, and from where with what it had. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zlib import crc32

import msgspec

from knotcli.coach.record import Rating, Session, StepDone
from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.routines.steps import Step
from knotcli.coach.session.state import EarlierDose
from knotcli.coach.vocabulary import MOVEMENT_KINDS

RESUME_WITHIN = timedelta(hours=2)
"""How long after its last sign of life a session can go on (own decision)."""


class RunNote(msgspec.Struct, frozen=True, kw_only=True):
    """What a session notes about itself (Session.plan, as JSON).

    dosed: it has heat or pressure. steps: a digest of its steps; runner: the program that runs it; at: the step in which it was ended, None while it
    runs or when nobody could say.
    """

    options: PlanOptions
    steps: str
    runner: str = ""
    dosed: bool = True
    at: int | None = None


class UnfinishedSession(msgspec.Struct, frozen=True, kw_only=True):
    """Where a session goes on: its first step, what the body had, and the rating before.

    sign: the last moment at which it kept anything.
    """

    entry: Session
    sign: datetime
    first: int
    had: EarlierDose
    before: int | None


def digest_steps(steps: Sequence[Step]) -> str:
    """Return a short mark of these steps: other steps have the same one by a chance of one in four billion."""
    told = [(s.kind, s.title, s.side, s.tool, s.spot, s.seconds) for s in steps]
    return f"{crc32(repr(told).encode()):08x}"


def write_run_note(options: PlanOptions, steps: Sequence[Step], runner: str) -> str:
    """Write what a session that begins notes about itself."""
    dosed = any(step.kind in ("heat", "hold") for step in steps)
    note = RunNote(options=options, steps=digest_steps(steps), runner=runner, dosed=dosed)
    return msgspec.json.encode(note).decode()


def read_run_note(entry: Session) -> RunNote | None:
    """Read what a session noted about itself; None when that is nothing or makes no sense."""
    try:
        return msgspec.json.decode(entry.plan, type=RunNote)
    except msgspec.DecodeError:
        return None


def note_left_at(plan: str, index: int) -> str:
    """Note the step in which a session was ended."""
    try:
        left = msgspec.json.decode(plan, type=RunNote)
    except msgspec.DecodeError:
        return plan
    return msgspec.json.encode(msgspec.structs.replace(left, at=index)).decode()


def find_last_sign(entry: Session, done: Sequence[StepDone], ratings: Sequence[Rating]) -> datetime:
    """Return the last moment at which the session kept anything."""
    ended = [entry.ended_at] if entry.ended_at else []
    return max([entry.at, *ended, *(step.at for step in done), *(rating.at for rating in ratings)])


def fill_kept_seconds(entry: Session, done: Sequence[StepDone]) -> Session:
    """Return a session that never came to its end with the seconds of the steps that it kept."""
    if entry.ended_at is not None:
        return entry
    heat = sum(step.seconds for step in done if step.kind == "heat")
    pressure = sum(step.seconds for step in done if step.kind == "hold")
    return entry._replace(
        heat_seconds=max(entry.heat_seconds, round(heat)), pressure_seconds=max(entry.pressure_seconds, round(pressure))
    )


def find_resume_point(
    entry: Session, done: Sequence[StepDone], ratings: Sequence[Rating], steps: Sequence[Step], now: datetime
) -> UnfinishedSession | None:
    """Find where a session goes on, None when it is over, too long ago, or had nothing yet but a rating to begin with.

    `done`: its steps in the order in which they ended. A hold begins with its lead-in, and a rest is over. Of a step
    that broke off unseen nothing was credited, but as much as may have been had counts against the bounds.
    """
    left, sign = read_run_note(entry), find_last_sign(entry, done, ratings)
    scores = {rating.kind: rating.score for rating in ratings}
    if entry.status != "partial" or left is None or not (done or left.at) or "after" in scores:
        return None
    if not timedelta() <= now - sign <= RESUME_WITHIN:
        return None
    first = done[-1].number + 1 if left.at is None else left.at
    if not 0 < first < len(steps):
        return None
    unseen = 0.0 if entry.ended_at else min((now - sign).total_seconds(), steps[first].most)
    kind = steps[first].kind
    had = EarlierDose(
        heat=sum(step.seconds for step in done if step.kind == "heat"),
        pressure=sum(step.seconds for step in done if step.kind == "hold"),
        other_heat=unseen if kind == "heat" else 0.0,
        other_pressure=unseen if kind == "hold" else 0.0,
        movement=sum(step.seconds for step in done if step.kind in MOVEMENT_KINDS),
    )
    if kind == "rest":
        first += 1
    elif kind == "hold" and steps[first - 1].kind == "prepare" and steps[first - 1].spot:
        first -= 1
    return UnfinishedSession(entry=entry, sign=sign, first=first, had=had, before=scores.get("before"))
