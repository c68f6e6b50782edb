import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.record import Assessment, Rating, make_entry_id
from knotcli.storage.backups import list_backups
from knotcli.storage.history import acts, database
from knotcli.storage.history.store import History
from support.clock import NOON, FakeClock
from support.entries import EVER, check, rating, rows, session, step


def test_every_kind_of_entry_comes_back_as_it_was(history: History) -> None:
    s = session(status="complete", ended_at=NOON + timedelta(minutes=20), pressure_seconds=300, plan='{"a": 1}')
    entries = (
        rating(note="after the train\nstill there"),
        s,
        step(s),
        check(),
        Assessment(make_entry_id(), NOON, date(2026, 11, 19), ("rf_clot",), "seen by Dr Ä"),
    )
    history.add(*entries)
    assert history.ratings() == [entries[0]]
    assert history.sessions() == [s]
    assert history.session_steps(s.id) == [entries[2]]
    assert history.checks() == [entries[3]]
    assert history.assessments() == [entries[4]]
    assert history.ratings()[0].at.utcoffset() == timedelta(hours=1)


def test_a_moment_keeps_its_offset_and_its_local_day(history: History) -> None:
    tokyo = datetime(2026, 11, 21, 0, 30, tzinfo=timezone(timedelta(hours=9)))
    history.add(rating(at=tokyo), rating(at=datetime(2026, 11, 20, 23, 30, 0, 123456, tzinfo=UTC)))
    assert [d for d, *_ in history.days("neck", *EVER)] == [date(2026, 11, 20), date(2026, 11, 21)]
    assert [r.at.isoformat() for r in history.ratings()] == [
        "2026-11-20T23:30:00.123456+00:00",
        "2026-11-21T00:30:00+09:00",
    ]


def test_adding_the_same_entry_again_changes_nothing(history: History) -> None:
    r = rating()
    history.add(r)
    history.add(r, rating())
    history.add(r)
    assert len(history.ratings()) == 2
    assert len(rows(history)) == 2


def test_an_entry_that_was_changed_is_not_brought_back_by_a_late_second_try(history: History) -> None:
    r = rating(6)
    history.add(r)
    history.change(r._replace(score=3))
    history.add(r)
    assert [x.score for x in history.ratings()] == [3]


def test_another_entry_with_the_same_id_is_refused_and_nothing_of_the_call_is_stored(history: History) -> None:
    r = rating(6)
    history.add(r)
    with pytest.raises(KnotError, match="has the id"):
        history.add(rating(), r._replace(score=5))
    assert history.ratings() == [r]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (rating(11), "score takes a whole number from 0 to 10"),
        (rating(region="knee"), "region takes one of: neck,"),
        (rating(at=NOON.replace(tzinfo=None)), "at takes a time with its offset"),
        (rating(kind="later"), "kind takes one of: now, before, after"),
        (rating()._replace(id="7"), "takes a UUID"),
        (session(status="done"), "status takes one of"),
        (check(answer="perhaps"), "answers takes one of: yes, no, unsure"),
    ],
)
def test_an_entry_that_could_not_be_read_again_is_refused(history: History, bad: Rating, why: str) -> None:
    with pytest.raises(KnotError, match=why):
        history.add(bad)
    assert not history.path.exists()


def test_a_note_is_kept_as_it_was_typed_and_what_names_things_is_cleaned(history: History) -> None:
    history.add(
        rating(note=(note := "a\x1b[31mred\u202e\nb\u200d\0")), session()._replace(routine="a\x1b[31mred\u202e")
    )
    assert history.ratings()[0].note == note
    assert history.sessions()[0].routine == "a[31mred"
    history.add(rating(note="caf\udce9"))
    assert history.ratings()[0].note == "caf\ufffd"


# Reading writes nothing


def test_reading_a_history_that_is_not_there_gives_nothing_and_makes_nothing(history: History, tmp_path: Path) -> None:
    assert (history.ratings(), history.sessions(), history.session_steps(make_entry_id())) == ([], [], [])
    assert (history.checks(), history.assessments(), rows(history)) == ([], [], [])
    assert (history.days("neck", *EVER), history.first_day("neck"), history.rated_regions()) == ([], None, [])
    assert (history.session_days("neck", *EVER), history.right_after("neck", *EVER)) == ({}, (0, 0, 0, 0))
    assert history.given("neck", NOON) == []
    for call in (lambda: history.get("ab"), lambda: history.earlier("ab"), lambda: history.remove("ab")):
        with pytest.raises(Misuse, match="knot history shows the ids"):
            call()
    with pytest.raises(Misuse):
        history.change(rating())
    with pytest.raises(KnotError, match="nothing to undo"):
        history.undo()
    assert history.merge([], dry_run=True).added == 0
    assert list(tmp_path.iterdir()) == []


