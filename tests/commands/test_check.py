"""`knot check` from the outside: files, typing, interruptions, and what can be started afterwards."""

import json
import os
import re
import sqlite3
import tempfile
import time
import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import CTRL_C, NOON, FakeClock, Result, make_world, run
from knotcli.adapters.history import History
from knotcli.adapters.library import Library
from knotcli.adapters.paths import data_folder
from knotcli.coach.answers import concerning, template
from knotcli.coach.groups import groups
from knotcli.coach.record import Check, Session, new_id
from knotcli.coach.regions import REGIONS
from knotcli.coach.screening import Item

LIBRARY = Library(data_folder(), Path("/nowhere"))
ITEMS = LIBRARY.items()
BY_ID = {item.id: item for item in ITEMS}


class Home:
    """One person's folder, with the commands run on it and a clock that stands still."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()

    def knot(self, *argv: str, stdin: str | bytes = "", tty: bool = False, **env: str) -> Result:
        world = make_world(self.folder, self.clock, stdin, tty, {"NO_COLOR": "1", **env})
        result = run(argv, world)
        assert result.code in (0, 1, 2, 3, 130), result
        assert "Traceback" not in result.err + result.out
        return result

    def answers(self, text: str) -> str:
        path = self.folder / "answers.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def check(self, *regions: str, cleared: Sequence[str] = (), **named: str) -> Result:
        """Answer a file with no to all, but for what is named."""
        lines = [filled(regions, **named), *(f'{ident} = "yes"' for ident in cleared)]
        return self.knot("check", "--answers", self.answers("\n".join(lines)), "--json")

    def typed(self, region: str, text: str, *argv: str, **env: str) -> Result:
        return self.knot("check", region, *argv, stdin=text, tty=True, **env)

    def shown(self, region: str = "neck") -> dict[str, Any]:
        return document(self.knot("check", region, "--show", "--json"))

    def may_start(self, region: str = "neck") -> bool:
        return bool(self.shown(region)["may_start"])

    @property
    def history(self) -> History:
        return History(self.folder / "home" / "history.db", self.clock.now)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def document(result: Result) -> dict[str, Any]:
    """Give the one JSON document on stdout."""
    found, end = json.JSONDecoder().raw_decode(result.out)
    assert result.out[end:] == "\n"
    assert found["schema_version"] == 1
    return dict(found)


def filled(regions: Sequence[str], **named: str) -> str:
    """Fill the template in with no, but for what is named; [cleared] comes last."""
    text = template(ITEMS, regions).replace(' = ""', ' = "no"')
    for ident, word in named.items():
        assert f'\n{ident} = "no"' in text
        text = text.replace(f'\n{ident} = "no"', f'\n{ident} = "{word}"')
    head, _, tail = text.partition("[cleared]")
    duration = tail.partition("[duration]")[2]
    return f"{head}\n[duration]{duration}\n[cleared]\n"


def screens(region: str) -> list[list[Item]]:
    return [list(group.items) for group in groups(concerning(ITEMS, [region]))]


def keys(region: str, **named: str) -> list[str]:
    """Give what is typed, line by line, to answer no to all but what is named."""
    lines = []
    for screen in screens(region):
        picked = [n for n, item in enumerate(screen, 1) if item.id in named]
        lines.append(" ".join(map(str, picked)) or "0")
        if screen[0].kind != "emergency":
            lines += [named[screen[n - 1].id] for n in picked]
    return [*lines, ""]


def one_line(result: Result, code: int) -> str:
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1), result
    assert result.err.startswith("knot: ") and "\x1b" not in result.err
    return result.err


# A file of answers


@pytest.mark.parametrize("region", REGIONS)
def test_the_template_filled_with_no_may_start(home: Home, region: str) -> None:
    made = home.knot("check", "--template", region)
    assert made.code == 0 and made.err == ""
    empty = home.knot("check", "--answers", home.answers(made.out), "--json")
    assert (empty.code, document(empty)["verdict"]) == (3, "incomplete")
    done = home.knot("check", "--answers", home.answers(made.out.replace('""', '"no"')), "--json")
    found = document(done)
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
        "likelihood": {"yes": 0, "of": 11},
    }
    checked = datetime.fromisoformat(found["checked_at"])
    assert (checked.replace(microsecond=0), checked.utcoffset()) == (NOON, NOON.utcoffset())
    assert (datetime.fromisoformat(found["valid_until"]) - checked).days == 30
    assert home.may_start(region)


def test_the_template_has_every_question_over_its_id_and_nothing_answered(home: Home) -> None:
    text = home.knot("check", "--template", "foot", "neck", "nape").out
    table = tomllib.loads(text)
    asked = [item.id for item in concerning(ITEMS, ["foot", "neck"])]
    assert (table["regions"], list(table["answers"]), {*table["answers"].values()}) == (
        ["foot", "neck"],
        asked,
        {""},
    )
    assert table["cleared"] == table["duration"] == {}
    assert all(f"# {BY_ID[i].question}\n{i} = " in text for i in asked)
    assert not (home.folder / "home").exists()


@pytest.mark.parametrize("word", ["yes", "unsure"])
def test_any_one_red_flag_or_absolute_contraindication_holds(tmp_path: Path, word: str) -> None:
    serious = [
        i for i in ITEMS if i.kind in ("emergency", "red-flag", "absolute") and i.id != "ab_heat_product"
    ]
    for number, item in enumerate(serious):
        region = next(name for name in REGIONS[number % 11 :] + REGIONS if item.concerns(name))
        home = Home(tmp_path / str(number))
        home.folder.mkdir()
        done = home.check(region, **{item.id: word})
        found = document(done)
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
    assert document(done)["regions"]["neck"]["limits"] == limits


@pytest.mark.parametrize(("cleared", "verdict"), [(["rel_surgery"], "limits"), ([], "needs-clearance")])
def test_a_relative_contraindication_needs_clearance(home: Home, cleared: list[str], verdict: str) -> None:
    done = home.check("shoulder", cleared=cleared, rel_surgery="yes")
    assert (document(done)["verdict"], done.code) == (verdict, 0 if cleared else 3)


def test_cleared_without_an_answer_passes_nothing(home: Home) -> None:
    text = filled(["neck"]).replace('rel_surgery = "no"', 'rel_surgery = ""') + 'rel_surgery = "yes"\n'
    done = home.knot("check", "--answers", home.answers(text), "--json")
    assert (done.code, document(done)["missing"]) == (3, ["rel_surgery"])


@pytest.mark.parametrize("as_bytes", [True, False])
def test_answers_come_from_standard_input_too(home: Home, as_bytes: bool) -> None:
    text = filled(["neck"])
    done = home.knot("check", "--answers", "-", "--json", stdin=text.encode() if as_bytes else text)
    assert (done.code, document(done)["verdict"]) == (0, "ok")
    again = home.knot("check", "--answers", "-", stdin=b"\xef\xbb\xbf" + text.encode())
    assert again.code == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('em_chest = "no"', 'em_ches = "no"', "did you mean em_chest?"),
        ('em_chest = "no"', '"em_сhest" = "no"', "did you mean em_chest?"),
        ('em_chest = "no"', '"em_chest\u200b" = "no"', r"'em_chest\u200b'"),
        ('em_chest = "no"', '"ＥＭ_chest" = "no"', "is not a known id"),
        ('em_chest = "no"', 'em_chest = "nope"', "yes, no, unsure"),
        ('em_chest = "no"', 'em_chest = "ｎｏ"', "yes, no, unsure"),
        ('em_chest = "no"', 'em_chest = "n"', "yes, no, unsure"),
        ('em_chest = "no"', "em_chest = false", "yes, no, unsure"),
        ('em_chest = "no"', 'em_chest = ["no"]', "yes, no, unsure"),
        ('em_chest = "no"', 'em_chest = {no = "no"}', "yes, no, unsure"),
        ('em_chest = "no"', 'em_chest = "\\u001b[2J\\u0000"', "yes, no, unsure"),
        ('em_chest = "no"', 'em_chest = "no"\nem_chest = "no"', "answers.toml"),
        ("[answers]", "[answer]", "did you mean answers?"),
        ("[answers]", "[answers]\nneck = 1\n[answers.more]", "is not a known"),
        ('regions = ["neck"]', 'regions = ["nek"]', "Did you mean neck?"),
        ('regions = ["neck"]', 'regions = "neck"', "list of names"),
        ('regions = ["neck"]', "regions = []", "regions is missing"),
        ('regions = ["neck"]', 'regions = ["all"]', "It takes: neck"),
        ('regions = ["neck"]', 'regions = ["\\u001b[31m"]', "It takes: neck"),
        ("[cleared]", '[cleared]\nrf_clot = "yes"', "is not a known id in [cleared]"),
        ("[cleared]", '[cleared]\nrel_surgery = "perhaps"', "yes, no, unsure"),
        ("[duration]", '[duration]\nneck = "long"', "acute, chronic"),
        ("[duration]", '[duration]\ncalf = "acute"', "is not a known id in [duration]"),
    ],
)
def test_a_fault_in_the_answers_is_one_line_and_stores_nothing(
    home: Home, old: str, new: str, told: str
) -> None:
    text = filled(["neck"])
    assert old in text
    path = home.answers(text.replace(old, new, 1))
    for argv in (["check", "--answers", path], ["check", "--answers", path, "--json"]):
        assert told in one_line(home.knot(*argv), 1)
    assert not (home.folder / "home").exists()


@pytest.mark.parametrize("regions", ['["neck", "neck"]', '["neck", "nape", "NECK ", "neck"]', '["Neck"]'])
def test_a_region_named_twice_counts_once(home: Home, regions: str) -> None:
    text = filled(["neck"]).replace('["neck"]', regions)
    assert list(document(home.knot("check", "--answers", home.answers(text), "--json"))["regions"]) == [
        "neck"
    ]


def test_a_file_about_one_region_passes_no_other(home: Home) -> None:
    neck = home.answers(filled(["neck"]))
    assert "the file is about neck" in one_line(home.knot("check", "calf", "--answers", neck), 1)
    assert "the file is about neck" in one_line(home.knot("check", "neck", "calf", "--answers", neck), 1)
    assert home.knot("check", "neck", "--answers", neck).code == 0
    renamed = home.answers(filled(["neck"]).replace('["neck"]', '["neck", "calf"]'))
    done = home.knot("check", "--answers", renamed, "--json")
    found = document(done)
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
            targets = {
                "loop": name,
                "device": "/dev/zero",
                "nowhere-link": "not-there",
                "disk": "/proc/self/mem",
            }
            path.symlink_to(targets[name])
        case "huge":
            path.write_bytes(b"# " + b"x" * 10_000_000)
        case "many-lines":
            path.write_bytes(b"# x\n" * 2_500_000)
        case "nul":
            path.write_bytes(filled(["neck"]).encode() + b"\0")
        case "latin":
            path.write_bytes(b'regions = ["n\xe9ck"]')
        case "utf-16":
            path.write_text(filled(["neck"]), encoding="utf-16")
        case "unreadable":
            path.write_text(filled(["neck"]))
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
        "utf-16",
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
def test_whatever_lies_in_place_of_the_answers_is_one_line_at_once(
    home: Home, tmp_path: Path, name: str
) -> None:
    path = _nasty(tmp_path, name)
    begun = time.process_time()
    one_line(home.knot("check", "--answers", str(path)), 1)
    assert time.process_time() - begun < 1
    assert not (home.folder / "home").exists()


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"\0" * 100, b"x" * 1_000_000, b"regions = [\n", b"\x1b]0;x\x07"]
)
def test_whatever_comes_on_standard_input_is_one_line(home: Home, data: bytes) -> None:
    one_line(home.knot("check", "--answers", "-", stdin=data), 1)
    assert not (home.folder / "home").exists()


def test_a_link_to_an_answers_file_is_read(home: Home, tmp_path: Path) -> None:
    path = home.answers(filled(["neck"]))
    (tmp_path / "link.toml").symlink_to(path)
    assert home.knot("check", "--answers", str(tmp_path / "link.toml")).code == 0


# No terminal, and misuse


@pytest.mark.parametrize(
    "argv", [["check"], ["check", "neck"], ["check", "neck", "--json"], ["check", "--plain"]]
)
def test_without_a_terminal_the_option_is_named(home: Home, argv: list[str]) -> None:
    assert "--answers FILE" in one_line(home.knot(*argv), 2)
    assert "--answers FILE" in one_line(home.knot(*argv, stdin="0\n" * 40), 2)
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
    done = home.knot("check", *argv)
    assert (done.code, done.out) == (2, "")
    assert done.err and "\x1b" not in done.err
    assert not (home.folder / "home").exists()


# The dialogue


@pytest.mark.parametrize("region", ["neck", "low-back", "foot"])
def test_none_of_these_everywhere_may_start(home: Home, region: str) -> None:
    done = home.typed(region, "\n".join([*keys(region), ""]))
    assert done.code == 0 and "A session may start" in done.out
    assert "does not rule out a serious cause" in done.out
    assert "part 1 of" in done.err
    assert home.may_start(region)


def test_the_json_of_a_dialogue_stands_alone_on_stdout(home: Home) -> None:
    done = home.typed("neck", "\n".join([*keys("neck"), ""]), "--json")
    assert document(done)["verdict"] == "ok"


def test_the_features_may_be_skipped_and_nothing_else(home: Home) -> None:
    lines = keys("neck")
    for number, line in enumerate(lines[:-2]):
        assert line == "0"
        typed = [*lines[:number], "", *lines[number:], ""]
        done = home.typed("neck", "\n".join(typed))
        assert done.code == 0 and done.err.count("Skipping is not an answer") == 1
    lines[-2] = ""
    done = home.typed("neck", "\n".join([*lines, ""]), "--json")
    assert (done.code, document(done)["likelihood"]) == (0, {"yes": 0, "of": 11})


@pytest.mark.parametrize(
    "wrong",
    ["none", "no", "n", "00 1", "0 1", "1 0", "-1", "+1", "99", "1000000", "²", "٣", "１", "?", "?0", "?99", "?²", "?x",
     "?0000019999", "1;2", "0x1", "1e0", "\x1b[A", "\ufffd", "yes", "0 0 1", "0.0", "nan"],
)  # fmt: skip
def test_what_is_no_choice_is_asked_again(home: Home, wrong: str) -> None:
    lines = [wrong, *keys("neck"), ""]
    done = home.typed("neck", "\n".join(lines))
    assert (done.code == 0 and "Type" in done.err) or "0 means none" in done.err
    assert "\x1b[A" not in done.err


def test_bytes_that_are_no_text_are_asked_again(home: Home) -> None:
    data = b"0\n" + "\n".join([*keys("neck")[1:], ""]).encode()
    assert home.knot("check", "neck", stdin=data, tty=True).code == 0


def test_a_question_can_be_read_in_full(home: Home) -> None:
    done = home.typed("neck", "\n".join(["?1", "? 2", *keys("neck"), ""]))
    first, second = screens("neck")[0][:2]
    shown = " ".join(done.err.split())
    assert done.code == 0 and first.question in shown and second.question in shown


@pytest.mark.parametrize(
    ("where", "region"),
    [("1", "neck"), ("11", "foot"), ("heel", "foot"), ("lower back", "low-back"), ("NECK", "neck")],
)
def test_the_region_is_asked_for_where_none_is_given(home: Home, where: str, region: str) -> None:
    done = home.knot("check", "--json", stdin="\n".join([where, *keys(region), ""]), tty=True)
    assert (done.code, list(document(done)["regions"])) == (0, [region])


@pytest.mark.parametrize("wrong", ["0", "12", "²", "00000012", "001199", "-1", "", "everything", "ne"])
def test_a_region_that_is_none_is_asked_for_again(home: Home, wrong: str) -> None:
    typed = "\n".join([wrong, "1", *keys("neck"), ""])
    done = home.knot("check", "--json", stdin=typed, tty=True)
    if wrong == "ne":
        assert done.code in (0, 3)
    else:
        assert (done.code, list(document(done)["regions"])) == (0, ["neck"])


def test_the_end_of_input_before_a_region_is_not_passed(home: Home) -> None:
    done = home.knot("check", tty=True)
    assert (done.code, done.out) == (3, "") and "not passed" in done.err


@pytest.mark.parametrize("typed", ["y", "yes", "u", "unsure", "UNSURE", "x\n\ny"])
def test_what_is_picked_is_confirmed_in_full(home: Home, typed: str) -> None:
    lines = keys("neck", rf_weakness=typed)
    done = home.typed("neck", "\n".join([*lines, ""]), "--json")
    (reason,) = document(done)["reasons"]
    assert (done.code, reason["id"]) == (3, "rf_weakness")
    assert reason["answer"] == ("unsure" if typed[0] in "uU" else "yes")
    assert BY_ID["rf_weakness"].question in " ".join(done.err.split())
    assert "The rest is not asked" in done.err
    assert BY_ID["ab_wound"].short not in done.err


def test_a_pick_by_mistake_can_be_denied(home: Home) -> None:
    done = home.typed("neck", "\n".join([*keys("neck", rf_weakness="n"), ""]))
    assert done.code == 0 and home.may_start()


@pytest.mark.parametrize("ident", [item.id for item in screens("headache")[0]])
def test_an_emergency_is_told_first_and_the_rest_is_not_asked(home: Home, ident: str) -> None:
    number = [item.id for item in screens("headache")[0]].index(ident) + 1
    done = home.typed("headache", f"{number}\n" + "0\n" * 40)
    assert done.code == 3
    after = done.err.partition("reads one: ")[2]
    assert after.split("\n", 1)[0].strip() == "" or after.lstrip().startswith("STOP")
    assert after.lstrip().startswith("STOP")
    assert "part 2 of" not in done.err and "reads one" not in after
    assert BY_ID[ident].short in " ".join(after.split())
    if BY_ID[ident].action:
        assert BY_ID[ident].action in " ".join(after.split())
    for part in ("Do not press, heat or stretch", "112", "911", "999", "000", "Do not drive yourself"):
        assert part in after
    kept = home.history.checks()[-1]
    assert kept.answers == {ident: "yes"}
    found = home.shown("headache")
    assert (found["verdict"], found["may_start"]) == ("emergency", False)
    assert ident not in found["missing"] and "rf_weakness" in found["missing"]
    told_again = home.knot("check", "headache", "--show")
    assert told_again.out.lstrip().startswith("STOP") and told_again.code == 3


def test_every_emergency_that_was_picked_is_told(home: Home) -> None:
    idents = [item.id for item in screens("headache")[0]]
    both = [idents.index("em_chest") + 1, idents.index("em_co") + 1]
    done = home.typed("headache", f"{both[0]} {both[1]}\n")
    text = " ".join(done.err.split())
    assert BY_ID["em_chest"].short in text and BY_ID["em_co"].short in text
    assert BY_ID["em_co"].action in text
    assert home.history.checks()[-1].answers == {"em_chest": "yes", "em_co": "yes"}


def test_an_emergency_in_a_file_is_told_before_everything(home: Home) -> None:
    text = filled(["neck"], em_chest="unsure", rf_weakness="yes", rf_severe_pain="yes", ab_wound="yes")
    done = home.knot("check", "--answers", home.answers(text))
    assert done.code == 3 and done.out.lstrip().startswith("STOP")
    order = [done.out.index(BY_ID[i].short) for i in ("em_chest", "rf_weakness", "rf_severe_pain")]
    assert order == sorted(order)


@pytest.mark.parametrize("number", ["0800 1", "bad", "\x1b[31m", "1" * 99])
def test_no_setting_keeps_the_emergency_text_away(home: Home, number: str) -> None:
    for result in (
        home.typed("neck", "1\n", KNOT_EMERGENCY_NUMBER=number),
        home.knot("check", "neck", "--show", KNOT_EMERGENCY_NUMBER=number),
        home.knot(
            "check", "--answers", home.answers(filled(["neck"], em_chest="yes")), KNOT_EMERGENCY_NUMBER=number
        ),
    ):
        assert result.code == 3 and "STOP" in result.out + result.err
        assert "112" in result.out + result.err
    (home.folder / "home" / "config.toml").write_text("emergency_number = [")
    assert "STOP" in home.knot("check", "neck", "--show").out


def test_a_number_that_is_set_is_the_one_to_call(home: Home) -> None:
    done = home.typed("neck", "1\n", KNOT_EMERGENCY_NUMBER="144")
    assert "Call 144 now" in done.err


# Ends in the middle


@pytest.mark.parametrize("end", ["", CTRL_C + "\n"], ids=["end-of-input", "ctrl-c"])
def test_a_check_broken_off_anywhere_passes_nothing(tmp_path: Path, end: str) -> None:
    lines = keys("neck", rel_bruise="y", rel_surgery="y")
    lines.insert(lines.index("y") + 1, "y")  # the clinician's word on the surgery
    whole = "".join(f"{line}\n" for line in lines)
    for cut in range(len(lines)):
        home = Home(tmp_path / str(cut))
        home.folder.mkdir()
        done = home.typed("neck", "".join(f"{line}\n" for line in lines[:cut]) + end, "--json")
        assert (done.code, done.out) == (130 if end else 3, ""), cut
        assert "not finished, so it is not passed" in " ".join(done.err.split())
        assert not home.may_start()
        kept = home.history.checks()
        assert len(kept) <= 1
        for one in kept:
            assert {*one.answers} <= {"rel_bruise", "rel_surgery"} and "no" not in one.answers.values()
    home = Home(tmp_path / "whole")
    home.folder.mkdir()
    assert home.typed("neck", whole).code == 0 and home.may_start()


@pytest.mark.parametrize("end", ["", CTRL_C + "\n"], ids=["end-of-input", "ctrl-c"])
def test_what_was_named_before_the_end_is_kept(tmp_path: Path, end: str) -> None:
    lines = keys("neck", rf_weakness="y", rf_severe_pain="u")
    first = next(n for n, line in enumerate(lines) if line != "0")
    for cut in range(first + 1, len(lines)):
        home = Home(tmp_path / str(cut))
        home.folder.mkdir()
        assert home.check("neck").code == 0
        done = home.typed("neck", "".join(f"{line}\n" for line in lines[:cut]) + end)
        if "The rest is not asked" in done.err:
            break
        assert done.code == (130 if end else 3)
        assert "What you named is kept" in " ".join(done.err.split())
        kept = home.history.checks()[-1].answers
        assert kept["rf_weakness"] in ("yes", "unsure") and "no" not in kept.values()
        assert kept["rf_weakness"] == ("unsure" if cut == first + 1 else "yes")
        assert home.shown()["verdict"] == "see-today" and home.check("neck").code == 3


def test_an_end_before_anything_was_named_leaves_the_earlier_check(home: Home) -> None:
    home.check("neck")
    assert home.typed("neck", "0\n0\n").code == 3
    assert home.may_start()


# Red flags that stand, and a clinician's look


@pytest.mark.parametrize("word", ["yes", "unsure"])
def test_a_red_flag_stays_through_later_checks_until_a_look(home: Home, word: str) -> None:
    assert home.check("calf", rf_clot=word).code == 3
    home.clock.advance(days=2)
    for region in ("calf", "neck"):
        done = home.check(region)
        (reason,) = document(done)["reasons"]
        assert (done.code, document(done)["verdict"], reason["id"]) == (3, "see-today", "rf_clot")
        assert reason["standing_since"] == NOON.isoformat()
        assert not home.may_start(region)
    told = home.knot("check", "calf", "--show")
    assert "named on 20 Nov 2026" in told.out and "--assessed DATE" in told.out
    assert "before" not in one_line(home.knot("check", "--assessed", "2026-11-23"), 2)
    assert "cannot answer it" in one_line(home.knot("check", "--assessed", "2026-11-19"), 2)
    looked = home.knot("check", "--assessed", "2026-11-22", "--note", "clear\x1b[2J\nscan")
    assert looked.code == 0 and BY_ID["rf_clot"].short in looked.out
    (kept,) = home.history.assessments()
    assert (kept.flags, kept.note, str(kept.day)) == (("rf_clot",), "clear[2J scan", "2026-11-22")
    assert not home.may_start("calf") and not home.may_start("neck")
    assert "A new full check comes next" in home.knot("check", "calf", "--show").out
    assert home.check("calf").code == 0
    assert one_line(home.knot("check", "--assessed", "2026-11-22"), 2)


def test_a_look_covers_what_was_named_by_then_and_says_what_is_left(home: Home) -> None:
    home.check("calf", rf_clot="yes")
    home.clock.advance(days=3)
    home.check("neck", em_chest="unsure")
    found = document(home.knot("check", "--assessed", "2026-11-21", "--json"))
    assert found == {
        "schema_version": 1, "assessed_on": "2026-11-21", "flags": ["rf_clot"], "still_set": ["em_chest"],
    }  # fmt: skip
    assert home.check("calf").code == 3


def test_within_one_second_the_later_answer_counts(home: Home) -> None:
    for _ in range(5):
        assert home.check("neck").code == 0 and home.may_start()
        assert home.check("neck", ab_wound="yes").code == 3 and not home.may_start()
    assert home.check("neck").code == 0
    home.check("neck", rf_weakness="yes")
    assert home.knot("check", "--assessed", "2026-11-20").code == 0
    assert home.check("neck").code == 0 and home.may_start()
    assert home.check("neck", rf_weakness="yes").code == 3
    assert home.check("neck").code == 3


def test_show_before_any_check(home: Home) -> None:
    done = home.knot("check", "--show")
    assert (done.code, "There is no check yet" in done.out) == (3, True)
    assert document(home.knot("check", "neck", "--show", "--json"))["may_start"] is False
    assert document(home.knot("check", "--show", "--json"))["verdict"] == "incomplete"
    assert not (home.folder / "home").exists()


def test_show_gives_each_region_that_was_checked(home: Home) -> None:
    home.check("neck")
    home.clock.advance(days=20)
    home.check("foot", ab_wound="yes")
    found = document(home.knot("check", "--show", "--json"))
    assert {name: region["verdict"] for name, region in found["regions"].items()} == {
        "neck": "ok",
        "foot": "blocked",
    }
    assert found["may_start"] is False and home.knot("check", "--show").code == 3
    assert home.knot("check", "neck", "--show").code == 0
    home.clock.advance(days=11)
    assert "more than 30 days old" in home.knot("check", "neck", "--show").out
    assert document(home.knot("check", "neck", "--show", "--json"))["verdict"] == "incomplete"


def test_show_tells_of_a_stop_that_named_no_region(home: Home) -> None:
    home.history.add(Check(new_id(), NOON, (), {"em_chest": "yes"}, origin="stop"))
    done = home.knot("check", "--show")
    assert done.code == 3 and done.out.lstrip().startswith("STOP")


@pytest.mark.parametrize("days", [-1, -0.001, -400])
def test_a_clock_set_back_holds(home: Home, days: float) -> None:
    home.check("neck")
    home.clock.advance(days=days)
    assert home.shown()["regions"]["neck"]["held"] == "future"
    assert "clock may have been set back" in home.knot("check", "neck", "--show").out


# Ways around it


def test_a_history_changed_by_hand_opens_nothing(home: Home) -> None:
    home.check("neck")
    path = home.folder / "home" / "history.db"
    for old, new in (
        ('"no"', '"never"'),
        ('"no"', '"No"'),
        ('"no"', '""'),
        ('"no"', "null"),
        ('"no"', "false"),
        ('"origin":"file"', '"origin":"trusted"'),
        ('["neck"]', '["everywhere"]'),
        ('"rf_weakness":"no"', '"RF_weakness":"no"'),
        ('{"', '{{"'),
    ):
        copy = Home(home.folder / f"copy{abs(hash((old, new)))}")
        (copy.folder / "home").mkdir(parents=True)
        with sqlite3.connect(path) as source, sqlite3.connect(copy.folder / "home" / "history.db") as target:
            source.backup(target)
            (body,) = target.execute("SELECT body FROM version").fetchone()
            assert old in body
            target.execute("DROP TRIGGER version_stays")
            target.execute("UPDATE version SET body=?", (body.replace(old, new, 1),))
        source.close()
        target.close()
        done = copy.knot("check", "neck", "--show", "--json")
        assert done.code != 0, (old, new)
        assert done.out == "" or document(done)["may_start"] is False


@pytest.mark.parametrize("at", ["", "file", "file/under", "/dev/null", "/proc/self", "~nobody-there/x\n"])
def test_a_home_that_is_none_passes_nothing(home: Home, tmp_path: Path, at: str) -> None:
    (tmp_path / "file").write_text("x")
    place = at if at.startswith(("/", "~")) or not at else str(tmp_path / at)
    answers = home.answers(filled(["neck"]))
    os.chdir(tmp_path)
    done = home.knot("check", "--answers", answers, "--json", KNOT_HOME=place)
    if done.code == 0:
        assert document(home.knot("check", "neck", "--show", "--json", KNOT_HOME=place))["may_start"]
    else:
        assert (done.code, done.out) == (1, "") and done.err.count("\n") == 1


def test_what_cannot_be_kept_is_told_all_the_same_and_passes_nothing(home: Home) -> None:
    (home.folder / "home").write_text("a file in the folder's place")
    for argv in ([], ["--json"]):
        flagged = home.knot("check", "--answers", home.answers(filled(["neck"], rf_weakness="yes")), *argv)
        assert flagged.code == 1 and flagged.err.count("\n") == 1
        assert BY_ID["rf_weakness"].short in flagged.out or document(flagged)["may_start"] is False
    passed = home.knot("check", "--answers", home.answers(filled(["neck"])))
    assert (passed.code, passed.out) == (1, "")
    typed = home.typed("neck", "1\n")
    assert typed.code == 1 and "STOP" in typed.err


def test_a_stopped_session_holds_until_a_new_full_check(home: Home) -> None:
    home.check("neck")
    home.clock.advance(60)
    session = Session(new_id(), home.clock.now(), "neck", "neck", "both", "ball")
    home.history.add(session)
    home.clock.advance(60)
    ended = Session(
        session.id, session.at, "neck", "neck", "both", "ball", "stopped", home.clock.now(), "sharp"
    )
    home.history.change(ended)
    assert home.shown()["regions"]["neck"]["held"] == "ended"
    home.clock.advance(60)
    assert home.check("neck").code == 0


class NoSession(FakeClock):
    """A clock that no session can be timed by: one that begins fails the test instead of waiting."""

    def seconds(self) -> tuple[float, float]:
        raise AssertionError("a session began")


NOT_STARTED = {
    "no check": lambda home: None,
    "a red flag": lambda home: home.check("neck", rf_weakness="unsure"),
    "a red flag of another region": lambda home: (home.check("neck"), home.check("calf", rf_clot="yes")),
    "a red flag denied later": lambda home: (home.check("neck", em_chest="yes"), home.check("neck")),
    "an absolute contraindication": lambda home: home.check("neck", ab_wound="yes"),
    "one of the whole person named later": lambda home: (
        home.check("neck"),
        home.check("foot", ab_bleeding="yes"),
    ),
    "no clearance": lambda home: home.check("neck", rel_surgery="yes"),
    "a missing answer": lambda home: home.check("neck", ab_wound=""),
    "an older check": lambda home: (home.check("neck"), home.clock.advance(days=30, seconds=1)),
    "a clock set back": lambda home: (home.check("neck"), home.clock.advance(seconds=-5)),
    "a look without a check": lambda home: (
        home.check("neck", rf_weakness="yes"),
        home.check("neck"),
        home.knot("check", "--assessed", "2026-11-20"),
    ),
    "a check of another region": lambda home: home.check("shoulder"),
    "a check broken off": lambda home: (home.check("neck"), home.typed("neck", "0\n1\ny\n")),
}


@pytest.mark.parametrize("what", NOT_STARTED)
def test_no_session_starts_after(home: Home, what: str) -> None:
    NOT_STARTED[what](home)
    assert not home.may_start()
    home.clock = NoSession(home.clock.moment)
    rated = ("--before", "3", "--after", "3")
    for tty, more in (
        (False, ("--nothing-new",)),
        (False, ()),
        (True, ("--nothing-new", "--quick", "--plain")),
    ):
        done = home.knot(
            "session", "neck", *rated, *more, tty=tty, stdin="0\n" * 9, KNOT_NOTHING_NEW="1", KNOT_FORCE="1"
        )
        assert done.code == 3, done
    assert home.history.sessions() == []


def test_a_session_does_start_after_a_check_that_passed(home: Home) -> None:
    home.check("neck")
    with pytest.raises(AssertionError, match="code=70"):
        home.clock = NoSession(home.clock.moment)
        home.knot("session", "neck", "--nothing-new", "--before", "3", "--after", "3")


@pytest.mark.parametrize("typed", ["", "\n\n", "none\n", CTRL_C + "\n", "1\n", "0 1\n"])
def test_without_a_clear_none_of_these_at_the_re_check_no_session_starts(home: Home, typed: str) -> None:
    home.check("neck")
    home.clock = NoSession(home.clock.moment)
    done = home.knot("session", "neck", "--before", "3", "--after", "3", stdin=typed, tty=True)
    assert done.code == (130 if CTRL_C in typed else 3)
    assert home.history.sessions() == []
    home.clock = FakeClock()
    assert home.may_start() == (typed != "1\n")


# Anything at all

options = st.sampled_from(
    [
        "--answers",
        "--template",
        "--show",
        "--assessed",
        "--note",
        "--json",
        "--plain",
        "--help",
        "-h",
        "--",
        "-",
        *REGIONS,
        "n",
        "arch",
        "2026-11-20",
        "2026-11-21",
        "yes",
        "/dev/null",
        "/",
        ".",
        "x=1",
        "--answers=-",
    ]
)
argvs = st.lists(st.one_of(options, st.text(max_size=8)), max_size=5)
pieces = st.sampled_from(
    [
        'regions = ["neck"]\n',
        "[answers]\n",
        "[cleared]\n",
        "[duration]\n",
        'em_chest = "no"\n',
        'rf_clot = "yes"\n',
        'em_chest = "',
        "= ",
        "[[",
        "]]",
        '"""',
        "'''",
        "\\u0000",
        ".",
        "{",
        "}",
        "\n",
        "#",
        "\ufeff",
        "é",
        "1979-05-27",
    ]
)
files = st.one_of(st.lists(pieces, max_size=12).map("".join), st.text(max_size=60)).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)


