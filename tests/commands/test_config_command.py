import json
import re
import sys
from pathlib import Path

import pytest

from knotcli.coach.settings import SETTINGS
from knotcli.terminal.voice import SPEAKERS
from support.command_line import make_world, run


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "home" / "config.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_the_list_shows_every_setting_with_value_origin_and_what_it_takes(tmp_path: Path) -> None:
    written(tmp_path, "hold = 40\n")
    world = make_world(tmp_path, env={"KNOT_SIDE": "left"})
    done = run(["config", "list"], world)
    assert done.code == 0
    for name, setting in SETTINGS.items():
        assert re.search(rf"^{name} +\S", done.out, re.M) and setting.takes in done.out
    assert re.search(r"^side +left +KNOT_SIDE ", done.out, re.M)
    assert re.search(r"^hold +40 +config.toml ", done.out, re.M)
    assert re.search(r"^bell +true +default ", done.out, re.M)
    assert run(["config"], make_world(tmp_path, env={"KNOT_SIDE": "left"})).out == done.out


def test_on_a_terminal_the_list_fits_80_columns(tmp_path: Path) -> None:
    done = run(["config", "list"], make_world(tmp_path, tty=True, env={"NO_COLOR": "1", "COLUMNS": "80"}))
    assert all(len(line) <= 80 or "config.toml" in line for line in done.out.splitlines())
    assert len(done.out.splitlines()) < 24
    narrow = run(["config", "list"], make_world(tmp_path, tty=True, env={"NO_COLOR": "1", "COLUMNS": "40"}))
    assert all(len(line) <= 40 or "config.toml" in line for line in narrow.out.splitlines())


def test_list_and_get_speak_json(tmp_path: Path) -> None:
    written(tmp_path, "voice = true\n")
    found = json.loads(run(["config", "list", "--json"], make_world(tmp_path)).out)
    assert found["schema_version"] == 1
    assert [row["name"] for row in found["settings"]] == [*SETTINGS]
    one = json.loads(run(["config", "get", "voice", "--json"], make_world(tmp_path)).out)
    assert (one["value"], one["origin"], one["fault"]) == (True, "config.toml", None)
    places = json.loads(run(["doctor", "--where", "--json"], make_world(tmp_path)).out)["places"]
    assert {place["what"]: place["there"] for place in places}["settings"] is True
    assert all(place["path"].startswith(str(tmp_path)) for place in places)


def test_get_prints_the_bare_value_for_scripts(tmp_path: Path) -> None:
    written(tmp_path, "voice = true\n")
    assert run(["config", "get", "voice"], make_world(tmp_path)).out == "true\n"
    assert run(["config", "get", "lead-in"], make_world(tmp_path)).out == "10\n"
    assert run(["config", "get", "tool"], make_world(tmp_path)).out == "\n"


def test_set_and_unset_change_what_a_session_takes(tmp_path: Path) -> None:
    def steps() -> set[str | None]:
        script = json.loads(run(["session", "foot", "--dry-run", "--json"], make_world(tmp_path)).out)
        return {step["side"] for step in script["steps"]}

    assert {"left", "right"} <= steps()
    assert run(["config", "set", "side", "left"], make_world(tmp_path)).code == 0
    assert "right" not in steps()
    done = run(["config", "unset", "side"], make_world(tmp_path))
    assert done.out == "side = both, from default\n"
    assert {"left", "right"} <= steps()
    assert run(["config", "unset", "side"], make_world(tmp_path)).code == 0


@pytest.mark.parametrize(
    ("argv", "names"),
    [
        (("set", "hold", "-5"), "60"),
        (("set", "side", "lef"), "both"),
        (("set", "plain", "maybe"), "false"),
        (("set", "emergency_number", "police"), "police"),
        (("set", "hodl", "30"), "hold"),
        (("get", "vioce"), "voice"),
        (("unset", "vioce"), "voice"),
    ],
)
def test_what_is_wrong_is_refused_with_what_is_allowed(tmp_path: Path, argv: tuple[str, ...], names: str) -> None:
    done = run(["config", *argv], make_world(tmp_path))
    assert done.code == 2 and names in done.err and done.err.count("\n") == 1
    assert not (tmp_path / "home" / "config.toml").exists()


