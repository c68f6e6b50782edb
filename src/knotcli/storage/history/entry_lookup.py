"""Finds an entry by the beginning of its id, and lists the states that it had."""

import sqlite3
from datetime import datetime
from typing import NamedTuple

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import ID_PREFIX_LENGTH
from knotcli.coach.record import Entry, Rating, Session
from knotcli.coach.text import clean_text
from knotcli.storage.history import versions
from knotcli.storage.history.codec import from_micros, kind_of_entry
from knotcli.storage.history.versions import Row

_NAMED = {
    "check": "a check", "step": "a session's step", "course-look": "a look at the course",
    "follow-up": "an answer after a session", "desk": "an answer at the desk", "week": "three answers about a week",
}  # fmt: skip


class Version(NamedTuple):
    """One state that an entry had. removed: the entry was removed then. undone: the state was taken back."""

    id: str
    made_at: datetime
    entry: Entry
    removed: bool
    undone: bool


def find_entry_id(db: sqlite3.Connection | None, word: str) -> str:
    """Give the id that begins with `word`, of an entry that stands or was removed. Raises Misuse."""
    begin = word.strip().lower()
    known: list[tuple[str]] = []
    if db is not None and begin and set(begin) <= set("0123456789abcdef-"):
        query = "SELECT DISTINCT entry FROM version WHERE entry>=? AND entry<? LIMIT 6"
        known = db.execute(query, (begin, begin + "g")).fetchall()
    if not known:
        raise Misuse(f"No entry has an id that begins with {clean_text(word)[:40]!r}. knot history shows the ids.")
    if len(known) > 1 and db is not None:
        of = [versions.versions_of_entry(db, ident)[-1] for (ident,) in known[:5]]
        names = [f"{row.entry[:13]} ({name_entry(row.load())})" for row in of]
        more = " and more" if len(known) > 5 else ""
        raise Misuse(f"{begin!r} could be {', '.join(names)}{more}. Type a little more of it.")
    return known[0][0]


def list_states(db: sqlite3.Connection, ident: str) -> tuple[Row | None, list[Version]]:
    """Give the row that stands, and every state the entry had, oldest first."""
    rows = versions.versions_of_entry(db, ident)
    undone = {row.undoes for row in rows}
    had = [
        Version(row.id, from_micros(row.made_at), row.load(), bool(row.removed), row.id in undone)
        for row in rows
        if row.undoes is None
    ]
    return versions.find_standing(rows), had


def name_entry(entry: Entry) -> str:
    """Name an entry in a few words, without its note."""
    when = f"{entry.at:%Y-%m-%d %H:%M}"
    if isinstance(entry, Rating):
        return f"{entry.region} {entry.score}, {when}"
    if isinstance(entry, Session):
        return f"session {entry.region}, {when}"
    return f"{_NAMED.get(kind_of_entry(entry), 'an assessment')}, {when}"


def shorten_id(db: sqlite3.Connection, ident: str) -> str:
    """Give the shortest beginning of an id that no other entry's id has."""
    (before,) = db.execute("SELECT max(entry) FROM version WHERE entry<?", (ident,)).fetchone()
    (after,) = db.execute("SELECT min(entry) FROM version WHERE entry>?", (ident,)).fetchone()
    length = ID_PREFIX_LENGTH
    while length < len(ident) and any(other and other[:length] == ident[:length] for other in (before, after)):
        length += 1
    return ident[:length]
