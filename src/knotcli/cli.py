"""The commands by name, and the one place where an error becomes a line and an exit code."""

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knotcli import __version__, quick
from knotcli.coach.errors import KnotError, Misuse
from knotcli.world import World

if TYPE_CHECKING:
    import typer

# name → module of knotcli.commands, or module:attribute. It is imported only when it runs, or for help.
COMMANDS = {
    "status": "support.options:status",
    "check": "check",
    "session": "support.options:session",
    "followup": "followup",
    "log": "support.options:log",
    "trend": "support.options:trend",
    "history": "history",
    "undo": "undo",
    "edit": "edit",
    "remove": "remove",
    "export": "export",
    "import": "import_",
    "plan": "plan",
    "desk": "desk",
    "where": "where",
    "learn": "learn",
    "why": "why",
    "routine": "routine",
    "report": "report",
    "doctor": "doctor",
    "remind": "remind",
    "config": "config",
    "completion": "completion",
}

HELP = """A timer and diary for gentle self-care of tense muscles.

knot asks first, leads you through heat, pressure and stretching, and keeps your ratings on this machine.
It is not a medical device, cannot examine you and does not diagnose or treat disease. Its questions miss things.
If you are worried, get medical help and do not use knot.
"""
EPILOG = "Begin with: knot check neck, then knot session neck. Any command takes -h."
_SETTINGS = {"help_option_names": ["-h", "--help"]}


def build(names: Sequence[str]) -> "typer.Typer":
    """Make the program with these commands registered."""
    from importlib import import_module
    from typing import Annotated

    import typer

    from knotcli.commands.support.exit_codes import exiting
    from knotcli.commands.support.help_layout import Group, dress

    app = typer.Typer(
        name="knot",
        cls=Group,
        help=HELP,
        epilog=EPILOG,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        invoke_without_command=True,
        context_settings=_SETTINGS,
    )

    @app.callback()
    def root(
        context: typer.Context,
        version: Annotated[bool, typer.Option("-V", "--version", help="Print the version and end.")] = False,
        as_json: Annotated[
            bool, typer.Option("--json", help="Without a command: print today as JSON.")
        ] = False,
    ) -> None:
        if version:
            typer.echo(f"knot {__version__}")
            raise typer.Exit(0)
        if context.invoked_subcommand is None:
            raise typer.Exit(import_module("knotcli.commands.status").status(context.obj, as_json=as_json))
        if as_json:
            raise Misuse(f"--json goes after the command: knot {context.invoked_subcommand} --json")

    for name in names:
        module, _, attribute = COMMANDS[name].partition(":")
        found = import_module(f"knotcli.commands.{module}")
        if attribute:
            found = getattr(found, attribute)
        if hasattr(found, "app"):
            app.add_typer(found.app, name=name)
        else:
            settings = {**_SETTINGS, **getattr(found, "SETTINGS", {})}
            app.command(name, epilog=getattr(found, "EXAMPLES", None), context_settings=settings)(
                exiting(found.command)
            )
    return dress(app)


def _dispatch(argv: Sequence[str], world: World) -> int:
    if list(argv) in (["--version"], ["-V"]):
        world.plain_asked = True  # a version needs no settings
        world.show([f"knot {__version__}"])
        return 0
    if argv[:1] == ["help"]:
        argv = [*argv[1:], "--help"]
    plain = quick.read(argv)
    if plain is not None:
        return quick.call(plain[0], world, plain[1])
    app = build(_needed(argv))
    import typer

    from knotcli.commands.support.usage_errors import told

    try:
        return app(args=list(argv), prog_name="knot", obj=world, standalone_mode=False) or 0
    except typer.TyperException as fault:
        path = f"knot {argv[0]}" if argv[0] in COMMANDS else "knot"
        raise Misuse(told(fault, path)) from None


def _needed(argv: Sequence[str]) -> list[str]:
    """Name the commands to register: only the one that runs keeps the start quick; help and mistakes need them all."""
    names = [word for word in argv[:1] if word in COMMANDS]
    if names == ["completion"] and "--" in argv:
        completed = next((word for word in argv[list(argv).index("--") :] if word in COMMANDS), None)
        return ["completion", completed] if completed else list(COMMANDS)
    return names or list(COMMANDS)


def main(argv: Sequence[str], world: World | None = None) -> int:
    """Run one command line. Gives the exit code; never raises, never prints a traceback."""
    world = world or World()
    try:
        return _dispatch(argv, world)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except KnotError as error:
        _say(world, str(error))
        return error.code
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        _say(
            world,
            f"{error.strerror or type(error).__name__}: {error.filename or 'the output could not be written'}",
        )
        return 1
    except Exception as error:
        from knotcli.storage.files.bug_reports import save

        _say(
            world, f"Something in knot itself went wrong. {save(error, world.paths.bugs, world.clock.now())}"
        )
        return 70


def _say(world: World, line: str) -> None:
    if line:
        world.tell([f"knot: {line}"])


def entry() -> None:
    """Run as the installed command."""
    # One command makes next to no rubbish that counting references leaves: looking for it was a sixth of each start.
    gc.disable()
    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            World.drop(stream)
    gc.freeze()  # nor is it looked for at the end
    sys.exit(code)
