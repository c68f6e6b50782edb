"""The way of a session: read the options, judge and plan, ask, run."""

from typing import TYPE_CHECKING

from knotcli.coach.errors import Held, Misuse
from knotcli.coach.person_input import parse_region, parse_score, parse_side
from knotcli.coach.session.session_options import SessionOptions
from knotcli.coach.text import clean_text
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.routines.plan import SessionPlan


def guide_session(world: World, options: SessionOptions) -> int:
    """Judge, plan and run a session, or show its steps."""
    name, routine = _meant(world, options.region)
    if options.as_json and not options.dry_run:
        raise Misuse("--json goes with --dry-run.")
    given = {
        key: None if text is None else parse_score(text)
        for key, text in (("before", options.before), ("after", options.after))
    }
    asked = {
        "side": parse_side(options.side),
        **{key: getattr(options, key) for key in ("tool", "heat", "heat_minutes", "hold", "lead_in")},
    }
    world.plain_asked = bool(world.setting("plain", options.plain or None))
    from knotcli.flows.session.session_planning import check_dose, planned

    found, plan, settled = planned(world, name, asked, options.quick, options.dry_run, routine=routine)
    if options.dry_run:
        return _dry_run(world, plan, options.as_json)
    from knotcli.flows.followup.followup_question import ask_before_session
    from knotcli.flows.screening.recheck import recheck, show_held
    from knotcli.flows.session.resume_offer import going_on
    from knotcli.flows.session.session_start import Starting

    asks = world.library.routine(routine).asks
    going = going_on(world, name, options.resume) if found.may_start else None
    unfinished = None
    if going is not None:
        unfinished, settled, plan = going
    if found.held != "verdict":
        # What opens by itself comes before a new check, and what the last session left comes before this one.
        check_dose(world, name, but=unfinished.entry.id if unfinished else None)
        if unfinished is None:
            ask_before_session(world, name, options.nothing_new)
    if not found.may_start:
        show_held(world, name, asks)
        raise Held(f"No session for the {name} now.")
    if not options.nothing_new:
        if not world.interactive:
            raise Misuse(
                "There is no terminal to answer the re-check from. If none of its signs is there: --nothing-new."
            )
        recheck(world, name, asks)
    if not world.interactive:
        for key in ("before", "after") if unfinished is None else ("after",):
            if given[key] is None:
                raise Misuse(f"There is no terminal to rate from. Give the rating with --{key} SCORE.")
    heard = ("voice", "breath", "bell", "flash", "wait")
    wanted = {key: bool(world.setting(key, getattr(options, key))) for key in heard}
    return Starting(world, plan, settled, clean_text(options.note), unfinished).run(given, wanted)


def _meant(world: World, word: str) -> tuple[Region, str]:
    """Give the region and the routine that a word means: a region's, or one of this person's own by its name.

    The questions and limits are always those of the routine's region.
    """
    if word in world.library.own_names() and word not in REGIONS:
        return world.library.routine(word).region, word
    name = parse_region(word)
    return name, name


def _dry_run(world: World, plan: "SessionPlan", as_json: bool) -> int:
    from knotcli.views.session import session_script

    if as_json:
        world.print_json(session_script.script_document(plan))
    else:
        world.show(session_script.script_lines(plan))
    return 0
