"""`knot check` typed at a terminal: none of these, picks, emergencies, and ends in the middle."""

from pathlib import Path

import pytest

from support.answers import BY_ID, fill_template, question_screens, typed_answers
from support.command_line import CTRL_C
from support.home import Home


@pytest.mark.parametrize("region", ["neck", "low-back", "foot"])
def test_none_of_these_everywhere_may_start(home: Home, region: str) -> None:
    done = home.typed(region, "\n".join([*typed_answers(region), ""]))
    assert done.code == 0 and "A session may start" in done.out
    assert "does not rule out a serious cause" in done.out
    assert "part 1 of" in done.err
    assert home.may_start(region)


def test_the_json_of_a_dialogue_stands_alone_on_stdout(home: Home) -> None:
    done = home.typed("neck", "\n".join([*typed_answers("neck"), ""]), "--json")
    assert done.document["verdict"] == "ok"


def test_the_features_may_be_skipped_and_nothing_else(home: Home) -> None:
    lines = typed_answers("neck")
    for number, line in enumerate(lines[:-2]):
        assert line == "0"
        typed = [*lines[:number], "", *lines[number:], ""]
        done = home.typed("neck", "\n".join(typed))
        assert done.code == 0 and done.err.count("Skipping is not an answer") == 1
    lines[-2] = ""
    done = home.typed("neck", "\n".join([*lines, ""]), "--json")
    assert (done.code, done.document["likelihood"]) == (0, {"yes": 0, "of": 11})


@pytest.mark.parametrize(
    "wrong",
    ["none", "no", "n", "00 1", "0 1", "1 0", "-1", "+1", "99", "1000000", "²", "?", "?0", "?99", "?²", "?x",
     "?0000019999", "1;2", "0x1", "1e0", "\x1b[A", "\ufffd", "yes", "0 0 1", "0.0", "nan"],
)  # fmt: skip
def test_what_is_no_choice_is_asked_again(home: Home, wrong: str) -> None:
    lines = [wrong, *typed_answers("neck"), ""]
    done = home.typed("neck", "\n".join(lines))
    assert (done.code == 0 and "Type" in done.err) or "0 means none" in done.err
    assert "\x1b[A" not in done.err


@pytest.mark.parametrize("word", ["unsure", "q", "99"])
def test_whoever_is_unsure_or_wants_to_stop_learns_how(home: Home, word: str) -> None:
    said = " ".join(home.typed("neck", "\n".join([word, *typed_answers("neck"), ""])).err.split())
    assert "that do or may apply, or 0 for none of these. Ctrl-C stops." in said


def test_bytes_that_are_no_text_are_asked_again(home: Home) -> None:
    data = b"0\n" + "\n".join([*typed_answers("neck")[1:], ""]).encode()
    assert home.run("check", "neck", typed=data, tty=True).code == 0


def test_a_question_can_be_read_in_full(home: Home) -> None:
    done = home.typed("neck", "\n".join(["?1", "? 2", *typed_answers("neck"), ""]))
    first, second = question_screens("neck")[0][:2]
    shown = " ".join(done.err.split())
    assert done.code == 0 and first.question in shown and second.question in shown


@pytest.mark.parametrize(
    ("where", "region"),
    [("1", "neck"), ("11", "foot"), ("heel", "foot"), ("lower back", "low-back"), ("NECK", "neck")],
)
def test_the_region_is_asked_for_where_none_is_given(home: Home, where: str, region: str) -> None:
    done = home.run("check", "--json", typed="\n".join([where, *typed_answers(region), ""]), tty=True)
    assert (done.code, list(done.document["regions"])) == (0, [region])


@pytest.mark.parametrize("wrong", ["0", "12", "²", "00000012", "001199", "-1", "", "everything", "ne"])
def test_a_region_that_is_none_is_asked_for_again(home: Home, wrong: str) -> None:
    typed = "\n".join([wrong, "1", *typed_answers("neck"), ""])
    done = home.run("check", "--json", typed=typed, tty=True)
    if wrong == "ne":
        assert done.code in (0, 3)
    else:
        assert (done.code, list(done.document["regions"])) == (0, ["neck"])


def test_the_end_of_input_before_a_region_is_not_passed(home: Home) -> None:
    done = home.run("check", tty=True)
    assert (done.code, done.out) == (3, "") and "not passed" in done.err


