"""What a running session keeps, each thing as it happens, and stored beside the loop: the clock waits for no disk."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Check, Entry, Rating, Session, StepDone, make_entry_id
from knotcli.coach.screening.flags import ANSWERED_WITHIN
from knotcli.coach.session.decision import Refusal
from knotcli.coach.session.events import StepEnded
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.resume import note_left_at
from knotcli.coach.session.state import UNSAID, State
from knotcli.coach.vocabulary import RatingKind, SessionStatus
from knotcli.storage.history.reading import DecidingReader
from knotcli.storage.history.stop_marks import StopMarker
from knotcli.terminal.keys import TerminalState
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.store import Transaction

RETRY_SECONDS = 2.0
"""Seconds between two tries to store what could not be stored (own decision)."""
STOP_SECONDS = 0.5
"""Seconds that Ctrl-Z waits for what is being stored: a stopped program must not keep the file locked (own decision)."""

Judge = Callable[[DecidingReader], Refusal | None]


class Judgement(NamedTuple):
    """What came of judging the running session again. `number`: of the AskGate that it answers, 0 for none."""

    number: int
    refusal: Refusal | None
    fault: KnotError | None


class SessionKeeper(TerminalState):
    """Keeps a session's steps, ratings and end; one thread stores them in the order in which they came.

    Whatever is stored is judged with everything else in the same transaction: `judge` gives why nothing more may be
    led. What could not be stored is tried again every two seconds and with the next thing; `fault` says why, None
    when all is kept. Where the file was replaced or deleted meanwhile, the whole session is written again.
    """

    def __init__(self, world: World, entry: Session, guidance: Guidance, judge: Judge) -> None:
        self.world, self.entry, self.guidance = world, entry, guidance
        self.fault: KnotError | None = None
        self.written_again = False
        self.behind_since = 0.0
        self._judge = judge
        self._entries: list[Entry] = []
        self._changed = threading.Condition()
        self._noted = self._stored = self._stored_entries = self._asked = self._answered = 0
        self._judgements: list[Judgement] = []
        self._bug: Exception | None = None
        self._wake: Callable[[], None] = lambda: None
        self._marker = StopMarker(world.paths.history)
        self._ends_every_check = False
        self._latest = max(entry.at, world.clock.now())
        self._is_too_long = False
        # Its own: what is opened for one reading is not for two threads.
        self._reader = DecidingReader(world.paths.history, world.clock.now)
        threading.Thread(target=self._work, daemon=True).start()

    # What happens

    def store_step(self, ended: StepEnded) -> None:
        """Keep a step that ended."""
        step = ended.step
        self._note(
            StepDone(
                make_entry_id(), self._moment(), self.entry.id, ended.number, step.kind, step.title, step.side,
                step.tool, step.seconds, round(ended.seconds, 3), ended.outcome,
            )
        )  # fmt: skip

    def store_rating(self, kind: RatingKind, score: int) -> None:
        """Keep a rating."""
        entry = self.entry
        self._note(Rating(make_entry_id(), self._moment(), entry.region, entry.side, score, kind, "", entry.id))

    def note_stop_menu(self, is_open: bool) -> None:
        """Keep that somebody said that something is wrong: a session that is killed then counts as stopped."""
        self._note(
            session=self.entry._replace(status="stopping" if is_open else "partial", reason=UNSAID if is_open else "")
        )

    def store_end(self, state: State, status: SessionStatus, reason: str) -> None:
        """Keep how the session ended. An emergency ends every check at once; its questions follow (put_stop_signs)."""
        now = self._moment()
        flags: list[Entry] = []
        for rule in self.guidance.stop:
            if rule.id == reason and rule.emergency and rule.milder is None:
                # No regions: it ends the check of every one.
                flags.append(Check(make_entry_id(), now, (), {}, origin="stop"))
        self._ends_every_check = bool(flags)
        self._note(
            *flags,
            session=self.entry._replace(
                status=status,
                reason=reason,
                ended_at=now,
                heat_seconds=round(state.heat),
                pressure_seconds=round(state.pressure),
                plan=note_left_at(self.entry.plan, state.index) if status == "partial" else "",
            ),
        )

    def rename_reason(self, reason: str) -> None:
        """Keep another reason for the stop, once the questions about it are answered."""
        self._note(session=self.entry._replace(reason=reason))

    def ask_gate(self, number: int) -> None:
        """Have everything that is kept judged again; `take_judgements` gives what came of it."""
        self._moment()
        with self._changed:
            if not self.is_busy:
                self.behind_since = monotonic()
            self._asked = number
            self._changed.notify_all()

    def _moment(self) -> datetime:
        """Return now, but no moment before the last: the clock may be set back meanwhile."""
        now = max(self._latest, self.world.clock.now())
        self._is_too_long |= now - self._latest > ANSWERED_WITHIN
        self._latest = now
        return self._latest

    def _note(self, *entries: Entry, session: Session | None = None) -> None:
        with self._changed:
            if not self.is_busy:
                self.behind_since = monotonic()
            self._entries += entries
            self.entry = session or self.entry
            self._noted += 1
            self._changed.notify_all()
        if self._marker.files or self.entry.was_stopped:
            # Not by the thread that stores: that one may be waiting for another program's lock.
            threading.Thread(target=self._mark_stop, daemon=True).start()

    # What came of it

    @property
    def is_behind(self) -> bool:
        """Whether something is not stored yet."""
        return self._noted != self._stored

    @property
    def is_busy(self) -> bool:
        """Whether something is not stored, or not judged, yet."""
        return self.is_behind or self._asked != self._answered

    def take_judgements(self) -> list[Judgement]:
        """Return what came of judging since the last call."""
        with self._changed:
            found, self._judgements = self._judgements, []
            return found

    def wake_with(self, wake: Callable[[], None]) -> None:
        """Call `wake`, from the other thread, whenever something was stored, failed or was judged."""
        with self._changed:
            self._wake = wake

    def wait_until_stored(self, seconds: float) -> bool:
        """Wait until everything is stored, at most so long; return whether it is. Raises what is a bug."""
        with self._changed:
            self._changed.notify_all()
            self._changed.wait_for(lambda: not (self.is_behind or self._marker.files) or self._bug, seconds)
        if self._bug is not None:
            raise self._bug
        return not self.is_behind

    # As part of what Ctrl-Z puts back (terminal/signals.py)

    def leave(self) -> None:
        """Let what is being stored come to its end, if it does so soon."""
        with self._changed:
            self._changed.wait_for(lambda: not self.is_behind, STOP_SECONDS)

    # Beside the loop

    def _mark_stop(self) -> None:
        self._marker.follow(
            lambda: self._list_sessions() if self.is_behind and self.entry.was_stopped else (), self._ends_every_check
        )
        with self._changed:
            self._changed.notify_all()

    def _list_sessions(self) -> Sequence[Session]:
        return (self.entry,)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self.is_busy)
                noted, asked, session, entries = self._noted, self._asked, self.entry, tuple(self._entries)
            fault, judged = self._store_and_judge(noted, session, entries, asked != self._answered)
            with self._changed:
                self.fault = fault
                if fault is None:
                    self._stored, self._stored_entries = noted, len(entries)
                if asked != self._answered or judged.refusal:
                    self._judgements.append(judged._replace(number=asked if asked != self._answered else 0))
                self._answered = asked
                self._changed.notify_all()
                self._wake()
                if fault is not None:
                    self._changed.wait(RETRY_SECONDS)
            self._mark_stop()

    def _store_and_judge(
        self, noted: int, session: Session, entries: tuple[Entry, ...], asked: bool
    ) -> tuple[KnotError | None, Judgement]:
        """Store what is not stored yet, and judge in the same transaction; where nothing can be stored, only if asked."""
        fault = None
        try:
            if noted != self._stored:
                with self.world.history.writing(more=True) as kept:
                    if self._keep(kept, session, entries):
                        self.written_again = True
                    judged = self._judge_kept(kept, session, asked)
                return None, judged
        except KnotError as error:
            fault = error
        except Exception as error:  # a bug, told when the session is over: until then the clock goes on
            fault = KnotError("Something in knot itself went wrong.")
            self._bug = error
        return fault, self._judge_kept(self._reader, session, asked) if asked else Judgement(0, None, None)

    def _keep(self, kept: "Transaction", session: Session, entries: tuple[Entry, ...]) -> bool:
        """Store the session and what is new of it. Returns whether all of it was written again."""
        return kept.keep_session(session, entries, self._stored_entries)

    def _judge_kept(self, kept: DecidingReader, session: Session, asked: bool) -> Judgement:
        if session.status != "partial":
            return Judgement(0, None, None)
        if asked and self._is_too_long:
            return Judgement(0, Refusal("too-long"), None)
        try:
            return Judgement(0, self._judge(kept), None)
        except KnotError as error:
            return Judgement(0, None, error)
        except Exception as error:
            self._bug = error
            return Judgement(0, None, KnotError("Something in knot itself went wrong."))
