import os
import subprocess
import sys

import pytest

from knotcli.terminal.process import mark, runs


def test_a_program_that_runs_is_told_from_one_that_ended() -> None:
    code = "from knotcli.terminal.process import mark; print(mark(), flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ},
    )
    assert child.stdout is not None
    noted = child.stdout.readline().strip()
    assert runs(noted)
    child.communicate("\n")
    assert not runs(noted)


def test_another_program_with_the_same_number_is_not_taken_for_it() -> None:
    number, _, started = mark().partition(":")
    if not started:
        pytest.skip("the system does not tell when a program was started")
    assert not runs(f"{os.getppid()}:{started}1")
    assert number == str(os.getpid())


def test_this_very_program_counts_as_ended() -> None:
    assert not runs(mark())


@pytest.mark.parametrize("noted", ["", ":", "x:1", "0:", "-1:5", "99999999999999999999:1", "１:1"])
def test_a_mark_that_is_none_counts_as_ended(noted: str) -> None:
    assert not runs(noted)
