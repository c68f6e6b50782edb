"""`knot check` answered line by line: what is no answer, what is kept at an end in the middle, and emergencies."""

from pathlib import Path

import pytest

from knotcli.coach.vocabulary import Region
from support.answers import BY_ID, LIBRARY, QUESTIONNAIRE, Person, fill_template, replies, typed_answers
from support.command_line import CTRL_C
from support.home import Home

EMERGENCIES = [item for item in QUESTIONNAIRE.items.values() if item.kind == "emergency" and item.concerns("headache")]


def lines(*typed: str) -> str:
    return "".join(f"{line}\n" for line in typed)


@pytest.mark.parametrize("region", ["neck", "low-back", "foot"])
def test_none_of_these_everywhere_may_start(home: Home, region: Region) -> None:
    done = home.typed(region, lines(*typed_answers(region)))
    assert done.code == 0 and home.may_start(region)
    assert {f"{region} · {part} of 5" for part in range(1, 6)} <= {*done.err.splitlines()}


def test_the_json_of_a_conversation_stands_alone_on_stdout(home: Home) -> None:
    done = home.typed("neck", lines(*typed_answers("neck")), "--json")
    assert done.document["verdict"] == "ok"
    assert done.document["likelihood"] == {"yes": 5, "of": 6}
    assert (done.document["withdrawn"], done.document["carried"]) == ([], {})


@pytest.mark.parametrize(
    "wrong",
    ["", "0", "00 1", "0 1", "-1", "+1", "99", "1000000", "²", "?", "?0", "?99", "?x", "1;2", "0x1", "\x1b[A", "\ufffd", "yes", "y", "q"],
)  # fmt: skip
def test_what_is_no_answer_is_asked_again(home: Home, wrong: str) -> None:
    done = home.typed("neck", lines(wrong, *typed_answers("neck")))
    assert done.code == 0 and "\x1b[A" not in done.err
    assert "Press n if none of these is true" in done.err or "Press ? and then the number" in done.err


@pytest.mark.parametrize("wrong", ["", "0", "121", "-3", "abc", "34.5"])
def test_an_age_that_is_none_is_asked_again(home: Home, wrong: str) -> None:
    typed = typed_answers("neck")
    at = typed.index("34")
    done = home.typed("neck", lines(*typed[:at], wrong, *typed[at:]))
    assert done.code == 0 and "Type your age in years" in done.err


def test_only_what_may_be_passed_over_is(home: Home) -> None:
    typed = ["n", "", "", "n", "", "d", "", "o", "", "", "", "34", "n", "n", "n"]
    done = home.typed("neck", lines(*typed), "--json")
    assert (done.code, done.document["likelihood"]) == (0, {"yes": 1, "of": 1})
    (kept,) = home.history.checks()
    assert kept.told == {"3": "n", "4b": "d", "6": "o", "age": "34"}


def test_a_reason_can_be_read(home: Home) -> None:
    done = home.typed("neck", lines("?1", "", *typed_answers("neck")))
    shown = " ".join(done.err.split())
    assert done.code == 0
    assert all(" ".join(BY_ID[ident].why.split()) in shown for ident in ("em_chest", "em_breath"))


def test_several_numbers_are_opened_in_their_order(home: Home) -> None:
    person = Person({"rel_painkillers": "yes", "rel_faint": "yes"})
    typed = replies(["neck"], person)
    two, five = typed.index("2"), typed.index("5")
    together = [*typed[:two], "2 5", *typed[two + 1 : five], *typed[five + 1 :]]
    assert home.typed("neck", lines(*together)).code == 0
    assert {i for i, w in home.history.checks()[-1].answers.items() if w == "yes"} >= {"rel_painkillers", "rel_faint"}


@pytest.mark.parametrize(
    ("where", "region"), [("1", "neck"), ("11", "foot"), ("heel", "foot"), ("lower back", "low-back"), ("NECK", "neck")]
)
def test_the_region_is_asked_for_where_none_is_given(home: Home, where: str, region: Region) -> None:
    done = home.run("check", "--json", typed=lines(where, *typed_answers(region)), tty=True)
    assert (done.code, list(done.document["regions"])) == (0, [region])


