"""A session under anything that keys, time, clocks and signals can do, in any order."""

from functools import cache

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.routines.steps import Step
from knotcli.coach.session.events import (
    Allowed,
    Ending,
    Event,
    Finished,
    Refused,
    Resumed,
    StepBegun,
    StepEnded,
    Tick,
    TypedLine,
    Unreadable,
)
from knotcli.coach.session.machine import next_moment
from knotcli.coach.session.state import EarlierDose
from knotcli.storage.files.library import Library
from support import ROOT, examples
from support.rehearsal import Rehearsal, a_step, rated

# Those that may end a session come seldom, so that most sessions grow long.
OFTEN = ("space", "space", "n", "b", "+", "e", "?", "r", "enter", "right", "backspace", "0", "7", "z") * 4
KEYS = (
    *OFTEN, "space", "n", "b", "+", "e", "x", "q", "?", "r", "enter", "esc", "backspace",
    "0", "1", "2", "3", "5", "9", "z", "tab",
)  # fmt: skip
MADE_UP = {
    "heat last": rated(a_step("heat", 600)),
    "nearly five minutes": rated(*[a_step("hold", 45, least=30, most=60)] * 6),
    "one press": rated(a_step("hold", 10)),
    "sides": rated(
        *[
            step
            for side in ("left", "right")
            for step in (
                a_step("prepare", 5, side, spot="s"),
                a_step("hold", 30, side, spot="s"),
                a_step("rest", 10, side),
            )
        ]
    ),
    "more than allowed": rated(a_step("heat", 900), *[a_step("hold", 60, least=30, most=60)] * 8, a_step("move", 30)),
    "heat twice": rated(a_step("heat", 900), a_step("hold", 30), a_step("heat", 900)),
}


@cache
def shipped(name: str, quick: bool) -> tuple[Step, ...]:
    routine = Library(ROOT, ROOT).routine(name)
    return plan_session(routine, PlanOptions(quick=quick)).steps


