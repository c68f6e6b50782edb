"""Content that is emptied, shortened, loosened or replaced is refused whole: nothing asked is nothing passed."""

import os
import re
import shutil
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import tomli

from knotcli.coach.errors import KnotError
from knotcli.coach.screening.answers_file import concerning
from knotcli.storage.files import toml_files as toml
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from knotcli.storage.files.screening_content import FILES
from knotcli.world import World
from support.command_line import Result, make_world, run

SCREENING = [f"screening/{name}" for name in FILES.values()]
AROUND = [f"screening/{name}.toml" for name in ("clusters", "story", "recheck", "conversation")]


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of what is shipped, to be damaged."""
    for folder in ("content", "routines"):
        shutil.copytree(data_folder() / folder, tmp_path / "shipped" / folder)
    return tmp_path / "shipped"


def change(shipped: Path, name: str, old: str, new: str, count: int = 1) -> None:
    path = shipped / "content" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def entry(shipped: Path, name: str, ident: str) -> str:
    """Give the text of one item of a file."""
    text = (shipped / "content" / name).read_text(encoding="utf-8")
    return next(part for part in re.split(r"(?=\[\[item\]\])", text) if f'id = "{ident}"' in part)


def library(shipped: Path) -> Library:
    return Library(shipped, shipped / "own")


def refusal(shipped: Path) -> str:
    with pytest.raises(KnotError) as told:
        library(shipped).items()
    assert "\n" not in str(told.value)
    assert "nstall knot again" in str(told.value)
    return str(told.value)


class Changed(Library):
    """What is shipped, with the text of one file changed."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(data_folder(), Path("/nowhere"))
        self.name, self.changed = name, text

    def toml(self, name: str) -> dict[str, Any]:
        if name != self.name:
            return super().toml(name)
        return self._read_shipped(lambda path: toml.parse_toml(self.changed, str(path)), name)


class Damaged(World):
    """A world whose content lies in another folder."""

    shipped: Path

    @cached_property
    def library(self) -> Library:
        return Library(self.shipped, self.paths.routines)


def checked(shipped: Path, tmp_path: Path) -> Result:
    """Hand in a file with no to everything that is really asked for the neck."""
    items = Library(data_folder(), tmp_path).items()
    lines = ['regions = ["neck"]', "[answers]", *(f'{i.id} = "no"' for i in concerning(items, ["neck"]))]
    (tmp_path / "answers.toml").write_text("\n".join(lines))
    world = make_world(tmp_path)
    world.__class__ = Damaged
    world.shipped = shipped
    return run(["check", "--answers", str(tmp_path / "answers.toml"), "--json"], world)


def test_the_shipped_content_is_whole(shipped: Path, tmp_path: Path) -> None:
    assert len(library(shipped).items()) > 90
    assert checked(shipped, tmp_path).code == 0


