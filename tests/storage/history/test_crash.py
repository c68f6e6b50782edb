"""Kills, crowds, full disks and damage, with real processes and real files."""

import errno
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Rating
from knotcli.storage.backups import list_backups
from knotcli.storage.history import salvage as history_salvage
from knotcli.storage.history.faults import FullDisk, telling_faults
from knotcli.storage.history.inspection import inspect_history
from knotcli.storage.history.recovery import DECIDING
from knotcli.storage.history.restoring import restore_backup
from knotcli.storage.history.store import History
from support import THOROUGH, history_writers
from support.clock import NOON, FakeClock
from support.entries import check, rating, rows, session

ROUNDS = 50 * THOROUGH
posix = pytest.mark.skipif(os.name != "posix", reason="kills, limits and users as POSIX has them")


def run(mode: str, path: Path, number: int) -> list[tuple[str, str]]:
    """Run writers in a process of their own; give (round, id or "! error") of what they told."""
    paths = os.pathsep.join(p for p in sys.path if p)
    done = subprocess.run(
        [sys.executable, history_writers.__file__, mode, str(path), str(number)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    *lines, last = done.stdout.splitlines()
    assert last == "done", done.stderr
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def sound(path: Path) -> list[str]:
    """Give the ids that are kept, having looked the file over."""
    history = History(path, FakeClock().now)
    kept = [r.id for r in history.ratings()]
    assert len(kept) == len(set(kept)) == len(rows(history))
    assert [f for f in inspect_history(path, NOON) if f.level == "wrong"] == []
    return kept


@posix
@pytest.mark.slow
def test_writers_that_are_killed_lose_nothing_that_was_acknowledged(path: Path) -> None:
    told = run("kill", path, ROUNDS)
    acknowledged = [ident for _, ident in told]
    assert not [line for line in acknowledged if line.startswith("!")]
    assert len(acknowledged) >= ROUNDS // 2
    kept = sound(path)
    assert set(acknowledged) <= set(kept)
    assert len(kept) - len(acknowledged) <= 3 * ROUNDS


@posix
@pytest.mark.slow
def test_a_kill_while_the_history_is_made_leaves_a_whole_one_or_none(tmp_path: Path) -> None:
    told = run("begin", tmp_path, 15)
    assert not [line for _, line in told if line.startswith("!")]
    for number in range(15):
        path = tmp_path / str(number) / "history.db"
        assert {ident for n, ident in told if n == str(number)} <= set(sound(path))
        History(path, FakeClock().now).add(rating())


@posix
@pytest.mark.slow
def test_eight_writers_at_once_all_get_their_entries_in(path: Path) -> None:
    told = run("together", path, 50 * THOROUGH)
    assert len(told) == len({ident for _, ident in told}) == 8 * 50 * THOROUGH
    assert set(sound(path)) == {ident for _, ident in told}


@posix
def test_a_full_disk_is_told_and_costs_nothing_that_was_stored(path: Path) -> None:
    History(path, FakeClock().now).add(*(rating(note="x" * 100) for _ in range(100)))
    stored = {r.id for r in History(path, FakeClock().now).ratings()}
    for room in (0, 1000, 4096, 20_000, 60_000):
        told = run("full", path, path.stat().st_size + room)
        *acknowledged, error = [line for _, line in told]
        assert f"{path} could not be written: the disk is full or failing" in error
        stored |= set(acknowledged)
        assert stored == set(sound(path))
        assert {f.name for f in path.parent.iterdir()} <= {"history.db", "backups"}
    History(path, FakeClock().now).add(rating())


@posix
@pytest.mark.parametrize("room", [0, 100, 4096, 30_000])
def test_a_disk_too_full_to_begin_a_history_is_told_and_leaves_nothing(path: Path, room: int) -> None:
    ((_, error),) = run("full", path, room)
    assert "full or failing" in error
    assert list(path.parent.iterdir()) == []
    assert History(path, FakeClock().now).ratings() == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_alike_by_whatever_met_it(path: Path, number: int) -> None:
    with pytest.raises(FullDisk), telling_faults(path):
        raise OSError(number, "")


# Permissions


@pytest.fixture
def theirs() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    yield folder
    for place in [folder, *folder.rglob("*")]:
        place.chmod(0o700)
    shutil.rmtree(folder)


def as_anyone(act: str, path: Path) -> str:
    """Run `act` on `history`, as a user whom permissions bind; give what it raised, or "fine" and the result."""
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from support.clock import FakeClock\n"
        "from support.entries import *\n"
        # Root's interpreter may be out of another user's reach: everything is imported first.
        "import urllib.parse; from knotcli.storage import backups; from knotcli.storage.history import acts, merging, restoring, salvage\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "history = History(Path(sys.argv[1]), FakeClock().now)\n"
        f"try: print('fine', {act})\n"
        "except Exception as e: print(type(e).__name__, e)\n"
    )
    paths = os.pathsep.join(p for p in sys.path if p)
    env = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code, str(path)], env=env, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.stdout.strip()


