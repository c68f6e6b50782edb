"""Show the course over weeks, and keep that a clinician looked."""

from datetime import timedelta
from typing import Literal

from knotcli.coach.care.course import TAKE_ALONG, Course
from knotcli.coach.record import CourseLook, make_entry_id
from knotcli.coach.times import parse_day
from knotcli.coach.vocabulary import REGIONS, Duration, Region, name_body_part
from knotcli.flows.care.course_gathering import load_course
from knotcli.flows.prompts import ask_choice, show_paged
from knotcli.flows.screening.kept_checks import moment
from knotcli.views.care import course as view
from knotcli.views.care.course import TakeAlong
from knotcli.world import World

COURSE_KNOWN = timedelta(days=400)
HOW_LONG: tuple[Duration | Literal[""], ...] = ("acute", "chronic", "")


def show_course(world: World, region: Region | None, as_json: bool) -> int:
    """Show one region's course, or all in short."""
    texts, history, today = world.library.course(), world.history, world.clock.now().date()
    with history.together():
        checks = history.checks()
        known = {*history.last_sessions(today - COURSE_KNOWN), *(r for c in checks for r in c.regions)}
        regions = [region] if region else [r for r in REGIONS if r in known]
        courses = [load_course(world, one_region, checks, today) for one_region in regions]
        along = {c.region: _gather_along(world, c) for c in courses}
    one = courses[0] if len(courses) == 1 else None
    if as_json:
        found = {c.region: view.course_document(c, texts, along[c.region]) for c in courses}
        world.print_json(found[region] if region else {"regions": found})
    elif one is not None:
        one = _ask_how_long(world, one)
        show_paged(world, view.course_lines(one, texts, along[one.region], world.library.source_names()))
    elif courses:
        show_paged(world, view.course_overview_lines(courses, texts))
    else:
        world.show(["There is no course yet. It begins with a check: knot check"])
    return 0


def _ask_how_long(world: World, course: Course) -> Course:
    """Ask on a terminal how long the region has been sore, where no check was told; it holds for this screen only."""
    if course.lasting or course.verdict in TAKE_ALONG or not (world.interactive and world.stdout.isatty()):
        return course
    question = f"How long has your {name_body_part(course.region)} been sore?"
    labels = ("less than 3 months", "longer")
    try:
        said = ask_choice(world, question, HOW_LONG, labels, "not sure")
    except EOFError:
        return course
    return course._replace(lasting=said or "unsure")


def _gather_along(world: World, course: Course) -> TakeAlong | None:
    if course.begun is None or course.verdict not in TAKE_ALONG:
        return None
    sessions = world.history.sessions(region=course.region, since=course.begun)
    answers = [a for a in world.history.follow_ups(course.begun) if a.region == course.region]
    labels = {item.id: item.label for item in world.library.items() if item.kind != "likelihood"}
    named = [
        labels[ident]
        for check in world.history.checks()
        if not check.regions or course.region in check.regions
        for ident, word in check.answers.items()
        if word != "no" and ident in labels
    ]
    return TakeAlong(
        complete=sum(s.status == "complete" for s in sessions),
        partial=sum(s.status == "partial" for s in sessions),
        stopped=sum(s.was_stopped for s in sessions),
        heat=sum(s.heat_seconds for s in sessions),
        pressure=sum(s.pressure_seconds for s in sessions),
        tools=tuple(sorted({s.tool for s in sessions if s.tool})),
        sore=len({a.at.date() for a in answers if a.answer not in ("none", "ordinary")}),
        named=tuple(dict.fromkeys(named)),
    )


def record_look(world: World, region: Region, day_text: str, as_json: bool) -> int:
    """Keep that someone looked at the region on the day that `day_text` names; a new course begins."""
    now = moment(world)
    day = parse_day(day_text, now.date(), "--seen")
    kept = CourseLook(make_entry_id(), now, region, day)
    world.history.add(kept)
    if as_json:
        world.print_json({"id": kept.id, "region": region, "seen": day.isoformat()})
    else:
        world.show(
            [
                f"Saved: someone looked at your {name_body_part(region)} on {day.day} {day:%B %Y}. Follow what they told you.",
                f"If they agree, a new course begins with a check and a session: knot check {region}, then knot session {region}",
            ]
        )
    return 0
