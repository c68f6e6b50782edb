"""The settings with their values and origins, and where files are kept."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from knotcli.coach.settings import Setting, SettingValue
from knotcli.coach.text import Block, Column, Line, Table, clean_text
from knotcli.views.documents import pick_fields


class SettingRow(NamedTuple):
    """A setting as it stands: `fault` says in one line why its value cannot be used, "" where it can."""

    name: str
    setting: Setting
    value: SettingValue | None
    origin: str
    fault: str = ""


def show_value(value: SettingValue | None) -> str:
    """Write a value as the file has it, without quotes; one that is not set says so."""
    if value is None:
        return "not set"
    return str(value).lower() if isinstance(value, bool) else str(value)


def setting_lines(rows: Sequence[SettingRow], file: str) -> list[Block]:
    """List every setting with its value, where that comes from, and what it takes."""
    columns = (Column(style="key"), Column(style="strong"), Column(style="dim"), Column(prose=True))
    cells = tuple(
        (row.name, "?" if row.fault else show_value(row.value), row.origin, _describe_setting(row)) for row in rows
    )
    faults: list[Line] = [((f"{row.name}: {row.fault}", "warn"),) for row in rows if row.fault]
    end = ["", *faults, "Set one with: knot config set NAME VALUE", f"The file: {file}"]
    return [Table(columns, cells), *end]


def _describe_setting(row: SettingRow) -> str:
    return f"{row.setting.about}: {row.setting.takes}"


def setting_origin_line(row: SettingRow) -> Line:
    """Say where a value comes from, what the setting is, and what it takes."""
    return ((f"({row.origin}) {_describe_setting(row)}", "dim"),)


def setting_document(row: SettingRow) -> dict[str, Any]:
    """Give one setting as JSON has it."""
    fields = pick_fields(row, "name value origin") | pick_fields(row.setting, "default takes about")
    return {**fields, "fault": row.fault or None}


def kept_place_table(kept: Iterable[tuple[str, Path, bool]]) -> Table:
    """List what is kept where; the bool says whether it is there. A path stays in one piece, to be copied."""
    rows = tuple((what, clean_text(str(path)), "" if there else "(not there yet)") for what, path, there in kept)
    return Table((Column(style="key"), Column(), Column(style="dim")), rows)
