"""Show today at a glance: the whole screen, or one line for a prompt."""

from knotcli.coach.overview.today import Today
from knotcli.flows.overview.today_gathering import gather_today
from knotcli.world import World


def show_short_status(world: World) -> int:
    """Print one line, or nothing where there is nothing. Read at every prompt, so nothing slow is loaded."""
    from knotcli.views.overview.today import short_status

    if line := short_status(gather_today(world, exact=False)):
        world.show([line])
    return 0


def show_today(world: World, as_json: bool = False) -> Today:
    """Show where things stand and one next step, and return it; on a terminal, first ask what is due to be asked."""
    from knotcli.views.overview import today as view

    today = gather_today(world)
    if as_json:
        world.print_json(view.today_document(today))
        return today
    waiting = [place.waiting for place in today.places if place.waiting is not None]
    if waiting and not today.flags and world.interactive and world.out.terminal:
        from knotcli.flows.followup.followup_question import ask_waiting_follow_ups

        ask_waiting_follow_ups(world, waiting)
        today = gather_today(world)
    if not today.flags and world.interactive and world.out.terminal:
        from knotcli.flows.week.week_questions import offer_week

        offer_week(world)
    world.show(view.today_lines(today, world.clock.local))
    return today
