"""A command gives its exit code; typer wants it raised."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import typer

from knotcli.coach.words import clean, nearest


def exiting(command: Callable[..., int]) -> Callable[..., None]:
    """Wrap a command so that the code it gives is the program's, keeping its signature for typer."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        raise typer.Exit(command(*args, **kwargs))

    return run


def told(fault: Any) -> str:
    """Say in one line what was wrong with the words of a command line (typer's own fault), and where to read on."""
    context = getattr(fault, "ctx", None)
    line = clean(fault.format_message())
    # A command that takes negative numbers is handed an unknown option as one word too many.
    extra = re.search(r"extra argument.*?(--[a-z][\w-]*)", line)
    unknown = fault.option_name if hasattr(fault, "possibilities") else extra[1] if extra else None
    if unknown and context is not None:
        options = [name for p in context.command.params for name in (*p.opts, *p.secondary_opts)]
        close = nearest(unknown, [name for name in options if name.startswith("--")])
        line = f"There is no option {clean(unknown)[:60]}." + (f" Did you mean {close}?" if close else "")
    return (
        f"{line}{'' if line.endswith(('.', '?')) else '.'} See: {getattr(context, 'command_path', 'knot')} -h"
    )


def group(about: str) -> typer.Typer:
    """Make a group of subcommands, such as `knot routine`. Without one of them it shows its help."""
    app = typer.Typer(
        help=about,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def root(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())
            raise typer.Exit(0)

    return app


class Face(NamedTuple):
    """A command as typer sees it: its function, the examples under its help, and settings of its parser."""

    command: Callable[..., int]
    EXAMPLES: str
    SETTINGS: dict[str, Any] = {}  # noqa: RUF012
