"""Lay out the help: commands under headings, one example a line, arguments by their names."""

import sys
from collections.abc import Mapping
from shutil import get_terminal_size
from textwrap import fill
from typing import Any

import typer
from typer._click.exceptions import UsageError
from typer.core import TyperCommand, TyperGroup

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import join_region_words
from knotcli.commands.support.usage_errors import explain_extra_words, explain_unknown_command, explain_usage_error
from knotcli.terminal.plain_text import fit_encoding

ROOMY = 50
"""Columns from which a name and its text stand side by side."""
NARROWEST = 30


def split_examples(epilog: str | None) -> str | None:
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


class _KnotHelp:
    """What commands and groups have in common: the help's width and letters, and kind usage errors."""

    epilog: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.epilog = split_examples(self.epilog)

    def get_help(self, ctx: Any) -> str:
        """Return the help for the width that there is, in letters that the output takes.

        typer itself never goes under 50 columns.
        """
        width = get_terminal_size().columns - 2
        formatter = _Formatter(width=max(NARROWEST, width) if width < ROOMY else None)
        ctx.command.format_help(ctx, formatter)
        # An example is one line; where the window is narrower, it goes on further in.
        lines = str(formatter.getvalue()).rstrip("\n").split("\n")
        text = "\n".join(fill(line, formatter.width, subsequent_indent=" " * 6) for line in lines)
        return fit_encoding(text, getattr(sys.stdout, "encoding", None) or "utf-8")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words after the command's name. Raise Misuse with advice."""
        try:
            # The parser that typer brings along has no types.
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except UsageError as error:
            raise Misuse(explain_usage_error(error, ctx)) from None
        return rest


class KnotCommand(_KnotHelp, TyperCommand):
    """A command: an option that takes a value names it in capitals, as the arguments are named."""

    allow_extra_args = True  # so that what is too much can be named

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for param in self.params:
            is_option = param.param_type_name == "option"
            if param.metavar is None and is_option and not getattr(param, "is_flag", False):
                param.metavar = param.opts[-1].lstrip("-").upper()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words after the command's name; two words for a region are one. Raise Misuse with advice."""
        valued = {
            option
            for param in self.params
            if param.param_type_name == "option" and not getattr(param, "is_flag", False)
            for option in param.opts
            if option != "--region"
        }
        values = [number for number, word in enumerate(args, 1) if word in valued]
        extra = super().parse_args(ctx, join_region_words(args, values))
        if extra:
            raise Misuse(explain_extra_words(extra, ctx))
        return extra

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the words after the command's name, without what is hidden; a required one stands without braces."""
        shown = [param for param in self.get_params(ctx) if not getattr(param, "hidden", False)]
        pieces = [piece for param in shown for piece in param.get_usage_pieces(ctx)]
        return [self.options_metavar or "", *(piece.strip("{}") for piece in pieces)]


class KnotGroup(_KnotHelp, TyperGroup):
    """A group of commands."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the name, the command and the words after it. Raise Misuse for one that there is not."""
        command = self.get_command(ctx, args[0])
        if command is None:
            raise Misuse(explain_unknown_command(args[0], ctx))
        return args[0], command, args[1:]

    def list_sections(self, ctx: Any) -> Mapping[str, Mapping[str, str]]:
        """Return by heading the commands' names and their lines in the help."""
        return {"Commands": {name: command.get_short_help_str(200) for name, command in self.commands.items()}}

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each heading with its commands."""
        column = max(map(len, self.list_commands(ctx)))
        for heading, entries in self.list_sections(ctx).items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(column), summary) for name, summary in entries.items()])
