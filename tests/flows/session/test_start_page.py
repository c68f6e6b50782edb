"""The page before a session: what each of its keys makes of the session that is to run."""

from pathlib import Path

import pytest

from knotcli.coach.session.session_options import SessionOptions
from knotcli.flows.session.session_gathering import decide_now
from knotcli.flows.session.session_request import read_request
from knotcli.flows.session.start_page import StartPage
from support.home import checked_home
from support.session_terminal import leave_list, paced_knot_on_terminal


@pytest.mark.parametrize(
    ("typed", "is_warm", "is_short"),
    [
        ("\n", True, False),
        ("h\n\n", False, False),
        ("3\n\n", False, False),
        ("s\n\n", False, True),
        ("2\n\n", False, True),
        ("h\ns\n\n", False, True),
        ("v\n\n\n", True, False),
        ("z\n\n", True, False),
    ],
)
def test_what_is_typed_changes_the_session(tmp_path: Path, typed: str, is_warm: bool, is_short: bool) -> None:
    home = checked_home(tmp_path, "neck")
    world = home.world(f"\n{typed}", tty=True, KNOT_PLAIN="1")
    wanted = read_request(world, SessionOptions(region="neck"))
    begun = StartPage(world, wanted, decide_now(world, wanted)).show(is_skipped=False)
    assert begun is not None
    kinds = {step.kind for step in begun[1].plan.steps}
    assert ("heat" in kinds, begun[1].plan.total_seconds <= 300) == (is_warm, is_short)


def test_each_key_of_the_page_on_a_terminal(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck")
    with leave_list(paced_knot_on_terminal(home, "session", "neck", "--nothing-new")) as term:
        term.until("Warm")
        term.send("v")
        term.until("Enter goes on")
        leave_list(term).until("Enter starts")
        term.send("ч")
        term.until("4 all limits, 5 not now.")
        term.send("h")
        term.until(lambda t: "Warm" not in " ".join(t.text()))
        term.send("s")
        term.until(lambda t: "short form" not in " ".join(t.text()))
        term.send("q")
        assert term.wait() == 0
    assert home.json("history")["sessions"] == []
