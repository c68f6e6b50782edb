"""`knot trend`: how the pain went, week by week."""

from typing import Annotated

import typer

from knotcli.coach.person_input import parse_whole_number
from knotcli.coach.times import parse_day
from knotcli.coach.trend.weekly_means import MAX_WEEKS
from knotcli.commands.support.options import AsJson, OnlyRegion, Weeks
from knotcli.flows.region_question import read_region
from knotcli.flows.trend.trend_gathering import gather_trend
from knotcli.views.trend import trend_lines as view
from knotcli.world import World

EXAMPLES = "Examples: knot trend · knot trend neck · knot trend neck --weeks 52 · knot trend --json"


def show_trend(
    context: typer.Context,
    region: OnlyRegion = None,
    weeks: Weeks = "12",
    today: Annotated[
        str | None,
        typer.Option("--today", metavar="DATE", help="As if it were this day: 2026-11-01, yesterday"),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show how pain went, week by week.

    And what the numbers can and cannot say.
    """
    world: World = context.obj
    name = read_region(world, region) if region is not None else None
    count = parse_whole_number(weeks, "--weeks", 1, MAX_WEEKS)
    now = world.clock.now().date()
    until = parse_day(today, now, "--today") if today is not None else now
    names = [name] if name else world.history.rated_regions()
    trends = [gather_trend(world, each, until, count) for each in names]
    if as_json:
        world.print_json(view.trend_document(trends[0]) if name else view.trends_document(trends))
    elif name:
        world.show(view.trend_lines(trends[0], until, world.out.width))
    else:
        world.show(view.trend_overview_lines(trends, until))
    return 0
