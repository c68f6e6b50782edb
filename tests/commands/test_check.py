"""`knot check` with a file of answers: what passes, what holds, and what is no file of answers."""

import os
import re
import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from knotcli.coach.screening.answers_file import concerning
from knotcli.coach.vocabulary import REGIONS
from support import THOROUGH
from support.answers import BY_ID, ITEMS, fill_template
from support.clock import NOON
from support.command_line import stderr_line
from support.home import Home


@pytest.mark.parametrize("region", REGIONS)
def test_the_template_filled_with_no_may_start(home: Home, region: str) -> None:
    made = home.run("check", "--template", region)
    assert made.code == 0 and made.err == ""
    empty = home.run("check", "--answers", home.answers(made.out), "--json")
    assert (empty.code, empty.document["verdict"]) == (3, "incomplete")
    done = home.run("check", "--answers", home.answers(made.out.replace('""', '"no"')), "--json")
    found = done.document
    assert done.code == 0 and done.err == ""
    assert found == {
        "schema_version": 1,
        "verdict": "ok",
        "may_start": True,
        "checked_at": found["checked_at"],
        "valid_until": found["valid_until"],
        "regions": {region: {"verdict": "ok", "may_start": True, "held": None, "limits": []}},
        "reasons": [],
        "missing": [],
        "withdrawn": [],
        "carried": {},
        "likelihood": {"yes": 0, "of": 11},
    }
    checked = datetime.fromisoformat(found["checked_at"])
    assert (checked.replace(microsecond=0), checked.utcoffset()) == (NOON, NOON.utcoffset())
    assert (datetime.fromisoformat(found["valid_until"]) - checked).days == 30
    assert home.may_start(region)


def test_the_template_has_every_question_over_its_id_and_nothing_answered(home: Home) -> None:
    text = home.run("check", "--template", "foot", "neck", "nape").out
    table = tomllib.loads(text)
    asked = [item.id for item in concerning(ITEMS, ["foot", "neck"])]
    assert (table["regions"], list(table["answers"]), {*table["answers"].values()}) == (["foot", "neck"], asked, {""})
    assert table["cleared"] == table["duration"] == {}
    assert all(f"# {BY_ID[i].question}\n{i} = " in text for i in asked)
    assert not (home.folder / "home").exists()


@pytest.mark.parametrize("word", ["yes", "unsure"])
def test_any_one_red_flag_or_absolute_contraindication_holds(tmp_path: Path, word: str) -> None:
    serious = [i for i in ITEMS if i.kind in ("emergency", "red-flag", "absolute") and i.id != "ab_heat_product"]
    for number, item in enumerate(serious):
        if THOROUGH == 1 and number % 2 != (word == "yes"):
            continue  # the other word in this run; both for each in the long run
        region = next(name for name in REGIONS[number % 11 :] + REGIONS if item.concerns(name))
        home = Home(tmp_path / str(number))
        home.folder.mkdir()
        done = home.check(region, **{item.id: word})
        found = done.document
        assert (done.code, found["may_start"]) == (3, False), item.id
        assert found["verdict"] not in ("ok", "limits") and found["valid_until"] is None
        assert not found["regions"][region]["may_start"]
        (reason,) = found["reasons"]
        assert (reason["id"], reason["kind"], reason["answer"]) == (item.id, item.kind, word)
        assert (reason["question"], reason["sources"]) == (item.question, list(item.sources))
        done = home.check(region)
        assert (done.code == 0) == (item.kind == "absolute"), item.id


def test_a_step_that_is_left_out_is_a_limit(home: Home) -> None:
    done = home.check("neck", ab_heat_product="yes")
    assert done.code == 0
    limits = [{"id": "no-heat", "because": "ab_heat_product"}]
    assert done.document["regions"]["neck"]["limits"] == limits


@pytest.mark.parametrize(("cleared", "verdict"), [(["rel_surgery"], "limits"), ([], "needs-clearance")])
def test_a_relative_contraindication_needs_clearance(home: Home, cleared: list[str], verdict: str) -> None:
    done = home.check("shoulder", cleared=cleared, rel_surgery="yes")
    assert (done.document["verdict"], done.code) == (verdict, 0 if cleared else 3)


def test_cleared_without_an_answer_passes_nothing(home: Home) -> None:
    text = fill_template(["neck"]).replace('rel_surgery = "no"', 'rel_surgery = ""') + 'rel_surgery = "yes"\n'
    done = home.run("check", "--answers", home.answers(text), "--json")
    assert (done.code, done.document["missing"]) == (3, ["rel_surgery"])