def given_to_anyone(path: Path) -> None:
    if os.geteuid() == 0:
        for place in [path.parent, *path.parent.rglob("*")]:
            os.chown(place, 65534, 65534)


ADD, READ = "history.add(rating(note='secret'))", "len(history.ratings())"


@posix
def test_a_folder_that_cannot_be_written_is_told_and_can_still_be_read(theirs: Path) -> None:
    path = theirs / "history.db"
    History(path, FakeClock().now).add(rating())
    given_to_anyone(path)
    path.parent.chmod(0o500)
    assert as_anyone(READ, path) == "fine 1"
    told = as_anyone(ADD, path)
    assert told.startswith(f"KnotError {path} cannot be opened or written")
    assert "secret" not in told
    path.parent.chmod(0o700)
    assert as_anyone(ADD, path) == "fine None"
    assert as_anyone(READ, path) == "fine 2"


@posix
@pytest.mark.parametrize("mode", [0o000, 0o400])
def test_a_file_without_permission_is_told(theirs: Path, mode: int) -> None:
    path = theirs / "history.db"
    History(path, FakeClock().now).add(rating())
    before = path.read_bytes()
    given_to_anyone(path)
    path.chmod(mode)
    for act in (ADD, "history.undo()", *([READ] if mode == 0 else [])):
        assert as_anyone(act, path).startswith(f"KnotError {path} cannot be opened or written")
    path.chmod(0o600)
    assert path.read_bytes() == before


@posix
def test_a_folder_that_cannot_be_entered_is_told(theirs: Path) -> None:
    path = theirs / "history.db"
    History(path, FakeClock().now).add(rating())
    given_to_anyone(path)
    path.parent.chmod(0o000)
    for act in (ADD, READ):
        told = as_anyone(act, path)
        assert told.startswith(f"KnotError {path} cannot be used: Permission denied")


@posix
def test_a_place_where_no_folder_can_be_made_is_told(theirs: Path) -> None:
    path = theirs / "deeper" / "history.db"
    given_to_anyone(path.parent)
    theirs.chmod(0o500)
    if os.geteuid() == 0:
        os.chown(theirs, 65534, 65534)
    assert "cannot be made: Permission denied" in as_anyone(ADD, path)
    assert as_anyone(READ, path) == "fine 0"


