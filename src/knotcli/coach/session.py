"""A running session: `step(state, event, now)` gives the next state and what is to be done. Pure.

Time is `Now`: monotonic seconds, and the wall's. A step ends at a moment, never at a count of ticks, and the next
one begins at that moment, so that lateness does not add up. Time is credited only while it was seen to pass.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from knotcli.coach.routine import Step

GAP = 2.0
"""Seconds between two looks at the clock after which nobody was watching (own decision)."""
PRESSURE_MOST = 300
"""Seconds of pressure a region and sitting: about five minutes (S3)."""
HEAT_MOST = 1200
"""Seconds after which heat comes off, pauses included (outside ceiling of 15 to 20 minutes: O-28)."""
SKIN_LOOK = 300
"""Seconds of heat after which the skin is looked at (O-28)."""
HOLD_LEAST = 10
"""Seconds below which a hold is not begun: what is left of the five minutes is too short for one (S3)."""


class Now(NamedTuple):
    """A moment: monotonic seconds, which stand still while the machine sleeps, and wall seconds, which do not."""

    mono: float
    wall: float


@dataclass(frozen=True, slots=True)
class Tick:
    """Time went by."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key was pressed, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """The program had been stopped, however shortly."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The program is told to end."""


Event = Tick | Key | Resumed | Ending


@dataclass(frozen=True, slots=True)
class Begun:
    """A step began; `seconds` long. `changed_side`: the step before was on the other side."""

    number: int
    step: Step
    seconds: float
    changed_side: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """A step ended and is to be stored. `seconds` are credited ones; `outcome`: done, cut, skipped, stopped."""

    number: int
    step: Step
    seconds: float
    outcome: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Something to be heard or seen in the middle of a step: half, ten, skin, heat-off, paused, on, start,
    away, eased, longer, bound, scale."""

    name: str


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating was given: `kind` before or after."""

    kind: str
    score: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The session ended: complete, partial, or stopped with the stop rule's id."""

    status: str
    reason: str = ""


Effect = Begun | Ended | Cue | Rated | Finished


@dataclass(frozen=True, slots=True)
class State:
    """A session at a moment.

    mode: running, paused, away, waiting, rating, stopping, help, ended. spent: seconds credited to this step before
    `since`; since: monotonic second from which it runs, None when it does not. heat, pressure: seconds credited to
    ended steps. heat_began: when heat was first put on. eased: how often `e` was pressed. said: cues given in this step.
    """

    steps: tuple[Step, ...]
    stop_rules: tuple[str, ...]
    seen: Now
    index: int = -1
    mode: str = "running"
    before_help: str = "paused"
    length: float = 0.0
    spent: float = 0.0
    since: float | None = None
    heat: float = 0.0
    pressure: float = 0.0
    heat_began: Now | None = None
    eased: int = 0
    wait: bool = False
    said: frozenset[str] = frozenset()
    away: float = 0.0
    typed: str = ""
    before: int | None = None
    after: int | None = None
    status: str = ""

    @property
    def step(self) -> Step:
        """The current step."""
        return self.steps[self.index]

    def elapsed(self, now: Now) -> float:
        """Give the seconds credited to this step up to now."""
        running = 0.0 if self.since is None else max(0.0, now.mono - self.since)
        return min(self.length, self.spent + running)

    def remaining(self, now: Now) -> float:
        """Give the seconds left of this step."""
        return self.length - self.elapsed(now)


Result = tuple[State, tuple[Effect, ...]]


def begin(
    steps: tuple[Step, ...],
    stop_rules: tuple[str, ...],
    now: Now,
    *,
    wait: bool = False,
    before: int | None = None,
    after: int | None = None,
    first: int = 0,
    heat: float = 0.0,
    pressure: float = 0.0,
) -> Result:
    """Begin a session at step `first` (0; later when it is resumed, with the seconds already credited)."""
    state = State(steps, stop_rules, now, wait=wait, before=before, after=after, heat=heat, pressure=pressure)
    return _enter(state, first, now.mono, now)


def next_moment(state: State, now: Now) -> float | None:
    """Give the monotonic second at which to look again, or None when only a key matters."""
    caps = [state.heat_began.mono + HEAT_MOST] if _heat_on(state) and state.heat_began else []
    if state.since is None:
        return min(caps, default=None)
    end = state.since + state.length - state.spent
    elapsed = state.elapsed(now)
    second = state.since + (int(elapsed + 1e-6) + 1) - state.spent
    return min(end, second, *caps)


def step(state: State, event: Event, now: Now) -> Result:
    """Take one event at one moment."""
    if state.status:
        return state, ()
    state, effects = _look(state, now, isinstance(event, Resumed))
    if state.status:
        return state, effects
    match event:
        case Ending():
            state, more = _finish(state, now, "partial")
        case Key(name):
            state, more = _key(state, name, now)
        case _:
            more = ()
    return state, effects + more


