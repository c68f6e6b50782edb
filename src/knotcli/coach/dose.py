"""How often: what earlier sessions leave open, and when it opens again. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from knotcli.coach.errors import Held
from knotcli.coach.record import Session

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
    def counts(self) -> bool:
        """Whether there was any heat or pressure: one that ended before counts for nothing."""
        return self[3] > 0


def allow(region: str, past: Sequence[Past], now: datetime) -> None:
    """Pass when a session of `region` is not too soon. Raises Held with the reason and when it opens again."""
    counted = [p for p in past if p.counts or p.flared]
    here = [p for p in counted if p.session.region == region]
    for p in here:
        ended = p.session.ended_at or p.session.at
        opens = ended.date() + timedelta(days=2)
        if p.flared and now.date() < opens:
            raise Held(
                f"After the last session the {region} hurt at least {FLARE} points more. It rests until {opens:%A %d %b}. "
                "If it still grows after three days, see a doctor or physiotherapist."
            )
    if sum(p.session.at.date() == now.date() for p in here) >= A_DAY:
        raise Held(f"Two sessions for the {region} today: that is the most. It opens again tomorrow.")
    newest = max((p.session.ended_at or p.session.at for p in here), default=None)
    if newest is not None and now - newest < APART:
        opens_at = (newest + APART).astimezone(now.tzinfo)
        raise Held(
            f"The last session for the {region} was under six hours ago. It opens again at {opens_at:%H:%M}."
        )
    others = {
        p.session.region for p in counted if p.session.region != region and now - p.session.at < SITTING
    }
    if len(others) >= REGIONS_A_SITTING:
        raise Held(
            f"Two regions in one sitting are the most; you did {' and '.join(sorted(others))}. Try again in two hours."
        )
