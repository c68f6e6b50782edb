"""The house stays one that a stranger can live in: one name for one type, and files, folders and names of a good size."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path
from statistics import mean

from support import SOURCE

HOUSE = SOURCE / "knotcli"
MOST_LINES = 250
MOST_MODULES = 20
LEAST_MEAN_NAME = 9.5
MAY_SHARE = {"KeyboardModes"}
"""KeyboardModes: one for each system, of which one is defined."""


@cache
def read_trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in HOUSE.rglob("*.py")}


def find_types(tree: ast.Module) -> list[str]:
    """Find the classes in a module, and its type aliases: names of capitals and small letters."""
    found = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        found += [name for name in names if name[0].isupper() and not name.isupper()]
    return found


def test_no_two_types_share_a_name() -> None:
    places = defaultdict(list)
    for path, tree in read_trees().items():
        for name in find_types(tree):
            places[name].append(path.relative_to(HOUSE).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1 and name not in MAY_SHARE} == {}


def test_no_module_is_longer_than_a_few_screens() -> None:
    lengths = {path.relative_to(HOUSE).as_posix(): len(path.read_text("utf-8").splitlines()) for path in read_trees()}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_no_folder_but_that_of_the_commands_is_crowded() -> None:
    folders = defaultdict(list)
    for path in read_trees():
        folders[path.parent.relative_to(HOUSE).as_posix()].append(path.name)
    assert {name: len(files) for name, files in folders.items() if len(files) > MOST_MODULES} in (
        {},
        {"commands": len(folders["commands"])},
    )


def test_names_of_functions_are_long_enough_to_search_for() -> None:
    names = [
        node.name.strip("_")
        for tree in read_trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    found = mean(len(name) for name in names)
    print(f"{len(names)} functions, mean name {found:.2f} characters")
    assert found >= LEAST_MEAN_NAME
