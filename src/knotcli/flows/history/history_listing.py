"""The ratings and sessions that are kept, newest first: as a list to read, or as a document."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from knotcli.coach.record import Rating, Session, StepDone
from knotcli.coach.vocabulary import Region
from knotcli.flows.paging import show_paged
from knotcli.views.history import entry_documents
from knotcli.views.history.entry_list import HistoryRow, history_lines, list_entries, list_taken_back
from knotcli.world import World

USUAL_LIMIT = 40


class HistoryQuery(NamedTuple):
    """What is asked for: all regions and days where they are None. limit: at most this many entries."""

    region: Region | None
    since: date | None
    limit: int | None


def print_history_document(world: World, query: HistoryQuery) -> None:
    """Print all that was asked for as JSON; limit: of each kind."""
    history = world.history
    with history.together():
        ratings = history.ratings(region=query.region, since=query.since, limit=query.limit)
        sessions = _load_sessions(world, query, query.limit)
        corrections = [c for c in history.corrections() if query.since is None or c.at.date() >= query.since]
    world.print_json(
        {
            "ratings": [entry_documents.rating_document(r) for r in ratings],
            "sessions": [entry_documents.session_document(*one) for one in sessions],
            "corrections": [entry_documents.taken_back_document(c) for c in corrections],
        }
    )


def show_history(world: World, query: HistoryQuery, notes: bool) -> None:
    """Show the newest entries, in the pager where they are more than a screen. notes: show these too."""
    most = query.limit or USUAL_LIMIT
    with world.history.together():
        # One more than is shown, to know whether there is more; a session can take two ratings into its row.
        sessions = _load_sessions(world, query, most + 1)
        ratings = world.history.ratings(region=query.region, since=query.since, limit=3 * (most + 1))
    if not ratings and not sessions:
        world.show([_describe_nothing(world, query)])
        return
    scored = [(session, {r.kind: r.score for r in own}) for session, _, own in sessions]
    stopped = any(session.reason for session, *_ in sessions)
    entries = list_entries(ratings, scored, world.library.guidance().reasons() if stopped else {})
    if notes:
        entries = sorted(
            [*entries, *_list_taken_back(world, query)], key=lambda row: (row.at, row.id), reverse=True
        )
    short = world.history.short(entry.id for entry in entries[:most])
    shown = history_lines(entries[:most], short, notes)
    if len(entries) > most:
        shown.append(((f"Older ones: --limit {most * 5}, or --since with a day.", "dim"),))
    show_paged(world, shown)


def _list_taken_back(world: World, query: HistoryQuery) -> list[HistoryRow]:
    """Return what was picked in a check and taken back at once, and flags taken back as a mistake."""
    history = world.history
    checks = [c for c in history.checks() if c.withdrawn and _is_asked_for(query, c.regions, c.at)]
    corrections = [
        c for c in history.corrections() if query.region is None and _is_asked_for(query, (), c.at)
    ]
    if not checks and not corrections:
        return []
    labels = {item.id: item.label for item in world.library.items()}
    return list_taken_back(checks, corrections, labels)


def _is_asked_for(query: HistoryQuery, regions: Sequence[Region], at: datetime) -> bool:
    here = query.region is None or query.region in regions
    return here and (query.since is None or at.date() >= query.since)


def _load_sessions(
    world: World, query: HistoryQuery, limit: int | None
) -> list[tuple[Session, list[StepDone], list[Rating]]]:
    """Return the sessions with their steps and ratings; one that was killed has what its steps say."""
    found = world.history.sessions(region=query.region, since=query.since, limit=limit)
    parts = world.history.parts_of_sessions([session.id for session in found])
    if any(session.ended_at is None for session in found):
        from knotcli.coach.session.resume import fill_kept_seconds

        found = [s if s.ended_at is not None else fill_kept_seconds(s, parts[s.id][0]) for s in found]
    return [(session, *parts[session.id]) for session in found]


def _describe_nothing(world: World, query: HistoryQuery) -> str:
    kept: list[Rating | Session] = [*world.history.ratings(limit=1), *world.history.sessions(limit=1)]
    if not kept or not (query.region or query.since):
        return "Nothing is kept yet. Begin with: knot log neck 4"
    region = f" for {query.region}" if query.region else ""
    return f"Nothing is kept{region}{f' since {query.since}' if query.since else ''}."
