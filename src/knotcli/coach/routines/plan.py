"""A routine file, a verdict's limits and a person's options → the steps of a session. Pure."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from knotcli.coach.errors import Held, Misuse
from knotcli.coach.routines.limits import CombinedLimits, RoutineLimit, combine_limits
from knotcli.coach.routines.routine_file import (
    BODY_WEIGHT,
    HEAT,
    HOLD,
    LEAD_IN,
    MOVE,
    QUICK_MOST,
    REST_SECONDS,
    SESSION_MOST,
    FingersWay,
    Heat,
    Hold,
    Move,
    Prepare,
    Rest,
    Routine,
    RoutinePart,
    Stretch,
    ToolWay,
)
from knotcli.coach.routines.step_order import fit_steps
from knotcli.coach.routines.steps import Press, Step
from knotcli.coach.routines.zones import Zone
from knotcli.coach.text import describe_unknown
from knotcli.coach.vocabulary import SIDES, TOOLS, Region, Side, Tool

QUICK_PREPARE = 10  # short enough that two presses a side fit
QUICK_LEAD_IN = 20  # long enough for most, and one press a side always fits
DEFAULT_REST = Rest(cue="Let go slowly. Breathe out and let the muscle rest.", sources=("S3", "own"))


class PlanOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks for. None: as the routine has it. `hold` and `lead_in` in seconds, heat in minutes.

    `quick`: no heat, and the whole of it in five minutes; the lead-in is then 20 seconds at most.
    """

    side: Side = "both"
    tool: Tool | None = None
    heat: bool = True
    heat_minutes: int | None = None
    hold: int | None = None
    quick: bool = False
    lead_in: int = 10


class SessionPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A session's steps. `tool`: the main one; where it has no place, a hold's own `tool` says fingers.

    `notes`: what the limits and the places to keep off say, to be shown before the first hold. `wait`: a
    key is asked for before each step.
    """

    region: Region
    routine: str
    side: Side
    tool: Tool
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()
    wait: bool = False

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

    `zones`: the known places to keep off; those that the routine names are put in the notes. Presses are
    left out from the last spot on, on both sides alike, until pressure stays within five minutes (S3) and the
    whole within half an hour. What the keys may add to a hold stays within those five minutes too.
    Raises Misuse for an option out of its bounds or a tool that is not allowed, Held when nothing is left.
    """
    left = combine_limits(limits)
    _check_options(options)
    if left.refusal:
        raise Held(f"No session for {routine.region} now. {left.refusal}")
    parts = _select_parts(routine, options, left)
    tool = _choose_tool(routine, [part for part in parts if isinstance(part, Hold)], options.tool, left)
    _check_hold(options.hold, tool)
    presses = _settle_presses(parts, options, left, tool)
    sides: tuple[Side, ...] = ("left", "right") if options.side == "both" else (options.side,)
    steps = fit_steps(parts, presses, sides, left.heat_most, QUICK_MOST if options.quick else SESSION_MOST)
    kept = [press.most for press in presses if options.hold and press.seconds < options.hold]
    return SessionPlan(
        region=routine.region,
        routine=routine.name,
        side=options.side,
        tool=tool,
        steps=steps,
        notes=(
            *left.notes,
            *([f"Some holds stay at {min(kept)} seconds here."] if kept else []),
            *_keep_off_notes(routine, zones, any(step.kind == "heat" for step in steps)),
        ),
        wait=left.wait,
    )


def _check_options(options: PlanOptions) -> None:
    if options.side not in SIDES:
        raise Misuse(describe_unknown("side", options.side, SIDES))
    if options.tool is not None and options.tool not in TOOLS:
        raise Misuse(describe_unknown("tool", options.tool, TOOLS))
    minutes = options.heat_minutes
    if minutes is not None and not HEAT[0] <= minutes * 60 <= HEAT[1]:
        raise Misuse(f"Heat takes 10 to 15 minutes; {minutes} is outside that. Give a number from 10 to 15.")
    if not LEAD_IN[0] <= options.lead_in <= LEAD_IN[1]:
        raise Misuse(
            f"A lead-in takes {LEAD_IN[0]} to {LEAD_IN[1]} seconds; {options.lead_in} is outside that."
        )


def _check_hold(hold: int | None, tool: Tool) -> None:
    least, most = HOLD[tool]
    if hold is not None and not least <= hold <= most:
        raise Misuse(
            "A hold takes 10 to 30 seconds with fingers, 30 to 60 with ball or roller. "
            f"{hold} is outside that; with {tool}, give a number from {least} to {most}."
        )


