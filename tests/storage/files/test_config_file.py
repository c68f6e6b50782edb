"""The settings file: one line is changed, and nothing else is."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.errors import KnotError
from knotcli.coach.settings import SETTINGS
from knotcli.storage.files.config import edited, read_settings, write_setting
from support import examples

KEPT = """# what I use on the floor
side = "left"   # the sore one

hold= 40
  "voice" = true # loud # really
emergency_number = "1#2"\t# a hash in a string
"""


def test_a_changed_line_keeps_its_comment_and_every_other_line_stays() -> None:
    new = edited(KEPT, "side", "both")
    assert new == KEPT.replace('"left"', '"both"')
    assert edited(KEPT, "voice", False) == KEPT.replace("true #", "false #")
    assert edited(KEPT, "emergency_number", "112") == KEPT.replace('"1#2"', '"112"')
    assert edited(KEPT, "hold", 30) == KEPT.replace("40", "30")


def test_a_new_setting_stands_after_the_others_also_without_a_last_line_end() -> None:
    assert edited("hold = 40", "side", "left") == 'hold = 40\nside = "left"\n'
    assert edited("", "heat", True) == "heat = true\n"
    assert edited("hold = 40\r\n", "heat", True) == "hold = 40\r\nheat = true\r\n"


def test_a_setting_taken_out_takes_its_line_with_it() -> None:
    assert edited(KEPT, "hold", None) == KEPT.replace("hold= 40\n", "")
    assert edited(KEPT, "plain", None) is None


NAMES = st.sampled_from(["side", "hold", "heat", "tool", "emergency_number"])
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.booleans(), st.integers(0, 99), st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
)
NOISE = st.lists(st.sampled_from(["", "# side = 1", "   ", "#", "# ünï\u2028code"]), max_size=3)


@examples(300)
@given(
    table=st.dictionaries(NAMES, VALUES, max_size=4),
    noise=NOISE,
    after=st.sampled_from(["", " ", " # why", "#x"]),
    end=st.sampled_from(["\n", "\r\n"]),
    name=NAMES,
    value=VALUES,
)
def test_whatever_stands_in_the_file_only_the_one_value_changes(
    table: dict[str, Any], noise: list[str], after: str, end: str, name: str, value: Any
) -> None:
    from tomli_w import dumps

    lines = [*noise, *(dumps({key: old}).rstrip("\n") + after for key, old in table.items()), *noise]
    text = end.join(lines)
    new = edited(text, name, value)
    assert new is not None
    assert tomllib.loads(new) == {**table, name: value}
    assert _but(new, name) == _but(text, name)
    if name in table:
        assert tomllib.loads(edited(new, name, None) or "") == {k: v for k, v in table.items() if k != name}


def _but(text: str, name: str) -> list[str]:
    lines = [line.rstrip("\r") for line in text.split("\n")]
    return [line for line in lines if line and not line.startswith(f"{name} =")]


@pytest.mark.parametrize(
    "text",
    ['side = """\nleft"""\n', 'emergency_number = """\nside = 3\n"""\n', "[other]\nx = 1\n", '"si\\u0064e" = "left"\n'],
)
def test_a_file_that_cannot_be_edited_line_by_line_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(KnotError, match="Nothing was changed"):
        write_setting(path, "side", "both")
    assert path.read_text() == text
    assert [p.name for p in tmp_path.iterdir()] == ["config.toml"]


def test_a_broken_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\nside = \n")
    with pytest.raises(KnotError, match=r"config\.toml.*line 2"):
        write_setting(path, "hold", 30)
    assert path.read_text() == "# mine\nside = \n"


def test_the_file_is_private_and_a_link_to_it_stays_a_link(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles" / "knot.toml"
    kept.parent.mkdir()
    kept.write_text("# shared\n")
    path = tmp_path / "home" / "config.toml"
    path.parent.mkdir()
    path.symlink_to(kept)
    assert write_setting(path, "side", "left")
    assert path.is_symlink() and kept.read_text() == '# shared\nside = "left"\n'
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not write_setting(path, "side", "left")


def test_a_folder_whose_link_leads_to_itself_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.symlink_to(home)
    with pytest.raises(KnotError, match="cannot be made"):
        write_setting(home / "config.toml", "side", "left")


def test_what_is_no_setting_is_told_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("hodl = 30\n")
    with pytest.raises(KnotError, match=r"Did you mean hold.*knot config unset hodl"):
        read_settings(path)
    path.write_text("[side]\nx = 1\n")
    with pytest.raises(KnotError, match="one plain value"):
        read_settings(path)


def test_every_default_is_a_value_that_its_setting_takes() -> None:
    for name, setting in SETTINGS.items():
        if setting.default is not None:
            assert setting.parse(str(setting.default).lower()) == setting.default, name
