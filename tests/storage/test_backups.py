import os
import sqlite3
import stat
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Rating
from knotcli.storage import backups
from knotcli.storage.backups import Backup, choose_backups_to_keep, list_backups
from knotcli.storage.history import database
from knotcli.storage.history import faults as history_faults
from knotcli.storage.history import schema as history_schema
from knotcli.storage.history.inspection import inspect_history
from knotcli.storage.history.restoring import restore_backup
from knotcli.storage.history.store import History
from support.clock import CET, NOON, FakeClock
from support.entries import check, rating, rows, session


def names(history: History) -> list[str]:
    return [backup.path.name for backup in list_backups(history.path)]


def findings(history: History, level: str) -> list[str]:
    return [f"{f.what} {f.do}" for f in inspect_history(history.path, history.now()) if f.level == level]


# Making them


def test_the_first_write_of_a_day_backs_up_what_was_there_before_it(history: History, clock: FakeClock) -> None:
    history.add(first := rating())
    assert names(history) == []
    clock.advance(days=1)
    history.add(rating())
    history.add(rating())
    (backup,) = list_backups(history.path)
    assert (backup.path.name, backup.day, backup.versions) == ("history-2026-11-21.db", date(2026, 11, 21), 1)
    assert History(backup.path, clock.now).ratings() == [first]
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.path.parent.stat().st_mode) == 0o700


def test_reading_makes_no_backup(history: History, clock: FakeClock) -> None:
    history.add(rating())
    clock.advance(days=3)
    history.ratings()
    rows(history)
    assert names(history) == []


def test_a_migration_is_preceded_by_a_backup_of_the_older_schema(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.add(rating())
    history.add(rating())
    with closing(sqlite3.connect(history.path)) as db:
        ((schema,),) = db.execute("PRAGMA user_version").fetchall()
    more = (*history_schema.MIGRATIONS, lambda db: db.execute("ALTER TABLE entry ADD COLUMN mood TEXT"))
    monkeypatch.setattr(history_schema, "MIGRATIONS", more)
    history.add(rating())
    assert names(history) == ["history-2026-11-20.db", f"history-2026-11-20-before-schema-{schema + 1}.db"]
    with closing(sqlite3.connect(list_backups(history.path)[1].path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (schema,)
        assert db.execute("SELECT count(*) FROM version").fetchone() == (2,)


def test_a_migration_without_a_backup_is_not_done(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    history.add(old := rating())
    (history.path.parent / "backups").write_text("in the way")
    more = (*history_schema.MIGRATIONS, lambda db: db.execute("ALTER TABLE entry ADD COLUMN mood TEXT"))
    with monkeypatch.context() as patched:
        patched.setattr(history_schema, "MIGRATIONS", more)
        with pytest.raises(KnotError, match="backups"):
            history.add(rating())
    assert history.ratings() == [old]


def test_a_daily_backup_that_cannot_be_made_does_not_hold_back_an_entry(history: History, clock: FakeClock) -> None:
    history.add(rating())
    (history.path.parent / "backups").write_text("in the way")
    clock.advance(days=5)
    history.add(rating())
    assert len(history.ratings()) == 2


def test_a_damaged_history_is_neither_backed_up_nor_written_to(history: History, clock: FakeClock) -> None:
    history.add(*(rating(note="secret" * 50) for _ in range(50)))
    history.add(rating())
    assert len(names(history)) == 1
    data = bytearray(history.path.read_bytes())
    data[8192 : 8192 + 4096] = os.urandom(4096)
    history.path.write_bytes(data)
    clock.advance(days=1)
    with pytest.raises(KnotError, match="is damaged") as told:
        history.add(rating())
    assert "secret" not in str(told.value)
    assert history.path.read_bytes() == data
    assert len(names(history)) == 1


# Thinning them out


def some(days: list[int], versions: list[int | None]) -> list[Backup]:
    start = date(2026, 1, 1)
    found = [Backup(Path(f"{day}"), start + timedelta(days=day), n) for day, n in zip(days, versions, strict=True)]
    return sorted(found, key=lambda backup: backup.day, reverse=True)


def test_of_four_hundred_days_a_week_of_days_four_weeks_and_twelve_months_are_left() -> None:
    keep = choose_backups_to_keep(some(list(range(400)), list(range(400))))
    days = {date(2026, 1, 1) + timedelta(days=int(path.name)) for path in keep}
    last = date(2027, 2, 4)
    assert days == {
        *(last - timedelta(days=n) for n in range(7)),
        *(last, date(2027, 1, 31), date(2027, 1, 24), date(2027, 1, 17)),
        *(date(2026, month + 1, 1) - timedelta(days=1) for month in range(3, 12)),
        *(date(2026, 12, 31), date(2027, 1, 31)),
    }


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 50)), unique_by=lambda pair: pair[0], max_size=60))
def test_the_newest_and_the_fullest_stay_and_no_more_than_the_plan(made: list[tuple[int, int]]) -> None:
    found = some([day for day, _ in made], [n for _, n in made])
    keep = choose_backups_to_keep(found)
    assert {b.path for b in found[:7]} <= keep
    assert len(keep) <= 7 + 4 + 12 + 1
    if found:
        fullest = max(b.versions or 0 for b in found)
        assert fullest in {b.versions for b in found if b.path in keep}


