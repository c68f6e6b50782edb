"""Questions that take one of a few words. Each goes through `World.ask`, which drops what was typed before it."""

from collections.abc import Sequence
from typing import TypeVar

from knotcli.world import World

W = TypeVar("W", bound=str)


def ask_word(world: World, prompt: str, words: Sequence[W], fault: str = "") -> W:
    """Ask until one of `words` is typed, or the beginning of one; return the word.

    An empty word among them lets Enter alone answer. fault: the reply to anything else. Raises EOFError.
    """
    while True:
        if (word := _match_word(world.ask(prompt).lower(), words)) is not None:
            return word
        world.tell([((fault or f"Type one of: {', '.join(word for word in words if word)}.", "warn"),)])


def ask_choice(world: World, question: str, words: Sequence[W]) -> W:
    """Ask until one of `words` is chosen, by its beginning or by the number that the prompt shows; return the word.

    A number can be typed on every keyboard layout. Raises EOFError.
    """
    choices = "  ".join(f"[{number}] {word}" for number, word in enumerate(words, 1))
    numbers = {str(number): word for number, word in enumerate(words, 1)}
    while True:
        typed = world.ask(f"{question} {choices}: ".lstrip()).lower()
        word = numbers.get(typed) or _match_word(typed, words)
        if word is not None:
            return word
        world.tell([((f"Type a number from 1 to {len(words)}, or the word.", "warn"),)])


def ask_yes_no(world: World, question: str) -> bool:
    """Ask until yes or no is said. Raises EOFError."""
    return ask_choice(world, question, ("yes", "no")) == "yes"


def _match_word(typed: str, words: Sequence[W]) -> W | None:
    return next((word for word in words if word == typed or (typed and word.startswith(typed))), None)
