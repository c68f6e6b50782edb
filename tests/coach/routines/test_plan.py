"""Any options, limits and routine give steps within the bounds, or a refusal that says why."""

import tomllib
from collections.abc import Callable
from itertools import groupby

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.errors import Held, KnotError, Misuse
from knotcli.coach.routines.bounds import HOLD
from knotcli.coach.routines.limits import PlanOptions, RoutineLimit, Zone, combine_limits
from knotcli.coach.routines.plan import SessionPlan, plan_session
from knotcli.coach.routines.routine_file import Exercise, Heat, Hold, Move, Prepare, Rest, Routine, Stretch, Ways
from knotcli.coach.routines.steps import Step
from support import ROOT, examples

TOOLS = ("fingers", "ball", "roller")
KINDS = ("prepare", "heat", "hold", "rest", "stretch", "move", "exercise", "rate")


def _shipped(name: str) -> Routine:
    return msgspec.convert(tomllib.loads((ROOT / "routines" / f"{name}.toml").read_text("utf-8")), Routine)


SHIPPED = [_shipped(path.stem) for path in sorted((ROOT / "routines").glob("*.toml"))]
NECK = _shipped("neck")
SHOULDER = _shipped("shoulder")


def limit(id: str = "some", **effect: object) -> RoutineLimit:
    return msgspec.convert({"id": id, "text": f"Limit {id}.", "why": "why", "sources": ["own"], **effect}, RoutineLimit)


# Any routine that its types let through, however odd: shared spots, many heats, no rests, very long.
_text = st.sampled_from(["a", "Some words.", "x" * 32])
_sources = st.just(("own",))
_posture = st.sampled_from(["sitting", "wall", "chair", "floor"])


def _way(least: int, most: int) -> st.SearchStrategy[dict[str, object] | None]:
    seconds = st.integers(least, most)
    way = st.fixed_dictionaries(
        {"place": _text, "cue": _text, "feel": _text, "posture": _posture, "seconds": seconds, "most": seconds}
    )
    return st.none() | way


_ways = st.fixed_dictionaries({"fingers": _way(10, 30), "ball": _way(30, 60), "roller": _way(30, 60)}).map(
    lambda table: msgspec.convert(table, Ways)
)
_hold = st.builds(
    Hold,
    sources=_sources,
    title=_text,
    spot=st.sampled_from(["a", "b", "c", "d", "e"]),
    ways=_ways,
    sides=st.booleans(),
    repeat=st.integers(1, 3),
    strokes=st.lists(st.sampled_from(["knead", "circles", "along"]), max_size=2).map(tuple),
)
_part = st.one_of(
    _hold,
    _hold,
    st.builds(Prepare, sources=_sources, title=_text, cue=_text, seconds=st.integers(5, 120)),
    st.builds(Heat, sources=_sources, title=_text, cue=_text, seconds=st.integers(600, 900)),
    st.builds(Rest, sources=_sources, cue=_text, seconds=st.integers(10, 60)),
    st.builds(
        Stretch,
        sources=_sources,
        title=_text,
        cue=_text,
        feel=_text,
        seconds=st.integers(10, 60),
        sides=st.booleans(),
        repeat=st.integers(1, 3),
        end_range=st.booleans(),
    ),
    st.builds(Move, sources=_sources, title=_text, cue=_text, seconds=st.integers(30, 120)),
    st.builds(
        Exercise,
        sources=_sources,
        title=_text,
        cue=_text,
        sets=st.integers(1, 6),
        repetitions=st.integers(1, 30),
        repetition_seconds=st.integers(1, 15),
        hold_seconds=st.sampled_from([0, 0, 1, 60]),
        rest_seconds=st.integers(10, 180),
        sides=st.booleans(),
    ),
)
_invented = st.builds(
    Routine,
    name=st.just("own"),
    region=st.sampled_from(["neck", "hip"]),
    title=_text,
    asks=st.just(("neck",)),
    tools=st.lists(st.sampled_from(TOOLS), min_size=1, max_size=3, unique=True).map(tuple),
    zones=st.just(("spine",)),
    sources=_sources,
    steps=st.lists(_part, min_size=1, max_size=20).map(tuple),
)
routines = st.one_of(st.sampled_from(SHIPPED), st.sampled_from(SHIPPED), _invented)
options = st.builds(
    PlanOptions,
    side=st.sampled_from(["both", "left", "right"]),
    tool=st.none() | st.sampled_from(TOOLS),
    heat=st.booleans(),
    heat_minutes=st.none() | st.integers(10, 15),
    hold=st.none() | st.just(30) | st.integers(10, 60),
    quick=st.booleans(),
    press=st.sampled_from([True, True, False]),
    lead_in=st.integers(5, 60),
)
limits = st.lists(
    st.builds(
        RoutineLimit,
        id=st.sampled_from(["one", "two", "three"]),
        text=st.just("A limit."),
        why=st.just("why"),
        sources=_sources,
        heat=st.sampled_from([True, True, False]),
        heat_most=st.sampled_from([600, 720, 900]),
        heat_note=st.sampled_from(["", "Keep it mild."]),
        tools=st.sampled_from([TOOLS, TOOLS, TOOLS, ("fingers", "ball"), ("fingers",), ("ball",)]),
        hold_most=st.integers(30, 60),
        hold_most_fingers=st.integers(10, 30),
        presses_most=st.integers(1, 3),
        spots_most=st.integers(1, 3),
        posture=st.sampled_from(["", "wall"]),
        stretch=st.booleans(),
        wait=st.booleans(),
        grade=st.sampled_from(["", "light"]),
        note=st.sampled_from(["", "Mind this."]),
    ),
    max_size=3,
)


