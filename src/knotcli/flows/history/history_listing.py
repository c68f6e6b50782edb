"""The ratings and sessions that are kept, newest first: as a list to read, or as a document."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from knotcli.coach.record import BreakTaken, Check, Correction, FollowUp, Rating, Session, StepDone, WeekAnswer
from knotcli.coach.trend.weekly_peg import list_peg_weeks
from knotcli.coach.vocabulary import Region
from knotcli.flows.prompts import show_paged
from knotcli.views.documents import write_json
from knotcli.views.history import entry_documents
from knotcli.views.history.entry_list import HistoryRow, history_lines, list_entries, list_taken_back
from knotcli.views.history.entry_words import note_with_tags
from knotcli.world import World

USUAL_LIMIT = 40
AT_ONCE = 20
"""Sessions whose parts are read at once: few, so that a history of years is never held whole."""
SessionParts = tuple[Session, list[StepDone], list[Rating]]


class HistoryQuery(NamedTuple):
    """What is asked for: all regions and days where they are None. limit: at most this many entries.

    tag: only what has it. search: only what has these words in its note or as a tag, upper and lower case aside.
    """

    region: Region | None
    since: date | None
    limit: int | None
    tag: str | None = None
    search: str | None = None

    @property
    def is_by_words(self) -> bool:
        """Whether only ratings and sessions with certain words are asked for."""
        return self.tag is not None or self.search is not None

    def has_words(self, *entries: Rating | Session) -> bool:
        """Tell whether one of the entries has the tag and the words that are asked for."""
        text = (self.search or "").casefold()
        return any(
            (self.tag is None or self.tag in one.tags) and text in note_with_tags(one).casefold() for one in entries
        )


class FoundEntries(NamedTuple):
    """What was found, each kind newest first; sessions with their steps and ratings, read as they are asked for."""

    ratings: list[Rating]
    sessions: Iterable[SessionParts]
    followups: list[FollowUp]
    weeks: list[WeekAnswer]
    breaks: list[BreakTaken]


def find_entries(world: World, query: HistoryQuery, limit: int | None) -> FoundEntries:
    """Find what is asked for. limit: of each kind. A session's ratings count as its own words, and it as theirs."""
    history = world.history
    with history.together():
        if query.is_by_words:
            sat = (one for one in _read_sessions(world, query, None) if query.has_words(one[0], *one[2]))
            ratings = history.ratings(region=query.region, since=query.since)
            return FoundEntries([r for r in ratings if query.has_words(r)][:limit], islice(sat, limit), [], [], [])
        followups = [one for one in history.shown(FollowUp, query.since) if query.region in (None, one.region)]
        answered = reversed(list_peg_weeks(history.week_answers(), query.since))
        weeks = [one.answer for one in answered] if query.region is None else []
        return FoundEntries(
            history.ratings(region=query.region, since=query.since, limit=limit),
            _read_sessions(world, query, limit),
            followups[:limit],
            weeks[:limit],
            [one for one in history.shown(BreakTaken) if _is_asked_for(query, one.regions, one.at)][:limit],
        )


def print_history_document(world: World, query: HistoryQuery) -> None:
    """Print all that was asked for as JSON; limit: of each kind. Weeks and corrections are about no region."""
    with world.history.together():
        found = find_entries(world, query, query.limit)
        corrections = [] if query.is_by_words else world.history.shown(Correction, query.since)[::-1]
        sessions = [write_json(entry_documents.session_document(*one)) for one in found.sessions]
    ratings = [write_json(entry_documents.rating_document(one)) for one in found.ratings]
    world.print_json(
        {
            "followups": [entry_documents.followup_document(one) for one in found.followups],
            "weeks": [entry_documents.week_document(one) for one in found.weeks],
            "breaks": [entry_documents.break_document(one) for one in found.breaks],
            "corrections": [entry_documents.taken_back_document(one) for one in corrections],
        },
        ratings=ratings,
        sessions=sessions,
    )


def show_history(world: World, query: HistoryQuery, notes: bool) -> None:
    """Show the newest entries, in the pager where they are more than a screen. notes: show these and tags too."""
    most = query.limit or USUAL_LIMIT
    # One more than is shown, to know whether there is more; a session can take two ratings into its row.
    with world.history.together():
        found = find_entries(world, query, 3 * (most + 1))
        found = found._replace(sessions=[*found.sessions])
    taken_back = _list_taken_back(world, query) if notes and not query.is_by_words else []
    if not any(found) and not taken_back:
        world.show([_describe_nothing(world, query)])
        return
    scored = [(session, {r.kind: r.score for r in own}) for session, _, own in found.sessions]
    stopped = any(session.reason for session, *_ in found.sessions)
    texts = {reply.id: reply.text for reply in world.library.follow_up().answer} if found.followups else {}
    entries = list_entries(
        found.ratings,
        scored,
        world.library.guidance().reasons() if stopped else {},
        [(one, texts[one.answer]) for one in found.followups],
        found.weeks,
        found.breaks,
    )
    entries = sorted([*entries, *taken_back], key=lambda row: (row.at, row.id), reverse=True)
    short = world.history.short(entry.id for entry in entries[:most])
    shown = history_lines(entries[:most], short, notes)
    if len(entries) > most:
        shown.append(((f"For older ones, add --limit {most * 5}, or --since and a day.", "dim"),))
    show_paged(world, shown)


def _list_taken_back(world: World, query: HistoryQuery) -> list[HistoryRow]:
    """Return what was picked in a check and taken back at once, and flags taken back as a mistake."""
    history = world.history
    checks = [c for c in history.shown(Check) if c.withdrawn and _is_asked_for(query, c.regions, c.at)]
    corrections = [c for c in history.shown(Correction) if query.region is None and _is_asked_for(query, (), c.at)]
    if not checks and not corrections:
        return []
    labels = {item.id: item.label for item in world.library.items()}
    return list_taken_back(checks, corrections, labels)


def _is_asked_for(query: HistoryQuery, regions: Sequence[Region], at: datetime) -> bool:
    here = query.region is None or query.region in regions
    return here and (query.since is None or at.date() >= query.since)


def _read_sessions(world: World, query: HistoryQuery, limit: int | None) -> Iterator[SessionParts]:
    """Yield the sessions with their steps and ratings; one that was killed has what its steps say."""
    found = world.history.sessions(region=query.region, since=query.since, limit=limit)
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        parts = world.history.parts_of_sessions([session.id for session in some])
        for session in some:
            if session.ended_at is None:
                from knotcli.coach.session.resume import fill_kept_seconds

                session = fill_kept_seconds(session, parts[session.id][0])
            yield session, *parts[session.id]


def _describe_nothing(world: World, query: HistoryQuery) -> str:
    if query.is_by_words:
        words = " and ".join(filter(None, (query.tag and f"the tag {query.tag}", query.search and "these words")))
        return f"No rating and no session has {words}."
    kept: list[Rating | Session] = [*world.history.ratings(limit=1), *world.history.sessions(limit=1)]
    if not kept or not (query.region or query.since):
        return f"Nothing is saved yet.\nTo begin: knot log {query.region or 'neck'} 4"
    region = f" for {query.region}" if query.region else ""
    return f"Nothing is saved{region}{f' since {query.since}' if query.since else ''}."
