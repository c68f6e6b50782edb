"""What the quick commands load: speed is measured in benchmarks, what causes it is held here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import sys
from knotcli.cli import main
code = main(sys.argv[1:])
sys.stdout.flush()
print("LOADED", *sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def loaded(home: Path, *argv: str, code: int = 0) -> set[str]:
    env = os.environ | {"KNOT_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", CODE, *argv], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return set(done.stderr.rpartition("LOADED")[2].split())


@pytest.mark.parametrize(
    "argv", [("log", "neck", "4"), ("trend", "neck"), ("history",), ("trend", "--json"), ("status", "--short")]
)
def test_quick_commands_load_neither_rich_nor_pydantic_nor_content(tmp_path: Path, argv: tuple[str, ...]) -> None:
    loaded(tmp_path, "log", "neck", "5")
    modules = loaded(tmp_path, *argv)
    heavy = (
        "rich",
        "pydantic",
        "msgspec",
        "tomli",
        "knotcli.storage.files.library",
        "knotcli.coach.screening.judge",
        "asyncio",
    )
    assert not [m for m in modules for name in heavy if m == name or m.startswith(name + ".")]
    assert "sqlite3" in modules


def commands_in(modules: set[str]) -> set[str]:
    names = {name.removeprefix("knotcli.commands.") for name in modules if name.startswith("knotcli.commands.")}
    return {name for name in names if not name.startswith("support")}


@pytest.mark.parametrize("argv", [("log", "neck", "5"), ("status", "--short"), ("session", "neck", "--nothing-new")])
def test_the_most_frequent_lines_load_no_typer_and_no_command(tmp_path: Path, argv: tuple[str, ...]) -> None:
    modules = loaded(tmp_path, *argv, code=3 if argv[0] == "session" else 0)
    assert "typer" not in modules and not commands_in(modules)


@pytest.mark.parametrize(
    ("argv", "commands"),
    [(("trend",), {"trend"}), (("log", "neck", "5", "--ago", "1h"), {"log"}), (("--help",), set()), ((), set())],
)
def test_a_command_loads_no_other_command(tmp_path: Path, argv: tuple[str, ...], commands: set[str]) -> None:
    assert commands_in(loaded(tmp_path, *argv)) == commands


def test_a_session_does_not_load_what_only_an_import_needs(tmp_path: Path) -> None:
    loaded(tmp_path, "log", "neck", "5")
    modules = loaded(tmp_path, "session", "neck", "--dry-run")
    assert not modules & {"rich", "pydantic", "asyncio", "knotcli.storage.history.merging"}


def test_no_network_module_is_loaded_by_a_check(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "check", "--template", "neck")
    assert not modules & {"socket", "ssl", "http.client", "urllib.request"}
