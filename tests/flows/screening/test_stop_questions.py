"""A session that was stopped for an emergency: its questions, and what counts after them."""

import pytest

from knotcli.flows.screening.named_signs import put_stop_signs
from support.command_line import CTRL_C
from support.home import Home


def stop(home: Home, rule: str, *typed: str) -> tuple[tuple[str, ...], bool]:
    world = home.world("".join(f"{line}\n" for line in typed), tty=True)
    (found,) = (one for one in world.library.guidance().stop if one.id == rule)
    home.clock.advance(60)
    result = put_stop_signs(world, found, "neck")
    assert "STOP. This can be an emergency" in world.stderr.getvalue()
    return result


@pytest.fixture
def checked(home: Home) -> Home:
    assert home.check("neck").code == 0 and home.check("calf").code == 0
    return home


def test_chest_pain_that_is_confirmed_closes_every_region(checked: Home) -> None:
    said, mild = stop(checked, "chest", "y", "n")
    assert said == ("pain, tightness or pressure in the chest",) and not mild
    assert not checked.may_start("neck") and not checked.may_start("calf")
    assert checked.shown("calf")["verdict"] == "emergency"


def test_chest_pain_that_is_taken_back_sets_no_flag(checked: Home) -> None:
    said, _ = stop(checked, "chest", *["n"] * 6)
    assert said == ()
    assert checked.shown("calf")["reasons"] == [] and checked.may_start("calf")


def test_light_headed_from_warmth_locks_nothing_and_is_known_at_the_next_check(checked: Home) -> None:
    said, mild = stop(checked, "dizzy", "y", *["n"] * 5)
    assert (said, mild) == ((), True)
    assert checked.may_start("calf")
    kept = checked.history.checks()[-1]
    assert (kept.regions, kept.answers) == (("neck",), {"rel_faint": "yes"})


@pytest.mark.parametrize("typed", [("u", "n", "n", "n", "n", "n", "y"), ("y", "y"), ("n", "y")])
def test_dizziness_with_another_sign_is_an_emergency(checked: Home, typed: tuple[str, ...]) -> None:
    said, mild = stop(checked, "dizzy", *typed)
    assert said and not mild and not checked.may_start("calf")


@pytest.mark.parametrize("end", [(), (CTRL_C,)])
def test_questions_that_are_left_open_end_every_check_and_lock_none(checked: Home, end: tuple[str, ...]) -> None:
    with pytest.raises((EOFError, KeyboardInterrupt)):
        stop(checked, "dizzy", "n", "n", *end)
    assert not checked.may_start("calf") and checked.shown("calf")["reasons"] == []
