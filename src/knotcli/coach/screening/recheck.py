"""When the five lines before a session may be left out. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from knotcli.coach.record import CONTENT, Check, Session
from knotcli.coach.screening.flags import NAMED, carried_signs
from knotcli.coach.vocabulary import Region

RECHECK_LEFT_OUT_FOR = timedelta(minutes=60)
"""How long after a full check its questions need not be repeated (own decision)."""


def is_left_out(
    region: Region, own: Sequence[Check], checks: Sequence[Check], sessions: Sequence[Session], now: datetime
) -> bool:
    """Tell whether a full check of this region was just answered by hand on this machine, and nothing came since.

    own: the checks of this machine; checks: all of them; sessions: those of the region. A check from a file, a renewal,
    and one that draws on another region's do not count; and it counts for one session only.
    """
    full = [c for c in own if c.origin == "asked" and c.content >= CONTENT and region in c.regions]
    newest = max(full, key=lambda check: check.at, default=None)
    if newest is None or carried_signs(newest):
        return False
    since = newest.at.replace(microsecond=0)
    named = any(c.at >= newest.at and c is not newest and _names(c) for c in checks if c.id != newest.id)
    return (
        newest.at <= now <= newest.at + RECHECK_LEFT_OUT_FOR
        and not named
        and not any(s.at >= since for s in sessions)
    )


def _names(check: Check) -> bool:
    """Tell whether something was named, or the checks were ended by an entry without answers."""
    return not check.answers or any(word in NAMED for word in check.answers.values())
