"""The whole program as typer reads it, and a walk through all of its commands."""

from collections.abc import Iterator
from typing import Any

from knotcli.cli import COMMANDS
from knotcli.commands.support.program import build_program

PROGRAM = build_program(COMMANDS)
NAMES = PROGRAM.list_commands(None)


def walk_commands(command: Any = PROGRAM, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command and group with its words, the whole program first."""
    yield path, command
    if hasattr(command, "list_commands"):
        for name in command.list_commands(None):
            yield from walk_commands(command.get_command(None, name), (*path, name))
