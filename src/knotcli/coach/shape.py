"""Every place where data does not fit a msgspec type, each with its key: msgspec itself stops at the first."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from knotcli.coach.text import clean_text, describe_unknown


class Fault(msgspec.Struct, frozen=True):
    """One fault of a file. `key` is the path to it; tables of an array are counted from one: `step[3].seconds`."""

    key: str
    message: str


def misfits(data: object, type_: Any) -> list[Fault]:
    """List every fault of plain data (from TOML or JSON) against a type made of structs, tuples and plain values."""
    return list(_misfits(data, _tree(type_), ""))


@cache
def _tree(type_: Any) -> inspect.Type:
    return inspect.type_info(type_)


def _misfits(data: object, kind: inspect.Type, key: str) -> Iterator[Fault]:
    match kind:
        case inspect.StructType():
            yield from _table(data, kind, key)
        case inspect.UnionType():
            yield from _one_of(data, kind, key)
        case inspect.VarTupleType() | inspect.ListType():
            if not isinstance(data, list | tuple):
                yield Fault(key, f"takes a list, not {_named(data)}.")
                return
            if not (kind.min_length or 0) <= len(data) <= (kind.max_length or len(data)):
                yield Fault(
                    key, f"has {len(data)} entries; it takes {_span(kind.min_length, kind.max_length)}."
                )
            for number, entry in enumerate(data, 1):
                yield from _misfits(entry, kind.item_type, f"{key}[{number}]")
        case inspect.StrType():
            yield from _text(data, kind, key)
        case inspect.IntType():
            if isinstance(data, bool) or not isinstance(data, int):
                yield Fault(key, f"takes a whole number, not {_named(data)}.")
            elif not (data if kind.ge is None else kind.ge) <= data <= (data if kind.le is None else kind.le):
                yield Fault(key, f"is {data}; it takes {_span(kind.ge, kind.le)}.")
        case inspect.BoolType():
            if not isinstance(data, bool):
                yield Fault(key, f"takes true or false, not {_named(data)}.")
        case inspect.LiteralType():
            known = [str(value) for value in kind.values if value != ""]
            if not isinstance(data, str):
                yield Fault(key, f"takes one of {', '.join(known)}, not {_named(data)}.")
            elif data not in kind.values:
                yield Fault(key, describe_unknown(key.split(".")[-1].split("[")[0], data, known))
        case _:
            raise TypeError(f"shape knows no {kind}")


def _table(data: object, kind: inspect.StructType, key: str) -> Iterator[Fault]:
    if not isinstance(data, dict):
        yield Fault(key, f"takes a table, not {_named(data)}.")
        return
    known = {field.encode_name: field for field in kind.fields}
    own = {kind.tag_field} if kind.tag_field else set()
    for name in data:
        if name not in known and name not in own:
            yield Fault(
                _join(key, clean_text(str(name))[:40]),
                describe_unknown("key", str(name), [*sorted(own), *known]),
            )
    for name, field in known.items():
        if name in data:
            yield from _misfits(data[name], field.type, _join(key, name))
        elif field.required:
            yield Fault(_join(key, name), "is missing.")


def _one_of(data: object, kind: inspect.UnionType, key: str) -> Iterator[Fault]:
    structs = [one for one in kind.types if isinstance(one, inspect.StructType)]
    if len(structs) == 1 and structs[0].tag is None:
        yield from _table(data, structs[0], key)  # a struct or nothing: TOML has no word for nothing
        return
    field = structs[0].tag_field or ""
    tags = {str(one.tag): one for one in structs}
    if not isinstance(data, dict):
        yield Fault(key, f"takes a table, not {_named(data)}.")
    elif field not in data:
        yield Fault(_join(key, field), f"is missing. It takes: {', '.join(tags)}.")
    elif not isinstance(data[field], str):
        yield Fault(_join(key, field), f"takes one of {', '.join(tags)}, not {_named(data[field])}.")
    elif data[field] not in tags:
        yield Fault(_join(key, field), describe_unknown(field, data[field], tags))
    else:
        yield from _table(data, tags[data[field]], key)


def _text(data: object, kind: inspect.StrType, key: str) -> Iterator[Fault]:
    if not isinstance(data, str):
        yield Fault(key, f"takes text, not {_named(data)}.")
    elif kind.pattern is not None:
        if re.search(kind.pattern, data) is None:
            yield Fault(key, "takes small letters, digits and hyphens, at most 40, such as neck-back.")
    elif not (kind.min_length or 0) <= len(data) <= (kind.max_length or len(data)):
        what = f"is {len(data)} characters long" if data else "is empty"
        yield Fault(key, f"{what}; it takes {_span(kind.min_length, kind.max_length)} characters.")


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _span(least: int | None, most: int | None) -> str:
    if most is None:
        return f"{least} or more"
    return f"{least or 0} to {most}"


def _named(data: object) -> str:
    words = {bool: "true or false", int: "a whole number", float: "a fraction", str: "text", list: "a list"}
    return words.get(type(data), "a table" if isinstance(data, dict) else "a date or time")
