"""What each key does to a session, by its mode. Pure."""

from msgspec.structs import replace

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_score
from knotcli.coach.session import transitions
from knotcli.coach.session.events import Cue, Now, Rated, StopMenu
from knotcli.coach.session.state import ENOUGH, UNSAID, Mode, State, Transition
from knotcli.coach.vocabulary import RatingKind, StepOutcome

SECOND_PRESS = 1.0
"""Seconds after a start in which Enter does nothing more: it was pressed for the start (own decision)."""
SAME_KEYS = {"right": "n", "left": "b", "up": "+", "down": "e", "esc": "x"}
"""Keys that every keyboard layout types, and the letter whose act they are."""


def take_key(state: State, name: str, now: Now) -> Transition:
    """Take a key, by its name as the key reader gives it. One that means nothing here does nothing."""
    if name == "eof":
        return leave_early(state, now)
    if state.mode == "stopping":
        return _stopping(state, name, now)
    if state.mode == "help" and name not in ("x", "esc"):
        return replace(state, mode=state.before_help), ()
    name = SAME_KEYS.get(name, name)
    if name == "x":
        return replace(transitions.pause_step(state, now), mode="stopping", page=0), (Cue("paused"), StopMenu(True))
    if name == "q":
        return transitions.finish_session(state, now, "partial")
    if name == "?":
        returning = state.mode if state.mode in ("rating", "waiting", "away") else "paused"
        paused = () if state.since is None else (Cue("paused"),)
        return replace(transitions.pause_step(state, now), mode="help", before_help=returning), paused
    if state.mode == "judging" and name in ("space", "enter"):
        return replace(state, mode="paused"), ()
    return _rating(state, name, now) if state.mode == "rating" else _timed(state, name, now)


def leave_early(state: State, now: Now) -> Transition:
    """End the session early. Leaving the stop menu without a choice counts as stopped."""
    return (
        transitions.finish_session(state, now, "stopped", UNSAID)
        if state.mode == "stopping"
        else transitions.finish_session(state, now, "partial")
    )


def take_line(state: State, text: str, now: Now) -> Transition:
    """Take a whole line as the rating that is asked for. What is no rating is answered with the scale."""
    try:
        return _rated(state, parse_score(text), now)
    except Misuse:
        return state, (Cue("scale"),)


def _timed(state: State, name: str, now: Now) -> Transition:
    """Take a key while a step runs, or stands still."""
    if name in ("space", "enter"):
        if state.mode != "running":
            return transitions.run_step(state, now), (Cue("start" if state.mode == "waiting" else "on"),)
        if name == "space":
            return transitions.pause_step(state, now), (Cue("paused"),)
        if state.since is not None and now.mono - state.since < SECOND_PRESS:
            return state, ()
        name = "n"
    match name:
        case "n":
            # The person says when a set is done; its seconds are what it usually takes.
            over: StepOutcome = "done" if state.step.kind == "exercise" else "cut"
            return transitions.end_step(
                state, over if state.elapsed(now) >= transitions.TOUCHED else "skipped", now.mono, now
            )
        case "b":
            state, effects = transitions.step_back(state, now)
            return state, (*effects, Cue("again"))
        case "r" if state.mode == "away":
            state, effects = transitions.leave_for_step(state, state.index, now)
            return state, (*effects, Cue("again"))
        case "+":
            return _longer(state)
        case "e":
            return _ease(state, now)
    return state, ()


def _longer(state: State) -> Transition:
    """Add ten seconds, within the step's bounds and the session's."""
    most = min(float(state.step.most), state.length + 10, state.room(state.step.kind))
    if most <= state.length:
        return state, (Cue("bound"),)
    return replace(state, length=most, said=state.said - {"ten"}), (Cue("longer"),)


def _ease(state: State, now: Now) -> Transition:
    """Less: half of what is left of this hold, the shortest hold from now on, and softer words. Heat: less of it."""
    if state.step.kind == "heat":
        return state, (Cue("less-heat"),)
    state = replace(state, eased=state.eased + 1)
    if state.step.kind == "hold":
        elapsed = state.elapsed(now)
        state = replace(state, length=elapsed + (state.length - elapsed) / 2)
    return state, (Cue("eased"),)


def _rating(state: State, name: str, now: Now) -> Transition:
    if name.isascii() and name.isdigit():
        typed = (state.typed + name).lstrip("0") or "0"
        return (replace(state, typed=typed), ()) if int(typed) <= 10 else (replace(state, typed=""), (Cue("scale"),))
    if name == "backspace":
        return replace(state, typed=""), ()
    if name == "enter":
        return _rated(state, int(state.typed), now) if state.typed else (state, (Cue("scale"),))
    if name == "n" and "leave-out" not in state.said:
        # One n too many, pressed to get on, leaves no rating out.
        return replace(state, said=state.said | {"leave-out"}), (Cue("leave-out"),)
    if name == "n":
        return transitions.enter_step(state, state.index + 1, now.mono, now)
    return state, ()


def _rated(state: State, given: int, now: Now) -> Transition:
    kind: RatingKind = "before" if state.index == 0 else "after"
    state = replace(state, before=given) if kind == "before" else replace(state, after=given)
    state, effects = transitions.enter_step(state, state.index + 1, now.mono, now)
    return state, (Rated(kind, given), *effects)


def _stopping(state: State, name: str, now: Now) -> Transition:
    """Take a reason by its number; the number after the last ends and keeps, 0 goes back."""
    if name == "0":
        mode: Mode = "rating" if state.step.kind == "rate" else "paused"
        return replace(state, mode=mode), (StopMenu(False),)
    if name in ("space", "n", "right", "down", "enter"):
        return replace(state, page=state.page + 1), ()
    if name in ("b", "left", "up"):
        return replace(state, page=max(0, state.page - 1)), ()
    if name.isascii() and name.isdigit():
        number = int(name)
        if 1 <= number <= len(state.stop_rules) and state.stop_rules[number - 1] == ENOUGH:
            state, effects = transitions.end_with_rating(state, now)
            return state, (StopMenu(False), *effects)
        if 1 <= number <= len(state.stop_rules):
            return transitions.finish_session(state, now, "stopped", state.stop_rules[number - 1])
        if number == len(state.stop_rules) + 1:
            return transitions.finish_session(state, now, "partial")
    return leave_early(state, now) if name == "q" else (state, ())
