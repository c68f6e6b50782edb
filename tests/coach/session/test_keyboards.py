"""Each key in each state of a session, as keyboards of three alphabets type it."""

from collections.abc import Callable

import pytest

from support.rehearsal import RATE, Rehearsal, a_step

STEPS = (RATE, a_step("heat", 600), a_step("hold", 30, "left"), a_step("move", 60), RATE)


def led(*keys: str, first: int = 2, **options: object) -> Rehearsal:
    act = Rehearsal(STEPS, first=first, **options)
    act.wait(5)
    act.keys(*keys)
    return act


def away() -> Rehearsal:
    act = led()
    act.unseen(600)
    act.wait(1)
    return act


STATES: dict[str, Callable[[], Rehearsal]] = {
    "running": led,
    "heat": lambda: led(first=1),
    "paused": lambda: led("space"),
    "waiting": lambda: led(wait=True),
    "heat waits": lambda: led(first=1, heat_waits=True),
    "away": away,
    "stopping": lambda: led("x"),
    "help": lambda: led("?"),
    "rating": lambda: led(first=4),
}
# What only a Latin keyboard types, and what every keyboard does: arrows, Enter, Escape.
PAIRS = [("n", "right"), ("b", "left"), ("+", "up"), ("e", "down"), ("x", "esc")]
OTHER_LETTERS = ["т", "и", "ч", "й", "χ", "ν", "ξ", "unknown"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("letter", "key"), PAIRS)
def test_every_keyboard_types_each_act_in_each_state(state: str, letter: str, key: str) -> None:
    one, other = STATES[state](), STATES[state]()
    assert one.keys(letter) == other.keys(key)
    # In the stop menu an arrow turns the pages as well.
    assert one.state == other.state or (state, key) == ("stopping", "down")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("letter", OTHER_LETTERS)
def test_a_letter_of_cyrillic_or_greek_does_nothing_but_close_the_help(state: str, letter: str) -> None:
    act = STATES[state]()
    before = act.state
    assert act.keys(letter) == []
    assert (act.state.mode == "paused") if state == "help" else (act.state == before)


@pytest.mark.parametrize("state", STATES)
def test_escape_and_a_digit_end_it_from_each_state(state: str) -> None:
    act = STATES[state]()
    act.keys(*(() if state == "stopping" else ("esc",)), "2")
    assert act.state.status == "stopped" and act.finished[-1].reason == "numb"
