"""A command gives its exit code; typer wants it raised."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import typer


def exiting(command: Callable[..., int]) -> Callable[..., None]:
    """Wrap a command so that the code it gives is the program's, keeping its signature for typer."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        raise typer.Exit(command(*args, **kwargs))

    return run


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
