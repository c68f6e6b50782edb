"""`knot log`: one pain rating."""

from typing import Annotated

import typer

from knotcli.coach import when
from knotcli.coach.errors import Misuse
from knotcli.coach.record import Rating, new_id
from knotcli.coach.regions import region, side
from knotcli.coach.score import score
from knotcli.coach.words import clean
from knotcli.world import World

EXAMPLES = 'Examples: knot log neck 4 · knot log shoulder 6 --side left --at "yesterday 18:30" --note "after the train"'
# A negative number is a wrong rating, to be answered with the scale, and not an unknown option.
SETTINGS = {"ignore_unknown_options": True}
MOST_NOTE = 2000


def command(
    context: typer.Context,
    where: Annotated[str, typer.Argument(metavar="REGION", help="Where: neck, shoulder, …")],
    number: Annotated[str, typer.Argument(metavar="SCORE", help="0 (no pain) to 10 (worst imaginable)")],
    which: Annotated[str | None, typer.Option("--side", help="left, right or both")] = None,
    note: Annotated[str, typer.Option("--note", help="A few words, kept on this machine only")] = "",
    at: Annotated[str | None, typer.Option("--at", metavar="WHEN", help=when.TAKES)] = None,
    ago: Annotated[str | None, typer.Option("--ago", metavar="SPAN", help="30m, 2h, 3d")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the entry as JSON.")] = False,
) -> int:
    """Keep one pain rating."""
    world: World = context.obj
    now = world.clock.now()
    if at is not None and ago is not None:
        raise Misuse("--at and --ago both say when. Give one of them. Nothing was stored.")
    moment = now
    if at is not None:
        moment = when.at(at, now, world.clock.local)
    elif ago is not None:
        moment = when.ago(ago, now, world.clock.local)
    if len(note) > MOST_NOTE:
        raise Misuse(
            f"A note holds at most {MOST_NOTE} characters; this one has {len(note)}. Nothing was stored."
        )
    entry = Rating(new_id(), moment, region(where), side(which), score(number), "now", clean(note))
    world.history.add(entry)
    if as_json:
        from knotcli.views.document import rating

        world.print_json(rating(entry))
    else:
        place = f"{entry.side} {entry.region}" if entry.side in ("left", "right") else entry.region
        given = "" if moment == now else f", {moment:%a %d %b %H:%M}"
        world.show([f"Kept: {place} {entry.score}{given}  ({entry.id[:8]})"])
    return 0
