"""What decides on a session, read from the versions themselves and counted. No index and no derived table is trusted.

One damaged byte can hide a row from an index, or a page of rows from a table. So the table is read as it lies, each row
that matters is held against its checksum, and the whole against `tally`. What does not add up is damage: ValueError.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from math import inf
from typing import NamedTuple, TypeVar

from knotcli.coach import record
from knotcli.coach.vocabulary import REGIONS, RatingKind, Region
from knotcli.storage.history.codec import name_of_kind
from knotcli.storage.history.versions import COLUMNS, Row, compute_checksum, find_standing

_EACH = f"SELECT seq, brought, sum, {COLUMNS} FROM version NOT INDEXED"
# Most rows are ratings of no session, and steps: no single byte makes another row look like one of these.
_BULK = """(kind='step' OR (kind='rating' AND instr(body, '"kind":"now"')))"""
E = TypeVar("E", bound=record.Entry)


class Stored(NamedTuple):
    """A version with its place in the order in which versions were stored here; brought: it was made elsewhere."""

    seq: int
    brought: bool
    row: Row


class Standing(NamedTuple):
    """An entry as it stands. kept_at: the moment of its first version. seq, brought: of the version that stands."""

    entry: record.Entry
    kept_at: int
    seq: int
    brought: bool


def read_versions(db: sqlite3.Connection, condition: str = "", values: Sequence[str] = ()) -> list[Stored]:
    """Return the versions that meet an SQL condition, in the order in which they were stored here.

    Raises ValueError, TypeError and sqlite3.Error for damage: a row that differs from its checksum, or a table that
    does not hold as much as `tally` says.
    """
    with _one_moment(db):
        counted = db.execute("SELECT count(*), ifnull(sum(sum), 0) FROM version NOT INDEXED").fetchone()
        noted = db.execute("SELECT ifnull(sum(versions), 0), ifnull(sum(sums), 0) FROM tally NOT INDEXED").fetchone()
        if counted != noted:
            raise ValueError("versions are missing")
        where = f" WHERE {condition}" if condition else ""
        found = []
        for seq, brought, checksum, *columns in db.execute(f"{_EACH}{where} ORDER BY seq", values):
            row = Row(*columns)
            if compute_checksum(seq, row, brought) != checksum:
                raise ValueError("a version is not as it was stored")
            found.append(Stored(seq, bool(brought), row))
    return found


@contextmanager
def _one_moment(db: sqlite3.Connection) -> Iterator[None]:
    """Keep what another process stores meanwhile out of several readings."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