def planned(routine: Routine, wanted: PlanOptions, given: list[RoutineLimit]) -> SessionPlan | None:
    """Plan, or None where it is refused with a line of its own."""
    try:
        return plan_session(routine, wanted, given)
    except (Misuse, Held) as error:
        assert str(error) and "\n" not in str(error)
        return None


@given(routines, options, limits)
@examples(300)
def test_no_step_is_outside_the_bounds(routine: Routine, wanted: PlanOptions, given: list[RoutineLimit]) -> None:
    found = planned(routine, wanted, given)
    if found is None:
        return
    for step in found.steps:
        assert step.kind in KINDS
        assert step.least <= step.seconds <= step.most
        assert step.title and step.cue and step.sources
        if step.kind == "heat":
            assert step.tool == "heat" and step.side is None
            assert step.least >= 600 and step.most <= 900
        if step.kind == "hold":
            least, most = HOLD[step.tool or ""]
            assert least <= step.least and step.most <= most
            assert step.spot and len(step.title) <= 40
        if step.kind == "rest":
            assert step.least >= 10
        if step.kind == "stretch":
            assert step.most == max(30, step.seconds) <= 60
        if step.kind == "exercise":
            part = step.exercise
            assert part and step.seconds == (part.hold_seconds or part.repetitions * part.repetition_seconds)
            assert step.least >= 1 and step.most <= (60 if part.hold_seconds else 450)
        if step.kind == "rate":
            assert step.seconds == 0
    assert sum(step.kind == "heat" for step in found.steps) <= 1
    assert found.total_seconds == sum(step.seconds for step in found.steps)
    holds = [step for step in found.steps if step.kind == "hold"]
    assert found.total_seconds <= (1800 if holds else 2700)
    pressed = wanted.press and any(isinstance(part, Hold) for part in routine.steps)
    assert bool(holds) == pressed == (found.tool is not None)
    assert {step.kind for step in found.steps} != {"rate"}
    assert found.pressure_seconds == sum(step.seconds for step in holds) <= 300
    assert sum(step.most for step in holds) <= 300, "no key can lengthen pressure past five minutes"
    assert found.steps[0].kind == found.steps[-1].kind == "rate"


@given(routines, options, limits)
@examples(300)
def test_limits_are_kept(routine: Routine, wanted: PlanOptions, given: list[RoutineLimit]) -> None:
    found = planned(routine, wanted, given)
    if found is None:
        return
    left = combine_limits(given)
    kinds = {step.kind for step in found.steps}
    holds = [step for step in found.steps if step.kind == "hold"]
    if not left.heat or not wanted.heat or wanted.quick:
        assert "heat" not in kinds
    for step in found.steps:
        if step.kind == "heat":
            assert step.most <= left.heat_most
            assert left.heat_note in step.cue
    assert {step.tool for step in holds} <= set(left.tools)
    assert found.tool is None or (found.tool in left.tools and found.tool in routine.tools)
    assert all(step.most <= left.hold_most[step.tool or ""] for step in holds)
    assert len({step.spot for step in holds}) <= left.spots_most
    for spot in {step.spot for step in holds}:
        for side in {step.side for step in holds if step.spot == spot}:
            assert sum(s.spot == spot and s.side == side for s in holds) <= left.presses_most
    if not left.body_weight:
        first = {hold.spot: hold for hold in reversed(routine.steps) if isinstance(hold, Hold)}
        ways = [first[step.spot].ways.ways_by_tool().get(step.tool) for step in holds]
        assert all(way is not None and way.posture not in ("chair", "floor") for way in ways)
    if not left.stretch and all(p.end_range for p in routine.steps if isinstance(p, Stretch)):
        assert "stretch" not in kinds
    if left.light:
        assert all("light" in step.feel.lower() for step in holds)
    assert found.wait == left.wait
    assert set(left.notes) <= set(found.notes)


