"""A check's result as lines: the most urgent first, then what waits, then what may start, with what it changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from knotcli.coach.screening.flags import MAY_START
from knotcli.coach.screening.gate import Gate
from knotcli.coach.screening.judge import Limit, Reason
from knotcli.coach.screening.verdict import Result, verdict_of
from knotcli.coach.text import Line, capitalize_first, full_day, short_day
from knotcli.coach.vocabulary import name_body_part
from knotcli.views.screening.emergency import Wording, confirmed_lines, emergency_lines, way_back_lines

HELD = {
    "no-check": "There is no check for the {place} yet. It takes about two minutes: knot check {region}",
    "assessed": "A clinician has looked at what you named. A new check comes next: knot check {region}",
    "expired": "Your check for the {place} has run out. A new one takes about two minutes: knot check {region}",
    "future": "The check for the {place} is dated in the future; the clock may have been set back. A new check puts that right: knot check {region}",
    "ended": "The check for the {place} was ended by a warning sign or by a stopped session. A new one takes about two minutes: knot check {region}",
}
RESTS = {"rel_acute_injury": timedelta(hours=72), "rel_sore_from_last": timedelta(days=1)}
"""Reasons that go by themselves, and after how long at most."""
HIDDEN_WITHOUT_HEAT = ("heat-10", "warm-pad", "no-hot-bath")


class Told(NamedTuple):
    """What the result is told with.

    wording: the texts. limits: each limit's text by id. number: the emergency number from the settings. reply: what
    is said about the pain that was described. confirmed: the emergency text stood on the screen before. spreading: skin
    was said to be hot, red or dark and growing, without the signs of an emergency.
    """

    wording: Wording
    limits: Mapping[str, str]
    number: str | None = None
    reply: Sequence[str] = ()
    confirmed: bool = False
    spreading: bool = False


def result_lines(result: Result, told: Told) -> list[Line]:
    """Lay out a result."""
    lines: list[Line] = []
    skin: list[Line] = [((told.wording["spreading_skin"], "warn"),)] if told.spreading else []
    parts = (_emergency(result, told), _flags(result, told), skin, *_held(result, told), *_open(result, told))
    for part in parts:
        if part:
            lines += [*([""] if lines else []), *part]
    return [*lines, *_explained(result)]


def phrase_of(reason: Reason) -> str:
    """Return what was named as a noun phrase: in the question's words where they are known."""
    return "; ".join(reason.says) or reason.item.label


def clause_of(reason: Reason) -> str:
    """Return what was named as a clause, as it follows `because`."""
    said = " and ".join(reason.states) or f"of this: {reason.item.label}"
    return f"{said}, and a clinician knows" if reason.cleared in ("yes", "massage") else said


def held_line(gate: Gate) -> Line:
    """Say which check is lacking, and how to make it."""
    if gate.held == "expired" and gate.check is not None and gate.check.content < 2:
        return f"The questions have changed. A new check takes about two minutes: knot check {gate.region}"
    return HELD[gate.held].format(region=gate.region, place=name_body_part(gate.region))


def _emergency(result: Result, told: Told) -> list[Line]:
    named = [r for r in result.reasons if r.item.kind == "emergency"]
    if not named:
        return []
    symptoms = "; ".join(phrase_of(reason) for reason in named)
    actions = [reason.item.action for reason in named if reason.item.action]
    if told.confirmed:
        first = confirmed_lines(told.wording, symptoms, actions)
    else:
        first = emergency_lines(told.wording, told.number, symptoms, actions)
    return [*first, "", *way_back_lines(told.wording)]


def _flags(result: Result, told: Told) -> list[Line]:
    wording = told.wording
    lines: list[Line] = []
    flags = [r for r in result.reasons if r.item.kind == "red-flag" and r.verdict in ("see-today", "see-soon")]
    if not flags:
        return []
    for verdict, title in (("see-today", "see_today"), ("see-soon", "see_soon")):
        some = [reason for reason in flags if reason.verdict == verdict]
        if some:
            lines += [*([""] if lines else []), ((wording[title], "warn"),), "", *_reasons(some)]
    today = any(reason.verdict == "see-today" for reason in flags)
    lines += ["", wording["no_answer_today" if today else "worse"], ""]
    if any(r.item.kind == "emergency" for r in result.reasons):
        return lines[:-1]
    again = [wording["flag_check_again"]]
    answered = [r.item.clearable and not _is_more_urgent(r) for r in flags]  # by a clinician's word
    again += [] if all(answered) else [wording["flag_must_be_gone"]]
    again += [wording["flag_durable"]] if any(answered) else []
    lines += wording["flag_way_back"].strip().splitlines()
    return [*lines, " ".join(again), wording["by_mistake"]]


def _reasons(reasons: Sequence[Reason]) -> list[Line]:
    lines: list[Line] = []
    for reason in reasons:
        notes = [f"named on {short_day(reason.standing)}"] if reason.standing else []
        notes += ["not sure, which counts as yes"] if reason.answer == "unsure" else []
        note = f" ({'; '.join(notes)})" if notes else ""
        lines.append((("  ", ""), (capitalize_first(phrase_of(reason)), "strong"), (note, "")))
        action = reason.item.action
        if action:
            soon = "in the next few days"
            lines.append(f"    {action.replace(soon, 'today') if _is_more_urgent(reason) else action}")
    return lines


