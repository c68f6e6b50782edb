"""A running session: `step(state, event, now)` gives the next state and what is to be done. Pure.

Time is `Now`: monotonic seconds, and the wall's. A step ends at a moment, never at a count of ticks, and the next
one begins at that moment, so that lateness does not add up. Credit only observed time.
"""

from msgspec.structs import replace

from knotcli.coach.routines.steps import Step
from knotcli.coach.session import events
from knotcli.coach.session.key_actions import leave_early, take_key, take_line
from knotcli.coach.session.state import GAP, HEAT_MOST, EarlierDose, State, Transition
from knotcli.coach.session.transitions import end_step, enter_step, finish_session, pause_step, run_step

SKIN_LOOK = 300
"""Seconds of heat after which the skin is looked at (own decision)."""
HEAT_LOOK = 5.0
"""Seconds between two looks at the clock while heat lies on and nothing runs: the machine may sleep (own decision)."""


def begin(
    steps: tuple[Step, ...],
    stop_rules: tuple[str, ...],
    now: events.Now,
    *,
    wait: bool = False,
    heat_waits: bool = False,
    before: int | None = None,
    after: int | None = None,
    first: int = 0,
    had: EarlierDose | None = None,
) -> Transition:
    """Begin a session at step `first`: 0, or later when it is resumed, with what it `had` already."""
    had = had or EarlierDose()
    state = State(
        steps, stop_rules, now, now.wall - now.mono, wait=wait, heat_waits=heat_waits, before=before, after=after,
        heat=had.heat, pressure=had.pressure, movement=had.movement, had=had,
    )  # fmt: skip
    return enter_step(state, first, now.mono, now)


def next_moment(state: State, now: events.Now) -> float | None:
    """Return the monotonic second at which to look again, or None when only a key matters."""
    caps = []
    if state.heat_on and state.heat_began is not None:
        caps = [state.heat_began.mono + HEAT_MOST, now.mono + HEAT_LOOK]
    end = ends_at(state)
    if state.since is None or end is None:
        return min(caps, default=None)
    elapsed = state.elapsed(now)
    second = state.since + (int(elapsed + 1e-6) + 1) - state.spent
    return min(end, second, *caps)


def ends_at(state: State) -> float | None:
    """Return the monotonic second at which the current step ends, None while it does not run."""
    return None if state.since is None else state.since + state.length - state.spent


def step(state: State, event: events.Event, now: events.Now) -> Transition:
    """Take one event at one moment. Once it has ended, nothing more happens."""
    if state.status:
        return state, ()
    state, effects = _look(state, now, isinstance(event, events.Resumed))
    if state.status:
        return state, effects
    stood_still = state.since is None
    more: tuple[events.Effect, ...] = ()
    match event:
        case events.Allowed(number):
            if state.mode == "judging" and number == state.asked:
                state, stood_still = run_step(state, now), False
        case events.Unreadable(number):
            if state.mode == "judging" and number == state.asked:
                state, more = replace(state, mode="paused"), (events.Cue("unreadable"),)
        case events.Refused():
            if state.mode in ("running", "judging"):
                state, more = finish_session(state, now, "partial")
        case events.Ending():
            state, more = leave_early(state, now)
        case events.Key(name):
            state, more = take_key(state, name, now)
        case events.TypedLine(text) if state.mode == "rating":
            state, more = take_line(state, text, now)
    if stood_still and state.since is not None:
        # Nothing goes on after a pause or a question before what is kept meanwhile was judged.
        state = replace(pause_step(state, now), mode="judging", asked=state.asked + 1)
        more = (*more, events.AskGate(state.asked))
    return state, (*effects, *more)


def _look(state: State, now: events.Now, stopped: bool) -> Transition:
    """Let time pass: end what is over, give the cues that are due, and notice time that nobody saw."""
    effects: tuple[events.Effect, ...] = ()
    mono, drift = now.mono - state.seen.mono, now.wall - now.mono - state.skew
    if state.since is None or stopped or mono > GAP or abs(drift) > GAP:
        # Asleep, the monotonic clock stands still and the wall's does not; set back, the wall's tells nothing.
        away = max(0.0, mono) + max(0.0, drift)
        state = replace(state, skew=now.wall - now.mono)
        if state.since is not None:
            state = replace(state, spent=state.elapsed(state.seen), since=None, mode="away", away=away)
            effects = (events.Cue("away"),)
    state = replace(state, seen=now)
    # Sums, as in `next_moment`: a difference may fall short of it by the last digit.
    if (
        state.heat_on
        and (began := state.heat_began) is not None
        and (now.mono >= began.mono + HEAT_MOST or now.wall >= began.wall + HEAT_MOST)
    ):
        state, more = _heat_off(state, now)
        return state, (*effects, *more)
    while state.since is not None and not state.status:
        end = state.since + state.length - state.spent
        if now.mono < end:
            break
        state, more = end_step(state, "done", end, now)
        effects += more
    if state.since is not None:
        due = _due(state, state.elapsed(now)) - state.said
        state = replace(state, said=state.said | due)
        effects += tuple(events.Cue(name) for name in sorted(due))
    return state, effects


def _heat_off(state: State, now: events.Now) -> Transition:
    """End heat that has been on for its longest, and stand still before the next step."""
    mode = state.mode
    state, effects = end_step(state, "cut", now.mono, now)
    if state.since is not None:
        state = pause_step(state, now)
    if mode == "help" and not state.status:
        state = replace(state, mode="help", before_help=state.mode)
    elif mode == "stopping" and not state.status:
        state = replace(state, mode="stopping")
    return state, (events.Cue("heat-off"), *effects)


def _due(state: State, elapsed: float) -> frozenset[str]:
    kind = state.step.kind
    due = set()
    if kind == "hold" and state.length >= 60 and elapsed >= state.length / 2:
        due.add("half")
    if kind in ("hold", "stretch") and state.length >= 20 and state.length - elapsed <= 10:
        due.add("ten")
    if kind == "heat" and elapsed >= SKIN_LOOK:
        due.add("skin")
    if (part := state.step.exercise) and part.is_counted:
        done = int((elapsed + 1e-6) // part.repetition_seconds)
        due |= {f"count-{done}"} if 0 < done < part.repetitions else set()
    return frozenset(due)
