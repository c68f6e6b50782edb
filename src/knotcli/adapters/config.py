"""The settings file."""

from pathlib import Path
from typing import Any

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.settings import known
from knotcli.coach.words import clean


def read_settings(path: Path) -> dict[str, Any]:
    """Read the settings file; none is the same as an empty one. Raises KnotError with the line at fault."""
    from knotcli.adapters.toml import read_toml

    if not path.exists():
        return {}
    table = read_toml(path)
    for name, value in table.items():
        try:
            known(name)
        except Misuse as error:
            raise KnotError(f"{path}: {error}") from None
        if not isinstance(value, str | int | bool):
            raise KnotError(f"{path}: {clean(name)} must be one plain value.")
    return table
