"""A session acted out without a clock: time passes when the test says so."""

from collections.abc import Iterable, Sequence

from knotcli.coach.routines.steps import Step
from knotcli.coach.session.events import (
    Allowed,
    AskGate,
    Cue,
    Effect,
    Event,
    Finished,
    Key,
    Now,
    Rated,
    StepBegun,
    StepEnded,
    StopMenu,
    Tick,
)
from knotcli.coach.session.machine import begin, next_moment, step
from knotcli.coach.session.state import State
from knotcli.flows.session.session_keeper import SessionKeeper

RULES = ("chest", "numb", "enough")
BOUNDS = {
    "prepare": (5, 120),
    "heat": (600, 900),
    "hold": (10, 30),
    "rest": (10, 60),
    "stretch": (10, 30),
    "move": (30, 120),
    "exercise": (1, 450),
    "rate": (0, 0),
}


def a_step(kind: str, seconds: int = 0, side: str | None = None, title: str = "", **more: object) -> Step:
    least, most = BOUNDS[kind]
    given = {"title": title or kind.capitalize(), "cue": f"Do the {kind}.", "least": least, "most": most, **more}
    return Step(kind=kind, seconds=seconds, side=side, **given)


RATE = a_step("rate")


def rated(*steps: Step) -> tuple[Step, ...]:
    """The steps with a rating before and after."""
    return (RATE, *steps, RATE)


class Rehearsal:
    """Looks at the clock when the session asks for it, as a live one does; gathers every effect.

    open_gate: what is kept lets it go on whenever that is asked; without it the test answers.
    """

    def __init__(
        self, steps: Iterable[Step], open_gate: bool = True, rules: Sequence[str] = RULES, **options: object
    ) -> None:
        self.open_gate = open_gate
        self.now = Now(1000.0, 1_800_000_000.0)
        self.effects: list[Effect] = []
        options.setdefault("before", 5)
        self.state: State
        self.state, first = begin(tuple(steps), tuple(rules), self.now, **options)
        self.effects += first

    def send(self, event: Event) -> list[Effect]:
        self.state, effects = step(self.state, event, self.now)
        self.effects += effects
        asked = [effect.number for effect in effects if isinstance(effect, AskGate)]
        if asked and self.open_gate:
            return [*effects, *self.send(Allowed(asked[-1]))]
        return list(effects)

    def keys(self, *names: str) -> list[Effect]:
        return [effect for name in names for effect in self.send(Key(name))]

    def unseen(self, mono: float = 0.0, wall: float | None = None) -> None:
        """Let time pass without a look at the clock; `wall` differs when asleep or set."""
        self.now = Now(self.now.mono + mono, self.now.wall + (mono if wall is None else wall))

    def wait(self, seconds: float, late: float = 0.0) -> list[Effect]:
        """Let time pass as a live session sees it, each look `late` by so much."""
        end, found = self.now.mono + seconds, []
        while self.now.mono < end and not self.state.status:
            moment = next_moment(self.state, self.now)
            look = end if moment is None else min(end, moment + late)
            self.unseen(max(0.0, look - self.now.mono))
            found += self.send(Tick())
        return found

    @property
    def ended(self) -> list[StepEnded]:
        return [e for e in self.effects if isinstance(e, StepEnded)]

    @property
    def begun(self) -> list[StepBegun]:
        return [e for e in self.effects if isinstance(e, StepBegun)]

    @property
    def finished(self) -> list[Finished]:
        return [e for e in self.effects if isinstance(e, Finished)]

    @property
    def ratings(self) -> list[Rated]:
        return [e for e in self.effects if isinstance(e, Rated)]

    def credited(self, kind: str) -> float:
        return sum(e.seconds for e in self.ended if e.step.kind == kind)

    @property
    def elapsed(self) -> float:
        return self.state.elapsed(self.now)

    @property
    def remaining(self) -> float:
        return self.state.remaining(self.now)


def cues(effects: Iterable[Effect]) -> list[str]:
    return [e.name for e in effects if isinstance(e, Cue)]


def carry_out(keeper: SessionKeeper, act: Rehearsal) -> None:
    """Store what a rehearsed session has done since the last time."""
    for effect in act.effects:
        match effect:
            case StepEnded():
                keeper.store_step(effect)
            case Rated(kind, score):
                keeper.store_rating(kind, score)
            case Finished(status, reason):
                keeper.store_end(act.state, status, reason)
            case StopMenu(is_open):
                keeper.note_stop_menu(is_open)
    act.effects.clear()
