"""The map in docs/architecture.md and the contracts of import-linter name the house as it stands."""

import re
import tomllib
from pathlib import Path

import pytest

from support import ROOT, SOURCE

HOUSE = SOURCE / "knotcli"
MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
MODULES = [path for path in HOUSE.rglob("*.py") if path.name not in ("__init__.py", "__main__.py")]


def named_in_map() -> dict[str, str]:
    """Give the names of folders (with a slash) and modules in each line of src/knotcli, with their paths.

    A line of the map is `  name/   words`; the names in its words, and in the lines that go on with them, lie in it.
    """
    lines = MAP.partition("src/knotcli/\n")[2].splitlines()
    named, room = {}, ""
    for line in lines:
        if not line.startswith("  "):
            break  # the house ends, and what lies beside it follows
        first, *words = re.findall(r"[a-z_/]*[a-z_](?:/|\.py)", line) or [""]
        if re.match(r"  \S", line):
            named[first] = "the house"
            room = first
        else:
            words = [first, *words]
        named |= {room + word: room for word in words if word}
    return named


def test_the_map_names_every_folder_and_every_module_at_the_top_and_no_other() -> None:
    folders = {f"{path.parent.relative_to(HOUSE).as_posix()}/" for path in MODULES if path.parent != HOUSE}
    top = {path.name for path in MODULES if path.parent == HOUSE}
    named = set(named_in_map())
    assert {*folders, *top} - named == set(), "the map does not name them"
    assert [name for name in named if not (HOUSE / name).exists()] == [], "the map names what is not there"


def test_what_the_map_names_beside_the_house_is_there() -> None:
    beside = re.findall(r"^([a-z]+/)", MAP, re.MULTILINE)
    assert "src/" in beside and [name for name in beside if not (ROOT / name).is_dir()] == []


def is_within(module: str, rooms: list[str]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize(
    "contract", [c for c in CONTRACTS if c["type"] == "forbidden"], ids=lambda contract: contract["name"]
)
def test_a_contract_covers_every_room_but_those_in_its_name(contract: dict[str, list[str]]) -> None:
    """`rich only in terminal`: every other module is one of those that may not import it."""
    rooms = re.split(r", | and ", str(contract["name"]).partition(" only in ")[2])
    allowed = [f"knotcli.{room}" for room in rooms]
    for path in MODULES:
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        assert is_within(module, contract["source_modules"]) != is_within(module, allowed), module


def test_the_floors_are_kept_exhaustively() -> None:
    (floors,) = (c for c in CONTRACTS if c["type"] == "layers" and c["containers"] == ["knotcli"])
    assert floors["exhaustive"] and floors["exhaustive_ignores"] == ["__main__"]


def test_tests_lie_where_what_they_test_lies() -> None:
    """The folders of tests are those of the house, and a few of their own."""
    own = {"content", "data", "journeys", "support", "golden"}
    tests = Path(__file__).parent
    for path in tests.rglob("test_*.py"):
        folder = path.parent.relative_to(tests)
        assert not folder.parts or folder.parts[0] in own or (HOUSE / folder).is_dir(), path
