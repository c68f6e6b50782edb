"""The answers file: its template, and what it says."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.person_input import parse_region
from knotcli.coach.screening.flags import NAMED, RETIRED
from knotcli.coach.screening.items import Item
from knotcli.coach.text import clean_text, find_nearest
from knotcli.coach.vocabulary import ANSWERS, CLEARED_WORDS, Answer, ClearedWord, Duration, Region, regions_to_ask

DURATIONS: tuple[Duration, ...] = ("acute", "chronic")
K = TypeVar("K", bound=str)
W = TypeVar("W", bound=str)
PARTS = ("regions", "answers", "cleared", "duration")
MOST_FAULTS = 5
"""Faults that are told; a file of thousands costs no more to refuse."""


class Answers(msgspec.Struct, frozen=True):
    """What was answered: words by item id. An item that is not here was not answered. notes: what was read as another."""

    regions: tuple[Region, ...]
    answers: Mapping[str, Answer]
    cleared: Mapping[str, ClearedWord]
    duration: Mapping[Region, Duration]
    notes: tuple[str, ...] = ()


def concerning(items: Sequence[Item], regions: Sequence[Region]) -> list[Item]:
    """Give the items that are asked for these regions, in order."""
    names = {name for r in regions for name in regions_to_ask(r)}
    return [item for item in items if any(item.concerns(name) for name in names)]


def write_answers_template(items: Sequence[Item], regions: Sequence[Region]) -> str:
    """Write the answers file for these regions, every question a comment over its id, nothing answered."""
    asked_items = concerning(items, regions)
    names = ", ".join(f'"{name}"' for name in regions)
    lines = [
        "# Answer each question with yes, no or unsure, between the quotes. What stays empty counts as not passed.",
        "# unsure counts as yes. Then: knot check --answers THIS-FILE",
        f"regions = [{names}]",
        "",
        "[answers]",
    ]
    for item in asked_items:
        lines += [f"# {item.question}", f'{item.id} = ""', ""]
    lines += [
        "# If one of these is answered yes: has a clinician who knows about it said that gentle self-massage there, and",
        "# warmth, are all right for you? massage: pressing yes, warmth no. Take away the # and answer.",
    ]
    lines += ["[cleared]", *(f'# {item.id} = "no"' for item in asked_items if item.clearable), ""]
    lines += ["# How long has it been there? acute: under 3 months, chronic: longer.", "[duration]"]
    lines += [f'# {name} = "acute"' for name in regions]
    return "\n".join(lines) + "\n"


def parse_answers(table: Mapping[str, Any], items: Sequence[Item], given: Sequence[Region]) -> Answers:
    """Read an answers file. `given`: regions from the command line, or none. Raises KnotError with every fault."""
    faults: list[str] = []
    unknown = [key for key in table if key not in PARTS]
    faults += [_unknown("part", key, PARTS) for key in unknown[:MOST_FAULTS]]
    regions = _regions(table, given, faults)
    by_id = [item.id for item in items]
    clearable = [*(item.id for item in items if item.clearable), *RETIRED]
    answers = _section(table, "answers", [*by_id, *RETIRED], ANSWERS, faults)
    cleared = _section(table, "cleared", clearable, CLEARED_WORDS, faults)
    duration = _section(table, "duration", regions, DURATIONS, faults)
    if faults:
        raise KnotError("The answers cannot be used, so nothing was saved. " + "; ".join(faults[:MOST_FAULTS]))
    notes = _put_in_place(answers)
    return Answers(regions, answers, {i: w for i, w in cleared.items() if i not in RETIRED}, duration, notes)


def _put_in_place(answers: dict[str, Answer]) -> tuple[str, ...]:
    """Have what an id of earlier questions named count for those in its place; its no answers nothing."""
    notes = []
    for ident in [name for name in answers if name in RETIRED]:
        word, instead = answers.pop(ident), RETIRED[ident]
        for successor in instead if word in NAMED else ():
            answers[successor] = "yes" if "yes" in (word, answers.get(successor)) else "unsure"
        now = f"it is {' and '.join(instead)} now" if instead else "it is no longer asked"
        notes.append(f"{ident} is an id of earlier questions; {now}.")
    return tuple(notes)


def _regions(table: Mapping[str, Any], given: Sequence[Region], faults: list[str]) -> tuple[Region, ...]:
    named = table.get("regions", [])
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        faults.append('regions must be a list of names, such as ["neck"]')
        return tuple(given)
    try:
        regions = tuple(dict.fromkeys(parse_region(name) for name in named))
    except Misuse as error:
        faults.append(str(error))
        return tuple(given)
    if given and regions and set(given) != set(regions):
        faults.append(f"the file is about {', '.join(regions)}, the command about {', '.join(given)}")
    if not given and not regions:
        faults.append('regions is missing: which regions is this about? For example regions = ["neck"]')
    return regions or tuple(given)


def _section(
    table: Mapping[str, Any], name: str, known: Iterable[K], words: Sequence[W], faults: list[str]
) -> dict[K, W]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        faults.append(f"[{name}] must be a table")
        return {}
    allowed: dict[str, K] = {name: name for name in known}
    read: dict[K, W] = {}
    for key, value in section.items():
        if len(faults) >= MOST_FAULTS:
            break
        if key not in allowed:
            faults.append(_unknown(f"id in [{name}]", key, [k for k in allowed if k not in RETIRED]))
        elif value == "":
            continue
        elif not (said := [word for word in words if word == str(value).strip().lower()]):
            faults.append(
                f"{key} = {clean_text(str(value))[:40]!r} is not an answer; it takes {', '.join(words)}, in quotes"
            )
        else:
            read[allowed[key]] = said[0]
    return read


def _unknown(what: str, key: str, known: Mapping[str, Any] | Sequence[str]) -> str:
    close = find_nearest(key, known)
    # In ASCII: a letter that only looks like the right one, or that takes no room, is to be seen.
    return f"{ascii(key)[:60]} is not a known {what}" + (f"; did you mean {close}?" if close else "")
