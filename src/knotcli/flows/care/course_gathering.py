"""Gathering what a region's course over weeks is judged by."""

from collections.abc import Sequence
from datetime import date, timedelta

from knotcli.coach.care.course import Course, find_course_start, judge_course
from knotcli.coach.record import Check
from knotcli.coach.session.dose import FLARE
from knotcli.coach.trend.change import WINDOW_DAYS
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.coach.vocabulary import Region
from knotcli.world import World

COURSE_BACK = timedelta(days=400)
"""How far back to look for the start of a course; a longer one is judged from there."""


def load_course(world: World, region: Region, checks: Sequence[Check], today: date) -> Course:
    """Read a region's sessions and ratings, and judge its course."""
    history = world.history
    sessions = history.session_days(region, today - COURSE_BACK, today)
    seen = max((look.day for look in history.course_looks() if look.region == region), default=None)
    begun, _ = find_course_start(sessions, today, seen)
    said = max((c for c in checks if region in c.duration), key=lambda c: c.at, default=None)
    lasting = said.duration[region] if said else ""
    if begun is None:
        return judge_course(region, sessions, 0, (), today, lasting, seen)
    days = [RatedDay(*row) for row in history.days(region, begun - timedelta(days=WINDOW_DAYS), today)]
    return judge_course(region, sessions, history.flares(region, begun, FLARE), days, today, lasting, seen)
