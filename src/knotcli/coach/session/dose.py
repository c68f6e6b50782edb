"""How often: what earlier sessions leave open, and when it opens again. Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from knotcli.coach.errors import Held
from knotcli.coach.record import Session
from knotcli.coach.times import ToLocal
from knotcli.coach.vocabulary import Region

A_DAY = 2
"""Sessions of a region on one local day (S3: about twice a day, taken as the most)."""
APART = timedelta(hours=6)
"""Between two sessions of a region (own decision)."""
SITTING = timedelta(hours=2)
"""Sessions whose starts lie closer than this count as one sitting (own decision)."""
REGIONS_A_SITTING = 2
"""Regions in one sitting (own decision)."""
FLARE = 2
"""Points by which the rating after is higher than the one before: then a rest day follows (own decision)."""
LIGHT_HEADED = "light-headed"
"""The reason of a session that was stopped because warmth or getting up made light-headed: the region rests that day."""
AHEAD = timedelta(days=1)
"""A session dated further ahead of the clock than this was dated by a wrong clock, and says nothing (own decision)."""


class Past(tuple[Session, "int | None", "int | None", float]):
    """An earlier session: the session, its ratings before and after, and the seconds of heat and pressure it had."""

    __slots__ = ()

    @property
    def session(self) -> Session:
        """The session."""
        return self[0]

    @property
    def flared(self) -> bool:
        """Whether it hurt more after than before, by two points or more."""
        return self[1] is not None and self[2] is not None and self[2] - self[1] >= FLARE

    @property
    def rests_that_day(self) -> bool:
        """Whether the region rests for the day on which it ended."""
        return self.session.reason == LIGHT_HEADED

    @property
    def counts(self) -> bool:
        """Whether there was any heat or pressure: one that ended before counts for nothing."""
        return self[3] > 0


class Hold(NamedTuple):
    """A session would be too soon. why: flare, light-headed, a-day, apart, sitting. opens: the first moment at which it is not.

    whole_day: it opens with that day. others: the regions of this sitting.
    """

    why: str
    opens: datetime
    whole_day: bool = False
    others: tuple[str, ...] = ()


def ended(session: Session) -> datetime:
    """Give its end. The clock may have been set back while it ran: it ended no earlier than it began."""
    return max(session.at, session.ended_at or session.at)


def same_day(moment: datetime, now: datetime) -> bool:
    """Tell whether it was today, by the clock on the wall then or by the one now: no journey makes a day longer."""
    return now.date() in (moment.date(), moment.astimezone(now.tzinfo).date())


def hold(region: Region, past: Sequence[Past], now: datetime) -> Hold | None:
    """Tell why a session of `region` would be too soon, and when it opens again; None when it would not be."""
    counted = [
        p for p in past if (p.counts or p.flared or p.rests_that_day) and ended(p.session) <= now + AHEAD
    ]
    first = found = _at(region, counted, now)
    while found is not None and first is not None:
        # When one reason ends, another may stand: what is told is when none does.
        first = first._replace(opens=found.opens, whole_day=found.whole_day)
        found = _at(region, counted, found.opens)
    return first


def _at(region: Region, counted: Sequence[Past], now: datetime) -> Hold | None:
    here = [p for p in counted if p.session.region == region]
    for p in here:
        opens = datetime.combine(ended(p.session).date() + timedelta(days=2), time(), now.tzinfo)
        if p.flared and now < opens:
            return Hold("flare", opens, True)
    if any(p.rests_that_day and same_day(ended(p.session), now) for p in here):
        return Hold(LIGHT_HEADED, datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo), True)
    if sum(same_day(p.session.at, now) for p in here) >= A_DAY:
        return Hold("a-day", datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo), True)
    newest = max((ended(p.session) for p in here), default=None)
    if newest is not None and now - newest < APART:
        return Hold("apart", (newest + APART).astimezone(now.tzinfo))
    starts: dict[str, datetime] = {}
    for p in counted:
        if p.session.region != region and now - p.session.at < SITTING:
            starts[p.session.region] = max(p.session.at, starts.get(p.session.region, p.session.at))
    if len(starts) >= REGIONS_A_SITTING:
        opens = sorted(starts.values(), reverse=True)[REGIONS_A_SITTING - 1] + SITTING
        return Hold("sitting", opens.astimezone(now.tzinfo), False, tuple(sorted(starts)))
    return None


def opening(held: Hold, now: datetime, local: ToLocal | None = None) -> str:
    """Say when it opens: at 18:40, tomorrow at 04:10, tomorrow, on Monday 23 Nov. `local`: as the clocks show it then."""
    at = local(held.opens) if local and not held.whole_day else held.opens
    days = (at.date() - now.date()).days
    clock = "" if held.whole_day else f"at {at:%H:%M}"
    day = "" if days == 0 else "tomorrow" if days == 1 else f"on {at:%A} {at.day} {at:%b}"
    return " ".join(part for part in (day, clock) if part)


def told(region: Region, held: Hold, now: datetime, local: ToLocal | None = None) -> str:
    """Say why there is no session of `region` now, and when it opens again."""
    again = f"It opens again {opening(held, now, local)}."
    if held.why == "flare":
        return (
            f"After the last session the {region} hurt at least {FLARE} points more, so it rests. {again} "
            "If the pain still grows after three days, see a doctor or physiotherapist."
        )
    if held.why == LIGHT_HEADED:
        return f"You were light-headed after the last session, so the {region} rests today. {again}"
    if held.why == "a-day":
        return f"Two sessions for the {region} today: that is the most. {again}"
    if held.why == "apart":
        return f"The last session for the {region} was under six hours ago. {again}"
    return f"Two regions in one sitting are the most; you did {' and '.join(held.others)}. {again}"


def allow(
    region: Region,
    past: Sequence[Past],
    now: datetime,
    local: ToLocal | None = None,
) -> None:
    """Pass when a session of `region` is not too soon. Raises Held with the reason and when it opens again."""
    if (found := hold(region, past, now)) is not None:
        raise Held(told(region, found, now, local))
