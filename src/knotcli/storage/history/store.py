"""What is kept, in one SQLite file. Reading writes nothing; a command that returned is on the disk.

Every method opens the file, does its work in one transaction, and closes it. Each raises KnotError, with one
line that names the file and nothing that it holds.
"""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.record import Check, Entry, Session
from knotcli.storage.files.paths import DiskChanges
from knotcli.storage.history.connection import reporting_damage
from knotcli.storage.history.reading import HistoryReader

if TYPE_CHECKING:
    import sqlite3

    from knotcli.storage.history.acts import Taken
    from knotcli.storage.history.entry_lookup import Version
    from knotcli.storage.history.merging import Merged


class Transaction(HistoryReader):
    """Everything kept, within one transaction: read it, then store what was decided on it."""

    def __init__(self, path: Path, now: Callable[[], datetime], db: "sqlite3.Connection") -> None:
        super().__init__(path, now)
        self._db = db
        self._open = (db,)

    def add(self, *entries: Entry, alone: bool = False) -> None:
        """Store entries, as `History.add` does. Raises KnotError."""
        from knotcli.storage.history import acts

        self._evidence = None
        acts.add_entries(self._db, [(entry, acts.body_to_store(entry)) for entry in entries], self.now(), alone=alone)

    def change(self, entry: Entry) -> None:
        """Store a new state of an entry, as `History.change` does. Raises Misuse and Held."""
        from knotcli.storage.history import acts

        self._evidence = None
        acts.change_entry(self._db, entry, acts.body_to_store(entry), self.now())

    def put_right(self, entries: Sequence[Entry], removed: Collection[str] = ()) -> None:
        """Store new states of entries, or first ones, as one act; those whose ids are in `removed` are taken away."""
        from knotcli.storage.history import acts

        self._evidence = None
        ready = [(entry, acts.body_to_store(entry)) for entry in entries]
        acts.put_right(self._db, ready, removed, self.now())

    def keep_session(self, session: Session, entries: Sequence[Entry], stored: int) -> bool:
        """Store a running session as it is now, with its entries from number `stored` on; return whether any was missing.

        Where the file was replaced or deleted meanwhile, all that it lacks is stored again. A note and tags that were
        edited elsewhere stay. Raises KnotError.
        """

        def is_kept(ident: str) -> bool:
            return bool(self._rows("SELECT 1 FROM version WHERE entry=? LIMIT 1", (ident,)))

        missing = not is_kept(entries[stored - 1].id if stored else session.id)
        if missing and not is_kept(session.id):
            self.add(session)
        self.add(*entries[0 if missing else stored :])
        for one in self.sessions(session.region, session.at.date(), session.at.date()):
            if one.id == session.id:
                session = session._replace(note=one.note, tags=one.tags)
        self.change(session)
        return missing


