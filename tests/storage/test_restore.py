"""`doctor --restore`: nothing that SQLite can read is lost, and nothing that a session can hang on is lost unseen."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knotcli.coach.record import Assessment, Check, make_entry_id
from knotcli.flows.screening.kept_checks import flags_now
from knotcli.storage.backups import list_backups
from support.clock import NOON
from support.entries import rating, rows, session
from support.home import Home
from support.old_history import turn_into_schema_1

FLAG = {"em_chest": "yes"}


def count(home: Home) -> Counter[str]:
    return Counter(str(row["kind"]) for row in rows(home.history))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A day of entries, its backup, and on the next day a red flag, a stop and more ratings."""
    home = Home(tmp_path)
    home.history.add(*(rating(n % 11, note="words " * (n % 30)) for n in range(50)))
    home.clock.advance(days=1)
    home.history.add(Check(make_entry_id(), home.clock.now(), ("neck",), FLAG, origin="re-check"))
    home.history.add(session(at=home.clock.now(), status="stopped", reason="numb", plan="x" * 9000))
    home.history.add(*(rating(n % 11) for n in range(50)))
    return home


def restore(home: Home, *argv: str) -> str:
    result = home.run("doctor", "--restore", *argv)
    assert result.code == 0, result
    assert not [f.name for f in home.path.iterdir() if f.name.startswith(".")]
    assert home.run("doctor").code == 0
    return result.out


def oldest(home: Home) -> str:
    return str(list_backups(home.history.path)[-1].day)


@pytest.mark.parametrize("destroyed", [False, True], ids=["whole", "header-gone"])
@pytest.mark.parametrize("size", [512, 1024, 8192, 16384, 65536])
def test_pages_of_any_size_are_read(home: Home, size: int, destroyed: bool) -> None:
    before, path = count(home), home.history.path
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA page_size={size}")
        db.execute("VACUUM")
    data = path.read_bytes()
    assert int.from_bytes(data[16:18], "big") in (size, 1)
    if destroyed:
        path.write_bytes(bytes(100) + data[100:])
    restore(home, oldest(home))
    assert count(home) == before and flags_now(home.world())


