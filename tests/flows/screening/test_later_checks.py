"""Checks after the first one, what stands, the lines before a session, and flags taken back: answered line by line."""

import pytest

from knotcli.coach.record import CONTENT
from knotcli.coach.screening.conversation.conversations import begin_recheck, reply_to
from knotcli.coach.screening.conversation.prompts import ConversationEnd
from knotcli.flows.screening.kept_checks import recheck_is_due
from support import entries
from support.answers import BY_ID, QUESTIONNAIRE, Person, typed_answers
from support.command_line import CTRL_C
from support.home import Home

FIRST = typed_answers("neck")[:-1]


def lines(*typed: str) -> str:
    return "".join(f"{line}\n" for line in typed)


@pytest.fixture
def checked(home: Home) -> Home:
    """Give a home whose neck was checked by hand."""
    assert home.typed("neck", lines(*FIRST)).code == 0
    home.clock.advance(days=1)
    return home


def test_the_same_region_again_is_a_line_and_five_lines_and_renews_nothing(checked: Home) -> None:
    until = checked.shown()["valid_until"]
    done = checked.typed("neck", lines("y", "n"))
    assert done.code == 0 and "Nothing new. The check holds until" in done.out
    assert checked.shown()["valid_until"] == until
    assert len(checked.history.checks()) == 1


@pytest.mark.parametrize("ending", ["f", "changed"])
def test_a_full_check_is_had_by_f_or_where_something_changed(checked: Home, ending: str) -> None:
    typed = ["y", "f"] if ending == "f" else ["n"]
    again = ["n", "n", *FIRST[1:11]]  # the emergencies, another pain, its questions
    done = checked.typed("neck", lines(*typed, *again, "n", "y", "n"))
    assert done.code == 0, done.err[-800:]
    assert len(checked.history.checks()) == 2


def test_what_is_confirmed_in_a_renewal_ends_the_check(checked: Home) -> None:
    # The third line, then the questions it stands for: no, until the pain is 8 out of 10.
    done = checked.typed("neck", lines("y", "y", "n", "n", "y", *["n"] * 60, *["y"] * 3))
    assert "neck · before you start" in done.err and BY_ID["rf_severe_pain"].asks[0].text in " ".join(done.err.split())
    assert done.code in (0, 3)


def test_a_further_region_asks_only_what_it_adds_and_holds_until_the_earlier_end(checked: Home) -> None:
    until = checked.shown()["valid_until"]
    done = checked.typed("shoulder", lines("y", "n", "n", "n", "n"), "--json")
    assert done.code == 0, done.err[-800:]
    assert done.document["valid_until"] == until and done.document["carried"]
    assert "And about you?" not in done.err and "How old are you?" not in done.err
    assert "part" not in done.document


def test_after_thirty_days_the_person_and_the_pain_are_a_line_each(checked: Home) -> None:
    checked.clock.advance(days=31)
    assert not checked.may_start()
    done = checked.typed("neck", lines("n", "y", "n", "o", "n", "y", "n"), "--json")
    assert done.code == 0, done.err[-800:]
    assert "Is it the pain you described then?" in done.err and "About you, as on 20 Nov" in done.err
    assert done.document["carried"]


def test_what_stands_is_named_first_and_a_look_leads_on_to_the_check(home: Home) -> None:
    home.check("calf", rf_clot="yes")
    home.clock.advance(days=2)
    refused = home.typed("calf", lines("n"))
    assert refused.code == 3 and "A clinician needs to look at it." in refused.err
    assert "No session now" in refused.out and home.history.assessments() == []
    left = home.typed("calf", lines("b"))
    assert left.code == 3 and home.history.assessments() == []
    done = home.typed("calf", lines("y", "2020-01-01", "tomorrow", "today", *typed_answers("calf")))
    assert done.code == 0, done.err[-500:]
    (look,) = home.history.assessments()
    assert look.flags == ("rf_clot",) and home.may_start("calf")


SESSION = ("session", "neck", "--before", "3", "--after", "3", "--plain")


