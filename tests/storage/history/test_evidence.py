"""What decides on a session: read from the versions themselves, counted, and never hidden by one damaged byte."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Assessment, make_entry_id
from knotcli.storage.history.store import History
from support.clock import NOON, FakeClock
from support.entries import check, rating, rows, session, step
from support.old_history import turn_into_schema_1

Deciding = Callable[[History], object]
DECIDING: list[Deciding] = [
    History.checks,
    History.checks_as_kept,
    History.assessments,
    History.stopped,
    History.follow_ups,
    lambda history: history.given(None, NOON - timedelta(days=9)),
    lambda history: history.newest_session("neck"),
]


@pytest.fixture(scope="module")
def kept_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    history = History(tmp_path_factory.mktemp("kept") / "history.db", FakeClock().now)
    history.add(check("yes"), check())
    history.add(first := session(status="stopped", reason="numb", ended_at=NOON), step(first))
    history.add(rating(7, kind="before", session=first.id))
    history.add(Assessment(make_entry_id(), NOON, NOON.date(), ("em_chest",)))
    for n in range(60):
        history.add(rating(n % 11, note="words " * (n % 9)))
    return history.path.read_bytes()


@pytest.fixture
def kept(history: History, kept_file: bytes) -> History:
    history.path.parent.mkdir()
    history.path.write_bytes(kept_file)
    return history


def edit(history: History, *statements: str) -> None:
    """Change the file behind the program's back, tables and triggers alike."""
    with closing(sqlite3.connect(history.path)) as db, db:
        db.execute("DROP TRIGGER version_stays")
        db.execute("DROP TRIGGER version_is_kept")
        for statement in statements:
            db.execute(statement)


def refuse_everywhere(history: History) -> None:
    for read in DECIDING:
        with pytest.raises(KnotError, match="is damaged"):
            read(history)
    with pytest.raises(KnotError, match="is damaged"), history.views():
        pass


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM version WHERE kind='check'",
        "DELETE FROM version WHERE seq=(SELECT max(seq) FROM version)",
        "UPDATE version SET kind='desk' WHERE seq=1",
        "UPDATE version SET kind='rating' WHERE kind='session'",
        "UPDATE version SET body=replace(body, 'em_', 'en_')",
        "UPDATE version SET body=replace(body, '\"yes\"', '\"no\"')",
        "UPDATE version SET made_at=made_at-1 WHERE kind='check'",
        "UPDATE version SET entry=id WHERE kind='check'",
        "UPDATE version SET undoes=id WHERE kind='session'",
        "UPDATE version SET brought=1 WHERE kind='check'",
        "UPDATE version SET sum=sum+1 WHERE seq=30",
        "UPDATE version SET seq=900 WHERE seq=1",
        "UPDATE tally SET versions=versions-1 WHERE kind='check'",
        "UPDATE tally SET sums=sums-1 WHERE kind='rating'",
        "DELETE FROM tally",
    ],
)
def test_versions_that_are_lost_or_changed_are_damage_to_whatever_decides(kept: History, statement: str) -> None:
    edit(kept, statement)
    refuse_everywhere(kept)


def test_an_index_that_hides_a_check_hides_it_from_nobody(kept: History) -> None:
    checks, stopped, ratings = kept.checks(), kept.stopped(), kept.ratings()
    edit(
        kept,
        "PRAGMA writable_schema=ON",
        "DELETE FROM entry",
        "DROP INDEX version_of_entry",
        "CREATE INDEX version_of_entry ON version(entry) WHERE kind='desk'",
        "UPDATE sqlite_schema SET sql='CREATE INDEX version_of_entry ON version(entry)' WHERE name='version_of_entry'",
    )
    assert (kept.checks(), kept.stopped(), kept.ratings()) == (checks, stopped, [])
    assert ratings != []


def test_the_steps_of_a_session_are_read_from_the_versions_too(kept: History) -> None:
    (began,) = kept.sessions()
    since = NOON - timedelta(days=9)
    assert len(kept.session_steps(began.id)) == len(kept.steps_given(since)) == 1
    edit(kept, "DELETE FROM entry", "UPDATE version SET act=NULL WHERE kind='step'")
    assert [r.score for r in kept.session_ratings(began.id)] == [7]
    with pytest.raises(KnotError, match="is damaged"):
        kept.steps_given(since)


def test_what_is_stored_while_it_is_read_is_no_damage(kept: History, clock: FakeClock) -> None:
    """Reading and counting are of one moment, whoever writes meanwhile."""
    other = History(kept.path, clock.now)
    with kept.together():
        for n in range(20):
            other.add(rating(n % 11))
            kept._evidence = None
            assert len(kept.checks()) == 2


def test_a_history_of_schema_1_says_the_same_before_and_after_its_first_write(kept: History, clock: FakeClock) -> None:
    kept.merge([{**row, "id": make_entry_id(), "entry": make_entry_id()} for row in rows(kept)[:2]])
    before = [read(kept) for read in DECIDING], rows(kept), kept.checks_brought(), kept.ratings()
    assert before[2]
    turn_into_schema_1(kept.path)
    old = kept.path.read_bytes()
    for _ in range(2):
        assert ([read(kept) for read in DECIDING], rows(kept), kept.checks_brought(), kept.ratings()) == before
        assert kept.path.read_bytes() == old
    kept.add(new := rating())
    assert kept.ratings()[0] == new and kept.path.read_bytes() != old
    kept.remove(new.id)
    assert [read(kept) for read in DECIDING] == before[0] and kept.checks_brought() == before[2]


def test_damage_in_a_history_of_schema_1_is_told_too(kept: History, tmp_path: Path) -> None:
    turn_into_schema_1(kept.path)
    with closing(sqlite3.connect(kept.path)) as db, db:
        db.execute("PRAGMA writable_schema=ON")
        db.execute("UPDATE sqlite_schema SET rootpage=(SELECT rootpage FROM sqlite_schema WHERE name='version_undoes')"
                   " WHERE name='version_of_entry'")  # fmt: skip
    refuse_everywhere(kept)


def test_whatever_fails_in_a_damaged_file_is_damage_and_in_a_whole_one_a_bug(kept: History) -> None:
    with pytest.raises(LookupError), kept.writing():
        [][0]
    edit(kept, "UPDATE version SET body=replace(body, 'neck', 'nack') WHERE kind='check'")
    with pytest.raises(KnotError, match="is damaged"), kept.writing():
        [][0]
