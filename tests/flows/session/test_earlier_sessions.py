"""What a session that broke off is taken to have given."""

from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.session.resume import write_run_note
from knotcli.flows.session.earlier_sessions import gather_earlier
from support.entries import session, step
from support.home import Home
from support.rehearsal import a_step


@pytest.mark.parametrize(("kinds", "may_have_had_more"), [(("exercise", "move"), False), (("move", "heat"), True)])
def test_what_neither_presses_nor_warms_gave_neither_when_it_broke_off(
    tmp_path: Path, kinds: tuple[str, ...], may_have_had_more: bool
) -> None:
    home = Home(tmp_path)
    note = write_run_note(PlanOptions(), [a_step(kind, 30) for kind in kinds], "")
    broken = session(home.clock.now() - timedelta(hours=1), plan=note)
    home.history.add(broken, step(broken)._replace(kind="exercise"))
    (found,) = gather_earlier(home.world())
    assert found.unseen is found.counts_as_session is may_have_had_more
