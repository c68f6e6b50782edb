"""The clock on the wall, and the one that only runs forward."""

import time
from datetime import UTC, datetime

from knotcli.coach.errors import KnotError


class Clock:
    """The system's clocks. Tests hand in their own with the same methods."""

    def now(self) -> datetime:
        """Return the moment, with the fixed offset of the local zone now, to the second. Raises KnotError."""
        return _local(datetime.now(UTC)).replace(microsecond=0)

    def local(self, moment: datetime) -> datetime:
        """Return the moment with the offset in force here then; a naive one is what the wall clock showed.

        One that no clock showed, in the hour that summer time leaves out, moves on by that hour.
        """
        if moment.tzinfo is None:
            moment = datetime.fromtimestamp(moment.timestamp(), UTC)
        return _local(moment)

    def seconds(self) -> tuple[float, float]:
        """Return monotonic seconds, which stand still while the machine sleeps, and wall seconds, which don't."""
        return time.monotonic(), time.time()

    def real(self, seconds: float) -> float:
        """Return how long one really waits while `seconds` of this clock go by."""
        return seconds


def _local(moment: datetime) -> datetime:
    """Return the moment by the system's zone, which has to lie within a day of UTC. Raises KnotError."""
    try:
        return moment.astimezone()
    except ValueError:
        raise KnotError(
            "The time zone set here is a day or more away from UTC, so no time can be noted. Set TZ to a real zone, "
            "such as TZ=Europe/Berlin."
        ) from None
