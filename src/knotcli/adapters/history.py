"""What is kept, in one SQLite file. Reading writes nothing; a command that returned is on the disk.

Every method opens the file, does its work in one transaction, and closes it. Each raises KnotError, with one
line that names the file and nothing that it holds.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knotcli.coach.errors import Held, KnotError, Misuse
from knotcli.coach.record import Assessment, Check, Entry, Rating, Session, StepDone, new_id
from knotcli.coach.regions import REGIONS

if TYPE_CHECKING:
    import sqlite3

STAYS = {
    "check": "A check stays in the history: what it found could matter. To answer again: knot check",
    "assessment": "A clinician's look stays in the history, beside the check that it belongs to.",
    "session": "A session that was stopped because something was wrong stays in the history.",
}


class History:
    """The history in the file `path`, made with its folder at the first write. `now` gives an aware time."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self.path = path
        self.now = now

    # Adding and changing

    def add(self, *entries: Entry) -> None:
        """Store entries: all, or none. One that is stored already, with the same content, is left alone."""
        from knotcli.adapters import history_versions as versions
        from knotcli.adapters.history_versions import Row

        bodies = [(entry, *self._body(entry)) for entry in entries]
        if not bodies:
            return
        with self._write() as db:
            made_at, act = versions.next_moment(db, self.now()), new_id()
            for entry, kind, body in bodies:
                known = versions.of_entry(db, entry.id)
                if any((row.kind, row.body) == (kind, body) for row in known):
                    continue
                if known:
                    raise KnotError(
                        f"There is another {kind} with the id {entry.id} already. Nothing was stored."
                    )
                row = Row(new_id(), entry.id, kind, made_at, versions.act_of(entry, act), None, 0, body)
                versions.put(db, [row])
                versions.refresh(db, [entry.id])

    def change(self, entry: Entry) -> None:
        """Store a new state of an entry; the earlier ones stay. Raises Misuse and Held.

        How a session went on is part of the session, for undo. A change of its note, or of anything else, is
        an act of its own. A session that runs while another window removes it comes back with its next state.
        """
        from knotcli.adapters import history_versions as versions
        from knotcli.adapters.history_versions import Row

        kind, body = self._body(entry)
        with self._write() as db:
            known = versions.of_entry(db, entry.id)
            if not known or known[0].kind != kind:
                raise Misuse(f"There is no {kind} with the id {entry.id}.")
            old = versions.standing(known)
            if kind in versions.LASTING:
                raise Held(STAYS[kind])
            if old is None and not isinstance(entry, Session):
                raise Misuse(f"The {kind} {entry.id[:8]} was removed. Log it again to have it back.")
            if (
                old is not None
                and versions.stopped(old)
                and not (isinstance(entry, Session) and entry.status == "stopped")
            ):
                raise Held(STAYS["session"])
            if old is not None and old.body == body:
                return
            before = None if old is None else _load(old.kind, old.entry, old.body)
            own = entry.id if isinstance(entry, Session) and not _same_but_note(before, entry) else new_id()
            made_at = versions.next_moment(db, self.now())
            versions.put(db, [Row(new_id(), entry.id, kind, made_at, own, None, 0, body)])
            versions.refresh(db, [entry.id])

    # The trend: straight from an index, whatever the size of the history

    def days(self, region: str, since: date, until: date) -> list[tuple[date, int, int, int, int]]:
        """Give (day, sum, n, lowest, highest) of the `now` and `before` ratings of each rated local day."""
        rows = self._rows(
            "SELECT local_date, sum(score), count(*), min(score), max(score) FROM entry WHERE region=?"
            " AND local_date BETWEEN ? AND ? AND rating_kind IN ('now','before')"
            " GROUP BY local_date ORDER BY local_date",
            (region, since.isoformat(), until.isoformat()),
        )
        return [(date.fromisoformat(day), total, n, low, high) for day, total, n, low, high in rows]

    def first_day(self, region: str) -> date | None:
        """Give the first local day with a `now` or `before` rating."""
        rows = self._rows(
            "SELECT local_date FROM entry WHERE region=? AND rating_kind IN ('now','before')"
            " ORDER BY local_date LIMIT 1",
            (region,),
        )
        return date.fromisoformat(rows[0][0]) if rows else None

    def rated_regions(self) -> list[str]:
        """Give the regions that have a rating of any kind, in the order of `REGIONS`."""
        one = "SELECT ? WHERE EXISTS (SELECT 1 FROM entry WHERE region=? AND rating_kind IS NOT NULL)"
        rows = self._rows(" UNION ALL ".join([one] * len(REGIONS)), [r for r in REGIONS for _ in range(2)])
        return [region for (region,) in rows]

    def session_days(self, region: str, since: date, until: date) -> dict[date, int]:
        """Count the sessions of each local day that has any."""
        where, values = _span("session", region, since, until)
        rows = self._rows(f"SELECT local_date, count(*) FROM entry WHERE {where} GROUP BY local_date", values)
        return {date.fromisoformat(day): n for day, n in rows}

    def right_after(self, region: str, since: date, until: date) -> tuple[int, float | None]:
        """Give how many sessions have a rating before and after, and the mean of after − before."""
        ((n, total),) = self._rows(
            "SELECT count(*), sum(a.score - b.score) FROM entry a JOIN entry b ON b.session=a.session"
            " AND b.rating_kind='before' WHERE a.region=? AND a.rating_kind='after' AND a.session IS NOT NULL"
            " AND a.local_date BETWEEN ? AND ?",
            (region, since.isoformat(), until.isoformat()),
        ) or [(0, None)]
        return n, None if total is None else total / n

    # Lists

    def ratings(
        self,
        region: str | None = None,
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
        region: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
    ) -> list[Session]:
        """Give sessions, newest first; `since` and `until` are local days and both count."""
        return [e for e in self._list("session", region, since, until, limit) if isinstance(e, Session)]

    def steps(self, session: str) -> list[StepDone]:
        """Give a session's steps in the order in which they ended."""
        found = [e for e in self._list("step", session=session) if isinstance(e, StepDone)]
        return sorted(found, key=lambda step: (step.at, step.number))

    def checks(self) -> list[Check]:
        """Give every check, oldest first."""
        return [e for e in reversed(self._list("check")) if isinstance(e, Check)]

    def assessments(self) -> list[Assessment]:
        """Give every assessment, oldest first."""
        return [e for e in reversed(self._list("assessment")) if isinstance(e, Assessment)]

    # Under the floor

    @contextmanager
    def _read(self) -> "Iterator[sqlite3.Connection | None]":
        from knotcli.adapters import history_schema

        with history_schema.reading(self.path) as db:
            yield db

    @contextmanager
    def _write(self) -> "Iterator[sqlite3.Connection]":
        from knotcli.adapters import history_schema

        with history_schema.writing(self.path, lambda path, due: None) as db, _readable(self.path):
            yield db

    def _body(self, entry: Entry) -> tuple[str, str]:
        from knotcli.adapters import history_codec as codec

        kind = codec.kind_of(entry)
        try:
            return kind, codec.dump(codec.encode(entry))
        except ValueError as error:
            raise KnotError(f"The {kind} cannot be stored: {error}. Nothing was stored.") from None

    def _rows(self, query: str, values: Any = ()) -> list[Any]:
        with self._read() as db:
            return [] if db is None else db.execute(query, values).fetchall()

    def _list(
        self,
        kind: str,
        region: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
        session: str | None = None,
    ) -> list[Entry]:
        where, values = _span(kind, region, since, until)
        if session is not None:
            # The plus keeps SQLite from choosing the index over all of a kind, to save the sorting of a few.
            where, values = f"session=? AND +{where}", [session, *values]
        rows = self._rows(
            f"SELECT id, body FROM entry WHERE {where} ORDER BY at_utc DESC, id DESC LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        with _readable(self.path):
            return [_load(kind, ident, body) for ident, body in rows]


def _load(kind: str, ident: str, body: str) -> Entry:
    from knotcli.adapters import history_codec

    return history_codec.load(kind, ident, body)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn a body that does not read as one into the line for a damaged file."""
    try:
        yield
    except (ValueError, KeyError):
        from knotcli.adapters import history_schema

        raise KnotError(history_schema.damaged(path)) from None


def _same_but_note(old: Entry | None, new: Session) -> bool:
    from dataclasses import replace

    return isinstance(old, Session) and replace(old, note="") == replace(new, note="")


def _span(kind: str, region: str | None, since: date | None, until: date | None) -> tuple[str, list[Any]]:
    """Write the condition for a kind, a region and local days. The bounds in UTC are there for the index."""
    where, values = "kind=?", [kind]
    if region is not None:
        where, values = where + " AND region=?", [*values, region]
    if since is not None:
        early = max(since, date(2, 1, 1)) - timedelta(days=1)
        where, values = (
            where + " AND local_date>=? AND at_utc>=?",
            [*values, since.isoformat(), early.isoformat()],
        )
    if until is not None:
        late = min(until, date(9998, 1, 1)) + timedelta(days=2)
        where, values = (
            where + " AND local_date<=? AND at_utc<=?",
            [*values, until.isoformat(), late.isoformat()],
        )
    return where, values
