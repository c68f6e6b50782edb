"""`knot history`: ratings and sessions, newest first."""

from typing import Annotated

import typer

from knotcli.coach.errors import Misuse
from knotcli.coach.regions import region
from knotcli.world import World

EXAMPLES = "Examples: knot history · knot history neck --since 2026-11-01 --notes · knot history --json"
MOST = 100_000


def command(
    context: typer.Context,
    where: Annotated[str | None, typer.Argument(metavar="[REGION]", help="Only this region")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day on, such as 2026-11-01")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", help="At most this many of each kind [default: 40; JSON: all]")
    ] = None,
    notes: Annotated[bool, typer.Option("--notes", help="Show the notes too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; notes are in it.")] = False,
) -> int:
    """List ratings and sessions, newest first."""
    from datetime import date

    world: World = context.obj
    if limit is not None and not 1 <= limit <= MOST:
        raise Misuse(f"--limit takes a whole number from 1 to {MOST}.")
    name = region(where) if where else None
    day = None
    if since is not None:
        try:
            day = date.fromisoformat(since.strip())
        except ValueError:
            raise Misuse("--since takes a day such as 2026-11-01.") from None
    most = limit if limit is not None or as_json else 40
    ratings = world.history.ratings(region=name, since=day, limit=most)
    sessions = world.history.sessions(region=name, since=day, limit=most)
    given = {s.id: world.history.ratings(session=s.id) for s in sessions}
    if as_json:
        from knotcli.views import document

        world.print_json(
            {
                "ratings": [document.rating(r) for r in ratings],
                "sessions": [document.session(s, world.history.steps(s.id), given[s.id]) for s in sessions],
            }
        )
        return 0
    if not ratings and not sessions:
        world.show(["Nothing is kept yet. Begin with: knot log neck 4"])
        return 0
    from knotcli.views.history import lines

    scored = [(s, {r.kind: r.score for r in given[s.id]}) for s in sessions]
    world.show(lines(ratings, scored, world.out.width, notes))
    return 0
