"""A movement break: easy movement of exactly its length, a quarter of an hour apart."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.session.movement_break import BreakContent, find_next_break, plan_break
from knotcli.coach.vocabulary import REGIONS
from knotcli.storage.files.library import Library
from support import ROOT
from support.clock import NOON as NOW

LIBRARY = Library(ROOT, ROOT)
BREAKS = msgspec.convert(LIBRARY.toml("breaks.toml"), BreakContent)
regions = st.lists(st.sampled_from(REGIONS), min_size=1, max_size=11, unique=True)


@given(regions, st.integers(60, 180))
def test_a_break_is_easy_movement_of_exactly_its_length(chosen, seconds) -> None:
    steps = plan_break(BREAKS.movements, chosen, seconds)
    assert sum(step.seconds for step in steps) == seconds
    assert {step.kind for step in steps} == {"move"}
    assert min(step.seconds for step in steps) >= 10
    assert steps[0].title == "Stand up"


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_has_a_movement_of_its_own(region) -> None:
    assert any(region in movement.regions for movement in BREAKS.movements)


def test_its_sources_are_known_and_it_neither_presses_nor_stretches() -> None:
    known = set(LIBRARY.sources())
    assert {tag for movement in BREAKS.movements for tag in movement.sources} | set(BREAKS.sources) <= known
    assert {movement.figure for movement in BREAKS.movements} <= {"", *LIBRARY.positions()}
    words = " ".join(movement.cue.lower() for movement in BREAKS.movements)
    assert not [word for word in ("press", "stretch", "circle", "pull", "quick") if word in words]


def test_a_quarter_of_an_hour_lies_between_two() -> None:
    ago = [timedelta(days=-2), timedelta(minutes=14), timedelta(minutes=15)]
    assert find_next_break([], NOW) is None
    assert find_next_break([NOW - ago[0], NOW - ago[2]], NOW) is None
    assert find_next_break([NOW - one for one in ago], NOW) == NOW + timedelta(minutes=1)
