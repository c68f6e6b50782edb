"""`knot history`: ratings and sessions, newest first."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_region
from knotcli.coach.record import Rating, Session
from knotcli.coach.text import Block
from knotcli.coach.times import parse_day
from knotcli.coach.vocabulary import Region
from knotcli.flows.paging import show_paged
from knotcli.world import World

EXAMPLES = "Examples: knot history · knot history neck --since 2026-11-01 --notes · knot history --json"
MOST = 100_000
USUAL = 40


def list_history(
    context: typer.Context,
    where: Annotated[str | None, typer.Argument(metavar="[REGION]", help="Only this region")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day on: 2026-11-01, yesterday")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            help=f"At most this many entries [default: {USUAL}; JSON: all, and this many of each kind]",
        ),
    ] = None,
    notes: Annotated[bool, typer.Option("--notes", help="Show the notes too.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Lines only, no pager.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; notes are in it.")] = False,
) -> int:
    """List ratings and sessions, newest first."""
    world: World = context.obj
    if limit is not None and not 1 <= limit <= MOST:
        raise Misuse(f"--limit takes a whole number from 1 to {MOST}.")
    name = parse_region(where) if where else None
    day = parse_day(since, world.clock.now().date(), "--since", to_come=True) if since is not None else None
    if as_json:
        return _json(world, name, day, limit)
    world.plain_asked = plain
    if not plain and world.stdout.isatty():
        world.plain_asked = bool(world.setting("plain"))
    most = limit or USUAL
    # One more than is shown, to know whether there is more; a session can take two ratings into its row.
    sessions = _sessions(world, name, day, most + 1)
    ratings = world.history.ratings(region=name, since=day, limit=3 * (most + 1))
    if not ratings and not sessions:
        world.show([_nothing(world, name, day)])
        return 0
    show_paged(world, _lines(world, ratings, sessions, most, notes))
    return 0


def _sessions(world: World, name: Region | None, day: date | None, limit: int | None) -> list[Session]:
    """Give sessions, one that was killed with what its steps say it had."""
    found = world.history.sessions(region=name, since=day, limit=limit)
    if all(entry.ended_at is not None for entry in found):
        return found
    from knotcli.coach.session.resume import fill_kept_seconds

    return [e if e.ended_at is not None else fill_kept_seconds(e, world.history.steps(e.id)) for e in found]


def _json(world: World, name: Region | None, day: date | None, limit: int | None) -> int:
    from knotcli.views.history import entry_documents

    ratings = world.history.ratings(region=name, since=day, limit=limit)
    sessions = _sessions(world, name, day, limit)
    world.print_json(
        {
            "ratings": [entry_documents.rating_document(r) for r in ratings],
            "sessions": [
                entry_documents.session_document(
                    s, world.history.steps(s.id), world.history.ratings(session=s.id)
                )
                for s in sessions
            ],
        }
    )
    return 0


def _lines(
    world: World, ratings: Sequence[Rating], sessions: Sequence[Session], most: int, notes: bool
) -> list[Block]:
    from knotcli.views.history.entry_list import history_lines, list_entries

    scored = [(s, {r.kind: r.score for r in world.history.ratings(session=s.id)}) for s in sessions]
    stopped = any(session.reason for session in sessions)
    reasons = world.library.guidance().reasons() if stopped else {}
    found = list_entries(ratings, scored, reasons)
    short = world.history.short(row.id for row in found[:most])
    shown = history_lines(found[:most], short, notes)
    if len(found) > most:
        shown.append(((f"Older ones: --limit {most * 5}, or --since with a day.", "dim"),))
    return shown


def _nothing(world: World, name: Region | None, day: date | None) -> str:
    if (name or day) and (world.history.ratings(limit=1) or world.history.sessions(limit=1)):
        return "Nothing is kept" + (f" for {name}" if name else "") + (f" since {day}" if day else "") + "."
    return "Nothing is kept yet. Begin with: knot log neck 4"
