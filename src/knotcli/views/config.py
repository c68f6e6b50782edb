"""What `knot config` shows: the settings with their values and origins, and where files are kept. Pure."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

from knotcli.coach.settings import Setting, SettingValue
from knotcli.coach.text import Line, clean_text

TABLE = 72
"""Columns from which on the settings stand in a table."""


class Row(NamedTuple):
    """A setting as it stands: `fault` says in one line why its value cannot be used, "" where it can."""

    name: str
    setting: Setting
    value: SettingValue | None
    origin: str
    fault: str = ""


def shown(value: SettingValue | None) -> str:
    """Write a value as the file has it, without quotes; one that is not set says so."""
    if value is None:
        return "not set"
    return str(value).lower() if isinstance(value, bool) else str(value)


def lines(rows: Sequence[Row], file: str, width: int, plain: bool) -> list[Line]:
    """List every setting: in columns where there is room, else one after the other."""
    table = width >= TABLE and not plain
    found: list[Line] = []
    for row in rows:
        value = "?" if row.fault else shown(row.value)
        told = f"{row.setting.about}: {row.setting.takes}"
        if table:
            first, *rest = wrap(told, min(width, 100) - 38)
            name, state, origin = f"{row.name:<17}", f"{value:<9}", f"{row.origin:<12}"
            found.append(((name, "key"), (state, "strong"), (origin, "dim"), (first, "")))
            found += [" " * 38 + part for part in rest]
        else:
            found.append(f"{row.name} = {value} ({row.origin}). {told[0].upper()}{told[1:]}.")
        if row.fault:
            found.append(((f"  {row.fault}", "warn"),))
    return [*found, "", f"Set one with: knot config set NAME VALUE. The file: {file}"]


def one(row: Row) -> Line:
    """Say where a value comes from, what the setting is, and what it takes."""
    return ((f"({row.origin}) {row.setting.about}: {row.setting.takes}", "dim"),)


def document(row: Row) -> dict[str, Any]:
    """Give one setting as JSON has it."""
    return {
        "name": row.name,
        "value": row.value,
        "origin": row.origin,
        "default": row.setting.default,
        "takes": row.setting.takes,
        "about": row.setting.about,
        "fault": row.fault or None,
    }


def places(kept: Iterable[tuple[str, Path, bool]]) -> list[Line]:
    """List what is kept where; the bool says whether it is there."""
    return [
        ((f"{what:<13}", "key"), (clean_text(str(path)), ""), ("" if there else "  (not there yet)", "dim"))
        for what, path, there in kept
    ]