def test_reading_leaves_the_file_and_its_folder_untouched(history: History) -> None:
    r, s = rating(), session()
    history.add(r)
    history.add(s, rating(7, kind="before", session=s.id), rating(3, kind="after", session=s.id))
    folder = history.path.parent

    def state() -> object:
        return [
            (p.name, p.read_bytes(), p.stat().st_mtime_ns, p.stat().st_ino)
            for p in sorted(folder.iterdir())
            if p.is_file()
        ]

    before = state()
    names = {p.name for p in folder.iterdir()}
    (history.ratings(), history.sessions(), history.days("neck", *EVER), history.get(r.id), history.earlier(r.id))
    (
        history.short([r.id]),
        rows(history),
        history.merge(rows(history), dry_run=True),
        history.right_after("neck", *EVER),
    )
    assert state() == before
    assert {p.name for p in folder.iterdir()} == names


def test_importing_the_history_loads_no_database(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from knotcli.storage.history.store import History;"
        "History(Path('x'), None);"
        "sys.exit('sqlite3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False).returncode == 0


# Places


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_folders_are_0700_and_files_0600_whatever_the_umask(path: Path, clock: FakeClock, mask: int) -> None:
    old = os.umask(mask)
    try:
        History(path.parent / "deeper" / "history.db", clock.now).add(rating())
    finally:
        os.umask(old)
    for p in path.parent.rglob("*"):
        assert stat.S_IMODE(p.stat().st_mode) == (0o700 if p.is_dir() else 0o600), p
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_but_the_history_and_its_backups_is_left_in_the_folder(history: History) -> None:
    for score in range(3):
        history.add(rating(score))
    assert {p.name for p in history.path.parent.iterdir()} <= {"history.db", "backups"}


def test_while_more_follows_an_empty_journal_waits_and_the_last_one_takes_it_away(history: History) -> None:
    journal = history.path.with_name("history.db-journal")
    history.add(*(kept := [rating(1)]))
    for score in (2, 3):
        history.add(one := rating(score), more=True)
        kept.append(one)
        assert journal.stat().st_size == 0 and stat.S_IMODE(journal.stat().st_mode) == 0o600
        assert {r.id for r in history.ratings()} == {r.id for r in kept}
    history.add(rating(4))
    assert not journal.exists() and len(history.ratings()) == 4


def test_a_program_that_only_has_it_open_in_a_mode_of_its_own_keeps_nothing_from_being_stored(history: History) -> None:
    history.add(rating(1))
    with closing(sqlite3.connect(history.path, isolation_level=None)) as other:
        assert other.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
        assert other.execute("SELECT count(*) FROM version").fetchone() == (1,)
        history.add(rating(2), more=True)
        history.add(rating(3))
        assert other.execute("SELECT count(*) FROM version").fetchone() == (3,)
    history.add(rating(4))
    assert len(history.ratings()) == 4 and [b.versions for b in list_backups(history.path)] == [1]
    folder = history.path.parent
    assert {p.name for p in folder.rglob("*")} == {"history.db", "backups", list_backups(history.path)[0].path.name}


def test_the_store_keeps_its_promises_about_the_disk(history: History) -> None:
    history.add(rating())
    with closing(database.connect(history.path, "rw")) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert db.execute("PRAGMA synchronous").fetchone() == (3,)
        for table in ("version", "entry"):
            assert db.execute("SELECT strict FROM pragma_table_list WHERE name=?", (table,)).fetchone() == (1,)


@pytest.mark.parametrize("act", ["UPDATE version SET body='{}'", "DELETE FROM version"])
def test_a_version_can_be_neither_changed_nor_deleted(history: History, act: str) -> None:
    history.add(rating())
    with closing(sqlite3.connect(history.path)) as db, pytest.raises(sqlite3.IntegrityError, match="a version"):
        db.execute(act)


# The trend


def test_days_hold_now_and_before_ratings_and_never_after_ones(history: History) -> None:
    s = session()
    history.add(rating(6), rating(2), rating(9, region="jaw"), rating(5, at=NOON + timedelta(days=2)))
    history.add(s, rating(7, kind="before", session=s.id), rating(0, kind="after", session=s.id))
    assert history.days("neck", *EVER) == [(date(2026, 11, 20), 15, 3, 2, 7), (date(2026, 11, 22), 5, 1, 5, 5)]
    assert history.days("neck", date(2026, 11, 21), date(2026, 11, 22)) == [(date(2026, 11, 22), 5, 1, 5, 5)]
    assert history.days("neck", date(2026, 11, 20), date(2026, 11, 20))[0][1:] == (15, 3, 2, 7)
    assert history.first_day("neck") == date(2026, 11, 20)
    assert history.first_day("hip") is None
    assert history.rated_regions() == ["neck", "jaw"]


def test_the_trend_comes_straight_from_a_covering_index(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    history.add(rating())
    asked: list[tuple[str, tuple[str, ...]]] = []
    ask = history._rows

    def listen(query: str, values: tuple[str, ...] = ()) -> list[object]:
        asked.append((query, values))
        return ask(query, values)

    monkeypatch.setattr(history, "_rows", listen)
    history.days("neck", *EVER)
    history.first_day("neck")
    assert len(asked) == 2
    for query, values in asked:
        (plan,) = ask(f"EXPLAIN QUERY PLAN {query}", values)
        assert "USING COVERING INDEX entry_rated (region=?" in plan[3]


def test_adding_one_entry_searches_by_index_alone(history: History) -> None:
    history.add(rating())
    asked: list[str] = []
    with history._write() as db:
        db.set_trace_callback(asked.append)
        acts.add_entries(db, [(one := rating(), acts.body_to_store(one))], NOON)
        db.set_trace_callback(None)
        plans = [plan for query in asked for *_, plan in db.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert plans
    assert not [plan for plan in plans if plan.startswith("SCAN")]


def test_sessions_that_ran_to_their_end_are_counted_against_those_begun(history: History) -> None:
    assert history.finished_sessions("neck", *EVER) == (0, 0)
    kept = [session(status=status) for status in ("complete", "complete", "partial", "stopped")]
    history.add(*kept, session(region="jaw", status="complete"))
    assert history.finished_sessions("neck", *EVER) == (2, 4)
    history.change(kept[2]._replace(status="complete"))
    assert history.finished_sessions("neck", *EVER) == (3, 4)
    history.remove(kept[0].id)
    assert history.finished_sessions("neck", *EVER) == (2, 3)


def test_right_after_counts_sessions_with_both_ratings(history: History) -> None:
    for before, after in ((7, 4), (5, 5), (6, None), (None, 2)):
        s = session()
        history.add(s)
        if before is not None:
            history.add(rating(before, kind="before", session=s.id))
        if after is not None:
            history.add(rating(after, kind="after", session=s.id))
    history.add(rating(1, kind="after"))
    assert history.right_after("neck", *EVER) == (1, 1, 0, -3)
    assert history.right_after("jaw", *EVER) == (0, 0, 0, 0)
    assert history.session_days("neck", *EVER) == {date(2026, 11, 20): 4}


# Lists


def test_lists_are_newest_first_and_can_be_narrowed(history: History) -> None:
    made = [rating(n, at=NOON + timedelta(days=n), region=("neck", "jaw")[n % 2]) for n in (3, 0, 4, 1, 2)]
    history.add(*made)
    assert [r.score for r in history.ratings()] == [4, 3, 2, 1, 0]
    assert [r.score for r in history.ratings("jaw")] == [3, 1]
    assert [r.score for r in history.ratings(limit=2)] == [4, 3]
    assert [r.score for r in history.ratings(since=date(2026, 11, 22), until=date(2026, 11, 23))] == [3, 2]
    assert [r.score for r in history.ratings(since=date.min, until=date.max)] == [4, 3, 2, 1, 0]


def test_since_goes_by_the_local_day_at_both_ends_of_the_world(history: History) -> None:
    east = datetime(2026, 11, 21, 1, tzinfo=timezone(timedelta(hours=14)))
    west = datetime(2026, 11, 20, 23, tzinfo=timezone(-timedelta(hours=12)))
    history.add(rating(1, at=east), rating(2, at=west))
    assert [r.score for r in history.ratings(since=date(2026, 11, 21))] == [1]
    assert [r.score for r in history.ratings(until=date(2026, 11, 20))] == [2]


def test_the_ratings_of_a_session_are_found_by_it(history: History) -> None:
    s = session()
    before = rating(7, kind="before", session=s.id)
    history.add(rating(), s, before)
    assert history.session_ratings(s.id) == [before]