@pytest.mark.parametrize("as_bytes", [True, False])
def test_answers_come_from_standard_input_too(home: Home, as_bytes: bool) -> None:
    text = fill_template(["neck"])
    done = home.run("check", "--answers", "-", "--json", typed=text.encode() if as_bytes else text)
    assert (done.code, done.document["verdict"]) == (0, "ok")
    again = home.run("check", "--answers", "-", typed=b"\xef\xbb\xbf" + text.encode())
    assert again.code == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('em_chest = "no"', 'em_ches = "no"', "did you mean em_chest?"),
        ('em_chest = "no"', '"em_сhest" = "no"', "did you mean em_chest?"),
        ('em_chest = "no"', '"em_chest\u200b" = "no"', r"'em_chest\u200b'"),
        ('em_chest = "no"', '"ＥＭ_chest" = "no"', "is not a known id"),
        ('em_chest = "no"', 'em_chest = "nope"', "no, unsure, in quotes"),
        ('em_chest = "no"', 'em_chest = "ｎｏ"', "no, unsure, in quotes"),
        ('em_chest = "no"', 'em_chest = "n"', "no, unsure, in quotes"),
        ('em_chest = "no"', "em_chest = false", "no, unsure, in quotes"),
        ('em_chest = "no"', 'em_chest = ["no"]', "no, unsure, in quotes"),
        ('em_chest = "no"', 'em_chest = {no = "no"}', "no, unsure, in quotes"),
        ('em_chest = "no"', 'em_chest = "\\u001b[2J\\u0000"', "no, unsure, in quotes"),
        ('em_chest = "no"', 'em_chest = "no"\nem_chest = "no"', "answers.toml"),
        ("[answers]", "[answer]", "did you mean answers?"),
        ("[answers]", "[answers]\nneck = 1\n[answers.more]", "is not a known"),
        ('regions = ["neck"]', 'regions = ["nek"]', "Did you mean neck?"),
        ('regions = ["neck"]', 'regions = "neck"', "list of names"),
        ('regions = ["neck"]', "regions = []", "regions is missing"),
        ('regions = ["neck"]', 'regions = ["all"]', "It takes: neck"),
        ('regions = ["neck"]', 'regions = ["\\u001b[31m"]', "It takes: neck"),
        ("[cleared]", '[cleared]\nrf_clot = "yes"', "is not a known id in [cleared]"),
        ("[cleared]", '[cleared]\nrel_surgery = "perhaps"', "no, unsure, in quotes"),
        ("[duration]", '[duration]\nneck = "long"', "acute, chronic"),
        ("[duration]", '[duration]\ncalf = "acute"', "is not a known id in [duration]"),
    ],
)
def test_a_fault_in_the_answers_is_one_line_and_stores_nothing(home: Home, old: str, new: str, told: str) -> None:
    text = fill_template(["neck"])
    assert old in text
    path = home.answers(text.replace(old, new, 1))
    for argv in (["check", "--answers", path], ["check", "--answers", path, "--json"]):
        assert told in stderr_line(home.run(*argv), 1)
    assert not (home.folder / "home").exists()


@pytest.mark.parametrize("regions", ['["neck", "neck"]', '["neck", "nape", "NECK ", "neck"]', '["Neck"]'])
def test_a_region_named_twice_counts_once(home: Home, regions: str) -> None:
    text = fill_template(["neck"]).replace('["neck"]', regions)
    assert list(home.run("check", "--answers", home.answers(text), "--json").document["regions"]) == ["neck"]


def test_a_file_about_one_region_passes_no_other(home: Home) -> None:
    neck = home.answers(fill_template(["neck"]))
    assert "the file is about neck" in stderr_line(home.run("check", "calf", "--answers", neck), 1)
    assert "the file is about neck" in stderr_line(home.run("check", "neck", "calf", "--answers", neck), 1)
    assert home.run("check", "neck", "--answers", neck).code == 0
    renamed = home.answers(fill_template(["neck"]).replace('["neck"]', '["neck", "calf"]'))
    done = home.run("check", "--answers", renamed, "--json")
    found = done.document
    assert (done.code, found["may_start"], found["verdict"]) == (3, False, "incomplete")
    assert found["regions"]["neck"]["may_start"] and not found["regions"]["calf"]["may_start"]
    assert {BY_ID[i].concerns("calf") for i in found["missing"]} == {True}


