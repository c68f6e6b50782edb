"""What is said when a session is over: what was kept, what follows, and the advice of a stop rule."""

import contextlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from knotcli.coach.errors import Held, KnotError, Stopped
from knotcli.coach.vocabulary import name_body_part
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.session.guidance import Guidance, StopRule
    from knotcli.coach.session.state import State
    from knotcli.flows.session.session_keeper import SessionKeeper
    from knotcli.views.session.ending import SessionSummary


SAVE_SECONDS = 15.0
"""Seconds that the end of a session waits for a disk that takes nothing yet (own decision)."""
SILENT_SECONDS = 0.5
"""Seconds of waiting after which it is said (own decision)."""


def tell_ending(
    world: World, keeper: "SessionKeeper", guidance: "Guidance", state: "State", signal: int, tips: Sequence[str] = ()
) -> int:
    """Say how it ended. tips: the routine's.

    Raises Held after a stop rule, Stopped after a signal, KnotError when something is not kept.
    """
    from knotcli.views.session.ending import ending_blocks, list_done, say_done

    if state.status == "stopped":
        _tell_stop(world, keeper, guidance, signal)
    fault = wait_until_stored(world, keeper)
    seconds = {"heat": state.heat, "pressure": state.pressure, "stretching and moving": state.movement}
    if fault:
        raise KnotError(
            f"The session ended (done: {list_done(seconds) or 'nothing'}), but not all of it could be saved. {fault}"
        )
    if signal:
        raise Stopped(f"The session ended early. {say_done(seconds)}", signal)
    summary = _sum_up(world, keeper, state, seconds, tips)
    world.show(ending_blocks(summary, guidance))
    if summary.was_treated and not summary.needs_whole_advice and world.interactive:
        _offer_advice(world, guidance)
    return 0


def _sum_up(
    world: World, keeper: "SessionKeeper", state: "State", seconds: Mapping[str, float], tips: Sequence[str]
) -> "SessionSummary":
    from knotcli.coach.session.dose import FLARE, describe_opening, find_too_soon
    from knotcli.coach.session.opening import whole_list_is_due
    from knotcli.flows.session.earlier_sessions import gather_earlier
    from knotcli.views.session.ending import SessionSummary

    now, region = world.clock.now(), keeper.entry.region
    earlier = [one for one in world.history.sessions(region) if one.id != keeper.entry.id]
    too_soon = find_too_soon(region, gather_earlier(world), now)
    has_rated = state.before is not None and state.after is not None
    return SessionSummary(
        region=region,
        status=keeper.entry.status,
        seconds=seconds,
        before=state.before,
        after=state.after,
        has_flared=has_rated and (state.after or 0) - (state.before or 0) >= FLARE,
        can_be_rated=state.is_treated,
        opens=describe_opening(too_soon, now, world.clock.local) if too_soon else "",
        tip=tips[len(earlier) % len(tips)] if tips and not state.heat else "",
        needs_whole_advice=state.pressure > 0 and whole_list_is_due(earlier, now.date()),
    )


def _offer_advice(world: World, guidance: "Guidance") -> None:
    """Show all of the advice for the days after, if it is wanted."""
    from knotcli.views.session.ending import advice_blocks

    with contextlib.suppress(EOFError, KeyboardInterrupt):
        if world.ask("[Enter] done  [a] all the advice for the days after: ").lower() in ("a", "1"):
            world.show(advice_blocks(guidance))


def wait_until_stored(world: World, keeper: "SessionKeeper") -> str:
    """Wait until all is stored, as long as anybody wants to wait; return why it is not, "" when it is."""
    if keeper.wait_until_stored(SILENT_SECONDS):
        return ""
    world.tell(["Not everything is saved yet. knot tries for a few seconds more; Ctrl-C gives up."])
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
        after = f"Before your next session, please do a new check: knot check {entry.region}"
    if fault := wait_until_stored(world, keeper):
        raise Held(f"The session was stopped, but this could not be saved. {fault} {after}")
    if signal:
        raise Stopped(f"The session was stopped, and what you did is saved. {after}", signal)
    raise Held(f"The session was stopped, and what you did is saved. {after}")


def _after_emergency(world: World, keeper: "SessionKeeper", rule: "StopRule", signal: int) -> str:
    """Put the questions of an emergency under its text; show what follows, and return what is said last."""
    from knotcli.flows.screening.named_signs import end_every_check, put_stop_signs
    from knotcli.views.screening.emergency import confirmed_lines, emergency_lines, way_back_lines

    wording, region = world.library.wording, keeper.entry.region
    unsaid = f"Before your next session, for any region, please do a new check: knot check {region}"
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
        world.show([rule.milder.advice.format(region=name_body_part(region))])
        keeper.rename_reason(rule.milder.reason)
        return f"When you feel well again, please do a new check first: knot check {region}"
    return f"Before your next session, please do a new check: knot check {region}"
