"""The system's clocks."""

import os
import subprocess
import sys
from datetime import datetime

import pytest

from knotcli.cli import main
from knotcli.world import World
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


@pytest.mark.parametrize("year", [1, 1969, 2999, 9999])
@pytest.mark.parametrize("argv", [("trend",), ("report",), ("log", "neck", "4"), ("status", "--short")])
def test_a_clock_far_off_is_one_line_and_no_bug(
    year: int, argv: tuple[str, ...], tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class FarOff(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(year, 6, 1, tzinfo=tz)

    monkeypatch.setattr("knotcli.terminal.clock.datetime", FarOff)
    assert main(argv, World({"KNOT_HOME": str(tmp_path)})) == 1
    err = capsys.readouterr().err
    assert "clock" in err and err.count("\n") == 1
