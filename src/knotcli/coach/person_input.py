"""Parse the short texts that a person types: a region, a side, a rating, a note, the beginning of an id.

Each parser raises Misuse with one line that says what is allowed. What is typed on any keyboard is read alike.
"""

import re
from collections.abc import Collection, Sequence
from typing import TypeVar
from unicodedata import decimal

from knotcli.coach.errors import Misuse
from knotcli.coach.text import clean_text, describe_unknown, find_nearest, replace_undecodable
from knotcli.coach.vocabulary import AMBIGUOUS_NAMES, OTHER_NAMES, REGIONS, SIDES, Region, Side

_FULL_WIDTH = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
"""The full-width forms of the ASCII characters, as East Asian keyboards type them (Unicode, Halfwidth and Fullwidth)."""


def fold_width(text: str) -> str:
    """Return `text` with full-width letters and every script's decimal digits as plain ASCII ones."""
    if text.isascii():
        return text
    return "".join(str(decimal(char, char)) for char in text.translate(_FULL_WIDTH))


W = TypeVar("W", bound=str)
SCORE_MEANING = "0 is no pain, 10 the worst pain you can imagine"
NOTE_MAX_LENGTH = 2000
"""Characters that a note holds (own decision)."""
ID_PREFIX_LENGTH = 4
"""Characters of an id that have to be typed (own decision): with fewer, two entries are too easily confused."""


class AmbiguousRegion(Misuse):
    """A word that stands for several regions. regions: those that it could be."""

    def __init__(self, text: str, regions: Sequence[Region]) -> None:
        super().__init__(f"{clean_text(text)!r} could be {' or '.join(regions)}.", "Type a little more of it.")
        self.regions = regions


def find_regions(text: str) -> list[Region]:
    """Return the regions that `text` could mean: by a name, another common name, or a beginning."""
    name = _spell_region(text)
    if name in OTHER_NAMES:
        return [OTHER_NAMES[name]]
    begun = [r for r in REGIONS if r == name] or [r for r in REGIONS if name and r.startswith(name)]
    return [*AMBIGUOUS_NAMES.get(name, begun)]


def parse_region(text: str) -> Region:
    """Return the one region meant by `text`.

    Raise AmbiguousRegion where it could be several; the message of any other Misuse names the nearest and lists all.
    """
    found = find_regions(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousRegion(text, found)
    close = find_nearest(_spell_region(text), (*REGIONS, *OTHER_NAMES))
    raise Misuse(describe_unknown("region", text, REGIONS, OTHER_NAMES.get(close or "", close)))


def _spell_region(text: str) -> str:
    return "-".join(text.lower().replace("_", " ").replace("-", " ").split())


def join_region_words(words: Sequence[str], kept: Collection[int] = ()) -> list[str]:
    """Return the words with any two neighbours that name one region joined: "low", "back" → "low back".

    kept: indices of words that do not begin such a pair.
    """
    joined: list[str] = []
    rest = list(enumerate(words))
    while rest:
        number, word = rest.pop(0)
        if rest and number not in kept and find_regions(f"{word} {rest[0][1]}"):
            word = f"{word} {rest.pop(0)[1]}"
        joined.append(word)
    return joined


def parse_side(text: str | None) -> Side | None:
    """Return left, right or both for a unique beginning of it; None stays None."""
    return None if text is None else parse_word("side", text, SIDES)


def parse_word(what: str, text: str, words: Sequence[W]) -> W:
    """Return the one of `words` meant by a unique beginning. `what` it is goes into the message."""
    begun = [word for word in words if text.strip() and word.startswith(text.strip().lower())]
    if len(begun) != 1:
        raise Misuse(describe_unknown(what, text, words))
    return begun[0]


def parse_score(text: str) -> int:
    """Return a rating: a whole number from 0 to 10 (0–10 numeric rating scale, O-44)."""
    if re.fullmatch(r"\+?0*(\d|10)", word := fold_width(text.strip()), re.ASCII):
        return int(word)
    raise Misuse(
        f"{clean_text(text)[:40]!r} is not a rating. It takes a whole number from 0 to 10: {SCORE_MEANING}.",
        "Nothing was saved.",
    )


def parse_note(text: str) -> str:
    """Return a note as it was typed, with � for bytes that are no text; refuse one that is too long.

    It is made harmless where it is shown.
    """
    if len(text) > NOTE_MAX_LENGTH:
        raise Misuse(
            f"A note holds at most {NOTE_MAX_LENGTH} characters; this one has {len(text)}.", "Nothing was saved."
        )
    return replace_undecodable(text).strip()


def parse_id_prefix(text: str) -> str:
    """Return the beginning of an entry's id in lower case; refuse one that is too short."""
    if len(text.strip()) < ID_PREFIX_LENGTH:
        raise Misuse(f"An id takes at least its first {ID_PREFIX_LENGTH} characters. knot history shows the ids.")
    return text.strip().lower()


def parse_whole_number(text: str, name: str, least: int, most: int) -> int:
    """Return the whole number that the option `name` was given; refuse one outside `least` to `most`."""
    word = fold_width(text.strip())
    if word.isascii() and word.isdigit() and len(word) < 10 and least <= int(word) <= most:
        return int(word)
    raise Misuse(f"{name} takes a whole number from {least} to {most}, not {clean_text(text)[:40]!r}.")


def parse_choice(text: str, most: int) -> int | None:
    """Return a plain whole number from 0 to `most`, such as one of a list; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return None
    return found if (found := int(text)) <= most else None