def test_a_broken_file_is_one_line_and_no_command_of_config_changes_it(tmp_path: Path) -> None:
    path = written(tmp_path, "# mine\nside = \n")
    for argv in (["list"], ["get", "side"], ["set", "hold", "30"], ["unset", "side"]):
        done = run(["config", *argv], make_world(tmp_path, tty=True, env={"COLUMNS": "200"}))
        assert done.code == 1 and "line 2" in done.err and done.err.count("\n") == 1
    assert path.read_text() == "# mine\nside = \n"
    assert run(["log", "neck", "4"], make_world(tmp_path, tty=True)).code == 0


def test_a_wrong_value_in_the_file_is_shown_and_can_be_put_right(tmp_path: Path) -> None:
    path = written(tmp_path, "hold = 5  # short\nhodl = 3\n")
    done = run(["config", "list"], make_world(tmp_path))
    assert done.code == 1 and "knot config unset hodl" in done.err
    assert run(["config", "unset", "hodl"], make_world(tmp_path)).code == 0 and "hodl" not in path.read_text()
    done = run(["config", "list"], make_world(tmp_path))
    assert done.code == 1 and "'5'" in done.out
    assert re.search(r"^side +both ", done.out, re.M)
    assert run(["config", "set", "hold", "30"], make_world(tmp_path)).code == 0
    assert path.read_text() == "hold = 30  # short\n"
    assert run(["config", "list"], make_world(tmp_path)).code == 0


def test_set_says_when_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    done = run(["config", "set", "side", "both"], make_world(tmp_path, env={"KNOT_SIDE": "left"}))
    assert done.code == 0 and "KNOT_SIDE" in done.err


@pytest.mark.parametrize("env", [{"KNOT_PLAIN": "1"}, {"ACCESSIBLE": "1"}, {}])
def test_plain_is_honoured_from_file_and_variables_by_every_screen(tmp_path: Path, env: dict[str, str]) -> None:
    if not env:
        written(tmp_path, "plain = true\n")
    world = make_world(tmp_path, tty=True, env=env)
    assert world.out.plain and world.err.plain
    assert world.setting("plain") is True
    assert not make_world(tmp_path / "other", tty=True).out.plain
    told = run(["config", "get", "plain"], make_world(tmp_path, tty=True, env=env)).out
    assert told.startswith("true\n") and (next(iter(env), "config.toml")) in told


SPEAKER = "#!{python}\nimport sys\nopen(__file__ + '.heard', 'w').write(sys.stdin.read())\n"


def speaker(tmp_path: Path) -> Path:
    program = tmp_path / "bin" / "espeak-ng"
    program.parent.mkdir()
    program.write_text(SPEAKER.format(python=sys.executable))
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("y\n", 0, "voice true"),
        ("what\nno\n", 1, "volume"),
        ("again\nyes\n", 0, "voice true"),
        ("", 1, "did not answer"),
    ],
)
def test_the_voice_test_speaks_and_asks_whether_it_was_heard(tmp_path: Path, typed: str, code: int, says: str) -> None:
    program = speaker(tmp_path)
    world = make_world(tmp_path, stdin=typed, tty=True, env={"PATH": str(program.parent)})
    done = run(["config", "voice", "test"], world)
    assert done.code == code and says in done.out + done.err
    assert "Did you hear it? [1] yes" in done.err


def test_the_voice_test_says_what_it_needs(tmp_path: Path) -> None:
    done = run(["config", "voice", "test"], make_world(tmp_path))
    assert done.code == 2 and "terminal" in done.err
    done = run(["config", "voice", "test"], make_world(tmp_path, tty=True, env={"PATH": str(tmp_path)}))
    assert done.code == 1 and all(name in done.err for name in SPEAKERS)
