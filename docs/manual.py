"""Writes the man page from the program itself: `python docs/manual.py` puts docs/knot.1 in place."""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import typer  # noqa: E402

from knotcli import __version__  # noqa: E402
from knotcli.cli import COMMANDS  # noqa: E402
from knotcli.coach.settings import SETTINGS  # noqa: E402
from knotcli.commands.support.program import build_program  # noqa: E402
from knotcli.storage.files.paths import Paths  # noqa: E402

ABOUT = "a timer and diary for gentle self-care of tense muscles"
EXITS = (
    ("0", "Done; for a check: a session may start."),
    ("1", "A known failure of a file, the data or the disk. One line on standard error says which."),
    ("2", "The command does not take what it was given. One line says what it takes."),
    ("3", "Held: going on is not safe, or not yet allowed. The message says what to do instead."),
    ("70", "Something in knot itself went wrong. One line says where the details are saved."),
    ("130", "Stopped with Ctrl-C. Another signal gives 128 plus its number. What was done is saved."),
)
KEYS = (
    ("space", "Pause, and go on."),
    ("n, b", "The next step; back to the one before."),
    ("+", "Ten seconds more, within the routine's bounds."),
    ("e", "Ease off: it is too strong. This hold gets shorter, and so do the next ones."),
    ("x", "Something is wrong. knot asks what you are feeling, and ends the session where it has to."),
    ("q", "End the session. What was done is saved."),
    ("?", "All of this, on the screen."),
)
VARIABLES = (
    ("KNOT_HOME", "One folder for everything that knot saves, in place of the folders under FILES."),
    ("ACCESSIBLE", "Set it to 1 for plain lines that are only ever appended, as with KNOT_PLAIN=1."),
    (
        "NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE",
        "NO_COLOR turns colour off; the others turn it on, even where there is no terminal.",
    ),
    ("COLUMNS, LINES, TERM", "The size of the screen. TERM=dumb is treated as no terminal."),
    ("PAGER", "The program that shows what is longer than the screen."),
)
KEPT = {
    "history": "Your ratings, sessions and checks, in one SQLite file.",
    "backups": "Copies of it from the last days and weeks.",
    "settings": "Your settings, as knot config sets them. You can also edit it by hand.",
    "routines": "Routines of your own.",
    "week asked": "The week in which knot last offered its three questions.",
    "bug details": "Where something in knot itself went wrong, to read or to send.",
}


def escape_roff(words: str) -> str:
    """Escape what roff would take for its own, and write signs that are not ASCII by their code."""
    words = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("…", "...")
    words = re.sub(r"[^\x00-\x7f]", lambda found: f"\\[u{ord(found[0]):04X}]", words)
    return "\\&" + words if words.startswith(".") else words


def format_entry(name: str, about: str) -> str:
    """Write one term with its text under it."""
    return f".TP\n.B {escape_roff(name)}\n{escape_roff(about)}\n"


def format_paragraphs(words: str) -> str:
    """Write paragraphs that empty lines part."""
    parts = re.split(r"\n\s*\n", inspect.cleandoc(words).strip())
    return "".join(".PP\n" + escape_roff(" ".join(part.split())) + "\n" for part in parts)


def walk_commands(command: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    """Give a command, or each command of a group, with its context."""
    if not hasattr(command, "commands"):
        yield command, context
    for name, inner in getattr(command, "commands", {}).items():
        yield from walk_commands(inner, typer.Context(inner, info_name=name, parent=context))


def describe_command(command: Any, context: Any) -> str:
    """Write a command: how it is called, what it does, its arguments and options, and examples."""
    used = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    rows = [f'.SS "{escape_roff(used)}"\n', format_paragraphs(command.help).removeprefix(".PP\n")]
    for parameter in command.params:
        record = None if parameter.hidden else parameter.get_help_record(context)
        if record is not None:
            rows.append(format_entry(record[0], re.sub(r"\s+", " ", record[1])))
    examples = [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]
    if examples:
        rows.append(
            ".PP\nFor example:\n.PP\n.EX\n" + "".join(f"    {escape_roff(line)}\n" for line in examples) + ".EE\n"
        )
    return "".join(rows)


def write_page() -> str:
    """Give the whole page."""
    root: Any = build_program(COMMANDS)
    top = typer.Context(root, info_name="knot", help_option_names=["-h", "--help"])
    summary, _, rest = inspect.cleandoc(root.help).partition("\n\n")
    rows = [
        '.\\" Written by docs/manual.py from the program itself: change it there.\n',
        f'.TH KNOT 1 "" "knot {__version__}" "User Commands"\n',
        f".SH NAME\nknot \\- {escape_roff(ABOUT)}\n",
        ".SH SYNOPSIS\n.B knot\n.RI [ OPTIONS ]\n.RI [ COMMAND ]\n.RI [ ARGUMENTS ]\n",
        f".SH DESCRIPTION\n{escape_roff(summary)}\n{format_paragraphs(rest)}",
        format_paragraphs(
            "To begin: knot check neck asks what a careful therapist would ask. If nothing speaks against it, "
            "knot session neck leads you through. knot alone shows where you stand. Any command takes -h."
        ),
        ".SH OPTIONS\n",
    ]
    for parameter in [*root.params, root.get_help_option(top)]:
        rows.append(format_entry(*parameter.get_help_record(top)))
    for heading, entries in COMMANDS.items():
        rows.append(f".SH {escape_roff(heading).upper()}\n")
        for name in entries:
            command = root.get_command(top, name)
            context = typer.Context(command, info_name=name, parent=top)
            rows += [describe_command(*found) for found in walk_commands(command, context)]
    rows.append(".SH KEYS IN A SESSION\n" + "".join(format_entry(*key) for key in KEYS))
    rows.append(".SH EXIT STATUS\n" + "".join(format_entry(*code) for code in EXITS))
    rows.append(
        ".SH SETTINGS\n"
        + escape_roff(
            "Each can be set in the settings file or in a KNOT_ variable, and most with an option. An option wins over a variable, and a variable over the file."
        )
        + "\n"
    )
    for name, setting in SETTINGS.items():
        told = f"{setting.about[0].upper()}{setting.about[1:]}: {setting.takes}."
        default = "" if setting.default is None else f" Default: {str(setting.default).lower()}."
        rows.append(format_entry(f"{name}, KNOT_{name.upper()}", told + default))
    rows.append(".SH ENVIRONMENT\n" + "".join(format_entry(*variable) for variable in VARIABLES))
    rows.append(
        ".SH FILES\n"
        + escape_roff("Readable by you alone. knot doctor --where prints the places on this system.")
        + "\n"
    )
    places = Paths(Path("~/.local/share/knot"), Path("~/.config/knot"))
    rows += [format_entry(str(path), KEPT[what]) for what, path in places.kept()]
    return "".join(rows)


if __name__ == "__main__":
    (ROOT / "docs" / "knot.1").write_text(write_page(), encoding="ascii")
