"""Whatever msgspec refuses is told with its key, every fault at once; whatever it takes is taken."""

import copy
import tomllib
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.care.texts import CourseTexts, DeskTexts, FollowUpTexts
from knotcli.coach.conversion import convert_entries, convert_or_refuse, convert_with_faults
from knotcli.coach.errors import KnotError
from knotcli.coach.session.guidance import Guidance
from support import CONTENT

FILES: dict[str, Any] = {
    "course.toml": CourseTexts,
    "desk.toml": DeskTexts,
    "followup.toml": FollowUpTexts,
    "session.toml": Guidance,
}
TABLES = {name: tomllib.loads((CONTENT / name).read_text("utf-8")) for name in FILES}


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    size: Annotated[int, msgspec.Meta(ge=1, le=9)] = 5
    kind: Literal["a", "b"] = "a"


class Outer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=4)]
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()
    words: dict[str, tuple[str, ...]] = {}
    on: bool = True


def faults_of(data: object) -> dict[str, str]:
    return {fault.key: fault.message for fault in convert_with_faults(data, Outer)[1]}


def test_every_fault_is_told_with_its_key() -> None:
    data = {"name": "", "inner": {"size": "x"}, "many": [{}, {"size": 10}, 3], "on": 1, "more": 0}
    data["words"] = {"x": [1]}
    assert set(faults_of(data)) == {"name", "inner.size", "many[2].size", "many[3]", "on", "more", "words"}


@pytest.mark.parametrize(
    ("data", "key", "message"),
    [
        ({}, "name", "is missing."),
        ({"name": "abcde"}, "name", "is 5 characters long; it takes 1 to 4 characters."),
        ({"name": 3}, "name", "takes text, not a whole number."),
        ({"name": "a", "inner": []}, "inner", "takes a table, not a list."),
        ({"name": "a", "many": {}}, "many", "takes a list, not a table."),
        ({"name": "a", "many": [{"size": 0}]}, "many[1].size", "is 0; it takes 1 to 9."),
        ({"name": "a", "inner": {"size": True}}, "inner.size", "takes a whole number, not true or false."),
        ({"name": "a", "on": 0.5}, "on", "takes true or false, not a fraction."),
        ([], "", "takes a table, not a list."),
    ],
)
def test_a_fault_says_what_is_allowed(data: object, key: str, message: str) -> None:
    assert faults_of(data) == {key: message}


def test_what_fits_stays_beside_what_does_not() -> None:
    value, faults = convert_with_faults(
        {"name": "a", "inner": {"size": 99, "kind": "b"}, "many": [{"size": 2}, 0]}, Outer
    )
    assert len(faults) == 2
    assert value.name == "a" and value.inner == Inner(5, "b") and value.many[0] == Inner(2)


def test_a_refusal_names_the_data_and_its_first_faults() -> None:
    with pytest.raises(KnotError, match=r"^x\.toml: name: is missing\. on: takes true or false, not text\.$"):
        convert_or_refuse({"on": "yes"}, Outer, "x.toml:")


def test_a_list_of_tables_takes_no_other_key() -> None:
    assert convert_entries({"inner": [{"size": 1}]}, "inner", Inner, "x.toml:") == [Inner(1)]
    with pytest.raises(KnotError, match=r"inner\[2\]\.size.*other|other.*inner\[2\]\.size"):
        convert_entries({"inner": [{}, {"size": 0}], "other": 1}, "inner", Inner, "x.toml:")


def paths_in(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path for key, value in entries for path in ((*at, key), *paths_in(value, (*at, key)))]


CHANGES = [(name, path) for name, table in TABLES.items() for path in paths_in(table)]


@given(
    st.sampled_from(CHANGES), st.sampled_from([None, True, 0, 7, -1, 2.5, "", "x", "x" * 500, [], [1], {}, {"a": 1}])
)
def test_it_refuses_exactly_what_msgspec_refuses(change: tuple[str, tuple[Any, ...]], value: object) -> None:
    name, path = change
    data: Any = copy.deepcopy(TABLES[name])
    here = data
    for part in path[:-1]:
        here = here[part]
    if value is None:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    converted, faults = convert_with_faults(data, FILES[name])
    try:
        assert converted == msgspec.convert(data, FILES[name]) and faults == []
    except msgspec.ValidationError:
        assert faults
        first = str(path[0])
        assert all(fault.key.startswith(first) for fault in faults), "nothing else is blamed"
