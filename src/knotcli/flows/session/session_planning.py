"""A session planned from what is kept, the routine, the settings and the options; and whether it is too soon."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from knotcli.coach.errors import Held, Misuse
from knotcli.coach.routines.plan import SessionPlan, plan_session
from knotcli.coach.routines.plan_options import PlanOptions
from knotcli.coach.session.dose import Past, allow
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.flows.screening.kept_checks import gate_now
from knotcli.flows.screening.results import show_held
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.screening.gate import Gate
    from knotcli.storage.history.reading import Reading

LOOK_BACK = timedelta(days=4)
"""How far back sessions can matter to the next one: a flare's rest day is the longest."""


def planned(
    world: World,
    name: Region,
    given: Mapping[str, Any],
    quick: bool = False,
    dry_run: bool = False,
    settled: PlanOptions | None = None,
    routine: str | None = None,
) -> "tuple[Gate, SessionPlan, PlanOptions]":
    """Judge and plan a session of this region. `given`: what the options say, None for what they leave open.

    Gives the options that it was planned by, too; `settled`: those of an earlier plan, to be made again.
    `routine`: its name, where it is not the region's own.
    Raises Held for the steps of a session that a reason stands against: they are a way to do one.
    """
    chosen_routine = world.library.routine(routine or name)
    found = gate_now(world, name, chosen_routine.asks)
    limits = world.library.limits()
    asked = [limits[i] for i in dict.fromkeys(limit.id for limit in found.found.limits) if i in limits]
    if not found.may_start:
        asked = []
        against = any(reason.item.kind != "relative" for reason in found.found.reasons)
        if dry_run and (found.held == "verdict" or against):
            show_held(world, name, chosen_routine.asks)
            raise Held(f"No session for the {name} now, so its steps are not shown.")
    zones = tuple(world.library.zones().values())
    if settled is not None:
        return found, plan_session(chosen_routine, settled, asked, zones), settled
    chosen = {
        key: world.setting(key, given[key])
        for key in ("side", "tool", "heat", "heat_minutes", "hold", "lead_in")
    }
    fixed = {key: chosen[key] for key in ("hold", "tool") if given[key] is None and chosen[key] is not None}
    fault: Misuse | None = None
    # A setting holds for every region: where it does not fit this one, the routine's own choice stands.
    for dropped in ((), ("hold",), ("tool",), ("hold", "tool")):
        if not {*dropped} <= {*fixed}:
            continue
        try:
            options = PlanOptions(**{**chosen, **dict.fromkeys(dropped)}, quick=quick)
            made = plan_session(chosen_routine, options, asked, zones)
        except Misuse as error:
            fault = error  # the last one is about what was asked for now: every setting is out by then
            continue
        said = (f"Your setting {key} = {fixed[key]} does not fit here, so it is left out." for key in dropped)
        return found, replace(made, notes=(*made.notes, *said)), options
    assert fault is not None
    raise fault


def check_dose(world: World, name: Region, but: str | None = None) -> None:
    """Pass when a session of this region is not too soon. `but`: the id of one that goes on now. Raises Held.

    What was taken out of the history since counts all the same: it is not taken out of the muscle.
    """
    now = world.clock.now()
    with world.history.views() as views:
        # What was brought in from elsewhere cannot make an earlier session less than it was.
        for kept in views:
            allow(name, _past(kept, now, but), now, world.clock.local)


def _past(kept: "Reading", now: datetime, but: str | None) -> list[Past]:
    past = []
    for entry in (entry for region in REGIONS for entry in kept.given(region, now - LOOK_BACK)):
        if entry.id == but:
            continue
        scores = {r.kind: r.score for r in kept.ratings(session=entry.id)}
        done = kept.steps(entry.id)
        steps = sum(s.seconds for s in done if s.kind in ("heat", "hold"))
        # One that broke off unseen may have had more than was kept.
        unseen = 1 if done and entry.ended_at is None else 0
        treated = max(steps, entry.heat_seconds + entry.pressure_seconds, unseen)
        past.append(Past((entry, scores.get("before"), scores.get("after"), treated)))
    return past
