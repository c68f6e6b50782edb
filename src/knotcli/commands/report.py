"""`knot report`: a page to show to a clinician."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from knotcli import __version__
from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.person_input import parse_region
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.record import Assessment, Rating, Session
    from knotcli.coach.report.clinician_report import Report, ReportedSession, ReportNote

EXAMPLES = "Examples: knot report · knot report neck --weeks 26 --open · knot report -o for-the-doctor.html · knot report --text"


def write_report(
    context: typer.Context,
    where: Annotated[
        list[str] | None, typer.Argument(metavar="[REGION]…", help="Only these [default: all with entries]")
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Where to, or - [default: knot-report-DATE.html here]"
        ),
    ] = None,
    weeks: Annotated[int, typer.Option("--weeks", help="How many weeks, 1 to 520")] = 12,
    notes: Annotated[bool, typer.Option("--notes", help="Put your notes in too.")] = False,
    look: Annotated[bool, typer.Option("--open", help="Show it in the browser; nothing is sent.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print it here instead of making a page.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is no report.")] = False,
) -> int:
    """Make a page to show to a clinician.

    Of the last weeks, as one file, for every browser and for paper.
    """
    from knotcli.coach.trend.weekly_means import MAX_WEEKS

    world: World = context.obj
    if not 1 <= weeks <= MAX_WEEKS:
        raise Misuse(f"--weeks takes a whole number from 1 to {MAX_WEEKS}, not {weeks}.")
    if text and (out is not None or look):
        raise Misuse("--text prints the report; it goes with neither --output nor --open.")
    if out == "-" and look:
        raise Misuse("--open needs a file; -o - prints the page.")
    regions = list(dict.fromkeys(parse_region(word) for word in where or []))
    if text:
        from knotcli.views.report.lines import lines

        world.show(lines(_gather(world, regions, weeks, notes), world.out.width))
        return 0
    from knotcli.views.report.page import page

    made = page(_gather(world, regions, weeks, notes))
    if out == "-":
        world.send(made)
        return 0
    from knotcli.storage.files.output_files import OutputKind, write_output

    target = out or f"knot-report-{world.clock.now().date()}.html"
    place = write_output(target, made, OutputKind("a knot report", _is_report), world.paths, force)
    world.show([f"Written: {place}", "It holds health data. Look through it before you pass it on."])
    if look:
        from knotcli.terminal.browser import show

        if not show(place):
            world.tell(["No browser could be started. Open the file yourself."])
    return 0


def _is_report(beginning: str) -> bool:
    """Tell by its beginning whether a file is a knot report."""
    from knotcli.views.report.page import MARK, MARK_WITHIN

    return beginning.startswith("<!doctype html>") and MARK in beginning[:MARK_WITHIN]


def _gather(world: World, chosen: Sequence[Region], weeks: int, with_notes: bool) -> "Report":
    from knotcli.coach.report.clinician_report import RegionReport, Report, find_duration, summarize_ratings
    from knotcli.coach.report.screening_summary import summarize_screening
    from knotcli.coach.trend.weekly_means import monday_of
    from knotcli.flows.trend.trend_gathering import gather_trend
    from knotcli.views.report.tables import MOST_SESSIONS

    history, now = world.history, world.clock.now()
    until = now.date()
    since = monday_of(until) - timedelta(weeks=weeks - 1)
    checks, assessments = history.checks(), history.assessments()
    sessions = [s for s in history.sessions(since=since, until=until) if not chosen or s.region in chosen]
    held = {s.region for s in sessions}
    regions = list(chosen) or [r for r in REGIONS if r in {*history.rated_regions(), *held}]
    if not regions and not checks:
        raise KnotError("There is nothing to report yet. Begin with: knot log neck 4")
    concerned = any(not c.regions or {*chosen} & {*c.regions} for c in checks)
    if chosen and not (concerned or held or any(history.first_day(name) for name in chosen)):
        raise KnotError(f"Nothing is kept for {' or '.join(chosen)}.")
    ratings = {name: history.ratings(region=name, since=since, until=until) for name in regions}
    given: dict[str, dict[str, int]] = {}
    for rating in (r for name in regions for r in ratings[name] if r.session):
        given.setdefault(str(rating.session), {})[rating.kind] = rating.score
    parts = [
        RegionReport(
            gather_trend(world, name, until, weeks),
            summarize_ratings(ratings[name]),
            find_duration(checks, name),
        )
        for name in regions
    ]
    within = [c for c in checks if since <= c.at.date() <= until]
    looks = [a for a in assessments if since <= a.at.date() <= until]
    asked = chosen or {*regions, *(name for c in within for name in c.regions)}
    return Report(
        __version__,
        now,
        since,
        until,
        weeks,
        tuple(
            part
            for part in parts
            if part.trend.first_day is not None or part.trend.region in {*held, *chosen}
        ),
        tuple(_sat(world, s, given.get(s.id, {})) for s in sessions[:MOST_SESSIONS]),
        max(0, len(sessions) - MOST_SESSIONS),
        summarize_screening(checks, assessments, world.library.items(), asked, since, until),
        tuple(_notes([r for name in regions for r in ratings[name]], sessions, looks))
        if with_notes
        else None,
        world.library.wording["disclaimer"],
        world.library.sources(),
    )


def _sat(world: World, session: "Session", given: Mapping[str, int]) -> "ReportedSession":
    from knotcli.coach.report.clinician_report import ReportedSession

    reasons = world.library.guidance().reasons() if session.reason else {}
    return ReportedSession(
        session, given.get("before"), given.get("after"), reasons.get(session.reason, session.reason)
    )


def _notes(
    ratings: "Sequence[Rating]", sessions: "Sequence[Session]", looks: "Sequence[Assessment]"
) -> "list[ReportNote]":
    from knotcli.coach.report.clinician_report import ReportNote
    from knotcli.views.entry import place

    found = [ReportNote(r.at, f"{place(r.region, r.side)} {r.score}", r.note) for r in ratings if r.note]
    found += [ReportNote(s.at, f"session {place(s.region, s.side)}", s.note) for s in sessions if s.note]
    found += [ReportNote(a.at, "a clinician's look", a.note) for a in looks if a.note]
    return sorted(found, key=lambda note: note.at, reverse=True)
