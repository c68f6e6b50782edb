"""What checks leave standing, told without the content: red flags, and whether a check still holds. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from knotcli.coach.record import Assessment, Check, Session
from knotcli.coach.regions import asked

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


def state(
    region: str,
    checks: Sequence[Check],
    assessments: Sequence[Assessment],
    sessions: Sequence[Session],
    now: datetime,
) -> tuple[str, datetime | None]:
    """Tell how the region's check stands, and until when it holds, from what was answered alone.

    none, flag, assessed, ended, expired, future; holds where a session surely may start; unsure where only the
    questions themselves can tell (`gate.gate`). Never holds where the gate is closed.
    """
    if standing_flags(checks, assessments, now):
        return "flag", None
    full = [c for c in checks if c.origin in FULL and region in c.regions]
    if not full:
        return "none", None
    base = max(full, key=lambda c: c.at)
    until = base.at + timedelta(days=VALID_DAYS)
    if any(i.startswith(FLAGS) and word != "no" for i, word in base.answers.items()):
        return "assessed", None
    near = asked(region)
    ends = [c.at for c in checks if c.origin not in FULL and (not c.regions or {*c.regions} & {*near})]
    ends += [max(s.at, s.ended_at or s.at) for s in sessions if s.status == "stopped" and s.region in near]
    if any(moment >= base.at.replace(microsecond=0) for moment in ends):
        return "ended", None
    if now > until:
        return "expired", None
    if base.at > now + AHEAD:
        return "future", None
    since = [c for c in checks if c.at >= base.at]
    named = [c for c in since if any(w != "no" and not i.startswith("ml_") for i, w in c.answers.items())]
    passed = [s.at for s in sessions if s.region == region and s.at >= base.at]
    if not named and base.origin == "asked":
        return "holds", until
    # The gate let a session begin since, and nothing was named after it.
    if (
        passed
        and all(c.at <= max(passed) for c in named)
        and len([c for c in since if c.origin in FULL]) == 1
    ):
        return "holds", until
    return "unsure", None
