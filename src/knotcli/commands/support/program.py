"""The whole program as typer reads it. Each command is imported when it is called, or its own help is asked for."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, TypeVar

import typer

from knotcli import __version__
from knotcli.coach.errors import Misuse
from knotcli.commands.support.help_layout import KnotCommand, KnotGroup
from knotcli.commands.support.options import flag

HELP = """A timer and diary for gentle self-care of tense muscles.

knot asks first, leads you through heat, pressure and stretching, and keeps your ratings on this machine.
It is not a medical device, cannot examine you and does not diagnose or treat disease. Its questions miss things.
If you are worried, get medical help and do not use knot.
"""
EPILOG = "To begin: knot check neck, then knot session neck. Any command takes -h."
SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., int])
Headings = Mapping[str, Mapping[str, tuple[str, str]]]
"""By heading: a command's name → "module:attribute" in knotcli.commands, and its line in the help."""


class CommandSet(typer.Typer):
    """A group of commands: the whole program, or a part of it such as `knot routine`."""

    def __init__(self, about: str, cls: type[KnotGroup] = KnotGroup, **settings: Any) -> None:
        super().__init__(
            help=about,
            cls=cls,
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            context_settings=SETTINGS,
            **settings,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[CommandFunction], CommandFunction]:
        """Register a command; see typer. context_settings: what its parser does in another way."""
        settings["context_settings"] = {**SETTINGS, **(settings.get("context_settings") or {})}
        return super().command(name, cls=KnotCommand, **settings)


def new_group(about: str) -> CommandSet:
    """Return a group of subcommands, such as `knot routine`. Without one of them it shows its help."""
    group = CommandSet(about)

    @group.callback(invoke_without_command=True)
    def show_help(context: typer.Context) -> int:
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())
        return 0

    return group


class KnotProgram(KnotGroup):
    """The whole program."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings: Headings = {}

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return [name for entries in self.headings.values() for name in entries]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of this name, imported now; None where there is none."""
        if cmd_name not in self.commands:
            for entries in self.headings.values():
                if cmd_name in entries:
                    self.commands[cmd_name] = load_command(cmd_name, entries[cmd_name][0])
        return self.commands.get(cmd_name)

    def list_sections(self, ctx: Any) -> Mapping[str, Mapping[str, str]]:
        """Return the commands' lines in the help by their headings."""
        return {
            heading: {name: summary for name, (_, summary) in entries.items()}
            for heading, entries in self.headings.items()
        }


def load_command(name: str, place: str) -> Any:
    """Import one command and return it as typer's object. place: "module:attribute" in knotcli.commands."""
    module_name, _, attribute = place.partition(":")
    module = import_module(f"knotcli.commands.{module_name}")
    found: typer.Typer | Callable[..., int] = getattr(module, attribute)
    if isinstance(found, typer.Typer):
        found.info.name = name
        return typer.main.get_command(found)
    alone = CommandSet("")
    settings = getattr(module, "PARSER_SETTINGS", {})
    alone.command(name, epilog=module.EXAMPLES, context_settings=settings)(found)
    return typer.main.get_command(alone)


def build_program(headings: Headings) -> KnotProgram:
    """Return the whole program as typer's object."""
    app = CommandSet(HELP, KnotProgram, epilog=EPILOG, invoke_without_command=True)

    @app.callback()
    def run_knot(
        context: typer.Context,
        version: bool = flag("-V", "--version", help="Print the version and end."),
        as_json: bool = flag("--json", help="Without a command: print today as JSON."),
    ) -> int:
        if version:
            typer.echo(f"knot {__version__}")
            raise typer.Exit(0)
        if context.invoked_subcommand is None:
            from knotcli.flows.overview.next_step import lead_on

            def run_command(words: Sequence[str]) -> int:
                return program(args=[*words], prog_name="knot", obj=context.obj, standalone_mode=False) or 0

            return lead_on(context.obj, as_json, run_command)
        if as_json:
            raise Misuse(f"--json goes after the command: knot {context.invoked_subcommand} --json")
        return 0

    program = typer.main.get_command(app)
    assert isinstance(program, KnotProgram)
    program.headings = headings
    return program
