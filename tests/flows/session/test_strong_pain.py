"""A strong pain typed at the rating before: the session waits for its questions, which nothing gets around."""

from pathlib import Path

import pytest

from support.check_typist import CheckTypist, joined
from support.home import Home, checked_home
from support.session_terminal import leave_list

ASKED = "Is the pain 8 out of 10 or more right now?"
BEGINS = ("session", "neck", "--nothing-new", "--yes", "--no-heat")
GOES_ON = ("session", "neck", "--resume", "--nothing-new", "--yes")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return checked_home(tmp_path, "neck")


def rate(home: Home, score: str) -> CheckTypist:
    """Begin a session, and rate the pain; give the screen that comes of it."""
    typist = CheckTypist(home.path, *BEGINS)
    leave_list(typist)
    typist.until("before you begin?")
    typist.send(score + "\r")
    typist.until(lambda t: "before you begin?" not in joined(t.text()))
    typist._seen()
    return typist


def test_a_seven_goes_on(home: Home) -> None:
    with rate(home, "7") as typist:
        assert "step 2 of" in joined(typist.text()) and ASKED not in typist.text()


def test_a_yes_ends_the_check_and_names_the_way_back(home: Home) -> None:
    with rate(home, "8") as typist:
        assert ASKED in typist.text()
        typist.send("u")
        assert typist.wait() == 3
        assert "knot check --assessed today" in joined(typist.text())
    assert home.history.checks()[-1].answers == {"rf_severe_pain": "unsure"}
    assert not home.may_start()
    assert home.newest_session()[1] == []
    assert home.run(*GOES_ON, "--after", "3").code == 3


def test_two_noes_let_the_same_session_go_on(home: Home) -> None:
    with rate(home, "9") as typist:
        typist.press("n")
        assert "Has it kept you from sleeping" in joined(typist.text())
        typist.send("n")
        typist.until("step 2 of")
        assert len(home.history.sessions()) == 1
    assert home.history.checks()[-1].withdrawn == ("rf_severe_pain",) and home.may_start()


def test_a_plug_pulled_at_the_questions_answers_neither(home: Home) -> None:
    with rate(home, "9") as typist:
        typist.signal(9)
        typist.wait()
    assert home.run(*GOES_ON, "--after", "3").code == 3, "nobody can answer the questions"
    with CheckTypist(home.path, *GOES_ON) as typist:
        assert ASKED in typist.begun()
        typist.send("nn")
        assert ASKED in typist._seen()
