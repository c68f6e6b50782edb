"""The way of a session: read what is asked for, judge it, ask the person, store and run it."""

from datetime import datetime
from typing import NoReturn

import msgspec
from msgspec.structs import replace

from knotcli.coach.errors import Held, Misuse, Stopped
from knotcli.coach.person_input import parse_note, parse_score
from knotcli.coach.routines.routine_file import Routine
from knotcli.coach.screening.flags import ANSWERED_WITHIN, STRONG_PAIN
from knotcli.coach.screening.gate import Gate
from knotcli.coach.session.decision import Refusal, SessionDecision, WantedSession
from knotcli.coach.session.dose import explain_too_soon
from knotcli.coach.session.session_options import SessionOptions
from knotcli.coach.tags import parse_tags
from knotcli.coach.vocabulary import name_body_part
from knotcli.flows.prompts import show_paged
from knotcli.flows.region_question import ask_region
from knotcli.flows.session.session_gathering import decide_now
from knotcli.flows.session.session_request import find_unfinished, read_request
from knotcli.world import World


def guide_session(world: World, options: SessionOptions) -> int:
    """Judge, plan and run a session, or show its steps."""
    if options.as_json and not options.dry_run:
        raise Misuse("--json goes with --dry-run.")
    scores = {
        key: None if text is None else parse_score(text)
        for key, text in (("before", options.before), ("after", options.after))
    }
    note, tags = parse_note(options.note), parse_tags(options.tag or ())
    world.plain_asked = bool(world.setting("plain", options.plain or None))
    if not options.region:
        region = ask_region(world, "knot session neck", "Where would you like to work?")
        if region is None:
            return 0
        options = msgspec.structs.replace(options, region=region)
    wanted = read_request(world, options)
    decision = decide_now(world, wanted)
    if options.dry_run:
        return _show_steps(world, wanted, decision, options)
    wanted, decision = _choose_resuming(world, wanted, decision, options.resume)
    wanted, decision = _ask_first(world, wanted, decision, options.nothing_new)
    if not world.interactive:
        for key in ("before", "after") if wanted.resumes is None else ("after",):
            if scores[key] is None:
                raise Misuse(f"There is no terminal to rate from. Give the rating with --{key} SCORE.")
    asked_at = world.clock.now()
    _ask_about_strong_pain(world, wanted, decision, scores["before"])
    heard = ("voice", "breath", "bell", "flash", "wait", "notify")
    switches = {key: bool(world.setting(key, getattr(options, key, None))) for key in heard}
    from knotcli.flows.session.session_start import SessionStart

    if world.interactive:
        from knotcli.flows.session.start_page import StartPage

        begun = StartPage(world, wanted, decision).show(is_skipped=options.yes)
        if begun is None:
            world.show(["No session was started."])
            return 0
        wanted, decision = begun
        refuse_if_too_long(world, wanted, asked_at)
    is_led = world.interactive and not options.yes
    return SessionStart(world, wanted, decision, note, tags, is_led).run(scores, switches)


def _ask_about_strong_pain(world: World, wanted: WantedSession, decision: SessionDecision, before: int | None) -> None:
    """Put the questions about strong pain where the rating before was so high; a session that goes on, unless they were put."""
    if wanted.resumes is not None and decision.unfinished is not None:
        before = decision.unfinished.before
    if (before or 0) < STRONG_PAIN:
        return
    from knotcli.flows.screening.named_signs import ask_about_strong_pain, was_strong_pain_denied

    if wanted.resumes is not None and was_strong_pain_denied(world, wanted.resumes.at):
        return
    ask_about_strong_pain(world, wanted.routine.region, wanted.routine.asks)


def _show_steps(world: World, wanted: WantedSession, decision: SessionDecision, options: SessionOptions) -> int:
    """Show the steps. Raises Held as `refuse_steps` does."""
    from knotcli.views.session import session_script

    refuse_steps(world, wanted.routine, decision.gate)
    if options.as_json:
        world.print_json(session_script.script_document(decision.plan))
    else:
        show_paged(world, session_script.script_lines(decision.plan, world.library.source_names(), options.no_press))
    return 0


def refuse_steps(world: World, routine: Routine, found: Gate) -> None:
    """Raise Held for the steps of a session that a reason stands against: they are a way to do one."""
    against = any(reason.item.kind != "relative" for reason in found.found.reasons)
    if not found.may_start and (found.held == "verdict" or against):
        from knotcli.flows.screening.results import show_held

        show_held(world, routine.region, routine.asks)
        raise Held(f"No session for the {name_body_part(routine.region)} now, so its steps are not shown.")


