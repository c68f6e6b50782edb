"""Questions that take one of a few words, and long output in the pager. Each question drops what was typed before it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TypeVar, cast

from knotcli.coach.errors import Misuse
from knotcli.coach.text import Block
from knotcli.world import World

W = TypeVar("W", bound=str)


def ask_choice(world: World, question: str, words: Sequence[W], labels: Sequence[str] = (), enter: str = "") -> W:
    """Ask until one of `words` is chosen, by its beginning or by the number that the prompt shows; return the word.

    A number can be typed on every keyboard layout. labels: how the words read on the screen. enter: what Enter alone
    does, where "" is among the words. Raises EOFError.
    """
    typable = [word for word in words if word]
    shown = [f"[{number}] {label}" for number, label in enumerate(labels or typable, 1)]
    prompt = f"{question} {'   '.join([*shown, *([f'[Enter] {enter}'] if enter else [])])}: ".lstrip()
    numbers = {str(number): word for number, word in enumerate(typable, 1)}
    while True:
        typed = world.ask(prompt).lower()
        word = numbers.get(typed) or next((w for w in words if w == typed or (typed and w.startswith(typed))), None)
        if word is not None:
            return word
        world.tell([((f"Type a number from 1 to {len(typable)}, or the word.", "warn"),)])


def ask_yes_no(world: World, question: str) -> bool:
    """Ask until yes or no is said. Raises EOFError."""
    return ask_choice(world, question, ("yes", "no")) == "yes"


def ask_which(world: World, error: Misuse, words: Sequence[W]) -> W:
    """Ask which of the words was meant; raise the error where nobody can answer, or none is."""
    if world.interactive:
        with suppress(EOFError):
            if picked := ask_choice(world, "Which one do you mean?", [*words, cast(W, "")], enter="none"):
                return picked
    raise error


def show_paged(world: World, blocks: Iterable[Block]) -> None:
    """Print the blocks; on a terminal that they do not fit on, one screen at a time. Plain lines are never paged."""
    blocks = [*blocks]
    if not world.out.plain:
        text = world.out.render(blocks)
        if text.count("\n") >= world.out.height:
            from knotcli.terminal.paging import show_in_pager

            if show_in_pager(text, world.env):
                return
    world.show(blocks)
