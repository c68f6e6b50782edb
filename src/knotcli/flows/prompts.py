"""Asking for one of a few words."""

from collections.abc import Sequence

from knotcli.world import World


def ask_word(world: World, prompt: str, words: Sequence[str], fault: str = "", empty: bool = False) -> str:
    """Ask until one of the words, or the beginning of one, is typed; give the word.

    fault: what is said of anything else. empty: just Enter is an answer too, given as "". Raises EOFError.
    """
    while True:
        typed = world.ask(prompt).lower()
        if empty and not typed:
            return ""
        for word in words:
            if typed and word.startswith(typed):
                return word
        world.tell([((fault or f"Type one of: {', '.join(words)}.", "warn"),)])