@given(st.lists(st.integers(1, 20), min_size=30, max_size=60))
def test_thinning_time_after_time_leaves_the_newest_days_and_the_newest_of_each_month(gaps: list[int]) -> None:
    found: list[Backup] = []
    every: list[Backup] = []
    for n in range(len(gaps)):
        new = some([sum(gaps[: n + 1])], [n])
        every = new + every
        found = new + found
        keep = choose_backups_to_keep(found)
        found = [backup for backup in found if backup.path in keep]
    assert found[:7] == every[:7]
    newest = {(b.day.year, b.day.month): b for b in reversed(every)}
    assert {b.path for b in list(newest.values())[-12:]} <= {b.path for b in found}


def test_backups_are_thinned_out_as_days_go_by(history: History, clock: FakeClock) -> None:
    for _ in range(60):
        history.add(rating())
        clock.advance(days=1)
    assert len(names(history)) <= 7 + 4 + 12
    assert names(history)[0] == "history-2027-01-18.db"
    assert [b.versions for b in list_backups(history.path)][:7] == [59, 58, 57, 56, 55, 54, 53]


def test_a_backup_that_holds_more_is_never_thinned_out_for_ones_that_hold_less(
    history: History, clock: FakeClock
) -> None:
    history.add(*(rating() for _ in range(50)))
    history.add(rating())
    history.path.unlink()
    for _ in range(40):
        clock.advance(days=31)
        history.add(rating())
    assert max(b.versions or 0 for b in list_backups(history.path)) == 50


# Putting one back


@pytest.fixture
def two_days(history: History, clock: FakeClock) -> History:
    mixed = (rating(n % 11, note="words " * (n % 40)) for n in range(60))
    history.add(*mixed, check("yes"), session(plan="x" * 9000))
    clock.advance(days=1)
    history.add(*(rating(n % 11) for n in range(60)))
    return history


def test_restoring_keeps_the_damaged_file_and_loses_nothing_that_could_be_read(two_days: History) -> None:
    before, damaged = rows(two_days), bytearray(two_days.path.read_bytes())
    damaged[:4096] = bytes(4096)
    two_days.path.write_bytes(damaged)
    (backup,) = list_backups(two_days.path)
    done = restore_backup(two_days.path, backup, NOON)
    assert rows(two_days) == before
    assert done.versions + done.saved == len(before)
    assert done.saved == 60
    assert done.kept_as is not None
    assert done.kept_as.read_bytes() == damaged
    assert done.kept_as.name.startswith("history-damaged-2026-11-20-120000")
    assert stat.S_IMODE(two_days.path.stat().st_mode) == 0o600
    two_days.add(rating())
    assert not [f for f in two_days.path.parent.iterdir() if f.name.startswith(".")]