DAMAGE: dict[str, Callable[[Path], object]] = {
    "emptied": lambda p: p.write_text(""),
    "only a comment": lambda p: p.write_text("# nothing\n"),
    "no item": lambda p: p.write_text("item = []\n"),
    "items no list": lambda p: p.write_text("item = 3\n"),
    "items a table": lambda p: p.write_text("[item]\nid = 'em_chest'\n"),
    "items of the wrong kind": lambda p: p.write_text("item = [1, 'a', [], true]\n"),
    "another key": lambda p: p.write_text(p.read_text() + "\n[[items]]\n"),
    "half of it": lambda p: p.write_text(p.read_text()[: len(p.read_text()) // 2]),
    "the last item gone": lambda p: p.write_text(p.read_text().rpartition("[[item]]")[0]),
    "the first item gone": lambda p: p.write_text("[[item]]" + p.read_text().split("[[item]]", 2)[2]),
    "an item twice": lambda p: p.write_text(p.read_text() + "[[item]]" + p.read_text().rpartition("[[item]]")[2]),
    "not UTF-8": lambda p: p.write_bytes(p.read_bytes() + b"# \xff\n"),
    "a NUL": lambda p: p.write_bytes(p.read_bytes() + b"\0"),
    "too large": lambda p: p.write_text(p.read_text() + "# " + "x" * 3000 + "\n" * 70_000),
    "gone": lambda p: p.unlink(),
    "a folder": lambda p: (p.unlink(), p.mkdir()),
    "a pipe": lambda p: (p.unlink(), os.mkfifo(p)),
    "a device": lambda p: (p.unlink(), p.symlink_to("/dev/zero")),
    "a loop": lambda p: (p.unlink(), p.symlink_to(p)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_of_questions_is_refused_and_nothing_is_passed(
    shipped: Path, tmp_path: Path, damage: str
) -> None:
    for name in (*SCREENING, *AROUND, "screening/order.toml"):
        path = shipped / "content" / name
        whole = path.read_bytes()
        if name not in SCREENING and ("item" in damage or (name.endswith("order.toml") and damage == "another key")):
            continue
        DAMAGE[damage](path)
        done = checked(shipped, tmp_path)
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1), (name, done)
        assert "nstall knot again" in done.err, (name, done)
        assert not (tmp_path / "home").exists()
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
        path.write_bytes(whole)
    assert checked(shipped, tmp_path).code == 0


@pytest.mark.parametrize("name", ["limits.toml", "sources.toml", "wording.toml"])
@pytest.mark.parametrize("damage", ["emptied", "gone", "a NUL", "a pipe"])
def test_what_the_questions_lean_on_has_to_be_there(shipped: Path, tmp_path: Path, name: str, damage: str) -> None:
    DAMAGE[damage](shipped / "content" / name)
    refusal(shipped)
    assert checked(shipped, tmp_path).code == 1


@pytest.mark.parametrize("name", [*SCREENING, "screening/order.toml", "limits.toml"])
def test_each_missing_item_limit_or_listed_id_is_noticed(name: str) -> None:
    text = (data_folder() / "content" / name).read_text(encoding="utf-8")
    cut = r"(?m)^    \"\w+\",\n" if name.endswith("order.toml") else r"(?ms)^\[\[\w+\]\]\n.*?(?=^\[\[|\Z)"
    spans = [found.span() for found in re.finditer(cut, text)]
    assert len(spans) > 10
    for start, end in spans:
        with pytest.raises(KnotError, match="nstall knot again"):
            Changed(name, text[:start] + text[end:]).items()


def test_a_kind_that_both_lists_have_lost_is_noticed(shipped: Path) -> None:
    (shipped / "content" / "screening/absolute.toml").write_text("")
    path = shipped / "content" / "screening/order.toml"
    path.write_text(re.sub(r"(?s)^absolute = \[.*?\]", "absolute = []", path.read_text(), flags=re.M))
    assert "absolute.toml" in refusal(shipped)


def test_another_order_in_a_file_of_questions_is_asked_in_the_listed_order(shipped: Path) -> None:
    before = [item.id for item in library(shipped).items()]
    for name in SCREENING:
        path = shipped / "content" / name
        head, *entries = re.split(r"(?=\[\[item\]\])", path.read_text(encoding="utf-8"))
        path.write_text(head + "\n".join(reversed(entries)), encoding="utf-8")
    assert [item.id for item in library(shipped).items()] == before


@pytest.mark.parametrize(
    ("name", "ident", "old", "new", "told"),
    [
        ("red-flags", "rf_clot", 'kind = "red-flag"', 'kind = "relative"', "the file is for red-flag"),
        ("red-flags", "rf_clot", 'kind = "red-flag"', 'kind = "likelihood"', "the file is for red-flag"),
        ("red-flags", "rf_clot", 'kind = "red-flag"', 'kind = "harmless"', "harmless"),
        ("red-flags", "rf_clot", 'holds_back = "everything"', 'holds_back = "region"', "holds_back"),
        ("red-flags", "rf_clot", 'holds_back = "everything"', 'holds_back = "nothing"', "holds_back"),
        ("emergency", "em_chest", 'holds_back = "everything"', 'holds_back = "step"', "holds_back"),
        ("emergency", "em_chest", 'urgency = "emergency"', 'urgency = "soon"', "urgency"),
        ("emergency", "em_chest", 'regions = ["all"]', 'regions = ["calf", "calff"]', "regions"),
        ("emergency", "em_chest", 'regions = ["all"]', "regions = []", "regions"),
        ("emergency", "em_chest", 'regions = ["all"]', 'regions = ["all", "neck"]', "regions"),
        ("emergency", "em_chest", 'regions = ["all"]', 'regions = ["neck", "neck"]', "regions"),
        ("emergency", "em_chest", 'regions = ["all"]', 'regions = "all"', "array"),
        ("emergency", "em_chest", 'id = "em_chest"', 'id = "rel_chest"', "begins with em_"),
        ("emergency", "em_chest", 'id = "em_chest"', 'id = "em_сhest"', "id"),
        ("emergency", "em_chest", "signs = ", "sings = ", "sings"),
        ("emergency", "em_chest", 'signs = ["chest hurts"]', "signs = []", "signs"),
        ("emergency", "em_chest", 'holds_back = "everything"', 'holds_back = "everything"\nclearance = true', "word"),
        ("emergency", "em_fever_head", "after = [1]", "after = [9]", "question 2"),
        ("red-flags", "rf_clot", 'urgency = "today"', 'urgency = "soon"\nclearance = true\nlimits = ["light"]', "word"),
        ("absolute", "ab_bleeding", 'holds_back = "everything"', 'holds_back = "nothing"', "holds_back"),
        ("absolute", "ab_bleeding", 'holds_back = "everything"', 'holds_back = "step"', "limits"),
        ("absolute", "ab_bleeding", 'lasts = "12 months"', 'lasts = "12 years"', "lasts"),
        ("absolute", "ab_heat_product", 'limits = ["no-heat"]', "", "limits"),
        ("absolute", "ab_heat_product", 'limits = ["no-heat"]', 'limits = ["no-heet"]', "no-heet"),
        ("absolute", "ab_wound", 'holds_back = "region"', 'holds_back = "region"\nclearance = true', "word"),
        ("relative", "rel_surgery", "limits = ", "# limits = ", "limits"),
        ("relative", "rel_pregnant", "low-back = ", "lowback = ", "limits_in"),
        ("relative", "rel_jaw_work", '["not-offered"]', "[]", "limits"),
        ("relative", "rel_surgery", "clearance = true", 'clearance = "yes"', "bool"),
        ("relative", "rel_surgery", 'sources = ["S4", "GK", "own"]', 'sources = ["S9"]', "no source S9"),
        ("likelihood", "ml_dull", 'holds_back = "nothing"', 'holds_back = "region"', "holds_back"),
    ],
)
def test_an_item_that_was_loosened_is_told_by_its_place(
    shipped: Path, name: str, ident: str, old: str, new: str, told: str
) -> None:
    text = entry(shipped, f"screening/{name}.toml", ident)
    assert old in text
    change(shipped, f"screening/{name}.toml", text, text.replace(old, new, 1))
    said = refusal(shipped)
    assert f"{name}.toml, item " in said and told in said


@pytest.mark.parametrize(
    "key", ["id", "kind", "label", "regions", "holds_back", "why", "sources", "signs", "urgency", "text"]
)
def test_a_line_missing_from_an_item_is_noticed(shipped: Path, key: str) -> None:
    for name, ident in (("emergency", "em_chest"), ("red-flags", "rf_clot")):
        text = entry(shipped, f"screening/{name}.toml", ident)
        shorter = re.sub(rf"(?m)^{key} = .*\n", "", text)
        assert shorter != text
        change(shipped, f"screening/{name}.toml", text, shorter)
    refusal(shipped)


def test_a_limit_cannot_be_replaced_by_a_second_one_of_its_name(shipped: Path) -> None:
    path = shipped / "content" / "limits.toml"
    harmless = '\n[[limit]]\nid = "not-offered"\ntext = "a"\nwhy = "a"\nsources = ["own"]\n'
    path.write_text(path.read_text() + harmless)
    assert "twice" in refusal(shipped)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{symptoms}", ""),
        ("{symptoms}", "{symptom}"),
        ("{symptoms}", "{symptoms"),
        ("{symptoms}", "{symptoms.__class__}"),
        ("emergency = ", "emergencies = "),
        ('flag_way_back = """', 'flag_way_back = ""\nx = """'),
        ("{when}", "{}"),
    ],
)
def test_texts_that_could_not_be_told_are_noticed_before_anything_is_asked(
    shipped: Path, tmp_path: Path, old: str, new: str
) -> None:
    change(shipped, "wording.toml", old, new, -1)
    assert "wording.toml" in refusal(shipped)
    assert checked(shipped, tmp_path).code == 1


# A person's own routines


def own(tmp_path: Path, name: str = "neck", old: str = "", new: str = "") -> Path:
    folder = tmp_path / "home" / "routines"
    folder.mkdir(parents=True, exist_ok=True)
    text = (data_folder() / "routines" / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / f"{name}.toml").write_text(text.replace(old, new), encoding="utf-8")
    return folder / f"{name}.toml"


@pytest.mark.parametrize("asks", ["[]", '["neck"]', '["calf"]', '["foot", "calf", "fot"]', '"foot"', "3", "[[]]"])
def test_an_own_routine_cannot_leave_out_whose_questions_are_asked(tmp_path: Path, asks: str) -> None:
    own(tmp_path, "foot", 'asks = ["foot", "calf"]', f"asks = {asks}")
    done = run(["session", "foot", "--dry-run"], make_world(tmp_path))
    assert done.code == 1 and "asks" in done.err and not done.out


def test_an_own_routine_of_another_region_does_not_go_by_this_regions_check(tmp_path: Path) -> None:
    path = own(tmp_path, "calf")
    path.rename(path.with_name("neck.toml"))
    done = run(["session", "neck", "--dry-run"], make_world(tmp_path))
    assert done.code == 1 and not done.out


@pytest.mark.parametrize("to", ["/dev/zero", "/etc/passwd", "../outside.toml", "neck.toml", "nowhere.toml"])
def test_a_link_out_of_the_folder_or_to_nothing_is_refused(tmp_path: Path, to: str) -> None:
    path = own(tmp_path)
    path.rename(tmp_path / "home" / "outside.toml")
    path.symlink_to(to)
    done = run(["session", "neck", "--dry-run"], make_world(tmp_path))
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)


