import os
import subprocess
import sys

import pytest

from knotcli.terminal.process import is_running, mark_process


def test_a_program_that_runs_is_told_from_one_that_ended() -> None:
    code = "from knotcli.terminal.process import mark_process; print(mark_process(), flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    assert child.stdout is not None
    noted = child.stdout.readline().strip()
    assert is_running(noted)
    child.communicate("\n")
    assert not is_running(noted)


def test_another_program_with_the_same_number_is_not_taken_for_it() -> None:
    number, _, started = mark_process().partition(":")
    if not started:
        pytest.skip("the system does not tell when a program was started")
    assert not is_running(f"{os.getppid()}:{started}1")
    assert number == str(os.getpid())


def test_this_very_program_counts_as_ended() -> None:
    assert not is_running(mark_process())


@pytest.mark.parametrize("noted", ["", ":", "x:1", "0:", "-1:5", "99999999999999999999:1", "１:1"])
def test_a_mark_that_is_none_counts_as_ended(noted: str) -> None:
    assert not is_running(noted)
