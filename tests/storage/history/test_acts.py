from datetime import date, timedelta

import pytest

from knotcli.coach.errors import Held, KnotError, Misuse
from knotcli.coach.record import Assessment, Check, Session, make_entry_id
from knotcli.storage.history.store import History
from support.clock import NOON, FakeClock
from support.entries import EVER, check, rating, rows, session, step


def test_a_change_shows_and_the_earlier_state_stays(history: History, clock: FakeClock) -> None:
    r = rating(6, note="a")
    history.add(r)
    clock.advance(minutes=1)
    history.change(r._replace(score=4, region="jaw", at=NOON - timedelta(days=1)))
    history.change(r._replace(score=4, region="jaw", at=NOON - timedelta(days=1)))
    assert history.rated_regions() == ["jaw"]
    assert history.days("jaw", *EVER) == [(date(2026, 11, 19), 4, 1, 4, 4)]
    assert [(v.entry.score, v.removed, v.undone) for v in history.earlier(r.id[:8])] == [
        (6, False, False),
        (4, False, False),
    ]


def test_what_is_not_there_or_was_removed_cannot_be_changed(history: History) -> None:
    r = rating()
    history.add(r)
    with pytest.raises(Misuse, match="There is no rating"):
        history.change(rating())
    with pytest.raises(Misuse, match="There is no session"):
        history.change(session()._replace(id=r.id))
    history.remove(r.id)
    with pytest.raises(Misuse, match="was removed"):
        history.change(r._replace(score=1))


def test_an_id_is_found_by_its_beginning_and_a_doubtful_one_names_the_candidates(history: History) -> None:
    first = rating(6)._replace(id="aaaa1111-0000-4000-8000-000000000000")
    second = rating(2, region="jaw", note="secret")._replace(id="aaaa2222-0000-4000-8000-000000000000")
    history.add(first, second)
    assert history.get("AAAA1")[0] == first
    with pytest.raises(Misuse, match=r"could be aaaa1111.*neck 6.*aaaa2222.*jaw 2.*a little more") as told:
        history.get("aaaa")
    assert "secret" not in str(told.value)
    for word in ("", "zz", "b", "%", "aaaa1111-0000-4000-8000-0000000000001", "\x1b[31m"):
        with pytest.raises(Misuse, match="knot history shows the ids") as told:
            history.get(word)
        assert "\x1b" not in str(told.value)
    assert history.short([first.id, second.id]) == {first.id: "aaaa1", second.id: "aaaa2"}


def test_a_removed_rating_is_gone_everywhere_but_from_its_versions(history: History) -> None:
    r = rating()
    history.add(r)
    taken = history.remove(r.id[:6])
    assert (taken.what, taken.entry, taken.now, taken.others) == ("removed", r, None, ())
    assert (history.ratings(), history.rated_regions(), history.first_day("neck")) == ([], [], None)
    entry, version = history.get(r.id)
    assert entry == r
    assert version.removed
    with pytest.raises(Misuse, match="already been removed"):
        history.remove(r.id)


def test_undo_takes_back_again_and_again_and_names_what(history: History) -> None:
    a, b = rating(6), rating(3, region="jaw")
    history.add(a)
    history.add(b)
    history.change(a._replace(score=5))
    history.change(a._replace(score=4))
    history.remove(b.id)
    seen = []
    for _ in range(5):
        taken = history.undo()
        seen.append((taken.what, taken.entry, taken.now))
    assert seen == [
        ("removed", b, b),
        ("changed", a._replace(score=4), a._replace(score=5)),
        ("changed", a._replace(score=5), a),
        ("added", b, None),
        ("added", a, None),
    ]
    assert history.ratings() == []
    with pytest.raises(KnotError, match="nothing to undo"):
        history.undo()
    history.add(c := rating(9))
    assert history.undo().entry == c


