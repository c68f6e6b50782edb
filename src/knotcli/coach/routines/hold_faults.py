"""What can be wrong with the holds of a routine: where, with what, how long, how much. Pure.

Each function takes a routine that may be faulty already: what did not fit its type is its default, or empty.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from knotcli.coach.conversion import Fault
from knotcli.coach.routines import bounds
from knotcli.coach.routines.limits import Spot, Zone
from knotcli.coach.routines.routine_file import (
    Exercise,
    FingersWay,
    Heat,
    Hold,
    Move,
    Prepare,
    Routine,
    RoutinePart,
    Stretch,
    ToolWay,
)
from knotcli.coach.text import describe_unknown
from knotcli.coach.vocabulary import TOOLS, Tool

LEAD_IN_SECONDS = 10
ON_THE_NECK = re.compile(
    r"\b(on|under|into|against|behind|along|below)\s+(to\s+)?((the|your|that)\s+)?([a-z]+ of (the|your) )?neck\b"
)
NOT_ON_THE_NECK = (
    "A ball or roller never goes on the neck itself. At the wall, a ball on upper-trapezius helps the neck."
)


def keyed_steps(routine: Routine) -> list[tuple[str, RoutinePart]]:
    """Return each step with its key in the file, counted from one: `step[1]`. One of no known kind is None; skip it."""
    return [(f"step[{number}]", step) for number, step in enumerate(routine.steps, 1) if step is not None]


def keyed_holds(routine: Routine) -> list[tuple[str, Hold]]:
    """Return each hold with its key in the file."""
    return [(key, step) for key, step in keyed_steps(routine) if isinstance(step, Hold)]


def find_spot_faults(routine: Routine, zones: Mapping[str, Zone], spots: Mapping[str, Spot]) -> Iterator[Fault]:
    """Find holds on a place never pressed, on an unknown one, on one that is not asked about, or on one twice."""
    seen: set[str] = set()
    for key, hold in keyed_holds(routine):
        name, key = hold.spot, f"{key}.spot"
        if not name:
            continue
        spot = spots.get(name)
        zone = next((z for z in zones.values() if not z.press and name in (z.id, *z.spots)), None)
        if zone is not None:
            yield Fault(key, f"{name} is never pressed: {zone.name}. {zone.why}")
        elif spot is None:
            yield Fault(key, describe_unknown("spot", name, spots))
        elif name in seen:
            yield Fault(key, f"{name} has a hold already. Use repeat: up to 3 presses a spot.")
        elif routine.asks and spot.region not in routine.asks:
            yield Fault(key, f"{name} belongs to {spot.region}, so asks must name {spot.region} too.")
        seen.add(name)


def find_tool_faults(routine: Routine, spots: Mapping[str, Spot], faulty_keys: Collection[str]) -> Iterator[Fault]:
    """Find tools or zones that are left out, and tools that do not suit a spot, stay too long on it, are not listed, or are listed and not used.

    faulty_keys: keys that do not fit their type; a hold with one of them is not called empty as well.
    """
    used: set[Tool] = set()
    for name, given in (("tools", routine.tools), ("zones", routine.zones)):
        if keyed_holds(routine) and not given and not any(faulty.startswith(name) for faulty in faulty_keys):
            yield Fault(name, "names none. A routine with a hold says what presses, and where nothing is pressed.")
    for key, hold in keyed_holds(routine):
        ways = hold.ways.ways_by_tool()
        used |= ways.keys()
        if not ways and not any(faulty.startswith(f"{key}.with") for faulty in faulty_keys):
            yield Fault(f"{key}.with", f"is empty. It takes at least one of {', '.join(TOOLS)}.")
        if ways and "fingers" not in ways and hold.strokes:
            yield Fault(f"{key}.strokes", "are done with the fingers, and this hold has none.")
        for tool, way in ways.items():
            yield from _find_way_faults(routine, spots.get(hold.spot), f"{key}.with.{tool}", tool, way)
    for tool in dict.fromkeys(routine.tools):
        if used and tool and tool not in used:
            yield Fault("tools", f"names {tool}, but no hold says how it is done with {tool}.")


def _find_way_faults(
    routine: Routine, spot: Spot | None, key: str, tool: Tool, way: FingersWay | ToolWay
) -> Iterator[Fault]:
    beside = spot is None or spot.region != "neck" or "ball" in spot.tools
    if tool != "fingers" and (not beside or ON_THE_NECK.search(f"{way.place} {way.cue}".lower())):
        yield Fault(key, NOT_ON_THE_NECK)
    elif spot is not None and tool not in spot.tools:
        yield Fault(key, f"{tool} is not used on {spot.id}. It takes: {', '.join(spot.tools)}.")
    elif routine.tools and tool not in routine.tools:
        listed = ", ".join(name for name in routine.tools if name)
        yield Fault(key, f"{tool} is not among the routine's tools ({listed}).")
    if spot is not None and tool in spot.tools and max(way.seconds, way.most) > spot.most < bounds.HOLD[tool][1]:
        yield Fault(key, f"may last too long for {spot.id}: seconds and most are {spot.most} at most there.")
    elif way.seconds > way.most:
        yield Fault(f"{key}.seconds", f"is {way.seconds}, longer than this hold's own most of {way.most}.")


def find_amount_faults(routine: Routine) -> Iterator[Fault]:
    """Find the tools with which both sides together make too much pressure, or too long a session."""
    others = sum(_step_seconds(step) for step in routine.steps)
    for tool in TOOLS:
        pressure = around = 0
        for _, hold in keyed_holds(routine):
            way = hold.ways.ways_by_tool().get(tool, hold.ways.fingers)
            if way is not None and tool in routine.tools:
                presses = hold.repeat * (2 if hold.sides else 1)
                pressure += presses * way.seconds
                around += presses * (LEAD_IN_SECONDS + bounds.REST_SECONDS)
        if pressure > bounds.PRESSURE_MOST:
            yield Fault(
                "step",
                f"makes {pressure} seconds of pressure with {tool}, both sides done; it takes {bounds.PRESSURE_MOST} at "
                "most a session. Use fewer presses or shorter holds.",
            )
        elif pressure and pressure + around + others > bounds.SESSION_MOST:
            total = pressure + around + others
            yield Fault("step", f"makes {total} seconds in total; a session takes {bounds.SESSION_MOST} at most.")
            return

    if not keyed_holds(routine) and others > bounds.EXERCISES_MOST:
        yield Fault(
            "step",
            f"makes {others} seconds in total, both sides done; without pressing it takes {bounds.EXERCISES_MOST} at most.",
        )


def _step_seconds(step: RoutinePart) -> int:
    """Return the seconds of a step that is no hold and belongs to none."""
    if isinstance(step, Stretch):
        return step.seconds * step.repeat * (2 if step.sides else 1)
    if isinstance(step, Exercise):
        sets = LEAD_IN_SECONDS + step.sets * step.set_seconds + (step.sets - 1) * step.rest_seconds
        return sets * (2 if step.sides else 1)
    return step.seconds if isinstance(step, Heat | Prepare | Move) else 0
