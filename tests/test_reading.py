"""What a check costs to read stays within its limits: every region, both ages, and every way through it."""

import sys

import pytest

from knotcli.coach.vocabulary import REGIONS, Region
from support import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
import reading


@pytest.mark.parametrize("age", reading.AGES.values())
@pytest.mark.parametrize("region", REGIONS)
def test_a_first_check_a_renewal_and_a_later_one_stay_within_their_words(region: Region, age: int) -> None:
    first, _ = reading.first_check(region, age)
    assert first.four_screens <= reading.LIMITS["four screens"]
    assert first.total <= reading.LIMITS["with the nine"]
    assert (first.screens, first.keys) == (reading.MOST_SCREENS, 7)
    assert first.lines + 2 <= reading.MOST_LINES and first.keys <= reading.MOST_KEYS
    assert reading.renewal(region, age).total <= reading.LIMITS["renewal"]
    later = reading.later_check(region, age)
    assert later.total - reading.story_again(later) <= reading.LIMITS["later"]
    assert reading.recheck(region).total <= reading.LIMITS["re-check"]


@pytest.mark.slow
@pytest.mark.parametrize("first", REGIONS)
def test_a_further_region_stays_within_its_words(first: Region) -> None:
    for region in REGIONS:
        for age in reading.AGES.values():
            if region != first:
                assert reading.further_region(first, region, age).total <= reading.LIMITS["further region"]


@pytest.mark.parametrize("region", REGIONS)
def test_from_the_command_to_the_first_moving_clock(region: Region) -> None:
    words, screens = reading.before_a_session(region, is_first=False)
    assert words <= reading.LIMITS["to the clock"]
    assert screens <= reading.SCREENS_TO_THE_CLOCK
    assert reading.before_a_session(region, is_first=True)[0] > words