def _nasty(folder: Path, name: str) -> Path:
    path = folder / name
    match name:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "loop" | "device" | "nowhere-link" | "disk":
            targets = {"loop": name, "device": "/dev/zero", "nowhere-link": "not-there", "disk": "/proc/self/mem"}
            path.symlink_to(targets[name])
        case "huge":
            path.write_bytes(b"# " + b"x" * 10_000_000)
        case "many-lines":
            path.write_bytes(b"# x\n" * 2_500_000)
        case "nul":
            path.write_bytes(fill_template(["neck"]).encode() + b"\0")
        case "latin":
            path.write_bytes(b'regions = ["n\xe9ck"]')
        case "unreadable":
            path.write_text(fill_template(["neck"]))
            path.chmod(0)
        case "deep":
            path.write_text("x = " + "[" * 30_000)
        case "deep-lines":
            path.write_text("x = " + "[\n" * 30_000)
        case "dotted":
            path.write_text('"a b".' + "a." * 20_000 + "b = 1")
        case "unknown-ids":
            path.write_text("[answers]\n" + "\n".join(f'em_ches{n} = "no"' for n in range(2500)))
        case "broken":
            path.write_text('regions = ["neck"\n')
        case "empty":
            path.write_text("")
        case "huge-number":
            path.write_text("regions = " + "9" * 3900)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "folder",
        "pipe",
        "loop",
        "device",
        "nowhere-link",
        "disk",
        "huge",
        "many-lines",
        "nul",
        "latin",
        "deep",
        "deep-lines",
        "dotted",
        "unknown-ids",
        "broken",
        "empty",
        "huge-number",
        "missing",
    ],
)
def test_whatever_lies_in_place_of_the_answers_is_one_line_at_once(home: Home, tmp_path: Path, name: str) -> None:
    path = _nasty(tmp_path, name)
    stderr_line(home.run("check", "--answers", str(path)), 1)
    assert not (home.folder / "home").exists()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\0" * 100, b"x" * 1_000_000, b"regions = [\n", b"\x1b]0;x\x07"])
def test_whatever_comes_on_standard_input_is_one_line(home: Home, data: bytes) -> None:
    stderr_line(home.run("check", "--answers", "-", typed=data), 1)
    assert not (home.folder / "home").exists()


def test_a_link_to_an_answers_file_is_read(home: Home, tmp_path: Path) -> None:
    path = home.answers(fill_template(["neck"]))
    (tmp_path / "link.toml").symlink_to(path)
    assert home.run("check", "--answers", str(tmp_path / "link.toml")).code == 0


@pytest.mark.parametrize("argv", [["check"], ["check", "neck"], ["check", "neck", "--json"], ["check", "--plain"]])
def test_without_a_terminal_the_option_is_named(home: Home, argv: list[str]) -> None:
    assert "--answers FILE" in stderr_line(home.run(*argv), 2)
    assert "--answers FILE" in stderr_line(home.run(*argv, typed="0\n" * 40), 2)
    assert not (home.folder / "home").exists()


@pytest.mark.parametrize(
    "argv",
    [
        ["nek"], ["ne ck"], [""], ["\x1b[31m"], ["h", "--template"], ["--template"], ["--template", "neck", "--json"],
        ["--template", "--show"], ["--show", "--answers", "-"], ["--assessed", "2026-11-20", "--show"],
        ["--note", "x"], ["neck", "--note", "x"], ["--assessed", "yesterday"], ["--assessed", ""],
        ["--assessed", "2026-11-21"], ["--assessed", "2026-02-30"], ["--assessed", "2026-11-20"], ["--force"],
        ["--answers"], ["--assessed"],
    ],
)  # fmt: skip
def test_misuse_is_told_and_stores_nothing(home: Home, argv: list[str]) -> None:
    done = home.run("check", *argv)
    assert (done.code, done.out) == (2, "")
    assert done.err and "\x1b" not in done.err
    assert not (home.folder / "home").exists()


def test_names_in_help_are_those_of_the_command(home: Home) -> None:
    text = home.run("check", "--help").out
    assert all(re.search(rf"{name}\b", text) for name in ("--answers", "--template", "--show", "--assessed", "--json"))


def test_answers_saved_as_utf_16_are_read(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(fill_template(["neck"]), encoding="utf-16")
    assert home.run("check", "--answers", str(path)).code == 0
