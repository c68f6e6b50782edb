"""The settings on screens of different widths."""

from pathlib import Path

from knotcli.coach.settings import SETTINGS
from knotcli.views.settings import SettingRow, kept_place_table, setting_lines
from support.golden import GoldenScreens
from support.screens import show_everywhere


def test_the_settings_look_as_kept(golden: GoldenScreens) -> None:
    rows = [SettingRow(name, setting, setting.default, "default") for name, setting in SETTINGS.items()]
    rows[0] = rows[0]._replace(value=None, origin="KNOT_SIDE", fault="KNOT_SIDE cannot be 'up'.")
    golden("settings", show_everywhere(setting_lines(rows, "/home/me/config.toml")))


def test_the_places_of_files_look_as_kept(golden: GoldenScreens) -> None:
    places = [("history", Path("/home/me/history.db"), True), ("settings", Path("/home/me/c.toml"), False)]
    golden("places", show_everywhere([kept_place_table(places)]))