def test_before_a_session_what_stands_is_asked_about_first_and_leads_on_through_the_check(home: Home) -> None:
    home.check("calf", rf_clot="yes")
    home.clock.advance(days=2)
    piped = home.run(*SESSION, "--nothing-new")
    assert piped.code == 3 and "A clinician needs to look at it" not in piped.err
    for typed in ("n\n", "b\n", "", CTRL_C + "\n", "y\n2020-01-01\n"):
        refused = home.run(*SESSION, typed=typed, tty=True)
        assert refused.code == (130 if CTRL_C in typed else 3), typed
        assert "A clinician needs to look at it. Has one done so since?" in refused.err
        assert home.history.assessments() == [] and home.history.sessions() == []
    done = home.run(*SESSION, typed=lines("y", "", *FIRST, "", "q"), tty=True)
    (look,) = home.history.assessments()
    assert (look.flags, done.code) == (("rf_clot",), 0), done.err[-600:]
    assert home.may_start() and "No session was started." in done.out
    assert "before you start" not in done.err, "the check was made just now"


def test_what_stands_is_named_in_the_words_of_its_question_for_every_region(home: Home) -> None:
    home.typed("calf", lines(*typed_answers("calf", em_breath="yes")))
    statement = BY_ID["em_breath"].asks[0].says
    for done in (home.run(*SESSION, typed="n\n", tty=True), home.typed("neck", lines("n"))):
        assert statement in " ".join(done.err.split()) and statement in " ".join(done.out.split())


@pytest.mark.parametrize("lacks", ["none", "expired", "ended"])
def test_a_session_that_lacks_a_check_offers_it_and_goes_on_after_it(home: Home, lacks: str) -> None:
    if lacks != "none":
        home.check("neck")
        home.clock.advance(days=1 if lacks == "ended" else 31)
    if lacks == "ended":
        assert home.typed("neck", lines("1")).code == 3
    kept = len(home.history.checks())
    assert home.run(*SESSION, "--nothing-new").code == 3
    for typed in ("q\n", "n\n", "", CTRL_C + "\n"):
        refused = home.run(*SESSION, "--nothing-new", "--yes", typed=typed, tty=True)
        assert refused.code == (130 if CTRL_C in typed else 3)
        assert "[Enter] begin the check now" in refused.err
    assert len(home.history.checks()) == kept
    home.clock.advance(60)
    done = home.run(*SESSION, typed=lines("", *FIRST, "", "q"), tty=True)
    assert (done.code, home.may_start()) == (0, True), done.err[-600:]
    assert len(home.history.checks()) == kept + 1 and home.history.sessions() == []


def test_a_check_that_refuses_after_the_offer_starts_no_session(home: Home) -> None:
    done = home.run(*SESSION, typed=lines("", *typed_answers("neck", rf_weakness="yes")), tty=True)
    assert (done.code, home.history.sessions()) == (3, [])
    assert "No session now" in done.out and "knot check --assessed today" in done.out


def test_the_lines_before_a_session_are_left_out_right_after_a_check(home: Home) -> None:
    assert home.typed("neck", lines(*FIRST)).code == 0
    done = home.run("session", "neck", "--before", "3", "--after", "3", "--plain", typed=lines("q"), tty=True)
    assert "before you start" not in done.err
    home.clock.advance(hours=30)
    done = home.run("session", "neck", "--before", "3", "--after", "3", typed=CTRL_C + "\n", tty=True)
    assert "before you start" in done.err and done.code == 130


def test_a_line_that_is_all_taken_back_lets_the_session_go_on(checked: Home) -> None:
    typed = ["y", "n", "n", "n", "n", "y", *["n"] * 30]
    done = checked.run("session", "neck", "--before", "3", "--after", "3", typed=lines(*typed), tty=True)
    kept = checked.history.checks()[-1]
    assert kept.origin == "re-check" and kept.answers == {} and "ab_wound" in kept.withdrawn
    assert checked.may_start() and "no longer holds" not in done.err


