"""`knot history`: ratings and sessions, newest first."""

from typing import Annotated

import typer

from knotcli.coach.person_input import parse_region, parse_whole_number
from knotcli.coach.times import parse_day
from knotcli.commands.support.options import OnlyRegion
from knotcli.flows.history.history_listing import (
    USUAL_LIMIT,
    HistoryQuery,
    print_history_document,
    show_history,
)
from knotcli.world import World

EXAMPLES = "Examples: knot history · knot history neck --since 2026-11-01 --notes · knot history --json"
MOST = 100_000


def list_history(
    context: typer.Context,
    region: OnlyRegion = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day on: 2026-11-01, yesterday")
    ] = None,
    limit: Annotated[
        str | None,
        typer.Option(
            "--limit",
            help=f"At most this many entries [default: {USUAL_LIMIT}; JSON: all, and this many of each kind]",
        ),
    ] = None,
    notes: Annotated[bool, typer.Option("--notes", help="Show the notes too.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Lines only, no pager.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; notes are in it.")] = False,
) -> int:
    """List ratings and sessions, newest first."""
    world: World = context.obj
    today = world.clock.now().date()
    query = HistoryQuery(
        parse_region(region) if region else None,
        None if since is None else parse_day(since, today, "--since", to_come=True),
        None if limit is None else parse_whole_number(limit, "--limit", 1, MOST),
    )
    if as_json:
        print_history_document(world, query)
        return 0
    world.plain_asked = plain
    if not plain and world.stdout.isatty():
        world.plain_asked = bool(world.setting("plain"))
    show_history(world, query, notes)
    return 0
<<<<<<< HEAD
=======


def _sessions(world: World, name: Region | None, day: date | None, limit: int | None) -> list[Session]:
    """Give sessions, one that was killed with what its steps say it had."""
    found = world.history.sessions(region=name, since=day, limit=limit)
    if all(entry.ended_at is not None for entry in found):
        return found
    from knotcli.coach.session.resume import fill_kept_seconds

    return [
        e if e.ended_at is not None else fill_kept_seconds(e, world.history.session_steps(e.id))
        for e in found
    ]


def _json(world: World, name: Region | None, day: date | None, limit: int | None) -> int:
    from knotcli.views.history import entry_documents

    ratings = world.history.ratings(region=name, since=day, limit=limit)
    sessions = _sessions(world, name, day, limit)
    world.print_json(
        {
            "ratings": [entry_documents.rating_document(r) for r in ratings],
            "sessions": [
                entry_documents.session_document(
                    s, world.history.session_steps(s.id), world.history.session_ratings(s.id)
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

    scored = [(s, {r.kind: r.score for r in world.history.session_ratings(s.id)}) for s in sessions]
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
>>>>>>> cc5c277 (Read what decides on a session from the versions themselves, and count them; restore without losing anything unseen)