@given(routines, options, limits)
@examples(200)
def test_both_sides_get_the_same_time_one_after_the_other(
    routine: Routine, wanted: PlanOptions, given: list[RoutineLimit]
) -> None:
    found = planned(routine, wanted, given)
    if found is None:
        return

    def on(side: str) -> list[tuple[object, ...]]:
        return [(s.kind, s.title, s.seconds, s.most, s.tool, s.spot) for s in found.steps if s.side == side]

    if wanted.side == "both":
        assert on("left") == on("right")
        for _, run in groupby(found.steps, lambda step: step.kind in ("stretch", "move", "heat", "rate")):
            sides = [side for side, _ in groupby(step.side for step in run if step.kind == "hold" and step.side)]
            assert sides in ([], ["left", "right"])
    else:
        assert {s.side for s in found.steps} <= {None, wanted.side}


@given(routines, options, limits)
@examples(200)
def test_quick_takes_five_minutes_at_most(routine: Routine, wanted: PlanOptions, given: list[RoutineLimit]) -> None:
    found = planned(routine, msgspec.structs.replace(wanted, quick=True), given)
    if found is not None:
        assert found.total_seconds <= 300
        assert not [step for step in found.steps if step.kind == "heat"]


@given(routines, options, limits)
@examples(200)
def test_every_hold_is_led_in_and_followed_by_a_rest(
    routine: Routine, wanted: PlanOptions, given: list[RoutineLimit]
) -> None:
    found = planned(routine, wanted, given)
    if found is None:
        return
    finding = [step for step in found.steps if step.title.startswith("Find the")]
    sides = {step.side for step in found.steps if step.kind == "hold"}
    assert {step.side for step in finding} in (set(), sides) and len(finding) <= len(sides)
    assert all(step.seconds <= 30 for step in finding)
    # Once one is placed, the spot is looked for; then it is pressed.
    placed = [step for step in found.steps if step not in finding]
    assert all(found.steps[found.steps.index(step) - 1].title == "Get ready" for step in finding)
    assert all(found.steps[found.steps.index(step) + 1].kind == "hold" for step in finding)
    for before, step, after in zip(placed, placed[1:], placed[2:], strict=False):
        if step.kind == "hold":
            assert (before.kind, before.title) == ("prepare", "Get ready")
            assert before.seconds == (min(wanted.lead_in, 20) if wanted.quick else wanted.lead_in)
            assert after.kind == "rest"
            assert (before.side, before.spot) == (step.side, step.spot)


@given(routines, options, limits, limits)
@examples(150)
def test_another_limit_never_gives_more(
    routine: Routine, wanted: PlanOptions, given: list[RoutineLimit], more: list[RoutineLimit]
) -> None:
    # A lengthened lead-in can push presses out; pressure alone must never grow where the tool stays the same.
    narrow, wide = planned(routine, wanted, [*given, *more]), planned(routine, wanted, given)
    if narrow is None:
        return
    assert wide is not None or wanted.hold is not None, "what was refused stays refused"
    if wide is not None:
        heat_narrow, heat_wide = (sum(step.seconds for step in p.steps if step.kind == "heat") for p in (narrow, wide))
        assert heat_narrow <= heat_wide


@given(routines, options, limits)
@examples(50)
def test_the_order_of_limits_makes_no_difference(
    routine: Routine, wanted: PlanOptions, given: list[RoutineLimit]
) -> None:
    given = [msgspec.structs.replace(one, id=f"{one.id}-{number}") for number, one in enumerate(given)]
    assert planned(routine, wanted, given) == planned(routine, wanted, given[::-1])


