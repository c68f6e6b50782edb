"""One session, run: keys and moments in, screen, sound and history out. Every way out is by the same door."""

from collections.abc import Callable, Sequence
from time import monotonic

from knotcli.coach.errors import KnotError
from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.screening.flags import STRONG_PAIN
from knotcli.coach.session import events
from knotcli.coach.session import machine as heart
from knotcli.coach.session.decision import Refusal
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.state import State, Transition
from knotcli.flows.session.session_display import Frames, Lines, Surface
from knotcli.flows.session.session_keeper import SessionKeeper
from knotcli.flows.session.session_sounds import Sound
from knotcli.terminal.keys import Keys
from knotcli.terminal.signals import Guard
from knotcli.world import World

# What may be typed where whole lines count, and the key that it stands for.
TYPED_COMMANDS = {
    **dict.fromkeys(("p", "pause", "go", "on", "space"), "space"),
    **dict.fromkeys(("n", "next"), "n"),
    **dict.fromkeys(("b", "back"), "b"),
    **dict.fromkeys(("r", "repeat"), "r"),
    **dict.fromkeys(("+", "longer", "more"), "+"),
    **dict.fromkeys(("e", "softer", "ease"), "e"),
    **dict.fromkeys(("x", "stop", "wrong"), "x"),
    **dict.fromkeys(("q", "end", "quit"), "q"),
    **dict.fromkeys(("?", "h", "help"), "?"),
    **{word: word for word in ("enter", "eof", "esc", "up", "down", "left", "right")},
}
LETTERS = frozenset("pnbr+exqh? ")
IN_RATING = ("n", "x", "q", "?", "enter", "eof", "esc", "right")


GRACE_SECONDS = 0.03
"""Seconds for which the screen waits for what is being stored, so that it seldom has to say so (own decision)."""
SIGNAL_SECONDS = 5.0
"""Seconds that a session which a signal ended waits for a disk that takes nothing yet (own decision)."""
POLL_SECONDS = 0.05
"""Seconds between two looks at what was stored, where nothing can end a wait for keys early (Windows)."""


