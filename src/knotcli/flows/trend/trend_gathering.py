"""Read what a trend is made from."""

from datetime import date, timedelta

from knotcli.coach.trend.change import find_spans_to_read
from knotcli.coach.trend.ratio import Ratio
from knotcli.coach.trend.region_trend import RightAfter, Trend, build_trend
from knotcli.coach.trend.weekly_means import RatedDay, monday_of_week
from knotcli.coach.vocabulary import Region
from knotcli.world import World


def gather_trend(world: World, region: Region, today: date, weeks: int) -> Trend:
    """Return one region's trend. weeks: how many ISO weeks, up to today's."""
    history = world.history
    first_day = history.first_day(region)
    spans = find_spans_to_read(first_day, today, weeks)
    days = [RatedDay(*row) for span in spans for row in history.days(region, *span)]
    sessions = {day: n for span in spans for day, n in history.session_days(region, *span).items()}
    n, mean = history.right_after(region, monday_of_week(today) - timedelta(weeks=weeks - 1), today)
    # The mean of n whole numbers comes as a float; their sum makes it exact again.
    after = RightAfter(n, Ratio(round(mean * n), n)) if mean is not None else RightAfter()
    return build_trend(region, days, sessions, after, first_day, today, weeks)
