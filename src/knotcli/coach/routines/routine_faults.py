"""Every fault of a routine file at once, each with its key and what is allowed instead. Pure."""

import re
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from knotcli.coach.conversion import Fault, convert_with_faults
from knotcli.coach.routines import bounds, hold_faults
from knotcli.coach.routines.limits import Spot, Zone
from knotcli.coach.routines.routine_file import Exercise, Heat, Hold, Move, Rest, Routine, Stretch
from knotcli.coach.text import clean_text, describe_unknown
from knotcli.coach.vocabulary import regions_to_ask


def check_routine(
    data: dict[str, Any],
    zones: Mapping[str, Zone],
    sources: Collection[str],
    spots: Mapping[str, Spot],
    figures: Collection[str],
) -> tuple[Routine, list[Fault]]:
    """Return a routine file as a Routine, and every fault of it; only without any may it be used.

    data: as TOML gives it. zones, sources, spots, figures: those of content/, by id. What concerns the whole file comes
    first, then step by step. Each message says what is allowed.
    """
    routine, faults = convert_with_faults(data, Routine)
    faults += [
        *_find_control_characters(data),
        *_find_region_faults(routine),
        *_find_zone_faults(routine, zones),
        *_find_repeated_names(routine),
        *_find_unknown_sources(routine, sources),
        *_find_order_faults(routine),
        *hold_faults.find_spot_faults(routine, zones, spots),
        *hold_faults.find_tool_faults(routine, spots, [fault.key for fault in faults]),
        *_find_exercise_faults(routine, [fault.key for fault in faults]),
        *hold_faults.find_amount_faults(routine),
        *_find_unknown_figures(routine, figures),
    ]
    return routine, sorted(dict.fromkeys(faults), key=lambda fault: _step_number(fault.key))


def _step_number(key: str) -> int:
    found = re.match(r"step\[(\d+)\]", key)
    return int(found[1]) if found else 0


def _find_control_characters(data: dict[str, Any]) -> Iterator[Fault]:
    """Find texts with characters that could steer a terminal."""
    waiting: deque[tuple[str, object]] = deque([("", data)])
    while waiting:
        key, value = waiting.popleft()
        if isinstance(value, str) and clean_text(value) != value:
            yield Fault(key, "holds control characters, line breaks or spaces at its ends. Take them out.")
        elif isinstance(value, list):
            waiting += [(f"{key}[{number}]", entry) for number, entry in enumerate(value, 1)]
        elif isinstance(value, dict):
            begin = f"{key}." if key else ""
            waiting += [(f"{begin}{clean_text(str(name))[:40]}", entry) for name, entry in value.items()]


def _find_region_faults(routine: Routine) -> Iterator[Fault]:
    region = routine.region
    for other in regions_to_ask(region) if region and routine.asks else ():
        if other not in routine.asks:
            all_of = " and ".join(regions_to_ask(region))
            yield Fault("asks", f"lacks {other}: a routine for {region} asks the questions of {all_of}.")


def _find_zone_faults(routine: Routine, zones: Mapping[str, Zone]) -> Iterator[Fault]:
    for number, name in enumerate(routine.zones, 1):
        if name and name not in zones:
            yield Fault(f"zones[{number}]", describe_unknown("zone", name, zones))
    for zone in zones.values():
        region = next((region for region in routine.asks if region and zone.concerns(region)), None)
        if routine.zones and region is not None and zone.id not in routine.zones:
            yield Fault("zones", f"lacks {zone.id} ({zone.name}): a routine that asks for {region} shows it.")


def _find_repeated_names(routine: Routine) -> Iterator[Fault]:
    for key, names in (("asks", routine.asks), ("tools", routine.tools), ("zones", routine.zones)):
        for name, count in Counter(names).items():
            if name and count > 1:
                yield Fault(key, f"names {name} {count} times; once is enough.")


def _find_unknown_sources(routine: Routine, known: Collection[str]) -> Iterator[Fault]:
    lists = [("", routine.sources), *((f"{key}.", step.sources) for key, step in hold_faults.keyed_steps(routine))]
    for key, sources in lists:
        for number, tag in enumerate(sources, 1):
            if tag and tag not in known:
                yield Fault(
                    f"{key}sources[{number}]",
                    f"{clean_text(tag)[:30]!r} is not a source that knot knows. It takes S0 to S4, a tag such as O-28, "
                    "GK for general knowledge, or own for your own.",
                )


def _find_exercise_faults(routine: Routine, faulty_keys: Collection[str]) -> Iterator[Fault]:
    """Find exercises that do not say what one set is, or say it twice. faulty_keys: keys that do not fit their type."""
    for key, step in hold_faults.keyed_steps(routine):
        if not isinstance(step, Exercise) or any(faulty.startswith(f"{key}.") for faulty in faulty_keys):
            continue
        if bool(step.repetitions) == bool(step.hold_seconds):
            yield Fault(key, "takes either repetitions (1 to 30) or hold_seconds (1 to 60): one of the two.")


def _find_unknown_figures(routine: Routine, known: Collection[str]) -> Iterator[Fault]:
    named = [(key, part.figure) for key, part in hold_faults.keyed_steps(routine) if isinstance(part, Stretch | Move)]
    for key, hold in hold_faults.keyed_holds(routine):
        named += [(f"{key}.with.{tool}", way.figure) for tool, way in hold.ways.ways_by_tool().items()]
    for key, name in named:
        if name and name not in known:
            yield Fault(f"{key}.figure", describe_unknown("drawing", name, known))


def _find_order_faults(routine: Routine) -> Iterator[Fault]:
    """Find what stands in the wrong place: a hold without a rest after it, heat after a hold, a second heat."""
    holds = hold_faults.keyed_holds(routine)
    if hold_faults.keyed_steps(routine) and not any(
        isinstance(step, Hold | Stretch | Move | Exercise) for step in routine.steps
    ):
        yield Fault("step", "has nothing to do. A routine has at least one hold, stretch, move or exercise.")
    if len(holds) > bounds.SPOTS_MOST:
        yield Fault("step", f"has {len(holds)} holds; a session takes 1 to {bounds.SPOTS_MOST}.")
    seen: set[type] = set()
    around = [None, *routine.steps, None]
    for number, (before, step, after) in enumerate(zip(around, around[1:], around[2:], strict=False), 1):
        key = f"step[{number}]"
        if isinstance(step, Hold) and not isinstance(after, Rest | Stretch):
            yield Fault(key, "is a hold without a rest or a stretch after it. Put one right behind it.")
        if isinstance(step, Rest) and not isinstance(before, Hold):
            yield Fault(key, "is a rest that follows no hold. Put it right behind one, or take it out.")
        if isinstance(step, Heat) and Heat in seen:
            yield Fault(key, "is a second heat. A session takes one, of 600 to 900 seconds.")
        elif isinstance(step, Heat) and Hold in seen:
            yield Fault(key, "is heat after a hold. Heat comes before the first hold.")
        seen.add(type(step))