def fresh(folder: str) -> Home:
    return Home(Path(folder))


@settings(max_examples=80, deadline=None)
@given(argvs, st.binary(max_size=40), st.booleans())
def test_any_command_line_ends_with_a_known_code_and_no_traceback(
    argv: list[str], data: bytes, tty: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = fresh(folder)
        done = home.knot("check", *argv, stdin=data, tty=tty)
        assert "\x1b[2J" not in done.err
        if done.code in (1, 2):
            assert done.err
        if done.code == 0 and done.out.startswith("{"):
            document(done)
        assert not home.may_start()


@settings(max_examples=80, deadline=None)
@given(st.one_of(files, st.binary(max_size=80)), st.booleans())
def test_any_file_of_answers_ends_with_one_line_or_a_verdict(data: bytes, as_json: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = fresh(folder)
        done = home.knot("check", "--answers", "-", *(["--json"] if as_json else []), stdin=data)
        assert done.code in (1, 3)
        if done.code == 1:
            one_line(done, 1)
        elif as_json:
            assert document(done)["may_start"] is False
        assert not home.may_start()


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_damaged_file_that_passed_says_no_to_everything(data: st.DataObject) -> None:
    whole = filled(["calf"]).encode()
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.sampled_from([0, 0, 1, 2, 3, 40, 400, len(whole)]))
    put = data.draw(st.sampled_from([b"", b"#", b'"', b"\n", b"x", b"\0", b"yes", b"\xff", b"''"]))
    damaged = whole[:at] + put + whole[at + cut :]
    with tempfile.TemporaryDirectory() as folder:
        home = fresh(folder)
        done = home.knot("check", "--answers", "-", "--json", stdin=damaged)
        if done.code == 0:
            table = tomllib.loads(damaged.decode())
            required = {i.id for i in concerning(ITEMS, ["calf"]) if i.kind != "likelihood"}
            assert {table["answers"][ident] for ident in required} == {"no"}
        assert home.may_start("calf") == (done.code == 0)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(["0", "", "1", "2 3", "y", "n", "u", "?1", "x", "99", CTRL_C, "²", "a"]), max_size=30
    )
)
def test_any_typing_passes_only_with_no_to_everything_serious(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = fresh(folder)
        done = home.typed("neck", "".join(f"{line}\n" for line in lines))
        assert home.may_start() == (done.code == 0)
        if done.code == 0:
            kept = home.history.checks()[-1].answers
            serious = [
                i for i in concerning(ITEMS, ["neck"]) if i.kind in ("emergency", "red-flag", "absolute")
            ]
            assert all(kept[i.id] == "no" or i.id == "ab_heat_product" for i in serious)


def test_names_in_help_are_those_of_the_command(home: Home) -> None:
    text = home.knot("check", "--help").out
    assert all(
        re.search(rf"{name}\b", text)
        for name in ("--answers", "--template", "--show", "--assessed", "--json")
    )


@pytest.mark.parametrize("data", [b"\xc3", b"0\n\xc3", b"\xff\n" * 3, b"\xf0\x9f", b"0\n\xff\xfe\n0\n"])
@pytest.mark.parametrize("argv", [[], ["neck"]])
def test_half_a_letter_at_the_end_of_input_does_not_ask_for_ever(
    home: Home, argv: list[str], data: bytes
) -> None:
    assert home.knot("check", *argv, stdin=data, tty=True).code == 3
