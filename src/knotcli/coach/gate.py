"""Everything kept → whether a session of a region may start now. Pure; closed unless every rule lets it open."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from knotcli.coach.record import Assessment, Check, Session
from knotcli.coach.regions import asked
from knotcli.coach.screening import VALID_DAYS, Item, Reason, RegionVerdict, evaluate

FULL = ("asked", "file")
"""Origins of a full check; a re-check or a stop only ever takes away."""


FLAGS = ("em_", "rf_")
"""How the ids of emergencies and red flags begin."""


class Gate(msgspec.Struct, frozen=True):
    """Whether a session may start, and why not: no-check, assessed, ended, expired, future or verdict; "" when it may."""

    region: str
    may_start: bool
    held: str
    found: RegionVerdict
    check: Check | None = None
    valid_until: datetime | None = None


def standing_flags(checks: Sequence[Check], assessments: Sequence[Assessment]) -> dict[str, datetime]:
    """Give the red flags that stand, by item id, with the moment they were last named.

    A red flag or emergency answered yes or unsure stays until a clinician's look is recorded after it; answering
    no later does not take it away. Told by the id alone, so that a change of content cannot drop one.
    """
    flags: dict[str, datetime] = {}
    for check in checks:
        for ident, answer in check.answers.items():
            if ident.startswith(FLAGS) and answer != "no":
                flags[ident] = max(check.at, flags.get(ident, check.at))
    for assessment in assessments:
        for ident in assessment.flags:
            if ident in flags and flags[ident] <= assessment.at:
                del flags[ident]
    return flags


def gate(
    region: str,
    items: Sequence[Item],
    checks: Sequence[Check],
    assessments: Sequence[Assessment],
    stopped: Sequence[Session],
    now: datetime,
    closing: Collection[str],
    open_limits: Collection[str],
    asks: Sequence[str] | None = None,
) -> Gate:
    """Judge whether a session of `region` may start at `now`, from all that is kept.

    stopped: sessions that ended by a stop rule. closing, open_limits, asks: as in `screening.evaluate`.
    """
    asks = tuple(asks) if asks is not None else asked(region)
    flags = standing_flags(checks, assessments)
    full = [c for c in checks if c.origin in FULL and region in c.regions]
    base = max(full, key=lambda c: c.at, default=None)
    answers, cleared = _effective(base, items, checks)
    looked_at: set[str] = set()
    if base is not None:
        # What a clinician has looked at is open again: only a new check can answer it.
        looked_at = {
            i for i, word in base.answers.items() if i.startswith(FLAGS) and word != "no"
        } - flags.keys()
        answers = {ident: word for ident, word in answers.items() if ident not in looked_at}
    answers.update(dict.fromkeys(flags, "yes"))
    found = evaluate(region, items, answers, cleared, closing, open_limits, asks)
    found = _with_flags(found, items, flags, base)
    ended = [c.at for c in checks if c.origin not in FULL and (region in c.regions or not c.regions)]
    ended += [s.at if s.ended_at is None else s.ended_at for s in stopped if s.region == region]
    until = None if base is None else base.at + timedelta(days=VALID_DAYS)
    if any(reason.item.kind in ("emergency", "red-flag") for reason in found.reasons):
        held = "verdict"
    elif base is None or until is None:
        held = "no-check"
    elif looked_at:
        held = "assessed"
    elif any(moment >= base.at for moment in ended):
        held = "ended"
    elif now > until:
        held = "expired"
    elif base.at > now + timedelta(hours=1):
        held = "future"
    else:
        held = "" if found.may_start else "verdict"
    return Gate(region, not held, held, found, base, until if not held else None)


def _effective(
    base: Check | None, items: Sequence[Item], checks: Sequence[Check]
) -> tuple[dict[str, str], dict[str, str]]:
    """Give the newest full check's answers, made worse (never better) by what later checks of any region found."""
    answers: dict[str, str] = dict(base.answers) if base else {}
    cleared: dict[str, str] = dict(base.cleared) if base else {}
    whole: Mapping[str, Item] = {i.id: i for i in items if i.holds_back == "everything"}
    for check in checks:
        if base is not None and check.at < base.at:
            continue
        for ident, answer in check.answers.items():
            if ident in whole and answer in ("yes", "unsure"):
                answers[ident] = answer
                cleared[ident] = check.cleared.get(ident, "no")
    return answers, cleared


def _with_flags(
    found: RegionVerdict, items: Sequence[Item], flags: Mapping[str, datetime], base: Check | None
) -> RegionVerdict:
    known = {i.id for i in items}
    reasons = [
        msgspec.structs.replace(r, standing=flags[r.item.id])
        if r.item.id in flags and (base is None or flags[r.item.id] != base.at)
        else r
        for r in found.reasons
    ]
    lost = [ident for ident in flags if ident not in known]
    reasons = [Reason(_unknown(ident), "yes", flags[ident]) for ident in lost] + reasons
    verdict = found.verdict
    if lost and verdict != "emergency":
        verdict = "emergency" if any(i.startswith("em_") for i in lost) else "see-today"
    return RegionVerdict(verdict, found.limits, tuple(reasons), found.missing)


def _unknown(ident: str) -> Item:
    emergency = ident.startswith("em_")
    return Item(
        id=ident,
        kind="emergency" if emergency else "red-flag",
        question=f"A warning sign from an earlier check ({ident}).",
        short=ident,
        regions=("all",),
        holds_back="everything",
        urgency="emergency" if emergency else "today",
        action="Please have it looked at.",
        why="It was named in an earlier check.",
        sources=("own",),
    )
