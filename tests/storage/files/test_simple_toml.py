"""The quick reading of shipped files is Python's own reading of them, or none."""

import tomllib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.storage.files.paths import data_folder
from knotcli.storage.files.simple_toml import parse_simple_toml

SHIPPED = sorted(path for folder in ("content", "routines") for path in (data_folder() / folder).rglob("*.toml"))
HEADS = (
    "[a]",
    "[b]",
    "[a.b]",
    "[a.b.c]",
    "[[a]]",
    "[[a.b]]",
    "[[b]]",
    "[[a.b.c]]",
    "[ a ]",
    "[a] # x",
    "# x",
    "# \x7f",
    "",
)
VALUES = (
    '"x"', '""', '"\\n"', '"""x"""', '"a" # c', "'''\nx'''", "'''a''''", "1", "0", "01", "1_0", "1.5", "true", "{}",
    "{ a = 1 }", "{ a = 1, a = 2 }", '{ a = ["b = 1"], c = { d = "" } }', "[1,]", "[01]", "[{ a = 1, }]", "{ a = 1", "[]", '["a"]', '["a", "b",\n]', '["a" "b"]', "[[1, 2]]", "[{ a = 1 }]", "[1]  ", '"a"\r',
)  # fmt: skip
LINES = st.one_of(
    st.sampled_from(HEADS),
    st.builds("{} = {}".format, st.sampled_from(("a", "b", "c", "a.b", '"a"')), st.sampled_from(VALUES)),
)


def read_by_python(text: str) -> dict[str, object] | None:
    with suppress(tomllib.TOMLDecodeError):
        return tomllib.loads(text)
    return None


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_it_reads_as_python_does_or_not_at_all(text: str) -> None:
    found = parse_simple_toml(text)
    assert found is None or found == read_by_python(text)


def test_it_reads_next_to_every_shipped_file() -> None:
    found = {path.name: parse_simple_toml(path.read_text("utf-8")) for path in SHIPPED}
    assert [name for name, table in found.items() if table is None] == ["wording.toml"]
    assert all(found[path.name] in (None, read_by_python(path.read_text("utf-8"))) for path in SHIPPED)


@pytest.mark.parametrize(
    "text", ["a = 1\na = 2", "a = {}\n[a.b]", "a = [{ b = 1 }]\n[[a]]", "[a]\n[a]", "[a.b]\n[[a]]"]
)
def test_what_stands_twice_is_left_to_python(text: str) -> None:
    assert parse_simple_toml(text) is None