def test_what_another_program_left_in_a_log_is_kept_and_is_not_played_over_it(home: Home) -> None:
    code = (
        "import os, signal, sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('PRAGMA journal_mode=WAL');"
        "db.execute('PRAGMA wal_autocheckpoint=0'); db.execute('CREATE TABLE mine(x)'); db.commit();"
        "db.execute('INSERT INTO mine VALUES(1)'); db.commit(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    before, path = count(home), home.history.path
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    log = path.with_name("history.db-wal")
    assert log.stat().st_size
    restore(home, oldest(home))
    assert count(home) == before
    assert sorted(f.name.partition(".")[2] for f in home.path.glob("history*")) == ["db", "db", "db-shm", "db-wal"]
    home.history.add(rating())
    assert count(home) == before + Counter(rating=1)


def test_entries_that_are_in_the_log_alone_are_taken(home: Home, tmp_path: Path) -> None:
    path = home.history.path
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
    with closing(sqlite3.connect(path)) as held:
        held.execute("PRAGMA wal_autocheckpoint=0")
        held.execute("SELECT count(*) FROM version").fetchone()
        home.history.add(*(rating(7) for _ in range(30)))
        before = count(home)
        (crashed := tmp_path / "crashed").mkdir()
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", crashed / f"history.db{end}")
    for file in home.path.glob("history.db*"):
        file.unlink()
    for end in ("", "-wal"):
        shutil.copy(crashed / f"history.db{end}", f"{path}{end}")
    data = path.read_bytes()
    path.write_bytes(bytes(100) + data[100:])  # SQLite refuses it, and the log with it
    restore(home, oldest(home))
    assert count(home) == before


def test_a_cut_off_file_is_not_restored_over_what_may_be_lost(home: Home) -> None:
    path = home.history.path
    data, refused = path.read_bytes(), 0
    before = count(home)
    for part in range(1, 20):
        path.write_bytes(data[: len(data) * part // 20])
        result = home.run("doctor", "--restore", oldest(home))
        if result.code:
            refused += 1
            assert "--leave-out" in result.err and path.stat().st_size == len(data) * part // 20
            result = home.run("doctor", "--restore", oldest(home), "--leave-out")
            lost = before - count(home)
            assert not lost or "could not be read" in result.out or "cannot tell how much" in result.out
            assert not home.may_start()
            assert home.run("undo").code == 3  # nor can that be taken back
        else:
            assert all(count(home)[kind] == before[kind] for kind in ("check", "session"))
            assert flags_now(home.world())
        assert result.code == 0 and count(home)["rating"] >= 50
        for file in home.path.glob("history*"):
            file.unlink()
    assert refused > 3


def test_a_row_of_the_last_year_takes_nothing_with_it(home: Home) -> None:
    far = datetime(2199, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    row = {**rows(home.history)[0], "id": make_entry_id(), "entry": make_entry_id(), "made_at": far.isoformat()}
    assert home.history.merge([row]).added == 1
    home.history.add(Check(make_entry_id(), home.clock.now(), ("jaw",), {"rf_clot": "yes"}, origin="re-check"))
    home.history.add(rating(2))
    before = count(home)
    assert max(str(row["made_at"]) for row in rows(home.history)) > "2200"
    for _ in range(2):
        restore(home, oldest(home))
        assert count(home) == before
        data = home.history.path.read_bytes()
        home.history.path.write_bytes(bytes(100) + data[100:])
        restore(home)
        assert count(home) == before and {*flags_now(home.world())} == {"em_chest", "rf_clot"}


def test_two_homes_become_one(home: Home, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    other = Home(tmp_path / "there")
    other.history.add(*(rating(3) for _ in range(20)), session(at=NOON))
    (copy := home.path / "history (conflict).db").write_bytes(other.history.path.read_bytes())
    before = count(home) + count(other)
    restore_line = home.run("doctor", "--restore", str(copy))
    assert restore_line.code == 0 and count(home) == before
    assert flags_now(home.world())


@pytest.mark.parametrize("schema", [1, 2])
@pytest.mark.parametrize("destroyed", [False, True], ids=["whole", "header-gone"])
def test_what_was_made_here_stays_so(home: Home, tmp_path: Path, schema: int, destroyed: bool) -> None:
    (tmp_path / "there").mkdir()
    other = Home(tmp_path / "there")
    other.history.add(Check(make_entry_id(), NOON, ("jaw",), {"rf_clot": "yes"}, origin="re-check"))
    other.history.add(*(rating(4) for _ in range(3)))
    home.history.merge(rows(other.history))
    brought = home.history.checks_brought()
    path = home.history.path
    if schema == 1:
        turn_into_schema_1(path)
    if destroyed:
        path.write_bytes(bytes(100) + path.read_bytes()[100:])
    before_line = home.run("doctor", "--restore", oldest(home), *(["--leave-out"] if schema == 1 and destroyed else []))
    assert before_line.code == 0, before_line
    if not (schema == 1 and destroyed):
        assert home.history.checks_brought() == brought
    # A clinician's look from elsewhere clears no flag that was named here.
    day = home.clock.now().date()
    later = home.clock.now() + timedelta(minutes=5)
    other.clock.moment = later
    other.history.add(Assessment(make_entry_id(), later, day, ("em_chest", "rf_clot")))
    home.clock.advance(minutes=10)
    home.history.merge([row for row in rows(other.history) if row["kind"] == "assessment"])
    assert "em_chest" in flags_now(home.world())


def test_without_a_backup_or_a_file_it_says_so(tmp_path: Path) -> None:
    assert "nothing to restore" in Home(tmp_path).refused(1, "doctor", "--restore")


def test_after_a_crash_in_the_middle_of_a_write_the_journal_goes_with_the_file(home: Home) -> None:
    before, path = count(home), home.history.path
    code = (
        "import os, signal, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "db.execute('PRAGMA cache_size=1'); db.execute('BEGIN IMMEDIATE');"
        "[db.execute('UPDATE entry SET region = ?', ('x' * 9000,)) for _ in range(3)];"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL and path.with_name("history.db-journal").stat().st_size
    data = path.read_bytes()
    path.write_bytes(bytes(100) + data[100:])
    restore(home, oldest(home))
    assert count(home) == before and not path.with_name("history.db-journal").exists()


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
@pytest.mark.parametrize("name", ["history.db", "history.db-journal", "history.db-wal", "config.toml"])
def test_a_pipe_in_the_place_of_a_file_hangs_no_command(home: Home, name: str) -> None:
    place = home.path / name
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    env = {**os.environ, "KNOT_HOME": str(home.path)}
    for argv in (
        ("log", "neck", "3"), ("history",), ("check", "--show"), ("session", "neck", "--dry-run"), ("undo",), ("doctor",),
        ("export",), ("status", "--short"), ("doctor", "--restore"), ("config", "list"),
    ):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "knotcli", *argv], env=env, capture_output=True, text=True, timeout=20, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode in (0, 1, 3) and "in knot itself" not in done.stderr, (argv, done)
        if argv[0] == "doctor" and "--restore" not in argv:
            assert done.returncode == 1 and name in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_a_pipe_among_the_backups_hangs_nothing(home: Home) -> None:
    os.mkfifo(home.path / "backups" / "history-2026-01-01.db")
    home.clock.advance(days=1)
    assert json.loads(home.ok("log", "neck", "2", "--json"))["score"] == 2
    assert home.run("doctor").code == 1
