"""Every act has a moment of its own: which of two was the last is never decided by chance."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knotcli.coach.errors import KnotError
from knotcli.coach.record import DeskAnswer, FollowUp, make_entry_id
from knotcli.storage.history.store import History
from knotcli.terminal.clock import Clock
from support.clock import NOON, FakeClock
from support.entries import check, rating, rows, session, step
from support.home import Home


def test_of_one_moment_the_last_kept_is_the_last_in_every_home(tmp_path: Path, clock: FakeClock) -> None:
    for home in range(12):
        history = History(tmp_path / str(home) / "history.db", clock.now)
        history.add(rating(1))
        history.add(rating(9))
        history.add(*(rating(score) for score in (3, 4, 5)))
        assert [r.score for r in history.ratings()] == [5, 4, 3, 9, 1]
        for answer in ("ordinary", "none", "more"):
            history.add(FollowUp(make_entry_id(), NOON, "neck", answer))
        assert [a.answer for a in history.follow_ups()] == ["ordinary", "none", "more"]
        history.add(*(DeskAnswer(make_entry_id(), NOON, "neck", "screen", word) for word in ("no", "yes", "unsure")))
        assert [a.word for a in history.desk_answers()] == ["no", "yes", "unsure"]
        sessions = [session() for _ in range(4)]
        for one in sessions:
            history.add(one, *(step(one, n) for n in range(3)))
        assert history.sessions() == history.given(None, NOON) == sessions[::-1]
        assert history.newest_session("neck") == sessions[-1]
        # The order survives a change of the first, a way out and in, and every view of it.
        first = history.ratings()[-1]
        history.change(first._replace(note="late"))
        assert [r.score for r in history.ratings()] == [5, 4, 3, 9, 1]
        other = History(tmp_path / f"{home}-other" / "history.db", clock.now)
        other.merge(json.loads(json.dumps(rows(history))))
        assert (other.ratings(), other.sessions()) == (history.ratings(), history.sessions())


def test_the_clock_gives_each_call_a_later_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, standing = Clock(), datetime(2026, 11, 20, 12, tzinfo=UTC)

    class Standing(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return standing

    monkeypatch.setattr("knotcli.terminal.clock.datetime", Standing)
    moments = [clock.now() for _ in range(5)]
    assert moments == sorted(set(moments)) and moments[-1] - moments[0] == timedelta(microseconds=4)
    standing -= timedelta(hours=1)  # set back by a person: that is told as it is
    assert clock.now() < moments[0]


def test_two_processes_in_a_row_are_shown_in_that_order(tmp_path: Path) -> None:
    env = {**os.environ, "KNOT_HOME": str(tmp_path)}

    def knot(*argv: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "knotcli", *argv], env=env, check=True, capture_output=True, text=True
        ).stdout

    for score in ("1", "9"):
        knot("log", "jaw", score)
    assert [r["score"] for r in json.loads(knot("history", "--json"))["ratings"]] == [9, 1]


def test_a_rating_from_a_clock_that_ran_ahead_is_not_the_last(history: History, clock: FakeClock) -> None:
    history.add(here := rating(3))
    history.add(rating(9, at=NOON + timedelta(days=2)))
    assert history.latest_rating("neck") == history.latest_rating() == here
    assert history.latest_rating("jaw") is None
    clock.advance(days=3)
    assert (history.latest_rating("neck") or here).score == 9


def test_a_rating_from_a_clock_that_ran_ahead_is_not_shown_as_now(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.log("neck", "3")
    home.clock.advance(days=3)
    home.log("neck", "9")
    home.clock.advance(days=-3)
    assert home.json("status")["regions"]["neck"]["score"] == 3


def test_a_session_never_ends_before_it_began(history: History) -> None:
    history.add(began := session())
    history.change(began._replace(status="complete", ended_at=NOON - timedelta(hours=1)))
    assert history.sessions()[0].ended_at == began.at


def test_writers_and_readers_have_one_bound_of_time(history: History, clock: FakeClock, tmp_path: Path) -> None:
    clock.moment = NOON.replace(year=2199)
    history.add(rating(at=clock.now()), check())
    other = History(tmp_path / "other" / "history.db", clock.now)
    assert other.merge(json.loads(json.dumps(rows(history)))).added == 2
    clock.moment = NOON.replace(year=2200)
    kept = rows(history)
    for act in (lambda: history.add(rating()), lambda: history.remove(history.ratings()[0].id)):
        with pytest.raises(KnotError, match="The clock says 2200-11-20"):
            act()
    assert rows(history) == kept
