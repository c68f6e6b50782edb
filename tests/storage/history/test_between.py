"""What the history keeps of the days between sessions, and reading several things from one opening."""

import json
import sqlite3
from pathlib import Path

import pytest

from knotcli.coach.errors import Held, KnotError
from knotcli.coach.record import Check, DeskAnswer, Entry, FollowUp, make_entry_id
from knotcli.coach.vocabulary import DESK_WORDS, FOLLOW_UP_ANSWERS
from knotcli.storage.history import database
from knotcli.storage.history.store import History
from support.clock import NOON, FakeClock
from support.entries import check, rating, rows, session

SESSION = session()
BETWEEN: list[Entry] = [
    *[FollowUp(make_entry_id(), NOON, "neck", answer, SESSION.id) for answer in FOLLOW_UP_ANSWERS],
    FollowUp(make_entry_id(), NOON, "jaw", "none"),
    *[DeskAnswer(make_entry_id(), NOON, "neck", "screen", word) for word in DESK_WORDS],
]


def test_answers_are_kept_and_listed_oldest_first(history: History, clock: FakeClock) -> None:
    history.add(*BETWEEN)
    assert {a.id for a in history.follow_ups()} == {e.id for e in BETWEEN if isinstance(e, FollowUp)}
    assert {a.id for a in history.desk_answers()} == {e.id for e in BETWEEN if isinstance(e, DeskAnswer)}
    clock.advance(days=2)
    history.add(later := FollowUp(make_entry_id(), clock.now(), "neck", "more"))
    assert history.follow_ups()[-1] == later
    assert history.follow_ups(since=clock.now().date()) == [later]


@pytest.mark.parametrize("entry", BETWEEN, ids=lambda e: getattr(e, "answer", "") or getattr(e, "word", ""))
def test_an_answer_is_the_same_after_leaving_and_coming_back(
    history: History, clock: FakeClock, tmp_path: Path, entry: Entry
) -> None:
    history.add(entry)
    there = json.loads(json.dumps(rows(history)))
    other = History(tmp_path / "other" / "history.db", clock.now)
    assert other.merge(there).added == 1
    assert other.get(entry.id)[0] == entry
    assert rows(other) == there


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("answer", "fine", "answer takes one of"),
        ("region", "nekc", "region takes one of"),
        ("about", "last one", "about takes a UUID"),
    ],
)
def test_a_broken_answer_is_refused_whole(
    history: History, tmp_path: Path, clock: FakeClock, field: str, value: str, says: str
) -> None:
    history.add(*BETWEEN[:2])
    there = rows(history)
    there[1]["body"][field] = value
    other = History(tmp_path / "other" / "history.db", clock.now)
    with pytest.raises(KnotError, match=says):
        other.merge(there)
    assert other.follow_ups() == []


def test_taking_an_answer_back_leaves_the_session_it_is_about(history: History, clock: FakeClock) -> None:
    history.add(SESSION)
    clock.advance(days=1)
    history.add(BETWEEN[2])
    assert history.undo().entry == BETWEEN[2]
    assert history.sessions() == [SESSION] and history.follow_ups() == []


def test_an_answer_that_set_a_warning_sign_is_not_taken_back(history: History) -> None:
    named = Check(make_entry_id(), NOON, ("neck",), {"rf_after_session": "yes"}, origin="follow-up")
    history.add(FollowUp(make_entry_id(), NOON, "neck", "warning"), named)
    with pytest.raises(Held, match="A check stays"):
        history.undo()
    assert history.checks() == [named] and len(history.follow_ups()) == 1


def test_reading_together_opens_the_file_once_and_keeps_no_writer_out(
    history: History, path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.add(rating(6), check())
    opened: list[str] = []
    connect = database.connect

    def counting(path: Path, mode: str) -> sqlite3.Connection:
        opened.append(mode)
        return connect(path, mode)

    with monkeypatch.context() as patch:
        patch.setattr(database, "connect", counting)
        with history.together():
            assert (len(history.ratings()), len(history.checks()), history.rated_regions()) == (1, 1, ["neck"])
        assert opened == ["ro"]
    with history.together():
        clock.advance(minutes=1)
        History(path, clock.now).add(rating(2))
        assert len(history.ratings()) == 2
    assert len(history.ratings()) == 2


def test_reading_together_where_nothing_is_kept_makes_no_file(history: History, path: Path) -> None:
    with history.together():
        assert (history.ratings(), history.checks(), history.follow_ups()) == ([], [], [])
    assert not path.exists()
