"""A session whose history cannot be written, for a while or at all."""

from pathlib import Path

import pytest

from knotcli.coach.errors import Held, KnotError
from knotcli.coach.record import Check, Entry, Session, make_entry_id
from knotcli.coach.session.machine import Ended, Finished, Rated
from knotcli.flows.session.session_ending import ended
from knotcli.flows.session.session_keeper import Keeper
from knotcli.world import World
from support.home import Home, checked_home
from support.rehearsal import RATE, Rehearsal, a_step

STEPS = (RATE, a_step("hold", 30), a_step("rest", 15), a_step("hold", 30), RATE)


class Full:
    """A history on a disk that takes nothing while `full`."""

    def __init__(self, world: World) -> None:
        self.real = world.history
        self.full = False
        self.rehearsed = 0

    def add(self, *entries: Entry, more: bool = False) -> None:
        if self.full:
            raise KnotError("the disk is full")
        self.real.add(*entries, more=more)

    def rehearse(self, *entries: Entry) -> None:
        self.rehearsed += len(entries)
        if self.full:
            raise KnotError("the disk is full")
        self.real.rehearse(*entries)

    def change(self, entry: Entry) -> None:
        if self.full:
            raise KnotError("the disk is full")
        self.real.change(entry)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return checked_home(tmp_path, "neck")


@pytest.fixture
def world(home: Home) -> World:
    return home.world()


def keeper(world: World) -> tuple[Keeper, Full]:
    disk = Full(world)
    world.history = disk  # type: ignore[assignment]
    entry = Session(make_entry_id(), world.clock.now(), "neck", "neck", "both", "fingers")
    disk.add(entry)
    return Keeper(world, entry, world.library.guidance()), disk


def carry_out(keeper: Keeper, act: Rehearsal) -> None:
    for effect in act.effects:
        match effect:
            case Ended():
                keeper.step(effect)
            case Rated(kind, score):
                keeper.rating(kind, score)
            case Finished(status, reason):
                keeper.end(act.state, status, reason)
    act.effects.clear()


def test_what_could_not_be_kept_is_kept_with_the_next_step(home: Home, world: World) -> None:
    keep, disk = keeper(world)
    act = Rehearsal(STEPS, after=2)
    disk.full = True
    act.wait(31)
    carry_out(keep, act)
    assert "full" in str(keep.fault)
    disk.full = False
    act.wait(15)
    carry_out(keep, act)
    assert keep.fault is None
    act.wait(60)
    carry_out(keep, act)
    session, steps = home.newest_session()
    assert session.status == "complete"
    assert [s.number for s in steps] == [1, 2, 3]
    assert {r.kind: r.score for r in disk.real.ratings(session=session.id)} == {"before": 5, "after": 2}


def test_a_disk_that_stays_full_ends_in_one_line_that_says_so(world: World) -> None:
    keep, disk = keeper(world)
    act = Rehearsal(STEPS)
    disk.full = True
    act.wait(31)
    act.keys("q")
    carry_out(keep, act)
    with pytest.raises(KnotError, match=r"not all of it could be kept. the disk is full") as raised:
        ended(world, keep, world.library.guidance(), act.state, 0)
    assert raised.value.code == 1


def test_the_advice_of_a_stop_is_shown_when_nothing_can_be_kept(world: World) -> None:
    keep, disk = keeper(world)
    act = Rehearsal(STEPS)
    disk.full = True
    act.wait(5)
    act.keys("x", "1")
    carry_out(keep, act)
    with pytest.raises(Held, match="the disk is full"):
        ended(world, keep, world.library.guidance(), act.state, 0)
    assert "emergency" in world.stdout.getvalue().lower()  # type: ignore[attr-defined]


def test_an_emergency_sets_its_red_flags_for_every_region(world: World) -> None:
    keep, disk = keeper(world)
    act = Rehearsal(STEPS)
    act.wait(5)
    act.keys("x", "1")
    carry_out(keep, act)
    stop = [check for check in disk.real.checks() if isinstance(check, Check) and check.origin == "stop"]
    assert [(check.regions, dict(check.answers)) for check in stop] == [
        ((), {"em_chest": "yes", "em_breath": "yes"})
    ]


@pytest.mark.parametrize("full", [False, True])
def test_the_end_of_a_step_is_rehearsed_shortly_before_it_and_keeps_nothing(world: World, full: bool) -> None:
    kept, disk = keeper(world)
    act = Rehearsal(STEPS, before=5)
    disk.full = full
    end = act.state.since + 30 if act.state.since is not None else 0.0
    assert kept.due(act.state, act.now) == end - 0.25
    act.wait(29.5)
    assert kept.due(act.state, act.now) == end - 0.25 and not disk.rehearsed
    act.wait(0.3)
    assert kept.due(act.state, act.now) is None
    assert kept.due(act.state, act.now) is None
    assert disk.rehearsed == 1 and kept.fault is None
    assert disk.real.steps(kept.entry.id) == []
    act.keys("space")
    assert kept.due(act.state, act.now) is None
