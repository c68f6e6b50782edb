"""Everything kept → whether a session of a region may start now. Pure; closed unless every rule lets it open."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from knotcli.coach.record import Assessment, Check, Session
from knotcli.coach.regions import regions_to_ask
from knotcli.coach.screening.flags import AHEAD, FLAGS, FULL, counting, standing_flags
from knotcli.coach.screening.judge import VALID_DAYS, Item, Reason, RegionVerdict, evaluate
from knotcli.coach.vocabulary import Answer, Region

__all__ = ["AHEAD", "FLAGS", "FULL", "Gate", "gate", "standing_flags"]


HeldReason = Literal["", "no-check", "assessed", "ended", "expired", "future", "verdict"]
"""Why no session may start: "" when one may, verdict for what the check found."""


class Gate(msgspec.Struct, frozen=True):
    """Whether a session may start, and why not: no-check, assessed, ended, expired, future or verdict; "" when it may."""

    region: Region
    may_start: bool
    held: HeldReason
    found: RegionVerdict
    check: Check | None = None
    valid_until: datetime | None = None


def gate(
    region: Region,
    items: Sequence[Item],
    checks: Sequence[Check],
    assessments: Sequence[Assessment],
    stopped: Sequence[Session],
    now: datetime,
    closing: Collection[str],
    open_limits: Collection[str],
    asks: Sequence[Region] | None = None,
) -> Gate:
    """Judge whether a session of `region` may start at `now`, from all that is kept.

    checks: in the order in which they were kept. stopped: sessions that ended by a stop rule. closing, open_limits, asks: as in `screening.evaluate`.
    """
    asks = tuple(dict.fromkeys((*regions_to_ask(region), *(asks or ()))))
    flags = standing_flags(checks, assessments, now)
    full = [c for c in checks if c.origin in FULL and region in c.regions]
    bases = counting(full, now)
    base = bases[0] if bases else None
    answers, cleared = _effective(bases, items, checks, asks)
    # What a clinician has looked at is open again, and "no" beside a flag that stood is no answer to it.
    looks = [look.at for look in assessments if look.at <= now + AHEAD]
    looked_at = {i for i, word in answers.items() if i.startswith(FLAGS) and word != "no"} - flags.keys()
    answers = {ident: word for ident, word in answers.items() if ident not in looked_at}
    answers.update({ident: "yes" for ident in flags if answers.get(ident) != "unsure"})
    found = evaluate(region, items, answers, cleared, closing, open_limits, asks)
    found = _with_flags(found, items, flags, base)
    ends = [c.at for c in checks if c.origin not in FULL and (not c.regions or {*c.regions} & {*asks})]
    # The clock may have been set back while it ran: a session ended no earlier than it began.
    ends += [max(s.at, s.ended_at or s.at) for s in stopped if s.region in asks]
    until = None if base is None else base.at + timedelta(days=VALID_DAYS)
    if any(reason.item.kind in ("emergency", "red-flag") for reason in found.reasons):
        held: HeldReason = "verdict"
    elif base is None or until is None:
        held = "no-check"
    elif looked_at or any(look >= base.at for look in looks):
        held = "assessed"
    elif any(moment >= base.at.replace(microsecond=0) for moment in ends):
        held = "ended"
    elif now > until:
        held = "expired"
    elif base.at > now + AHEAD:
        held = "future"
    else:
        held = "" if found.may_start else "verdict"
    return Gate(region, not held, held, found, base, until if not held else None)


def _effective(
    bases: Sequence[Check], items: Sequence[Item], checks: Sequence[Check], asks: Collection[str]
) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """Give the newest full check's answers, made worse (never better) by what later checks of any region found.

    `bases`: that check, and any other of the same moment: then only what each of them answered is answered. What
    concerns the skin or tissue counts when the later check asked about one of the same regions.
    """
    answers: dict[str, Answer] = {}
    cleared: dict[str, Answer] = {}
    if bases:
        answers = {i: w for i, w in bases[0].answers.items() if all(i in other.answers for other in bases)}
        cleared = dict(bases[0].cleared)
    everywhere = {i.id for i in items if i.holds_everything}
    for check in checks:
        if bases and check.at < bases[0].at:
            continue
        here = any(name in asks for region in check.regions for name in regions_to_ask(region))
        for ident, answer in check.answers.items():
            if answer == "no" or not (here or ident in everywhere):
                continue
            answers[ident] = "yes" if "yes" in (answer, answers.get(ident)) else answer
            both = cleared.get(ident) == check.cleared.get(ident) == "yes"
            cleared[ident] = "yes" if both else "no"
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
