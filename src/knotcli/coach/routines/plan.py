"""Plan a session: a routine, the limits of a check and the options → its steps. Pure."""

from collections.abc import Sequence

import msgspec

from knotcli.coach.errors import Held, Misuse
from knotcli.coach.routines import bounds
from knotcli.coach.routines.limits import (
    CombinedLimits,
    PlanOptions,
    RoutineLimit,
    Zone,
    check_hold,
    check_options,
    combine_limits,
)
from knotcli.coach.routines.routine_file import BODY_WEIGHT, FingersWay, Hold, Rest, Routine, RoutinePart, ToolWay
from knotcli.coach.routines.step_order import find_rests, fit_steps, list_keep_off_notes, select_parts
from knotcli.coach.routines.steps import Press, Step
from knotcli.coach.vocabulary import Region, Side, Tool

SHOWER_NOTE = "A warm shower takes the place of the heat: warm, not hot, 10 to 15 minutes. If you feel faint, sit down, and begin later."
QUICK_LEAD_IN = 20  # long enough for most, and one press a side always fits


class SessionPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A planned session. tool: the main one; a hold that it does not suit has fingers as its own tool. None: nothing
    is pressed.

    limit_notes: what the limits of the check say. keep_off: the places that are not pressed, or not warmed. tips: what
    may keep the knot coming back. wait: each step waits for a key. tools: those that it can be done with. can_shower: a
    warm shower may take the place of its heat. heading: what stands above it, in place of its region and tool.
    """

    region: Region
    routine: str
    side: Side
    tool: Tool | None
    steps: tuple[Step, ...]
    limit_notes: tuple[str, ...] = ()
    keep_off: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()
    wait: bool = False
    tools: tuple[Tool, ...] = ()
    can_shower: bool = False
    heading: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """All that is to be known before the first hold: the limits, then the places to keep off."""
        return (*self.limit_notes, *self.keep_off)

    @property
    def total_seconds(self) -> int:
        """Seconds of all steps as planned; a rating takes the time it takes."""
        return sum(step.seconds for step in self.steps)

    @property
    def pressure_seconds(self) -> int:
        """Seconds of all holds as planned."""
        return sum(step.seconds for step in self.steps if step.kind == "hold")


def plan_session(
    routine: Routine, options: PlanOptions, limits: Sequence[RoutineLimit] = (), zones: Sequence[Zone] = ()
) -> SessionPlan:
    """Plan a session: what the routine holds, narrowed by the limits and then by the options.

    zones: the known places to keep off; those that the routine names go into the notes. Presses are left out from
    the last spot on, on both sides alike, until the pressure stays within five minutes (S3) and the session within
    half an hour; without pressing it may take three quarters of one. What keys may add to a hold stays within those five minutes too.
    Raise Misuse for an option out of its bounds or a tool that is not allowed, Held when nothing is left.
    """
    left = combine_limits(limits)
    check_options(options)
    if left.refusal:
        raise Held(f"No session for {routine.region} now. {left.refusal}")
    parts = select_parts(routine, options, left)
    tools: tuple[Tool, ...] = ()
    tool, presses = None, []
    if holds := [part for part in parts if isinstance(part, Hold)]:
        tools = tuple(one for one in routine.tools if any(_find_way(hold, (one,), left) for hold in holds))
        tool = _choose_tool(routine, tools, options.tool, left)
        check_hold(options.hold, tool)
        presses = _settle_presses(parts, options, left, tool)
    elif all(isinstance(part, Rest) for part in parts):
        raise Held(f"No session for {routine.region} now: nothing of it is left. {' '.join(left.notes)}".rstrip())
    sides: tuple[Side, ...] = ("left", "right") if options.side == "both" else (options.side,)
    longest = bounds.QUICK_MOST if options.quick else bounds.SESSION_MOST if presses else bounds.EXERCISES_MOST
    steps = fit_steps(parts, presses, sides, left.heat_most, _shorten_lead_in(options), longest)
    kept = [press.most for press in presses if options.hold and press.seconds < options.hold]
    warm = next((step.seconds for step in steps if step.kind == "heat"), None)
    return SessionPlan(
        region=routine.region,
        routine=routine.name,
        side=options.side,
        tool=tool,
        steps=steps,
        limit_notes=(
            *left.notes,
            *([SHOWER_NOTE] if warm == 0 else []),
            *([f"Some holds stay at {min(kept)} seconds here."] if kept else []),
        ),
        keep_off=tuple(list_keep_off_notes(routine, zones, bool(presses), any(step.kind == "heat" for step in steps))),
        tips=routine.tips,
        wait=left.wait,
        tools=tools,
        can_shower=bool(warm) and not left.heat_note,
    )


def _shorten_lead_in(options: PlanOptions) -> int:
    return min(options.lead_in, QUICK_LEAD_IN) if options.quick else options.lead_in


def _choose_tool(routine: Routine, allowed: Sequence[Tool], asked: Tool | None, left: CombinedLimits) -> Tool:
    """Choose the tool: the one asked for if it is allowed, else the first of the routine that is."""
    if not allowed:
        why = " ".join(left.notes)
        raise Held(f"No session for {routine.region} now: no way of pressing is left there. {why}".rstrip())
    if asked is not None and asked not in allowed:
        raise Misuse(f"The {routine.name} routine is not done with {asked} here. It takes: {', '.join(allowed)}.")
    return asked or allowed[0]


def _find_way(hold: Hold, tools: Sequence[Tool], left: CombinedLimits) -> tuple[Tool, FingersWay | ToolWay] | None:
    """Find how a hold is done: with the first of the tools that it knows and the limits allow."""
    for tool in tools:
        way = hold.ways.ways_by_tool().get(tool)
        if way is not None and tool in left.tools and (left.body_weight or way.posture not in BODY_WEIGHT):
            return tool, way
    return None


def _settle_presses(
    parts: Sequence[RoutinePart], options: PlanOptions, left: CombinedLimits, tool: Tool
) -> list[Press]:
    """Settle each hold's tool and seconds. Where the tool does not suit, fingers replace it if the limits allow."""
    rests = find_rests(parts)
    presses = []
    for hold in (part for part in parts if isinstance(part, Hold)):
        found = _find_way(hold, (tool, "fingers"), left)
        if found is None:
            continue
        name, way = found
        most = min(way.most, left.hold_most[name])
        least = min(bounds.HOLD[name][0], most)
        presses.append(
            Press(
                hold=hold,
                count=min(hold.repeat, left.presses_most),
                tool=name,
                way=way,
                seconds=max(least, min(options.hold or way.seconds, most)),
                least=least,
                most=most,
                rest=rests[hold.spot],
                lead_in=_shorten_lead_in(options),
                light=left.light,
            )
        )
    return presses[: left.spots_most]
