"""Which flags can be taken back as a mistake, and when. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from knotcli.coach.record import CONTENT, Assessment, Check, Correction
from knotcli.coach.screening.flags import NAMED, standing_flags

ONCE_IN = timedelta(days=30)
"""How long the same flag cannot be taken back again (own decision)."""


def open_to_correction(
    checks: Sequence[Check], looks: Sequence[Assessment | Correction], now: datetime
) -> dict[str, datetime]:
    """Give the standing flags that may be taken back now, with the moment each was last named.

    A red flag at any time. An emergency only where its own question never confirmed it (named before the present
    questions, or in a file), and not before the next calendar day. Each once in 30 days.
    """
    corrected = [look for look in looks if isinstance(look, Correction) and now - look.at < ONCE_IN]
    found = {}
    for flag, named in standing_flags(checks, looks, now).items():
        if any(one.flag == flag for one in corrected):
            continue
        if flag.startswith("em_"):
            naming = [check for check in checks if check.answers.get(flag) in NAMED]
            confirmed = any(check.content >= CONTENT and check.origin != "file" for check in naming)
            if confirmed or named.astimezone(now.tzinfo).date() >= now.date():
                continue
        found[flag] = named
    return found
