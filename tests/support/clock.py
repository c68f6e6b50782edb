"""The clock of tests: it stands still until it is moved."""

from datetime import datetime, timedelta, timezone

from knotcli.terminal.clock import Clock

CET = timezone(timedelta(hours=1))
NOON = datetime(2026, 11, 20, 12, tzinfo=CET)
EVENING = datetime(2026, 11, 21, 20, tzinfo=CET)


class FakeClock(Clock):
    """Stands still until it is set (`moment`, and `mono` in seconds) or moved."""

    def __init__(self, moment: datetime = NOON, mono: float = 1000.0) -> None:
        self.moment = moment
        self.mono = mono

    def now(self) -> datetime:
        return self.moment

    def local(self, moment: datetime) -> datetime:
        zone = self.moment.tzinfo
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)

    def seconds(self) -> tuple[float, float]:
        return self.mono, self.moment.timestamp()

    def advance(self, seconds: float = 0, **span: float) -> None:
        """Let time pass on both clocks: seconds, or days=, hours=, … as timedelta takes them."""
        gone = timedelta(seconds=seconds, **span)
        self.moment += gone
        self.mono += gone.total_seconds()


class JumpingClock(FakeClock):
    """Lets the time of a session pass at once instead of waiting."""

    def real(self, seconds: float) -> float:
        self.advance(max(seconds, 0.001))  # a moment counts microseconds: less would stand still
        return 0.0
