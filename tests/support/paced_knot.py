"""knot with a clock that runs PACE times as fast: quick_knot.py PACE LONGEST ARGUMENTS…

LONGEST: seconds of the quick clock by which it moves at most between two looks, so that a busy machine's stall is
no absence; "inf" where absences are what is looked at. PACED_AHEAD in the environment: seconds by which its clock on
the wall is ahead.
"""

import os
import sys
import time
from datetime import datetime, timedelta

from knotcli.cli import main
from knotcli.terminal.clock import Clock
from knotcli.world import World


class Quick(Clock):
    def __init__(self, pace: float, longest: float) -> None:
        self.pace, self.longest = pace, longest
        self._real = time.monotonic()
        self._ahead = float(os.environ.get("PACED_AHEAD", "0"))
        self._mono, self._wall = self._real, time.time() + self._ahead

    def now(self) -> datetime:
        return self.local(super().now() + timedelta(seconds=self._ahead))

    def seconds(self) -> tuple[float, float]:
        real = time.monotonic()
        passed = min((real - self._real) * self.pace, self.longest)
        self._real = real
        self._mono += passed
        self._wall += passed
        return self._mono, self._wall

    def real(self, seconds: float) -> float:
        return seconds / self.pace


if __name__ == "__main__":
    sys.exit(main(sys.argv[3:], World(clock=Quick(float(sys.argv[1]), float(sys.argv[2])))))
