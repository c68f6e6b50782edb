"""The state of a running session. Pure."""

from typing import Literal

import msgspec

from knotcli.coach.routines.steps import Step
from knotcli.coach.session.events import Effect, Now
from knotcli.coach.vocabulary import SessionStatus, StepKind

UNSAID = "unsaid"
"""The reason of a session that was left in the middle of the stop rules."""
ENOUGH = "enough"
"""The reason that is no sign of anything: it ends the session as `q` does, with its rating, and asks for no new check."""
GAP = 2.0
"""Seconds between two looks at the clock after which nobody was watching (own decision)."""
PRESSURE_MOST = 300
"""Seconds of pressure a region and sitting: about five minutes (S3)."""
HEAT_MOST = 1200
"""Seconds after which heat comes off, pauses included (outside ceiling of 15 to 20 minutes: O-28)."""
HEAT_LEAST = 60
"""Seconds below which heat is not put on again (own decision)."""


class EarlierDose(msgspec.Struct, frozen=True):
    """Seconds of the same sitting, before this session or this part of it, that count against the bounds.

    heat, pressure, movement: credited to this session. other_heat, other_pressure: in another session, or when nobody
    saw how much the body had.
    """

    heat: float = 0.0
    pressure: float = 0.0
    other_heat: float = 0.0
    other_pressure: float = 0.0
    movement: float = 0.0


Mode = Literal["running", "judging", "paused", "away", "waiting", "rating", "stopping", "help", "ended"]


class State(msgspec.Struct, frozen=True):
    """A session at a moment.

    mode: judging is between standing still and running. spent: seconds credited to this step before
    `since`; since: monotonic second from which it runs, None when it does not. heat, pressure, movement: seconds
    credited to ended steps. heat_began: when heat was first put on. eased: how often `e` was pressed. said: cues given in this step.
    seen: the last look at the clock. skew: wall minus monotonic seconds when nothing was amiss.
    """

    steps: tuple[Step, ...]
    stop_rules: tuple[str, ...]
    seen: Now
    skew: float
    index: int = -1
    mode: Mode = "running"
    before_help: Mode = "paused"
    asked: int = 0
    """How often what is kept had to be judged again."""
    page: int = 0
    """How often the stop menu was turned over."""
    length: float = 0.0
    spent: float = 0.0
    since: float | None = None
    heat: float = 0.0
    pressure: float = 0.0
    movement: float = 0.0
    had: EarlierDose = EarlierDose()
    heat_began: Now | None = None
    eased: int = 0
    wait: bool = False
    heat_waits: bool = False
    """Whether warmth begins only when a key says that it lies on."""
    ends_early: bool = False
    """Whether only its rating follows: it was enough."""
    said: frozenset[str] = frozenset()
    away: float = 0.0
    typed: str = ""
    before: int | None = None
    after: int | None = None
    status: SessionStatus | Literal[""] = ""

    @property
    def step(self) -> Step:
        """The current step."""
        return self.steps[self.index]

    @property
    def is_treated(self) -> bool:
        """Whether what the session is about was given: pressure or, where nothing is to be pressed, heat or movement."""
        if any(step.kind == "hold" for step in self.steps):
            return self.pressure > 0
        return self.heat + self.movement > 0

    @property
    def heat_on(self) -> bool:
        """Whether heat has been put on in this step."""
        return self.heat_began is not None and self.step.kind == "heat"

    def elapsed(self, now: Now) -> float:
        """Return the seconds credited to this step up to now."""
        running = 0.0 if self.since is None else max(0.0, now.mono - self.since)
        return min(self.length, self.spent + running)

    def remaining(self, now: Now) -> float:
        """Return the seconds left of this step."""
        return self.length - self.elapsed(now)

    def room(self, kind: StepKind) -> float:
        """Return the seconds that steps of this kind may still take, this one included."""
        if kind == "hold":
            return PRESSURE_MOST - self.pressure - self.had.other_pressure
        if kind == "heat":
            return HEAT_MOST - self.heat - self.had.other_heat
        return float("inf")


Transition = tuple[State, tuple[Effect, ...]]