def test_a_region_that_is_none_is_asked_for_again(home: Home) -> None:
    done = home.run("check", "--json", typed=lines("0", "12", "", "everything", "1", *typed_answers("neck")), tty=True)
    assert (done.code, list(done.document["regions"])) == (0, ["neck"])


def test_the_end_of_input_before_a_region_is_not_passed(home: Home) -> None:
    done = home.run("check", tty=True)
    assert (done.code, done.out) == (3, "") and "not finished" in done.err


@pytest.mark.parametrize("word", ["yes", "unsure"])
def test_what_is_picked_is_confirmed_by_its_own_question(home: Home, word: str) -> None:
    done = home.typed("neck", lines(*typed_answers("neck", rf_weakness=word)), "--json")
    (reason,) = done.document["reasons"]
    assert (done.code, reason["id"], reason["answer"]) == (3, "rf_weakness", word)
    assert BY_ID["rf_weakness"].asks[0].text in " ".join(done.err.split())
    assert "The rest is not asked" in done.err
    assert "ab_wound" in done.document["missing"]


def test_what_was_taken_back_holds_nothing_back_and_is_told(home: Home) -> None:
    typed = typed_answers("neck", rel_bruise="no", rf_fracture="no", em_trauma="no")
    done = home.typed("neck", lines(*typed), "--json")
    assert done.code == 0 and home.may_start()
    assert {"rf_fracture", "em_trauma", "rel_bruise"} <= {*done.document["withdrawn"]}
    assert (
        "Nothing stands" in home.run("check", "--assessed", "today").err
        or home.run("check", "--assessed", "today").code == 2
    )


@pytest.mark.parametrize("ident", [item.id for item in EMERGENCIES])
def test_an_emergency_is_told_first_and_nothing_is_asked_after_it(home: Home, ident: str) -> None:
    typed = typed_answers("headache", **{ident: "yes"})
    number = next(line for line in typed if line.isdigit())
    done = home.typed("headache", lines(*typed, *["n"] * 40))
    assert done.code == 3
    opened = done.err.partition("? why: ")[2].lstrip()
    assert opened.startswith("STOP"), number
    text = " ".join(done.err.split())
    for part in ("Do not press, heat or stretch", "112", "911", "999", "000", "Do not drive yourself"):
        assert part in text
    assert "headache · 2 of 5" not in done.err
    assert "Then please call now" in done.out
    kept = home.history.checks()[-1]
    assert kept.answers[ident] == "yes"
    assert {i for i, word in kept.answers.items() if word != "no"} - {"ab_infection"} == {ident}
    found = home.shown("headache")
    assert (found["verdict"], found["may_start"]) == ("emergency", False)
    again = home.run("check", "headache", "--show")
    assert again.out.lstrip().startswith("STOP") and again.code == 3


def test_skin_that_spreads_without_fever_is_to_be_seen_today(home: Home) -> None:
    done = home.typed("neck", lines("3", "n", "y", "n", "n", *typed_answers("neck")[:-2], "y"))
    assert done.code == 3 and LIBRARY.wording["spreading_skin"] in done.out
    assert home.shown()["reasons"][0]["id"] == "ab_infection"


def test_an_emergency_in_a_file_is_told_before_everything(home: Home) -> None:
    text = fill_template(["neck"], em_chest="unsure", rf_weakness="yes", rf_severe_pain="yes", ab_wound="yes")
    done = home.run("check", "--answers", home.answers(text))
    assert done.code == 3 and done.out.lstrip().startswith("STOP")
    order = [done.out.lower().index(BY_ID[i].label.lower()[:20]) for i in ("em_chest", "rf_weakness", "rf_severe_pain")]
    assert order == sorted(order)


@pytest.mark.parametrize("number", ["0800 1", "bad", "\x1b[31m", "1" * 99])
def test_no_setting_keeps_the_emergency_text_away(home: Home, number: str) -> None:
    answers = home.answers(fill_template(["neck"], em_chest="yes"))
    for result in (
        home.typed("neck", "1\n", KNOT_EMERGENCY_NUMBER=number),
        home.run("check", "--answers", answers, KNOT_EMERGENCY_NUMBER=number),
        home.run("check", "neck", "--show", KNOT_EMERGENCY_NUMBER=number),
    ):
        assert result.code == 3 and "STOP" in result.out + result.err
        assert "112" in result.out + result.err
    (home.folder / "home" / "config.toml").write_text("emergency_number = [")
    assert "STOP" in home.run("check", "neck", "--show").out