class SessionLoop:
    """Runs a plan. What happens is heard at once, stored beside the loop, and shown as kept only when it is stored.

    is_told: what to keep off was shown already. refusal: why what is kept let the session go no further, None when it did.
    strong_pain: the rating before was so high that questions about it come first, and the session ended for them.
    """

    def __init__(
        self,
        world: World,
        plan: SessionPlan,
        guidance: Guidance,
        keeper: SessionKeeper,
        sounds: Sequence[Sound] = (),
        flash: bool = False,
        is_told: bool = False,
    ) -> None:
        self.world, self.plan, self.guidance, self.keeper = world, plan, guidance, keeper
        self.sounds, self.flash, self.is_told = sounds, flash, is_told
        self.refusal: Refusal | None = None
        self.strong_pain = False
        self._warned: KnotError | None = None

    def run(self, begin: Callable[[events.Now], Transition]) -> tuple[State, int]:
        """Begin, and run until it ends. Returns the last state, and the signal that ended it or 0."""
        world, out = self.world, self.world.out
        with Guard() as guard:
            stdin = world.stdin if world.interactive else None
            keys = Keys(stdin, lines=out.plain, wake=guard.wake)
            self.keeper.wake_with(guard.nudge)
            try:
                if keys.lines:
                    guard.hold(keys, self.keeper)
                    with keys:
                        lines = Lines(world, self.plan, self.guidance, stdin is not None, self.is_told)
                        return self._loop(lines, keys, guard, begin)
                live = out.live()
                guard.hold(keys, live, self.keeper)
                with keys, live:
                    frames = Frames(world, live, self.plan, self.guidance, self.flash)
                    return self._loop(frames, keys, guard, begin)
            finally:
                self.keeper.wake_with(lambda: None)

    def _loop(
        self, surface: Surface, keys: Keys, guard: Guard, begin: Callable[[events.Now], Transition]
    ) -> tuple[State, int]:
        clock, keeper = self.world.clock, self.keeper
        now = events.Now(*clock.seconds())
        state, effects = begin(now)
        self._carry_out(surface, keys, state, effects, now)
        self.strong_pain = False  # one that was given was asked about before anything began
        while not state.status:
            now = events.Now(*clock.seconds())
            grace = keeper.behind_since + GRACE_SECONDS - monotonic() if keeper.is_busy else 0.0
            if grace <= 0:
                surface.draw(state, now, not keeper.is_behind)
            moments = [heart.next_moment(state, now), surface.due(now), *(sound.due(now) for sound in self.sounds)]
            soonest = min((moment for moment in moments if moment is not None), default=None)
            waits = [] if soonest is None else [clock.real(max(0.0, soonest - now.mono))]
            if grace > 0:
                waits.append(grace)
            if guard.wake is None and keeper.is_busy:
                waits.append(POLL_SECONDS)
            key = guard.wait(keys, min(waits, default=None))
            event = self._event(key, keys, guard, state)
            now = events.Now(*clock.seconds())
            if event is None or (event == events.Key("unknown") and not keys.lines):
                surface.unknown(state, now)
            for one in (event or events.Tick(), *self._judged(surface)):
                state, effects = heart.step(state, one, now)
                self._carry_out(surface, keys, state, effects, now)
            if self.strong_pain and not state.status:
                state, effects = heart.step(state, events.Ending(), now)
                self._carry_out(surface, keys, state, effects, now)
        for sound in self.sounds:
            sound.hush()
        # While the signals are still noted here: the next one to end would end the program at once.
        keeper.wait_until_stored(SIGNAL_SECONDS if guard.ending else GRACE_SECONDS)
        return state, guard.ending or 0

    def _judged(self, surface: Surface) -> list[events.Event]:
        """Return what came of judging everything that is kept, and of storing."""
        found: list[events.Event] = []
        for number, refusal, fault in self.keeper.take_judgements():
            if refusal is not None:
                self.refusal = refusal
                found.append(events.Refused())
            elif number:
                found.append(events.Allowed(number) if fault is None else events.Unreadable(number))
            if fault is not None and number:
                surface.warn(f"{self.guidance.notice.unreadable} {fault}")
        fault = self.keeper.fault
        if fault is not None and self._warned is None:
            surface.warn(f"Not saved yet, tried again until it is: {fault}")
        elif fault is None and self._warned is not None:
            surface.warn("Everything is saved now.")
        self._warned = fault
        if self.keeper.written_again:
            self.keeper.written_again = False
            surface.warn("The history was replaced meanwhile, so this session was saved again from its beginning.")
        return found

    def _event(self, key: str | None, keys: Keys, guard: Guard, state: State) -> events.Event | None:
        """Return what happened while waiting; None for a line that means nothing."""
        if guard.resumed:
            guard.resumed = False
            return events.Resumed()
        if guard.ending:
            return events.Ending()
        if key is None or (key == "eof" and not self.world.interactive):
            return events.Tick()
        if not keys.lines:
            return events.Key(key)
        name = TYPED_COMMANDS.get(key.rstrip("!."))
        if name is None and "x" in key and set(key) <= LETTERS:
            name = "x"  # typed among other keys in a hurry: something is wrong
        if state.mode == "rating" and name not in IN_RATING:
            return events.TypedLine(key)
        if state.mode == "stopping" and name not in ("q", "eof"):
            choices = [str(number) for number in range(len(state.stop_rules) + 2)]
            return events.Key(key) if key in choices else None
        return events.Key(name) if name else None

    def _carry_out(
        self, surface: Surface, keys: Keys, state: State, effects: Sequence[events.Effect], now: events.Now
    ) -> None:
        if not effects:
            return
        # A bell is on time; what it tells of may be stored later.
        for sound in self.sounds:
            sound.happened(effects, state, now)
        for effect in effects:
            match effect:
                case events.StepEnded():
                    self.keeper.store_step(effect)
                case events.Rated(kind, score):
                    self.strong_pain |= kind == "before" and score >= STRONG_PAIN
                    self.keeper.store_rating(kind, score)
                case events.StopMenu(is_open):
                    self.keeper.note_stop_menu(is_open)
                case events.AskGate(number):
                    self.keeper.ask_gate(number)
                case events.Finished(status, reason):
                    self.keeper.store_end(state, status, reason)
        if any(
            (isinstance(e, events.StepBegun) and e.step.kind == "rate")
            or (isinstance(e, events.StopMenu) and e.is_open)
            for e in effects
        ):
            keys.drop_waiting()
        surface.happened(effects, state, now)
