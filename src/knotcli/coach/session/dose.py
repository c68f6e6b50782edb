"""How often: what earlier sessions leave open, and when it opens again. Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Literal, NamedTuple

from knotcli.coach.record import Session
from knotcli.coach.text import full_day
from knotcli.coach.times import ToLocal
from knotcli.coach.vocabulary import Region, name_body_part

SESSIONS_A_DAY = 2
"""Sessions of a region on one local day (S3: about twice a day, taken as the most)."""
LEAST_PRESSURE, LEAST_HEAT = 60, 300
"""Seconds from which a session counts for the day and for the six hours; every press counts for its sitting (own decision)."""
BETWEEN_SESSIONS = timedelta(hours=6)
"""Between two sessions of a region (own decision)."""
SITTING_SPAN = timedelta(hours=2)
"""Sessions that lie closer than this count as one sitting (own decision)."""
REGIONS_A_SITTING = 2
"""Regions in one sitting (own decision)."""
FLARE = 2
"""Points by which the rating after is higher than the one before: then a rest day follows (own decision)."""
AHEAD = timedelta(days=1)
"""A session dated further ahead of the clock than this was dated by a wrong clock, and says nothing (own decision)."""

TooSoonReason = Literal["flare", "light-headed", "a-day", "apart", "sitting"]
LIGHT_HEADED: TooSoonReason = "light-headed"
"""Also the reason of a session that was stopped because warmth or getting up made light-headed: the region rests that day."""


class EarlierSession(NamedTuple):
    """A session that was begun before: its ratings before and after, and the seconds of heat and pressure it gave.

    before, after: as they stood when they rose most, so that no correction shortens a rest day that was set.
    unseen: it broke off, or still runs, or followed a shower, and may have given more than was kept.
    """

    session: Session
    before: int | None = None
    after: int | None = None
    heat: float = 0.0
    pressure: float = 0.0
    unseen: bool = False

    @property
    def flared(self) -> bool:
        """Whether it hurt more after than before, by two points or more."""
        return self.before is not None and self.after is not None and self.after - self.before >= FLARE

    @property
    def rests_that_day(self) -> bool:
        """Whether the region rests for the day on which it ended."""
        return self.session.reason == LIGHT_HEADED

    @property
    def counts_as_session(self) -> bool:
        """Whether it was enough to wait for the next one: a minute of pressure or five of heat, or nobody saw how much."""
        return self.unseen or self.pressure >= LEAST_PRESSURE or self.heat >= LEAST_HEAT

    @property
    def counts(self) -> bool:
        """Whether there was, or may have been, any heat or pressure."""
        return self.unseen or self.heat + self.pressure > 0


class TooSoon(NamedTuple):
    """Why a session would be too soon. opens: the first moment at which it is not.

    whole_day: it opens with that day. others: the regions of this sitting.
    """

    why: TooSoonReason
    opens: datetime
    whole_day: bool = False
    others: tuple[str, ...] = ()


def session_end(session: Session) -> datetime:
    """Return when a session ended: no earlier than it began, though the clock may have been set back meanwhile."""
    return max(session.at, session.ended_at or session.at)


def is_same_day(moment: datetime, now: datetime) -> bool:
    """Return whether it was today, by the clock on the wall then or now: travelling cannot make a day longer."""
    return now.date() in (moment.date(), moment.astimezone(now.tzinfo).date())


def find_too_soon(
    region: Region, earlier: Sequence[EarlierSession], now: datetime, dosed: bool = True
) -> TooSoon | None:
    """Return why a session of `region` would be too soon, and when it opens again; None when it would not be.

    dosed: it has heat or pressure. What has neither waits only for the rest day after a flare or light-headedness.
    """
    counted = [
        e for e in earlier if (e.counts or e.flared or e.rests_that_day) and session_end(e.session) <= now + AHEAD
    ]
    first = found = _find_at(region, counted, now, dosed)
    while found is not None and first is not None:
        # When one reason ends, another may stand: what is told is when none does.
        first = first._replace(opens=found.opens, whole_day=found.whole_day)
        found = _find_at(region, counted, found.opens, dosed)
    return first


def _find_at(region: Region, counted: Sequence[EarlierSession], now: datetime, dosed: bool) -> TooSoon | None:
    here = [e for e in counted if e.session.region == region]
    for e in here:
        opens = datetime.combine(session_end(e.session).date() + timedelta(days=2), time(), now.tzinfo)
        if e.flared and now < opens:
            return TooSoon("flare", opens, True)
    if any(e.rests_that_day and is_same_day(session_end(e.session), now) for e in here):
        return TooSoon(LIGHT_HEADED, datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo), True)
    if not dosed:
        return None
    whole = [e for e in here if e.counts_as_session]
    if sum(is_same_day(e.session.at, now) for e in whole) >= SESSIONS_A_DAY:
        return TooSoon("a-day", datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo), True)
    newest = max((session_end(e.session) for e in whole), default=None)
    if newest is not None and now - newest < BETWEEN_SESSIONS:
        return TooSoon("apart", (newest + BETWEEN_SESSIONS).astimezone(now.tzinfo))
    starts: dict[str, datetime] = {}
    for e in counted:
        if e.session.region != region and now - e.session.at < SITTING_SPAN:
            starts[e.session.region] = max(e.session.at, starts.get(e.session.region, e.session.at))
    if len(starts) >= REGIONS_A_SITTING:
        opens = sorted(starts.values(), reverse=True)[REGIONS_A_SITTING - 1] + SITTING_SPAN
        return TooSoon("sitting", opens.astimezone(now.tzinfo), False, tuple(sorted(starts)))
    return None


def sum_sitting(region: Region, earlier: Sequence[EarlierSession], now: datetime) -> tuple[float, float]:
    """Return the seconds of heat and of pressure that `region` had in this sitting, every press counted."""
    recent = [e for e in earlier if e.session.region == region and now - session_end(e.session) < SITTING_SPAN]
    return sum(e.heat for e in recent), sum(e.pressure for e in recent)


def describe_opening(found: TooSoon, now: datetime, local: ToLocal | None = None) -> str:
    """Say when it opens: at 18:40, tomorrow at 04:10, on Monday 23 Nov. local: gives a moment as the clocks show it."""
    at = local(found.opens) if local and not found.whole_day else found.opens
    days = (at.date() - now.date()).days
    clock = "" if found.whole_day else f"at {at:%H:%M}"
    day = "" if days == 0 else "tomorrow" if days == 1 else f"on {full_day(at)}"
    return " ".join(part for part in (day, clock) if part)


def explain_too_soon(region: Region, found: TooSoon, now: datetime, local: ToLocal | None = None) -> str:
    """Say why there is no session of `region` now, and when it opens again."""
    place = name_body_part(region)
    again = f"You can do the next session {describe_opening(found, now, local)}."
    if found.why == "flare":
        return (
            f"After the last session the {place} hurt at least {FLARE} points more, so it rests. {again} "
            "If the pain is still getting worse after three days, please see a doctor or physiotherapist."
        )
    if found.why == LIGHT_HEADED:
        return f"You were light-headed after the last session, so the {place} rests today. {again}"
    if found.why == "a-day":
        return f"You have done two sessions for the {place} today, which is the most. {again}"
    if found.why == "apart":
        return f"Your last session for the {place} was less than six hours ago. {again}"
    return f"You have done two regions in one sitting ({' and '.join(found.others)}), which is the most. {again}"
