"""Read what a report for a clinician is made from."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from knotcli import __version__
from knotcli.coach.errors import KnotError
from knotcli.coach.record import Assessment, Rating, Session
from knotcli.coach.report import clinician_report
from knotcli.coach.trend.weekly_means import monday_of_week
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.flows.trend.trend_gathering import gather_peg_weeks, gather_trend
from knotcli.views.history.entry_words import name_place, note_with_tags
from knotcli.views.report.report_tables import MOST_SESSIONS
from knotcli.world import World


def gather_report(world: World, chosen: Sequence[Region], weeks: int, with_notes: bool) -> clinician_report.Report:
    """Return the report for these regions, or for all with entries. weeks: how many, up to today's."""
    history, now = world.history, world.clock.now()
    until = now.date()
    since = monday_of_week(until) - timedelta(weeks=weeks - 1)
    checks, assessments = history.checks(), history.assessments()
    sessions = [s for s in history.sessions(since=since, until=until) if not chosen or s.region in chosen]
    held = {s.region for s in sessions}
    regions = list(chosen) or [r for r in REGIONS if r in {*history.rated_regions(), *held}]
    if not regions and not checks:
        raise KnotError("There is nothing to report yet. To begin: knot log neck 4")
    concerned = any(not c.regions or {*chosen} & {*c.regions} for c in checks)
    if chosen and not (concerned or held or any(history.first_day(name) for name in chosen)):
        raise KnotError(f"Nothing is saved for {' or '.join(chosen)}.")
    ratings = {name: history.ratings(region=name, since=since, until=until) for name in regions}
    given: dict[str, dict[str, int]] = {}
    for rating in (r for name in regions for r in ratings[name] if r.session):
        given.setdefault(str(rating.session), {})[rating.kind] = rating.score
    parts = [
        clinician_report.RegionReport(
            gather_trend(world, name, until, weeks),
            clinician_report.summarize_ratings(ratings[name]),
            clinician_report.find_duration(checks, name),
        )
        for name in regions
    ]
    within = [c for c in checks if since <= c.at.date() <= until]
    looks = [a for a in assessments if since <= a.at.date() <= until]
    asked = chosen or {*regions, *(name for c in within for name in c.regions)}
    return clinician_report.Report(
        __version__,
        now,
        since,
        until,
        weeks,
        tuple(part for part in parts if part.trend.first_day is not None or part.trend.region in {*held, *chosen}),
        tuple(_report_session(world, s, given.get(s.id, {})) for s in sessions[:MOST_SESSIONS]),
        max(0, len(sessions) - MOST_SESSIONS),
        clinician_report.summarize_screening(
            checks, assessments, world.library.items(), asked, since, until, history.corrections()
        ),
        tuple(_collect_notes([r for name in regions for r in ratings[name]], sessions, looks)) if with_notes else None,
        world.library.wording["disclaimer"],
        world.library.sources(),
        tuple(gather_peg_weeks(world, until, weeks)),
    )


def _report_session(world: World, session: Session, given: Mapping[str, int]) -> clinician_report.ReportedSession:
    reasons = world.library.guidance().reasons() if session.reason else {}
    return clinician_report.ReportedSession(
        session, given.get("before"), given.get("after"), reasons.get(session.reason, session.reason)
    )


def _collect_notes(
    ratings: Sequence[Rating], sessions: Sequence[Session], looks: Sequence[Assessment]
) -> list[clinician_report.ReportNote]:
    found = [
        clinician_report.ReportNote(r.at, f"{name_place(r.region, r.side)} {r.score}", note_with_tags(r))
        for r in ratings
        if r.note or r.tags
    ]
    found += [
        clinician_report.ReportNote(s.at, f"session {name_place(s.region, s.side)}", note_with_tags(s))
        for s in sessions
        if s.note or s.tags
    ]
    found += [clinician_report.ReportNote(a.at, "a clinician's look", a.note) for a in looks if a.note]
    return sorted(found, key=lambda note: note.at, reverse=True)
