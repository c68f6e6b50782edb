"""The system's clocks."""

import os
import subprocess
import sys

import pytest

from support import SOURCE


@pytest.mark.parametrize("zone", ["XXX-24", "XXX+24", "XXX-167"])
@pytest.mark.parametrize("argv", [("log", "neck", "4"), ("status",), ("session", "neck", "--dry-run")])
def test_a_zone_a_day_away_is_one_line_and_no_bug(zone: str, argv: tuple[str, ...], tmp_path) -> None:
    env = {**os.environ, "TZ": zone, "KNOT_HOME": str(tmp_path), "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(
        [sys.executable, "-m", "knotcli", *argv], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done
    assert "TZ" in done.stderr and "Traceback" not in done.stderr
