"""Everything that a history's file still holds, damaged or not, and whether that is all of it.

SQL reads what SQL can read. Bytes are looked at only for what SQLite refuses.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from knotcli.coach.errors import KnotError
from knotcli.storage.history.codec import KINDS
from knotcli.storage.history.database import connect, is_whole
from knotcli.storage.history.merging import check_exported, write_exported
from knotcli.storage.history.salvage import salvage_rows
from knotcli.storage.history.versions import COLUMNS, Row, compute_checksum

DECIDING = ("check", "assessment", "correction", "session")
"""Kinds of which none may be lost unseen: a session could be one that was stopped."""


class Candidate(NamedTuple):
    """A version that was found. sound: it is as it was stored. brought: 1 when it was made elsewhere."""

    seq: int
    row: Row
    brought: int
    sound: bool


class Recovered(NamedTuple):
    """What a file still holds: versions by id, and how many of each kind there have to be.

    expected: None where nothing says so. complete: it is surely all.
    """

    found: Mapping[str, Candidate]
    expected: Mapping[str, int] | None
    complete: bool


def recover_history(path: Path) -> Recovered:
    """Read what the file still holds. It may be written to (a journal is played back): give a copy. Raises OSError."""
    found: dict[str, Candidate] = {}
    expected: dict[str, int] = {}
    whole = finished = False
    with suppress(sqlite3.Error, UnicodeError, KnotError), closing(connect(path, "rw")) as db:
        whole = is_whole(db)
        db.text_factory = bytes
        with suppress(sqlite3.Error):
            expected = _read_tally(db.execute("SELECT kind, versions, sums FROM tally"))
        marked: set[int] = set()
        with suppress(sqlite3.Error):
            marked = {seq for (seq,) in db.execute("SELECT seq FROM brought")}
        rows, finished = _read_by_sql(db)
        _collect(found, rows, marked, trusted=whole and finished)
    if not whole or not finished:
        log = path.with_name(path.name + "-wal")
        salvaged = salvage_rows(path.read_bytes(), log.read_bytes() if log.exists() else b"")
        # A version's seq is kept outside its record.
        _collect(found, ((seq, *rest) for seq, (first, *rest) in salvaged if first is None), None)
        expected = expected or _read_tally(values for _, values in salvaged if len(values) == 3)
    return Recovered(found, expected or None, whole and finished)


def _read_by_sql(db: sqlite3.Connection) -> tuple[list[Sequence[object]], bool]:
    """Return the rows of `version` that SQLite gives, from both ends of the table, and whether that was all."""
    more = ", brought, sum"
    with suppress(sqlite3.Error):
        if not any(name == b"brought" for _, name, *_ in db.execute("PRAGMA table_info(version)")):
            more = ""
    found: dict[object, Sequence[object]] = {}
    for way in ("ASC", "DESC"):
        try:
            for row in db.execute(f"SELECT seq, {COLUMNS}{more} FROM version NOT INDEXED ORDER BY seq {way}"):
                found[row[0]] = row
        except sqlite3.Error:
            continue
        return list(found.values()), True
    return list(found.values()), False


def _collect(
    found: dict[str, Candidate], rows: Iterable[Sequence[object]], marked: set[int] | None, trusted: bool = False
) -> None:
    """Add the versions among these rows, a sound one in the place of one that is not.

    marked: the seqs of what was made elsewhere, in schema 1; None where that is not known. trusted: the file is whole.
    """
    for columns in rows:
        with suppress(ValueError, TypeError, KeyError, OverflowError, RecursionError, AttributeError):
            one = _read_candidate(columns, marked, trusted)
            if one is not None and not (one.row.id in found and found[one.row.id].sound):
                found[one.row.id] = one


def _read_candidate(columns: Sequence[object], marked: set[int] | None, trusted: bool) -> Candidate | None:
    seq, *values = [value.decode() if isinstance(value, bytes) else value for value in columns]
    if not isinstance(seq, int) or len(values) not in (len(Row._fields), len(Row._fields) + 2):
        return None
    row = Row(*values[: len(Row._fields)])  # type: ignore[arg-type]  # what is of another type does not pass below
    brought: object = None if marked is None else int(seq in marked)
    if len(values) > len(Row._fields):
        brought, checksum = values[-2:]
        if isinstance(brought, int) and compute_checksum(seq, row, brought) == checksum:
            return Candidate(seq, row, brought, True)
    elif trusted:
        return Candidate(seq, row, int(seq in (marked or ())), True)
    row = check_exported(write_exported(row))
    return Candidate(seq, row, _guess_brought(row) if brought is None else int(bool(brought)), False)


def _guess_brought(row: Row) -> int:
    """Where nothing says who made it: what closes counts as made here, and what opens as made elsewhere."""
    return int(_can_open(row))


def _can_open(row: Row) -> bool:
    names_something = '"yes"' in row.body or '"unsure"' in row.body
    return row.kind in ("assessment", "correction") or (row.kind == "check" and not names_something)


def _read_tally(rows: Iterable[Sequence[object]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for kind, versions, _ in rows:
        name = kind.decode("utf-8", "replace") if isinstance(kind, bytes) else kind
        if name in KINDS and isinstance(versions, int):
            found[str(name)] = max(found[str(name)], versions)
    return dict(found)


def choose_versions(old: Recovered, backup: Recovered | None) -> Iterator[tuple[Row, int]]:
    """Yield the versions for a history in the place of `old`, oldest first, each with 1 when it was made elsewhere.

    Of the backup, all. Of the old file, what is sound; and what is not, where it reads as a version and opens nothing.
    """
    chosen: dict[str, Candidate] = {} if backup is None else dict(backup.found)
    for ident, one in old.found.items():
        had = chosen.get(ident)
        if one.sound or (had is None and not _can_open(one.row)):
            # What was made here by either of them stays so.
            chosen[ident] = one._replace(brought=min(one.brought, one.brought if had is None else had.brought))
    targets = {one.row.id: one.row.entry for one in chosen.values()}
    for one in sorted(chosen.values(), key=lambda one: one.row.order):
        # What it takes back is gone: so is the taking back.
        if one.row.undoes is None or targets.get(one.row.undoes) == one.row.entry:
            yield one.row, one.brought


def count_lost(old: Recovered, backup: Recovered | None) -> Counter[str] | None:
    """Count, by kind, the versions that a restore would lose; None where nobody can know.

    What does not match its checksum counts as lost where it could decide on a session.
    """
    if old.complete:
        return Counter()
    if old.expected is None:
        return None
    sound = {ident: one for ident, one in old.found.items() if one.sound}
    by_seq = {one.seq: ident for ident, one in sound.items()}
    more = {} if backup is None else {i: one for i, one in backup.found.items() if i not in sound}
    if any(one.seq in by_seq for one in more.values()):
        more = {}  # of another history: it cannot say what this one held
    lost: Counter[str] = Counter()
    for kind, expected in old.expected.items():
        there = {i for i, one in (*sound.items(), *more.items()) if one.row.kind == kind}
        if kind not in DECIDING:
            there |= {i for i, one in old.found.items() if one.row.kind == kind}
        lost[kind] = max(0, expected - len(there))
    return +lost
