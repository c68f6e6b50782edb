"""`knot history`: ratings and sessions, newest first."""

import typer

from knotcli.coach.person_input import parse_whole_number
from knotcli.coach.tags import parse_tags
from knotcli.coach.times import parse_day
from knotcli.commands.support.options import OnlyRegion, flag, option
from knotcli.flows.history.history_listing import USUAL_LIMIT, HistoryQuery, print_history_document, show_history
from knotcli.flows.region_question import read_region
from knotcli.world import World

EXAMPLES = "Examples: knot history · knot history neck --since 2026-11-01 · knot history --tag train · knot history --search pillow · knot history --json"
MOST = 100_000


def list_history(
    context: typer.Context,
    region: OnlyRegion = None,
    since: str | None = option("--since", help="From this day on: 2026-11-01, yesterday", metavar="DATE"),
    limit: str | None = option(
        "--limit", help=f"At most this many entries [default: {USUAL_LIMIT}; JSON: all, and this many of each kind]"
    ),
    tag: str | None = option("--tag", help="Only ratings and sessions with this tag", metavar="WORD"),
    search: str | None = option("--search", help="Only those with this text in a note or tag", metavar="TEXT"),
    notes: bool = typer.Option(True, "--notes/--no-notes", help="With or without notes and tags."),
    plain: bool = flag("--plain", help="Lines only, no pager."),
    as_json: bool = flag("--json", help="Print JSON; notes are in it."),
) -> int:
    """List ratings and sessions, newest first."""
    world: World = context.obj
    today = world.clock.now().date()
    query = HistoryQuery(
        read_region(world, region) if region else None,
        None if since is None else parse_day(since, today, "--since", to_come=True),
        None if limit is None else parse_whole_number(limit, "--limit", 1, MOST),
        None if tag is None else parse_tags([tag])[0],
        search.strip() or None if search else None,
    )
    if as_json:
        print_history_document(world, query)
        return 0
    world.plain_asked = plain
    if not plain and world.stdout.isatty():
        world.plain_asked = bool(world.setting("plain"))
    show_history(world, query, notes)
    return 0
