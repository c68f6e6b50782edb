"""The folder of the commands: one file each, a page long, and none that knows another."""

import ast
from pathlib import Path

import pytest

import knotcli.commands
from knotcli.cli import COMMANDS

FOLDER = Path(knotcli.commands.__file__).parent
FILES = sorted(path for path in FOLDER.glob("*.py") if path.name != "__init__.py")
LONGEST = 150
"""Lines of a page: the options of a command take most of them."""


def test_each_file_is_a_command_and_each_command_has_its_file() -> None:
    named = {place.partition(":")[0] for entries in COMMANDS.values() for place, _ in entries.values()}
    assert {path.stem for path in FILES} == named


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_command_is_a_page_and_imports_no_other(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST
    imported = {node.module or "" for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
    commands = {name for name in imported if name.startswith("knotcli.commands")}
    assert all(name.startswith("knotcli.commands.support.") for name in commands)