def _heat_on(state: State) -> bool:
    return 0 <= state.index < len(state.steps) and state.step.kind == "heat" and state.heat_began is not None


def _look(state: State, now: Now, stopped: bool) -> Result:
    """Let time pass: end what is over, give the cues that are due, and notice time that nobody saw."""
    mono, wall = now.mono - state.seen.mono, now.wall - state.seen.wall
    gap = max(mono, abs(wall - mono)) if max(mono, abs(wall - mono)) > GAP else 0.0
    effects: tuple[Effect, ...] = ()
    if state.since is not None and (gap or stopped):
        seen = state.elapsed(state.seen)
        state = replace(
            state, spent=seen, since=None, mode="away", away=max(mono, abs(wall - mono), 0.0), seen=now
        )
        effects = (Cue("away"),)
    state = replace(state, seen=now)
    if _heat_on(state) and state.heat_began is not None:
        on = max(now.mono - state.heat_began.mono, now.wall - state.heat_began.wall)
        if on >= HEAT_MOST:
            mode = state.mode if state.mode in ("stopping", "help") else "paused"
            state, more = _end_step(state, "cut", now.mono, now)
            return replace(_pause(state, now), mode=mode), (*effects, Cue("heat-off"), *more)
    while state.since is not None and not state.status:
        end = state.since + state.length - state.spent
        if now.mono < end:
            break
        state, more = _end_step(state, "done", end, now)
        effects += more
    if state.since is not None:
        due = _due(state, state.elapsed(now)) - state.said
        state = replace(state, said=state.said | due)
        effects += tuple(Cue(name) for name in sorted(due))
    return state, effects


def _due(state: State, elapsed: float) -> frozenset[str]:
    kind = state.step.kind
    due = set()
    if kind == "hold" and state.length >= 60 and elapsed >= state.length / 2:
        due.add("half")
    if kind in ("hold", "stretch") and state.length >= 20 and state.length - elapsed <= 10:
        due.add("ten")
    if kind == "heat" and elapsed >= SKIN_LOOK:
        due.add("skin")
    return frozenset(due)


def _key(state: State, name: str, now: Now) -> Result:
    if name == "eof":
        return _finish(state, now, "partial")
    if state.mode == "stopping":
        return _stopping(state, name, now)
    if state.mode == "help":
        return replace(state, mode=state.before_help), ()
    if state.mode == "rating" and name not in ("x", "q", "?"):
        return _rating(state, name, now)
    match name:
        case "x":
            return replace(_pause(state, now), mode="stopping"), (Cue("paused"),)
        case "q":
            return _finish(state, now, "partial")
        case "?":
            paused = _pause(state, now)
            back = state.mode if state.mode in ("rating", "waiting", "away") else "paused"
            return replace(paused, mode="help", before_help=back), ()
        case "n":
            return _end_step(state, "cut" if state.elapsed(now) >= 1 else "skipped", now.mono, now)
        case "b":
            return _back(state, now)
    if state.mode in ("paused", "away", "waiting"):
        if name in ("space", "enter"):
            return _run(state, now), (Cue("start" if state.mode == "waiting" else "on"),)
        if name == "r" and state.mode == "away":
            return _repeat(state, now)
        if state.mode == "waiting":
            return state, ()
    if name == "space":
        return _pause(state, now), (Cue("paused"),)
    if name == "+":
        return _longer(state, now)
    if name == "e":
        return _ease(state, now)
    return state, ()


def _pause(state: State, now: Now) -> State:
    return replace(state, spent=state.elapsed(now), since=None, mode="paused")


def _run(state: State, now: Now) -> State:
    began = state.heat_began
    if state.step.kind == "heat" and began is None:
        began = now
    return replace(state, mode="running", since=now.mono, away=0.0, heat_began=began)


def _credit(state: State, seconds: float) -> State:
    if state.step.kind == "heat":
        return replace(state, heat=state.heat + seconds)
    if state.step.kind == "hold":
        return replace(state, pressure=state.pressure + seconds)
    return state


def _end_step(state: State, outcome: str, at: float, now: Now) -> Result:
    """End this step at the monotonic second `at`, and begin the next there."""
    seconds = state.length if outcome == "done" else state.elapsed(Now(at, now.wall))
    ended = Ended(state.index, state.step, seconds, outcome)
    state, effects = _enter(_credit(state, seconds), state.index + 1, at, now)
    return state, (ended, *effects)


def _room(state: State, kind: str) -> float:
    """Give the seconds that this kind of step may still take in this session."""
    if kind == "hold":
        return PRESSURE_MOST - state.pressure
    return HEAT_MOST - state.heat if kind == "heat" else float("inf")


