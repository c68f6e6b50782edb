"""Each way of stopping: what is kept, which code it ends with, whether the next session may start, and what comes next."""

from pathlib import Path

import pytest

from knotcli.coach.errors import Held
from knotcli.coach.record import Session, make_entry_id
from knotcli.flows.session.session_ending import tell_ending
from knotcli.flows.session.session_keeper import SessionKeeper
from support.home import checked_home
from support.rehearsal import RATE, Rehearsal, a_step, carry_out

STEPS = (RATE, a_step("hold", 30), a_step("rest", 15), a_step("move", 60), RATE)
CHECK, SEEN = "knot check neck", "clinician"
RATE_IT, TOMORROW = "knot log neck SCORE", "Tomorrow knot asks"
# The keys; what is typed to the questions; the code; status and reason; whether the next may start; what comes next.
WAYS = {
    "q": (["q"], "", 0, "partial", "", True, RATE_IT),
    "0 and q": (["x", "0", "q"], "", 0, "partial", "", True, RATE_IT),
    "x and end here": (["x", "7"], "", 0, "partial", "", True, RATE_IT),
    "enough, rated": (["x", "6", "3", "enter"], "", 0, "partial", "", True, TOMORROW),
    "enough, not rated": (["x", "6", "q"], "", 0, "partial", "", True, RATE_IT),
    "chest, confirmed": (["x", "1"], "y\nn\n", 3, "stopped", "chest", False, SEEN),
    "chest, unsure": (["x", "1"], "u\nn\n", 3, "stopped", "chest", False, SEEN),
    "chest, taken back": (["x", "1"], "n\nn\nn\nn\nn\n", 3, "stopped", "chest", False, CHECK),
    "chest, unanswered": (["x", "1"], "", 3, "stopped", "chest", False, CHECK),
    "dizzy, only light-headed": (["x", "2"], "y\nn\nn\nn\nn\nn\n", 3, "stopped", "light-headed", False, CHECK),
    "dizzy, confirmed": (["x", "2"], "n\ny\nn\nn\n", 3, "stopped", "dizzy", False, SEEN),
    "numb": (["x", "3"], "", 3, "stopped", "numb", False, CHECK),
    "sharp": (["x", "4"], "", 3, "stopped", "sharp", False, CHECK),
    "skin": (["x", "5"], "", 3, "stopped", "skin", False, CHECK),
    "x, then left": (["x", "eof"], "", 3, "stopped", "unsaid", False, CHECK),
}


@pytest.mark.parametrize("name", WAYS)
def test_each_way_of_stopping_leads_to_its_record_and_next_step(tmp_path: Path, name: str) -> None:
    keys, typed, code, status, reason, may_start, following = WAYS[name]
    home = checked_home(tmp_path, "neck")
    world = home.world(typed, tty=True, KNOT_PLAIN="1")
    guidance = world.library.guidance()
    entry = Session(make_entry_id(), world.clock.now(), "neck", "neck", "both", "fingers")
    world.history.add(entry)
    keeper = SessionKeeper(world, entry, guidance, lambda kept: None)
    act = Rehearsal(STEPS, rules=tuple(rule.id for rule in guidance.stop))
    act.wait(12)
    act.keys(*keys)
    carry_out(keeper, act)
    try:
        assert tell_ending(world, keeper, guidance, act.state, 0) == code
        said = world.stdout.getvalue()
        assert "You ended it early." in said
    except Held as error:
        assert code == 3
        said = str(error)
    kept, steps = home.newest_session()
    assert (kept.status, kept.reason, home.may_start()) == (status, reason, may_start)
    assert [(s.kind, s.seconds, s.outcome) for s in steps][:1] == [("hold", 12, "stopped" if code else "cut")]
    assert following in " ".join(said.split())
    if following == CHECK:
        assert home.run("session", "neck", "--nothing-new", "--before", "1", "--after", "1").code == 3