class Evidence:
    """Everything kept that can decide on a session, read at one moment. `own`: without what was made elsewhere."""

    def __init__(self, db: sqlite3.Connection | None, stored: list[Stored] | None = None, own: bool = False) -> None:
        self._db, self._own = db, own
        if stored is None:
            stored = [] if db is None else read_versions(db, f"NOT {_BULK}")
        self._stored = [one for one in stored if not (own and one.brought)]
        self.has_brought = any(one.brought for one in stored)

    def leave_out_brought(self) -> "Evidence":
        """Return what was made on this machine alone."""
        return Evidence(self._db, self._stored, own=True)

    @cached_property
    def _by_kind(self) -> dict[str, list[list[Stored]]]:
        """All versions of each entry, oldest first, by kind."""
        by_entry: dict[str, list[Stored]] = {}
        for one in self._stored:
            by_entry.setdefault(one.row.entry, []).append(one)
        found: dict[str, list[list[Stored]]] = {}
        for versions in by_entry.values():
            versions.sort(key=lambda one: one.row.order)
            found.setdefault(versions[0].row.kind, []).append(versions)
        return found

    def _standing(self, kind: type[E], as_kept: bool = False) -> list[tuple[E, Standing]]:
        """Return the entries of a kind that stand, by their moment, and those of one moment as they were kept."""
        found = [
            (one.entry, one)
            for one in _find_standing_entries(self._by_kind.get(name_of_kind(kind), []))
            if isinstance(one.entry, kind)
        ]
        if as_kept:
            return sorted(found, key=lambda pair: pair[1].seq)
        return sorted(found, key=lambda pair: (pair[1].entry.at, pair[1].kept_at, pair[1].entry.id))

    def checks(self, as_kept: bool = False) -> list[record.Check]:
        """Return every check, oldest first; `as_kept`: as they were kept here, whatever the clock said."""
        return [check for check, _ in self._standing(record.Check, as_kept)]

    def brought_checks(self) -> set[str]:
        """Return the ids of the checks that were made elsewhere."""
        return {check.id for check, one in self._standing(record.Check) if one.brought}

    def assessments(self) -> list[record.Assessment]:
        """Return every clinician's look at red flags, oldest first."""
        return [look for look, _ in self._standing(record.Assessment) if not _courses_of(look)]

    def course_looks(self) -> list[record.CourseLook]:
        """Return every look at a region's course, oldest first; earlier versions kept it as an assessment."""
        found = [look for look, _ in self._standing(record.CourseLook)]
        for look, _ in self._standing(record.Assessment):
            found += [record.CourseLook(look.id, look.at, region, look.day) for region in _courses_of(look)]
        return sorted(found, key=lambda look: look.at)

    def corrections(self) -> list[record.Correction]:
        """Return every flag that was taken back as a mistake, oldest first."""
        return [taken_back for taken_back, _ in self._standing(record.Correction)]

    def follow_ups(self, since: date | None) -> list[record.FollowUp]:
        """Return every answer after a session, oldest first, from a local day on."""
        found = self._standing(record.FollowUp)
        return [answer for answer, _ in found if since is None or answer.at.date() >= since]

    def breaks(self) -> list[record.BreakTaken]:
        """Return the movement breaks, newest first."""
        return [taken for taken, _ in self._standing(record.BreakTaken)][::-1]

    def stopped_sessions(self, since: date | None) -> list[record.Session]:
        """Return the sessions that were stopped because something was wrong, newest first, from a local day on."""
        found = [self._end_after_check(*pair) for pair in self._standing(record.Session) if pair[0].was_stopped]
        return [session for session in reversed(found) if since is None or session.at.date() >= since]

    def _end_after_check(self, session: record.Session, one: Standing) -> record.Session:
        """Let one that was stopped here end after every check that was kept before the stop.

        Its own end may say less: the clock was set back, or it was killed before it had one.
        """
        from knotcli.coach.screening.flags import FULL

        checks = self._standing(record.Check, as_kept=True)
        own = [(c.at, k) for c, k in checks if session.region in c.regions and c.origin in FULL]
        if not own or own[-1][1].brought or own[-1][1].kept_at > self._find_stop_moment(session.id):
            return session
        return session._replace(ended_at=max(session.ended_at or session.at, *(at for at, _ in own)))

    def _find_stop_moment(self, ident: str) -> int:
        """Return when it was first kept that a session was stopped, in microseconds since 1970."""
        versions = next(found for found in self._by_kind["session"] if found[0].row.entry == ident)
        states = [(one.row.made_at, one.row.load()) for one in versions if one.row.undoes is None]
        return next(at for at, state in states if isinstance(state, record.Session) and state.was_stopped)

    def newest_session(self, region: Region) -> record.Session | None:
        """Return the newest session of a region that was not removed."""
        found = [session for session, _ in self._standing(record.Session) if session.region == region]
        return found[-1] if found else None

    def given_sessions(self, region: Region | None, since: datetime) -> list[record.Session]:
        """Return every session (of a region) that began at `since` or later, newest first, removed ones too."""
        found = []
        for versions in self._by_kind.get("session", []):
            states = [one.row for one in versions if one.row.undoes is None]
            session = states[-1].load()
            if isinstance(session, record.Session) and session.at >= since and region in (None, session.region):
                found.append((session.at, states[0].made_at, session))
        return [session for *_, session in sorted(found, reverse=True)]

    def session_ratings(self, session: str) -> list[record.Rating]:
        """Return the ratings of a session, newest first."""
        found = [rating for rating, _ in self._standing(record.Rating) if rating.session == session]
        return found[::-1]

    @cached_property
    def _highest_rises(self) -> dict[str, dict[RatingKind, int]]:
        """The ratings of each session, by kind, as they stood when they rose most from before to after it."""
        rows = [one.row for versions in self._by_kind.get("rating", []) for one in versions]
        given = sorted((r for r in rows if r.undoes is None and not r.removed), key=lambda row: row.order)
        scores: dict[str, dict[RatingKind, int]] = {}
        found: dict[str, dict[RatingKind, int]] = {}
        for _, act in groupby(given, key=lambda row: row.act or row.id):
            ratings = [row.load() for row in act]
            own = [one for one in ratings if isinstance(one, record.Rating) and one.session]
            for one in own:
                scores.setdefault(str(one.session), {})[one.kind] = one.score
            for session in {str(one.session) for one in own}:
                if _rise(scores[session]) >= _rise(found.get(session, {})):
                    found[session] = dict(scores[session])
        return found

    def highest_rise(self, session: str) -> dict[RatingKind, int]:
        """Return the ratings of a session by kind, as they stood when they rose most: no correction makes less of it."""
        return self._highest_rises.get(session, {})

    def given_steps(self, since: datetime) -> list[record.StepDone]:
        """Return every step of the sessions that began at `since` or later, oldest first, removed ones too."""
        sessions = [session.id for session in self.given_sessions(None, since)]
        if self._db is None or not sessions:
            return []
        marks = ",".join("?" * len(sessions))
        # A step names its session twice, so that no single byte hides it.
        condition = f"kind='step' AND (act IN ({marks}) OR json_extract(body, '$.session') IN ({marks}))"
        last: dict[str, Row] = {}
        for one in sorted(read_versions(self._db, condition, [*sessions, *sessions]), key=lambda one: one.row.order):
            if not (self._own and one.brought) and one.row.undoes is None and not one.row.removed:
                last[one.row.entry] = one.row
        steps = [row.load() for row in last.values()]
        found = [step for step in steps if isinstance(step, record.StepDone) and step.session in sessions]
        return sorted(found, key=lambda step: (step.at, step.number))


def _rise(scores: Mapping[RatingKind, int]) -> float:
    """Return by how much the rating after is higher than the one before; less than any where one is missing."""
    return scores["after"] - scores["before"] if {*scores} >= {"before", "after"} else -inf


def _courses_of(look: record.Assessment) -> list[Region]:
    """Return the regions whose course was looked at, as earlier versions kept it; none for a look at red flags."""
    return [region for region in REGIONS if f"plan_{region}" in look.flags]


def _find_standing_entries(entries: list[list[Stored]]) -> Iterator[Standing]:
    for versions in entries:
        top = find_standing([one.row for one in versions])
        if top is not None:
            stored = next(one for one in versions if one.row is top)
            entry = top.load()
            yield Standing(entry, versions[0].row.made_at, stored.seq, stored.brought)
