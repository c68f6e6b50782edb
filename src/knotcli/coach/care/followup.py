"""How a region felt after a session: when to ask, and what follows from the answer. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from knotcli.coach.record import FollowUp
from knotcli.coach.session.dose import EarlierSession, is_same_day, session_end
from knotcli.coach.vocabulary import FollowUpAnswer, Region

FIRST_ASKED_AFTER = timedelta(hours=18)
"""How long after a session to ask: soreness comes within 24 to 48 hours (S2, S4); 18 hours for "next day" is our choice."""
STILL_RISING_AFTER = timedelta(days=3)
"""Pain that still increases after this is a reason to see someone at once (S4)."""
NOT_ASKED_AFTER = timedelta(days=7)
"""Older sessions are not asked about any more (own decision)."""
FollowUpOutcome = Literal["fine", "rest", "see", "emergency"]
"""fine: nothing follows. rest: this region, today. see: someone, today. emergency: call for help."""
SORE_ANSWERS = ("more", "increasing")
"""Answers after which the region rests for the day (S4: gone in 2 to 3 days; skipping is an own decision)."""


class DueFollowUp(NamedTuple):
    """A question that waits. session: the id it is about. day: when that ended. again: the last answer was "sore"."""

    region: Region
    session: str
    day: datetime
    again: bool


def find_due_follow_up(
    region: Region, past: Sequence[EarlierSession], answers: Sequence[FollowUp], now: datetime
) -> DueFollowUp | None:
    """Return the question to ask about `region` now, or None.

    It is about the newest session that counted and ended 18 hours to 7 days ago. It waits until there is an answer
    given after that end, at whatever time; it comes again once 3 days have passed, unless nothing was felt 18 hours
    after that end or later; and on each day after an answer of more than ordinary soreness.
    """
    given = _answers_by_time(region, answers, now)
    last = given[-1] if given else None
    sore = last is not None and last.answer in SORE_ANSWERS
    aged = [p for p in _recent_sessions(region, past, now) if sore or now - _ended_at(p) >= FIRST_ASKED_AFTER]
    if not aged or region_rests_today(region, answers, now):
        return None
    newest = max(aged, key=_ended_at)
    asked = DueFollowUp(region, newest.session.id, _ended_at(newest), sore)
    if last is None or sore or _answered_at(last, now) < _ended_at(newest):
        return asked
    third = [p for p in aged if now - _ended_at(p) >= STILL_RISING_AFTER]
    if (
        (last.answer != "none" or _answered_at(last, now) < _ended_at(newest) + FIRST_ASKED_AFTER)
        and third
        and _answered_at(last, now) < _ended_at(max(third, key=_ended_at)) + STILL_RISING_AFTER
    ):
        return asked
    return None


def region_rests_today(region: Region, answers: Sequence[FollowUp], now: datetime) -> bool:
    """Return whether the region rests today, because today's last answer was more than ordinary soreness."""
    given = _answers_by_time(region, answers, now)
    return bool(given) and given[-1].answer in SORE_ANSWERS and is_same_day(_answered_at(given[-1], now), now)


def judge_follow_up(
    region: Region, answer: FollowUpAnswer, past: Sequence[EarlierSession], answers: Sequence[FollowUp], now: datetime
) -> FollowUpOutcome:
    """Return what follows from an answer.

    Pain that still increases is a reason to see someone once 3 days have passed since a session that counted: the
    first one since nothing was felt, which is the more careful reading where sessions follow each other.
    """
    if answer == "breathing":
        return "emergency"
    if answer == "warning":
        return "see"
    if answer == "increasing":
        quiet = [a.at for a in _answers_by_time(region, answers, now) if a.answer == "none"]
        since = [_ended_at(p) for p in _recent_sessions(region, past, now) if not quiet or _ended_at(p) > quiet[-1]]
        return "see" if since and now - min(since) >= STILL_RISING_AFTER else "rest"
    return "rest" if answer in SORE_ANSWERS else "fine"


def _recent_sessions(region: Region, past: Sequence[EarlierSession], now: datetime) -> list[EarlierSession]:
    counted = [p for p in past if p.session.region == region and (p.counts or p.flared)]
    return [p for p in counted if _ended_at(p) <= now < _ended_at(p) + NOT_ASKED_AFTER]


def _answers_by_time(region: Region, answers: Sequence[FollowUp], now: datetime) -> list[FollowUp]:
    """Return the region's answers, oldest first. One dated ahead of the clock counts as given now."""
    return sorted((a for a in answers if a.region == region), key=lambda a: (_answered_at(a, now), a.at))


def _answered_at(answer: FollowUp, now: datetime) -> datetime:
    return min(answer.at, now)


def _ended_at(past: EarlierSession) -> datetime:
    return session_end(past.session)
