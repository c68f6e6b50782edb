"""What is set once must not break a region that it does not fit; what is asked for now is still refused."""

import json
from pathlib import Path

import pytest

from knotcli.coach.vocabulary import REGIONS
from support.command_line import make_world, run


def script(tmp_path: Path, region: str, *options: str, **env: str) -> dict[str, object]:
    done = run(["session", region, "--dry-run", "--json", *options], make_world(tmp_path, env=env))
    assert done.code == 0, done.err
    return dict(json.loads(done.out))


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("hold", ["10", "30", "60"])
@pytest.mark.parametrize("tool", ["ball", "fingers", "roller"])
def test_any_tool_and_hold_set_once_leave_every_region_startable(
    tmp_path: Path, region: str, tool: str, hold: str
) -> None:
    for name, value in (("tool", tool), ("hold", hold), ("heat_minutes", "15")):
        assert run(["config", "set", name, value], make_world(tmp_path)).code == 0
    found = script(tmp_path, region)
    steps = [step for step in found["steps"] if step["kind"] == "hold"]
    for step in steps:
        least, most = (10, 30) if step["tool"] == "fingers" else (30, 60)
        assert least <= step["seconds"] <= most


def test_a_setting_that_does_not_fit_is_said_and_the_tool_goes_before_the_hold(tmp_path: Path) -> None:
    env = {"KNOT_TOOL": "fingers", "KNOT_HOLD": "45"}
    done = run(["session", "shoulder", "--dry-run"], make_world(tmp_path, env=env))
    assert done.code == 0 and "hold = 45" in done.out
    assert "tool = " not in done.out
    done = run(["session", "jaw", "--dry-run"], make_world(tmp_path, env={"KNOT_TOOL": "roller"}))
    assert done.code == 0 and "tool = roller" in done.out
    done = run(["session", "thigh", "--dry-run"], make_world(tmp_path, env={"KNOT_TOOL": "roller"}))
    assert "tool = " not in done.out


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--tool", "roller"], "fingers"),
        (["--hold", "60"], "30"),
        (["--heat-minutes", "20"], "--heat-minutes"),
        (["--tool", "spoon"], "spoon"),
    ],
)
def test_an_option_that_does_not_fit_is_still_refused(tmp_path: Path, options: list[str], names: str) -> None:
    env = {"KNOT_TOOL": "ball", "KNOT_HOLD": "45"}
    done = run(["session", "jaw", "--dry-run", *options], make_world(tmp_path, env=env))
    assert done.code == 2 and names in done.err and done.err.count("\n") == 1


def test_a_wrong_value_in_the_file_is_told_with_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text("heat_minutes = 30\n")
    done = run(["session", "neck", "--dry-run"], make_world(tmp_path))
    assert done.code == 2 and "config.toml" in done.err and "heat_minutes" in done.err
    done = run(["session", "neck", "--dry-run"], make_world(tmp_path, env={"KNOT_HEAT_MINUTES": "x"}))
    assert "KNOT_HEAT_MINUTES" in done.err
