"""The settings as they stand: each value with where it comes from."""

from collections.abc import Mapping
from typing import Any

from knotcli.coach.settings import SETTINGS, UnusableSetting, resolve_setting
from knotcli.coach.text import clean_text
from knotcli.views import settings as view
from knotcli.world import World


def read_setting_row(world: World, name: str, file: Mapping[str, Any] | None = None) -> view.SettingRow:
    """Return one setting as it stands. file: what stands in the settings file, where that is not to be read."""
    try:
        value, origin = resolve_setting(name, None, world.env, world.settings_file if file is None else file)
    except UnusableSetting as fault:
        return view.SettingRow(name, SETTINGS[name], None, fault.origin, str(fault))
    return view.SettingRow(name, SETTINGS[name], value, origin)


def show_all_settings(world: World, as_json: bool) -> int:
    """Show every setting. Return 1 when one of them has a value that it does not take."""
    rows = [read_setting_row(world, name) for name in SETTINGS]
    file = clean_text(str(world.paths.settings))
    if as_json:
        world.print_json({"file": file, "settings": [view.setting_document(row) for row in rows]})
    else:
        world.show(view.setting_lines(rows, file))
    return 1 if any(row.fault for row in rows) else 0