def _enter(state: State, index: int, at: float, now: Now) -> Result:
    """Begin step `index` at the monotonic second `at`, passing over what may not or need not be done."""
    effects: list[Effect] = []
    side = next((s.side for s in reversed(state.steps[: max(index, 0)]) if s.side), None)
    while index < len(state.steps):
        step = state.steps[index]
        given = state.before if index == 0 else state.after
        if step.kind == "rate" and given is not None:
            effects.append(Rated("before" if index == 0 else "after", given))
            index += 1
        elif step.kind == "hold" and _room(state, "hold") < HOLD_LEAST:
            effects += [Ended(index, step, 0.0, "skipped"), Cue("bound")]
            index += 1
        else:
            break
    state = replace(state, index=index, spent=0.0, since=None, said=frozenset(), typed="", away=0.0)
    if index >= len(state.steps):
        return replace(state, index=len(state.steps) - 1, mode="ended", status="complete", length=0.0), (
            *effects,
            Finished("complete"),
        )
    step = state.steps[index]
    if step.kind == "rate":
        return replace(state, mode="rating", length=0.0), (*effects, Begun(index, step, 0.0))
    seconds = float(step.least if step.kind == "hold" and state.eased else step.seconds)
    state = replace(state, length=min(seconds, _room(state, step.kind)))
    if step.kind != "heat":
        state = replace(state, heat_began=None)
    begun = Begun(index, step, state.length, bool(side and step.side and side != step.side))
    if state.wait:
        return replace(state, mode="waiting"), (*effects, begun)
    state = replace(state, mode="running", since=at)
    if step.kind == "heat":
        state = replace(state, heat_began=state.heat_began or now)
    return state, (*effects, begun)


def _back(state: State, now: Now) -> Result:
    """Begin this step again, or the one before when this one has only just begun."""
    elapsed = state.elapsed(now)
    target = state.index if elapsed > 3 else state.index - 1
    while target > 0 and state.steps[target].kind == "rate":
        target -= 1
    if target < 0 or state.steps[target].kind == "rate":
        target = state.index
    return _leave_for(state, target, now)


def _repeat(state: State, now: Now) -> Result:
    return _leave_for(state, state.index, now)


def _leave_for(state: State, target: int, now: Now) -> Result:
    elapsed = state.elapsed(now)
    effects: tuple[Effect, ...] = ()
    if state.step.kind != "rate" and elapsed >= 1:
        effects = (Ended(state.index, state.step, elapsed, "cut"),)
        state = _credit(state, elapsed)
    state, more = _enter(state, target, now.mono, now)
    return state, effects + more


def _longer(state: State, now: Now) -> Result:
    """Add ten seconds, within the step's bounds and the session's."""
    most = min(float(state.step.most), state.length + 10, _room(state, state.step.kind))
    if most <= state.length:
        return state, (Cue("bound"),)
    return replace(state, length=most, said=state.said - {"ten"}), (Cue("longer"),)


def _ease(state: State, now: Now) -> Result:
    """Less: half of what is left of this hold, the shortest hold from now on, and softer words."""
    state = replace(state, eased=state.eased + 1)
    if state.step.kind == "hold":
        elapsed = state.elapsed(now)
        state = replace(state, length=elapsed + (state.length - elapsed) / 2)
    return state, (Cue("eased"),)


def _rating(state: State, name: str, now: Now) -> Result:
    if name.isascii() and name.isdigit() and len(state.typed) < 2:
        typed = (state.typed + name).lstrip("0") or "0"
        return (
            (replace(state, typed=typed), ())
            if int(typed) <= 10
            else (replace(state, typed=""), (Cue("scale"),))
        )
    if name in ("backspace", "esc"):
        return replace(state, typed=""), ()
    if name == "enter" and state.typed:
        kind = "before" if state.index == 0 else "after"
        score = int(state.typed)
        state = replace(state, before=score) if kind == "before" else replace(state, after=score)
        state, effects = _enter(state, state.index + 1, now.mono, now)
        return state, (Rated(kind, score), *effects)
    if name == "n":
        return _enter(state, state.index + 1, now.mono, now)
    return state, ()


def _stopping(state: State, name: str, now: Now) -> Result:
    if name in ("esc", "0", "space"):
        return replace(state, mode="rating" if state.step.kind == "rate" else "paused"), ()
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(state.stop_rules):
        return _finish(state, now, "stopped", state.stop_rules[int(name) - 1])
    return state, ()


def _finish(state: State, now: Now, status: str, reason: str = "") -> Result:
    elapsed = state.elapsed(now)
    effects: tuple[Effect, ...] = ()
    if status == "partial" and state.index == len(state.steps) - 1 and state.step.kind == "rate":
        status = "complete"
    if state.step.kind != "rate" and elapsed > 0:
        effects = (Ended(state.index, state.step, elapsed, "stopped" if status == "stopped" else "cut"),)
        state = _credit(state, elapsed)
    state = replace(state, since=None, spent=elapsed, mode="ended", status=status)
    return state, (*effects, Finished(status, reason))
