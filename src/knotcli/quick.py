"""Plain calls of the commands that are typed most, read without typer: loading it takes longer than the whole act.

Only a call that typer would take, and in its plainest form, is read here; everything else, help and mistakes too, is
left to typer. A test holds the two to the same reading of random command lines.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Form(NamedTuple):
    """A command's plain form: how many words it takes, its options by parameter name, and its flags."""

    module: str
    words: tuple[str, ...]
    least: int
    options: Mapping[str, str]
    flags: Mapping[str, tuple[str, bool]]
    whole: tuple[str, ...] = ()
    """Parameters that are whole numbers."""


_JSON = {"--json": ("as_json", True)}
_EITHER = {
    f"--{no}{name}": (name, not no)
    for name in ("heat", "wait", "voice", "breath", "bell", "flash")
    for no in ("", "no-")
}

FORMS: Mapping[str, Form] = {
    "log": Form(
        "log",
        ("where", "number"),
        2,
        {"--side": "which", "--note": "note", "--at": "at", "--ago": "ago"},
        {"--after-session": ("after_session", True), **_JSON},
    ),
    "session": Form(
        "session",
        ("region",),
        1,
        {
            "--side": "side",
            **{
                f"--{name.replace('_', '-')}": name
                for name in ("tool", "heat_minutes", "hold", "before", "after", "note", "lead_in")
            },
        },
        {
            **_EITHER,
            **{
                f"--{name.replace('_', '-')}": (name, True)
                for name in ("quick", "nothing_new", "resume", "dry_run", "plain")
            },
            **_JSON,
        },
    ),
    "trend": Form("trend", ("region",), 0, {"--weeks": "weeks", "--today": "today"}, _JSON, ("weeks",)),
    "status": Form("status", (), 0, {}, {"--short": ("short", True), **_JSON}),
}


def read(argv: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """Give the command's name and its arguments, or None where typer must read the line."""
    if list(argv) in ([], ["--json"]):
        argv = ["status", *argv]
    if argv[0] not in FORMS:
        return None
    form = FORMS[argv[0]]
    words: list[str] = []
    given: dict[str, Any] = {}
    rest = iter(argv[1:])
    for word in rest:
        value: str | bool
        if word in form.flags:
            name, value = form.flags[word]
        elif word in form.options:
            name, value = form.options[word], next(rest, "-")
            # What is missing or looks like an option in a value's place is typer's to judge.
            if value.startswith("-"):
                return None
        elif word.startswith("-") or not word:
            return None
        else:
            words.append(word)
            continue
        if name in given:
            return None
        given[name] = value
    if not form.least <= len(words) <= len(form.words):
        return None
    for name in form.whole:
        if name in given:
            if not (given[name].isascii() and given[name].isdigit() and len(given[name]) < 6):
                return None
            given[name] = int(given[name])
    return argv[0], dict(zip(form.words, words, strict=False)) | given


def call(name: str, world: Any, arguments: Mapping[str, Any]) -> int:
    """Run the command with these arguments. Gives its exit code."""
    from importlib import import_module

    if name == "session":
        from knotcli.coach.session.session_options import SessionOptions
        from knotcli.commands.session import session

        return session(world, SessionOptions(**arguments))
    act = getattr(import_module(f"knotcli.commands.{FORMS[name].module}"), name)
    code: int = act(world, **arguments)
    return code
