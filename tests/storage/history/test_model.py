"""The history against a plain model of it: lists of states, and a stack of acts."""

import json
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from knotcli.coach.errors import Held, KnotError, Misuse
from knotcli.coach.record import Check, Entry, Rating, Session, WeekAnswer, make_entry_id
from knotcli.storage.history.store import History
from support import examples
from support.clock import NOON, FakeClock
from support.entries import EVER, check, rating, rows, session, step

SCORES = st.integers(0, 10)
REGION = st.sampled_from(["neck", "jaw", "hip"])
TAGS = st.sampled_from([(), (), ("train",), ("stress", "train")])


class Model:
    """One home: what each entry showed before and after each act, newest act last."""

    def __init__(self) -> None:
        self.now: dict[str, Entry] = {}
        self.acts: list[tuple[str | None, dict[str, Entry | None]]] = []

    def put(self, states: dict[str, Entry | None], of: str | None = None) -> None:
        """Show these states; remember what showed before. Acts of one session are one."""
        before = {ident: self.now.get(ident) for ident in states}
        same = next((act for act in self.acts if of is not None and act[0] == of), None)
        if same is not None:
            self.acts.remove(same)
            before = {**before, **same[1]}
        self.acts.append((of, before))
        self.show(states)

    def show(self, states: dict[str, Entry | None]) -> None:
        for ident, entry in states.items():
            if entry is None:
                self.now.pop(ident, None)
            else:
                self.now[ident] = entry

    def undo(self) -> dict[str, Entry | None]:
        """Take back the newest act, with whatever else was done to what it began."""
        of, before = self.acts.pop()
        begun = {ident for ident, entry in before.items() if entry is None} if of else set()
        left = [(o, {i: e for i, e in b.items() if i not in begun}) for o, b in self.acts]
        self.acts = [act for act in left if act[1] or act[0] == "stays"]
        self.show(before)
        return before

    def kept(self, kind: type[Entry]) -> set[Entry]:
        return {entry for entry in self.now.values() if isinstance(entry, kind)}


class Histories(RuleBasedStateMachine):
    """Any order of acts on one machine, with a clock that may be set back, reopened before every act."""

    ratings = Bundle("ratings")
    sessions = Bundle("sessions")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FakeClock()
        self.model = Model()
        self.checks: list[Check] = []
        self.stays = False

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @property
    def history(self) -> History:
        return History(self.folder / "history.db", self.clock.now)

    @rule(minutes=st.integers(-3000, 3000))
    def time_goes_on_or_the_clock_is_set(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)

    @rule(target=ratings, score=SCORES, region=REGION, days=st.integers(0, 30))
    def log(self, score: int, region: str, days: int) -> str:
        entry = rating(score, NOON - timedelta(days=days), region)
        self.history.add(entry)
        self.history.add(entry)
        self.model.put({entry.id: entry})
        return entry.id

    @rule(target=sessions, region=REGION)
    def start_a_session(self, region: str) -> str:
        entry = session(region=region)
        self.history.add(entry)
        self.model.put({entry.id: entry}, of=entry.id)
        return entry.id

    @rule(target=ratings, ident=sessions, score=SCORES, kind=st.sampled_from(["before", "after"]))
    def rate_in_a_session(self, ident: str, score: int, kind: str) -> object:
        of = self.model.now.get(ident)
        if not isinstance(of, Session) or of.status != "partial":
            return multiple()
        entry = rating(score, region=of.region, kind=kind, session=ident)
        done = step(of)
        self.history.add(entry)
        self.history.add(done)
        self.model.put({entry.id: entry, done.id: done}, of=ident)
        return entry.id

    @rule(ident=sessions, seconds=st.integers(0, 300))
    def complete_a_session(self, ident: str, seconds: int) -> None:
        entry = self.model.now.get(ident)
        if isinstance(entry, Session) and entry.status == "partial":
            entry = entry._replace(status="complete", pressure_seconds=seconds)
            self.history.change(entry)
            self.model.put({ident: entry}, of=ident)

    @rule(ident=ratings, score=SCORES)
    def change_a_rating(self, ident: str, score: int) -> None:
        entry = self.model.now.get(ident)
        if not isinstance(entry, Rating):
            with pytest.raises(Misuse):
                self.history.change(rating(score)._replace(id=ident))
        elif entry.score != score:
            entry = entry._replace(score=score)
            self.history.change(entry)
            self.model.put({ident: entry})

    @rule(ident=st.one_of(ratings, sessions))
    def remove(self, ident: str) -> None:
        entry = self.model.now.get(ident)
        if entry is None:
            with pytest.raises(Misuse, match="already been removed"):
                self.history.remove(ident)
            return
        gone = {i for i, e in self.model.now.items() if getattr(e, "session", None) == ident} | {ident}
        taken = self.history.remove(ident)
        assert taken.entry == entry
        assert {e.id for e in taken.others} | {ident} == gone
        self.model.put(dict.fromkeys(gone))

    @rule(answer=st.sampled_from(["yes", "no"]), origin=st.sampled_from(["asked", "re-check"]))
    def check(self, answer: str, origin: str) -> None:
        entry = check(answer, origin)
        self.history.add(entry)
        self.checks.append(entry)
        if (answer, origin) != ("no", "re-check"):
            self.model.put({}, of="stays")
            self.model.acts[-1] = ("stays", {})

    @rule()
    def undo(self) -> None:
        if not self.model.acts:
            with pytest.raises(KnotError, match="nothing to undo"):
                self.history.undo()
        elif self.model.acts[-1][0] == "stays":
            with pytest.raises(Held):
                self.history.undo()
        else:
            taken = self.history.undo()
            before = self.model.undo()
            assert {taken.entry.id, *(e.id for e in taken.others)} == set(before)
            assert taken.now == before[taken.entry.id]

    @rule()
    def move_to_a_new_machine(self) -> None:
        sent = json.loads(json.dumps(rows(self.history)))
        other = History(self.folder / "new" / "history.db", self.clock.now)
        other.merge(reversed(sent))
        assert rows(other) == sent
        assert other.merge(sent).added == 0
        if sent:
            (self.folder / "new" / "history.db").replace(self.folder / "history.db")

    @invariant()
    def shows_what_the_model_shows(self) -> None:
        history, model = self.history, self.model
        assert set(history.ratings()) == model.kept(Rating)
        assert set(history.sessions()) == model.kept(Session)
        assert {c.id for c in history.checks()} == {c.id for c in self.checks}
        for region in ("neck", "jaw"):
            scores: dict[object, list[int]] = {}
            for entry in model.kept(Rating):
                if isinstance(entry, Rating) and entry.region == region and entry.kind != "after":
                    scores.setdefault(entry.at.date(), []).append(entry.score)
            days = {d: (total, n, low, high) for d, total, n, low, high in history.days(region, *EVER)}
            assert days == {d: (sum(s), len(s), min(s), max(s)) for d, s in scores.items()}
            assert history.first_day(region) == min(scores, default=None)