@pytest.mark.parametrize("routine", SHIPPED, ids=lambda routine: routine.name)
def test_a_shipped_routine_as_it_comes_warms_ten_minutes_and_presses_five_at_most(routine: Routine) -> None:
    found = plan_session(routine, PlanOptions())
    heat = [step for step in found.steps if step.kind == "heat"]
    assert [step.seconds for step in heat] == [600]
    assert 60 <= found.pressure_seconds <= 300
    kinds = [kind for kind, _ in groupby(step.kind for step in found.steps)]
    assert kinds.index("heat") < kinds.index("hold") < kinds.index("rest") < kinds.index("move")
    assert found.tool == routine.tools[0]
    assert {step.side for step in found.steps if step.kind == "hold"} == {"left", "right"}


@pytest.mark.parametrize("routine", SHIPPED, ids=lambda routine: routine.name)
def test_every_tool_of_a_shipped_routine_is_used_somewhere(routine: Routine) -> None:
    for tool in routine.tools:
        holds = [step for step in plan_session(routine, PlanOptions(tool=tool)).steps if step.kind == "hold"]
        assert tool in {step.tool for step in holds}


def test_the_change_of_sides_is_said() -> None:
    cues = [step.cue for step in plan_session(NECK, PlanOptions()).steps if step.title == "Get ready"]
    assert cues[0].startswith("Left side. ")
    assert sum(cue.startswith("Change sides. Right side. ") for cue in cues) == 1
    one = [step.cue for step in plan_session(NECK, PlanOptions(side="right")).steps]
    assert not [cue for cue in one if "Change sides" in cue or "left side" in cue.lower()]


def test_a_stretch_says_its_side() -> None:
    both = [step.cue.partition(" side. ")[0] for step in of_kind(plan_session(NECK, PlanOptions()), "stretch")]
    right = [
        step.cue.partition(" side. ")[0] for step in of_kind(plan_session(NECK, PlanOptions(side="right")), "stretch")
    ]
    assert (both, right) == (["Left", "Now the right"], ["Right"])


def test_one_side_leaves_room_that_both_sides_fill() -> None:
    both = plan_session(SHOULDER, PlanOptions(hold=60)).pressure_seconds
    left = plan_session(SHOULDER, PlanOptions(hold=60, side="left")).pressure_seconds
    assert both == 240, "two presses of a minute a side; a third would pass five minutes"
    assert left == 180


def test_a_ball_for_the_neck_stays_on_the_shoulder_and_fingers_do_the_rest() -> None:
    holds = [step for step in plan_session(NECK, PlanOptions(tool="ball")).steps if step.kind == "hold"]
    assert {(step.spot, step.tool) for step in holds} == {("upper-trapezius", "ball"), ("neck-back", "fingers")}


def test_strokes_are_offered_to_fingers_only() -> None:
    fingers = " ".join(step.cue for step in plan_session(SHOULDER, PlanOptions(tool="fingers")).steps)
    ball = " ".join(step.cue for step in plan_session(SHOULDER, PlanOptions(tool="ball")).steps)
    assert "small circles" in fingers and "knead" in fingers
    assert "circles instead" not in ball and "knead" not in ball


EFFECTS = [
    {"heat": False},
    {"heat_most": 600},
    {"heat_note": "Warm only."},
    {"tools": ["fingers"]},
    {"hold_most": 30},
    {"hold_most_fingers": 10},
    {"presses_most": 1},
    {"spots_most": 1},
    {"posture": "wall"},
    {"stretch": False},
    {"wait": True},
    {"note": "Mind this."},
    {"grade": "light"},
]


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: next(iter(effect)))
def test_each_limit_changes_the_plan_or_its_notes(effect: dict[str, object]) -> None:
    assert plan_session(NECK, PlanOptions(), [limit(**effect)]) != plan_session(NECK, PlanOptions())


def pressed(found: SessionPlan) -> list[Step]:
    return [step for step in found.steps if step.kind == "hold"]


def of_kind(found: SessionPlan, kind: str) -> list[Step]:
    return [step for step in found.steps if step.kind == kind]


