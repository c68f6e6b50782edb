"""Offering to go on with a session that broke off."""

from typing import TYPE_CHECKING

from knotcli.coach.errors import Held, KnotError, Misuse, Stopped
from knotcli.coach.session.resume import WITHIN, Unfinished, digest, last_sign, place, read
from knotcli.coach.vocabulary import Region
from knotcli.flows.prompts import ask_word
from knotcli.terminal.process import runs
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.routines.plan import SessionPlan
    from knotcli.coach.routines.plan_options import PlanOptions


def unfinished(world: World, name: Region) -> "tuple[Unfinished, PlanOptions, SessionPlan] | None":
    """Find the session of this region that can go on, with the options it was planned by and its plan of today."""
    from knotcli.flows.session.session_planning import planned

    for entry in world.history.sessions(name, limit=1):
        left = read(entry)
        done, ratings = world.history.steps(entry.id), world.history.ratings(session=entry.id)
        late = world.clock.now() - last_sign(entry, done, ratings) > WITHIN
        if left is None or entry.status != "partial" or late or runs(left.runner):
            return None
        try:
            _, plan, _ = planned(world, name, {}, settled=left.options, routine=entry.routine)
        except KnotError:
            return None  # its routine has changed or gone: there is nothing to go on with
        found = place(entry, done, ratings, plan.steps, world.clock.now())
        if found is not None and digest(plan.steps) == left.steps:
            return found, left.options, plan
    return None


def going_on(
    world: World, name: Region, asked_for: bool
) -> "tuple[Unfinished, PlanOptions, SessionPlan] | None":
    """Ask whether an unfinished session is to go on; `asked_for`: it is, so nothing is asked.

    Raises Misuse when one was asked for and there is none, Held when it still runs elsewhere.
    """
    if not asked_for and not world.interactive:
        return None
    found = unfinished(world, name)
    if asked_for and found is None:
        for entry in world.history.sessions(name, limit=1):
            left = read(entry)
            if entry.status == "partial" and left and runs(left.runner):
                raise Held(f"A {name} session runs in another window. End it there with q, then go on here.")
        raise Misuse(
            f"There is no {name} session to go on with. It takes one that broke off within the last two hours, "
            "whose steps are still the same."
        )
    if asked_for or found is None:
        return found
    place_, _, plan = found
    entry = place_.entry
    minutes = round((world.clock.now() - place_.sign).total_seconds() / 60)
    ago = f"{minutes} min ago" if minutes else "just now"
    how = "broke off" if entry.ended_at is None else "ended early"
    question = f"A {name} session {how} {ago}, at step {place_.first + 1} of {len(plan.steps)}."
    try:
        answer = ask_word(world, f"{question} Go on there? (y)es or (n)o: ", ("yes", "no"))
    except (EOFError, KeyboardInterrupt):
        raise Stopped("No session was started.") from None
    return found if answer == "yes" else None
