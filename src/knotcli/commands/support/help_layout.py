"""How the help is laid out: commands under headings, one example a line, arguments by their names."""

from collections.abc import Mapping
from shutil import get_terminal_size
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

ROOMY = 50
"""Columns from which a name and its text stand side by side."""
NARROWEST = 30
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Begin here": ("check", "session", "log"),
    "How it goes": ("status", "trend", "history", "plan", "report"),
    "Put right": ("undo", "edit", "remove"),
    "Understand": ("where", "learn", "why"),
    "Between sessions": ("followup", "desk", "remind"),
    "Files and settings": ("routine", "export", "import", "config", "doctor", "completion"),
}


def examples(epilog: str | None) -> str | None:
    """Put each example of `Examples: knot … · knot …` on its own line, which the help keeps whole."""
    head, colon, rest = (epilog or "").partition(":")
    if not colon or head not in ("Example", "Examples"):
        return epilog
    return "\b\n" + "\n".join([f"{head}:", *(f"  {part.strip()}" for part in rest.split(" · "))])


# typer names the class of its formatter only as an attribute, which a type checker cannot take as a base.
class _Formatter(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """Writes a name and its text below each other where a window has no room for two columns."""

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        """Write pairs of a name and its text."""
        super().write_dl(rows, col_max if self.width >= ROOMY else 12, col_spacing)


def _help(command: Any, ctx: Any) -> str:
    """Write a command's help for the width that there is; typer itself never goes under 50 columns."""
    width = get_terminal_size().columns - 2
    formatter = _Formatter(width=max(NARROWEST, width) if width < ROOMY else None)
    command.format_help(ctx, formatter)
    return str(formatter.getvalue()).rstrip("\n")


class Command(TyperCommand):
    """A command: an option that takes a value names it in capitals, as the arguments are named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.epilog = examples(self.epilog)
        for param in self.params:
            if (
                param.metavar is None
                and param.param_type_name == "option"
                and not getattr(param, "is_flag", 0)
            ):
                param.metavar = param.opts[-1].lstrip("-").upper()

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Give the words after the command's name, without what is hidden; a required one stands without braces."""
        shown = [param for param in self.get_params(ctx) if not getattr(param, "hidden", False)]
        pieces = [piece for param in shown for piece in param.get_usage_pieces(ctx)]
        return [self.options_metavar or "", *(piece.strip("{}") for piece in pieces)]

    def get_help(self, ctx: Any) -> str:
        """Give the help as it is printed."""
        return _help(self, ctx)


class Group(TyperGroup):
    """A group of commands; the whole program is one. Commands that SECTIONS names stand under its headings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.epilog = examples(self.epilog)

    def get_help(self, ctx: Any) -> str:
        """Give the help as it is printed."""
        return _help(self, ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each heading with its commands; those under none of them come last."""
        main = ctx.parent is None
        headings = {heading: names for heading, names in SECTIONS.items() if main}
        placed = {name for names in headings.values() for name in names}
        headings["More" if main else "Commands"] = tuple(n for n in self.commands if n not in placed)
        column = max(map(len, self.commands))
        for heading, names in headings.items():
            rows = [
                (name.ljust(column), self.commands[name].get_short_help_str(max(formatter.width, 78)))
                for name in names
                if name in self.commands
            ]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


def dress(app: typer.Typer) -> typer.Typer:
    """Make every command and group under `app` show its help so."""
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        group.cls = Group
        if group.typer_instance is not None:
            dress(group.typer_instance)
    return app
