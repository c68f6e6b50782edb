"""A person's own routine: used by its name, led by its region's questions, and never a way around them."""

import json
from pathlib import Path

import pytest

from support.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    assert home.run("routine", "new", "evening", "--from", "foot").code == 0
    return home


def file(home: Home, name: str = "evening") -> Path:
    return home.folder / "home" / "routines" / f"{name}.toml"


def test_it_is_led_by_its_name(home: Home) -> None:
    result = home.run("session", "evening", "--dry-run", "--json")
    script = json.loads(result.out)
    assert (script["routine"], script["region"]) == ("evening", "foot")


def test_its_regions_questions_come_before_it(home: Home) -> None:
    home.check("neck")
    held = home.run("session", "evening", "--nothing-new", "--before", "3", "--after", "3")
    assert held.code == 3 and "knot check foot" in held.err
    home.check("foot", rf_clot="yes")
    assert home.run("session", "evening", "--dry-run").code == 3


def test_one_that_asks_less_is_refused(home: Home) -> None:
    path = file(home)
    path.write_text(path.read_text(encoding="utf-8").replace('asks = ["foot", "calf"]', 'asks = ["foot"]'), "utf-8")
    home.check("foot")
    refused = home.run("session", "evening", "--dry-run")
    assert refused.code == 1 and "calf" in refused.err


def test_one_called_after_a_region_must_be_of_it(home: Home) -> None:
    file(home, "neck").write_text(file(home).read_text(encoding="utf-8").replace('"evening"', '"neck"'), "utf-8")
    refused = home.run("session", "neck", "--dry-run")
    assert refused.code == 1 and "region is foot" in refused.err


def test_an_unknown_name_gets_the_nearest_region(home: Home) -> None:
    assert "Did you mean" in home.run("session", "nekc").err
