"""Everything kept → whether a session of a region may start now. Pure; closed unless every rule lets it open."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from knotcli.coach.record import CONTENT, Assessment, Check, Correction, Session
from knotcli.coach.screening import flags
from knotcli.coach.screening.items import Item, Question
from knotcli.coach.screening.judge import Given, Reason, RegionVerdict, evaluate
from knotcli.coach.vocabulary import Answer, ClearedWord, Region, Verdict, regions_to_ask

HeldReason = Literal["", "no-check", "assessed", "ended", "expired", "future", "verdict"]
"""Why a gate is closed. assessed: a clinician looked, or a flag was taken back. verdict: what was answered says so."""


class Gate(msgspec.Struct, frozen=True):
    """Whether a session may start, and why not."""

    region: Region
    may_start: bool
    held: HeldReason
    found: RegionVerdict
    check: Check | None = None
    valid_until: datetime | None = None


def gate(
    region: Region,
    items: Iterable[Item],
    checks: Sequence[Check],
    looks: Sequence[Assessment | Correction],
    stopped: Sequence[Session],
    now: datetime,
    open_limits: Mapping[str, Collection[Region]],
    asks: Sequence[Region] | None = None,
) -> Gate:
    """Judge whether a session of `region` may start at `now`, from all that is kept.

    checks: in the order in which they were kept. looks: by clinicians, and flags taken back as mistakes. stopped:
    sessions that ended by a stop rule. open_limits, asks: as in `judge.evaluate`.
    """
    items = tuple(items)
    asks = tuple(dict.fromkeys((*regions_to_ask(region), *(asks or ()))))
    raised = flags.standing_flags(checks, looks, now)
    bases = flags.find_counting_checks([c for c in checks if c.origin in flags.FULL and region in c.regions], now)
    base = bases[0] if bases else None
    given = _effective(bases, items, checks, asks)
    # What a clinician has looked at is open again, and "no" beside a flag that stood is no answer to it.
    named = {i for i, word in given.words.items() if i.startswith(flags.FLAGS) and word in flags.NAMED}
    open_again = {i for i in named - raised.keys() if not all(flags.is_cleared(one, i) for one in bases)}
    words = {i: word for i, word in given.words.items() if i not in open_again}
    words |= {i: "yes" for i in raised if words.get(i) != "unsure"}
    given = given._replace(words=words, cleared={**given.cleared, **dict.fromkeys(raised, "no")})
    holding = flags.holding_flags(checks, looks, now)
    found = _with_flags(evaluate(region, items, given, open_limits, asks), items, checks, raised, holding, base)
    ends = flags.find_ends(region, asks, checks, stopped)
    looked = bool(open_again) or any(base and base.at <= look.at <= now + flags.AHEAD for look in looks)
    held = _why_held(found, bases, bool(holding), looked, ends, now)
    until = None if held else min(flags.valid_until(one) for one in bases)
    return Gate(region, not held, held, found, base, until)


def _why_held(
    found: RegionVerdict, bases: Sequence[Check], holding: bool, looked: bool, ends: Iterable[datetime], now: datetime
) -> HeldReason:
    """Say why the gate is closed. holding: a flag stands that no answer takes away. looked: and no new check since."""
    flagged = any(reason.verdict in ("emergency", "see-today", "see-soon") for reason in found.reasons)
    outdated = any(one.content < CONTENT for one in bases)
    if holding or (flagged and not outdated):
        return "verdict"
    if not bases:
        return "no-check"
    if outdated:
        return "expired"
    if looked:
        return "assessed"
    if any(end >= bases[0].at.replace(microsecond=0) for end in ends):
        return "ended"
    if any(now > flags.valid_until(one) for one in bases):
        return "expired"
    if bases[0].at > now + flags.AHEAD:
        return "future"
    return "" if found.may_start else "verdict"


def _effective(bases: Sequence[Check], items: Sequence[Item], checks: Sequence[Check], asks: Collection[str]) -> Given:
    """Give the newest full check's answers, made worse (never better) by what later checks of any region found.

    `bases`: that check, and any other of the same moment: then only what each of them answered alike is answered. What
    concerns the skin or tissue counts when the later check asked about one of the same regions.
    """
    base, others = (bases[0], bases[1:]) if bases else (None, ())
    words: dict[str, Answer] = {}
    cleared: dict[str, ClearedWord] = {}
    said: dict[str, Sequence[int]] = {}
    ruled_out: Mapping[str, str] = {}
    if base:
        words = {i: w for i, w in base.answers.items() if all(i in one.answers for one in others)}
        cleared = dict(base.cleared)
        said = {i: n for i, n in base.said.items() if all(one.said.get(i) == n for one in others)}
        ruled_out = {
            i: fact
            for i, fact in base.not_applicable.items()
            if all(one.not_applicable.get(i) == fact for one in others)
        }
    everywhere = {i.id for i in items if i.holds_everything}
    for check in checks:
        if check in bases[:1] or (bases and check.at < bases[0].at):
            continue
        passing = check.origin not in flags.FULL and not flags.ends_check(check)
        here = any(name in asks for region in check.regions for name in regions_to_ask(region))
        for ident, answer in check.answers.items():
            if answer not in flags.NAMED or passing or not (here or ident in everywhere):
                continue
            words[ident] = "yes" if "yes" in (answer, words.get(ident)) else answer
            if cleared.get(ident) != check.cleared.get(ident):
                cleared[ident] = "no"
            if said.get(ident) != check.said.get(ident):
                said.pop(ident, None)
    ages = {one.put.get("age", "") for one in bases}
    return Given(words, cleared, said, ruled_out, ages.pop() if len(ages) == 1 else "")


def _with_flags(
    found: RegionVerdict,
    items: Sequence[Item],
    checks: Sequence[Check],
    raised: Mapping[str, datetime],
    holding: Mapping[str, datetime],
    base: Check | None,
) -> RegionVerdict:
    """Say since when what holds back has stood, and in which words it was named, in the check of whichever region.

    What the next check puts again by itself has no such moment.
    """
    known = {i.id for i in items}
    reasons = []
    for r in found.reasons:
        if r.item.id in holding:
            said = r.said or said_at(r.item.id, raised[r.item.id], checks)
            since = None if base is not None and raised[r.item.id] == base.at else raised[r.item.id]
            reasons.append(msgspec.structs.replace(r, standing=since, said=said))
        else:
            reasons.append(r)
    lost = [ident for ident in raised if ident not in known]
    urgent: Verdict = "emergency" if any(i.startswith("em_") for i in lost) else "see-today"
    reasons = [
        Reason(_unknown(i), "yes", holding.get(i), "emergency" if i.startswith("em_") else "see-today") for i in lost
    ] + reasons
    verdict = urgent if lost and found.verdict != "emergency" else found.verdict
    return RegionVerdict(verdict, found.limits, tuple(reasons), found.missing)


def said_at(flag: str, named: datetime, checks: Iterable[Check]) -> tuple[int, ...]:
    """Give the numbers of the questions by which a flag was named at this moment; empty where they are not known."""
    return next((tuple(c.said[flag]) for c in checks if c.at == named and c.said.get(flag)), ())


def _unknown(ident: str) -> Item:
    emergency = ident.startswith("em_")
    return Item(
        id=ident,
        kind="emergency" if emergency else "red-flag",
        label=flags.RETIRED_LABELS.get(ident, ident),
        asks=(Question(text=f"A warning sign from an earlier check ({ident})."),),
        regions=("all",),
        holds_back="everything",
        urgency="emergency" if emergency else "today",
        action="Please have it looked at.",
        why="It was named in an earlier check.",
        sources=("own",),
    )
