"""What is said to words that a command does not take (typer's own faults): one line, and where to read on."""

import re
from typing import Any

from knotcli.coach.text import clean_text, find_nearest

SHOWN = 60
"""Characters of a wrong word that are shown."""


def told(fault: Any, path: str = "knot") -> str:
    """Say in one line what was wrong, with an example or the nearest. path: the command, where the fault names none."""
    context = getattr(fault, "ctx", None)
    line = _line(fault, context, clean_text(fault.format_message()))
    end = "" if line.endswith((".", "?")) else "."
    return f"{line}{end} See: {getattr(context, 'command_path', path)} -h"


def _line(fault: Any, context: Any, line: str) -> str:
    command = getattr(context, "command", None)
    options = [name for p in getattr(command, "params", ()) for name in (*p.opts, *p.secondary_opts)]
    extra = re.search(r"extra argument\(s\) \((.*)\)", line)
    # A command that takes negative numbers is handed an unknown option as one word too many.
    dashed = re.search(r"(?<!\S)--[a-z][\w-]*", extra[1]) if extra else None
    unknown = fault.option_name if hasattr(fault, "possibilities") else dashed[0] if dashed else None
    if unknown and command is not None:
        return f"There is no option {clean_text(unknown)[:SHOWN]}.{_hint(unknown, [o for o in options if o[:2] == '--'])}"
    if extra:
        return _too_many(extra[1], command, context, options)
    if missing := re.match(r"Missing (?:argument|option) '([^']+)'", line):
        return f"{missing[1]} is missing.{_example(command)}"
    if valued := re.match(r"Option '([^']+)' requires an argument", line):
        return f"{valued[1]} needs a value after it."
    if number := re.match(r"Invalid value for '([^']+)': (.*) is not a valid int", line):
        return f"{number[1]} takes a whole number, not {number[2]}."
    if wrong := re.match(r"No such command '(.*?)'\.?(?: Did you mean|$)", line):
        names = getattr(command, "commands", {})
        return f"There is no command {wrong[1][:SHOWN]!r}.{_hint(wrong[1], names)}"
    return line


def _hint(word: str, known: Any) -> str:
    close = find_nearest(word, known)
    return f" Did you mean {close}?" if close else ""


def _example(command: Any) -> str:
    first = re.search(r"^  (.*knot .*)$", getattr(command, "epilog", None) or "", re.M)
    return f" For example: {first[1]}" if first else ""


def _too_many(extra: str, command: Any, context: Any, options: list[str]) -> str:
    pieces = [piece for piece in command.collect_usage_pieces(context) if piece != command.options_metavar]
    takes = f" It takes: {' '.join(pieces)}." if pieces else ""
    named = {"--side": "a side goes with --side", "--note": "words with --note, in quotes"}
    more = "; ".join(how for option, how in named.items() if option in options)
    more = f" {more[0].upper()}{more[1:]}." if more else ""
    return f"{extra[:SHOWN]!r} is more than {context.command_path} takes.{takes}{more}"
