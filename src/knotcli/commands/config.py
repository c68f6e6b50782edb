"""`knot config`: what can be set once, and where each value comes from."""

from typing import Annotated

import typer

from knotcli.coach.errors import KnotError
from knotcli.coach.settings import SETTINGS, normalize_setting_name, parse_setting
from knotcli.coach.text import clean_text
from knotcli.commands.support.options import AsJson
from knotcli.commands.support.program import new_group
from knotcli.flows.settings.settings import read_setting_row, show_all_settings, try_voice
from knotcli.storage.files.config import write_setting
from knotcli.storage.files.toml_files import read_toml
from knotcli.views import settings as view
from knotcli.views.settings import show_value
from knotcli.world import World

EXAMPLES = "Examples: knot config · knot config set side left · knot config get hold · knot config voice test"
group = new_group("Set what you usually choose.")
voice = new_group("Try the voice.")
group.add_typer(voice, name="voice")
Name = Annotated[str, typer.Argument(metavar="NAME", help="A setting, as knot config list names it")]


@group.callback(invoke_without_command=True, no_args_is_help=False, epilog=EXAMPLES)
def show_config(context: typer.Context) -> int:
    """Set what you usually choose."""
    return show_all_settings(context.obj, False) if context.invoked_subcommand is None else 0


@group.command("list", epilog="Examples: knot config list · knot config list --json")
def list_settings(context: typer.Context, as_json: AsJson = False) -> int:
    """List the settings, their values and origins."""
    return show_all_settings(context.obj, as_json)


@group.command("get", epilog="Examples: knot config get side · knot config get hold --json")
def print_setting(context: typer.Context, name: Name, as_json: AsJson = False) -> int:
    """Print one setting's value."""
    world: World = context.obj
    row = read_setting_row(world, normalize_setting_name(name))
    if row.fault and not as_json:
        raise KnotError(row.fault)
    if as_json:
        world.print_json(view.setting_document(row))
    elif world.out.terminal:
        world.show([view.show_value(row.value), view.setting_origin_line(row)])
    else:
        world.show(["" if row.value is None else view.show_value(row.value)])
    return 1 if row.fault else 0


@group.command(
    "set",
    epilog="Examples: knot config set side left · knot config set voice true · knot config set emergency_number 112",
    # A negative number is a wrong value, to be answered with what is allowed, and not an unknown option.
    context_settings={"ignore_unknown_options": True},
)
def store_setting(
    context: typer.Context,
    name: Name,
    value: str = typer.Argument(..., metavar="VALUE", help="knot config list says what it takes"),
) -> int:
    """Change one setting."""
    world: World = context.obj
    word = normalize_setting_name(name)
    new = parse_setting(word, value, word)
    changed = write_setting(world.paths.settings, word, new)
    world.show([f"{word} = {show_value(new)}" + ("" if changed else ", as it already was")])
    over = read_setting_row(world, word, {}).origin
    if over != "default":
        world.tell([((f"{over} is set in this shell, and wins over the file.", "warn"),)])
    return 0


@group.command("unset", epilog="Example: knot config unset side")
def unset_setting(context: typer.Context, name: Name) -> int:
    """Go back to the default of one setting."""
    world: World = context.obj
    path = world.paths.settings
    # What is no setting (any more) can be taken out too: it keeps the file from being read.
    word = name if path.exists() and name in read_toml(path) else normalize_setting_name(name)
    if not write_setting(path, word, None):
        world.show([f"{word} is not set in config.toml."])
    elif word not in SETTINGS:
        world.show([f"{clean_text(word)[:60]} is no longer set in config.toml."])
    else:
        row = read_setting_row(world, word, {})
        world.show([row.fault or f"{word} = {show_value(row.value)}, from {row.origin}"])
    return 0


@voice.command("test", epilog="Example: knot config voice test")
def test_voice(context: typer.Context) -> int:
    """Speak one sentence, and ask whether it was heard."""
    return try_voice(context.obj)