# Any file


NASTY = {
    "40 KB dotted key": "a." * 20_000 + "a = 1",
    "40 KB dotted header": "[" + "a." * 20_000 + "a]",
    "dotted behind a quoted part": '"a b".' + "a." * 20_000 + "a = 1",
    "dotted in an inline table": "x = {" + "a." * 20_000 + "a = 1}",
    "dotted with spaces": "a . " * 900 + "a = 1",
    "dotted with line separators": '"\u2028".' * 900 + "a = 1",
    "many dotted keys": "\n".join(f"[k{n}.{'a.' * 900}b]" for n in range(32)),
    "deep arrays": "x = " + "[" * 3000 + "]" * 3000,
    "deep arrays over lines": "x = " + "[\n" * 20_000,
    "deep inline tables": "x = " + "{a = " * 700,
    "escape sequences": 'x = "\x1b[2J"',
    "an endless string": 'x = """' + "a\n" * 30_000,
    "a huge number": "x = 1" + "0" * 5000,
    "broken": "regions = [\n",
    "not TOML": "<html>",
    "many quotes": '"\\' * 1500,
    "a line of open quotes": '"\\' * 20_000 + "." * 50,
}


# What would cost the parser quadratic time is refused before it is parsed.
NEVER_PARSED = [name for name in NASTY if "dotted" in name] + ["a line of open quotes"]


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_file_is_refused_with_one_line_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "file.toml"
    path.write_text(NASTY[name], encoding="utf-8")
    if name in NEVER_PARSED:
        monkeypatch.setattr(tomli, "loads", None)
    with pytest.raises(KnotError) as told:
        toml.read_toml(path)
    assert "\n" not in str(told.value) and "\x1b" not in str(told.value)
    assert str(path) in str(told.value)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 5000, "", "a/" * 3000])
def test_a_name_that_no_file_can_have_is_one_line(name: str) -> None:
    with pytest.raises(KnotError):
        toml.read_text(Path(name))


def test_forty_parts_and_prose_with_many_full_stops_are_fine() -> None:
    prose = "One thing. Two things, e.g. this. " * 30
    assert toml.parse_toml(f'x = "{prose}"\n# {prose}\n' + ".".join("a" * 40) + " = 1", "f")["x"] == prose
    assert toml.parse_toml("x = [" + "1.5, " * 500 + "]", "f")
