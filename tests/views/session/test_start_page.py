"""The page before a session, in every region and size."""

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.routines.limits import PlanOptions, RoutineLimit
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.session.opening import SessionOpening, open_session
from knotcli.coach.text import Line, plain_text
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.storage.files.library import Library
from knotcli.views.body.picture import HERE, NEVER, draw_opening
from knotcli.views.session import start_page as view
from support import ROOT, examples
from support.golden import GoldenScreens

LIBRARY = Library(ROOT, ROOT / "none")
SPOTS = {spot.id: spot.name for spot in LIBRARY.spots().values()}
TOLERABLE = LIBRARY.guidance().tolerable
LIMITS = tuple(LIBRARY.limits[name] for name in ("one-spot", "light-pressure") if name in LIBRARY.limits)
WAYS: dict[str, dict[str, object]] = {
    "usual": {},
    "short": {"quick": True},
    "cool-left": {"heat": False, "side": "left"},
}


@cache
def opened(region: str, way: str = "usual", limits: tuple[RoutineLimit, ...] = (), first: int = 0) -> SessionOpening:
    plan = plan_session(LIBRARY.routine(region), PlanOptions(**WAYS[way]), limits, tuple(LIBRARY.zones().values()))
    return open_session(plan, first, way == "short")


def picture(region: str, way: str = "usual") -> list[Line]:
    found = opened(region, way)
    side = "left" if way == "cool-left" else "both"
    return draw_opening(LIBRARY.figure(), found.spots, LIBRARY.routine(region).zones, side)


def rows(region: str, width: int, height: int, way: str = "usual", **more: object) -> list[str]:
    found = opened(region, way, **more)
    lines = view.start_page(found, SPOTS, TOLERABLE, picture(region, way), width, height)
    return [plain_text(line).rstrip() for line in lines]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", ["neck-usual", "neck-short", "foot-usual", "foot-cool-left"])
def test_the_page_looks_as_kept(golden: GoldenScreens, name: str, size: tuple[int, int]) -> None:
    region, _, way = name.partition("-")
    golden(f"{name}-{size[0]}x{size[1]}", rows(region, *size, way))


def test_a_session_that_goes_on_looks_as_kept(golden: GoldenScreens) -> None:
    golden("neck-goes-on-80x24", rows("neck", 80, 24, first=7))


@given(
    region=st.sampled_from(REGIONS),
    way=st.sampled_from(sorted(WAYS)),
    width=st.integers(40, 140),
    height=st.integers(12, 60),
)
@examples(200)
def test_the_page_fits_every_size_and_always_shows_its_keys(region: str, way: str, width: int, height: int) -> None:
    shown = rows(region, width, height, way)
    assert len(shown) < height
    assert all(len(row) <= width for row in shown)
    assert "Enter starts" in "\n".join(shown)
    assert "q not now" in "\n".join(shown)


@pytest.mark.parametrize("region", REGIONS)
def test_both_where_to_press_and_where_never_are_marked(region: str) -> None:
    drawn = "\n".join(plain_text(row) for row in picture(region))
    assert HERE in drawn
    assert NEVER in drawn
    marked = LIBRARY.figure()
    pressed = {(m.view, m.large[0], c) for s, m in marked.spots.items() for c in range(m.large[1], m.large[2] + 1)}
    never = {
        (one.view, one.mark[0], column)
        for zone in marked.zones.values()
        for one in zone
        for column in range(one.mark[1], one.mark[2] + 1)
    }
    assert not pressed & never


def test_every_zone_drawn_is_one_that_is_never_pressed() -> None:
    zones = LIBRARY.zones()
    assert all(zone in zones and not zones[zone].press for zone in LIBRARY.figure().zones)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
def test_the_pages_of_all_limits_say_each_one_whole(region: str, size: tuple[int, int]) -> None:
    found = opened(region)
    pages = view.limit_pages(found, LIBRARY.guidance(), *size)
    assert all(len(page) < size[1] for page in pages)
    said = "".join(plain_text(row).strip("· ") for page in pages for row in page).replace(" ", "")
    for note in view.limit_notes(found, LIBRARY.guidance()):
        assert note.replace(" ", "") in said


def test_the_limits_of_the_check_come_first_and_at_most_three() -> None:
    limits = tuple(LIBRARY.limits.values())[:8]
    found = opened("neck")._replace(limits=tuple(limit.text for limit in limits))
    assert view.say_limits(found, TOLERABLE) == [limit.text for limit in limits[:3]]
    assert view.say_limits(opened("neck"), TOLERABLE) == ["Keep it at 5 of 10 or less, and breathe normally."]


def test_lines_say_the_same_and_number_each_choice(golden: GoldenScreens) -> None:
    found = opened("neck")
    lines = [plain_text(line) for line in view.start_lines(found, SPOTS, TOLERABLE)]
    golden("neck-plain", [*lines, view.start_question(found)])
    assert "[3]" not in view.start_question(opened("neck", "cool-left"))


def test_what_is_pressed_lightly_and_what_with_fingers_is_told() -> None:
    assert opened("jaw").strength in [step.feel for step in plan_session(LIBRARY.routine("jaw"), PlanOptions()).steps]
    assert not opened("neck").strength and not opened("neck").by_fingers
    ball = open_session(plan_session(LIBRARY.routine("neck"), PlanOptions(tool="ball")), 0, False)
    assert ball.by_fingers == ("neck-back",) and ball.spots[0] != "neck-back"


@pytest.mark.parametrize("region", REGIONS)
def test_the_minutes_of_the_stages_add_up(region: Region) -> None:
    first = plain_text(view.start_lines(opened(region), SPOTS, TOLERABLE)[0])
    whole, *parts = map(int, re.findall(r"(\d+) min", first))
    assert whole == sum(parts)
