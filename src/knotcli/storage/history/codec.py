"""An entry ↔ its JSON body, the same in the store and in the export. What does not fit is refused.

A body has every field of the entry but its id, with times as ISO 8601 with offset.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from math import isfinite
from typing import Any

from knotcli.coach.record import (
    CONTENT,
    Assessment,
    Check,
    Correction,
    CourseLook,
    DeskAnswer,
    Entry,
    FollowUp,
    Rating,
    Session,
    StepDone,
)
from knotcli.coach.text import clean_text, replace_undecodable
from knotcli.coach.vocabulary import (
    ANSWERS,
    CHECK_ORIGINS,
    CLEARED_WORDS,
    DESK_WORDS,
    DURATIONS,
    FOLLOW_UP_ANSWERS,
    RATING_KINDS,
    REGIONS,
    SESSION_STATUSES,
    SIDES,
    STEP_KINDS,
    STEP_OUTCOMES,
    VERDICTS,
)

KINDS: dict[str, type[Entry]] = {
    "rating": Rating,
    "session": Session,
    "step": StepDone,
    "check": Check,
    "assessment": Assessment,
    "course-look": CourseLook,
    "follow-up": FollowUp,
    "desk": DeskAnswer,
    "correction": Correction,
}

LAST_YEAR = 2199
"""The last year in which something can be kept, by its own clock or another's: what is made later needs room after it."""
MOST_TEXT = 100_000  # characters of one text: far above any note, far below what could choke a reader

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ITEM = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)

Reader = Callable[[Any], Any]


def read_uuid(value: Any) -> str:
    """Give a UUID as lower-case text. Raises ValueError."""
    if isinstance(value, str) and _UUID.fullmatch(value.lower()):
        return value.lower()
    raise ValueError("takes a UUID")


def read_moment(value: Any) -> datetime:
    """Give the moment with its fixed offset, from ISO 8601 text. Raises ValueError."""
    try:
        at = datetime.fromisoformat(value)
        offset = at.utcoffset()
        if offset is None or not 1900 <= at.astimezone(UTC).year <= 2999 or not 1900 <= at.year <= 2999:
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        raise ValueError("takes a time with its offset, such as 2026-11-20T18:30:00+01:00") from None
    return at.replace(tzinfo=timezone(offset))


def _read_day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("takes a day such as 2026-11-20") from None


def read_text(value: Any) -> str:
    """Give the text without what could steer a terminal; newlines stay. Raises ValueError."""
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise ValueError(f"takes a text of at most {MOST_TEXT} characters")
    return value if value.isascii() and value.isprintable() else clean_text(value, lines=True)


def read_note(value: Any) -> str:
    """Return a person's own words as they were typed; they are made harmless where they are shown. Raises ValueError."""
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise ValueError(f"takes a text of at most {MOST_TEXT} characters")
    return value if value.isascii() else replace_undecodable(value)


def _whole_number(low: int, high: int) -> Reader:
    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"takes a whole number from {low} to {high}")
        return value

    return read


def _read_seconds(value: Any) -> float:
    if type(value) not in (int, float) or not isfinite(value) or not 0 <= value <= 1e6:
        raise ValueError("takes seconds, from 0 up")
    return float(value)


def _one_of(allowed: tuple[str, ...]) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(f"takes one of: {', '.join(allowed)}")
        return value

    return read


def _read_item(value: Any) -> str:
    if isinstance(value, str) and _ITEM.fullmatch(value):
        return value
    raise ValueError("takes ids such as em_chest")


def _optional(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _list_of(read: Reader) -> Reader:
    def several(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)) or len(value) > 1000:
            raise ValueError("takes a list")
        return tuple(read(v) for v in value)

    return several


def _table_of(key: Reader, read: Reader) -> Reader:
    def several(value: Any) -> dict[Any, Any]:
        if not isinstance(value, Mapping) or len(value) > 1000:
            raise ValueError("takes a table")
        return {key(k): read(v) for k, v in value.items()}

    return several


_region, _side = _one_of(REGIONS), _one_of(SIDES)
_count = _whole_number(0, 10**6)