def _is_more_urgent(reason: Reason) -> bool:
    """Tell whether another answer makes a sign more urgent than it is by itself; then no clinician's word answers it."""
    usual = reason.item.milder.urgency if reason.item.milder else reason.item.urgency
    return reason.verdict == "see-today" and usual == "soon"


def _held(result: Result, told: Told) -> list[list[Line]]:
    """Tell what holds each region back, what to do, and how to come back; the same for several regions once."""
    wording, parts = told.wording, []
    urgent = any(r.verdict in ("emergency", "see-today", "see-soon") for r in result.reasons)
    for gate in result.gates:
        verdict = verdict_of(gate)
        if gate.may_start or verdict in ("emergency", "see-today", "see-soon"):
            continue
        if gate.held != "verdict" and gate.held in HELD:
            parts.append([] if urgent else [held_line(gate)])
        elif verdict == "incomplete":
            parts.append([wording["incomplete"].format(region=gate.region, place=name_body_part(gate.region))])
        else:
            parts.append(_against(gate, told, result.checked_at))
    return [part for number, part in enumerate(parts) if part not in parts[:number]]


def _against(gate: Gate, told: Told, checked_at: datetime | None) -> list[Line]:
    wording, region = told.wording, gate.region
    lines: list[Line] = []
    blocking = [r for r in gate.found.reasons if r.verdict == "blocked"]
    asking = [r for r in gate.found.reasons if r.verdict == "needs-clearance"]
    if blocking:
        lines += [
            ((wording["blocked"].format(region=region, place=name_body_part(region)), "warn"),),
            "",
            *_reasons(blocking),
            "",
        ]
        lines += [_way_back(reason, wording, region, checked_at) for reason in blocking]
        if all(reason.item.holds_back != "everything" for reason in (*blocking, *asking)):
            lines.append(wording["blocked_region"])
    if asking:
        lines += [
            *([""] if lines else []),
            ((wording["needs_clearance"].format(region=region, place=name_body_part(region)), "warn"),),
            "",
        ]
        lines += [
            *_reasons(asking),
            "",
            wording["clearance_way_back"].format(region=region, place=name_body_part(region)),
        ]
    return _without_repeats(lines)


def _without_repeats(lines: Sequence[Line]) -> list[Line]:
    return [line for number, line in enumerate(lines) if not line or line not in lines[:number]]


def _way_back(reason: Reason, wording: Wording, region: str, checked_at: datetime | None) -> Line:
    ident = reason.item.id
    if ident in RESTS and checked_at is not None:
        day = checked_at + RESTS[ident]
        return wording["blocked_until"].format(region=region, place=name_body_part(region), when=full_day(day))
    if ident == "ab_thinner":
        return wording["blocked_thinner"]
    if ident == "ab_not_alert":
        return wording["blocked_not_alert"]
    return wording["blocked_way_back"].format(region=region, place=name_body_part(region))


def _explained(result: Result) -> list[Line]:
    """Name what explains each reason that holds back; beside an emergency nothing is to be read."""
    holding = [reason.item.id for reason in result.reasons if reason.verdict not in MAY_START]
    if not holding or result.verdict == "emergency":
        return []
    return [(("Why knot asks about it: " + " · ".join(f"knot why {ident}" for ident in holding), "dim"),)]


def _open(result: Result, told: Told) -> list[list[Line]]:
    """Tell which regions a session may start in, what that changes, and what was made of what was described."""
    wording = told.wording
    gates = [gate for gate in result.gates if gate.may_start]
    if not gates:
        return []
    parts: list[list[Line]] = []
    for gate in gates:
        limits = _shown_limits(gate.found.limits)
        within = ", within limits." if limits else "."
        parts.append([((f"{gate.region}: a session may start{within}", "title"),)])
        if limits:
            parts.append(_limits(gate, limits, told))
    cleared = any(r.item.kind == "red-flag" and r.cleared for g in gates for r in g.found.reasons)
    parts.append([wording["nothing_else_named" if cleared else "nothing_named"]])
    if told.reply:
        parts.append([" ".join(told.reply)])
    if any(gate.region in ("headache", "jaw") for gate in gates):
        parts.append([wording["not_for"]])
    until = min(gate.valid_until for gate in gates if gate.valid_until)
    following = " or ".join(f"knot session {gate.region}" for gate in gates)
    parts.append([f"Holds until {short_day(until)}. Next: {following}"])
    return parts


def _limits(gate: Gate, limits: Sequence[Limit], told: Told) -> list[Line]:
    """Group the limits by the answer that asks for them, each with that answer under it."""
    by_item = {reason.item.id: reason for reason in gate.found.reasons}
    lines: list[Line] = []
    for because in dict.fromkeys(limit.because for limit in limits):
        lines += [f"  {told.limits.get(one.id, one.id)}" for one in limits if one.because == because]
        reason = by_item.get(because)
        lines.append(((f"     because {clause_of(reason) if reason else because}", "dim"),))
        if reason and reason.item.warmth_limits and reason.cleared != "yes" and reason.item.action:
            lines.append(f"     {reason.item.action}")
    return lines


def _shown_limits(limits: Sequence[Limit]) -> list[Limit]:
    """Leave out how heat is to be when there is none, and what stands twice."""
    ids = {limit.id for limit in limits}
    hidden = HIDDEN_WITHOUT_HEAT if "no-heat" in ids else ()
    return list({limit.id: limit for limit in reversed(limits) if limit.id not in hidden}.values())[::-1]
