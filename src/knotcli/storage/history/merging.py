"""The rows of the lossless export, out and in. Bringing in is the union of versions by id."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from knotcli.coach.errors import KnotError
from knotcli.coach.text import clean_text
from knotcli.storage.history import codec, versions
from knotcli.storage.history import schema as history_schema
from knotcli.storage.history.versions import LASTING, Row

LATEST = 2199
"""The year up to which a version can claim to have been made: later ones have to find room after it."""


class Merged(NamedTuple):
    """Counts of entries: added, changed, removed (in the other history, so here too), known as they are.

    kinds: the same by what was done and kind, such as ("added", "rating"): 12.
    """

    added: int
    known: int
    changed: int = 0
    removed: int = 0
    kinds: Mapping[tuple[str, str], int] = MappingProxyType({})


def counted(kinds: Mapping[tuple[str, str], int]) -> Merged:
    """Add up counts by what was done and kind."""
    sums = {
        name: sum(n for (what, _), n in kinds.items() if what == name)
        for name in ("added", "known", "changed", "removed")
    }
    return Merged(**sums, kinds=dict(kinds))


def out(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Give every version as an object of the export, in an order that is the same on every machine."""
    for row in versions.in_order(db):
        yield as_given(row)


def as_given(row: Row) -> dict[str, Any]:
    """Write a row as an object of the export. Raises ValueError for what is none."""
    made_at = codec.from_micros(row.made_at).isoformat(timespec="microseconds")
    return {**row._asdict(), "made_at": made_at, "removed": bool(row.removed), "body": json.loads(row.body)}


def read(rows: Iterable[Any]) -> list[Row]:
    """Check the objects of an export. Raises KnotError with the number, from 1, of the first broken one."""
    found: list[Row] = []
    for number, given in enumerate(rows, 1):
        try:
            found.append(_row(given))
        except ValueError as error:
            raise _broken(number, str(error)) from None
    return found


def _row(given: Any) -> Row:
    if not isinstance(given, Mapping):
        raise ValueError("it is not an object")
    if wrong := set(given) ^ set(Row._fields):
        names = ", ".join(sorted(clean_text(str(name))[:40] for name in wrong))
        raise ValueError(f"missing or unknown: {names}")
    kind = given["kind"]
    if not isinstance(kind, str) or kind not in codec.KINDS:
        raise ValueError(f"kind takes one of: {', '.join(codec.KINDS)}")
    if type(given["removed"]) is not bool:
        raise ValueError("removed takes true or false")

    def of(name: str, reader: codec.Reader) -> Any:
        try:
            return reader(given[name])
        except ValueError as error:
            raise ValueError(f"{name} {error}") from None

    entry = codec.decode(kind, of("entry", codec.uuid), given["body"])
    # Only the fields that were given: a body that an older knot wrote stays as it was written.
    body = {name: value for name, value in codec.body_of(entry).items() if name in given["body"]}
    ident, made_at = of("id", codec.uuid), of("made_at", codec.moment)
    if made_at.year > LATEST:
        raise ValueError(f"made_at takes a time up to the year {LATEST}")
    act, undoes = (None if given[name] is None else of(name, codec.uuid) for name in ("act", "undoes"))
    if kind in LASTING and (undoes or given["removed"]):
        raise ValueError(f"no {kind} can be removed")
    return Row(
        ident, entry.id, kind, codec.micros(made_at), act, undoes, int(given["removed"]), codec.dump(body)
    )


def _broken(number: int, why: str) -> KnotError:
    return KnotError(f"Entry {number} of the file is broken: {why}. Nothing was brought in.")


class Plan(NamedTuple):
    """What bringing in rows comes to. new: versions that were not there. stored, touched: by entry, those there and new."""

    new: list[Row]
    stored: dict[str, list[Row]]
    touched: dict[str, list[Row]]


def plan(db: sqlite3.Connection, rows: list[Row]) -> Plan:
    """Hold rows against each other and against what is there. Raises KnotError as `read` does; writes nothing."""
    new: dict[str, Row] = {}
    touched: dict[str, list[Row]] = {}
    stored: dict[str, list[Row]] = {}
    for number, row in enumerate(rows, 1):
        if row.entry not in stored:
            stored[row.entry] = versions.of_entry(db, row.entry)
        known = new.get(row.id) or versions.by_id(db, row.id)
        if known is not None and known != row:
            raise _broken(number, "it has the id of another one, with other content")
        others = stored[row.entry] + touched.setdefault(row.entry, [])
        if others and others[0].kind != row.kind:
            raise _broken(number, f"its entry is a {others[0].kind}, not a {row.kind}")
        if row.kind in LASTING and any(other.body != row.body for other in others):
            raise _broken(number, f"a {row.kind} is there already, with other content")
        if known is None:
            new[row.id] = row
            touched[row.entry].append(row)
    for number, row in enumerate(rows, 1):
        if row.undoes is not None:
            target = new.get(row.undoes) or versions.by_id(db, row.undoes)
            if target is None or target.entry != row.entry or target.undoes is not None:
                raise _broken(number, "what it takes back is not there")
    return Plan(sorted(new.values(), key=lambda row: row.order), stored, touched)


def merge(db: sqlite3.Connection, rows: list[Row]) -> Merged:
    """Bring in versions, all or none, and show what then stands. Raises KnotError as `read` does."""
    new, stored, touched = plan(db, rows)
    versions.put(db, new, brought=True)
    counts: Counter[tuple[str, str]] = Counter()
    for ident, incoming in touched.items():
        had = stored[ident]
        before, after = versions.standing(had), versions.standing(had + incoming)
        if incoming:
            versions.settle(db, ident, before, after)
        if not incoming or (had and (before and before.body) == (after and after.body)):
            counts["known", (had + incoming)[0].kind] += 1
        elif had or after:
            what = "removed" if after is None else "changed" if had else "added"
            counts[what, incoming[0].kind] += 1
    return counted(counts)


def merge_readable(db: sqlite3.Connection, found: Iterable[Row]) -> int:
    """Bring in what is sound of rows that may be broken, and give how many versions were new."""
    rows: dict[str, Row] = {}
    for one in found:
        with suppress(ValueError, TypeError, OverflowError):
            row = _row(as_given(one))
            if versions.by_id(db, row.id) is None:
                rows[row.id] = row
    for row in sorted(rows.values(), key=lambda row: (row.undoes is not None, row.order)):
        db.execute("SAVEPOINT one")
        try:
            merge(db, [row])
        except KnotError:
            db.execute("ROLLBACK TO one")
            del rows[row.id]
        db.execute("RELEASE one")
    return len(rows)


@contextmanager
def without_brought(db: sqlite3.Connection, since: datetime) -> Iterator[sqlite3.Connection]:
    """Give, in memory, the history as it stands by the versions that were made on this machine alone.

    Of these all checks, assessments and stopped sessions, and whatever was made since a moment.
    """
    query = (
        "SELECT id, entry, kind, made_at, act, undoes, removed, body FROM version"
        " WHERE seq NOT IN (SELECT seq FROM brought) AND (made_at>=? OR kind IN ('check','assessment','correction')"
        """ OR (kind='session' AND body LIKE '%"status":"stopped"%')) ORDER BY seq"""
    )
    rows = [Row(*row) for row in db.execute(query, (codec.micros(since),))]
    with history_schema.copied(None) as own:
        versions.put(own, rows)
        versions.refresh(own, {row.entry for row in rows})
        yield own