# kind → field → how it is read. A field that the entry's class gives a default may be left out.
_FIELDS: dict[str, dict[str, Reader]] = {
    "rating": {
        "at": read_moment, "region": _region, "side": _optional(_side), "score": _whole_number(0, 10),
        "kind": _one_of(RATING_KINDS), "note": read_note, "session": _optional(read_uuid),
    },
    "session": {
        "at": read_moment, "region": _region, "routine": read_text, "side": _side, "tool": read_text,
        "status": _one_of(SESSION_STATUSES), "ended_at": _optional(read_moment), "reason": read_text, "planned_seconds": _count,
        "heat_seconds": _count, "pressure_seconds": _count, "note": read_note, "plan": read_text,
    },
    "step": {
        "at": read_moment, "session": read_uuid, "number": _count, "kind": _one_of(STEP_KINDS), "title": read_text,
        "side": _optional(_side), "tool": _optional(read_text), "planned": _count, "seconds": _read_seconds,
        "outcome": _one_of(STEP_OUTCOMES),
    },
    "check": {
        "at": read_moment, "regions": _list_of(_region), "answers": _table_of(_read_item, _one_of(ANSWERS)),
        "cleared": _table_of(_read_item, _one_of(CLEARED_WORDS)), "duration": _table_of(_region, _one_of(DURATIONS)),
        "origin": _one_of(CHECK_ORIGINS), "found": _table_of(_region, _one_of(VERDICTS)),
        "content": _whole_number(1, CONTENT), "told": _table_of(_read_item, read_text), "carried": _table_of(_read_item, read_moment),
        "withdrawn": _list_of(_read_item), "not_applicable": _table_of(_read_item, _read_item),
        "said": _table_of(_read_item, _list_of(_whole_number(1, 99))), "put": _table_of(_read_item, read_text),
    },
    "course-look": {"at": read_moment, "region": _region, "day": _read_day},
    "assessment": {"at": read_moment, "day": _read_day, "flags": _list_of(_read_item), "note": read_note},
    "follow-up": {"at": read_moment, "region": _region, "answer": _one_of(FOLLOW_UP_ANSWERS), "about": _optional(read_uuid)},
    "desk": {"at": read_moment, "region": _region, "topic": _read_item, "word": _one_of(DESK_WORDS)},
    "correction": {"at": read_moment, "flag": _read_item, "named": read_moment, "sentence": read_text},
}  # fmt: skip
_SINCE_CONTENT_2 = ("content", "told", "carried", "withdrawn", "not_applicable", "said", "put")
_NAMES = {cls: kind for kind, cls in KINDS.items()}


def kind_of_entry(entry: Entry) -> str:
    """Return the name of the entry's kind: rating, session, step, check, assessment, course-look, follow-up, desk."""
    return _NAMES[type(entry)]


def name_of_kind(kind: type[Any]) -> str:
    """Return the name of a kind of entry."""
    return _NAMES[kind]


def decode_entry(kind: str, ident: str, body: Any) -> Entry:
    """Read a body. Raises ValueError with the field and what it takes, never with what it held."""
    fields = _FIELDS[kind]
    if not isinstance(body, dict):
        raise ValueError("takes a table of fields")
    if strange := [name for name in body if name not in fields]:
        raise ValueError(f"{clean_text(str(strange[0]))[:40]!r} is not a field of a {kind}")
    # A check that names no set of questions was asked by the first one.
    values: dict[str, Any] = {"content": 1} if kind == "check" else {}
    for name, value in body.items():
        try:
            values[name] = fields[name](value)
        except ValueError as error:
            raise ValueError(f"{name} {error}") from None
    try:
        return KINDS[kind](id=read_uuid(ident), **values)
    except TypeError:
        given = ", ".join(sorted(set(fields) - set(values)))
        raise ValueError(f"something is missing of: {given}") from None


def encode_entry(entry: Entry) -> dict[str, Any]:
    """Write an entry's body, checked and cleaned. Raises ValueError for one that could not be read again."""
    raw = {name: getattr(entry, name) for name in _FIELDS[kind_of_entry(entry)]}
    return write_body(
        decode_entry(kind_of_entry(entry), entry.id, {name: _plain(value) for name, value in raw.items()})
    )


def write_body(entry: Entry) -> dict[str, Any]:
    """Write the body of an entry that `decode` gave."""
    fields = _FIELDS[kind_of_entry(entry)]
    if isinstance(entry, Check) and entry.content < CONTENT:
        # As the version that asked it wrote it, so that it is the same entry wherever it goes.
        fields = {name: read for name, read in fields.items() if name not in _SINCE_CONTENT_2}
    return {name: _plain(getattr(entry, name)) for name in fields}


def dump_body(body: Mapping[str, Any]) -> str:
    """Write a body as the one JSON text that stands for it."""
    return _JSON.encode(body)


def load_entry(kind: str, ident: str, stored: str) -> Entry:
    """Read a body from the store. Raises ValueError (json's own is one)."""
    return decode_entry(kind, ident, json.loads(stored))


def to_micros(at: datetime) -> int:
    """Write a moment as microseconds since 1970 in UTC."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def from_micros(number: int) -> datetime:
    """Read such a number, as a moment in UTC."""
    return _EPOCH + timedelta(microseconds=number)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value]
