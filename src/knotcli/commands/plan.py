"""`knot plan`: the course over weeks, and what to take along when someone should look."""

import typer

from knotcli.coach.errors import Misuse
from knotcli.commands.support.options import OnlyRegion, flag, option
from knotcli.flows.care.course_screen import record_look, show_course
from knotcli.flows.region_question import read_region
from knotcli.world import World

EXAMPLES = "Examples: knot plan · knot plan neck · knot plan neck --seen 2026-11-20 · knot plan --json"


def show_plan(
    context: typer.Context,
    region: OnlyRegion = None,
    seen: str | None = option("--seen", help="Someone looked at it on this day; a new course begins.", metavar="DATE"),
    plain: bool = flag("--plain", help="Lines only, one a paragraph."),
    as_json: bool = flag("--json", help="Print it as JSON."),
) -> int:
    """Read what to expect, and when to stop.

    How it has gone so far, and when to see someone.
    """
    world: World = context.obj
    world.plain_asked = plain
    name = None if region is None else read_region(world, region)
    if seen is not None:
        if name is None:
            raise Misuse("--seen needs the region that was looked at: knot plan neck --seen DATE")
        return record_look(world, name, seen, as_json)
    return show_course(world, name, as_json)
