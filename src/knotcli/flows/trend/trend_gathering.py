"""Read what a trend is made from."""

from datetime import date, timedelta

from knotcli.coach.errors import Misuse
from knotcli.coach.tags import parse_tags
from knotcli.coach.text import clean_text, describe_unknown
from knotcli.coach.trend import region_trend
from knotcli.coach.trend.change import find_spans_to_read
from knotcli.coach.trend.weekly_means import RatedDay, monday_of_week
from knotcli.coach.trend.weekly_peg import PegWeek, list_peg_weeks
from knotcli.coach.vocabulary import Region
from knotcli.world import World


def gather_trend(world: World, region: Region, today: date, weeks: int) -> region_trend.Trend:
    """Return one region's trend. weeks: how many ISO weeks, up to today's."""
    history = world.history
    first_day = history.first_day(region)
    spans = find_spans_to_read(first_day, today, weeks)
    days = [RatedDay(*row) for span in spans for row in history.days(region, *span)]
    sessions = {day: n for span in spans for day, n in history.session_days(region, *span).items()}
    shown = region, _first_day_shown(today, weeks), today
    after = region_trend.RightAfter(*history.right_after(*shown))
    trend = region_trend.build_trend(region, days, sessions, after, first_day, today, weeks)
    return trend._replace(finished_sessions=history.finished_sessions(*shown))


def gather_peg_weeks(world: World, today: date, weeks: int) -> list[PegWeek]:
    """Return the answers about the ISO weeks of a trend, oldest first."""
    return list_peg_weeks(world.history.week_answers(), _first_day_shown(today, weeks), today)


def parse_comparison(world: World, word: str) -> str:
    """Return the tag, or the change at the desk, that days are to be parted by. Raise Misuse for one never used."""
    if word.lower().startswith(region_trend.DESK):
        topic = word[len(region_trend.DESK) :].lower()
        known = [cause.id for cause in world.library.desk().cause]
        if topic not in known:
            raise Misuse(describe_unknown("change at the desk", topic, known))
        return region_trend.DESK + topic
    (tag,) = parse_tags([word])
    used = world.history.tags_used()
    if not used:
        raise Misuse(
            f"No entry has a tag yet, so there is nothing to compare by {clean_text(tag)}. "
            f"Give an entry one with: knot log neck 4 --tag {tag}"
        )
    if tag not in used:
        raise Misuse(describe_unknown("tag", tag, used))
    return tag


def gather_comparison(world: World, region: Region, by: str, today: date, weeks: int) -> region_trend.TagComparison:
    """Part the rated days of a region's trend. by: as `parse_comparison` gives it."""
    since = _first_day_shown(today, weeks)
    days = [RatedDay(*row) for row in world.history.days(region, since, today)]
    if not by.startswith(region_trend.DESK):
        return region_trend.compare_tagged_days(
            by, days, world.history.tagged_days(region, by, since, today).__contains__
        )
    spans = region_trend.list_change_spans(world.history.desk_answers(), by[len(region_trend.DESK) :])
    return region_trend.compare_tagged_days(
        by, days, lambda day: any(begun <= day and (end is None or day < end) for begun, end in spans)
    )


def _first_day_shown(today: date, weeks: int) -> date:
    return monday_of_week(today) - timedelta(weeks=weeks - 1)
