"""What `knot routine list` and `knot routine check` show. Pure."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from knotcli.coach.routines.routine_file import Routine
from knotcli.coach.text import Block, Line, ListItem, Style, clean_text, count_things
from knotcli.views.documents import pick_fields

MOST_FAULTS = 40
"""Faults shown of one file: more than can be put right in one go are no help (own decision)."""


class ListedRoutine(NamedTuple):
    """A routine in the list. own: the person's own. routine: None where the file has the fault."""

    name: str
    own: bool
    routine: Routine | None
    fault: str


def routine_documents(listed: Sequence[ListedRoutine]) -> list[dict[str, Any]]:
    """Return the list as JSON has it."""
    unknown: dict[str, Any] = {"title": None, "region": None, "tools": []}
    return [
        pick_fields(one, "name own")
        | (pick_fields(one.routine, "title region tools") if one.routine else unknown)
        | {"fault": one.fault or None}
        for one in listed
    ]


def routine_lines(listed: Sequence[ListedRoutine], folder: Path) -> list[Block]:
    """Return one line a routine, and where the person's own live."""
    lines: list[Block] = []
    for one in listed:
        about = (
            f"{one.routine.title}: {', '.join(one.routine.tools) or 'nothing pressed'}" if one.routine else one.fault
        )
        style: Style = "" if one.routine else "warn"
        lines.append(ListItem((f"{one.name:<12}", "key"), ((about, style), ("  (yours)" if one.own else "", "good"))))
    return [*lines, "", f"Your own live in {folder}. Begin one with: knot routine new NAME"]


def fault_lines(faults: Mapping[Path, Sequence[str]]) -> list[Line]:
    """Return what was found in each file."""
    lines: list[Line] = []
    for path, found in faults.items():
        many = f"{count_things(len(found), 'fault')}" if found else "no fault found"
        lines += [f"{clean_text(str(path))}: {many}.", *(f"  {fault}" for fault in found[:MOST_FAULTS])]
        if len(found) > MOST_FAULTS:
            lines.append(f"  And {len(found) - MOST_FAULTS} more: knot routine check --json lists all.")
    return lines