def _choose_tool(routine: Routine, holds: Sequence[Hold], asked: Tool | None, left: CombinedLimits) -> Tool:
    """Choose the tool: the one asked for if it is allowed, else the first of the routine that is."""
    allowed = [tool for tool in routine.tools if any(_find_way(hold, (tool,), left) for hold in holds)]
    if not allowed:
        why = " ".join(left.notes)
        raise Held(f"No session for {routine.region} now: no way of pressing is left there. {why}".rstrip())
    if asked is not None and asked not in allowed:
        raise Misuse(
            f"The {routine.name} routine is not done with {asked} here. It takes: {', '.join(allowed)}."
        )
    return asked or allowed[0]


def _find_way(
    hold: Hold, tools: Sequence[Tool], left: CombinedLimits
) -> tuple[Tool, FingersWay | ToolWay] | None:
    """Find how a hold is done: with the first of the tools that it knows and the limits leave."""
    for tool in tools:
        way = hold.ways.by_tool().get(tool)
        if way is not None and tool in left.tools and (left.body_weight or way.posture not in BODY_WEIGHT):
            return tool, way
    return None


def _settle_presses(
    parts: Sequence[RoutinePart], options: PlanOptions, left: CombinedLimits, tool: Tool
) -> list[Press]:
    """Settle each hold: where the tool has no place the fingers step in, if the limits leave that."""
    rests = _rests_by_spot(parts)
    presses = []
    for hold in (part for part in parts if isinstance(part, Hold)):
        found = _find_way(hold, (tool, "fingers"), left)
        if found is None:
            continue
        name, way = found
        most = min(way.most, left.hold_most[name])
        least = min(HOLD[name][0], most)
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
                lead_in=min(options.lead_in, QUICK_LEAD_IN) if options.quick else options.lead_in,
                light=left.light,
            )
        )
    return presses[: left.spots_most]


def _rests_by_spot(parts: Sequence[RoutinePart]) -> dict[str, Rest]:
    """Give the rest that follows each hold in the file, or the usual one, by the hold's spot."""
    after = [*parts[1:], None]
    return {
        part.spot: follower if isinstance(follower, Rest) else DEFAULT_REST
        for part, follower in zip(parts, after, strict=True)
        if isinstance(part, Hold)
    }


def _select_parts(routine: Routine, options: PlanOptions, left: CombinedLimits) -> list[RoutinePart]:
    """Give the parts that this session has: heat once at most, each spot once, and what the limits leave."""
    parts: list[RoutinePart] = []
    spots: set[str] = set()
    warm = options.heat and left.heat and not options.quick
    for part in routine.steps:
        if isinstance(part, Heat):
            if warm:
                minutes = options.heat_minutes
                seconds = min(minutes * 60 if minutes else part.seconds, left.heat_most)
                parts.append(replace(part, seconds=seconds, cue=f"{part.cue} {left.heat_note}".rstrip()))
            warm = False
        elif isinstance(part, Hold):
            if part.spot not in spots:
                parts.append(part)
            spots.add(part.spot)
        elif left.stretch or not (isinstance(part, Stretch) and part.end_range):
            parts.append(part)
    return _shorten_parts(parts) if options.quick else parts


def _shorten_parts(parts: Sequence[RoutinePart]) -> list[RoutinePart]:
    """Keep the holds, and the first of each other kind at its shortest."""
    kept: list[RoutinePart] = []
    for part in parts:
        if isinstance(part, Hold):
            kept.append(part)
        elif isinstance(part, Rest):
            kept.append(replace(part, seconds=min(part.seconds, REST_SECONDS)))
        elif not any(type(other) is type(part) for other in kept):
            if isinstance(part, Prepare):
                part = replace(part, seconds=min(part.seconds, QUICK_PREPARE))
            elif isinstance(part, Move):
                part = replace(part, seconds=MOVE[0])
            elif isinstance(part, Stretch):
                part = replace(part, repeat=1)
            kept.append(part)
    return kept


def _keep_off_notes(routine: Routine, zones: Sequence[Zone], heat: bool) -> list[str]:
    notes = []
    for zone in zones:
        what = " or ".join(["press"] * (not zone.press) + ["warm"] * (heat and not zone.heat))
        if what and zone.id in routine.zones:
            notes.append(f"Do not {what}: {zone.name}.")
    return notes
