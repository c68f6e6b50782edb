"""What is still to come is told as it would be led now, and what counts as a session."""

from datetime import timedelta

import pytest

from knotcli.coach.session.dose import EarlierSession, find_too_soon, sum_sitting
from knotcli.coach.session.events import StepEnded
from knotcli.coach.session.sounds import takes_heat_off
from knotcli.coach.session.transitions import list_ahead
from support.clock import NOON
from support.entries import session
from support.rehearsal import Rehearsal, a_step, rated

PRESSES = [a_step("hold", 60, side, spot="calf", tool="ball") for side in ("left", "right") for _ in range(3)]
ROUTINE = rated(a_step("heat", 600), *[one for press in PRESSES for one in (press, a_step("rest", 15))])


def led_seconds(act: Rehearsal) -> list[float]:
    """Lead it to its end, and give the seconds of what was not left out."""
    before = len(act.effects)
    act.wait(5000)
    return [e.seconds for e in act.effects[before:] if isinstance(e, StepEnded) and e.outcome != "skipped"][1:]


@pytest.mark.parametrize("keys", [(), ("e",), ("+",), ("e", "+", "+")])
def test_what_is_told_to_come_is_what_comes(keys: tuple[str, ...]) -> None:
    act = Rehearsal(ROUTINE, first=2, after=4)
    act.wait(5)
    act.keys(*keys)
    told = [seconds for step, seconds in list_ahead(act.state) if step.kind != "rate"]
    assert told == led_seconds(act)


def test_beginning_the_warmth_again_does_not_take_it_off_and_going_on_does() -> None:
    for key, is_off in (("b", False), ("n", True)):
        act = Rehearsal(ROUTINE)
        act.wait(30)
        effects = act.keys(key)
        ended = next(e for e in effects if isinstance(e, StepEnded))
        assert takes_heat_off(ended, effects) == is_off


@pytest.mark.parametrize(
    ("heat", "pressure", "unseen", "counts"),
    [(299, 59, False, False), (300, 0, False, True), (0, 60, False, True), (0, 0, True, True)],
)
def test_a_minute_of_pressure_or_five_of_heat_is_a_session(
    heat: float, pressure: float, unseen: bool, counts: bool
) -> None:
    now = NOON + timedelta(hours=1)
    done = EarlierSession(session(NOON, "neck", ended_at=NOON), heat=heat, pressure=pressure, unseen=unseen)
    assert (find_too_soon("neck", [done], now) is not None) == counts
    assert sum_sitting("neck", [done], now) == (heat, pressure)