@pytest.mark.parametrize(
    ("effect", "change"),
    [
        ({"heat": False}, lambda p: not of_kind(p, "heat")),
        ({"heat_most": 600}, lambda p: [s.most for s in of_kind(p, "heat")] == [600]),
        ({"heat_note": "Warm only."}, lambda p: of_kind(p, "heat")[0].cue.endswith("Warm only.")),
        ({"tools": ["ball"]}, lambda p: {s.tool for s in pressed(p)} == {"ball"}),
        ({"hold_most_fingers": 10}, lambda p: {s.seconds for s in pressed(p)} == {10}),
        ({"presses_most": 1}, lambda p: len(pressed(p)) == 4),
        ({"spots_most": 1}, lambda p: {s.spot for s in pressed(p)} == {"upper-trapezius"}),
        ({"stretch": False}, lambda p: not of_kind(p, "stretch")),
        ({"wait": True}, lambda p: p.wait),
        ({"note": "Mind this."}, lambda p: p.notes[0] == "Mind this."),
        ({"grade": "light"}, lambda p: all(s.feel.startswith("Light only") for s in pressed(p))),
    ],
)
def test_a_limit_does_what_it_says(effect: dict[str, object], change: Callable[[SessionPlan], bool]) -> None:
    assert change(plan_session(NECK, PlanOptions(), [limit(**effect)]))


def test_the_longest_hold_of_a_limit_holds_for_ball_and_keys() -> None:
    holds = pressed(plan_session(SHOULDER, PlanOptions(side="left", hold=60), [limit(hold_most=40)]))
    assert {(step.seconds, step.most) for step in holds} == {(40, 40)}


@pytest.mark.parametrize("effect", [{"offered": False}, {"today": False}])
def test_a_region_that_limits_exclude_is_held_with_the_reason(effect: dict[str, object]) -> None:
    with pytest.raises(Held, match=r"No session for neck now\. Limit some\."):
        plan_session(NECK, PlanOptions(), [limit(**effect)])


def test_limits_that_leave_no_tool_hold() -> None:
    with pytest.raises(Held, match="no way of pressing is left"):
        plan_session(NECK, PlanOptions(), [limit("one", tools=["roller"])])


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        (PlanOptions(side="middle"), "left, right, both"),
        (PlanOptions(tool="elbow"), "fingers, ball, roller"),
        (PlanOptions(tool="roller"), "It takes: fingers, ball"),
        (PlanOptions(heat_minutes=9), "from 10 to 15"),
        (PlanOptions(heat_minutes=16), "from 10 to 15"),
        (PlanOptions(heat_minutes=0), "from 10 to 15"),
        (PlanOptions(hold=9), "from 10 to 30"),
        (PlanOptions(hold=31), "from 10 to 30"),
        (PlanOptions(hold=0), "from 10 to 30"),
        (PlanOptions(tool="ball", hold=29), "from 30 to 60"),
        (PlanOptions(tool="ball", hold=61), "from 30 to 60"),
        (PlanOptions(lead_in=4), "5 to 60"),
        (PlanOptions(lead_in=61), "5 to 60"),
    ],
)
def test_an_option_out_of_bounds_is_refused_with_what_is_allowed(wanted: PlanOptions, part: str) -> None:
    with pytest.raises(Misuse, match=part):
        plan_session(NECK, wanted)


def test_a_tool_that_limits_take_away_is_refused_with_what_is_left() -> None:
    with pytest.raises(Misuse, match="It takes: fingers"):
        plan_session(NECK, PlanOptions(tool="ball"), [limit(tools=["fingers"])])


def test_places_to_keep_off_are_in_the_notes_and_heat_only_ones_go_with_the_heat() -> None:
    def zone(id: str, press: bool, heat: bool) -> Zone:
        return Zone(id=id, name=f"the {id}", why="why", regions=("all",), press=press, heat=heat, sources=("own",))

    zones = [
        zone("neck-front", press=False, heat=True),
        zone("tender-skin", press=False, heat=False),
        zone("no-heat", press=True, heat=False),
        zone("elsewhere", press=False, heat=False),
    ]
    assert plan_session(NECK, PlanOptions(), (), zones).notes == (
        "Do not press: the neck-front.",
        "Do not press or warm: the tender-skin.",
        "Do not warm: the no-heat.",
    )
    assert plan_session(NECK, PlanOptions(heat=False), (), zones).notes == (
        "Do not press: the neck-front.",
        "Do not press: the tender-skin.",
    )


def test_every_refusal_is_a_known_failure() -> None:
    assert issubclass(Misuse, KnotError) and Misuse.code == 2
    assert issubclass(Held, KnotError) and Held.code == 3


