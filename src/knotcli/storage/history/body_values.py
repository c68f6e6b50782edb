"""One value of an entry's body, read from JSON. Each reader raises ValueError with what it takes, never with what it got."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

from knotcli.coach.tags import normalize_tag
from knotcli.coach.text import clean_text, replace_undecodable

LAST_YEAR = 2199
"""The last year in which something can be kept, by its own clock or another's: what is made later needs room after it."""
MOST_TEXT = 100_000  # characters of one text: far above any note, far below what could choke a reader

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ITEM = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")


Reader = Callable[[Any], Any]


def read_uuid(value: Any) -> str:
    """Give a UUID as lower-case text. Raises ValueError."""
    if isinstance(value, str) and (_UUID.fullmatch(value) or _UUID.fullmatch(value := value.lower())):
        return value
    raise ValueError("takes a UUID")


def read_moment(value: Any) -> datetime:
    """Give the moment with its fixed offset, from ISO 8601 text. Raises ValueError."""
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None or not 1900 <= at.year <= 2999:
            raise ValueError
        # Only in the first and last of these years can UTC's be another.
        if at.year in (1900, 2999) and not 1900 <= at.astimezone(UTC).year <= 2999:
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        raise ValueError("takes a time with its offset, such as 2026-11-20T18:30:00+01:00") from None
    return at


def read_day(value: Any) -> date:
    """Give the day, from ISO 8601 text. Raises ValueError."""
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


def whole_number(low: int, high: int) -> Reader:
    """Return the reader of a whole number from `low` to `high`."""

    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"takes a whole number from {low} to {high}")
        return value

    return read


def read_seconds(value: Any) -> float:
    """Give seconds, from 0 up. Raises ValueError."""
    if type(value) not in (int, float) or not isfinite(value) or not 0 <= value <= 1e6:
        raise ValueError("takes seconds, from 0 up")
    return float(value)


def one_of(allowed: tuple[str, ...]) -> Reader:
    """Return the reader of one of the words of a vocabulary."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(f"takes one of: {', '.join(allowed)}")
        return value

    return read


def read_item(value: Any) -> str:
    """Give the id of something in the content. Raises ValueError."""
    if isinstance(value, str) and _ITEM.fullmatch(value):
        return value
    raise ValueError("takes ids such as em_chest")


def read_tag(value: Any) -> str:
    """Give a tag as it is kept, in lower case. Raises ValueError."""
    if not isinstance(value, str) or (tag := normalize_tag(value)) is None:
        raise ValueError("takes single words of letters, digits and hyphens")
    return tag


def optional(read: Reader) -> Reader:
    """Return a reader that takes null too."""
    return lambda value: None if value is None else read(value)


def list_of(read: Reader) -> Reader:
    """Return the reader of a list, into a tuple."""

    def several(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)) or len(value) > 1000:
            raise ValueError("takes a list")
        return tuple(read(v) for v in value)

    return several


def table_of(key: Reader, read: Reader) -> Reader:
    """Return the reader of an object, its keys by `key`."""

    def several(value: Any) -> dict[Any, Any]:
        if not isinstance(value, Mapping) or len(value) > 1000:
            raise ValueError("takes a table")
        return {key(k): read(v) for k, v in value.items()}

    return several
