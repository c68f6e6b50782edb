"""`knot session`: the guided, timed routine. Its options stand in support/options.py."""

from typing import TYPE_CHECKING

from knotcli.coach.errors import Held, Misuse
from knotcli.coach.regions import REGIONS, region, side
from knotcli.coach.score import score
from knotcli.coach.text import clean
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.routines.plan import Plan


def session(
    world: World,
    where: str,
    which: str | None = None,
    tool: str | None = None,
    heat: bool | None = None,
    heat_minutes: str | None = None,
    hold: str | None = None,
    quick: bool = False,
    before: str | None = None,
    after: str | None = None,
    note: str = "",
    nothing_new: bool = False,
    wait: bool | None = None,
    voice: bool | None = None,
    breath: bool | None = None,
    bell: bool | None = None,
    flash: bool | None = None,
    lead_in: str | None = None,
    resume: bool = False,
    dry_run: bool = False,
    plain: bool = False,
    as_json: bool = False,
) -> int:
    """Judge, plan and run a session, or show its steps. Parameters are the options as typed, None where not given."""
    name, routine = _meant(world, where)
    if as_json and not dry_run:
        raise Misuse("--json goes with --dry-run.")
    given = {
        key: None if text is None else score(text) for key, text in (("before", before), ("after", after))
    }
    asked = {
        "side": side(which),
        "tool": tool,
        "heat": heat,
        "heat_minutes": heat_minutes,
        "hold": hold,
        "lead_in": lead_in,
    }
    world.plain_asked = bool(world.setting("plain", plain or None))
    from knotcli.flows.session.session_planning import check_dose, planned

    found, plan, settled = planned(world, name, asked, quick, dry_run, routine=routine)
    if dry_run:
        return _dry_run(world, plan, as_json)
    from knotcli.flows.followup.followup_question import before_session
    from knotcli.flows.screening.recheck import recheck, show_held
    from knotcli.flows.session.resume_offer import going_on
    from knotcli.flows.session.session_start import Starting

    asks = world.library.routine(routine).asks
    going = going_on(world, name, resume) if found.may_start else None
    unfinished = None
    if going is not None:
        unfinished, settled, plan = going
    if found.held != "verdict":
        # What opens by itself comes before a new check, and what the last session left comes before this one.
        check_dose(world, name, but=unfinished.entry.id if unfinished else None)
        if unfinished is None:
            before_session(world, name, nothing_new)
    if not found.may_start:
        show_held(world, name, asks)
        raise Held(f"No session for the {name} now.")
    if not nothing_new:
        if not world.interactive:
            raise Misuse(
                "There is no terminal to answer the re-check from. If none of its signs is there: --nothing-new."
            )
        recheck(world, name, asks)
    if not world.interactive:
        for key in ("before", "after") if unfinished is None else ("after",):
            if given[key] is None:
                raise Misuse(f"There is no terminal to rate from. Give the rating with --{key} SCORE.")
    heard = {"voice": voice, "breath": breath, "bell": bell, "flash": flash, "wait": wait}
    wanted = {key: bool(world.setting(key, value)) for key, value in heard.items()}
    return Starting(world, plan, settled, clean(note), unfinished).run(given, wanted)


def _meant(world: World, word: str) -> tuple[str, str]:
    """Give the region and the routine that a word means: a region's, or one of this person's own by its name.

    The questions and limits are always those of the routine's region.
    """
    if word in world.library.own_names() and word not in REGIONS:
        return world.library.routine(word).region, word
    name = region(word)
    return name, name


def _dry_run(world: World, plan: "Plan", as_json: bool) -> int:
    from knotcli.views.session import script

    if as_json:
        world.print_json(script.document(plan))
    else:
        world.show(script.lines(plan))
    return 0
