"""Turn usage errors into one line of advice: what was wrong, an example or the nearest, and where to read on."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from typer._click.exceptions import BadOptionUsage, MissingParameter, NoSuchOption, UsageError

from knotcli.coach.text import clean_text, find_nearest

SHOWN = 60
"""Characters of a wrong word that are shown."""
NAMED_WORDS = {"--side": "a side goes with --side", "--note": "words with --note, in quotes"}
"""How words that often stand too many on a line are given instead."""


def explain_usage_error(error: UsageError, context: Any) -> str:
    """Return the advice for an error of the parser. context: the command that was read."""
    match error:
        case NoSuchOption(option_name=name):
            return explain_unknown_option(name, context)
        case MissingParameter(param=param) if param is not None:
            is_option = param.param_type_name == "option"
            name = param.opts[0] if is_option else param.human_readable_name.strip("[]")
            said = getattr(param, "help", "")
            about = f": {said[0].lower()}{said[1:]}" if said else ""
            return _add_see_also(f"{name} is missing{about}.{_first_example(context.command)}", context)
        case BadOptionUsage(option_name=name):
            option = next(p for p in context.command.params if name in (*p.opts, *p.secondary_opts))
            takes = "takes no value" if option.is_flag else "needs a value after it"
            return _add_see_also(f"{name} {takes}.", context)
    return _add_see_also(clean_text(error.format_message()), context)


def explain_unknown_option(name: str, context: Any) -> str:
    """Return the advice for an option that the command does not have."""
    long = [option for option in list_option_names(context.command) if option.startswith("--")]
    return _add_see_also(f"There is no option {clean_text(name)[:SHOWN]}.{_hint_nearest(name, long)}", context)


def explain_unknown_command(name: str, context: Any) -> str:
    """Return the advice for a command that the group does not have."""
    hint = _hint_nearest(name, context.command.list_commands(context))
    return _add_see_also(f"There is no command {clean_text(name)[:SHOWN]!r}.{hint}", context)


def explain_extra_words(words: Sequence[str], context: Any) -> str:
    """Return the advice for words that are left over when all arguments have been read."""
    command = context.command
    # A command that takes negative numbers is handed an unknown option as one word too many.
    if unknown := next((word for word in words if re.match("--[a-z]", word)), None):
        return explain_unknown_option(unknown.partition("=")[0], context)
    pieces = [piece for piece in command.collect_usage_pieces(context) if piece != command.options_metavar]
    takes = f" It takes: {' '.join(pieces)}." if pieces else ""
    options = list_option_names(command)
    more = "; ".join(how for option, how in NAMED_WORDS.items() if option in options)
    more = f" {more[0].upper()}{more[1:]}." if more else ""
    extra = clean_text(" ".join(words))[:SHOWN]
    return _add_see_also(f"{extra!r} is more than {context.command_path} takes.{takes}{more}", context)


def list_option_names(command: Any) -> list[str]:
    """Return the names of all the command's options, short ones and opposites too."""
    options = [param for param in command.params if param.param_type_name == "option"]
    return [name for option in options for name in (*option.opts, *option.secondary_opts)]


def _add_see_also(line: str, context: Any) -> str:
    end = "" if line.endswith((".", "?")) else "."
    return f"{line}{end} See: {context.command_path} -h"


def _hint_nearest(word: str, known: Iterable[str]) -> str:
    close = find_nearest(word, known)
    return f" Did you mean {close}?" if close else ""


def _first_example(command: Any) -> str:
    example = re.search(r"^  (.*knot .*)$", command.epilog or "", re.M)
    return f" For example: {example[1]}" if example else ""
