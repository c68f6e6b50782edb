"""Options and arguments that several commands take."""

from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
EntryId = Annotated[
    str, typer.Argument(metavar="ID", help="The entry's id, or its first 4 characters; knot history shows them")
]
Note = Annotated[str, typer.Option("--note", help="A few words, kept on this machine only")]
OnlyRegion = Annotated[str | None, typer.Argument(metavar="[REGION]", help="Only this region")]
Plain = Annotated[bool, typer.Option("--plain", help="Plain lines; nothing is redrawn.")]
SideOption = Annotated[str | None, typer.Option("--side", help="left, right or both")]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="WORD", help="A word to find it by later; repeatable")]
# Read by the command, so that it can say what it takes.
Weeks = Annotated[str, typer.Option("--weeks", help="How many weeks, 1 to 520")]


def flag(*names: str, help: str) -> Any:
    """Declare an option that is off unless it is given."""
    return typer.Option(False, *names, help=help)


def switch(names: str, help: str) -> Any:
    """Declare an option that turns something on or off, where a setting decides without it."""
    return typer.Option(None, names, help=help, show_default=False)


def option(*names: str, help: str, metavar: str | None = None) -> Any:
    """Declare an option with a value, None without it."""
    return typer.Option(None, *names, help=help, metavar=metavar)
