"""Every fault of a routine file at once, each with its key and what is allowed instead. Pure."""

import re
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from knotcli.coach.regions import regions_to_ask
from knotcli.coach.routines.lint_file import File, texts
from knotcli.coach.routines.lint_holds import find_amount_faults, find_spot_faults, find_tool_faults
from knotcli.coach.routines.routine_file import SPOTS_MOST, Routine
from knotcli.coach.routines.zones import Spot, Zone
from knotcli.coach.shape import Fault, misfits
from knotcli.coach.text import clean_text, describe_unknown
from knotcli.coach.vocabulary import REGIONS


def list_routine_faults(
    data: dict[str, Any],
    known_zones: Mapping[str, Zone],
    known_sources: Collection[str],
    known_spots: Mapping[str, Spot],
) -> list[Fault]:
    """List every fault of a routine file, as TOML gives it; none means that it may be used.

    The zones, sources and spots are those of content/, by id. What concerns the whole file comes first, then
    step by step. Each message says what is allowed.
    """
    file = File(data, known_zones, known_sources, known_spots)
    rules = (_unsteady, _regions, _zones, _twice, _sources, _order, find_spot_faults, find_tool_faults)
    found = misfits(data, Routine)
    for rule in (*rules, find_amount_faults):
        found += rule(file)
    return sorted(dict.fromkeys(found), key=lambda fault: _step_number(fault.key))


def _step_number(key: str) -> int:
    found = re.match(r"step\[(\d+)\]", key)
    return int(found[1]) if found else 0


def _unsteady(file: File) -> Iterator[Fault]:
    """Tell which texts hold characters that could steer a terminal."""
    waiting: deque[tuple[str, object]] = deque([("", file.data)])
    while waiting:
        key, value = waiting.popleft()
        if isinstance(value, str) and clean_text(value) != value:
            yield Fault(key, "holds control characters, line breaks or spaces at its ends. Take them out.")
        elif isinstance(value, list):
            waiting += [(f"{key}[{number}]", entry) for number, entry in enumerate(value, 1)]
        elif isinstance(value, dict):
            begin = f"{key}." if key else ""
            waiting += [(f"{begin}{clean_text(str(name))[:40]}", entry) for name, entry in value.items()]


def _regions(file: File) -> Iterator[Fault]:
    region = next((name for name in REGIONS if name == file.data.get("region")), None)
    if region is not None and file.asks:
        for other in regions_to_ask(region):
            if other not in file.asks:
                all_of = " and ".join(regions_to_ask(region))
                yield Fault("asks", f"lacks {other}: a routine for {region} asks the questions of {all_of}.")


def _zones(file: File) -> Iterator[Fault]:
    named = texts(file.data, "zones")
    for number, name in enumerate(named, 1):
        if name not in file.zones:
            yield Fault(f"zones[{number}]", describe_unknown("zone", name, file.zones))
    for zone in file.zones.values():
        by = next((region for region in file.asks if region in REGIONS and zone.concerns(region)), None)
        if named and by is not None and zone.id not in named:
            yield Fault("zones", f"lacks {zone.id} ({zone.name}): a routine that asks for {by} shows it.")


def _twice(file: File) -> Iterator[Fault]:
    for name in ("asks", "tools", "zones"):
        for entry, count in Counter(texts(file.data, name)).items():
            if count > 1:
                yield Fault(name, f"names {clean_text(entry)[:40]} {count} times; once is enough.")


def _sources(file: File) -> Iterator[Fault]:
    for key, table in [("", file.data), *((f"{key}.", step) for key, step in file.steps)]:
        for number, tag in enumerate(texts(table, "sources"), 1):
            if tag and tag not in file.sources:
                yield Fault(
                    f"{key}sources[{number}]",
                    f"{clean_text(tag)[:30]!r} is not a source that knot knows. It takes S0 to S4, a tag such as O-28, "
                    "GK for general knowledge, or own for your own.",
                )


def _order(file: File) -> Iterator[Fault]:
    """Tell what stands in the wrong place: a hold without a rest after it, heat after a hold, a second heat."""
    kinds = [str(step.get("kind")) for _, step in file.steps]
    if kinds and "hold" not in kinds:
        yield Fault("step", "has no hold. A routine presses at least one spot.")
    if len(file.holds) > SPOTS_MOST:
        yield Fault("step", f"has {len(file.holds)} holds; a session takes 1 to {SPOTS_MOST}.")
    seen: set[str] = set()
    around = ["", *kinds, ""]
    for number, (key, _) in enumerate(file.steps):
        before, kind, after = around[number : number + 3]
        if kind == "hold" and after not in ("rest", "stretch"):
            yield Fault(key, "is a hold without a rest or a stretch after it. Put one right behind it.")
        if kind == "rest" and before != "hold":
            yield Fault(key, "is a rest that follows no hold. Put it right behind one, or take it out.")
        if kind == "heat" and "heat" in seen:
            yield Fault(key, "is a second heat. A session takes one, of 600 to 900 seconds.")
        elif kind == "heat" and "hold" in seen:
            yield Fault(key, "is heat after a hold. Heat comes before the first hold.")
        seen.add(kind)
