"""`knot trend`: how the pain went, week by week."""

import typer

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_whole_number
from knotcli.coach.text import full_day
from knotcli.coach.times import parse_day
from knotcli.coach.trend.weekly_means import MAX_WEEKS
from knotcli.commands.support.options import AsJson, OnlyRegion, Weeks, option
from knotcli.flows.prompts import show_paged
from knotcli.flows.region_question import read_region
from knotcli.flows.trend.trend_gathering import gather_comparison, gather_peg_weeks, gather_trend, parse_comparison
from knotcli.views.trend import trend_lines as view
from knotcli.views.trend.comparison_lines import comparison_document, peg_document, peg_lines
from knotcli.world import World

EXAMPLES = "Examples: knot trend · knot trend neck · knot trend neck --weeks 52 · knot trend neck --by stress · knot trend --json"


def show_trend(
    context: typer.Context,
    region: OnlyRegion = None,
    weeks: Weeks = "12",
    today: str | None = option("--today", help="As if it were this day: 2026-11-01, yesterday", metavar="DATE"),
    by: str | None = option(
        "--by", help="Compare days with this tag with those without; desk:ID for a change at the desk", metavar="TAG"
    ),
    as_json: AsJson = False,
) -> int:
    """Show how your pain has been, week by week.

    It also says what the numbers can and cannot show.
    """
    world: World = context.obj
    name = read_region(world, region) if region is not None else None
    count = parse_whole_number(weeks, "--weeks", 1, MAX_WEEKS)
    now = world.clock.now().date()
    until = parse_day(today, now, "--today") if today is not None else now
    with world.history.together():
        word = parse_comparison(world, by) if by is not None else None
        names = [name] if name else world.history.rated_regions()
        if word and not name and len(names) != 1 and not as_json:
            raise Misuse("--by compares the days of one region. Name it, such as: knot trend neck --by train")
        trends = [gather_trend(world, each, until, count) for each in names]
        parted = [gather_comparison(world, each, word, until, count) for each in names] if word else []
        peg = gather_peg_weeks(world, until, count)
        later = [day for each in names if (day := world.history.first_day(each)) is not None and day > until]
    if as_json:
        found = view.trends_document(trends)
        for document, comparison in zip(found["regions"].values(), parted, strict=False):
            document["by"] = comparison_document(comparison)
        world.print_json({**(found["regions"][name] if name else found), "peg": peg_document(peg)})
    elif later and all(trend.first_day is None for trend in trends):
        world.show([f"There is no rating up to {full_day(until, 0)}; the first is from {full_day(min(later), 0)}."])
    elif name or parted:
        parted_days = parted[0] if parted else None
        show_paged(world, view.trend_lines(trends[0], until, world.out.drawing_width, peg, parted_days))
    else:
        show_paged(world, [*view.trend_overview_lines(trends, until), *peg_lines(peg)])
    return 0