class SessionMachine(RuleBasedStateMachine):
    @initialize(
        which=st.sampled_from([*MADE_UP, "neck", "shoulder", "foot", "neck quick"]),
        wait=st.sampled_from([False, False, True]),
        given=st.sampled_from([(5, None), (4, 3), (None, None)]),
        had=st.sampled_from([EarlierDose(), EarlierDose(heat=600, pressure=120, other_heat=300, other_pressure=60)]),
    )
    def start(self, which: str, wait: bool, given: tuple[int | None, int | None], had: EarlierDose) -> None:
        name, _, quick = which.partition(" ")
        steps = MADE_UP[which] if which in MADE_UP else shipped(name, bool(quick))
        self.seen = 0.0
        self.had = had
        self.act = Rehearsal(steps, wait=wait, before=given[0], after=given[1], had=had)
        self.at_end: tuple[int, object] | None = None

    def _pass(self, mono: float, wall: float | None = None, event: Event | None = None) -> None:
        """Let time pass; what was seen of it is what a watcher who looks now can vouch for."""
        act = self.act
        running, skew = act.state.since is not None, act.now.wall - act.now.mono
        act.unseen(mono, wall)
        whole = mono <= 2.0 and abs(act.now.wall - act.now.mono - skew) <= 2.0
        if running and whole and not isinstance(event, Resumed):
            self.seen += mono
        act.send(event or Tick())

    @rule(seconds=st.floats(0, 2.0))
    def a_moment(self, seconds: float) -> None:
        self._pass(seconds)

    @rule(seconds=st.sampled_from([1, 5, 14, 29, 61, 310, 1250]), late=st.floats(0, 0.5))
    def watched(self, seconds: float, late: float) -> None:
        act = self.act
        end = act.now.mono + seconds
        while act.now.mono < end and not act.state.status:
            moment = next_moment(act.state, act.now)
            if moment is None:
                act.unseen(end - act.now.mono)
                return
            assert moment > act.now.mono
            self._pass(min(end, moment + late) - act.now.mono)

    @rule(
        mono=st.one_of(st.sampled_from([2.01, 3, 10, 45]), st.floats(2.01, 4000)),
        slept=st.one_of(st.just(0), st.floats(0, 9000)),
    )
    def unwatched(self, mono: float, slept: float) -> None:
        self._pass(mono, mono + slept)

    @rule(wall=st.one_of(st.floats(-90_000, -2.5), st.floats(2.5, 90_000)))
    def the_clock_is_set(self, wall: float) -> None:
        self._pass(0.1, wall)

    @rule(seconds=st.sampled_from([0.0, 0.3, 1.5, 20, 3000]))
    def stopped_and_continued(self, seconds: float) -> None:
        self._pass(seconds, event=Resumed())

    @rule(keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=5))
    def keys_at_once(self, keys: list[str]) -> None:
        self.act.keys(*keys)

    @rule(key=st.sampled_from(["b", "+", "e", "n", "space", "r"]), seconds=st.floats(0, 2.0))
    def a_key_after_a_moment(self, key: str, seconds: float) -> None:
        self._pass(seconds)
        self.act.keys(key)

    @rule(text=st.sampled_from(["7", "11", "ten", "0"]))
    def a_line(self, text: str) -> None:
        self.act.send(TypedLine(text))

    @rule(opens=st.booleans())
    def what_is_kept_opens_or_closes_it(self, opens: bool) -> None:
        self.act.open_gate = opens

    @rule(event=st.sampled_from([Allowed(1), Unreadable(1), Allowed(2)]))
    def a_late_answer(self, event: Event) -> None:
        """One to a question that was asked before, or was never asked: it starts nothing."""
        if event.number != self.act.state.asked:
            ran = self.act.state.since is not None
            self.act.send(event)
            assert ran or self.act.state.since is None

    @precondition(lambda self: self.act.state.mode == "judging")
    @rule(opens=st.booleans())
    def judged(self, opens: bool) -> None:
        self.act.send(Allowed(self.act.state.asked) if opens else Refused())
        assert (self.act.state.since is not None) if opens else self.act.state.status

    @precondition(lambda self: self.act.state.status == "" and len(self.act.effects) > 20)
    @rule()
    def told_to_end(self) -> None:
        self.act.send(Ending())
        assert self.act.state.status

    @precondition(lambda self: self.act.state.status == "" and len(self.act.effects) > 20)
    @rule(number=st.sampled_from(["1", "2"]))  # the third is "simply enough", which ends as q does
    def stop(self, number: str) -> None:
        self.act.keys("x", number)
        assert self.act.state.status == "stopped"

    @invariant()
    def credited_time_was_seen(self) -> None:
        credited = sum(e.seconds for e in self.act.ended)
        assert credited + self.act.elapsed * (self.act.state.status == "") <= self.seen + 1e-6

    @invariant()
    def bounds_hold(self) -> None:
        act = self.act
        running = {act.state.step.kind: 0.0 if act.state.status else act.elapsed}
        heat = self.had.heat + self.had.other_heat + act.credited("heat") + running.get("heat", 0)
        pressure = self.had.pressure + self.had.other_pressure + act.credited("hold") + running.get("hold", 0)
        assert heat <= 1200 + 1e-6
        assert pressure <= 300 + 1e-6
        for ended in act.ended:
            assert 0 <= ended.seconds <= ended.step.most + 1e-6
        assert act.state.length <= act.state.step.most + 1e-6
        assert act.state.heat == self.had.heat + act.credited("heat")
        assert act.state.pressure == self.had.pressure + act.credited("hold")

    @invariant()
    def every_step_that_ended_had_begun_and_ended_once(self) -> None:
        open_step: int | None = None
        for effect in self.act.effects:
            if isinstance(effect, StepEnded) and effect.outcome != "skipped":
                assert open_step == effect.number
                open_step = None
            elif isinstance(effect, StepBegun):
                open_step = effect.number

    @invariant()
    def an_end_comes_once_and_last(self) -> None:
        finished = self.act.finished
        assert len(finished) == (1 if self.act.state.status else 0)
        if finished:
            assert isinstance(self.act.effects[-1], Finished)
            assert finished[0].status == self.act.state.status
            assert (finished[0].status == "stopped") == bool(finished[0].reason)

    @invariant()
    def time_that_runs_has_an_end_ahead(self) -> None:
        act = self.act
        if act.state.since is not None:
            moment = next_moment(act.state, act.now)
            assert moment is not None
            assert act.now.mono < moment <= act.now.mono + 1 + 1e-6
            assert act.state.mode == "running"
        if act.state.mode == "running" and not act.state.status:
            assert act.state.since is not None

    @invariant()
    def heat_is_never_on_for_longer_than_twenty_minutes(self) -> None:
        began = self.act.state.heat_began
        if self.act.state.heat_on and began and not self.act.state.status:
            assert self.act.state.seen.mono - began.mono < 1200
            assert self.act.state.seen.wall - began.wall < 1200

    def teardown(self) -> None:
        if hasattr(self, "act"):
            self.act.send(Ending())
            assert len(self.act.finished) == 1
            before = list(self.act.effects)
            self.act.keys(*KEYS)
            self.act.unseen(5000)
            self.act.send(Tick())
            assert self.act.effects == before


TestSession = SessionMachine.TestCase
TestSession.settings = examples(200, stateful_step_count=40)
