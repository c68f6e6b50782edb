import json
from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Assessment, make_entry_id
from knotcli.storage.history.store import History
from support.clock import NOON, FakeClock
from support.entries import check, rating, rows, session, step


def filled(history: History, clock: FakeClock) -> History:
    s = session(status="complete")
    history.add(r := rating(6, note="a"), rating(2, region="jaw"))
    history.add(s, rating(7, kind="before", session=s.id), step(s))
    history.add(check(), Assessment(make_entry_id(), NOON, NOON.date(), ("rf_clot",)))
    clock.advance(minutes=1)
    history.change(r._replace(score=5))
    history.remove(r.id)
    history.undo()
    return history


def test_versions_go_out_and_come_in_without_loss(history: History, clock: FakeClock, tmp_path: Path) -> None:
    sent = json.loads(json.dumps(rows(filled(history, clock))))
    other = History(tmp_path / "other" / "history.db", clock.now)
    counts = other.merge(sent)
    assert (counts.added, counts.known, counts.changed, counts.removed) == (7, 0, 0, 0)
    assert rows(other) == sent
    assert (other.ratings(), other.sessions(), other.checks()) == (
        history.ratings(),
        history.sessions(),
        history.checks(),
    )
    again = other.merge(sent)
    assert (again.added, again.known, again.changed) == (0, 7, 0)
    assert rows(other) == sent


def test_a_trial_run_counts_and_writes_nothing(history: History, clock: FakeClock, tmp_path: Path) -> None:
    sent = rows(filled(history, clock))
    other = History(tmp_path / "other" / "history.db", clock.now)
    assert other.merge(sent, dry_run=True).added == 7
    assert not other.path.parent.exists()
    history.add(r := rating(1))
    assert other.merge(rows(history), dry_run=True).added == 8
    assert r in history.ratings()


def test_two_machines_that_exchange_their_histories_end_equal(tmp_path: Path, clock: FakeClock) -> None:
    one, two = (History(tmp_path / n / "history.db", clock.now) for n in "ab")
    one.add(a := rating(6))
    one.add(b := rating(3))
    one.add(c := rating(1))
    two.merge(rows(one))
    one.change(a._replace(score=5))
    clock.advance(seconds=1)
    two.change(a._replace(score=4))
    two.remove(b.id)
    one.undo()
    one.change(c._replace(note="x"))
    two.add(rating(9))
    counts = one.merge(rows(two))
    assert (counts.added, counts.removed, counts.changed) == (1, 1, 1)
    two.merge(rows(one))
    assert rows(one) == rows(two)
    assert one.ratings() == two.ratings()
    assert {r.id: r.score for r in one.ratings()}[a.id] == 4
    assert one.undo().entry == two.undo().entry


def test_neither_removing_nor_undoing_on_another_machine_hides_a_stopped_session(
    tmp_path: Path, clock: FakeClock
) -> None:
    one, two = (History(tmp_path / n / "history.db", clock.now) for n in "ab")
    one.add(s := session())
    two.merge(rows(one))
    one.change(end := s._replace(status="stopped", reason="numb"))
    clock.advance(seconds=1)
    two.remove(s.id)
    one.merge(rows(two))
    two.merge(rows(one))
    assert one.sessions() == two.sessions() == [end]


def broken(row: dict[str, object], **change: object) -> dict[str, object]:
    return {**json.loads(json.dumps(row)), **change}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": "x"}, "id takes a UUID"),
        ({"entry": 3}, "entry takes a UUID"),
        ({"kind": "mood"}, "kind takes one of"),
        ({"kind": "session"}, "is not a field of a session"),
        ({"made_at": "2026-11-20T12:00:00"}, "made_at takes a time with its offset"),
        ({"made_at": None}, "made_at takes a time"),
        ({"removed": 1}, "removed takes true or false"),
        ({"undoes": "x"}, "undoes takes a UUID"),
        ({"undoes": make_entry_id()}, "what it takes back is not there"),
        ({"act": 1}, "act takes a UUID"),
        ({"body": []}, "takes a table of fields"),
        ({"body": {}}, "something is missing of"),
        ({"more": 1}, "missing or unknown: more"),
        ({"body.score": 11}, "score takes a whole number from 0 to 10"),
        ({"body.score": 6.0}, "score takes a whole number"),
        ({"body.score": True}, "score takes a whole number"),
        ({"body.region": "knee"}, "region takes one of"),
        ({"body.side": "top"}, "side takes one of"),
        ({"body.kind": "x"}, "kind takes one of"),
        ({"body.at": "yesterday"}, "at takes a time"),
        ({"body.at": "0001-01-01T00:00:00+14:00"}, "at takes a time"),
        ({"body.note": 5}, "note takes a text"),
        ({"body.note": "x" * 100_001}, "note takes a text of at most"),
        ({"body.session": "me"}, "session takes a UUID"),
        ({"body.x\x1b[31m": 1}, "is not a field of a rating"),
    ],
)
def test_a_broken_row_refuses_the_whole_import_with_its_number_and_reason(
    history: History, tmp_path: Path, clock: FakeClock, change: dict[str, object], why: str
) -> None:
    history.add(rating(), rating())
    row, good = rows(history)
    bad = broken(row)
    for name, value in change.items():
        if name.startswith("body."):
            bad["body"] = {**bad["body"], name[5:]: value}
        else:
            bad[name] = value
    other = History(tmp_path / "other" / "history.db", clock.now)
    other.add(mine := rating(1))
    for dry_run in (True, False):
        with pytest.raises(KnotError, match=f"Entry 2 of the file is broken: .*{why}.*Nothing was imported") as told:
            other.merge([good, bad], dry_run=dry_run)
        assert "\x1b" not in str(told.value)
        assert len(str(told.value).splitlines()) == 1
    assert other.ratings() == [mine]


def test_rows_that_contradict_what_is_kept_are_refused(history: History) -> None:
    history.add(rating())
    history.add(check("yes"))
    first, second = rows(history)
    kept = rows(history)
    other_body = {**second["body"], "answers": {"em_chest": "no"}}
    for bad, why in (
        (broken(first, made_at="2020-01-01T00:00:00+00:00"), "the id of another one"),
        (broken(second, id=make_entry_id(), body=other_body), "a check is there already"),
        (broken(second, id=make_entry_id(), removed=True), "no check can be removed"),
        (broken(second, id=make_entry_id(), undoes=second["id"]), "no check can be removed"),
        (broken(second, id=make_entry_id(), entry=first["entry"]), "its entry is a rating"),
        ("no", "it is not an object"),
    ):
        with pytest.raises(KnotError, match=why):
            history.merge([bad])
    assert rows(history) == kept


def test_rows_of_a_table_come_in_once_and_go_out_with_one_undo(history: History) -> None:
    table = [rating(n, at=NOON - timedelta(days=n)) for n in range(5)]
    history.add(mine := table[2])
    history.change(mine._replace(score=10))
    counts = history.add_unknown(table)
    assert (counts.added, counts.known) == (4, 1)
    assert history.add_unknown(table).added == 0
    assert {r.score for r in history.ratings()} == {0, 1, 10, 3, 4}
    assert len(history.undo().others) == 3
    assert [r.score for r in history.ratings()] == [10]