@pytest.mark.parametrize("ident", ["ab_heat_product", "ab_not_alert", "ab_feverish"])
def test_what_concerns_one_session_leaves_the_check_though_emergencies_were_opened(checked: Home, ident: str) -> None:
    person = Person({ident: "yes"})  # who says yes to every line, and no to all that it stands for but this
    asked = begin_recheck(QUESTIONNAIRE, ["neck"], checked.history.checks()[-1], False, checked.clock.now())
    while not isinstance(asked.prompt, ConversationEnd):
        asked = reply_to(asked, person.reply(asked.prompt))
    done = checked.run(*SESSION, typed=lines(*asked.replies, "q"), tty=True)
    assert done.code == (0 if ident == "ab_heat_product" else 3), done.err[-500:]
    kept = checked.history.checks()[-1]
    assert checked.may_start() and kept.answers == {} and ident not in kept.withdrawn


def test_a_yes_to_the_lines_and_a_no_to_each_of_them_lets_the_session_go_on(checked: Home) -> None:
    done = checked.run(*SESSION, typed=lines("y", *"nnnnn", "q"), tty=True)
    assert done.code == 0 and checked.may_start() and "No session was started." in done.out
    assert len(checked.history.checks()) == 1


def test_a_mistake_takes_its_questions_and_a_whole_sentence(home: Home) -> None:
    assert home.run("check", "--mistake").code == 2
    assert home.run("check", "--mistake", tty=True).code == 2
    home.typed("neck", lines(*typed_answers("neck", rf_severe_pain="yes")))
    home.clock.advance(60)
    sentence = "it was never so. i answered by mistake"
    stays = home.run("check", "neck", "--mistake", typed=lines("1", "n", "y"), tty=True)
    assert stays.code == 3 and not home.may_start()
    wrong = home.run("check", "neck", "--mistake", typed=lines("1", "n", "n", "no", "never", "so"), tty=True)
    assert wrong.code == 3 and home.history.corrections() == []
    done = home.run("check", "neck", "--mistake", typed=lines("1", "n", "n", sentence, *FIRST), tty=True)
    (correction,) = home.history.corrections()
    assert correction.flag == "rf_severe_pain"
    assert done.code in (0, 3)
    assert home.run("check", "--mistake", "--json", tty=True).code == 2


def test_strong_pain_before_a_session_puts_its_questions_first(checked: Home) -> None:
    argv = ("session", "neck", "--nothing-new", "--before", "9", "--after", "3")
    refused = checked.run(*argv)
    assert refused.code == 3 and "strong pain" in refused.err and checked.history.sessions() == []
    checked.clock.advance(60)
    done = checked.run(*argv, typed=lines("y"), tty=True)
    assert done.code == 3 and not checked.may_start()
    assert checked.history.checks()[-1].answers == {"rf_severe_pain": "yes"}
    assert "knot check neck\n" in checked.run("log", "neck", "8").out


def test_a_follow_up_that_names_a_sign_puts_its_questions(checked: Home) -> None:
    done = checked.run("followup", "neck", typed=lines("6", "n", "n", "n", "n", ""), tty=True)
    assert "STOP. This can be an emergency" in done.err and checked.may_start(), done
    done = checked.run("followup", "neck", typed=lines("6", "y"), tty=True)
    assert done.code == 3 and not checked.may_start()
    assert checked.history.checks()[-1].answers == {"em_breath": "yes"}


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_session_without_an_end_has_the_lines_put_before_one_of_any_region(home: Home, is_removed: bool) -> None:
    """It may have been killed while its stop menu stood open, on a disk that took no note of that."""
    home.history.add(entries.check()._replace(regions=("neck", "calf"), at=home.clock.now(), content=CONTENT))
    assert not recheck_is_due(home.world(), "calf")
    home.clock.advance(minutes=5)
    led = entries.session(home.clock.now())
    home.history.add(led._replace(ended_at=led.at))
    assert not recheck_is_due(home.world(), "calf")
    home.history.change(led)
    if is_removed:
        home.history.remove(led.id)
    assert recheck_is_due(home.world(), "calf")
