"""What is said when a session is over: what was kept, what follows, and the advice of a stop rule."""

from typing import TYPE_CHECKING

from knotcli.coach.errors import Held, KnotError, Stopped
from knotcli.coach.text import Line
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.session.guidance import Guidance
    from knotcli.coach.session.machine import State
    from knotcli.flows.session.session_keeper import Keeper


def ended(world: World, keeper: "Keeper", guidance: "Guidance", state: "State", signal: int) -> int:
    """Say how it ended. Raises Held after a stop rule, Stopped after a signal, KnotError when something is not kept."""
    from knotcli.views.wording import say_span

    if state.status == "stopped":
        _stopped(world, keeper, guidance, signal)
    treated = {"heat": state.heat, "pressure": state.pressure}
    done = (
        ", ".join(f"{what} {say_span(seconds)}" for what, seconds in treated.items() if seconds >= 1)
        or "no heat, no pressure"
    )
    if keeper.fault is not None:
        raise KnotError(f"The session ended (done: {done}), but not all of it could be kept. {keeper.fault}")
    if signal:
        raise Stopped(f"The session ended early. Kept: {done}.", signal)
    first = "That was it." if state.status == "complete" else "Ended early."
    lines: list[Line] = ["", ((f"{first} ", "strong"), (f"Kept: {done}.", ""))]
    if state.before is not None and state.after is not None:
        from knotcli.coach.session.dose import FLARE

        lines.append(f"Pain {state.before} before, {state.after} right after.")
        if state.after - state.before >= FLARE:
            lines.append(((guidance.flare, "warn"),))
    elif state.pressure and state.after is None:
        lines.append(f"The rating after can follow within two hours: knot log {keeper.entry.region} SCORE")
    lines += [f"  · {said.text}" for said in guidance.aftercare]
    world.show(lines)
    return 0


def _stopped(world: World, keeper: "Keeper", guidance: "Guidance", signal: int) -> None:
    entry = keeper.entry
    rule = next((rule for rule in guidance.stop if rule.id == entry.reason), guidance.unsaid)
    # The advice comes first, whatever else went wrong.
    if rule.emergency:
        from knotcli.views.check import emergency

        here = [
            item for item in world.library.items() if item.id in rule.flags and item.concerns(entry.region)
        ]
        number = world.emergency_number
        world.show(["", *emergency(here, world.library.wording, number, rule.name)])
        after = "Nothing more until a clinician has looked."
    else:
        world.show(["", ((rule.advice, "warn"),)])
        after = f"Before the next one, a new full check: knot check {entry.region}"
    if keeper.fault is not None:
        raise Held(f"The session was stopped, but this could not be kept. {keeper.fault} {after}")
    if signal:
        raise Stopped(f"The session was stopped and kept. {after}", signal)
    raise Held(f"The session was stopped and kept. {after}")