class History(HistoryReader):
    """The history in the file `path`, made with its folder at the first write."""

    # Acts

    @contextmanager
    def writing(self, more: bool = False) -> "Iterator[Transaction]":
        """Open one transaction to read everything kept, to decide, and to store: nobody else writes meanwhile.

        What is added or changed in it is stored when the block ends, all or none; an exception stores nothing. Keep it
        short and ask nobody anything in it, for every other writer waits. more: as for `add`.
        """
        with self._write(more) as db:
            yield Transaction(self.path, self.now, db)

    def add(self, *entries: Entry, alone: bool = False, more: bool = False) -> None:
        """Store entries: all, or none. One that is stored already, with the same content, is left alone.

        alone: this is an act of its own, and no part of the session that it belongs to. more: others follow soon,
        and it has to be quick. Raises KnotError; a sign that was named then leaves a mark, which closes every gate.
        """
        from knotcli.storage.history import acts
        from knotcli.storage.history.stop_marks import marking_named

        if ready := [(entry, acts.body_to_store(entry)) for entry in entries]:
            named = any(isinstance(one, Check) and (one.answers or not one.withdrawn) for one in entries)
            with marking_named(self.path, self.now(), named), self._write(more) as db:
                acts.add_entries(db, ready, self.now(), alone=alone)

    def add_unknown(self, entries: Sequence[Entry], dry_run: bool = False) -> "Merged":
        """Store the entries of a table whose ids are not known yet, as one act, and count. Others are left alone."""
        from knotcli.storage.history import acts, merging
        from knotcli.storage.history.codec import kind_of_entry

        ready = [(entry, acts.body_to_store(entry)) for entry in entries]
        if not ready:
            return merging.count_merged({})
        with self._copy() if dry_run else self._write() as db:
            added = Counter(acts.add_entries(db, ready, self.now(), brought=True))
        counts = {("added", kind): n for kind, n in added.items()}
        for kind, n in Counter(kind_of_entry(entry) for entry in entries).items():
            counts["known", kind] = n - added[kind]
        return merging.count_merged(counts)

    def change(self, entry: Entry) -> None:
        """Store a new state of an entry; the earlier ones stay. Raises Misuse and Held.

        A session that runs while another window removes it comes back with its next state.
        """
        from knotcli.storage.history import acts

        body = acts.body_to_store(entry)
        if not self._there():
            raise Misuse("Nothing is saved yet that could be changed.")
        with self._write() as db:
            acts.change_entry(db, entry, body, self.now())

    def remove(self, word: str) -> "Taken":
        """Remove a rating, or a session together with its ratings and steps; undo brings all of it back.

        Checks, assessments and sessions that were stopped stay: that raises Held. `word` is as for `get`.
        """
        from knotcli.storage.history import acts, entry_lookup

        self.get(word)
        with self._write() as db:
            return acts.remove_entry(db, entry_lookup.find_entry_id(db, word), self.now())

    def undo(self) -> "Taken":
        """Take back the newest act, and the next time the one before. An act is one command: what it
        logged, changed, removed or imported from a table; or a whole session, unless it was stopped.

        Raises Held when that is a check, an assessment or a stopped session; KnotError when nothing is left.
        """
        from knotcli.storage.history import acts

        if not self._there():
            raise KnotError("There is nothing to undo.")
        with self._write() as db:
            return acts.undo_newest_act(db, self.now())

    # One entry

    def get(self, word: str) -> "tuple[Entry, Version]":
        """Give the entry whose id begins with `word`, and its version. Raises Misuse: unknown, or not unique.

        A removed entry is given as it was last, with a version that says removed.
        """
        from knotcli.storage.history import entry_lookup

        with self._read() as db:
            ident = entry_lookup.find_entry_id(db, word)
            top, had = entry_lookup.list_states(db, ident) if db is not None else (None, [])
        if top is not None:
            version = next(version for version in had if version.id == top.id)
        else:
            last = next((version for version in reversed(had) if not version.undone), had[-1])
            version = last._replace(removed=True)
        return version.entry, version

    def earlier(self, word: str) -> "list[Version]":
        """Give every state that an entry had, oldest first, the present one too. Raises Misuse as `get`."""
        from knotcli.storage.history import entry_lookup

        with self._read() as db:
            ident = entry_lookup.find_entry_id(db, word)
            return entry_lookup.list_states(db, ident)[1] if db is not None else []

    def short(self, idents: Iterable[str]) -> dict[str, str]:
        """Give each id's shortest beginning, from 4 characters, that no other entry's id has."""
        from knotcli.storage.history import entry_lookup

        with self._read() as db:
            return {ident: ident if db is None else entry_lookup.shorten_id(db, ident) for ident in idents}

    # Out and in

    def versions(self) -> Iterator[dict[str, Any]]:
        """Give every version of everything, as the rows of the lossless export, oldest first."""
        from knotcli.storage.history import merging

        with self._read() as db:
            if db is not None:
                yield from merging.export_rows(db)

    def merge(self, rows: Iterable[Any], dry_run: bool = False) -> "Merged":
        """Bring in such rows, all or none, and count. Raises KnotError with the number of a broken one.

        What the other history removed is removed here too, and undo brings it back; no version is ever lost.
        """
        from knotcli.storage.history import merging

        ready = merging.read_exported(rows)
        if not self._there():
            # Before the first entry of all: a broken file must not leave an empty history behind.
            with self._copy() as db:
                merging.plan_merge(db, ready)
        with self._copy() if dry_run or not ready else self._write() as db:
            return merging.merge_rows(db, ready)

    @contextmanager
    def _copy(self) -> "Iterator[sqlite3.Connection]":
        from knotcli.storage.history import database

        with self._read() as there, database.copy_to_memory(there) as copy, reporting_damage(self.path):
            yield copy

    @contextmanager
    def _write(self, more: bool = False) -> "Iterator[sqlite3.Connection]":
        from knotcli.storage.history import database
        from knotcli.storage.history.stop_marks import settle_stops

        def before(path: Path, migration: bool) -> None:
            place = database.place_of_backup(path, self.now(), migration)
            if not os.path.lexists(place):
                from knotcli.storage import backups

                backups.back_up_before_write(path, place, migration)

        with database.open_to_write(self.path, before, more) as db, reporting_damage(self.path):
            # A running session stores its own.
            marks = [] if more else settle_stops(Transaction(self.path, self.now, db))
            yield db
        for mark in marks:
            mark.unlink(missing_ok=True)
        DiskChanges.number += 1

    def _there(self) -> bool:
        with self._read() as db:
            return db is not None
