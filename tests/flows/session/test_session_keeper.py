"""A session whose history cannot be written, for a while or at all."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from knotcli.coach.errors import Held, KnotError
from knotcli.coach.record import Check, Entry, Session, make_entry_id
from knotcli.coach.session.decision import Refusal
from knotcli.coach.vocabulary import REGIONS
from knotcli.flows.session import session_ending
from knotcli.flows.session.session_ending import tell_ending
from knotcli.flows.session.session_keeper import SessionKeeper
from knotcli.storage.history.reading import DecidingReader
from knotcli.storage.history.store import Transaction
from knotcli.world import World
from support.clock import FakeClock
from support.entries import rating
from support.home import Home, checked_home
from support.rehearsal import RATE, Rehearsal, a_step, carry_out

STEPS = (RATE, a_step("hold", 30), a_step("rest", 15), a_step("hold", 30), RATE)


class Full:
    """A history on a disk that takes nothing while `full`."""

    def __init__(self, world: World) -> None:
        self.real = world.history
        self.full = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def add(self, *entries: Entry) -> None:
        with self.writing() as kept:
            kept.add(*entries)

    @contextmanager
    def writing(self, more: bool = False) -> Iterator[Transaction]:
        if self.full:
            raise KnotError("the disk is full")
        with self.real.writing(more) as kept:
            yield kept


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return checked_home(tmp_path, "neck")


@pytest.fixture
def world(home: Home) -> World:
    return home.world()


def keeper(world: World) -> tuple[SessionKeeper, Full]:
    disk = Full(world)
    entry = Session(make_entry_id(), world.clock.now(), "neck", "neck", "both", "fingers")
    disk.real.add(entry)
    world.history = disk
    return SessionKeeper(world, entry, world.library.guidance(), lambda kept: None), disk


def test_what_could_not_be_kept_is_kept_with_the_next_step(home: Home, world: World) -> None:
    keep, disk = keeper(world)
    act = Rehearsal(STEPS, after=2)
    disk.full = True
    act.wait(31)
    carry_out(keep, act)
    assert not keep.wait_until_stored(0.3) and "full" in str(keep.fault)
    disk.full = False
    act.wait(15)
    carry_out(keep, act)
    assert keep.wait_until_stored(5) and keep.fault is None
    act.wait(60)
    carry_out(keep, act)
    assert keep.wait_until_stored(5)
    session, steps = home.newest_session()
    assert session.status == "complete"
    assert [s.number for s in steps] == [1, 2, 3]
    assert {r.kind: r.score for r in disk.real.session_ratings(session.id)} == {"before": 5, "after": 2}


def test_a_disk_that_stays_full_ends_in_one_line_that_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, disk = keeper(world)
    act = Rehearsal(STEPS)
    disk.full = True
    monkeypatch.setattr(session_ending, "SAVE_SECONDS", 0.2)
    act.wait(31)
    act.keys("q")
    carry_out(keep, act)
    with pytest.raises(KnotError, match="the disk is full") as raised:
        tell_ending(world, keep, world.library.guidance(), act.state, 0)
    assert raised.value.code == 1


def test_the_advice_of_a_stop_is_shown_when_nothing_can_be_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, disk = keeper(world)
    act = Rehearsal(STEPS)
    disk.full = True
    monkeypatch.setattr(session_ending, "SAVE_SECONDS", 0.2)
    act.wait(5)
    act.keys("x", "1")
    carry_out(keep, act)
    with pytest.raises(Held, match="the disk is full"):
        tell_ending(world, keep, world.library.guidance(), act.state, 0)
    shown = world.stdout.getvalue() + world.stderr.getvalue()
    assert "STOP. This can be an emergency" in shown
    assert {one.region for one in disk.real.stopped()} == {*REGIONS}
    disk.real.add(rating())
    assert [one.status for one in disk.real.stopped()] == ["stopping"]
    assert [check.regions for check in disk.real.checks() if check.origin == "stop"] == [()]
    assert [*world.paths.data.glob("history.db-stop-*")] == []


def test_an_emergency_ends_the_check_of_every_region_before_its_questions_are_put(world: World) -> None:
    keep, disk = keeper(world)
    act = Rehearsal(STEPS)
    act.wait(5)
    act.keys("x", "1")
    carry_out(keep, act)
    assert keep.wait_until_stored(5)
    stop = [check for check in disk.real.checks() if isinstance(check, Check) and check.origin == "stop"]
    assert [(check.regions, dict(check.answers), check.withdrawn) for check in stop] == [((), {}, ())]


def test_a_killed_session_whose_stop_menu_was_open_counts_as_stopped_and_one_put_back_does_not(world: World) -> None:
    keep, disk = keeper(world)
    act = Rehearsal(STEPS)
    act.wait(5)
    act.keys("x")
    carry_out(keep, act)
    assert keep.wait_until_stored(5)
    (session,) = disk.real.stopped()
    assert (session.id, session.status, session.reason) == (keep.entry.id, "stopping", "unsaid")
    act.keys("0")
    carry_out(keep, act)
    assert keep.wait_until_stored(5) and disk.real.stopped() == []


@pytest.mark.parametrize("how", ["replaced", "deleted", "set back"])
def test_a_session_whose_file_is_replaced_is_written_again_whole(home: Home, world: World, how: str) -> None:
    before = world.paths.history.read_bytes()
    keep, _ = keeper(world)
    if how == "set back":  # to a copy of its beginning
        before = world.paths.history.read_bytes()
    act = Rehearsal(STEPS, after=2)
    act.wait(50)
    carry_out(keep, act)
    assert keep.wait_until_stored(5) and not keep.written_again
    world.paths.history.unlink()
    if how != "deleted":
        world.paths.history.write_bytes(before)
    act.wait(60)
    carry_out(keep, act)
    assert keep.wait_until_stored(5) and keep.written_again
    session, steps = home.newest_session()
    assert (session.id, session.status, [s.number for s in steps]) == (keep.entry.id, "complete", [1, 2, 3])


def test_a_note_that_is_edited_meanwhile_stays_and_a_clock_set_back_leaves_the_end_behind_the_beginning(
    home: Home, world: World
) -> None:
    keep, disk = keeper(world)
    disk.real.change(disk.real.sessions()[0]._replace(note="edited elsewhere"))
    act = Rehearsal(STEPS, after=2)
    act.wait(50)
    carry_out(keep, act)
    world.clock = FakeClock(keep.entry.at - timedelta(hours=5))
    act.wait(60)
    carry_out(keep, act)
    assert keep.wait_until_stored(5)
    session, steps = home.newest_session()
    assert (session.note, session.status) == ("edited elsewhere", "complete")
    assert session.ended_at is not None and session.at <= steps[0].at <= steps[-1].at <= session.ended_at


def test_what_is_stored_is_judged_with_everything_else(world: World) -> None:
    keep, disk = keeper(world)
    world.history = disk.real
    seen, closed = [], []

    def judge(kept: DecidingReader) -> Refusal | None:
        seen.append(len(kept.steps_given(keep.entry.at)))
        return Refusal("check") if closed else None

    keep._judge = judge
    act = Rehearsal(STEPS, after=2)
    act.wait(31)
    carry_out(keep, act)
    assert keep.wait_until_stored(5) and keep.take_judgements() == []
    closed.append(True)
    keep.ask_gate(1)
    while not (found := keep.take_judgements()):
        time.sleep(0.01)
    assert seen[-1] == 1 and found == [(1, Refusal("check"), None)]


@pytest.mark.parametrize("is_rated", [False, True])
def test_a_session_that_stood_still_for_hours_goes_no_further(tmp_path: Path, is_rated: bool) -> None:
    clock = FakeClock()
    keep, _ = keeper(checked_home(tmp_path, "neck", clock=clock).world())
    found: list[Refusal | None] = []
    for hours in (2, 2.01, 0):
        clock.advance(hours=hours)
        if is_rated:  # a rating that was waited for is no sign that what was answered before it still holds
            keep.store_rating("before", 4)
        keep.ask_gate(len(found) + 1)
        while not (new := keep.take_judgements()):
            time.sleep(0.01)
        found += [one.refusal for one in new]
    assert found == [None, Refusal("too-long"), Refusal("too-long")]


def test_a_bug_beside_the_loop_is_told_at_the_end(world: World) -> None:
    keep, _ = keeper(world)
    keep._judge = lambda kept: 1 / 0
    keep.ask_gate(1)
    while not (found := keep.take_judgements()):
        time.sleep(0.01)
    assert found[0].fault is not None
    with pytest.raises(ZeroDivisionError):
        keep.wait_until_stored(1)
