"""The clock on the wall, and the one that only runs forward."""

import time
from datetime import UTC, datetime


class Clock:
    """The system's clocks. Tests hand in their own with the same methods."""

    def now(self) -> datetime:
        """Give the moment, with the fixed offset of the local zone now, to the second."""
        return datetime.now(UTC).astimezone().replace(microsecond=0)

    def local(self, moment: datetime) -> datetime:
        """Give the moment with the offset in force here then; a naive one is what the wall clock showed.

        One that no clock showed, in the hour that summer time leaves out, moves on by that hour.
        """
        if moment.tzinfo is None:
            moment = datetime.fromtimestamp(moment.timestamp(), UTC)
        return moment.astimezone()

    def seconds(self) -> tuple[float, float]:
        """Give monotonic seconds, which stand still while the machine sleeps, and wall seconds, which don't."""
        return time.monotonic(), time.time()

    def real(self, seconds: float) -> float:
        """Give how long one really waits while `seconds` of this clock go by."""
        return seconds
