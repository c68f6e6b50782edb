"""One damaged byte, anywhere in a home with a standing red flag: it opens nothing, and is never a bug.

KNOT_DAMAGES=20000 in this process and KNOT_DAMAGED_RUNS=200 through real commands are the long run. Otherwise it is a
sample, whose commands run in this process too.
"""

import io
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Check, make_entry_id
from knotcli.flows.screening.kept_checks import gate_now
from knotcli.storage.history.store import History
from knotcli.world import World
from support.clock import NOON, FakeClock
from support.command_line import run
from support.entries import rating, session, step

DAMAGES = int(os.environ.get("KNOT_DAMAGES", "120"))
RUNS = int(os.environ.get("KNOT_DAMAGED_RUNS", "0"))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def home(tmp_path: Path, clock: FakeClock) -> Path:
    """Keep an open check, a red flag after it, and a check after that in which everything was answered no."""
    items = World({"KNOT_HOME": str(tmp_path)}).library.items()
    nothing = {item.id: "no" for item in items}
    history = History(tmp_path / "history.db", clock.now)

    def ask(days: float) -> Check:
        at = NOON - timedelta(days=days)
        return Check(make_entry_id(), at, ("neck",), nothing, {}, {"neck": "acute"}, "asked", {"neck": "ok"})

    began = NOON - timedelta(days=3)
    done = session(at=began, ended_at=began + timedelta(minutes=20), status="complete", pressure_seconds=300)
    flag = Check(make_entry_id(), NOON - timedelta(days=2), ("neck",), {"em_chest": "yes"}, origin="re-check")
    history.add(ask(5))
    history.add(*(rating(n % 11, at=NOON - timedelta(days=4, minutes=n), note="words " * (n % 5)) for n in range(40)))
    history.add(done, *(step(done, n) for n in range(6)))
    history.add(flag)
    history.add(ask(1))
    history.add(*(rating(n % 11, at=NOON - timedelta(hours=5, minutes=n)) for n in range(40)))
    return tmp_path


def choose_damages(data: bytes, number: int, seed: int) -> Iterator[tuple[int, int]]:
    """Yield places and the bytes that are put there: one bit, nothing, everything, or any other."""
    chance = random.Random(seed)
    for _ in range(number):
        place = chance.randrange(len(data))
        value = chance.choice((0, 0xFF, data[place] ^ 1 << chance.randrange(8), chance.randrange(256)))
        yield place, value if value != data[place] else value ^ 1


def find_flag(data: bytes) -> list[tuple[int, int]]:
    """Return damages of the flag's name, which would be another item's then."""
    word = b'"em_chest":"yes"'
    places = [place for place in range(len(data)) if data[place : place + len(word)] == word]
    assert places
    return [(place + 1 + n, ord("q")) for place in places for n in range(3)]


@contextmanager
def damaged(path: Path, data: bytes, place: int, value: int) -> Iterator[None]:
    path.write_bytes(data[:place] + bytes([value]) + data[place + 1 :])
    try:
        yield
    finally:
        path.write_bytes(data)
        for end in ("-journal", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)


@pytest.mark.slow
def test_no_damaged_byte_opens_the_gate_or_is_a_bug(home: Path, clock: FakeClock) -> None:
    path, world = (home / "history.db", World({"KNOT_HOME": str(home)}, *(io.StringIO() for _ in range(3)), clock))
    assert (gate_now(world, "neck").may_start, gate_now(world, "neck").held) == (False, "verdict")
    data = path.read_bytes()
    told = 0
    for place, value in (*find_flag(data), *choose_damages(data, DAMAGES, 1)):
        with damaged(path, data, place, value):
            try:
                assert not gate_now(world, "neck").may_start, (place, value)
            except KnotError as error:
                told += 1
                assert "history.db" in str(error) and error.code == 1
    assert told > DAMAGES // 50


def run_command(home: Path, clock: FakeClock, *argv: str) -> tuple[int, str]:
    """Run a command; give its exit code and what it said on stderr."""
    if not RUNS:
        result = run(argv, World({"KNOT_HOME": str(home)}, *(io.StringIO() for _ in range(3)), clock))
        return result.code, result.err
    done = subprocess.run(
        [sys.executable, "-m", "knotcli", *argv],
        env={**os.environ, "KNOT_HOME": str(home)},
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.slow
def test_every_command_tells_a_damaged_byte_or_goes_on(home: Path, clock: FakeClock) -> None:
    path = home / "history.db"
    data = path.read_bytes()
    in_schema = [(data.index(b"CREATE TABLE version") + 8, 0xFF), (18, 2), (56, 2)]
    for place, value in (*in_schema, *choose_damages(data, RUNS or 3, 2)):
        for argv in (
            ("session", "neck", "--nothing-new", "--dry-run"), ("check", "--show"), ("status", "--short"), ("history",),
            ("log", "neck", "3"), ("undo",), ("export",), ("doctor",), ("doctor", "--restore"), ("doctor", "--restore", "--leave-out"),
        ):  # fmt: skip
            with damaged(path, data, place, value):
                code, err = run_command(home, clock, *argv)
                assert code in (0, 1, 3), (argv, place, value, err)
                assert "Traceback" not in err and "in knot itself" not in err
                assert argv[0] != "session" or code != 0, (place, value)
            for left in home.glob("history-damaged-*"):
                left.unlink()
