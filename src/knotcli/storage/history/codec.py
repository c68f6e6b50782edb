"""An entry ↔ its JSON body, the same in the store and in the export. What does not fit is refused.

A body has every field of the entry but its id, with times as ISO 8601 with offset.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Annotated, Any

from knotcli.coach import record
from knotcli.coach.text import clean_text
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
    Side,
    StepKind,
    StepOutcome,
)
from knotcli.storage.history.body_values import (
    Reader,
    list_of,
    one_of,
    optional,
    read_day,
    read_item,
    read_moment,
    read_note,
    read_seconds,
    read_tag,
    read_text,
    read_uuid,
    table_of,
    whole_number,
)

KINDS: dict[str, type[record.Entry]] = {
    "rating": record.Rating, "session": record.Session, "step": record.StepDone, "check": record.Check, "assessment": record.Assessment,
    "course-look": record.CourseLook, "follow-up": record.FollowUp, "desk": record.DeskAnswer, "correction": record.Correction,
    "week": record.WeekAnswer, "break": record.BreakTaken,
}  # fmt: skip

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)

_region, _side = one_of(REGIONS), one_of(SIDES)
_count, _score = whole_number(0, 10**6), whole_number(0, 10)

# kind → field → how it is read. A field that the entry's class gives a default may be left out.
_FIELDS: dict[str, dict[str, Reader]] = {
    "rating": {
        "at": read_moment, "region": _region, "side": optional(_side), "score": _score,
        "kind": one_of(RATING_KINDS), "note": read_note, "session": optional(read_uuid), "tags": list_of(read_tag),
    },
    "session": {
        "at": read_moment, "region": _region, "routine": read_text, "side": _side, "tool": read_text,
        "status": one_of(SESSION_STATUSES), "ended_at": optional(read_moment), "reason": read_text, "planned_seconds": _count,
        "heat_seconds": _count, "pressure_seconds": _count, "note": read_note, "plan": read_text,
        "tags": list_of(read_tag),
    },
    "step": {
        "at": read_moment, "session": read_uuid, "number": _count, "kind": one_of(STEP_KINDS), "title": read_text,
        "side": optional(_side), "tool": optional(read_text), "planned": _count, "seconds": read_seconds,
        "outcome": one_of(STEP_OUTCOMES),
    },
    "check": {
        "at": read_moment, "regions": list_of(_region), "answers": table_of(read_item, one_of(ANSWERS)),
        "cleared": table_of(read_item, one_of(CLEARED_WORDS)), "duration": table_of(_region, one_of(DURATIONS)),
        "origin": one_of(CHECK_ORIGINS), "found": table_of(_region, one_of(VERDICTS)),
        "content": whole_number(1, record.CONTENT), "told": table_of(read_item, read_text), "carried": table_of(read_item, read_moment),
        "withdrawn": list_of(read_item), "not_applicable": table_of(read_item, read_item),
        "said": table_of(read_item, list_of(whole_number(1, 99))), "put": table_of(read_item, read_text),
    },
    "course-look": {"at": read_moment, "region": _region, "day": read_day},
    "assessment": {"at": read_moment, "day": read_day, "flags": list_of(read_item), "note": read_note},
    "follow-up": {"at": read_moment, "region": _region, "answer": one_of(FOLLOW_UP_ANSWERS), "about": optional(read_uuid)},
    "desk": {"at": read_moment, "region": _region, "topic": read_item, "word": one_of(DESK_WORDS)},
    "correction": {"at": read_moment, "flag": read_item, "named": read_moment, "sentence": read_text},
    "week": {"at": read_moment, "pain": _score, "enjoyment": _score, "activity": _score},
    "break": {"at": read_moment, "regions": list_of(_region), "seconds": _count},
}  # fmt: skip
_SINCE_CONTENT_2 = ("content", "told", "carried", "withdrawn", "not_applicable", "said", "put")
_NAMES = {cls: kind for kind, cls in KINDS.items()}


def kind_of_entry(entry: record.Entry) -> str:
    """Return the name of the entry's kind: rating, session, step, check, assessment, course-look, follow-up, desk, correction, week, break."""
    return _NAMES[type(entry)]


