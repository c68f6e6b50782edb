"""What a person asks for, read against the settings and the library: a session that is wanted."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.person_input import parse_side
from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.routines.routine_file import Routine
from knotcli.coach.session.decision import SessionDecision, WantedSession
from knotcli.coach.session.resume import read_run_note
from knotcli.coach.session.session_options import SessionOptions
from knotcli.coach.vocabulary import REGIONS, TOOLS, Region
from knotcli.flows.region_question import read_region
from knotcli.flows.session.earlier_sessions import is_led_elsewhere
from knotcli.flows.session.session_gathering import decide_now, gather_views
from knotcli.world import World

SETTLED = ("side", "tool", "heat", "heat_minutes", "hold", "lead_in")
"""Options that a setting can give, too."""
SETTINGS_TO_DROP = ((), ("hold",), ("tool",), ("hold", "tool"))
"""A setting holds for every region: where it does not fit this one, the routine's own choice stands."""


def read_request(world: World, options: SessionOptions) -> WantedSession:
    """Read which routine is meant and with which options; the tool last used for it comes first. Raises Misuse, KnotError."""
    given = {key: getattr(options, key) for key in SETTLED}
    given["side"] = parse_side(options.side)
    if options.no_press and (options.tool or options.hold):
        raise Misuse("--no-press presses nothing, so it takes neither --tool nor --hold.")
    always = {"quick": options.quick, "press": not options.no_press}
    routine = find_routine(world, options.region)
    choices = tuple(_list_choices(world, given, always))
    if not options.no_press and all(one.tool is None for one, _ in choices):
        last = next((one for one in world.history.sessions(routine.region) if one.routine == routine.name), None)
        if last is not None and last.tool in TOOLS:
            choices = (*((replace(one, tool=last.tool), notes) for one, notes in choices), *choices)
    return WantedSession(routine, choices)


def find_routine(world: World, word: str) -> Routine:
    """Return the routine that a word means: a region's, or one of this person's own by its name.

    The questions and limits are always those of the routine's region.
    """
    if word in world.library.own_names() and word not in REGIONS:
        return world.library.routine(word)
    return world.library.routine(read_region(world, word))


def _list_choices(
    world: World, given: Mapping[str, Any], always: Mapping[str, Any]
) -> Iterator[tuple[PlanOptions, tuple[str, ...]]]:
    chosen = {key: world.setting(key, given[key]) for key in SETTLED}
    fixed = {key: chosen[key] for key in ("hold", "tool") if given[key] is None and chosen[key] is not None}
    for dropped in SETTINGS_TO_DROP:
        if {*dropped} <= {*fixed}:
            notes = (f"Your setting {key} = {fixed[key]} does not fit here, so it is left out." for key in dropped)
            yield PlanOptions(**{**chosen, **dict.fromkeys(dropped)}, **always), tuple(notes)


def find_unfinished(world: World, region: Region) -> tuple[WantedSession, SessionDecision] | None:
    """Find the session of this region that can go on, and how it is judged: by the questions of its own routine.

    One that was brought in never goes on, nor one whose routine is not in the library now.
    """
    newest = [view.newest for view in gather_views(world, region, world.history)]
    entry = newest[0].session if newest[0] else None
    note = read_run_note(entry) if entry else None
    if entry is None or note is None or is_led_elsewhere(entry):
        return None
    try:
        if entry.routine not in (*REGIONS, *world.library.own_names()):
            return None
        routine = world.library.routine(entry.routine)
        if routine.region != region:
            return None
        wanted = WantedSession(routine, ((note.options, ()),), resumes=entry)
        decision = decide_now(world, wanted)
    except KnotError:
        return None  # its routine has changed or gone: there is nothing to go on with
    return (wanted, decision) if decision.unfinished else None
