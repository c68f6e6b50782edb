"""A routine file's data as the linter looks at it: any shape is borne, what does not fit is passed over."""

from collections.abc import Collection, Mapping
from typing import Any

from knotcli.coach.routines.zones import Spot, Zone
from knotcli.coach.vocabulary import TOOLS, Tool

Table = Mapping[str, Any]


class File:
    """The data, what it may name, and its steps with their keys (`step[1]` is the first).

    `holds`: the steps of kind hold. `asks`, `tools`: those words of the lists that are text at all.
    """

    def __init__(
        self, data: Table, zones: Mapping[str, Zone], sources: Collection[str], spots: Mapping[str, Spot]
    ) -> None:
        self.data, self.zones, self.sources, self.spots = data, zones, sources, spots
        steps = data.get("step")
        tables = steps if isinstance(steps, list) else []
        self.steps: list[tuple[str, Table]] = [
            (f"step[{number}]", step) for number, step in enumerate(tables, 1) if isinstance(step, dict)
        ]
        self.holds = [(key, step) for key, step in self.steps if step.get("kind") == "hold"]
        self.asks = texts(data, "asks")
        self.tools = texts(data, "tools")


def texts(table: Table, name: str) -> list[str]:
    """Give the texts of a list in a table."""
    value = table.get(name)
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def whole(table: Table, name: str, usual: int, most: int) -> int:
    """Give a whole number of a table; the usual one where it is beyond `most`, which is another fault."""
    value = table.get(name, usual)
    return value if isinstance(value, int) and not isinstance(value, bool) and value <= most else usual


def ways(hold: Table) -> dict[Tool, Table]:
    """Give the ways of a hold, by tool."""
    found = hold.get("with")
    found = found if isinstance(found, dict) else {}
    return {tool: found[tool] for tool in TOOLS if isinstance(found.get(tool), dict)}
