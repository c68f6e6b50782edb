"""Today at a glance: gathered in one opening of the history, and shown whole or as one line for a prompt."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from knotcli.coach.care.followup import find_due_follow_up, region_rests_today
from knotcli.coach.overview.today import LATELY, RegionToday, Today, sort_recent_regions
from knotcli.coach.record import Check, DeskAnswer, Session
from knotcli.coach.screening import flags
from knotcli.coach.session.dose import EarlierSession, find_too_soon, is_same_day, session_end
from knotcli.coach.trend.change import compare_windows, find_spans_to_read
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.coach.vocabulary import REGIONS, Region, regions_to_ask
from knotcli.flows.care.course_gathering import load_course
from knotcli.flows.session.earlier_sessions import gather_earlier
from knotcli.world import World


def gather_today(world: World, exact: bool = True) -> Today:
    """Gather today. Without `exact`, no content is read, and a check that needs it is unsure."""
    history, now = world.history, world.clock.now()
    today = now.date()
    with history.together():
        checks = history.checks_as_kept()
        looks = history.looks_about(())
        elsewhere = history.checks_brought()
        stopped = history.stopped(today - timedelta(days=flags.VALID_DAYS + 1))
        last = history.last_sessions(today - LATELY)
        with history.views() as views:
            every = [(gather_earlier(world, view), view.follow_ups(today - timedelta(days=10))) for view in views]
        past, answers = every[0]
        answered = history.desk_answers() if exact else []
        rated = history.rated_regions()
        named = {r for c in checks if c.origin in flags.FULL for r in c.regions}
        named.update(rated, last)
        places = [
            _gather_region(world, region, region in rated, last.get(region), checks, elsewhere, stopped, past, now)
            for region in REGIONS
            if region in named
        ]
    shown = []
    for place in sort_recent_regions(places, now):
        # As the gate has it: what was brought in from elsewhere cannot make an earlier session less than it was.
        held = next((t for earlier, _ in every if (t := find_too_soon(place.region, earlier, now))), None)
        waiting = find_due_follow_up(place.region, past, answers, now)
        rests = any(region_rests_today(place.region, given, now) for _, given in every)
        shown.append(place._replace(hold=held, waiting=waiting, rests=rests))
    standing = flags.standing_flags(checks, looks, now)
    if exact:
        from knotcli.flows.screening.kept_checks import flags_now

        with history.together():
            shown = [_judge_exactly(world, place) for place in shown]
            standing = flags_now(world)
    due = _find_due_change(answered, today) if answered else None
    taken = world.history.breaks()
    return Today(now, tuple(shown), tuple(standing), due, taken[0].at if taken else None)


def _find_due_change(answered: Sequence[DeskAnswer], today: date) -> tuple[str, str] | None:
    from knotcli.coach.care.desk import summarize_desk_answers

    found = summarize_desk_answers(answered)
    return (found.trying.topic, found.trying.region) if found.trying and found.is_review_due(today) else None


def _gather_region(
    world: World,
    region: Region,
    rated: bool,
    session: datetime | None,
    checks: Sequence[Check],
    elsewhere: Collection[str],
    stopped: Sequence[Session],
    past: Sequence[EarlierSession],
    now: datetime,
) -> RegionToday:
    own = [c for c in checks if c.origin in flags.FULL and region in c.regions]
    last = world.history.latest_rating(region) if rated else None
    moments = [*(c.at for c in own), last and last.at, session]
    active = max((moment for moment in moments if moment is not None), default=now - 2 * LATELY)
    if now - active > LATELY:
        return RegionToday(region, active)
    looks = world.history.looks_about(regions_to_ask(region))
    state, until = flags.find_check_state(region, checks, looks, stopped, now)
    if state == "holds" and elsewhere:
        # A check that was brought in opens nothing.
        own_checks = [c for c in checks if c.id not in elsewhere]
        state, until = flags.find_check_state(region, own_checks, looks, stopped, now)
    first, today = world.history.first_day(region), now.date()
    days = [RatedDay(*row) for span in find_spans_to_read(first, today, 2) for row in world.history.days(region, *span)]
    treated = [p for p in past if p.session.region == region and p.counts and is_same_day(session_end(p.session), now)]
    return RegionToday(
        region,
        active,
        last.score if last else None,
        last.at if last else None,
        last.kind if last else "now",
        compare_windows(days, first, today).label,
        state,
        until,
        today=len(treated),
        course=load_course(world, region, checks, today),
    )


def _resumable_until(world: World, region: Region) -> datetime | None:
    """Return until when this region's last session can be resumed; None when it cannot."""
    from knotcli.coach.session.resume import RESUME_WITHIN
    from knotcli.flows.session.session_request import find_unfinished

    found = find_unfinished(world, region)
    if found is None or found[1].refusal is not None or found[1].unfinished is None:
        return None
    return found[1].unfinished.sign + RESUME_WITHIN


def _judge_exactly(world: World, place: RegionToday) -> RegionToday:
    """Replace the state that the answers alone give by the one that a session would find."""
    from knotcli.coach.screening.verdict import verdict_of
    from knotcli.flows.screening.kept_checks import gate_now

    if place.check == "none":
        return place
    found = gate_now(world, place.region, world.library.routine(place.region).asks)
    if found.may_start:
        return place._replace(check="holds", until=found.valid_until, resume=_resumable_until(world, place.region))
    if any(reason.item.kind in ("emergency", "red-flag") for reason in found.found.reasons):
        return place._replace(check="flag", until=None)
    if found.held == "no-check":
        return place._replace(check="none", until=None)
    if found.held == "verdict" or found.held == "":
        return place._replace(check=verdict_of(found), until=None)
    return place._replace(check=found.held, until=None)


def show_short_status(world: World) -> int:
    """Print one line, or nothing where there is nothing. Read at every prompt, so nothing slow is loaded."""
    from knotcli.views.overview.today import short_status

    if line := short_status(gather_today(world, exact=False)):
        world.show([line])
    return 0


def show_today(world: World, as_json: bool = False) -> Today:
    """Show where things stand and one next step, and return it; on a terminal, first ask what is due to be asked."""
    from knotcli.views.overview import today as view

    today = gather_today(world)
    if as_json:
        world.print_json(view.today_document(today))
        return today
    waiting = [place.waiting for place in today.places if place.waiting is not None]
    if waiting and not today.flags and world.interactive and world.out.terminal:
        from knotcli.flows.followup.followup_question import ask_waiting_follow_ups

        ask_waiting_follow_ups(world, waiting)
        today = gather_today(world)
    if not today.flags and world.interactive and world.out.terminal:
        from knotcli.flows.week.week_questions import offer_week

        offer_week(world)
    world.show(view.today_lines(today, world.clock.local))
    return today
