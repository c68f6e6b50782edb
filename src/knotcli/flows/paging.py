"""Long output: on a terminal that it does not fit on, in the pager."""

from collections.abc import Iterable

from knotcli.coach.text import Line
from knotcli.world import World


def show_paged(world: World, lines: Iterable[Line]) -> None:
    """Print the lines; on a terminal that they do not fit on, one screen at a time. Plain lines are never paged."""
    told = [*lines]
    if not world.out.plain:
        rows = [row for line in told for row in world.out.rows(line, world.out.width)]
        if len(rows) >= world.out.height:
            from knotcli.terminal.pager import page

            if page("".join(row + "\n" for row in rows), world.env):
                return
    world.show(told)
