"""Words that a person gives for an entry: its note, and the beginning of its id."""

from knotcli.coach.errors import Misuse
from knotcli.coach.text import clean

MOST_NOTE = 2000
"""Characters that a note holds (own decision)."""
LEAST_ID = 4
"""Characters of an id that have to be typed (own decision): fewer are too easily those of another entry."""


def note(text: str) -> str:
    """Read a note, without what could steer a terminal. Raises Misuse for one that is too long."""
    if len(text) > MOST_NOTE:
        raise Misuse(
            f"A note holds at most {MOST_NOTE} characters; this one has {len(text)}. Nothing was stored."
        )
    return clean(text)


def beginning(word: str) -> str:
    """Read the beginning of an id. Raises Misuse for one that is too short."""
    if len(word.strip()) < LEAST_ID:
        raise Misuse(f"An id takes at least its first {LEAST_ID} characters. knot history shows the ids.")
    return word.strip().lower()
