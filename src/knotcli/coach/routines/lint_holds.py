"""What can be wrong with the holds of a routine file: where, with what, how long, how much. Pure."""

import re
from collections.abc import Iterator

from knotcli.coach.routines.lint_file import File, Table, texts, ways, whole
from knotcli.coach.routines.routine_file import (
    HEAT,
    HOLD,
    MOVE,
    PREPARE,
    PRESSURE_MOST,
    REST_SECONDS,
    SESSION_MOST,
    STRETCH,
)
from knotcli.coach.shape import Fault
from knotcli.coach.text import clean_text, describe_unknown
from knotcli.coach.vocabulary import TOOLS, Tool

LEAD_IN_SECONDS = 10
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
ON_THE_NECK = re.compile(
    r"\b(on|under|into|against|behind|along|below)\s+(to\s+)?((the|your|that)\s+)?([a-z]+ of (the|your) )?neck\b"
)
NECK = (
    "A ball or roller never goes on the neck itself. At the wall, a ball on upper-trapezius helps the neck."
)


def find_spot_faults(file: File) -> Iterator[Fault]:
    """Tell which holds press where nothing is pressed, where nobody knows, where no question was asked, or twice."""
    seen: set[str] = set()
    for key, hold in file.holds:
        name, key = hold.get("spot"), f"{key}.spot"
        if not isinstance(name, str) or not NAME.fullmatch(name):
            continue
        spot = file.spots.get(name)
        zone = next((z for z in file.zones.values() if not z.press and name in (z.id, *z.spots)), None)
        if zone is not None:
            yield Fault(key, f"{name} is never pressed: {zone.name}. {zone.why}")
        elif spot is None:
            yield Fault(key, describe_unknown("spot", name, file.spots))
        elif name in seen:
            yield Fault(key, f"{name} has a hold already. Use repeat: up to 3 presses a spot.")
        elif file.asks and spot.region not in file.asks:
            yield Fault(key, f"{name} belongs to {spot.region}, so asks must name {spot.region} too.")
        seen.add(name)


def find_tool_faults(file: File) -> Iterator[Fault]:
    """Tell which tools do not suit a spot, stay too long on it, are not listed, or listed and not used."""
    for key, hold in file.holds:
        found = ways(hold)
        if hold.get("with") == {}:
            yield Fault(f"{key}.with", f"is empty. It takes at least one of {', '.join(TOOLS)}.")
        if found and "fingers" not in found and texts(hold, "strokes"):
            yield Fault(f"{key}.strokes", "are done with the fingers, and this hold has none.")
        for tool, way in found.items():
            yield from _way(file, hold, f"{key}.with.{tool}", tool, way)
    used = {tool for _, hold in file.holds for tool in ways(hold)}
    for listed in dict.fromkeys(file.tools):
        if used and listed in TOOLS and listed not in used:
            yield Fault("tools", f"names {listed}, but no hold says how it is done with {listed}.")


def _way(file: File, hold: Table, key: str, tool: Tool, way: Table) -> Iterator[Fault]:
    spot = file.spots.get(str(hold.get("spot")))
    words = f"{way.get('place')} {way.get('cue')}".lower()
    beside = spot is None or spot.region != "neck" or "ball" in spot.tools
    if tool != "fingers" and (not beside or ON_THE_NECK.search(words)):
        yield Fault(key, NECK)
    elif spot is not None and tool not in spot.tools:
        yield Fault(key, f"{tool} is not used on {spot.id}. It takes: {', '.join(spot.tools)}.")
    elif file.tools and tool not in file.tools:
        yield Fault(
            key, f"{tool} is not among the routine's tools ({clean_text(', '.join(file.tools))[:60]})."
        )
    longest = HOLD[tool][1]
    seconds, most = whole(way, "seconds", 30, longest), whole(way, "most", longest, longest)
    if spot is not None and tool in spot.tools and max(seconds, most) > spot.most < longest:
        yield Fault(key, f"may last too long for {spot.id}: seconds and most are {spot.most} at most there.")
    elif seconds > most >= HOLD[tool][0]:
        yield Fault(f"{key}.seconds", f"is {seconds}, longer than this hold's own most of {most}.")


def find_amount_faults(file: File) -> Iterator[Fault]:
    """Tell with which tool both sides together make too much pressure, or too long a session."""
    others = sum(_length(step) for _, step in file.steps)
    for tool in TOOLS:
        pressure = around = 0
        for _, hold in file.holds:
            found = ways(hold)
            name = tool if tool in found else "fingers"
            if name in found and tool in file.tools:
                pressure += _times(hold, 3) * whole(found[name], "seconds", 30, HOLD[name][1])
                around += _times(hold, 3) * (LEAD_IN_SECONDS + REST_SECONDS)
        if pressure > PRESSURE_MOST:
            yield Fault(
                "step",
                f"makes {pressure} seconds of pressure with {tool}, both sides done; it takes {PRESSURE_MOST} at "
                "most a session. Use fewer presses or shorter holds.",
            )
        elif pressure and pressure + around + others > SESSION_MOST:
            total = pressure + around + others
            yield Fault("step", f"makes {total} seconds in all; a session takes {SESSION_MOST} at most.")
            return


def _times(step: Table, usual: int) -> int:
    return whole(step, "repeat", usual, 3) * (1 if step.get("sides") is False else 2)


def _length(step: Table) -> int:
    match step.get("kind"):
        case "heat":
            return whole(step, "seconds", HEAT[0], HEAT[1])
        case "prepare":
            return whole(step, "seconds", 20, PREPARE[1])
        case "move":
            return whole(step, "seconds", 60, MOVE[1])
        case "stretch":
            return whole(step, "seconds", 20, STRETCH[1]) * _times(step, 1)
        case _:
            return 0
