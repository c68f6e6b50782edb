"""The course over weeks: whether it helps, and when to stop or to see someone. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from knotcli.coach.trend.change import PERCENT_FLOOR, WINDOW_DAYS, Change, RatedWindow, label_change
from knotcli.coach.trend.change import compare_windows as two_weeks
from knotcli.coach.trend.weekly_means import ENOUGH_DAYS, RatedDay, mean_of_rated_days
from knotcli.coach.vocabulary import CourseVerdict, Duration, Region

SOON = 10
"""Days of use after which a change should be felt (S3: early relief within 3 to 10 days)."""
SOON_SESSIONS = 4
"""Sessions that make ten days of use (S4: newer knots take a therapist 2 to 4; own decision)."""
WEEKS = 28
"""Days after which pain that has not fallen is a reason to stop (S4: four weeks in several schemes; O-05)."""
FLARES = 3
"""Sessions that hurt two points more afterwards: with this many, the course ends (own decision)."""
PAUSE = 28
"""Days without a session that end a course; the next session begins another (own decision)."""

STOP = ("stop-worse", "stop-flares", "stop-weeks")
"""Verdicts that say: stop, and see someone."""
TAKE_ALONG = ("assess", "soon-unknown", "weeks-unknown", *STOP)
"""Verdicts after which there is something to take along to someone."""
LITTLE = 1
"""Points of mean pain below which "not lower" is no reason to stop (own decision)."""
BETTER = ("slightly-lower", "lower", "clearly-lower")


class Course(NamedTuple):
    """Where a region's course stands.

    begun: the local day of its first session. days: days of use up to today, 1 on the first. sessions, flares: how
    many since then, and how many of them hurt two points more afterwards. lasting: how long the region has been sore,
    "" where nobody said. returned: there was an earlier course. review: the next day on which to look at it.
    """

    region: Region
    verdict: CourseVerdict
    begun: date | None = None
    days: int = 0
    sessions: int = 0
    flares: int = 0
    change: Change = Change("too-early")
    lasting: Duration | Literal[""] = ""
    returned: bool = False
    review: date | None = None


def find_course_start(sessions: Mapping[date, int], today: date, seen: date | None = None) -> tuple[date | None, bool]:
    """Return the first day of the course that `today` belongs to, and whether there was one before it.

    sessions: how many on each local day. A pause of four weeks ends a course; so does `seen`, the last day on which
    a clinician looked at it.
    """
    days = sorted(d for d, n in sessions.items() if n and d <= today)
    begun: date | None = None
    earlier: date | None = None
    for day in days:
        looked = seen is not None and begun is not None and begun <= seen < day
        if begun is None or earlier is None or (day - earlier).days >= PAUSE or looked:
            begun = day
        earlier = day
    if seen is not None and begun is not None and begun <= seen:
        return None, bool(days)
    return begun, bool(days) and begun != days[0]


def compare_since_start(days: Iterable[RatedDay], begun: date, today: date) -> Change:
    """Compare pain at the start of a course with pain now.

    The start is the first rated day from two weeks before the course on. Fourteen days are compared with fourteen, as
    in the trend; while that is too early, the first four rated days with the last four of the last two weeks.
    """
    known = sorted(d for d in days if begun - timedelta(days=WINDOW_DAYS) <= d.day <= today)
    found = two_weeks(known, known[0].day if known else None, today)
    if found.label != "too-early":
        return found
    early = known[:ENOUGH_DAYS]
    late = [d for d in known[ENOUGH_DAYS:] if (today - d.day).days < WINDOW_DAYS][-ENOUGH_DAYS:]
    baseline, latest = mean_of_rated_days(early), mean_of_rated_days(late)
    if baseline is None or latest is None or len(late) < ENOUGH_DAYS:
        return found
    points = latest - baseline
    percent = points.percent_of(baseline) if baseline.is_at_least(PERCENT_FLOOR) else None
    first, recent = (RatedWindow(some[0].day, some[-1].day, len(some), some[-1].day) for some in (early, late))
    return Change(label_change(points, percent), baseline, latest, points, percent, first, recent)


def judge_course(
    region: Region,
    sessions: Mapping[date, int],
    flares: int,
    days: Iterable[RatedDay],
    today: date,
    lasting: Duration | Literal[""] = "",
    seen: date | None = None,
) -> Course:
    """Judge a region's course from its sessions and its rated days.

    sessions: how many on each local day. flares: how many sessions of this course hurt two points more afterwards.
    days: the rated ones, from two weeks before the course on. seen: the last day on which a clinician looked.
    """
    begun, returned = find_course_start(sessions, today, seen)
    if begun is None:
        return Course(region, "begin", lasting=lasting, returned=returned)
    own = {d: n for d, n in sessions.items() if begun <= d <= today}
    used = (today - begun).days + 1
    change = compare_since_start(days, begun, today)
    found = Course(region, "going", begun, used, sum(own.values()), flares, change, lasting, returned)
    if (today - max(own)).days >= PAUSE:
        return found._replace(verdict="paused")
    return found._replace(verdict=_judge_verdict(found), review=_next_review_day(begun, used))


def _judge_verdict(c: Course) -> CourseVerdict:
    if c.change.label == "higher":
        return "stop-worse"
    if c.flares >= FLARES:
        return "stop-flares"
    if c.change.label in BETTER:
        return "better" if c.days > SOON else "going"
    if c.change.latest is not None and not c.change.latest.is_at_least(LITTLE):
        return "going"
    unknown = c.change.label == "too-early"
    if c.days > WEEKS:
        return "weeks-unknown" if unknown else "stop-weeks"
    if c.days > SOON and c.sessions >= SOON_SESSIONS:
        return "soon-unknown" if unknown else "assess"
    return "going"


def _next_review_day(begun: date, used: int) -> date:
    """Return the next day of review: after ten days, after four weeks, and every four weeks after that."""
    if used <= SOON:
        return begun + timedelta(days=SOON)
    return begun + timedelta(days=WEEKS * ((used - 1) // WEEKS + 1))
