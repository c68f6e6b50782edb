"""`knot` alone, and `knot status`: today at a glance. Their options stand in support/options.py."""

from knotcli.coach.errors import Misuse
from knotcli.world import World


def status(world: World, short: bool = False, as_json: bool = False) -> int:
    """Show what stands and one next step; on a terminal, ask first what is due to be asked. Raises Misuse."""
    from knotcli.flows.overview.today_gathering import gather_today
    from knotcli.views import status as view

    if short and as_json:
        raise Misuse("--short and --json are two ways to say it. Give one of them.")
    if short:
        # Read at every prompt: nothing that loads slowly.
        if line := view.short(gather_today(world, exact=False)):
            world.show([line])
        return 0
    found = gather_today(world)
    if as_json:
        world.print_json(view.document(found))
        return 0
    waiting = [place.waiting for place in found.places if place.waiting is not None]
    if waiting and not found.flags and world.interactive and world.out.terminal:
        from knotcli.flows.followup.followup_question import ask_waiting_follow_ups

        ask_waiting_follow_ups(world, waiting)
        found = gather_today(world)
    world.show(view.lines(found, world.out.width, world.clock.local))
    return 0
