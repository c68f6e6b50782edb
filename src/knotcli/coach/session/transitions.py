"""How a session gets from step to step: begin one, end it, go back, finish. Pure."""

from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from knotcli.coach.routines.steps import Step
from knotcli.coach.session import events
from knotcli.coach.session.state import HEAT_LEAST, State, Transition
from knotcli.coach.vocabulary import MOVEMENT_KINDS, SessionStatus, StepOutcome

BACK_AFTER = 3.0
"""Seconds into a step from which `b` begins it again; earlier it takes the one before (own decision)."""
TOUCHED = 1.0
"""Seconds below which a step that was passed over counts as left out, not as ended early (own decision)."""


def pause_step(state: State, now: events.Now) -> State:
    """Let the step stand still."""
    return replace(state, spent=state.elapsed(now), since=None, mode="paused")


def run_step(state: State, now: events.Now) -> State:
    """Let the step go on from now."""
    began = (state.heat_began or now) if state.step.kind == "heat" else None
    return replace(state, mode="running", since=now.mono, away=0.0, heat_began=began, skew=now.wall - now.mono)


def end_step(state: State, outcome: StepOutcome, at: float, now: events.Now) -> Transition:
    """End this step at the monotonic second `at`, and begin the next there."""
    whole = outcome == "done" and state.step.kind != "exercise"
    seconds = state.length if whole else state.elapsed(events.Now(at, now.wall))
    ended = events.StepEnded(state.index, state.step, seconds, outcome)
    state, effects = enter_step(_credit(state, seconds), state.index + 1, at, now)
    return state, (ended, *effects)


def enter_step(state: State, index: int, at: float, now: events.Now) -> Transition:
    """Begin step `index` at the monotonic second `at`, passing over what may not or need not be done."""
    effects: list[events.Effect] = []
    side = next((s.side for s in reversed(state.steps[: max(index, 0)]) if s.side), None)
    left_out = False
    while index < len(state.steps):
        step = state.steps[index]
        given = state.before if index == 0 else state.after
        left_out = _no_room(state, index) or (left_out and step.kind == "rest")
        if step.kind == "rate" and given is not None:
            effects.append(events.Rated("before" if index == 0 else "after", given))
        elif step.kind == "heat" and not step.seconds:
            effects.append(events.StepEnded(index, step, 0.0, "done"))  # a shower was had before
        elif left_out:
            effects.append(events.StepEnded(index, step, 0.0, "skipped"))
            effects += [events.Cue("full")] if step.kind in ("hold", "heat") else []
        else:
            break
        index += 1
    state = replace(state, index=index, spent=0.0, since=None, said=frozenset(), typed="", away=0.0)
    if index >= len(state.steps):
        status: SessionStatus = "complete" if state.is_treated and not state.ends_early else "partial"
        state = replace(state, index=len(state.steps) - 1, mode="ended", status=status, length=0.0, heat_began=None)
        return state, (*effects, events.Finished(status))
    step = state.steps[index]
    if step.kind == "rate":
        state = replace(state, mode="rating", length=0.0, heat_began=None)
        return state, (*effects, events.StepBegun(index, step, 0.0))
    state = replace(state, length=min(_wanted(state, step), state.room(step.kind)))
    changed = side is not None and step.side is not None and side != step.side
    begun = events.StepBegun(index, step, state.length, changed)
    if step.kind != "heat":
        state = replace(state, heat_began=None)
    if state.heat_waits and step.kind == "heat":
        return replace(state, mode="waiting"), (*effects, begun, events.Cue("heat-ready"))
    if state.wait:
        return replace(state, mode="waiting"), (*effects, begun)
    state = replace(state, mode="running", since=at)
    if step.kind == "heat":
        state = replace(state, heat_began=state.heat_began or now)
    return state, (*effects, begun)


def list_ahead(state: State) -> Sequence[tuple[Step, float]]:
    """Return the steps to come with their seconds as they would be begun now, without those that the bounds leave out."""
    return _list_ahead(replace(state, seen=events.Now(0.0, 0.0), skew=0.0, spent=0.0, since=None, said=frozenset()))


