"""Questions that take one of a few words."""

from collections.abc import Sequence
from typing import TypeVar

from knotcli.world import World

W = TypeVar("W", bound=str)


def ask_word(world: World, prompt: str, words: Sequence[W], fault: str = "") -> W:
    """Ask until one of `words` is typed, or the beginning of one; return the word.

    An empty word among them lets Enter alone answer. fault: the reply to anything else. Raises EOFError.
    """
    while True:
        typed = world.ask(prompt).lower()
        for word in words:
            if word == typed or (typed and word.startswith(typed)):
                return word
        world.tell([((fault or f"Type one of: {', '.join(words)}.", "warn"),)])