# Damage


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a history with a backup of its first 120 entries; 60 more came after it."""
    clock = FakeClock()
    history = History(tmp_path_factory.mktemp("years") / "history.db", clock.now)
    mixed = [rating(n % 11, note=f"secret {n} " * (n % 30)) for n in range(118)]
    history.add(*mixed, check("yes"), session(plan="x" * 15_000))
    clock.advance(days=1)
    for n in range(60):
        history.add(rating(n % 11, note="secret " * (n % 20)))
    return history.path


def worked_or_told(act: object) -> None:
    try:
        act()
    except KnotError as error:
        assert "history.db" in str(error)
        assert "secret" not in str(error)
        assert "\n" not in str(error)
        assert error.__cause__ is None
        assert error.__suppress_context__ or error.__context__ is None


def suffers(years: Path, folder: Path, data: bytes, most_lost: int, days: int = 1) -> None:
    """Put damaged bytes in the place of the history: nothing may crash, and a restore must bring it back.

    days: 1, the day of the backup, or 2: then the write that is tried would first back up.
    """
    shutil.copytree(years.parent, folder)
    path = folder / "history.db"
    there = rows(History(path, FakeClock().now))
    before = {row["id"] for row in there}
    deciding = {row["id"] for row in there if row["kind"] in DECIDING}
    path.write_bytes(data)
    history = History(path, FakeClock(NOON + timedelta(days=days)).now)
    for read in (history.ratings, history.sessions, history.checks, history.rated_regions, lambda: rows(history)):
        worked_or_told(read)
    inspect_history(path, NOON)
    assert path.read_bytes() == data
    assert [f.name for f in sorted(folder.iterdir())] == ["backups", "history.db"]
    worked_or_told(lambda: history.add(rating(note="secret")))
    worked_or_told(history.undo)
    backup = list_backups(path)[-1]
    with closing(sqlite3.connect(backup.path)) as db:
        saved = {ident for (ident,) in db.execute("SELECT id FROM version")}
    damaged = path.read_bytes()
    try:
        done = restore_backup(path, backup, NOON)
        # Not refused, so nothing that a session can hang on is lost.
        assert {row["id"] for row in rows(history)} >= deciding
    except KnotError as error:
        assert "--leave-out" in str(error) and path.read_bytes() == damaged
        done = restore_backup(path, backup, NOON, leave_out=True)
    after = {row["id"] for row in rows(history)}
    assert saved <= after
    assert len(before - after) <= most_lost
    assert done.kept_as is not None
    assert done.kept_as.read_bytes() == damaged
    assert [f for f in inspect_history(path, NOON) if f.level == "wrong"] == []
    history.add(last := rating())
    assert last in history.ratings()
    assert {r.id for r in history.ratings() if isinstance(r, Rating)} >= {last.id}
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.parametrize(("filling", "days"), [("noise", 1), ("nothing", 2)])
def test_every_page_overwritten_in_turn_is_told_and_restored(
    years: Path, tmp_path: Path, filling: str, days: int
) -> None:
    data = years.read_bytes()
    chance = random.Random(7)
    for number, place in enumerate(range(0, len(data), 4096)):
        if THOROUGH == 1 and number % 2 != (filling == "noise"):
            continue  # each page by one of the fillings in this run; by both in the long run
        page = chance.randbytes(4096) if filling == "noise" else bytes(4096)
        suffers(years, tmp_path / "home", data[:place] + page + data[place + 4096 :], 20, days)


@pytest.mark.slow
def test_a_file_cut_off_anywhere_is_told_and_restored(years: Path, tmp_path: Path) -> None:
    data = years.read_bytes()
    cuts = 20 * THOROUGH
    for n in range(cuts):
        suffers(years, tmp_path / "home", data[: len(data) * n // cuts], 60, 1 + n % 2)


def test_all_versions_can_be_read_from_the_bytes_of_a_sound_file(years: Path) -> None:
    history = History(years, FakeClock().now)
    salvaged = history_salvage.salvage_rows(years.read_bytes())
    found = {values[1]: values[8] for _, values in salvaged if len(values) == 11}
    with history._read() as db:
        assert db is not None
        assert found == dict(db.execute("SELECT id, body FROM version"))


def test_noise_holds_no_versions_and_breaks_nothing() -> None:
    chance = random.Random(3)
    for _ in range(60 * THOROUGH):
        page = bytearray(chance.randbytes(4096 * 2))
        page[4096] = 0x0D
        page[4096 + 3] = 0
        assert not any(len(values) in (9, 11) for _, values in history_salvage.salvage_rows(bytes(page)))