def test_undo_follows_what_was_done_even_when_the_clock_was_set_back(history: History, clock: FakeClock) -> None:
    history.add(a := rating(1))
    clock.advance(days=-400)
    history.change(a._replace(score=2))
    history.add(b := rating(3))
    assert {r.score for r in history.ratings()} == {2, 3}
    assert history.undo().entry == b
    assert history.undo().now == a


def test_a_session_is_taken_back_whole(history: History) -> None:
    history.add(keep := rating(2))
    s = session()
    history.add(s)
    history.add(rating(7, kind="before", session=s.id))
    history.add(step(s, 1))
    history.add(step(s, 2))
    history.change(done := s._replace(status="complete", pressure_seconds=120))
    history.add(after := rating(4, kind="after", session=s.id))
    history.change(after._replace(score=5))
    history.change(done._replace(note="good"))
    assert history.undo().now == done
    assert history.undo().now == after
    taken = history.undo()
    assert (taken.what, taken.entry, taken.now, len(taken.others)) == ("added", done, None, 4)
    assert (history.sessions(), history.session_steps(s.id), history.ratings()) == ([], [], [keep])
    assert history.undo().entry == keep


def test_removing_a_session_takes_its_ratings_and_steps_along_and_undo_brings_all_back(history: History) -> None:
    s = session(status="complete")
    history.add(s, rating(7, kind="before", session=s.id), rating(4, kind="after", session=s.id), step(s))
    history.add(lone := rating(1))
    taken = history.remove(s.id)
    assert len(taken.others) == 3
    assert (history.sessions(), history.session_steps(s.id), history.ratings()) == ([], [], [lone])
    back = history.undo()
    assert (back.what, back.entry, back.now) == ("removed", s, s)
    assert len(history.ratings()) == 3
    assert len(history.session_steps(s.id)) == 1


def test_what_the_body_got_is_told_even_of_sessions_that_were_removed(history: History) -> None:
    s, early, other = session(), session(at=NOON - timedelta(hours=30)), session(region="jaw")
    history.add(early)
    history.add(s)
    history.add(other)
    history.change(s._replace(pressure_seconds=200))
    history.undo()
    history.undo()
    assert history.sessions() == [early]
    assert history.given("neck", NOON - timedelta(hours=24)) == [s._replace(pressure_seconds=200)]


def test_a_session_that_was_removed_while_it_ran_comes_back_with_its_end(history: History) -> None:
    s = session()
    history.add(s)
    history.remove(s.id)
    history.change(end := s._replace(status="stopped", reason="numb"))
    assert history.sessions() == [end]


@pytest.mark.parametrize("what", ["check", "assessment", "stopped"])
def test_checks_assessments_and_stopped_sessions_stay(history: History, what: str) -> None:
    entry: Check | Assessment | Session = {
        "check": check("yes"),
        "assessment": Assessment(make_entry_id(), NOON, NOON.date(), ("rf_clot",)),
        "stopped": session(status="stopped", reason="numb"),
    }[what]
    history.add(rating())
    history.add(entry)
    before = rows(history)
    for act in (history.undo, lambda: history.remove(entry.id)):
        with pytest.raises(Held, match=r"stays in the history"):
            act()
    with pytest.raises(Held):
        changed = (
            entry._replace(status="complete") if isinstance(entry, Session) else entry._replace(at=NOON + timedelta(1))
        )
        history.change(changed)
    assert rows(history) == before


def test_the_question_before_a_session_does_not_stand_in_the_way_of_undo(history: History) -> None:
    history.add(r := rating())
    history.add(quiet := check("no", "re-check"))
    assert history.undo().entry == r
    assert history.checks() == [quiet]
    history.add(check("unsure", "re-check"))
    with pytest.raises(Held):
        history.undo()


def test_a_step_is_not_removed_alone(history: History) -> None:
    s = session()
    history.add(s, one := step(s))
    with pytest.raises(Misuse, match="belongs to its session"):
        history.remove(one.id)
