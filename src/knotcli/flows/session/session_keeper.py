"""What a running session keeps, each thing as it happens."""

import contextlib

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Check, Entry, Rating, Session, StepDone, make_entry_id
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.machine import Ended, Now, State, ends_at
from knotcli.coach.session.resume import left_at
from knotcli.coach.vocabulary import RatingKind, SessionStatus
from knotcli.world import World

REHEARSAL = 0.25
"""Seconds before the end of a step at which keeping it is rehearsed, so that the end itself is on time (own decision)."""


class Keeper:
    """Keeps a session's steps, ratings and end. A disk that takes nothing does not end the session under a person.

    What could not be kept is tried again with the next thing, and at the end; `fault` says why, None when all is kept.
    """

    def __init__(self, world: World, entry: Session, guidance: Guidance) -> None:
        self.world, self.entry, self.guidance = world, entry, guidance
        self.fault: KnotError | None = None
        self._pending: list[Entry] = []
        self._rehearsed = 0.0

    def due(self, state: State, now: Now) -> float | None:
        """Rehearse keeping the step when its end is near; give the monotonic second at which to come back for it."""
        end = ends_at(state)
        if end is None or end == self._rehearsed:
            return None
        if now.mono < end - REHEARSAL:
            return end - REHEARSAL
        self._rehearsed = end
        with contextlib.suppress(KnotError):  # what is wrong shows when it is kept
            self.world.history.rehearse(self._done(Ended(state.index, state.step, state.length, "done")))
        return None

    def step(self, ended: Ended) -> None:
        """Keep a step that ended."""
        self._keep(self._done(ended))

    def _done(self, ended: Ended) -> StepDone:
        step = ended.step
        return StepDone(
            make_entry_id(), self.world.clock.now(), self.entry.id, ended.number, step.kind, step.title, step.side, step.tool,
            step.seconds, round(ended.seconds, 3), ended.outcome,
        )  # fmt: skip

    def rating(self, kind: RatingKind, score: int) -> None:
        """Keep a rating."""
        entry = self.entry
        self._keep(
            Rating(
                make_entry_id(), self.world.clock.now(), entry.region, entry.side, score, kind, "", entry.id
            )
        )

    def end(self, state: State, status: SessionStatus, reason: str) -> None:
        """Keep how the session ended. An emergency ends every check at once; its questions follow (put_stop_signs)."""
        now = self.world.clock.now()
        for rule in self.guidance.stop:
            if rule.id == reason and rule.emergency and rule.milder is None:
                self._keep(Check(make_entry_id(), now, (), {}, origin="stop"))
        self.entry = self.entry._replace(
            status=status,
            reason=reason,
            ended_at=now,
            heat_seconds=round(state.heat),
            pressure_seconds=round(state.pressure),
            plan=left_at(self.entry.plan, state.index) if status == "partial" else "",
        )
        self._try()
        try:
            self.world.history.change(self.entry)
        except KnotError as fault:
            self.fault = fault

    def rename_reason(self, reason: str) -> None:
        """Keep another reason for the stop, once the questions about it are answered."""
        self.entry = self.entry._replace(reason=reason)
        try:
            self.world.history.change(self.entry)
        except KnotError as fault:
            self.fault = fault

    def _keep(self, entry: Entry) -> None:
        self._pending.append(entry)
        self._try()

    def _try(self) -> None:
        try:
            self.world.history.add(*self._pending, more=True)
        except KnotError as fault:
            self.fault = fault
        else:
            self._pending.clear()
            self.fault = None
