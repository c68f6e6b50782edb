"""Where a running session is seen: a frame redrawn in place, or lines that are only ever appended."""

from collections.abc import Sequence
from math import inf
from typing import Protocol

from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.session.events import Cue, Effect, Now, StepBegun, StepEnded
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.sounds import takes_heat_off
from knotcli.coach.session.state import State
from knotcli.terminal.live import Live
from knotcli.views.session import session_frame as view
from knotcli.views.session import session_lines
from knotcli.world import World

NOTICE_SECONDS = {"skin": 30.0, "heat-done": 20.0, "sides": 10.0, "heat-off": inf}
USUAL_SECONDS = 5.0
FLASH_SECONDS = 1.0
KEYS_FOR_ALL = (
    "Keys on every keyboard: space pause, → or Enter next, ← back, ↑ longer, ↓ softer, Escape something is wrong."
)


class Surface(Protocol):
    """Where a session is seen."""

    def happened(self, effects: Sequence[Effect], state: State, now: Now) -> None:
        """Show what happened at once."""

    def draw(self, state: State, now: Now, is_saved: bool) -> None:
        """Show the state, and whether all that happened is stored."""

    def due(self, now: Now) -> float | None:
        """Return the monotonic second at which to draw again, None when nothing here asks for it."""

    def warn(self, text: str) -> None:
        """Show a warning until something else is to be said."""

    def unknown(self, state: State, now: Now) -> None:
        """Say what can be typed, after something that means nothing here."""


def notices(effects: Sequence[Effect], whole: Sequence[Effect] = ()) -> list[str]:
    """Name the cues that are to be said of what happened at once. whole: what it is a part of."""
    names = []
    for effect in effects:
        if isinstance(effect, Cue) and effect.name != "heat-ready":  # it stands there while it waits
            names.append(effect.name)
        elif isinstance(effect, StepEnded) and takes_heat_off(effect, whole or effects):
            names.append("heat-done")
        elif isinstance(effect, StepBegun) and effect.changed_side:
            names.append("sides")
    return [name for name in names if name != "heat-done" or "heat-off" not in names]


class Frames:
    """A frame redrawn in place, on a terminal."""

    def __init__(self, world: World, live: Live, plan: SessionPlan, guidance: Guidance, flash: bool) -> None:
        self._world, self._live, self._flash = world, live, flash
        self._scene = view.make_scene(plan, guidance, world.library.figure(), world.library.positions())
        self._notice, self._until = "", 0.0
        self._flashing = 0.0

    def happened(self, effects: Sequence[Effect], state: State, now: Now) -> None:
        """Remember what to say in the frame for a while."""
        # That the time begins is seen: the clock runs.
        told = {name: self._scene.guidance.notice.of(name) for name in notices(effects) if name != "start"}
        said = {name: text for name, text in told.items() if text and not state.step.cue.startswith(text)}
        moved = any(isinstance(e, StepBegun) or (isinstance(e, Cue) and e.name in ("on", "start")) for e in effects)
        if said:
            self._notice = " ".join(said.values())
            self._until = now.mono + max(NOTICE_SECONDS.get(name, USUAL_SECONDS) for name in said)
        elif moved:
            self._until = 0.0
        if self._flash and any(isinstance(e, StepBegun) for e in effects):
            self._flashing = now.mono + FLASH_SECONDS

    def draw(self, state: State, now: Now, is_saved: bool) -> None:
        """Draw the frame."""
        size = self._world.out.size
        width = self._world.out.width_in(size)
        notice = self._notice if now.mono < self._until else ""
        flashing = now.mono < self._flashing
        lines = view.draw_frame(state, now, width, size.lines, self._scene, notice, flashing, is_saved)
        self._live.draw(lines, size, view.make_title(state, now))

    def due(self, now: Now) -> float | None:
        """Return when the flash or the notice is over."""
        return min((end for end in (self._flashing, self._until) if now.mono < end < inf), default=None)

    def warn(self, text: str) -> None:
        """Show a warning until something else is to be said."""
        self._notice, self._until = text, inf

    def unknown(self, state: State, now: Now) -> None:
        """Say for a moment which keys there are, and which of them every keyboard types."""
        if state.mode not in ("stopping", "help"):
            self._notice, self._until = KEYS_FOR_ALL, now.mono + USUAL_SECONDS


class Lines:
    """One line a milestone, for plain mode and pipes. `keys`: somebody can type. `is_told`: the notes were shown."""

    def __init__(self, world: World, plan: SessionPlan, guidance: Guidance, keys: bool, is_told: bool) -> None:
        self._world, self._guidance, self._keys = world, guidance, keys
        self._mode = ""
        self._positions, self._tips = dict(world.library.positions()), plan.tips
        notes = [] if is_told else session_lines.opening_lines(plan.notes, guidance, bool(plan.tool))
        world.show([*notes, *([session_lines.WORDS, ""] if keys else [])])

    def happened(self, effects: Sequence[Effect], state: State, now: Now) -> None:
        """Append what happened."""
        for effect in effects:
            for name in notices([effect], effects):
                text = self._guidance.notice.of(name)
                # The step's own words say that the side changes.
                if text and name != "sides":
                    self._world.show([f"   {text}"])
            if isinstance(effect, StepBegun):
                self._world.show(session_lines.step_begun_lines(effect, len(state.steps), self._keys))
                # Told once: where a spot is pressed three times, one is placed already.
                if self._keys and (figure := self._positions.pop(effect.step.figure, None)):
                    self._world.show([f"   {figure.words}"])
                if self._keys and effect.step.kind == "heat":
                    self._world.show([f"   {tip}" for tip in self._tips])
                    self._tips = ()
            elif isinstance(effect, StepEnded):
                self._world.show(session_lines.step_ended_lines(effect))

    def draw(self, state: State, now: Now, is_saved: bool) -> None:
        """Say a change of mode once."""
        if state.mode != self._mode and self._keys:
            self._world.show(session_lines.mode_lines(state, now, self._guidance))
        self._mode = state.mode

    def due(self, now: Now) -> float | None:
        """Ask for nothing."""
        return None

    def warn(self, text: str) -> None:
        """Say a warning."""
        self._world.tell([f"   {text}"])

    def unknown(self, state: State, now: Now) -> None:
        """Say what can be typed."""
        stopping = state.mode == "stopping"
        self._world.show(
            session_lines.mode_lines(state, now, self._guidance) if stopping else [f"   {session_lines.WORDS}"]
        )
