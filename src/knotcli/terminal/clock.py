"""The clock on the wall, and the one that only runs forward."""

import time
from datetime import UTC, datetime, timedelta

from knotcli.coach.errors import KnotError


class Clock:
    """The system's clocks. Tests hand in their own with the same methods."""

    _last: datetime | None = None

    def now(self) -> datetime:
        """Return the moment, with the fixed offset of the local zone now; each later than the one before.

        Only a clock that was set back gives an earlier one. Raises KnotError.
        """
        moment = datetime.now(UTC)
        if not 1970 <= moment.year < 2999:  # days before and after it are reckoned with
            raise KnotError(f"The clock of this machine says {moment:%Y-%m-%d}. Set it right, then try again.")
        if self._last is not None and timedelta() <= self._last - moment < timedelta(seconds=1):
            moment = self._last + timedelta(microseconds=1)
        self._last = moment
        return _local(moment)

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