@pytest.mark.parametrize("routine", SHIPPED, ids=lambda routine: routine.name)
def test_without_pressing_its_heat_stretches_and_movement_stay_as_they_were(routine: Routine) -> None:
    kept = ("heat", "stretch", "move", "rate")
    whole, rest = plan_session(routine, PlanOptions()), plan_session(routine, PlanOptions(press=False))
    assert rest.steps == tuple(step for step in whole.steps if step.kind in kept)
    assert (rest.tool, rest.pressure_seconds) == (None, 0)
    assert {"heat", "move"} <= {step.kind for step in rest.steps}


def test_without_pressing_no_place_is_named_where_not_to_press() -> None:
    zone = Zone(id="spine", name="the spine", why="bone", regions=("neck",), sources=("own",))
    warm = msgspec.structs.replace(zone, id="no-heat", name="broken skin", heat=False, press=True)
    routine = msgspec.structs.replace(NECK, zones=("spine", "no-heat"))
    options = PlanOptions(press=False)
    assert plan_session(routine, options, (), (zone, warm)).notes == ("Do not warm: broken skin.",)
    assert plan_session(routine, msgspec.structs.replace(options, heat=False), (), (zone, warm)).notes == ()


def test_where_no_tool_may_press_the_rest_stays_open() -> None:
    closed = limit(tools=())
    with pytest.raises(Held, match="no way of pressing"):
        plan_session(NECK, PlanOptions(), [closed])
    assert plan_session(NECK, PlanOptions(press=False), [closed]).tool is None
    with pytest.raises(Held, match="None of this today"):
        plan_session(NECK, PlanOptions(press=False), [limit(today=False, text="None of this today.")])


def _exercises(*parts: dict[str, object]) -> Routine:
    step = {"kind": "exercise", "title": "Chin in", "cue": "Chin back, and let go.", "sources": ["own"]}
    data = {"name": "physio", "region": "neck", "title": "Mine", "asks": ["neck"], "sources": ["own"]}
    return msgspec.convert({**data, "step": [{**step, **part} for part in parts]}, Routine)


def test_an_exercise_is_led_in_and_has_a_rest_between_two_sets_on_each_side() -> None:
    routine = _exercises(
        {"sets": 2, "repetitions": 8, "repetition_seconds": 4, "rest_seconds": 60, "sides": True}, {"hold_seconds": 20}
    )
    found = plan_session(routine, PlanOptions(lead_in=15))
    assert [(step.kind, step.side, step.seconds) for step in found.steps] == [
        ("rate", None, 0),
        *[
            (kind, side, seconds)
            for side in ("left", "right")
            for kind, seconds in (("prepare", 15), ("exercise", 32), ("rest", 60), ("exercise", 32))
        ],
        ("prepare", None, 15),
        ("exercise", None, 20),
        ("rate", None, 0),
    ]
    assert (found.tool, found.total_seconds) == (None, 2 * 139 + 35)
    one = plan_session(routine, PlanOptions(side="right"))
    assert {step.side for step in one.steps if step.exercise} == {"right", None}
    quick = plan_session(routine, PlanOptions(quick=True))
    assert [step.kind for step in quick.steps].count("exercise") == 3, "one set each"


def test_what_a_professional_gave_is_never_left_out_in_silence() -> None:
    long = _exercises({"sets": 6, "repetitions": 29, "repetition_seconds": 15, "rest_seconds": 10})
    assert plan_session(long, PlanOptions()).total_seconds == 2670
    with pytest.raises(Misuse, match="lead-in"):
        plan_session(long, PlanOptions(lead_in=60))
    with pytest.raises(Misuse, match="quick"):
        plan_session(long, PlanOptions(quick=True))


def test_exercises_with_heat_name_what_is_never_warmed_though_no_zones_are_given() -> None:
    warm = Zone(id="no-heat", name="broken skin", why="w", regions=("neck",), heat=False, sources=("own",))
    heat = {"kind": "heat", "title": "Warm", "cue": "A warm towel.", "seconds": 600}
    data = _exercises({"repetitions": 5}, heat)
    assert plan_session(data, PlanOptions(), (), (warm,)).notes == ("Do not warm: broken skin.",)
    assert plan_session(data, PlanOptions(heat=False), (), (warm,)).notes == ()
