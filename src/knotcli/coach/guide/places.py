"""Where it is felt → the muscles that the sources name for it; places by the words that people type. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec

from knotcli.coach.content_types import LongText, Sources
from knotcli.coach.conversion import convert_entries
from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.text import clean_text, describe_unknown, find_nearest, join_words
from knotcli.coach.vocabulary import REGIONS

REFERRAL_CAVEAT = "Referral patterns differ between people and are taught from practitioner experience."

PlaceName = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
PlaceId = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z-]*$", max_length=30)]


class AmbiguousPlace(Misuse):
    """A word that stands for several places. places: those that it could be."""

    def __init__(self, text: str, places: Sequence["Place"]) -> None:
        could = join_words([place.id for place in places], " or ")
        super().__init__(f"{clean_text(text)[:60]!r} could be {could}. Type one of these.")
        self.places = places


class Muscle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A muscle that a source names for a place.

    `region`: whose questions are asked, and whose routine reaches it. `spot`: its mark on the picture.
    Not `pressed`: a source names it, and no routine goes there.
    """

    name: PlaceName
    lies: LongText
    region: str
    spot: str = ""
    pressed: bool = True
    sources: Sources


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place where something is felt.

    `kind`: muscles (look at these), check (for the screening, no routine), never (nothing to press for).
    `region` is the place's own ("" for never), `run` the routine that reaches the muscle where it is not the
    first muscle's own. `view` and `areas` say what is shaded on the picture.
    """

    id: PlaceId
    title: PlaceName
    names: tuple[PlaceName, ...]
    felt: LongText
    note: LongText
    sources: Sources
    kind: Literal["muscles", "check", "never"] = "muscles"
    region: str = ""
    run: str = ""
    view: Literal["front", "back"] = "front"
    areas: tuple[PlaceId, ...] = ()
    muscles: tuple[Muscle, ...] = msgspec.field(default=(), name="muscle")

    @property
    def routine(self) -> str:
        """The region of the routine to run, "" where there is none."""
        return self.run or next((m.region for m in self.muscles), "")

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions whose questions are asked before that: the routine's, the muscles', the place's own."""
        if self.kind != "muscles":
            return ()
        wanted = (self.routine, *(m.region for m in self.muscles if m.pressed), self.region)
        return tuple(dict.fromkeys(wanted))

    @property
    def all_sources(self) -> tuple[str, ...]:
        """The tags of its muscles and then of the place itself, each once."""
        return tuple(dict.fromkeys((*(tag for m in self.muscles for tag in m.sources), *self.sources)))

    @property
    def commands(self) -> tuple[str, ...]:
        """What to run next, in order."""
        if self.kind != "muscles":
            return ("knot check",)
        return (f"knot check {' '.join(self.regions)}", f"knot session {self.routine}")


def build_places(table: Mapping[str, Any]) -> tuple[Place, ...]:
    """Convert a parsed places.toml. Raise KnotError that names the place and its fault."""
    places = tuple(convert_entries(table, "place", Place, "places.toml:"))
    owner: dict[frozenset[str], str] = {}
    for place in places:
        if (place.kind == "muscles") != bool(place.muscles):
            raise KnotError(f"places.toml, {place.id}: only a place of kind muscles has muscles, and it has some.")
        for region in (*place.regions, *(m.region for m in place.muscles)):
            if region not in REGIONS:
                raise KnotError(f"places.toml, {place.id}: " + describe_unknown("region", region, REGIONS))
        for name in (place.id, place.title, *place.names):
            other = owner.setdefault(_significant_words(name), place.id)
            if other != place.id:
                raise KnotError(f"places.toml: {name!r} stands for both {other} and {place.id}.")
    return places


class BroughtName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name that people bring: a muscle, or what someone has called their pain. It is no diagnosis here.

    `said`: what the guides say of it. `places`: ids of the places to look at.
    """

    words: Annotated[tuple[PlaceName, ...], msgspec.Meta(min_length=1)]
    places: Annotated[tuple[PlaceId, ...], msgspec.Meta(min_length=1)]
    said: LongText
    sources: Sources


def build_brought_names(table: Mapping[str, Any], places: Iterable[Place]) -> tuple[BroughtName, ...]:
    """Convert a parsed brought-names.toml. Raise KnotError that names the word and its fault."""
    names = tuple(convert_entries(table, "name", BroughtName, "brought-names.toml:"))
    known = [place.id for place in places]
    taken: set[frozenset[str]] = set()
    for name in names:
        for place in name.places:
            if place not in known:
                raise KnotError(f"brought-names.toml, {name.words[0]}: " + describe_unknown("place", place, known))
        for word in {_significant_words(word) for word in name.words}:
            if word in taken:
                raise KnotError(f"brought-names.toml: {' '.join(sorted(word))} stands for two things.")
            taken.add(word)
    return names


def find_brought_name(word: str, names: Iterable[BroughtName]) -> BroughtName | None:
    """Return the name that `word` is, in any order of its words; None where it is none of them."""
    asked = _significant_words(word[:200])
    return next((n for n in names if any(asked == _significant_words(w) for w in n.words)), None)


_NOISE = {
    "a", "ache", "aches", "aching", "an", "and", "any", "area", "around", "at", "both", "has", "have", "hurt",
    "hurting", "hurts", "i", "in", "is", "it's", "left", "my", "near", "of", "on", "or", "pain", "painful",
    "right", "sore", "soreness", "that", "the", "there", "to", "when", "with",
}  # fmt: skip


def _significant_words(text: str) -> frozenset[str]:
    found = re.findall(r"[^\W_]+(?:'s)?", text.lower().replace("’", "'"))
    kept = [word for word in found if word not in _NOISE] or found
    return frozenset(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in kept)


def find_place(word: str, places: Iterable[Place]) -> Place:
    """Return the place that `word` stands for: by any of its names, in any order, or by their beginnings.

    Numbness and what is never pressed for win over a muscle named beside them. Raises Ambiguous
    with the places it could be, and Misuse with the nearest and the list.
    """
    places = tuple(places)
    word = word[:200]
    asked = _significant_words(word)
    named = [(place, _significant_words(name)) for place in places for name in (place.id, place.title, *place.names)]
    titled = [
        (place, words) for place in places for words in (_significant_words(place.id), _significant_words(place.title))
    ]

    def matching(pairs: list[tuple[Place, frozenset[str]]], fits: Callable[[frozenset[str]], bool]) -> list[Place]:
        return list(dict.fromkeys(place for place, words in pairs if fits(words)))

    if not asked:
        raise Misuse(describe_unknown("place", word, [p.id for p in places]))
    said = [(place, words) for place, words in named if words <= asked]
    careful = list(dict.fromkeys(place for place, _ in said if place.kind != "muscles"))
    longest = max((len(words) for _, words in said), default=0)
    begun = matching(titled, lambda words: _all_begin(asked, words))
    for found in (
        matching(named, lambda words: words == asked),
        matching(named, lambda words: len(words) == len(asked) and _all_begin(asked, words)),
        begun if len(begun) > 1 else matching(named, lambda words: _all_begin(asked, words)),
        careful[:1],
        list(dict.fromkeys(place for place, words in said if len(words) == longest)),
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousPlace(word, found)
    names = {name.lower(): place.id for place in places for name in (place.id, place.title, *place.names)}
    close = find_nearest(word.lower().strip(), names)
    raise Misuse(describe_unknown("place", word, [p.id for p in places], names[close] if close else None))


def _all_begin(asked: frozenset[str], words: frozenset[str]) -> bool:
    return all(any(word == w or (len(word) > 2 and w.startswith(word)) for w in words) for word in asked)
