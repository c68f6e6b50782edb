"""A check's result, as lines or as the JSON document."""

from collections.abc import Mapping, Sequence
from typing import Any

from knotcli.coach.screening.gate import Gate
from knotcli.coach.screening.judge import Item, Limit, Reason
from knotcli.coach.screening.verdict import Result, verdict_of
from knotcli.coach.text import Line

ASSESSED = "knot check --assessed DATE"
HELD = {
    "no-check": "There is no check for {region} yet.",
    "assessed": "A clinician has looked at what was named for {region}. A new full check comes next.",
    "expired": "The check for {region} is more than 30 days old.",
    "future": "The check for {region} is dated in the future; the clock may have been set back.",
    "ended": "The check for {region} was ended by a warning sign or by stopping a session.",
}


def emergency(
    symptoms: Sequence[Item], wording: Mapping[str, str], number: str | None, named: str = ""
) -> list[Line]:
    """Give the emergency text: first, plain, and whole without colour. `named`: the symptoms, if not the items' own."""
    named = named or "; ".join(item.short for item in symptoms)
    if number:
        text = wording["emergency_number_known"].format(number=number, symptoms=named)
    else:
        text = wording["emergency"].format(symptoms=named)
    first, *rest = text.strip().splitlines()
    # What is special to a symptom may come before the call: out of the building, keep still.
    own = [item.action for item in symptoms if item.action]
    return [((line, "stop"),) for line in (first, *own, *rest)]


def _of(reasons: Sequence[Reason], kind: str, urgency: str = "") -> list[Item]:
    return [r.item for r in reasons if r.item.kind == kind and (not urgency or r.item.urgency == urgency)]


def _reason_lines(reasons: Sequence[Reason]) -> list[Line]:
    lines: list[Line] = []
    for reason in reasons:
        since = (
            f" (named on {reason.standing:%d %b %Y}; it stays until a clinician has looked)"
            if reason.standing
            else ""
        )
        unsure = " (unsure counts as yes)" if reason.answer == "unsure" else ""
        lines.append((("  ", ""), (reason.item.short, "strong"), (since + unsure, "")))
        if reason.item.action:
            lines.append(f"    {reason.item.action}")
    return lines


def lines(
    result: Result,
    wording: Mapping[str, str],
    limit_texts: Mapping[str, str],
    number: str | None,
    items: Sequence[Item],
    already: bool = False,
) -> list[Line]:
    """Lay out what was found: the most urgent first, then what waits, then what may start and with which limits.

    `already`: the emergency text was printed at the answer itself.
    """
    reasons = result.reasons
    lines: list[Line] = []
    if (found := _of(reasons, "emergency")) and not (already and not any(r.standing for r in reasons)):
        lines += [*emergency(found, wording, number), ""]
        # Whoever is well again must learn how it goes on; whoever is not has read the call first.
        lines += [f"This stays until a clinician has looked: {ASSESSED}", ""]
    for text, soon in (("see_today", False), ("see_soon", True)):
        some = [r for r in reasons if r.item.kind == "red-flag" and (r.item.urgency == "soon") == soon]
        if some:
            lines += [((wording[text].strip(), "warn"),), *_reason_lines(some), ""]
    if _of(reasons, "red-flag"):
        lines += [*wording["until_looked_at"].strip().splitlines(), wording["no_answer_today"], ""]
    some = [r for r in reasons if r.item.kind in ("absolute", "relative")]
    closing = [g for g in result.gates if verdict_of(g) in ("blocked", "needs-clearance")]
    if closing:
        key = "blocked" if any(verdict_of(g) == "blocked" for g in closing) else "needs_clearance"
        lines += [((wording[key], "warn"),)]
        lines += [*_reason_lines(some), ""]
    for gate in result.gates:
        lines += _region(gate, wording, limit_texts, items)
    lines += _going_on(result)
    if result.may_start:
        yes, of = result.likelihood
        lines += ["", wording["likelihood"].format(yes=yes, of=of)]
        if result.unusual:
            lines.append(wording["ok_unusual"])
    return lines


def _region(
    gate: Gate, wording: Mapping[str, str], limit_texts: Mapping[str, str], items: Sequence[Item]
) -> list[Line]:
    verdict = verdict_of(gate)
    if gate.may_start:
        lines: list[Line] = [
            ((f"{gate.region}: ", "strong"), (wording["ok" if verdict == "ok" else "limits"], ""))
        ]
        shorts = {item.id: item.short for item in items}
        for limit in _told(gate.found.limits):
            lines.append(
                f"  {limit_texts.get(limit.id, limit.id)} (because: {shorts.get(limit.because, limit.because)})"
            )
        if gate.valid_until:
            lines.append(
                (
                    ("  This check holds until ", ""),
                    (f"{gate.valid_until:%d %b %Y}", "strong"),
                    (f". Next: knot session {gate.region}", ""),
                )
            )
        return lines
    if gate.held in HELD:
        text = HELD[gate.held].format(region=gate.region)
        return [((f"{gate.region}: ", "strong"), (f"{text} Next: knot check {gate.region}", ""))]
    if verdict == "incomplete":
        return [
            (
                (f"{gate.region}: ", "strong"),
                (f"{wording['incomplete']} Not answered: {len(gate.found.missing)}.", ""),
            )
        ]
    return [((f"{gate.region}: no session.", "strong"),)]


def _going_on(result: Result) -> list[Line]:
    """Give the advice of what only changes how it is done; where clearance was given, that advice was followed."""
    open_ = [gate.region for gate in result.gates if gate.may_start]
    named = {r.item.id: r.item for g in result.gates if g.region in open_ for r in g.found.reasons}
    told = [item for item in named.values() if item.action and not item.clearance]
    return [f"  {item.short}: {item.action}" for item in told]


def _told(limits: Sequence[Limit]) -> list[Limit]:
    """Leave out how heat is to be when there is none, and what stands twice."""
    ids = {limit.id for limit in limits}
    hidden = {"heat-10", "warm-pad", "no-hot-bath"} if "no-heat" in ids else set()
    return list({limit.id: limit for limit in limits if limit.id not in hidden}.values())


def document(result: Result) -> dict[str, Any]:
    """Give the JSON document (contract: check)."""
    return {
        "verdict": result.verdict,
        "may_start": result.may_start,
        "checked_at": result.checked_at.isoformat() if result.checked_at else None,
        "valid_until": result.valid_until.isoformat() if result.valid_until else None,
        "regions": {
            gate.region: {
                "verdict": verdict_of(gate),
                "may_start": gate.may_start,
                "held": gate.held or None,
                "limits": [{"id": limit.id, "because": limit.because} for limit in gate.found.limits],
            }
            for gate in result.gates
        },
        "reasons": [
            {
                "id": reason.item.id,
                "kind": reason.item.kind,
                "urgency": reason.item.urgency or None,
                "answer": reason.answer,
                "standing_since": reason.standing.isoformat() if reason.standing else None,
                "question": reason.item.question,
                "action": reason.item.action,
                "sources": list(reason.item.sources),
            }
            for reason in result.reasons
        ],
        "missing": list(result.missing),
        "likelihood": {"yes": result.likelihood[0], "of": result.likelihood[1]},
    }
