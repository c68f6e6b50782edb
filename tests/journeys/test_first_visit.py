"""A new user types `knot` and nothing else: it leads through the check to the first rating of the first session."""

from pathlib import Path

import pytest

from knotcli.terminal.clock import Clock
from support.check_typist import ENTER, NOTHING, CheckTypist, joined
from support.home import Home


@pytest.mark.slow
def test_knot_alone_leads_from_the_check_to_the_first_rating(tmp_path: Path) -> None:
    home = Home(tmp_path, Clock())
    with CheckTypist(home.path) as typist:
        assert "[Enter] start the check [q] not now:" in joined(typist.begun())
        typist.press(ENTER)
        typist.until("Where is it?")
        typist.press("1", ENTER)
        typist.press(*NOTHING)
        typist.until("[Enter] start the session   [q] not now:")
        assert home.may_start()
        typist.send(ENTER)
        typist.until("Enter goes on")
        typist.send(ENTER)
        typist.until("Enter starts")
        typist.send(ENTER)
        typist.until("How strong is the pain now, before you begin?")
        typist.send("6" + ENTER)
        typist.until(lambda t: "before you begin?" not in joined(t.text()))
        typist.send("\x03")
        assert typist.wait() == 130
    assert [(rating.region, rating.score) for rating in home.history.ratings()] == [("neck", 6)]
