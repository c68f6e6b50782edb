"""What is heard of a running session: bells at each change, and a voice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from knotcli.coach.session.events import Effect, Finished, Now, StepEnded
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.sounds import choose_bells, choose_words
from knotcli.coach.session.state import State
from knotcli.terminal.bell import Bell
from knotcli.terminal.screen import Screen

if TYPE_CHECKING:
    from knotcli.terminal.voice import Voice

LETTERS = 12.0
"""Letters a second of the voice, to know roughly how long a text takes (own measure: 150 words a minute)."""


class Sound(Protocol):
    """Something that is heard."""

    def happened(self, effects: Sequence[Effect], state: State, now: Now) -> None:
        """Sound what happened at once."""

    def due(self, now: Now) -> float | None:
        """Sound what is due; return the monotonic second at which to come back, None for not at all."""

    def hush(self) -> None:
        """Be silent from now on."""


class Bells:
    """The terminal's bell."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell

    def happened(self, effects: Sequence[Effect], state: State, now: Now) -> None:
        """Begin the pattern of what happened. Whatever stops the time stops the bells."""
        found = choose_bells(effects)
        if found:
            self._bell.ring(found, now.mono)
        elif state.since is None and effects:
            self._bell.hush()

    def due(self, now: Now) -> float | None:
        """Sound what is due."""
        return self._bell.sound(now.mono)

    def hush(self) -> None:
        """Drop what has not sounded yet."""
        self._bell.hush()


class Notifications:
    """The terminal's own notifications: one where a step ended by itself, about the step that follows."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def happened(self, effects: Sequence[Effect], state: State, now: Now) -> None:
        """Tell what begins now."""
        if not state.status and any(isinstance(e, StepEnded) and e.outcome == "done" for e in effects):
            self._screen.notify(state.step.title)

    def due(self, now: Now) -> float | None:
        """Ask for nothing."""
        return None

    def hush(self) -> None:
        """Say nothing more."""


class Speech:
    """A voice that says the steps. `breath`: it says when to breathe in and out during a hold, too."""

    def __init__(self, voice: "Voice", guidance: Guidance, breath: bool = False) -> None:
        self._voice, self._guidance, self._breath = voice, guidance, breath
        self._state: State | None = None
        self._turn = 0
        self._busy = 0.0

    def happened(self, effects: Sequence[Effect], state: State, now: Now) -> None:
        """Say what happened. Whatever stops the time ends what is being said, an ending with a stop rule too."""
        self._state = state
        text = choose_words(effects, state.steps, self._guidance)
        stopped = any(isinstance(e, Finished) and e.status == "stopped" for e in effects)
        if text and not stopped:
            self._voice.speak(text)
            self._busy = now.mono + len(text) / LETTERS
            self._turn = 0
        elif stopped or state.mode in ("paused", "stopping", "help", "away"):
            self._voice.hush()

    def due(self, now: Now) -> float | None:
        """Say in or out where a breath begins and nothing else is being said; return when the next one does."""
        state = self._state
        if not self._breath or state is None or state.since is None or state.step.kind != "hold":
            return None
        elapsed = state.elapsed(now)
        turn, left = self._guidance.turn(elapsed)
        if turn != self._turn:
            self._turn = turn
            if now.mono >= self._busy:
                self._voice.speak(self._guidance.breath(elapsed))
        return now.mono + left

    def hush(self) -> None:
        """Stop speaking."""
        self._voice.hush()