def _choose_resuming(
    world: World, wanted: WantedSession, decision: SessionDecision, asked_for: bool
) -> tuple[WantedSession, SessionDecision]:
    """Put the session that broke off in place of a new one, where that is asked for or the person says so."""
    if not asked_for and not (world.interactive and decision.gate.may_start):
        return wanted, decision
    region = wanted.routine.region
    found = find_unfinished(world, region)
    if asked_for:
        if found is None and decision.refusal:
            refuse(world, wanted, decision.refusal)
        if found is None:
            raise Misuse(
                f"There is no {region} session to go on with. That takes one that broke off within the last two hours, "
                "with the same steps as now."
            )
        return found
    if found is None or found[1].refusal is not None or found[1].unfinished is None:
        return wanted, decision
    unfinished, plan = found[1].unfinished, found[1].plan
    minutes = round((world.clock.now() - unfinished.sign).total_seconds() / 60)
    ago = f"{minutes} min ago" if minutes else "just now"
    how = "broke off" if unfinished.entry.ended_at is None else "ended early"
    question = f"A {region} session {how} {ago}, at step {unfinished.first + 1} of {len(plan.steps)}."
    from knotcli.flows.prompts import ask_yes_no

    try:
        return found if ask_yes_no(world, f"{question} Go on there?") else (wanted, decision)
    except (EOFError, KeyboardInterrupt):
        raise Stopped("No session was started.") from None


def _ask_first(
    world: World, wanted: WantedSession, decision: SessionDecision, nothing_new: bool
) -> tuple[WantedSession, SessionDecision]:
    """Ask what has to be known before this session: how the last one left the region, a check, and whether anything is new.

    Returns the session that is wanted then, without heat where something on the skin rules it out, and its judgement.
    """
    from knotcli.flows.followup.followup_question import ask_before_session

    region = wanted.routine.region
    if decision.refusal and decision.refusal.kind != "check":
        refuse(world, wanted, decision.refusal)
    if decision.gate.held != "verdict" and wanted.resumes is None:
        ask_before_session(world, region, nothing_new)
    if decision.refusal:
        from knotcli.flows.screening.check_flow import lead_to_check

        if not lead_to_check(world, [region], wanted.routine.asks):
            refuse(world, wanted, decision.refusal)
    if not nothing_new:
        if not world.interactive:
            raise Misuse(
                "There is no terminal to answer the lines before a session from. If none of them is true, add --nothing-new."
            )
        from knotcli.flows.screening.named_signs import recheck

        if not recheck(world, region, wanted.routine.asks):
            wanted = wanted._replace(
                choices=[(replace(options, heat=False), notes) for options, notes in wanted.choices]
            )
    # The questions took their time: what was kept meanwhile, in whichever window, counts before anything is shown.
    if (again := decide_now(world, wanted)).refusal:
        refuse(world, wanted, again.refusal)
    return wanted, again


def refuse_if_too_long(world: World, wanted: WantedSession, since: datetime) -> None:
    """Raise Held where what was answered before a session, or while it stood still, was answered too long ago."""
    if abs(world.clock.now() - since) > ANSWERED_WITHIN:
        refuse(world, wanted, Refusal("too-long"), "No session was started.")


def refuse(world: World, wanted: WantedSession, refusal: Refusal, what_was_done: str = "") -> NoReturn:
    """Say why no session may run now, and what was done until then. Raises Held."""
    region = wanted.routine.region
    if refusal.kind == "too-soon" and refusal.too_soon is not None:
        said = explain_too_soon(region, refusal.too_soon, world.clock.now(), world.clock.local)
    elif refusal.kind == "running":
        said = f"A {region} session is running in another window. End it there with q, then begin again here."
    elif refusal.kind == "rest":
        said = (
            f"You said that your {name_body_part(region)} is more than a little sore, so it rests today. "
            f"If it has eased since then, say so: knot followup {region}"
        )
    elif refusal.kind == "check":
        from knotcli.flows.screening.results import show_held

        show_held(world, region, wanted.routine.asks)
        said = f"No session for the {name_body_part(region)} now."
    elif refusal.kind == "too-long":
        said = f"You answered the questions before it more than two hours ago. To begin again: knot session {region}"
    else:
        said = (
            f"Something changed in the meantime, and this would be a different session now. "
            f"To begin again: knot session {region}"
        )
    raise Held(f"{said} {what_was_done}".rstrip())