def name_of_kind(kind: type[Any]) -> str:
    """Return the name of a kind of entry."""
    return _NAMES[kind]


def decode_entry(kind: str, ident: str, body: Any) -> record.Entry:
    """Read a body. Raises ValueError with the field and what it takes, never with what it held."""
    fields = _FIELDS[kind]
    if not isinstance(body, dict):
        raise ValueError("takes a table of fields")
    if not body.keys() <= fields.keys():
        strange = next(name for name in body if name not in fields)
        raise ValueError(f"{clean_text(str(strange))[:40]!r} is not a field of a {kind}")
    # A check that names no set of questions was asked by the first one.
    values: dict[str, Any] = {"content": 1} if kind == "check" else {}
    name = ""
    try:
        for name, value in body.items():
            values[name] = fields[name](value)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None
    try:
        return KINDS[kind](id=read_uuid(ident), **values)
    except TypeError:
        given = ", ".join(sorted(set(fields) - set(values)))
        raise ValueError(f"something is missing of: {given}") from None


def encode_entry(entry: record.Entry) -> dict[str, Any]:
    """Write an entry's body, checked and cleaned. Raises ValueError for one that could not be read again."""
    raw = {name: getattr(entry, name) for name in _FIELDS[kind_of_entry(entry)]}
    return write_body(
        decode_entry(kind_of_entry(entry), entry.id, {name: _plain(value) for name, value in raw.items()})
    )


def write_body(entry: record.Entry) -> dict[str, Any]:
    """Write the body of an entry that `decode` gave. Without tags it is as the versions before them wrote it."""
    fields = _FIELDS[kind_of_entry(entry)]
    if isinstance(entry, record.Check) and entry.content < record.CONTENT:
        # As the version that asked it wrote it, so that it is the same entry wherever it goes.
        fields = {name: read for name, read in fields.items() if name not in _SINCE_CONTENT_2}
    body = {name: _plain(getattr(entry, name)) for name in fields}
    return {name: value for name, value in body.items() if name != "tags" or value}


def dump_body(body: Mapping[str, Any]) -> str:
    """Write a body as the one JSON text that stands for it."""
    return _JSON.encode(body)


def load_entry(kind: str, ident: str, stored: str) -> record.Entry:
    """Read a body from the store. Raises ValueError (json's own is one)."""
    return decode_entry(kind, ident, json.loads(stored))


def load_steps(rows: Iterable[tuple[str, str]]) -> Iterator[record.StepDone]:
    """Read the ids and bodies of steps. Raises ValueError.

    A history of years has tens of thousands of them, so msgspec reads what it takes as it stands, a quarter of the time. All else is read by
    `load_entry`: what is refused, and how it is told, is its word alone.
    """
    read_body = _steps_decoder()
    # The same ones come again and again: a session's id, a step's title and tool.
    read_session, read_words = lru_cache(maxsize=64)(read_uuid), lru_cache(maxsize=256)(optional(read_text))
    make = record.StepDone._make
    for ident, stored in rows:
        try:
            body = read_body(stored)
            yield make((
                read_uuid(ident), read_moment(body.at), read_session(body.session), body.number, body.kind, read_words(body.title),
                body.side, read_words(body.tool), body.planned, body.seconds, body.outcome,
            ))  # fmt: skip
        except ValueError:
            entry = load_entry("step", ident, stored)
            assert isinstance(entry, record.StepDone)
            yield entry


@cache
def _steps_decoder() -> Callable[[str], Any]:
    import msgspec

    count, seconds = (Annotated[kind, msgspec.Meta(ge=0, le=10**6)] for kind in (int, float))
    fields: dict[str, Any] = {
        "at": str, "session": str, "number": count, "kind": StepKind, "title": str, "side": Side | None, "tool": str | None,
        "planned": count, "seconds": seconds, "outcome": StepOutcome,
    }  # fmt: skip
    return msgspec.json.Decoder(msgspec.defstruct("StepBody", [*fields.items()], forbid_unknown_fields=True)).decode


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
