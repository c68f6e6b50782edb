"""Long output: on a terminal that it does not fit on, in the pager."""

from collections.abc import Iterable

from knotcli.coach.text import Block
from knotcli.world import World


def show_paged(world: World, blocks: Iterable[Block]) -> None:
    """Print the blocks; on a terminal that they do not fit on, one screen at a time. Plain lines are never paged."""
    blocks = [*blocks]
    if not world.out.plain:
        text = world.out.render(blocks)
        if text.count("\n") >= world.out.height:
            from knotcli.terminal.pager import show_in_pager

            if show_in_pager(text, world.env):
                return
    world.show(blocks)