def test_without_any_backup_what_can_be_read_is_put_back(two_days: History) -> None:
    before = rows(two_days)
    data = two_days.path.read_bytes()
    two_days.path.write_bytes(b"\0" * 100 + data[100:])
    done = restore_backup(two_days.path, None, NOON)
    assert (done.versions, done.saved) == (0, len(before))
    assert rows(two_days) == before
    assert len(two_days.sessions()[0].plan) == 9000


def test_an_unreadable_backup_is_refused_and_nothing_changes(two_days: History) -> None:
    (backup,) = list_backups(two_days.path)
    backup.path.write_bytes(b"no")
    assert list_backups(two_days.path)[0].versions is None
    before = two_days.path.read_bytes()
    with pytest.raises(KnotError, match="is damaged"):
        restore_backup(two_days.path, backup, NOON)
    assert two_days.path.read_bytes() == before
    assert sorted(f.name for f in two_days.path.parent.iterdir()) == ["backups", "history.db"]


def test_a_leftover_journal_is_not_played_into_the_restored_history(two_days: History) -> None:
    before = rows(two_days)
    journal = two_days.path.with_name("history.db-journal")
    journal.write_bytes(os.urandom(9000))
    two_days.path.write_bytes(two_days.path.read_bytes()[:-5000])
    restore_backup(two_days.path, list_backups(two_days.path)[0], NOON)
    assert not journal.exists()
    assert {r["id"] for r in before} >= {r["id"] for r in rows(two_days)}
    assert len(rows(two_days)) > 62


def test_a_history_that_is_gone_is_restored_from_its_backup(two_days: History) -> None:
    two_days.path.unlink()
    done = restore_backup(two_days.path, list_backups(two_days.path)[0], NOON)
    assert (done.kept_as, done.versions, done.saved, done.checks_ended) == (None, 62, 0, True)
    assert len(rows(two_days)) == 63 and two_days.checks()[-1].origin == "stop"


def test_what_a_damaged_page_made_up_does_not_come_in(two_days: History) -> None:
    data = two_days.path.read_bytes()
    assert b'"score":6' in data
    two_days.path.write_bytes(data.replace(b'"score":6', b'"score":;').replace(b'"region":"neck"', b'"region":"knee"'))
    with pytest.raises(KnotError, match="--leave-out"):  # the session's row is one of them
        restore_backup(two_days.path, None, NOON)
    restore_backup(two_days.path, None, NOON, leave_out=True)
    assert two_days.ratings() == []
    assert all(isinstance(r, Rating) for r in two_days.ratings())


def test_a_history_that_is_being_written_is_not_replaced(two_days: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_faults, "WAIT", 0.05)
    before = rows(two_days)
    with two_days._write() as db:
        db.execute("DELETE FROM entry WHERE kind='check'")
        with pytest.raises(KnotError, match="in use by another knot"):
            restore_backup(two_days.path, list_backups(two_days.path)[0], NOON)
    assert rows(two_days) == before
    assert sorted(f.name for f in two_days.path.parent.iterdir()) == ["backups", "history.db"]


def test_who_had_the_old_file_open_cannot_write_to_it_any_more(two_days: History) -> None:
    with history_faults.telling_faults(two_days.path), closing(database.connect(two_days.path, "rw")) as db:
        restore_backup(two_days.path, list_backups(two_days.path)[0], NOON)
        with pytest.raises(KnotError, match="was replaced just now"), history_faults.telling_faults(two_days.path):
            db.execute("DELETE FROM entry")


# Looking over


def test_a_sound_history_has_nothing_wrong(two_days: History) -> None:
    assert findings(two_days, "wrong") == []
    assert any("122 entries" in line and "sound" in line for line in findings(two_days, "good"))
    assert any("1 backup " in line for line in findings(two_days, "good"))


