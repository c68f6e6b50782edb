"""What the history gives to read. None of it writes anything; where there is no file, there is nothing yet.

Days are local ones: the day on the wall, where the rating was given.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Assessment, Check, DeskAnswer, Entry, FollowUp, Rating, Session, StepDone
from knotcli.coach.vocabulary import REGIONS, Region

if TYPE_CHECKING:
    import sqlite3

_DAY = 86_400_000_000  # microseconds


class Reading:
    """The history in the file `path`, to read. Each method raises KnotError with one line. `now` gives an aware time."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self.path = path
        self.now = now
        self._open: tuple[sqlite3.Connection | None] | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Read several things from one opening of the file. No transaction spans them: no writer has to wait."""
        before = self._open
        with self._read() as db:
            self._open = (db,)
            try:
                yield
            finally:
                self._open = before

    @contextmanager
    def views(self) -> "Iterator[tuple[Reading, ...]]":
        """Give itself; where anything was ever brought in, also what was made on this machine alone.

        The second has what a session can hang on: all checks, assessments and stopped sessions, and the last 30
        days of everything. Whoever decides on a session asks both, and holds to the stricter answer.
        """
        with self._read() as db:
            if db is None or db.execute("SELECT 1 FROM brought LIMIT 1").fetchone() is None:
                yield (self,)
                return
            from knotcli.storage.history import merging as history_merge

            since = self.now() - timedelta(days=30)
            with history_merge.without_brought(db, since) as own:
                reading = Reading(self.path, self.now)
                reading._open = (own,)
                yield self, reading

    # The trend: straight from an index, whatever the size of the history

    def days(self, region: Region, since: date, until: date) -> list[tuple[date, int, int, int, int]]:
        """Give (day, sum, n, lowest, highest) of the `now` and `before` ratings of each rated local day."""
        rows = self._rows(
            "SELECT local_date, sum(score), count(*), min(score), max(score) FROM entry WHERE region=?"
            " AND local_date BETWEEN ? AND ? AND rating_kind IN ('now','before')"
            " GROUP BY local_date ORDER BY local_date",
            (region, since.isoformat(), until.isoformat()),
        )
        return [(date.fromisoformat(day), total, n, low, high) for day, total, n, low, high in rows]

    def first_day(self, region: Region) -> date | None:
        """Give the first local day with a `now` or `before` rating."""
        rows = self._rows(
            "SELECT local_date FROM entry WHERE region=? AND rating_kind IN ('now','before')"
            " ORDER BY local_date LIMIT 1",
            (region,),
        )
        return date.fromisoformat(rows[0][0]) if rows else None

    def rated_regions(self) -> list[Region]:
        """Give the regions that have a rating of any kind, in the order of `REGIONS`."""
        one = "SELECT ? WHERE EXISTS (SELECT 1 FROM entry WHERE region=? AND rating_kind IS NOT NULL)"
        rows = self._rows(" UNION ALL ".join([one] * len(REGIONS)), [r for r in REGIONS for _ in range(2)])
        return [region for (region,) in rows]

    def session_days(self, region: Region, since: date, until: date) -> dict[date, int]:
        """Count the sessions of each local day that has any."""
        where, values = _span("session", region, since, until)
        rows = self._rows(f"SELECT local_date, count(*) FROM entry WHERE {where} GROUP BY local_date", values)
        return {date.fromisoformat(day): n for day, n in rows}

    def right_after(self, region: Region, since: date, until: date) -> tuple[int, float | None]:
        """Give how many sessions have a rating before and after, and the mean of after − before."""
        ((n, total),) = self._rows(
            "SELECT count(*), sum(a.score - b.score) FROM entry a JOIN entry b ON b.session=a.session"
            " AND b.rating_kind='before' WHERE a.region=? AND a.rating_kind='after' AND a.session IS NOT NULL"
            " AND a.local_date BETWEEN ? AND ?",
            (region, since.isoformat(), until.isoformat()),
        ) or [(0, None)]
        return n, None if total is None else total / n

    def flares(self, region: Region, since: date, least: int) -> int:
        """Count the sessions from a local day on whose rating after is at least `least` points above the one before."""
        rows = self._rows(
            "SELECT session, rating_kind, score FROM entry WHERE region=? AND local_date>=?"
            " AND rating_kind IN ('before','after') AND session IS NOT NULL",
            (region, since.isoformat()),
        )
        before = {session: score for session, kind, score in rows if kind == "before"}
        after = {session: score for session, kind, score in rows if kind == "after"}
        return sum(after[s] - before[s] >= least for s in before.keys() & after.keys())

    def last_sessions(self, since: date) -> dict[Region, datetime]:
        """Give, in UTC, when the last session of each region began that had one from a local day on."""
        from knotcli.storage.history.codec import from_micros

        where, values = _span("session", None, since, None)
        rows = self._rows(f"SELECT region, max(at_utc) FROM entry WHERE {where} GROUP BY region", values)
        return {region: from_micros(at) for region, at in rows}

    # Lists

    def ratings(
        self,
        region: Region | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
        session: str | None = None,
    ) -> list[Rating]:
        """Give ratings, newest first; `since` and `until` are local days and both count."""
        return [
            e for e in self._list("rating", region, since, until, limit, session) if isinstance(e, Rating)
        ]

    def sessions(
        self,
        region: Region | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
    ) -> list[Session]:
        """Give sessions, newest first; `since` and `until` are local days and both count."""
        return [e for e in self._list("session", region, since, until, limit) if isinstance(e, Session)]

    def stopped(self, since: date | None = None) -> list[Session]:
        """Give the sessions that were stopped because something was wrong, newest first, from a local day on.

        Also one that somebody began to stop, and that never got further.
        """
        found = self._list("session", since=since, holding='"status":"stopp')
        return [e for e in found if isinstance(e, Session) and e.was_stopped]

    def steps(self, session: str) -> list[StepDone]:
        """Give a session's steps in the order in which they ended."""
        found = [e for e in self._list("step", session=session) if isinstance(e, StepDone)]
        return sorted(found, key=lambda step: (step.at, step.number))

    def checks(self) -> list[Check]:
        """Give every check, oldest first."""
        return [e for e in reversed(self._list("check")) if isinstance(e, Check)]

    def checks_as_kept(self) -> list[Check]:
        """Give every check in the order in which they were kept here, whatever the clock said."""
        found = self._list("check", order="version DESC")
        return [e for e in reversed(found) if isinstance(e, Check)]

    def checks_brought(self) -> set[str]:
        """Give the ids of the checks that were brought in from elsewhere."""
        rows = self._rows(
            "SELECT id FROM entry WHERE kind='check' AND EXISTS (SELECT 1 FROM brought WHERE seq=entry.version)"
        )
        return {ident for (ident,) in rows}

    def assessments(self) -> list[Assessment]:
        """Give every assessment, oldest first."""
        return [e for e in reversed(self._list("assessment")) if isinstance(e, Assessment)]

    def follow_ups(self, since: date | None = None) -> list[FollowUp]:
        """Give every answer after a session, oldest first, from a local day on."""
        return [e for e in reversed(self._list("follow-up", since=since)) if isinstance(e, FollowUp)]

    def desk_answers(self) -> list[DeskAnswer]:
        """Give every answer about what may keep a knot coming back, oldest first."""
        return [e for e in reversed(self._list("desk")) if isinstance(e, DeskAnswer)]

    def given(self, region: Region | None, since: datetime) -> list[Session]:
        """Give every session (of a region) that began at `since` or later, newest first, removed ones too.

        This is what the body got: taking a session out of the history does not take it out of the muscle.
        """
        from knotcli.storage.history import versions

        with self._read() as db:
            found = [] if db is None else versions.ever(db, "session", since)
            had = [
                e
                for e in found
                if isinstance(e, Session) and e.region in (region or e.region,) and e.at >= since
            ]
        return sorted(had, key=lambda session: (session.at, session.id), reverse=True)

    def steps_given(self, since: datetime) -> list[StepDone]:
        """Return every step of a session that was kept since a moment, oldest first, removed ones too, as `given` does."""
        from knotcli.storage.history.codec import micros

        rows = self._rows(
            "SELECT entry, body FROM version WHERE kind='step' AND made_at>=? AND undoes IS NULL AND removed=0"
            " ORDER BY made_at, id",
            (micros(since),),
        )
        with readable(self.path):
            found = [_load("step", ident, body) for ident, body in dict(rows).items()]
        return [e for e in found if isinstance(e, StepDone)]

    @contextmanager
    def _read(self) -> "Iterator[sqlite3.Connection | None]":
        from knotcli.storage.history import schema as history_schema

        if self._open is not None:
            yield self._open[0]
            return
        with history_schema.reading(self.path) as db, readable(self.path):
            yield db

    def _rows(self, query: str, values: Any = ()) -> list[Any]:
        with self._read() as db:
            return [] if db is None else db.execute(query, values).fetchall()

    def _list(
        self,
        kind: str,
        region: Region | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
        session: str | None = None,
        holding: str = "",
        order: str = "at_utc DESC, id DESC",
    ) -> list[Entry]:
        where, values = _span(kind, region, since, until)
        if session is not None:
            # The plus keeps SQLite from choosing the index over all of a kind, to save the sorting of a few.
            where, values = f"session=? AND +{where}", [session, *values]
        body = "(SELECT body FROM version WHERE seq=entry.version)"
        if holding:
            where, values = f"{where} AND instr({body}, ?)", [*values, holding]
        rows = self._rows(
            f"SELECT id, {body} FROM entry WHERE {where} ORDER BY {order} LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        with readable(self.path):
            return [_load(kind, ident, body) for ident, body in rows]


def _load(kind: str, ident: str, body: str) -> Entry:
    from knotcli.storage.history import codec as history_codec

    return history_codec.load(kind, ident, body)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn a body that does not read as one into the line for a damaged file."""
    try:
        yield
    except (ValueError, KeyError, TypeError):
        from knotcli.storage.history.faults import damaged

        raise KnotError(damaged(path)) from None


def _span(kind: str, region: Region | None, since: date | None, until: date | None) -> tuple[str, list[Any]]:
    """Write the condition for a kind, a region and local days. The bounds in UTC are there for the index."""
    where = "kind=?"
    values: list[Any] = [kind]
    if region is not None:
        where, values = where + " AND region=?", [*values, region]
    if since is not None:
        where += " AND local_date>=? AND at_utc>=?"
        values += [since.isoformat(), _midnight(since) - _DAY]
    if until is not None:
        where += " AND local_date<=? AND at_utc<=?"
        values += [until.isoformat(), _midnight(until) + 2 * _DAY]
    return where, values


def _midnight(day: date) -> int:
    return (day - date(1970, 1, 1)).days * _DAY