@lru_cache(maxsize=1)  # asked for at each frame, and the same until a step ends or a key changes something
def _list_ahead(state: State) -> Sequence[tuple[Step, float]]:
    ahead: list[tuple[Step, float]] = []
    left_out = False
    state = _credit(state, state.length)
    for index in range(state.index + 1, len(state.steps)):
        step = state.steps[index]
        left_out = _no_room(state, index) or (left_out and step.kind == "rest")
        if not left_out and (step.seconds or step.kind == "rate"):
            length = min(_wanted(state, step), state.room(step.kind))
            ahead.append((step, length))
            state = _credit(replace(state, index=index), length)
    return ahead


def leave_for_step(state: State, target: int, now: events.Now) -> Transition:
    """Leave this step, as far as it went, and begin another (or the same again)."""
    elapsed = state.elapsed(now)
    effects: tuple[events.Effect, ...] = ()
    if state.step.kind != "rate" and elapsed >= TOUCHED:
        effects = (events.StepEnded(state.index, state.step, elapsed, "cut"),)
        state = _credit(state, elapsed)
    state, more = enter_step(state, target, now.mono, now)
    return state, (*effects, *more)


def step_back(state: State, now: events.Now) -> Transition:
    """Begin this step again, or the one before when this one has only just begun."""
    target = state.index if state.elapsed(now) > BACK_AFTER else state.index - 1
    if target < 0 or state.steps[target].kind == "rate":
        target = state.index
    return leave_for_step(state, target, now)


def finish_session(state: State, now: events.Now, status: SessionStatus, reason: str = "") -> Transition:
    """End the session: partial, or stopped with a reason."""
    elapsed = state.elapsed(now)
    effects: tuple[events.Effect, ...] = ()
    if (
        status == "partial"
        and 0 < state.index == len(state.steps) - 1
        and state.step.kind == "rate"
        and state.is_treated
        and not state.ends_early
    ):
        # Only the rating after is missing, and that one can be left out.
        status = "complete"
    if state.step.kind != "rate" and elapsed > 0:
        effects = (events.StepEnded(state.index, state.step, elapsed, "stopped" if status == "stopped" else "cut"),)
        state = _credit(state, elapsed)
    state = replace(state, since=None, spent=elapsed, mode="ended", status=status)
    return state, (*effects, events.Finished(status, reason))


def end_with_rating(state: State, now: events.Now) -> Transition:
    """End the session as `q` does, but for the rating after it, where there is anything to rate."""
    treated = leave_for_step(replace(state, ends_early=True), len(state.steps) - 1, now)
    is_asked = state.index < len(state.steps) - 1 and treated[0].mode == "rating" and treated[0].is_treated
    return treated if is_asked else finish_session(state, now, "partial")


def _credit(state: State, seconds: float) -> State:
    if state.step.kind == "heat":
        return replace(state, heat=state.heat + seconds)
    if state.step.kind == "hold":
        return replace(state, pressure=state.pressure + seconds)
    if state.step.kind in MOVEMENT_KINDS:
        return replace(state, movement=state.movement + seconds)
    return state


def _wanted(state: State, step: Step) -> float:
    """Return how long a step is to be, in seconds: a hold its shortest once `e` was pressed."""
    return float(step.least if step.kind == "hold" and state.eased else step.seconds)


def _no_room(state: State, index: int) -> bool:
    """Return whether the bounds leave nothing of a step: too little for a hold (S3), for heat, or for what leads to it."""
    step = state.steps[index]
    if step.kind == "prepare" and (step.spot or step.tool):
        after = next((n for n in range(index + 1, len(state.steps)) if state.steps[n].kind != "prepare"), index)
        return state.steps[after].kind == "hold" and _no_room(state, after)
    if step.kind == "hold":
        return state.room("hold") < step.least
    return step.kind == "heat" and state.room("heat") < HEAT_LEAST