def test_a_history_that_is_not_there_is_a_note_and_nothing_is_made(history: History, tmp_path: Path) -> None:
    assert findings(history, "wrong") == []
    assert any("Nothing is saved yet" in line for line in findings(history, "note"))
    assert list(tmp_path.iterdir()) == []


def test_permissions_that_let_others_in_are_told_with_the_way_to_put_them_right(two_days: History) -> None:
    two_days.path.chmod(0o644)
    two_days.path.parent.chmod(0o755)
    list_backups(two_days.path)[0].path.chmod(0o640)
    wrong = findings(two_days, "wrong")
    assert len(wrong) == 3
    assert any(f"chmod 600 {two_days.path}" in line for line in wrong)
    assert any(line.endswith(f"chmod 700 {two_days.path.parent}") for line in wrong)


@pytest.mark.parametrize(
    "name",
    [
        "history (conflicted copy 2026-11-20).db",
        "history.sync-conflict-20261120-120000-ABCDEFG.db",
        "history (1).db",
        "history-laptop.db",
        "history.db.conflict",
    ],
)
def test_a_conflict_copy_is_told(two_days: History, name: str) -> None:
    copy = two_days.path.with_name(name)
    copy.write_bytes(two_days.path.read_bytes())
    copy.chmod(0o600)
    (wrong,) = findings(two_days, "wrong")
    assert name in wrong
    assert "knot doctor --restore" in wrong


@pytest.mark.parametrize(
    ("name", "level"), [("history.db-journal", "note"), ("history.db-wal", "wrong"), (".history.db.7.ab.new", "note")]
)
def test_what_was_left_behind_is_told(two_days: History, name: str, level: str) -> None:
    two_days.path.with_name(name).touch(0o600)
    two_days.path.with_name(name).write_bytes(b"something")
    assert len(findings(two_days, level)) == 1


def test_the_empty_journal_of_a_session_that_runs_is_nothing_to_tell(two_days: History) -> None:
    before = findings(two_days, "note")
    two_days.add(rating(), more=True)
    assert two_days.path.with_name("history.db-journal").stat().st_size == 0
    assert findings(two_days, "wrong") == [] and findings(two_days, "note") == before


def test_damage_is_told_with_the_way_to_restore(two_days: History) -> None:
    data = two_days.path.read_bytes()
    for place in (0, 4096, 8192):
        two_days.path.write_bytes(data[:place] + os.urandom(4096) + data[place + 4096 :])
        assert any("damaged" in line and "--restore" in line for line in findings(two_days, "wrong"))


def test_entries_that_differ_from_their_versions_are_told(two_days: History) -> None:
    with closing(sqlite3.connect(two_days.path)) as db, db:
        db.execute("DELETE FROM entry WHERE id IN (SELECT id FROM entry LIMIT 2)")
    assert any("shows 2 of its entries differently" in line for line in findings(two_days, "wrong"))
    before = rows(two_days)
    restore_backup(two_days.path, list_backups(two_days.path)[0], NOON)
    assert rows(two_days) == before
    assert findings(two_days, "wrong") == []


def test_missing_and_unreadable_backups_are_told(two_days: History, clock: FakeClock) -> None:
    (backup,) = list_backups(two_days.path)
    backup.path.write_bytes(b"")
    assert any("cannot be read" in line for line in findings(two_days, "wrong"))
    backup.path.unlink()
    clock.advance(days=3)
    assert any("no recent backup" in line for line in findings(two_days, "wrong"))


def test_a_backup_is_named_by_the_local_day(history: History) -> None:
    history.add(rating())
    history.now = lambda: datetime(2026, 11, 21, 0, 5, tzinfo=CET)
    history.add(rating())
    assert names(history) == ["history-2026-11-21.db"]
    assert backups.backup_folder(history.path) == history.path.parent / "backups"
