"""What the history gives to read. None of it writes anything; where there is no file, there is nothing yet."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar, cast

from knotcli.coach import record
from knotcli.coach.vocabulary import RatingKind, Region
from knotcli.storage.history.connection import HistoryConnection, reporting_damage
from knotcli.storage.history.trend_queries import TrendQueries, days_condition

if TYPE_CHECKING:
    from knotcli.storage.history.evidence import Evidence

T = TypeVar("T")
KeptEntry = TypeVar("KeptEntry", bound=record.Entry)
_BODIES = "SELECT id, body FROM entry LEFT JOIN (SELECT seq, body FROM version) ON seq=entry.version"


class DecidingReader(HistoryConnection):
    """What decides on a session, read from the versions themselves and counted: damage is told, never passed over."""

    @contextmanager
    def views(self) -> "Iterator[tuple[DecidingReader, ...]]":
        """Yield itself; where anything was ever brought in, also what was made on this machine alone.

        Whoever decides on a session asks both, and holds to the stricter answer.
        """
        with self.together(), self._read_evidence() as found:
            if not found.has_brought:
                yield (self,)
                return
            own = DecidingReader(self.path, self.now)
            own._open, own._evidence = self._open, found.leave_out_brought()
            yield self, own

    def _ask(self, question: "Callable[[Evidence], T]") -> T:
        with self._read_evidence() as found:
            return question(found)

    def checks(self) -> list[record.Check]:
        """Return every check, oldest first."""
        return self._ask(lambda found: found.checks())

    def checks_as_kept(self) -> list[record.Check]:
        """Return every check in the order in which they were kept here, whatever the clock said."""
        return self._ask(lambda found: found.checks(as_kept=True))

    def checks_brought(self) -> set[str]:
        """Return the ids of the checks that were brought in from elsewhere."""
        return self._ask(lambda found: found.brought_checks())

    def assessments(self) -> list[record.Assessment]:
        """Return every clinician's look at red flags, oldest first."""
        return self._ask(lambda found: found.assessments())

    def corrections(self) -> list[record.Correction]:
        """Return every flag that was taken back as a mistake, oldest first."""
        return self._ask(lambda found: found.corrections())

    def looks_about(self, regions: Collection[str]) -> list[record.Assessment | record.Correction]:
        """Return what ends the check of these regions: looks at red flags, flags taken back, and looks at a region's course."""
        with self._read_evidence() as found:
            courses = [look for look in found.course_looks() if look.region in regions]
            looks = [record.Assessment(look.id, look.at, look.day, ()) for look in courses]
            return [*found.assessments(), *found.corrections(), *looks]

    def course_looks(self) -> list[record.CourseLook]:
        """Return every look at a region's course, oldest first."""
        return self._ask(lambda found: found.course_looks())

    def follow_ups(self, since: date | None = None) -> list[record.FollowUp]:
        """Return every answer after a session, oldest first, from a local day on."""
        return self._ask(lambda found: found.follow_ups(since))

    def breaks(self) -> list[record.BreakTaken]:
        """Return the movement breaks, newest first."""
        return self._ask(lambda found: found.breaks())

    def stopped(self, since: date | None = None) -> list[record.Session]:
        """Return the sessions that were stopped because something was wrong, newest first, from a local day on.

        Those come first of which only a mark is there yet (`stop_marks`).
        """
        from knotcli.storage.history.stop_marks import list_unkept_stops

        kept = self._ask(lambda found: found.stopped_sessions(since))
        return [*list_unkept_stops(self.path, {one.id for one in kept if one.status == "stopped"}, self.now()), *kept]

    def newest_session(self, region: Region) -> record.Session | None:
        """Return the newest session of a region that was not removed."""
        return self._ask(lambda found: found.newest_session(region))

    def given(self, region: Region | None, since: datetime) -> list[record.Session]:
        """Return every session (of a region) that began at `since` or later, newest first, removed ones too.

        This is what the body got: taking a session out of the history does not take it out of the muscle.
        """
        return self._ask(lambda found: found.given_sessions(region, since))

    def session_ratings(self, session: str) -> list[record.Rating]:
        """Return the ratings of a session, newest first."""
        return self._ask(lambda found: found.session_ratings(session))

    def highest_rise(self, session: str) -> dict[RatingKind, int]:
        """Return the ratings of a session by kind, as they stood when they rose most: no correction makes less of it."""
        return self._ask(lambda found: found.highest_rise(session))

    def steps_given(self, since: datetime) -> list[record.StepDone]:
        """Return every step of the sessions that began at `since` or later, oldest first, removed ones too, as `given` does."""
        return self._ask(lambda found: found.given_steps(since))


