"""One session, run: keys and moments in, screen, sound and history out. Every way out is by the same door."""

from collections.abc import Callable, Sequence

from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.session import machine as heart
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.machine import (
    Answer,
    Effect,
    Ended,
    Ending,
    Event,
    Finished,
    Key,
    Now,
    Rated,
    Result,
    Resumed,
    State,
    Tick,
)
from knotcli.flows.session.session_display import Frames, Lines, Surface
from knotcli.flows.session.session_keeper import Keeper
from knotcli.flows.session.session_sounds import Sound
from knotcli.terminal.keys import Keys
from knotcli.terminal.signals import Guard
from knotcli.world import World

# What may be typed where whole lines count, and the key that it stands for.
COMMANDS = {
    **dict.fromkeys(("p", "pause", "go", "on", "space"), "space"),
    **dict.fromkeys(("n", "next"), "n"),
    **dict.fromkeys(("b", "back"), "b"),
    **dict.fromkeys(("r", "repeat"), "r"),
    **dict.fromkeys(("+", "longer", "more"), "+"),
    **dict.fromkeys(("e", "softer", "ease"), "e"),
    **dict.fromkeys(("x", "stop", "wrong"), "x"),
    **dict.fromkeys(("q", "end", "quit"), "q"),
    **dict.fromkeys(("?", "h", "help"), "?"),
    **{word: word for word in ("enter", "eof")},
}
LETTERS = frozenset("pnbr+exqh? ")
IN_RATING = ("n", "x", "q", "?", "enter", "eof")


class Runner:
    """Runs a plan and keeps what happens, each step as it ends, before anything says that it ended."""

    def __init__(
        self,
        world: World,
        plan: SessionPlan,
        guidance: Guidance,
        keeper: Keeper,
        sounds: Sequence[Sound] = (),
        flash: bool = False,
    ) -> None:
        self.world, self.plan, self.guidance, self.keeper = world, plan, guidance, keeper
        self.sounds, self.flash = sounds, flash

    def run(self, begin: Callable[[Now], Result]) -> tuple[State, int]:
        """Begin, and run until it ends. Gives the last state, and the signal that ended it or 0."""
        world, out = self.world, self.world.out
        with Guard() as guard:
            stdin = world.stdin if world.interactive else None
            keys = Keys(stdin, lines=out.plain, wake=guard.wake)
            if keys.lines:
                guard.hold(keys)
                with keys:
                    lines = Lines(world, self.plan, self.guidance, stdin is not None)
                    return self._loop(lines, keys, guard, begin)
            live = out.live()
            guard.hold(keys, live)
            with keys, live:
                frames = Frames(world, live, self.plan, self.guidance, self.flash)
                return self._loop(frames, keys, guard, begin)

    def _loop(
        self, surface: Surface, keys: Keys, guard: Guard, begin: Callable[[Now], Result]
    ) -> tuple[State, int]:
        clock = self.world.clock
        now = Now(*clock.seconds())
        state, effects = begin(now)
        self._carry_out(surface, state, effects, now)
        while not state.status:
            now = Now(*clock.seconds())
            surface.draw(state, now)
            moments = [
                heart.next_moment(state, now),
                self.keeper.due(state, now),
                surface.due(now),
                *(sound.due(now) for sound in self.sounds),
            ]
            soonest = min((moment for moment in moments if moment is not None), default=None)
            key = guard.wait(keys, None if soonest is None else clock.real(max(0.0, soonest - now.mono)))
            event = self._event(key, keys, guard, state)
            now = Now(*clock.seconds())
            if event is None:
                surface.unknown(state, now)
            state, effects = heart.step(state, event or Tick(), now)
            self._carry_out(surface, state, effects, now)
        for sound in self.sounds:
            sound.hush()
        return state, guard.ending or 0

    def _event(self, key: str | None, keys: Keys, guard: Guard, state: State) -> Event | None:
        """Tell what happened while waiting; None for a line that means nothing."""
        if guard.resumed:
            guard.resumed = False
            return Resumed()
        if guard.ending:
            return Ending()
        if key is None or (key == "eof" and not self.world.interactive):
            return Tick()
        if not keys.lines:
            return Key(key)
        name = COMMANDS.get(key.rstrip("!."))
        if name is None and "x" in key and set(key) <= LETTERS:
            name = "x"  # typed among other keys in a hurry: something is wrong
        if state.mode == "rating" and name not in IN_RATING:
            return Answer(key)
        if state.mode == "stopping" and name not in ("q", "eof"):
            choices = [str(number) for number in range(len(state.stop_rules) + 1)]
            return Key(key) if key in choices else None
        return Key(name) if name else None

    def _carry_out(self, surface: Surface, state: State, effects: Sequence[Effect], now: Now) -> None:
        if not effects:
            return
        before = self.keeper.fault
        for effect in effects:
            match effect:
                case Ended():
                    self.keeper.step(effect)
                case Rated(kind, score):
                    self.keeper.rating(kind, score)
                case Finished(status, reason):
                    self.keeper.end(state, status, reason)
        surface.happened(effects, state, now)
        for sound in self.sounds:
            sound.happened(effects, state, now)
        if self.keeper.fault and not before:
            surface.warn(f"Not saved yet, tried again with each step: {self.keeper.fault}")
