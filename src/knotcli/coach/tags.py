"""Tags: single words that a person gives an entry, to look back by."""

import unicodedata
from collections.abc import Iterable

from knotcli.coach.errors import Misuse
from knotcli.coach.text import clean_text

TAG_MAX_LENGTH = 32
"""Characters of a tag (contract)."""


def normalize_tag(word: str) -> str | None:
    """Return a tag as it is kept: in lower case, composed. None for anything but letters, digits and hyphens."""
    tag = unicodedata.normalize("NFC", word.strip().lower())
    if not 1 <= len(tag) <= TAG_MAX_LENGTH or not all(c.isalnum() or c == "-" for c in tag):
        return None
    return tag


def parse_tags(words: Iterable[str]) -> tuple[str, ...]:
    """Return the tags that were typed, each once and in their order. Raise Misuse for what is none."""
    found: list[str] = []
    for word in words:
        tag = normalize_tag(word)
        if tag is None:
            raise Misuse(
                f"{clean_text(word)[:40]!r} is not a tag. A tag is one word of 1 to {TAG_MAX_LENGTH} letters, digits or "
                "hyphens.",
                "Nothing was saved.",
            )
        found.append(tag)
    return tuple(dict.fromkeys(found))