@pytest.mark.parametrize("typed", ["y", "yes", "u", "unsure", "UNSURE", "x\n\ny"])
def test_what_is_picked_is_confirmed_in_full(home: Home, typed: str) -> None:
    lines = typed_answers("neck", rf_weakness=typed)
    done = home.typed("neck", "\n".join([*lines, ""]), "--json")
    (reason,) = done.document["reasons"]
    assert (done.code, reason["id"]) == (3, "rf_weakness")
    assert reason["answer"] == ("unsure" if typed[0] in "uU" else "yes")
    assert BY_ID["rf_weakness"].question in " ".join(done.err.split())
    assert "The rest is not asked" in done.err
    assert BY_ID["ab_wound"].short not in done.err


def test_a_pick_by_mistake_can_be_denied(home: Home) -> None:
    done = home.typed("neck", "\n".join([*typed_answers("neck", rf_weakness="n"), ""]))
    assert done.code == 0 and home.may_start()


@pytest.mark.parametrize("ident", [item.id for item in question_screens("headache")[0]])
def test_an_emergency_is_told_first_and_the_rest_is_not_asked(home: Home, ident: str) -> None:
    number = [item.id for item in question_screens("headache")[0]].index(ident) + 1
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
    told_again = home.run("check", "headache", "--show")
    assert told_again.out.lstrip().startswith("STOP") and told_again.code == 3


def test_every_emergency_that_was_picked_is_told(home: Home) -> None:
    idents = [item.id for item in question_screens("headache")[0]]
    both = [idents.index("em_chest") + 1, idents.index("em_co") + 1]
    done = home.typed("headache", f"{both[0]} {both[1]}\n")
    text = " ".join(done.err.split())
    assert BY_ID["em_chest"].short in text and BY_ID["em_co"].short in text
    assert BY_ID["em_co"].action in text
    assert home.history.checks()[-1].answers == {"em_chest": "yes", "em_co": "yes"}


def test_an_emergency_in_a_file_is_told_before_everything(home: Home) -> None:
    text = fill_template(["neck"], em_chest="unsure", rf_weakness="yes", rf_severe_pain="yes", ab_wound="yes")
    done = home.run("check", "--answers", home.answers(text))
    assert done.code == 3 and done.out.lstrip().startswith("STOP")
    order = [done.out.index(BY_ID[i].short) for i in ("em_chest", "rf_weakness", "rf_severe_pain")]
    assert order == sorted(order)


@pytest.mark.parametrize("number", ["0800 1", "bad", "\x1b[31m", "1" * 99])
def test_no_setting_keeps_the_emergency_text_away(home: Home, number: str) -> None:
    for result in (
        home.typed("neck", "1\n", KNOT_EMERGENCY_NUMBER=number),
        home.run("check", "neck", "--show", KNOT_EMERGENCY_NUMBER=number),
        home.run(
            "check",
            "--answers",
            home.answers(fill_template(["neck"], em_chest="yes")),
            KNOT_EMERGENCY_NUMBER=number,
        ),
    ):
        assert result.code == 3 and "STOP" in result.out + result.err
        assert "112" in result.out + result.err
    (home.folder / "home" / "config.toml").write_text("emergency_number = [")
    assert "STOP" in home.run("check", "neck", "--show").out


def test_a_number_that_is_set_is_the_one_to_call(home: Home) -> None:
    done = home.typed("neck", "1\n", KNOT_EMERGENCY_NUMBER="144")
    assert "Call 144 now" in done.err


@pytest.mark.parametrize("end", ["", CTRL_C + "\n"], ids=["end-of-input", "ctrl-c"])
def test_a_check_broken_off_anywhere_passes_nothing(tmp_path: Path, end: str) -> None:
    lines = typed_answers("neck", rel_bruise="y", rel_surgery="y")
    lines.insert(lines.index("y") + 1, "y")  # the clinician's word on the surgery
    whole = "".join(f"{line}\n" for line in lines)
    for cut in range(len(lines)):
        home = Home(tmp_path / str(cut))
        home.folder.mkdir()
        done = home.typed("neck", "".join(f"{line}\n" for line in lines[:cut]) + end, "--json")
        assert (done.code, done.out) == (130 if end else 3, ""), cut
        assert "not finished, so it is not passed" in " ".join(done.err.split())
        assert "\nknot: The check was not finished" in done.err, "on a line of its own, not behind the prompt"
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
    lines = typed_answers("neck", rf_weakness="y", rf_severe_pain="u")
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


@pytest.mark.parametrize("data", [b"\xc3", b"0\n\xc3", b"\xff\n" * 3, b"\xf0\x9f", b"0\n\xff\xfe\n0\n"])
@pytest.mark.parametrize("argv", [[], ["neck"]])
def test_half_a_letter_at_the_end_of_input_does_not_ask_for_ever(
    home: Home, argv: list[str], data: bytes
) -> None:
    assert home.run("check", *argv, typed=data, tty=True).code == 3
