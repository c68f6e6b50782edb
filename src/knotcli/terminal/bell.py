"""The terminal's bell: what happened is told apart by how often it rings."""

from collections.abc import Mapping

from knotcli.terminal.screen import Screen

# When each bell of a pattern sounds (seconds from its first). Terminals run bells together that come quicker.
BELL_SECONDS: Mapping[str, tuple[float, ...]] = {
    "ready": (0.0,),
    "start": (0.0, 0.3),
    "half": (0.0, 0.9),
    "end": (0.0, 0.3, 0.6),
}


class Bell:
    """Rings without waiting: what is due later is told to the loop, which comes back then.

    Only a terminal is rung. Times are seconds of one steadily running clock, the caller's.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._due: list[float] = []

    def ring(self, pattern: str, now: float) -> float | None:
        """Begin a pattern in place of what is left of the one before; return when to come back, as `sound` does."""
        self._due = [now + delay for delay in BELL_SECONDS[pattern]]
        return self.sound(now)

    def sound(self, now: float) -> float | None:
        """Sound what is due by `now`, once if several are late; return when to come back, None for not at all."""
        left = [moment for moment in self._due if moment > now]
        if len(left) < len(self._due):
            self._screen.beep()
        self._due = left
        return left[0] if left else None

    def hush(self) -> None:
        """Drop what has not sounded yet."""
        self._due = []
