"""One transaction that reads everything kept, decides on it, and stores what was decided."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from knotcli.coach.errors import Held, KnotError
from knotcli.storage.history.store import History
from support.clock import FakeClock
from support.entries import check, rating, rows, session


def test_what_is_read_in_it_is_what_stands_when_it_stores(history: History) -> None:
    history.add(first := check())
    with history.writing() as kept:
        assert kept.checks() == [first]
        with kept.together(), kept.views() as views:
            assert [view.checks() for view in views] == [[first]]
        kept.add(began := session())
        assert kept.sessions() == [began] and history.sessions() == []
        kept.change(began._replace(note="x"))
    assert [s.note for s in history.sessions()] == ["x"]


def test_a_refusal_in_it_stores_nothing(history: History) -> None:
    history.add(check())
    before = rows(history)
    with pytest.raises(Held), history.writing() as kept:
        kept.add(session())
        raise Held("no")
    with pytest.raises(KnotError), history.writing() as kept:
        kept.add(rating(), rating()._replace(score=11))
    assert rows(history) == before


def test_what_another_process_does_meanwhile_comes_before_or_after(history: History, clock: FakeClock) -> None:
    """Three windows that each start a session only where none was started: one does."""
    history.add(check())
    begun = threading.Barrier(3)

    def start() -> None:
        mine = History(history.path, clock.now)
        begun.wait()
        with mine.writing() as kept:
            if not kept.sessions():
                kept.add(session())

    windows = [threading.Thread(target=start) for _ in range(3)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert len(history.sessions()) == 1


def test_another_program_waits_until_it_is_over(history: History, path: Path) -> None:
    history.add(check())
    code = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], timeout=0.2, isolation_level=None);"
        "db.execute('SELECT count(*) FROM version'); db.execute('BEGIN IMMEDIATE')"
    )
    with history.writing():
        done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
        assert done.returncode == 1 and "database is locked" in done.stderr
    assert subprocess.run([sys.executable, "-c", code, str(path)]).returncode == 0
