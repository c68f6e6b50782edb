"""A break never begins where a session of its regions may not, whatever was answered, felt or stopped before."""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from knotcli.coach.errors import Held
from knotcli.coach.record import Check, FollowUp, make_entry_id
from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.session.decision import WantedSession
from knotcli.coach.vocabulary import ANSWERS, REGIONS
from knotcli.flows.session.movement_break import judge_regions
from knotcli.flows.session.session_gathering import decide_now
from knotcli.storage.history.store import History
from support import entries, examples
from support.clock import NOON
from support.command_line import make_world

WORLD = make_world(Path())
ITEMS = {item.id: "no" for item in WORLD.library.items() if item.kind != "likelihood"}
SEEN = set()


@example("neck", {}, 0, "asked", None, False)
@example("low-back", {}, 29, "file", "none", False)
@examples(20)
@given(
    region=st.sampled_from(REGIONS),
    named=st.dictionaries(st.sampled_from([*ITEMS]), st.sampled_from(ANSWERS), max_size=2),
    days=st.sampled_from([0, 29, 31, -1]),
    origin=st.sampled_from(["asked", "file", "re-check"]),
    felt=st.sampled_from([None, "none", "none", "more"]),
    stopped=st.booleans(),
)
def test_it_never_begins_where_a_session_may_not(region, named, days, origin, felt, stopped) -> None:
    at = NOON - timedelta(days=days)
    answers = {**ITEMS, **named}
    kept = [Check(make_entry_id(), at, (region,), answers, origin=origin, duration={region: "acute"})]
    kept += [FollowUp(make_entry_id(), NOON, region, felt)] if felt else []
    kept += [entries.session(NOON, region, status="stopped", reason="sharp")] if stopped else []
    with tempfile.TemporaryDirectory() as folder:
        WORLD.history = History(Path(folder) / "history.db", WORLD.clock.now)
        WORLD.history.add(*kept)
        opened = judge_regions(WORLD, [region]).get(region)
        wanted = WantedSession(WORLD.library.routine(region), ((PlanOptions(), ()),))
        try:
            session = decide_now(WORLD, wanted)
        except Held:
            assert opened is None
            return
    assert opened is not None and (opened.refusal is None) == (session.refusal is None)
    SEEN.add(session.refusal is None)


def test_both_were_seen() -> None:
    assert {True, False} == SEEN
