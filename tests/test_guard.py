"""The tests' own guard: nothing they run finds the real home."""

import os
import pwd
from pathlib import Path

import platformdirs
import pytest

from knotcli.storage.files import paths
from knotcli.world import World
from support.command_line import make_world, run


@pytest.mark.parametrize("env", [{}, None])
def test_folders_lie_in_the_temporary_place_even_without_knot_home(elsewhere: Path, env: dict[str, str] | None) -> None:
    found = World(env).paths
    assert found.data.is_relative_to(elsewhere)
    assert found.config.is_relative_to(elsewhere)


def test_the_real_home_is_not_what_the_system_functions_give(elsewhere: Path) -> None:
    real = Path(pwd.getpwuid(os.getuid()).pw_dir)
    assert Path.home() == elsewhere != real
    for folder in (platformdirs.user_data_path("knot"), platformdirs.user_config_path("knot")):
        assert folder.is_relative_to(elsewhere)


def test_settings_of_the_shell_do_not_reach_the_tests() -> None:
    assert [name for name in os.environ if name.startswith("KNOT_")] == ["KNOT_HOME"]


def test_what_a_command_keeps_lands_in_the_home_of_its_world(tmp_path: Path, elsewhere: Path) -> None:
    world = make_world(tmp_path)
    assert run(["log", "neck", "4"], world).code == 0
    assert (tmp_path / "home" / "history.db").is_file()
    assert world.paths == paths.find({"KNOT_HOME": str(tmp_path / "home")})
    assert list(elsewhere.iterdir()) == []
