"""The rows of the lossless export, out and in. Bringing in is the union of versions by id."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from knotcli.coach.errors import KnotError
from knotcli.coach.text import clean_text
from knotcli.storage.history import body_values, codec, versions
from knotcli.storage.history.versions import LASTING, Row


class Merged(NamedTuple):
    """Counts of entries: added, changed, removed (in the other history, so here too), known as they are.

    kinds: the same by what was done and kind, such as ("added", "rating"): 12.
    """

    added: int
    known: int
    changed: int = 0
    removed: int = 0
    kinds: Mapping[tuple[str, str], int] = MappingProxyType({})


def count_merged(kinds: Mapping[tuple[str, str], int]) -> Merged:
    """Add up counts by what was done and kind."""
    sums = {
        name: sum(n for (what, _), n in kinds.items() if what == name)
        for name in ("added", "known", "changed", "removed")
    }
    return Merged(**sums, kinds=dict(kinds))


def export_rows(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Give every version as an object of the export, in an order that is the same on every machine."""
    for row in versions.versions_in_order(db):
        yield write_exported(row)


def write_exported(row: Row) -> dict[str, Any]:
    """Write a row as an object of the export. Raises ValueError for what is none."""
    made_at = codec.from_micros(row.made_at).isoformat(timespec="microseconds")
    return {**row._asdict(), "made_at": made_at, "removed": bool(row.removed), "body": json.loads(row.body)}


def read_exported(rows: Iterable[Any]) -> list[Row]:
    """Check the objects of an export. Raises KnotError with the number, from 1, of the first broken one."""
    found: list[Row] = []
    for number, given in enumerate(rows, 1):
        try:
            found.append(check_exported(given))
        except ValueError as error:
            raise _refuse_row(number, str(error)) from None
    return found


def check_exported(given: Any) -> Row:
    """Check one object of an export, and return it as a row. Raises ValueError with what is wrong."""
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

    def of(name: str, reader: body_values.Reader) -> Any:
        try:
            return reader(given[name])
        except ValueError as error:
            raise ValueError(f"{name} {error}") from None

    entry = codec.decode_entry(kind, of("entry", body_values.read_uuid), given["body"])
    # Only the fields that were given: a body that an older knot wrote stays as it was written.
    body = {name: value for name, value in codec.write_body(entry).items() if name in given["body"]}
    ident, made_at = of("id", body_values.read_uuid), of("made_at", body_values.read_moment)
    if made_at.year > body_values.LAST_YEAR:
        raise ValueError(f"made_at takes a time up to the year {body_values.LAST_YEAR}")
    act, undoes = (None if given[name] is None else of(name, body_values.read_uuid) for name in ("act", "undoes"))
    if kind in LASTING and (undoes or given["removed"]):
        raise ValueError(f"no {kind} can be removed")
    return Row(
        ident, entry.id, kind, codec.to_micros(made_at), act, undoes, int(given["removed"]), codec.dump_body(body)
    )


def _refuse_row(number: int, why: str) -> KnotError:
    return KnotError(f"Entry {number} of the file is broken: {why}. Nothing was imported.")


class MergePlan(NamedTuple):
    """What bringing in rows comes to. new: versions that were not there. stored, touched: by entry, those there and new."""

    new: list[Row]
    stored: dict[str, list[Row]]
    touched: dict[str, list[Row]]


def plan_merge(db: sqlite3.Connection, rows: list[Row]) -> MergePlan:
    """Hold rows against each other and against what is there. Raises KnotError as `read_exported` does; writes nothing."""
    new: dict[str, Row] = {}
    touched: dict[str, list[Row]] = {}
    stored: dict[str, list[Row]] = {}
    for number, row in enumerate(rows, 1):
        if row.entry not in stored:
            stored[row.entry] = versions.versions_of_entry(db, row.entry)
        known = new.get(row.id) or versions.version_by_id(db, row.id)
        if known is not None and known != row:
            raise _refuse_row(number, "it has the id of another one, with other content")
        others = stored[row.entry] + touched.setdefault(row.entry, [])
        if others and others[0].kind != row.kind:
            raise _refuse_row(number, f"its entry is a {others[0].kind}, not a {row.kind}")
        if row.kind in LASTING and any(other.body != row.body for other in others):
            raise _refuse_row(number, f"a {row.kind} is there already, with other content")
        if known is None:
            new[row.id] = row
            touched[row.entry].append(row)
    for number, row in enumerate(rows, 1):
        if row.undoes is not None:
            target = new.get(row.undoes) or versions.version_by_id(db, row.undoes)
            if target is None or target.entry != row.entry or target.undoes is not None:
                raise _refuse_row(number, "what it takes back is not there")
    return MergePlan(sorted(new.values(), key=lambda row: row.order), stored, touched)


def merge_rows(db: sqlite3.Connection, rows: list[Row]) -> Merged:
    """Bring in versions, all or none, and show what then stands. Raises KnotError as `read_exported` does."""
    new, stored, touched = plan_merge(db, rows)
    versions.store_versions(db, new, brought=True)
    counts: Counter[tuple[str, str]] = Counter()
    for ident, incoming in touched.items():
        had = stored[ident]
        before, after = versions.find_standing(had), versions.find_standing(had + incoming)
        if incoming:
            versions.update_entry_row(db, ident, had + incoming, before, after)
        if not incoming or (had and (before and before.body) == (after and after.body)):
            counts["known", (had + incoming)[0].kind] += 1
        elif had or after:
            what = "removed" if after is None else "changed" if had else "added"
            counts[what, incoming[0].kind] += 1
    return count_merged(counts)
