"""Questions that take one of a few words. Each goes through `World.ask`, which drops what was typed before it."""

from collections.abc import Sequence
from typing import TypeVar

from knotcli.world import World

W = TypeVar("W", bound=str)


def ask_word(world: World, prompt: str, words: Sequence[W], fault: str = "") -> W:
    """Ask until one of `words` is typed, its beginning, or its number from 1; return the word.

    A number can be typed on every keyboard layout. An empty word among them lets Enter alone answer. fault: the reply
    to anything else. Raises EOFError.
    """
    numbered = list(enumerate((word for word in words if word), 1))
    while True:
        typed = world.ask(prompt).lower()
        for word in words:
            if word == typed or (typed and word.startswith(typed)):
                return word
        for number, word in numbered:
            if typed == str(number):
                return word
        told = ", ".join(f"{number} {word}" for number, word in numbered)
        world.tell([((fault or f"Type one of these words, or its number: {told}.", "warn"),)])


def ask_yes_no(world: World, question: str) -> bool:
    """Ask until yes or no is said, by its letter or its number. Raises EOFError."""
    return ask_word(world, f"{question} [1] yes  [2] no: ", ("yes", "no")) == "yes"
