"""Convert plain data (from TOML or JSON) to msgspec types, and tell every fault with its key.

msgspec judges, and stops at its first fault. So where a value does not fit, its parts are converted one by one.
"""

from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, inspect

from knotcli.coach.errors import KnotError
from knotcli.coach.text import clean_text, describe_unknown

T = TypeVar("T")
FAULTS_TOLD = 5
"""Faults that one refusal tells."""


class Fault(msgspec.Struct, frozen=True):
    """One fault of a file. key: the path to it; entries of a list are counted from one: `step[3].seconds`."""

    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.key}: {self.message}" if self.key else self.message


def convert_or_refuse(data: object, type_: type[T], name: str) -> T:
    """Convert `data` to `type_`. Raise KnotError with the first faults; `name` is how the person knows the data."""
    value, faults = convert_with_faults(data, type_)
    if faults:
        raise KnotError(f"{name} {' '.join(str(fault) for fault in faults[:FAULTS_TOLD])}")
    return value


def convert_entries(data: object, key: str, type_: type[T], name: str) -> list[T]:
    """Convert data whose one key holds a list of tables, such as [[spot]]. Raise KnotError, as convert_or_refuse."""
    # The type of the entries is a value here, which no type checker can put into list[].
    file = msgspec.defstruct("File", [(key, list[type_], [])], forbid_unknown_fields=True)  # type: ignore[valid-type]
    return list(getattr(convert_or_refuse(data, file, name), key))


def convert_with_faults(data: object, type_: type[T]) -> tuple[T, list[Fault]]:
    """Convert `data` to `type_` and list every fault.

    With faults, the value serves only to look for more: what does not fit is its default there, or empty.
    """
    faults: list[Fault] = []
    value: T = _convert_value(data, type_, "", faults)
    return value, faults


def _convert_value(data: object, type_: Any, key: str, faults: list[Fault]) -> Any:
    try:
        return msgspec.convert(data, type_)
    except msgspec.ValidationError:
        kind = inspect.type_info(type_)
    if isinstance(kind, inspect.UnionType):
        chosen = _choose_struct(data, type_, key, faults)
        return _empty_value(kind) if chosen is None else _convert_value(data, chosen, key, faults)
    if isinstance(kind, inspect.StructType) and isinstance(data, dict):
        return _convert_table(data, kind, key, faults)
    if isinstance(kind, inspect.VarTupleType | inspect.ListType) and isinstance(data, list | tuple):
        found = len(faults)
        bare = get_args(type_)[0] if get_origin(type_) is Annotated else type_
        item = get_args(bare)[0]
        entries = [_convert_value(entry, item, f"{key}[{n}]", faults) for n, entry in enumerate(data, 1)]
        if len(faults) == found:
            faults.append(Fault(key, f"has {len(data)} entries; it takes {_length_range(kind)}."))
        return tuple(entries)
    faults.append(Fault(key, _explain_refusal(data, kind, key)))
    return _empty_value(kind)


def _convert_table(data: dict[Any, Any], kind: inspect.StructType, key: str, faults: list[Fault]) -> Any:
    fields = msgspec.structs.fields(kind.cls)
    known = [*([kind.tag_field] if kind.tag_field else []), *(field.encode_name for field in fields)]
    faults += [
        Fault(_join_key(key, clean_text(str(name))[:40]), describe_unknown("key", str(name), known))
        for name in data
        if name not in known
    ]
    values = {}
    for field, part in zip(fields, kind.fields, strict=True):
        found = len(faults)
        where = _join_key(key, field.encode_name)
        if field.encode_name in data:
            values[field.name] = _convert_value(data[field.encode_name], field.type, where, faults)
        elif field.required:
            faults.append(Fault(where, "is missing."))
            values[field.name] = _empty_value(part.type)
        if len(faults) > found and field.default is not NODEFAULT and not isinstance(part.type, HAVE_PARTS):
            values[field.name] = field.default
    return kind.cls(**values)


def _choose_struct(data: object, type_: Any, key: str, faults: list[Fault]) -> Any:
    """Return the struct of a union that `data` says it is, by its tag; None and a fault where it says none."""
    structs = [one for one in get_args(type_) if one is not type(None)]
    field = structs[0].__struct_config__.tag_field
    if field is None:
        return structs[0]  # a struct or nothing: TOML has no word for nothing
    tags = {str(one.__struct_config__.tag): one for one in structs}
    if not isinstance(data, dict):
        faults.append(Fault(key, f"takes a table, not {_name_data_type(data)}."))
    elif field not in data:
        faults.append(Fault(_join_key(key, field), f"is missing. It takes: {', '.join(tags)}."))
    elif not isinstance(data[field], str):
        faults.append(
            Fault(_join_key(key, field), f"takes one of {', '.join(tags)}, not {_name_data_type(data[field])}.")
        )
    elif data[field] not in tags:
        faults.append(Fault(_join_key(key, field), describe_unknown(field, data[field], tags)))
    else:
        return tags[data[field]]
    return None


def _explain_refusal(data: object, kind: inspect.Type, key: str) -> str:
    """Say what a value that was refused is, and what its place takes."""
    match kind:
        case inspect.StrType() if isinstance(data, str):
            if kind.pattern is not None:
                return "takes small letters, digits and hyphens, at most 40, such as neck-back."
            what = f"is {len(data)} characters long" if data else "is empty"
            return f"{what}; it takes {_length_range(kind)} characters."
        case inspect.IntType() if isinstance(data, int) and not isinstance(data, bool):
            return f"is {data}; it takes {kind.ge} to {kind.le}."
        case inspect.LiteralType():
            known = [str(value) for value in kind.values if value != ""]
            if isinstance(data, str):
                return describe_unknown(key.split(".")[-1].split("[")[0], data, known)
            return f"takes one of {', '.join(known)}, not {_name_data_type(data)}."
    wanted = next((words for type_, words in WANTED.items() if isinstance(kind, type_)), "something else")
    return f"takes {wanted}, not {_name_data_type(data)}."


HAVE_PARTS = (inspect.StructType, inspect.UnionType, inspect.VarTupleType, inspect.ListType)
WANTED: dict[type[inspect.Type], str] = {
    inspect.StrType: "text", inspect.IntType: "a whole number", inspect.BoolType: "true or false",
    inspect.VarTupleType: "a list", inspect.ListType: "a list", inspect.StructType: "a table",
    inspect.DictType: "a table",
}  # fmt: skip


def _empty_value(kind: inspect.Type) -> Any:
    match kind:
        case inspect.StructType():
            fields = msgspec.structs.fields(kind.cls)
            parts = zip(fields, kind.fields, strict=True)
            return kind.cls(**{f.name: _empty_value(part.type) for f, part in parts if f.required})
        case inspect.UnionType():
            return None  # nothing says which of its types this is
        case inspect.VarTupleType() | inspect.ListType():
            return ()
        case inspect.DictType():
            return {}
        case inspect.IntType() | inspect.BoolType():
            return 0
        case _:
            return ""


def _join_key(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _length_range(kind: inspect.StrType | inspect.VarTupleType | inspect.ListType) -> str:
    least, most = kind.min_length or 0, kind.max_length
    return f"{least} or more" if most is None else f"{least} to {most}"


def _name_data_type(data: object) -> str:
    words = {bool: "true or false", int: "a whole number", float: "a fraction", str: "text", list: "a list"}
    return words.get(type(data), "a table" if isinstance(data, dict) else "a date or time")
