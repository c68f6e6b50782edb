"""What checks leave standing, told without the content: red flags, and whether a check still holds. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from knotcli.coach.record import Assessment, Check, Session
from knotcli.coach.regions import regions_to_ask
from knotcli.coach.vocabulary import CheckState, Region

MAY_START = ("limits", "ok")
VALID_DAYS = 30
"""How long a check holds (own decision: no source gives a number)."""
FULL = ("asked", "file")
"""Origins of a full check; a re-check or a stop only ever takes away."""
AHEAD = timedelta(seconds=1)
"""How far an entry may be dated ahead of the clock, which counts whole seconds."""
FLAGS = ("em_", "rf_")
"""How the ids of emergencies and red flags begin."""


def standing_flags(
    checks: Sequence[Check], assessments: Sequence[Assessment], now: datetime | None = None
) -> dict[str, datetime]:
    """Give the red flags that stand (at `now`, if given), by item id, with the moment they were last named.

    A red flag or emergency answered yes or unsure stays until a clinician's look is recorded after it; answering
    no later does not take it away. Told by the id alone, so that a change of content cannot drop one. A look
    counts for what was named up to its day; one that is dated ahead of `now`, or says a later day, for nothing.
    """
    flags: dict[str, datetime] = {}
    for check in checks:
        for ident, answer in check.answers.items():
            if ident.startswith(FLAGS) and answer != "no":
                flags[ident] = max(check.at, flags.get(ident, check.at))
    for look in assessments:
        if (now and look.at > now + AHEAD) or look.day > look.at.date():
            continue
        for ident in look.flags:
            named = flags.get(ident)
            if named and named <= look.at and named.astimezone(look.at.tzinfo).date() <= look.day:
                del flags[ident]
    return flags


def counting(full: Sequence[Check], now: datetime) -> list[Check]:
    """Give the full check that counts, with any other of the same moment. `full`: in the order in which they were kept.

    It is the newest. But one dated ahead of the clock gives way to those kept after it: the clock was wrong when one of
    them was made, and the later answers are the later ones all the same.
    """
    ahead = [number for number, check in enumerate(full) if check.at > now + AHEAD]
    since = full[ahead[-1] + 1 :] if ahead else full
    newest = max((check.at for check in since or full), default=None)
    return [check for check in since or full if check.at == newest]


def state(
    region: Region,
    checks: Sequence[Check],
    assessments: Sequence[Assessment],
    stopped: Sequence[Session],
    now: datetime,
) -> tuple[CheckState, datetime | None]:
    """Tell how the region's check stands, and until when it holds, from what was answered alone.

    checks: in the order in which they were kept.
    none, flag, assessed, ended, expired, future, or the verdict that the check came to; holds where a session surely
    may start; unsure where only the questions themselves can tell (`gate.gate`). Never holds where the gate is closed.
    """
    if standing_flags(checks, assessments, now):
        return "flag", None
    full = [c for c in checks if c.origin in FULL and region in c.regions]
    if not full:
        return "none", None
    bases = counting(full, now)
    base = bases[0]
    until = base.at + timedelta(days=VALID_DAYS)
    looked = any(base.at <= look.at <= now + AHEAD for look in assessments)
    if looked or any(i.startswith(FLAGS) and word != "no" for c in bases for i, word in c.answers.items()):
        return "assessed", None
    near = regions_to_ask(region)
    ends = [c.at for c in checks if c.origin not in FULL and (not c.regions or {*c.regions} & {*near})]
    ends += [max(s.at, s.ended_at or s.at) for s in stopped if s.region in near]
    if any(moment >= base.at.replace(microsecond=0) for moment in ends):
        return "ended", None
    if now > until:
        return "expired", None
    if base.at > now + AHEAD:
        return "future", None
    states: list[CheckState] = [c.found.get(region, "unsure") for c in bases]
    for found in states:
        if found not in MAY_START:
            return found, None
    # What another check since found in the whole person may close this region too.
    named = [
        c
        for c in checks
        if c not in bases
        and c.at >= base.at
        and any(w != "no" and not i.startswith("ml_") for i, w in c.answers.items())
    ]
    return ("unsure", None) if named else ("holds", until)
