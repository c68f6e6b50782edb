import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from knotcli.coach.errors import KnotError
from knotcli.coach.record import WeekAnswer, make_entry_id
from knotcli.storage.history import faults as history_faults
from knotcli.storage.history import schema as history_schema
from knotcli.storage.history.store import History
from support.clock import NOON
from support.entries import EVER, rating, rows, session


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00" + b"\x00" * 200, os.urandom(9000)])
def test_a_file_that_is_no_history_is_told_and_left_as_it_is(history: History, content: bytes) -> None:
    history.path.parent.mkdir()
    history.path.write_bytes(content)
    for act in (history.ratings, lambda: history.add(rating(note="secret")), lambda: rows(history), history.undo):
        with pytest.raises(KnotError, match=r"history\.db is damaged or is not a history.*knot doctor") as told:
            act()
        assert "secret" not in str(told.value)
        assert told.value.__cause__ is None
    assert history.path.read_bytes() == content
    assert [p.name for p in history.path.parent.iterdir()] == ["history.db"]


def test_another_programs_database_is_left_as_it_is(history: History) -> None:
    history.path.parent.mkdir()
    with closing(sqlite3.connect(history.path)) as db:
        db.execute("CREATE TABLE mail(x)")
    before = history.path.read_bytes()
    with pytest.raises(KnotError, match="is not a history"):
        history.add(rating())
    assert history.path.read_bytes() == before


def test_a_newer_schema_is_refused_with_a_clear_line(history: History) -> None:
    history.add(rating())
    with closing(sqlite3.connect(history.path)) as db:
        db.execute("PRAGMA user_version=99")
    before = history.path.read_bytes()
    for act in (history.ratings, lambda: history.add(rating())):
        with pytest.raises(KnotError, match=r"written by a newer knot \(schema 99.*Install the newer knot"):
            act()
    assert history.path.read_bytes() == before


def test_a_body_that_does_not_read_is_told_as_damage(history: History) -> None:
    history.add(rating(note="secret"))
    for body in ("{", "[]", '{"at":1}', b"\xff\xfe".decode("latin-1")):
        with closing(sqlite3.connect(history.path)) as db, db:
            db.execute("DROP TRIGGER IF EXISTS version_stays")
            db.execute("UPDATE version SET body=?", (body,))
        with pytest.raises(KnotError, match="is damaged"):
            history.ratings()
    with closing(sqlite3.connect(history.path)) as db, db:
        db.execute("UPDATE version SET body=CAST(x'ff7b' AS TEXT)")
    with pytest.raises(KnotError, match="is damaged"):
        history.ratings()
    with closing(sqlite3.connect(history.path)) as db, db:
        db.execute("UPDATE entry SET version=99")
    with pytest.raises(KnotError, match="is damaged"):
        history.ratings()


def test_a_folder_in_place_of_the_file_is_told(history: History) -> None:
    history.path.mkdir(parents=True)
    for act in (history.ratings, lambda: history.add(rating())):
        with pytest.raises(KnotError, match=r"history\.db is a folder"):
            act()


def test_a_file_in_place_of_the_folder_is_told(history: History) -> None:
    history.path.parent.write_text("")
    with pytest.raises(KnotError, match="data"):
        history.add(rating())
    assert history.path.parent.read_text() == ""


def test_a_history_in_use_is_waited_for_and_then_told(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    history.add(rating())
    monkeypatch.setattr(history_faults, "WAIT", 0.05)
    with closing(sqlite3.connect(history.path, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        for act in (history.ratings, lambda: history.add(rating())):
            with pytest.raises(KnotError, match="in use by another knot"):
                act()
        db.execute("ROLLBACK")
    history.add(rating())
    assert len(history.ratings()) == 2


def test_a_command_that_fails_halfway_leaves_nothing_behind(history: History) -> None:
    history.add(rating())
    before = rows(history)
    with pytest.raises(RuntimeError), history._write() as db:
        db.execute("DELETE FROM entry")
        raise RuntimeError
    assert len(history.ratings()) == 1
    assert rows(history) == before


def test_a_half_done_write_of_a_killed_command_is_taken_back_by_the_next_reader(history: History) -> None:
    history.add(r := rating())
    code = (
        "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "db.execute('PRAGMA cache_size=1'); db.execute('PRAGMA cache_spill=1');"
        "db.execute('BEGIN IMMEDIATE');"
        "[db.execute('UPDATE entry SET region = ? || ?', ('x' * 9000, i)) for i in range(9)];"
        "[db.execute('CREATE TABLE t%d(x)' % i) for i in range(50)]; os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(history.path)], check=False)
    assert history.path.with_name("history.db-journal").exists()
    assert history.ratings() == [r]
    assert not history.path.with_name("history.db-journal").exists()


def test_an_older_schema_is_read_without_writing_and_migrated_by_the_first_write(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.add(old := rating())
    before = history.path.read_bytes()

    def second(db: sqlite3.Connection) -> None:
        db.execute("ALTER TABLE entry ADD COLUMN mood TEXT")
        db.execute("UPDATE entry SET mood='new'")

    monkeypatch.setattr(history_schema, "MIGRATIONS", (*history_schema.MIGRATIONS, second))
    assert history.ratings() == [old]
    with history._read() as db:
        assert db is not None
        assert db.execute("SELECT mood FROM entry").fetchall() == [("new",)]
    assert history.path.read_bytes() == before
    history.add(new := rating())
    assert {r.id for r in history.ratings()} == {old.id, new.id}
    with closing(sqlite3.connect(history.path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (history_schema.newest_schema(),)


def test_a_home_of_the_schema_before_opens_without_loss(history: History) -> None:
    """Schema 2 had the same tables, and no tags, no weeks."""
    history.add(sat := session(note="on the train"), old := rating(note="before tags"))
    kept = rows(history)
    assert all("tags" not in str(row["body"]) for row in kept if row["kind"] == "session")
    with closing(sqlite3.connect(history.path)) as db:
        db.execute("PRAGMA user_version=2")
    before = history.path.read_bytes()
    assert (history.ratings(), history.sessions(), history.tags_used(), rows(history)) == ([old], [sat], [], kept)
    assert history.path.read_bytes() == before
    history.change(new := old._replace(tags=("train", "stress")))
    history.add(week := WeekAnswer(make_entry_id(), NOON, 6, 3, 4))
    assert (history.ratings(), history.week_answers(), rows(history)[: len(kept)]) == ([new], [week], kept)
    assert history.tagged_days("neck", "stress", *EVER) == {NOON.date()}
    assert (history.tagged_days("jaw", "stress", *EVER), history.tags_used()) == (set(), ["stress", "train"])
    with closing(sqlite3.connect(history.path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (3,)
    assert [p.name for p in (history.path.parent / "backups").glob("*before-schema-3*")]


def test_words_in_a_note_are_no_tags(history: History) -> None:
    history.add(rating(note='"tags":["stress"]'), rating(note="stress", tags=("train",)))
    assert history.tags_used() == ["train"]
    assert history.tagged_days("neck", "stress", *EVER) == set()


def test_a_migration_that_fails_leaves_the_history_as_it_was(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    history.add(old := rating())

    def bad(db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM entry")
        db.execute("ALTER TABLE nothing ADD COLUMN x TEXT")

    with monkeypatch.context() as patched:
        patched.setattr(history_schema, "MIGRATIONS", (*history_schema.MIGRATIONS, bad))
        with pytest.raises(KnotError, match=r"history\.db is damaged"):
            history.add(rating())
    assert history.ratings() == [old]
    history.add(rating())
    assert len(history.ratings()) == 2
