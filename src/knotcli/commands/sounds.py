"""What is heard of a running session: bells at each change, and a voice."""

from collections.abc import Sequence
from typing import Protocol

from knotcli.adapters.bell import Bell
from knotcli.adapters.voice import Voice
from knotcli.coach.guidance import Guidance
from knotcli.coach.session import Effect, Finished, Now, State
from knotcli.coach.sounding import pattern, spoken


class Sound(Protocol):
    """Something that is heard."""

    def happened(self, effects: Sequence[Effect], state: State, now: Now) -> None:
        """Sound what happened at once."""

    def due(self, now: Now) -> float | None:
        """Sound what is due; give the monotonic second at which to come back, None for not at all."""

    def hush(self) -> None:
        """Be silent from now on."""


class Bells:
    """The terminal's bell."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell

    def happened(self, effects: Sequence[Effect], state: State, now: Now) -> None:
        """Begin the pattern of what happened. Whatever stops the time stops the bells."""
        found = pattern(effects)
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


class Speech:
    """A voice that says the steps."""

    def __init__(self, voice: Voice, guidance: Guidance) -> None:
        self._voice, self._guidance = voice, guidance

    def happened(self, effects: Sequence[Effect], state: State, now: Now) -> None:
        """Say what happened. Whatever stops the time ends what is being said, an ending with a stop rule too."""
        text = spoken(effects, state.steps, self._guidance)
        stopped = any(isinstance(e, Finished) and e.status == "stopped" for e in effects)
        if text and not stopped:
            self._voice.speak(text)
        elif stopped or state.mode in ("paused", "stopping", "help", "away"):
            self._voice.hush()

    def due(self, now: Now) -> float | None:
        """Ask for nothing."""
        return None

    def hush(self) -> None:
        """Stop speaking."""
        self._voice.hush()