class Machines(RuleBasedStateMachine):
    """Three machines that log, change, remove, undo and exchange their exports in any order."""

    idents = Bundle("idents")
    which = st.integers(0, 2)

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        clocks = [FakeClock(NOON + timedelta(hours=n)) for n in range(3)]
        self.homes = [History(self.folder / str(n) / "history.db", clock.now) for n, clock in enumerate(clocks)]

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(target=idents, which=which, score=SCORES | st.none(), region=REGION, tags=TAGS)
    def add(self, which: int, score: int | None, region: str, tags: tuple[str, ...]) -> str:
        more = {"region": region, "tags": tags}
        entry = session(**more) if score is None else rating(score, **more)
        self.homes[which].add(entry)
        return entry.id

    @rule(target=idents, which=which, pain=SCORES, activity=SCORES, day=st.integers(0, 20))
    def add_week(self, which: int, pain: int, activity: int, day: int) -> str:
        answer = WeekAnswer(make_entry_id(), NOON - timedelta(days=day), pain, 5, activity)
        self.homes[which].add(answer)
        return answer.id

    @rule(
        which=which, ident=idents, score=SCORES, tags=TAGS,
        status=st.sampled_from(["partial", "complete", "stopped"]),
    )  # fmt: skip
    def change(self, which: int, ident: str, score: int, tags: tuple[str, ...], status: str) -> None:
        try:
            entry, _ = self.homes[which].get(ident)
            changes = {"status": status, "tags": tags}
            if isinstance(entry, (Rating, WeekAnswer)):
                changes = {"score": score, "tags": tags} if isinstance(entry, Rating) else {"pain": score}
            self.homes[which].change(entry._replace(**changes))
        except (Misuse, Held):
            return

    @rule(which=which, ident=idents)
    def remove(self, which: int, ident: str) -> None:
        try:
            self.homes[which].remove(ident)
        except (Misuse, Held):
            return

    @rule(which=which)
    def undo(self, which: int) -> None:
        before = self.shown(which)
        try:
            self.homes[which].undo()
        except (KnotError, Held):
            assert self.shown(which) == before

    @rule(which=which, other=which)
    def send(self, which: int, other: int) -> None:
        had = {row["id"] for row in rows(self.homes[other])}
        stopped = {s.id for s in self.homes[other].sessions() if s.status == "stopped"}
        self.homes[other].merge(rows(self.homes[which]))
        assert had <= {row["id"] for row in rows(self.homes[other])}
        assert stopped <= {s.id for s in self.homes[other].sessions() if s.status == "stopped"}

    def shown(self, which: int) -> object:
        home = self.homes[which]
        return (
            home.ratings(),
            home.sessions(),
            home.week_answers(),
            home.tags_used(),
            [home.tagged_days(region, tag, *EVER) for region in ("neck", "jaw") for tag in ("train", "stress")],
        )

    @rule()
    def all_exchange_and_end_equal(self) -> None:
        for _ in range(2):
            for n in range(3):
                self.send(n, (n + 1) % 3)
        assert rows(self.homes[0]) == rows(self.homes[1]) == rows(self.homes[2])
        assert self.shown(0) == self.shown(1) == self.shown(2)


CALM = examples(40, stateful_step_count=30, suppress_health_check=list(HealthCheck))
TestHistories = pytest.mark.slow(Histories.TestCase)
TestHistories.settings = CALM
TestMachines = pytest.mark.slow(Machines.TestCase)
TestMachines.settings = CALM
