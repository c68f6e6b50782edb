"""The settings as they stand, each value with where it comes from; and a try of the voice."""

from collections.abc import Mapping
from typing import Any

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.settings import SETTINGS, UnusableSetting, resolve_setting
from knotcli.coach.text import clean_text
from knotcli.flows.prompts import ask_choice, show_paged
from knotcli.views import settings as view
from knotcli.world import World


def read_setting_row(world: World, name: str, file: Mapping[str, Any] | None = None) -> view.SettingRow:
    """Return one setting as it stands. file: what stands in the settings file, where that is not to be read."""
    try:
        value, origin = resolve_setting(name, None, world.env, world.settings_file if file is None else file)
    except UnusableSetting as fault:
        return view.SettingRow(name, SETTINGS[name], None, fault.origin, str(fault))
    return view.SettingRow(name, SETTINGS[name], value, origin)


def show_all_settings(world: World, as_json: bool) -> int:
    """Show every setting. Return 1 when one of them has a value that it does not take."""
    rows = [read_setting_row(world, name) for name in SETTINGS]
    file = clean_text(str(world.paths.settings))
    if as_json:
        world.print_json({"file": file, "settings": [view.setting_document(row) for row in rows]})
    else:
        show_paged(world, view.setting_lines(rows, file))
    return 1 if any(row.fault for row in rows) else 0


# Said as in a session, so that its loudness and speed are judged by what is to come.
TEST_SENTENCE = "This is how knot speaks. Get ready: neck, left side. Breathe out slowly. Ten seconds."


def try_voice(world: World) -> int:
    """Speak one sentence and ask whether it was heard. Return 1 when it was not. Raise Misuse or KnotError."""
    from knotcli.terminal.voice import SPEAKERS, Voice

    if not world.interactive:
        raise Misuse("There is no terminal to answer from. Run knot config voice test in one.")
    spoken = Voice(world.env)
    if spoken.available is None:
        raise KnotError(
            f"No program that can speak was found. Install one of these, then try again: {', '.join(SPEAKERS)}."
        )
    world.tell([f"Speaking through {spoken.available}."])
    try:
        while True:
            spoken.speak(TEST_SENTENCE)
            answer = _ask_whether_heard(world)
            if answer != "again":
                break
    finally:
        spoken.hush()
    if answer == "yes":
        world.show(["Good. To have every session spoken: knot config set voice true"])
        return 0
    world.show(
        [
            f"{spoken.available} did run, so its sound was lost on the way.",
            "Check the volume and the chosen output, and see whether another program can be heard.",
            "Without a voice the bell still marks each change; --flash marks it on the screen.",
        ]
    )
    return 1


def _ask_whether_heard(world: World) -> str:
    try:
        return ask_choice(world, "Did you hear it?", ("yes", "no", "again"))
    except EOFError:
        raise KnotError("You did not answer, so nothing was changed.") from None
