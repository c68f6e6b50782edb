"""What is said when a session is over: what was kept, what follows, and the advice of a stop rule."""

import contextlib
from typing import TYPE_CHECKING

from knotcli.coach.errors import Held, KnotError, Stopped
from knotcli.coach.text import Line
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.session.guidance import Guidance, StopRule
    from knotcli.coach.session.machine import State
    from knotcli.flows.session.session_keeper import SessionKeeper


SAVE_SECONDS = 15.0
"""Seconds that the end of a session waits for a disk that takes nothing yet (own decision)."""
SILENT_SECONDS = 0.5
"""Seconds of waiting after which it is said (own decision)."""


def tell_ending(
    world: World, keeper: "SessionKeeper", guidance: "Guidance", state: "State", signal: int
) -> int:
    """Say how it ended. Raises Held after a stop rule, Stopped after a signal, KnotError when something is not kept."""
    from knotcli.views.wording import say_span

    if state.status == "stopped":
        _tell_stop(world, keeper, guidance, signal)
    fault = _wait_until_stored(world, keeper)
    treated = {"heat": state.heat, "pressure": state.pressure}
    if not any(step.kind == "hold" for step in state.steps):
        treated["movement"] = state.movement
    done = (
        ", ".join(f"{what} {say_span(seconds)}" for what, seconds in treated.items() if seconds >= 1)
        or "no heat, no pressure"
    )
    if fault:
        raise KnotError(f"The session ended (done: {done}), but not all of it could be kept. {fault}")
    if signal:
        raise Stopped(f"The session ended early. Kept: {done}.", signal)
    first = "That was it." if state.status == "complete" else "Ended early."
    lines: list[Line] = ["", ((f"{first} ", "strong"), (f"Kept: {done}.", ""))]
    if state.before is not None and state.after is not None:
        from knotcli.coach.session.dose import FLARE

        lines.append(f"Pain {state.before} before, {state.after} right after.")
        if state.after - state.before >= FLARE:
            lines.append(((guidance.flare, "warn"),))
    elif state.is_treated and state.after is None:
        lines.append(f"The rating after can follow within two hours: knot log {keeper.entry.region} SCORE")
    lines += [f"  · {said.text}" for said in guidance.aftercare]
    world.show(lines)
    return 0


def _wait_until_stored(world: World, keeper: "SessionKeeper") -> str:
    """Wait until all is stored, as long as anybody wants to wait; return why it is not, "" when it is."""
    if keeper.wait_until_stored(SILENT_SECONDS):
        return ""
    world.tell(["Not everything is saved yet. Trying for a few seconds; Ctrl-C leaves it."])
    with contextlib.suppress(KeyboardInterrupt):
        if keeper.wait_until_stored(SAVE_SECONDS):
            return ""
    return str(keeper.fault or "It was not saved in time.")


def _tell_stop(world: World, keeper: "SessionKeeper", guidance: "Guidance", signal: int) -> None:
    entry = keeper.entry
    rule = next((rule for rule in guidance.stop if rule.id == entry.reason), guidance.unsaid)
    # The advice comes first, whatever else went wrong.
    if rule.emergency:
        after = _after_emergency(world, keeper, rule, signal)
    else:
        world.show(["", ((rule.advice, "warn"),)])
        after = f"Before the next one, a new full check: knot check {entry.region}"
    if fault := _wait_until_stored(world, keeper):
        raise Held(f"The session was stopped, but this could not be kept. {fault} {after}")
    if signal:
        raise Stopped(f"The session was stopped and kept. {after}", signal)
    raise Held(f"The session was stopped and kept. {after}")


def _after_emergency(world: World, keeper: "SessionKeeper", rule: "StopRule", signal: int) -> str:
    """Put the questions of an emergency under its text; show what follows, and return what is said last."""
    from knotcli.flows.screening.named_signs import end_every_check, put_stop_signs
    from knotcli.views.screening.emergency import confirmed_lines, emergency_lines, way_back_lines

    wording, region = world.library.wording, keeper.entry.region
    unsaid = f"Before the next session anywhere, a new check: knot check {region}"
    if signal or not world.interactive:
        end_every_check(world)
        world.show(["", *emergency_lines(wording, world.emergency_number, rule.name)])
        return unsaid
    try:
        confirmed, mild = put_stop_signs(world, rule, region)
    except (EOFError, KeyboardInterrupt):
        return unsaid
    if confirmed:
        world.show([*confirmed_lines(wording, "; ".join(confirmed)), "", *way_back_lines(wording)])
        return "Please see a clinician before the next session."
    if mild and rule.milder is not None:
        world.show([rule.milder.advice.format(region=region)])
        keeper.rename_reason(rule.milder.reason)
        return f"When you feel well, a new check comes first: knot check {region}"
    return f"Before the next session, a new check: knot check {region}"
