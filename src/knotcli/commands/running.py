"""One session, run: keys and moments in, screen, sound and history out. Every way out is by the same door."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from knotcli.adapters.keys import Keys
from knotcli.adapters.signals import Guard
from knotcli.coach import session as heart
from knotcli.coach.guidance import Guidance
from knotcli.coach.record import Rating, Session, StepDone, new_id
from knotcli.coach.routine import Plan
from knotcli.coach.session import (
    Begun,
    Cue,
    Ended,
    Ending,
    Event,
    Finished,
    Key,
    Now,
    Rated,
    Resumed,
    State,
    Tick,
)
from knotcli.coach.words import Line
from knotcli.views import session as view
from knotcli.world import World

NOTICES = {
    "bound": "bound",
    "eased": "eased",
    "skin": "skin",
    "heat-off": "heat_off",
    "half": "half",
    "ten": "ten",
}
NOTICE_SECONDS = 5.0


class Surface(Protocol):
    """Where a session is seen."""

    def draw(self, state: State, now: Now) -> None:
        """Show the state."""

    def effect(self, effect: heart.Effect, state: State) -> None:
        """Show that something happened."""


class Frames:
    """A frame redrawn in place, on a terminal."""

    def __init__(self, world: World, live: Any, plan: Plan, guidance: Guidance) -> None:
        self.world, self.live, self.plan, self.guidance = world, live, plan, guidance
        self.heading = " · ".join([plan.region, plan.tool, *([] if plan.side == "both" else [plan.side])])
        self.notice, self.until = "", 0.0

    def effect(self, effect: heart.Effect, state: State) -> None:
        """Remember what to say under the frame for a while."""
        if isinstance(effect, Cue) and effect.name in NOTICES:
            long = 30.0 if effect.name in ("skin", "heat-off") else NOTICE_SECONDS
            self.notice, self.until = getattr(self.guidance, NOTICES[effect.name]), state.seen.mono + long
        elif isinstance(effect, Begun):
            self.until = min(self.until, state.seen.mono + NOTICE_SECONDS)
            if effect.changed_side:
                self.notice, self.until = "Change sides.", state.seen.mono + NOTICE_SECONDS

    def draw(self, state: State, now: Now) -> None:
        """Draw the frame."""
        size = self.world.out.size
        notice = self.notice if now.mono < self.until else ""
        picture: list[Line] = []
        width = min(size.columns, self.world.out.width)
        self.live.draw(
            view.frame(state, now, width, size.lines, self.guidance, self.heading, notice, picture)
        )


class Lines:
    """One line a milestone, for plain mode and pipes."""

    def __init__(self, world: World, plan: Plan, guidance: Guidance, keys: bool) -> None:
        self.world, self.plan, self.guidance, self.keys = world, plan, guidance, keys
        self.mode = ""

    def effect(self, effect: heart.Effect, state: State) -> None:
        """Append what happened."""
        if isinstance(effect, Begun):
            self.world.show(view.milestone(effect, len(state.steps), self.guidance))
        elif isinstance(effect, Ended) and effect.step.kind != "rest":
            word = {"done": "done", "cut": "ended early", "skipped": "left out", "stopped": "stopped"}[
                effect.outcome
            ]
            self.world.show([f"   {word}, {view.span(effect.seconds)}"])
        elif isinstance(effect, Cue) and effect.name in NOTICES:
            self.world.show([f"   {getattr(self.guidance, NOTICES[effect.name])}"])

    def draw(self, state: State, now: Now) -> None:
        """Say a change of mode once."""
        if state.mode == self.mode:
            return
        self.mode = state.mode
        if not self.keys:
            return
        if state.mode == "paused":
            self.world.show([f"   Paused at {view.clock(state.remaining(now))}. p and Enter goes on."])
        elif state.mode == "waiting":
            self.world.show(["   Ready when you are: Enter begins."])
        elif state.mode == "away":
            self.world.show(
                [
                    f"   You were away for {view.span(state.away)}. That time does not count. r repeats this step, p goes on."
                ]
            )
        elif state.mode == "stopping":
            rules = [f"   {n} {rule.name}" for n, rule in enumerate(self.guidance.stop, 1)]
            self.world.show(
                [
                    "   Stopped. Let go. What is it? A number and Enter.",
                    *rules,
                    "   0 Nothing of this: back, paused",
                ]
            )
        elif state.mode == "help":
            self.world.show(
                [
                    "   p pause or go on, n next, b back, + longer, e ease off, x something is wrong, q end. Each with Enter."
                ]
            )


class Runner:
    """Runs a plan and keeps what happens, each step as it ends."""

    def __init__(self, world: World, plan: Plan, entry: Session, guidance: Guidance) -> None:
        self.world, self.plan, self.entry, self.guidance = world, plan, entry, guidance
        self.sounds: list[Any] = []

    def run(self, state: State, effects: Sequence[heart.Effect]) -> tuple[State, int]:
        """Run until it ends. Gives the last state, and the signal that ended it or 0."""
        out = self.world.out
        with Guard() as guard:
            lines = out.plain or not self.world.interactive
            stdin = self.world.stdin if self.world.interactive else None
            keys = Keys(stdin, lines=lines, wake=guard.wake)
            if lines:
                guard.hold(keys)
                with keys:
                    return self._loop(
                        Lines(self.world, self.plan, self.guidance, stdin is not None),
                        keys,
                        guard,
                        state,
                        effects,
                    )
            live = out.live()
            guard.hold(keys, live)
            with keys, live:
                return self._loop(
                    Frames(self.world, live, self.plan, self.guidance), keys, guard, state, effects
                )

    def _loop(
        self, surface: Surface, keys: Keys, guard: Guard, state: State, effects: Sequence[heart.Effect]
    ) -> tuple[State, int]:
        clock = self.world.clock
        self._carry_out(surface, state, effects)
        while not state.status:
            now = Now(*clock.seconds())
            surface.draw(state, now)
            moment = heart.next_moment(state, now)
            key = guard.wait(keys, None if moment is None else max(0.0, moment - now.mono))
            for event in self._events(key, keys, guard, state):
                state, effects = heart.step(state, event, Now(*clock.seconds()))
                self._carry_out(surface, state, effects)
        return state, guard.ending or 0

    def _events(self, key: str | None, keys: Keys, guard: Guard, state: State) -> list[Event]:
        if guard.resumed:
            guard.resumed = False
            return [Resumed()]
        if guard.ending:
            return [Ending()]
        if key is None or (key == "eof" and not self.world.interactive):
            return [Tick()]
        if not keys.lines:
            return [Key(key)]
        if state.mode == "rating" and key.isdigit():
            return [*(Key(digit) for digit in key[:3]), Key("enter")]
        return [
            Key("space" if key in ("p", "pause") else key if key in ("enter", "space", "eof") else key[:1])
        ]

    def _carry_out(self, surface: Surface, state: State, effects: Sequence[heart.Effect]) -> None:
        for effect in effects:
            match effect:
                case Ended(number, step, seconds, outcome):
                    self._keep_step(number, step, seconds, outcome)
                case Rated(kind, score):
                    moment = self.world.clock.now()
                    side = self.entry.side
                    self.world.history.add(
                        Rating(new_id(), moment, self.entry.region, side, score, kind, "", self.entry.id)
                    )
                case Finished(status, reason):
                    self._keep_end(state, status, reason)
            surface.effect(effect, state)
            for sound in self.sounds:
                sound.effect(effect, state)

    def _keep_step(self, number: int, step: Any, seconds: float, outcome: str) -> None:
        moment = self.world.clock.now()
        self.world.history.add(
            StepDone(
                new_id(), moment, self.entry.id, number, step.kind, step.title, step.side, step.tool,
                step.seconds, round(seconds, 3), outcome,
            )
        )  # fmt: skip

    def _keep_end(self, state: State, status: str, reason: str) -> None:
        self.entry = replace(
            self.entry,
            status=status,
            reason=reason,
            ended_at=self.world.clock.now(),
            heat_seconds=round(state.heat),
            pressure_seconds=round(state.pressure),
        )
        self.world.history.change(self.entry)
