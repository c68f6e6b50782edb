"""The settings file: reading it, and changing one line of it."""

import os
import re
from pathlib import Path
from typing import Any

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.settings import SettingValue, find_setting
from knotcli.coach.text import clean_text


def read_settings(path: Path) -> dict[str, Any]:
    """Read the settings file; none is the same as an empty one. Raises KnotError with the line at fault."""
    if not path.exists():
        return {}
    from knotcli.storage.files.toml_files import read_toml

    table = read_toml(path)
    for name, value in table.items():
        try:
            find_setting(name)
        except Misuse as error:
            raise KnotError(f"{path}: {error} Take it out with: knot config unset {clean_text(name)[:60]}") from None
        if not isinstance(value, str | int | bool):
            raise KnotError(f"{path}: {clean_text(name)} must be one plain value.")
    return table


def write_setting(path: Path, name: str, value: SettingValue | None) -> bool:
    """Set one setting in the file, or take it out (None). Says whether the file changed.

    Everything else in the file stays as it is: comments, order, blank lines. Raises KnotError for a file that
    cannot be read or edited so; then nothing was changed.
    """
    from knotcli.storage.files.paths import write_private
    from knotcli.storage.files.toml_files import parse_toml, read_text

    # A settings file that is kept elsewhere and linked to is changed there; the link stays.
    real = Path(os.path.realpath(path))  # unlike resolve, it raises nothing where links go round in a circle
    text = read_text(real) if real.exists() else ""
    before = parse_toml(text, str(path))
    if before.get(name) == value and type(before.get(name)) is type(value):
        return False
    after = {key: old for key, old in before.items() if key != name}
    if value is not None:
        after[name] = value
    new = edited(text, name, value)
    if new is None or _parsed(new) != after:
        raise KnotError(
            f"{path}: the line of {clean_text(name)[:60]} is written in a way that knot cannot change without touching "
            "others. Change it there by hand. Nothing was changed."
        )
    write_private(real, new)
    return True


def edited(text: str, name: str, value: SettingValue | None) -> str | None:
    """Give the TOML text with this top-level value set or taken out; None where its line is not a simple one.

    A line that is changed keeps what stands before and after its value; a new one is added after the others.
    """
    from tomli_w import dumps

    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    end = "\r\n" if text.count("\r\n") > text.count("\n") / 2 else "\n"
    written = "" if value is None else dumps({name: value}).strip().partition("=")[2].strip()
    found = [n for n, line in enumerate(lines) if _key(line) == name]
    if len(found) > 1:
        return None
    if not found:
        if value is None:
            return None
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += end
        return "".join([*lines, f"{name} = {written}{end}"])
    line = lines[found[0]]
    if value is None:
        return "".join(lines[: found[0]] + lines[found[0] + 1 :])
    head, equals, rest = line.partition("=")
    tail = _after_value(rest)
    if tail is None:
        return None
    space = rest[: len(rest) - len(rest.lstrip(" \t"))]
    lines[found[0]] = f"{head}{equals}{space}{written}{tail}"
    return "".join(lines)


def _key(line: str) -> str | None:
    """Give the key that a line sets, if it looks as if it sets one."""
    found = re.match(r"""[ \t]*(?:([A-Za-z0-9_-]+)|"([^"\\]*)"|'([^']*)')[ \t]*=""", line)
    return None if found is None else next(part for part in found.groups() if part is not None)


def _after_value(rest: str) -> str | None:
    """Give what follows the value: spaces, a comment, the line's end. None where the value is not whole here."""
    body = rest.rstrip("\r\n")
    for place in [n for n, letter in enumerate(body) if letter == "#"] + [len(body)]:
        if _parsed(f"x = {body[:place]}") is not None:
            kept = body[:place].rstrip(" \t")
            return rest[len(kept) :]
    return None


def _parsed(text: str) -> dict[str, Any] | None:
    import tomli

    try:
        return tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError, ValueError):
        return None