class HistoryReader(DecidingReader, TrendQueries):
    """Everything that is kept, to read."""

    def ratings(
        self,
        region: Region | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
    ) -> list[record.Rating]:
        """Return ratings, newest first; `since` and `until` are local days and both count."""
        return self._list(record.Rating, region, since, until, limit)

    def sessions(
        self,
        region: Region | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
    ) -> list[record.Session]:
        """Return sessions, newest first; `since` and `until` are local days and both count."""
        return self._list(record.Session, region, since, until, limit)

    def latest_rating(self, region: Region | None = None) -> record.Rating | None:
        """Return the latest rating. One from a clock that ran ahead is none until its time has come."""
        from knotcli.coach.screening.flags import AHEAD

        return next(iter(self._list(record.Rating, region, limit=1, latest=self.now() + AHEAD)), None)

    def shown(self, kind: type[KeptEntry], since: date | None = None) -> list[KeptEntry]:
        """Return everything of one kind, newest first, to be shown: what decides is read from the versions themselves."""
        return self._list(kind, None, since)

    def session_steps(self, session: str) -> list[record.StepDone]:
        """Return a session's steps in the order in which they ended."""
        return self.parts_of_sessions([session])[session][0]

    def desk_answers(self) -> list[record.DeskAnswer]:
        """Return every answer about what may keep a knot coming back, oldest first."""
        return self._list(record.DeskAnswer)[::-1]

    def week_answers(self) -> list[record.WeekAnswer]:
        """Return every answer about a week, oldest first."""
        return self._list(record.WeekAnswer)[::-1]

    def parts_of_sessions(self, idents: Sequence[str]) -> dict[str, tuple[list[record.StepDone], list[record.Rating]]]:
        """Return steps and ratings of some sessions at once, by session: no more than can stand in one query.

        The steps stand in the order in which they ended, the ratings newest first.
        """
        from knotcli.storage.history.codec import load_steps

        found: dict[str, tuple[list[record.StepDone], list[record.Rating]]] = {ident: ([], []) for ident in idents}
        with self.together():
            rows = self._rows(f"{_BODIES} WHERE session IN ({_marks(idents)}) AND +kind='step'", idents)
            with reporting_damage(self.path):
                for step in load_steps(rows):
                    found[step.session][0].append(step)
            for rating in self._list(record.Rating, sessions=idents):
                found[rating.session or ""][1].append(rating)
        for steps, _ in found.values():
            steps.sort(key=attrgetter("at", "number"))
        return found

    def _list(
        self,
        kind: type[KeptEntry],
        region: Region | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
        sessions: Sequence[str] | None = None,
        latest: datetime | None = None,
    ) -> list[KeptEntry]:
        """Return entries as the derived table has them, newest first, and those of one moment as they were kept."""
        from knotcli.storage.history.codec import load_entry, name_of_kind, to_micros

        name = name_of_kind(kind)
        where, values = days_condition(name, region, since, until)
        if sessions is not None:
            # The plus keeps SQLite from choosing the index over all of a kind, to save the sorting of a few.
            where, values = f"session IN ({_marks(sessions)}) AND +{where}", [*sessions, *values]
        if latest is not None:
            where, values = f"{where} AND at_utc<=?", [*values, to_micros(latest)]
        rows = self._rows(
            f"{_BODIES} WHERE {where} ORDER BY at_utc DESC, kept_at DESC, id DESC LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        with reporting_damage(self.path):
            return [cast(KeptEntry, load_entry(name, ident, body)) for ident, body in rows]


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))
