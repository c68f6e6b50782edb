"""`knot trend`: how the pain went, week by week. Its options stand in support/options.py."""

from datetime import date, timedelta

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_region as named
from knotcli.coach.times import parse_day
from knotcli.coach.trend.change import spans_to_read
from knotcli.coach.trend.ratio import Ratio
from knotcli.coach.trend.region_trend import RightAfter, Trend, build_trend
from knotcli.coach.trend.weekly_means import MAX_WEEKS, RatedDay, monday_of
from knotcli.world import World


def trend(
    world: World, region: str | None = None, weeks: int = 12, today: str | None = None, as_json: bool = False
) -> int:
    """Show one region's trend, or all of them in short. Raises Misuse."""
    name = named(region) if region is not None else None
    if not 1 <= weeks <= MAX_WEEKS:
        raise Misuse(f"--weeks takes a whole number from 1 to {MAX_WEEKS}, not {weeks}.")
    now = world.clock.now().date()
    until = parse_day(today, now, "--today") if today is not None else now
    names = [name] if name else world.history.rated_regions()
    trends = [gathered(world, each, until, weeks) for each in names]
    from knotcli.views.trend import lines as view

    if as_json:
        world.print_json(view.document_one(trends[0]) if name else view.document_all(trends))
    elif name:
        world.show(view.lines(trends[0], until, world.out.width))
    else:
        world.show(view.overview(trends, until, world.out.width))
    return 0


def gathered(world: World, region: str, today: date, weeks: int) -> Trend:
    """Read one region's trend from the history. `weeks`: how many ISO weeks up to today's."""
    history = world.history
    first_day = history.first_day(region)
    spans = spans_to_read(first_day, today, weeks)
    days = [RatedDay(*row) for span in spans for row in history.days(region, *span)]
    sessions = {day: n for span in spans for day, n in history.session_days(region, *span).items()}
    n, mean = history.right_after(region, monday_of(today) - timedelta(weeks=weeks - 1), today)
    # The mean of n whole numbers comes as a float; their sum makes it exact again.
    after = RightAfter(n, Ratio(round(mean * n), n)) if mean is not None else RightAfter()
    return build_trend(region, days, sessions, after, first_day, today, weeks)
