"""`knot config`: what can be set once, and where each value comes from."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.text import clean_text
from knotcli.commands.support.program import new_group
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.views.config import Row

EXAMPLES = "Examples: knot config · knot config set side left · knot config get hold · knot config voice test"
group = new_group("Set once what is asked each time.")
voice = new_group("Try the voice.")
group.add_typer(voice, name="voice")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A setting, as knot config list names it")]
# Said as in a session, so that its loudness and speed are judged by what is to come.
SENTENCE = "This is how knot speaks. Get ready: neck, left side. Breathe out slowly. Ten seconds."


@group.callback(invoke_without_command=True, no_args_is_help=False, epilog=EXAMPLES)
def show_config(context: typer.Context) -> int:
    """Set once what is asked each time."""
    return show_all(context.obj, False) if context.invoked_subcommand is None else 0


@group.command("list", epilog="Examples: knot config list · knot config list --json")
def list_(context: typer.Context, as_json: AsJson = False) -> int:
    """List the settings, their values and origins."""
    return show_all(context.obj, as_json)


def show_all(world: World, as_json: bool) -> int:
    """Show every setting. Gives 1 when one of them has a value that it does not take."""
    from knotcli.coach.settings import SETTINGS
    from knotcli.views import config as view

    rows = [_row(world, name) for name in SETTINGS]
    file = clean_text(str(world.paths.settings))
    if as_json:
        world.print_json({"file": file, "settings": [view.document(row) for row in rows]})
    else:
        world.show(view.lines(rows, file, world.out.width, world.out.plain))
    return 1 if any(row.fault for row in rows) else 0


@group.command("get", epilog="Examples: knot config get side · knot config get hold --json")
def get(context: typer.Context, name: Name, as_json: AsJson = False) -> int:
    """Print one setting's value."""
    from knotcli.coach.settings import normalize_setting_name
    from knotcli.views import config as view

    world: World = context.obj
    row = _row(world, normalize_setting_name(name))
    if row.fault and not as_json:
        raise KnotError(row.fault)
    if as_json:
        world.print_json(view.document(row))
    elif world.out.terminal:
        world.show([view.shown(row.value), view.one(row)])
    else:
        world.show(["" if row.value is None else view.shown(row.value)])
    return 1 if row.fault else 0


@group.command(
    "set",
    epilog="Examples: knot config set side left · knot config set voice true · knot config set emergency_number 112",
    # A negative number is a wrong value, to be answered with what is allowed, and not an unknown option.
    context_settings={"ignore_unknown_options": True},
)
def set_(
    context: typer.Context,
    name: Name,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it takes is in: knot config list")],
) -> int:
    """Set one setting in config.toml."""
    from knotcli.coach.settings import normalize_setting_name, parse_setting
    from knotcli.storage.files.config import write_setting
    from knotcli.views.config import shown

    world: World = context.obj
    word = normalize_setting_name(name)
    new = parse_setting(word, value, word)
    changed = write_setting(world.paths.settings, word, new)
    world.show([f"{word} = {shown(new)}" + ("" if changed else ", as it was already")])
    over = _row(world, word, {}).origin
    if over != "default":
        world.tell([((f"{over} is set in this shell, and wins over the file.", "warn"),)])
    return 0


@group.command("unset", epilog="Example: knot config unset side")
def unset(context: typer.Context, name: Name) -> int:
    """Take one setting out of config.toml."""
    from knotcli.coach.settings import SETTINGS, normalize_setting_name
    from knotcli.storage.files.config import write_setting
    from knotcli.storage.files.toml_files import read_toml
    from knotcli.views.config import shown

    world: World = context.obj
    path = world.paths.settings
    # What is no setting (any more) can be taken out too: it keeps the file from being read.
    word = name if path.exists() and name in read_toml(path) else normalize_setting_name(name)
    if not write_setting(path, word, None):
        world.show([f"{word} is not set in config.toml."])
    elif word not in SETTINGS:
        world.show([f"{clean_text(word)[:60]} is taken out of config.toml."])
    else:
        row = _row(world, word, {})
        world.show([row.fault or f"{word} = {shown(row.value)}, from {row.origin}"])
    return 0


@group.command("where", epilog="Examples: knot config where · knot config where --json")
def where(context: typer.Context, as_json: AsJson = False) -> int:
    """List where knot keeps its files.

    And every file that is there.
    """
    from knotcli.flows.doctor.checkup import show_kept_files

    return show_kept_files(context.obj, as_json)


@voice.command("test", epilog="Example: knot config voice test")
def test(context: typer.Context) -> int:
    """Speak one sentence, and ask whether it was heard."""
    from knotcli.terminal.voice import SPEAKERS, Voice

    world: World = context.obj
    if not world.interactive:
        raise Misuse("There is no terminal to answer from. Run knot config voice test in one.")
    spoken = Voice(world.env)
    if spoken.available is None:
        raise KnotError(
            f"No program that speaks was found. Install one of these, then try again: {', '.join(SPEAKERS)}."
        )
    world.tell([f"Speaking through {spoken.available}."])
    try:
        while True:
            spoken.speak(SENTENCE)
            answer = _answer(world)
            if answer != "again":
                break
    finally:
        spoken.hush()
    if answer == "yes":
        world.show(["Good. To have every session spoken: knot config set voice true"])
        return 0
    world.show(
        [
            f"Then {spoken.available} ran, but its sound did not arrive.",
            "Look at the volume and at which output is chosen, and try another program's sound.",
            "Without a voice the bell still marks each change; --flash marks it on the screen.",
        ]
    )
    return 1


def _answer(world: World) -> str:
    from knotcli.flows.prompts import ask_word

    try:
        return ask_word(world, "Did you hear it? (y)es, (n)o, (a)gain: ", ("yes", "no", "again"))
    except EOFError:
        raise KnotError("The question was not answered. Nothing was changed.") from None


def _row(world: World, name: str, file: Mapping[str, Any] | None = None) -> "Row":
    from knotcli.coach.settings import SETTINGS, resolve_setting
    from knotcli.views.config import Row

    try:
        value, origin = resolve_setting(name, None, world.env, world.settings_file if file is None else file)
    except Misuse as fault:
        origin = "config.toml" if str(fault).startswith("config.toml") else f"KNOT_{name.upper()}"
        return Row(name, SETTINGS[name], None, origin, str(fault))
    return Row(name, SETTINGS[name], value, origin)