def test_a_number_that_is_set_is_the_one_to_call(home: Home) -> None:
    assert "Call 144 now" in home.typed("neck", "1\n", KNOT_EMERGENCY_NUMBER="144").err


@pytest.mark.parametrize("end", ["", CTRL_C + "\n"], ids=["end-of-input", "ctrl-c"])
def test_a_check_broken_off_anywhere_passes_nothing_and_keeps_what_was_confirmed(tmp_path: Path, end: str) -> None:
    person = Person({"rel_bruise": "yes", "rel_surgery": "yes"}, {"rel_surgery": "yes"})
    typed = replies(["neck"], person)
    bruise, surgery = (
        next(n for n in range(len(typed)) if ident in named_after(typed[:n])) for ident in ("rel_bruise", "rel_surgery")
    )
    for cut in range(len(typed)):
        home = Home(tmp_path / str(cut))
        home.folder.mkdir()
        done = home.typed("neck", lines(*typed[:cut]) + end, "--json")
        assert (done.code, done.out) == (130 if end else 3, ""), cut
        assert "\nknot: The check was not finished" in done.err, "on a line of its own, not behind the prompt"
        assert not home.may_start()
        kept = [{*one.answers} for one in home.history.checks()]
        named = {ident for ident, at in (("rel_bruise", bruise), ("rel_surgery", surgery)) if cut >= at}
        assert kept == ([named] if named else []), cut
    home = Home(tmp_path / "whole")
    home.folder.mkdir()
    assert home.typed("neck", lines(*typed)).code == 0 and home.may_start()


def named_after(typed: list[str]) -> set[str]:
    from knotcli.coach.screening.conversation.conversations import begin_check, named_in, reply_to
    from support.clock import NOON

    conversation = begin_check(QUESTIONNAIRE, ["neck"], [], {}, (), False, NOON)
    for reply in typed:
        conversation = reply_to(conversation, reply)
    return {*named_in(conversation)}


def test_an_end_before_anything_was_named_leaves_the_earlier_check(home: Home) -> None:
    home.check("neck")
    home.clock.advance(60)
    assert home.typed("neck", lines("n", "d", "m")).code == 3
    assert home.may_start()


@pytest.mark.parametrize("end", ["", CTRL_C + "\n"], ids=["end-of-input", "ctrl-c"])
def test_an_emergency_left_open_ends_the_earlier_check_and_locks_nothing(home: Home, end: str) -> None:
    home.check("neck")
    home.clock.advance(60)
    assert home.typed("neck", lines("1", "n") + end).code in (3, 130)
    assert not home.may_start()
    assert home.shown()["reasons"] == [] and home.shown()["regions"]["neck"]["held"] == "ended"
    home.clock.advance(60)
    assert home.typed("neck", lines(*typed_answers("neck"))).code == 0


def test_an_emergency_taken_back_and_then_left_ends_nothing(home: Home) -> None:
    home.check("neck")
    home.clock.advance(60)
    taken_back = replies(["neck"], Person({"em_dark_urine": "no"}))
    first = taken_back.index("n", 1)
    back = [*taken_back[: taken_back.index("d")][:-1]]
    assert first and home.typed("neck", lines(*back)).code == 3
    assert home.may_start()
    assert home.history.checks()[-1].withdrawn


@pytest.mark.parametrize("data", [b"\xc3", b"n\n\xc3", b"\xff\n" * 3, b"\xf0\x9f", b"n\n\xff\xfe\n0\n"])
@pytest.mark.parametrize("argv", [[], ["neck"]])
def test_half_a_letter_at_the_end_of_input_does_not_ask_for_ever(home: Home, argv: list[str], data: bytes) -> None:
    assert home.run("check", *argv, typed=data, tty=True).code == 3
