"""The page before a session: what each of its keys makes of the session that is to run."""

from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.session.session_options import SessionOptions
from knotcli.flows.session.session_gathering import decide_now
from knotcli.flows.session.session_request import read_request
from knotcli.flows.session.session_start import SessionStart
from knotcli.flows.session.start_page import StartPage
from support import entries
from support.clock import JumpingClock
from support.home import Home, checked_home
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
        ("b\n\n", True, False),
        ("h\nb\n\n", True, False),
        ("h\ns\n8\n\n", False, False),
        ("h\ns\nb\nb\nb\n\n", True, False),
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


def test_a_shower_takes_the_place_of_the_heat_credits_nothing_and_counts_for_the_six_hours(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck", clock=JumpingClock())
    world = home.world("\nw\n\n", tty=True, KNOT_PLAIN="1")
    wanted = read_request(world, SessionOptions(region="neck", no_press=True))
    begun = StartPage(world, wanted, decide_now(world, wanted)).show(is_skipped=False)
    assert begun is not None and "not hot" in " ".join(begun[1].plan.limit_notes)
    world = home.world()
    scores = {"before": 4, "after": 4}
    switches = dict.fromkeys(("voice", "breath", "bell", "flash", "wait", "notify"), False)
    assert SessionStart(world, *begun, "", (), is_led=False).run(scores, switches) == 0
    session, steps = home.newest_session()
    assert (session.status, session.heat_seconds) == ("complete", 0)
    assert [(s.title, s.seconds, s.outcome) for s in steps if s.kind == "heat"] == [("Warm shower", 0, "done")]
    assert "six hours" in home.refused(3, "session", "neck", "--nothing-new", "--before", "4", "--after", "4")
    home.clock.advance(hours=6)
    assert home.run("session", "neck", "--nothing-new", "--dry-run").code == 0


def test_no_shower_is_offered_where_a_limit_says_how_to_warm(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.check("neck", rel_faint="yes").code == 0
    world = home.world()
    plan = decide_now(world, read_request(world, SessionOptions(region="neck"))).plan
    assert not plan.can_shower and any(step.kind == "heat" for step in plan.steps)


def test_the_tool_last_used_comes_first_and_another_is_offered(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck")

    def tool(typed: str = "\n\n", **options: str) -> str | None:
        world = home.world(typed, tty=True, KNOT_PLAIN="1")
        wanted = read_request(world, SessionOptions(region="neck", **options))
        begun = StartPage(world, wanted, decide_now(world, wanted)).show(is_skipped=False)
        assert begun is not None
        return begun[1].plan.tool

    assert (tool(), tool("\nt\n\n"), tool("\n5\nt\n\n")) == ("fingers", "ball", "fingers")
    home.history.add(entries.session(home.clock.now() - timedelta(days=2)))
    assert (tool(), tool(tool="fingers")) == ("ball", "fingers")
    home.history.add(entries.session(home.clock.now() - timedelta(days=1))._replace(tool="hammer"))
    assert tool() == "fingers"


def test_each_key_of_the_page_on_a_terminal(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck")
    with leave_list(paced_knot_on_terminal(home, "session", "neck", "--nothing-new")) as term:
        term.until("Warm")
        term.send("v")
        term.until("Enter goes on")
        leave_list(term).until("Enter starts")
        term.send("ч")
        term.until("7 not now")
        term.send("h")
        term.until(lambda t: "Warm" not in " ".join(t.text()))
        term.send("s")
        term.until(lambda t: "short form" not in " ".join(t.text()))
        term.send("q")
        assert term.wait() == 0
    assert home.json("history")["sessions"] == []
