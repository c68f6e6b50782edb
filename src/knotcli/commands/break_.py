"""`knot break`: one to three minutes of easy movement."""

import typer

from knotcli.coach.person_input import parse_whole_number
from knotcli.coach.session.movement_break import USUAL_SECONDS
from knotcli.commands.support.options import AsJson, Plain, flag, option
from knotcli.flows.region_question import read_regions
from knotcli.flows.session.movement_break import show_break, take_break
from knotcli.world import World

EXAMPLES = "Examples: knot break · knot break low-back --minutes 2 · knot break --dry-run"


def lead_break(
    context: typer.Context,
    regions: list[str] | None = typer.Argument(
        None, metavar="[REGION]…", help="Where [default: neck, shoulder and upper back, as checked]"
    ),
    minutes: str | None = option("--minutes", help="How long [default: a minute and a half]", metavar="1..3"),
    nothing_new: bool = flag("--nothing-new", help="Answer the question before it with: nothing is new."),
    dry_run: bool = flag("--dry-run", help="Print the steps; store nothing."),
    plain: Plain = False,
    as_json: AsJson = False,
) -> int:
    """Stand up and move easily for a moment.

    Nothing is pressed, warmed or rated. It needs a check that holds, as a session does; one break in 15 minutes.
    """
    world: World = context.obj
    world.plain_asked = bool(world.setting("plain", plain or None))
    seconds = parse_whole_number(minutes, "--minutes", 1, 3) * 60 if minutes else USUAL_SECONDS
    named = read_regions(world, regions or [])
    if dry_run:
        return show_break(world, named, seconds, as_json)
    return take_break(world, named, seconds, nothing_new, as_json)
