"""The drawings of positions, read from content/figures/positions.toml."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from knotcli.coach.conversion import convert_entries
from knotcli.coach.guide.figures import PositionFigure

if TYPE_CHECKING:
    from knotcli.storage.files.library import Library


def read_positions(library: "Library") -> Mapping[str, PositionFigure]:
    """Read every drawing of a position, by its id. Raises KnotError."""
    file = "figures/positions.toml"
    found = convert_entries(
        library.toml(file), "position", PositionFigure, f"{file} is damaged; install knot again."
    )
    return {figure.id: figure for figure in found}
