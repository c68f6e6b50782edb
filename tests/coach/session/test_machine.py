import pytest
from msgspec.structs import replace

from knotcli.coach.routines.routine_file import Exercise
from knotcli.coach.session.events import (
    Allowed,
    AskGate,
    Cue,
    Ending,
    Finished,
    Rated,
    Refused,
    Resumed,
    StepBegun,
    StepEnded,
    StopMenu,
    Tick,
    TypedLine,
    Unreadable,
)
from knotcli.coach.session.machine import ends_at, next_moment
from knotcli.coach.session.state import EarlierDose
from support.rehearsal import RATE, RULES, Rehearsal, a_step, cues, rated

REST = a_step("rest", 15)
HOLD = a_step("hold", 30, "left", spot="spot")
READY = a_step("prepare", 10, "left", title="Get ready", spot="spot")
STRETCH = a_step("stretch", 20, "left")
MOVE = a_step("move", 60)
HEAT = a_step("heat", 600)
BALL = a_step("hold", 60, "left", least=30, most=60, spot="spot")
TIMED = [a_step("prepare", 20), HEAT, HOLD, REST, STRETCH, MOVE]
each_timed = pytest.mark.parametrize("step", TIMED, ids=lambda s: s.kind)


def test_a_whole_session_runs_by_itself_between_the_ratings() -> None:
    act = Rehearsal(rated(HEAT, HOLD, REST, STRETCH, MOVE), after=3)
    act.wait(2000)
    assert [(e.step.kind, e.seconds, e.outcome) for e in act.ended] == [
        ("heat", 600, "done"),
        ("hold", 30, "done"),
        ("rest", 15, "done"),
        ("stretch", 20, "done"),
        ("move", 60, "done"),
    ]
    assert act.ratings == [Rated("before", 5), Rated("after", 3)]
    assert act.finished == [Finished("complete")]
    assert (act.state.heat, act.state.pressure) == (600, 30)


def test_each_step_begins_where_the_one_before_ended_however_late_each_look_is() -> None:
    act = Rehearsal(rated(*[HOLD, REST] * 8), after=3)
    start = act.now.mono
    ends = []
    while not act.state.status:
        due = ends_at(act.state)
        assert due is not None
        ends.append(due - start)
        act.wait(due - act.now.mono + 0.3, late=0.3)
    assert ends == [pytest.approx(sum([30, 15][n % 2] for n in range(k + 1))) for k in range(16)]
    assert act.credited("hold") == 240


def test_a_look_that_comes_late_by_less_than_a_gap_ends_several_short_steps_in_order() -> None:
    quick = [a_step("move", 1, least=1) for _ in range(3)]
    act = Rehearsal(rated(*quick, HOLD))
    act.unseen(1.9)
    act.send(Tick())
    assert [e.outcome for e in act.ended] == ["done"]
    assert act.elapsed == pytest.approx(0.9)


# Keys, in each kind of step


@each_timed
def test_space_pauses_and_goes_on_without_crediting_the_time_between(step) -> None:
    act = Rehearsal(rated(step, HOLD))
    act.wait(4)
    assert cues(act.keys("space")) == ["paused"]
    act.wait(500)
    assert act.elapsed == 4
    assert cues(act.keys("space")) == ["on"]
    act.wait(2)
    assert act.elapsed == 6


@each_timed
@pytest.mark.parametrize(("after", "outcome"), [(0.4, "skipped"), (4.0, "cut")])
def test_n_ends_a_step_with_what_it_had(step, after, outcome) -> None:
    act = Rehearsal(rated(step, MOVE))
    act.wait(after)
    ended, begun = act.keys("n")
    assert ended == StepEnded(1, step, pytest.approx(after), outcome)
    assert begun == StepBegun(2, MOVE, 60)


@each_timed
@pytest.mark.parametrize("mode", ["paused", "away", "waiting"])
def test_n_and_b_work_while_the_time_stands_still(step, mode) -> None:
    act = Rehearsal(rated(step, MOVE), wait=mode == "waiting")
    if mode == "paused":
        act.keys("space")
    elif mode == "away":
        act.unseen(60)
        act.send(Tick())
    assert act.state.mode == mode
    act.keys("b")
    assert act.state.index == 1
    act.keys("n")
    assert act.state.index == 2


def test_b_begins_a_step_again_and_what_it_had_still_counts() -> None:
    act = Rehearsal(rated(HOLD, REST))
    act.wait(12)
    assert act.keys("b")[:2] == [StepEnded(1, HOLD, 12, "cut"), StepBegun(1, HOLD, 30)]
    assert act.state.pressure == 12


def test_b_in_the_first_seconds_takes_the_step_before() -> None:
    act = Rehearsal(rated(HOLD, REST))
    act.wait(31)
    assert act.state.step is REST
    act.wait(1)
    assert act.keys("b") == [StepEnded(2, REST, 2, "cut"), StepBegun(1, HOLD, 30), Cue("again")]


def test_b_never_goes_back_into_the_rating_before() -> None:
    act = Rehearsal(rated(HOLD))
    assert act.keys("b") == [StepBegun(1, HOLD, 30), Cue("again")]


def test_plus_adds_ten_seconds_up_to_the_most_of_the_step() -> None:
    act = Rehearsal(rated(a_step("hold", 15)))
    assert cues(act.keys("+", "+", "+")) == ["longer", "longer", "bound"]
    assert act.state.length == 30
    assert act.wait(31)[0] == Cue("ten")
    assert act.credited("hold") == 30


def test_plus_says_ten_seconds_a_second_time_when_they_come_again() -> None:
    act = Rehearsal(rated(a_step("hold", 20)))
    assert cues(act.wait(11)) == ["ten"]
    act.keys("+")
    assert cues(act.wait(9)) == ["ten"]


@each_timed
def test_plus_never_passes_the_most_of_any_step(step) -> None:
    act = Rehearsal(rated(step))
    act.keys(*["+"] * 100)
    assert act.state.length == step.most


def test_e_halves_what_is_left_of_a_hold_and_makes_later_ones_their_shortest() -> None:
    act = Rehearsal(rated(HOLD, REST, HOLD))
    act.wait(10)
    assert cues(act.keys("e")) == ["eased"]
    assert act.remaining == 10
    act.wait(10 + 15)
    assert act.state.length == 10
    assert act.ended[0] == StepEnded(1, HOLD, 20, "done")


def test_e_outside_a_hold_is_remembered_for_the_next() -> None:
    act = Rehearsal(rated(REST, HOLD))
    act.keys("e")
    assert act.state.length == 15
    act.wait(16)
    assert act.state.length == 10


@pytest.mark.parametrize("key", ["n", "b", "+", "e", "space", "r", "q", "enter", "z", "5"])
def test_while_stopping_no_other_key_moves_time_on(key) -> None:
    act = Rehearsal(rated(HOLD, REST))
    act.wait(5)
    act.keys("x", key)
    act.wait(60)
    assert act.elapsed == 5 or act.finished == [Finished("partial")]
    assert act.state.mode == ("ended" if key == "q" else "stopping")


@each_timed
@pytest.mark.parametrize("number", [1, 2])
def test_x_and_a_digit_stop_at_once_with_the_reason(step, number) -> None:
    act = Rehearsal(rated(step, MOVE))
    act.wait(6)
    assert cues(act.keys("x")) == ["paused"]
    act.wait(30)
    assert act.keys(str(number)) == [
        StepEnded(1, step, 6, "stopped"),
        Finished("stopped", ["chest", "numb"][number - 1]),
    ]


@each_timed
def test_enough_ends_it_as_q_does_with_the_rating(step) -> None:
    act = Rehearsal(rated(step, MOVE))
    act.wait(6)
    effects = act.keys("x", "3")
    assert StopMenu(False) in effects and StepEnded(1, step, 6, "cut") in effects
    if step.kind not in ("prepare", "rest"):  # those give nothing that could be rated
        assert (act.state.mode, act.state.index) == ("rating", 3)
        act.keys("4", "enter")
        assert act.ratings[-1] == Rated("after", 4)
    assert act.finished == [Finished("partial")]


@pytest.mark.parametrize("keys", [("x", "3"), ("q",), ("n", "n")])
def test_enough_at_the_rating_or_leaving_it_out_then_ends_it(keys: tuple[str, ...]) -> None:
    act = Rehearsal(rated(HOLD, MOVE))
    act.wait(6)
    act.keys("x", "3", *keys)
    assert act.finished == [Finished("partial")]


@pytest.mark.parametrize("key", ["x", "esc"])
def test_nothing_of_this_goes_back_to_a_pause_and_a_safety_key_pressed_twice_does_not(key) -> None:
    act = Rehearsal(rated(HOLD))
    act.wait(6)
    assert act.keys(key, key)[-1] == StopMenu(True)
    assert act.state.mode == "stopping"
    assert act.keys("0") == [StopMenu(False)]
    assert (act.state.mode, act.elapsed) == ("paused", 6)


def test_the_stop_menu_ends_and_keeps_too_and_is_turned_over() -> None:
    act = Rehearsal(rated(HOLD))
    act.wait(6)
    act.keys("x", "space", "right", "left")
    assert (act.state.mode, act.state.page) == ("stopping", 1)
    act.keys(str(len(RULES) + 1))
    assert act.finished == [Finished("partial")]


@pytest.mark.parametrize(
    ("arrow", "letter"), [("right", "n"), ("left", "b"), ("up", "+"), ("down", "e"), ("enter", "n"), ("esc", "x")]
)
@pytest.mark.parametrize("kind", ["heat", "hold", "move"])
def test_each_act_has_a_key_that_every_layout_types(arrow, letter, kind) -> None:
    seen = []
    for key in (arrow, letter):
        act = Rehearsal(rated(a_step(kind, 600 if kind == "heat" else 30, most=700), a_step("rest", 15)))
        act.wait(5)
        act.keys(key)
        seen.append((act.effects, act.state))
    assert seen[0] == seen[1]


# What is kept is judged again


def test_nothing_goes_on_after_a_pause_or_a_question_before_what_is_kept_was_judged() -> None:
    act = Rehearsal(rated(HOLD, REST), open_gate=False, before=None)
    act.keys("5", "enter")
    assert (act.state.mode, act.state.asked) == ("judging", 1)
    act.wait(100)
    act.keys("r", "e")
    assert (act.state.mode, act.elapsed, act.state.eased) == ("judging", 0, 1)
    act.send(Allowed(1))
    act.wait(5)
    assert (act.state.mode, act.elapsed) == ("running", 5)
    for again, key in enumerate(("space", "n"), 2):
        act.keys("space", key)
        assert (act.state.mode, act.state.asked) == ("judging", again)
        act.send(Allowed(again - 1))
        assert act.state.mode == "judging"  # that answer was given before the pause
        act.send(Allowed(again))
        assert act.state.mode == "running"


def test_while_what_is_kept_cannot_be_read_it_stays_paused_and_says_so() -> None:
    act = Rehearsal(rated(HOLD), open_gate=False)
    act.wait(5)
    act.keys("space", "space")
    assert act.send(Unreadable(1)) == [Cue("unreadable")]
    assert (act.state.mode, act.elapsed) == ("paused", 5)
    act.keys("space")
    act.keys("x")
    act.send(Allowed(2))
    assert act.state.mode == "stopping"


@pytest.mark.parametrize("keys", [(), ("space", "space"), ("space",), ("x",), ("?",)])
def test_what_is_kept_ends_a_session_that_runs_or_would_and_no_answer_is_taken_from_anybody(keys) -> None:
    act = Rehearsal(rated(HOLD), open_gate=False)
    act.wait(5)
    act.keys(*keys)
    act.send(Refused())
    ends = keys in ((), ("space", "space"))
    assert bool(act.finished) == ends
    if not ends:
        assert act.state.mode in ("paused", "stopping", "help")


@pytest.mark.parametrize("kind", ["before", "after"])
def test_x_works_while_a_rating_is_asked_and_goes_back_to_it(kind) -> None:
    act = Rehearsal(rated(HOLD), before=None if kind == "before" else 5)
    if kind == "after":
        act.wait(31)
    act.keys("x", "0")
    assert act.state.mode == "rating"
    assert act.keys("x", "1") == [Cue("paused"), StopMenu(True), Finished("stopped", "chest")]


@each_timed
def test_q_ends_and_keeps_what_was_done(step) -> None:
    act = Rehearsal(rated(step, MOVE))
    act.wait(7)
    assert act.keys("q") == [StepEnded(1, step, 7, "cut"), Finished("partial")]
    assert act.keys("n", "x", "space") == []
    assert act.wait(100) == []


@each_timed
def test_help_stands_the_time_still_and_any_key_leads_back_to_a_pause(step) -> None:
    act = Rehearsal(rated(step))
    act.wait(3)
    act.keys("?")
    act.wait(30)
    act.keys("n")
    assert (act.state.mode, act.state.index, act.elapsed) == ("paused", 1, 3)


def test_x_is_heard_on_the_help_page_too() -> None:
    act = Rehearsal(rated(HOLD))
    act.keys("?", "x")
    assert act.state.mode == "stopping"


@pytest.mark.parametrize("mode", ["rating", "waiting", "away"])
def test_help_leads_back_to_where_it_was_asked_for(mode) -> None:
    act = Rehearsal(rated(HOLD), before=None if mode == "rating" else 5, wait=mode == "waiting")
    if mode == "away":
        act.unseen(60)
        act.send(Tick())
    act.keys("?", "?")
    assert act.state.mode == mode


# Ratings


@pytest.mark.parametrize(("typed", "score"), [("7", 7), ("10", 10), ("0", 0), ("07", 7), ("1B2", 2), ("1z0", 10)])
def test_a_rating_is_typed_and_confirmed(typed, score) -> None:
    act = Rehearsal(rated(HOLD), before=None)
    names = {"B": "backspace"}
    act.keys(*[names.get(c, c) for c in typed], "enter")
    assert act.ratings == [Rated("before", score)]


@pytest.mark.parametrize("typed", ["11", "99", "105", "12"])
def test_a_number_over_ten_is_answered_with_the_scale_and_kept_out(typed) -> None:
    act = Rehearsal(rated(HOLD), before=None)
    assert "scale" in cues(act.keys(*typed))
    assert act.ratings == []
    assert act.state.mode == "rating"


def test_enter_alone_is_no_rating() -> None:
    act = Rehearsal(rated(HOLD), before=None)
    assert act.keys("enter") == [Cue("scale")]
    assert act.state.mode == "rating"


def test_n_leaves_a_rating_out() -> None:
    act = Rehearsal(rated(HOLD), before=None)
    assert act.keys("4", "n") == [Cue("leave-out")]
    assert (act.ratings, act.state.mode, act.state.typed) == ([], "rating", "4")
    act.keys("n")
    assert (act.ratings, act.state.index, act.state.mode) == ([], 1, "running")


@pytest.mark.parametrize("text", ["-1", "11", "5.5", "ten", "", "100", "１１"])
def test_a_line_that_is_no_rating_is_answered_with_the_scale(text) -> None:
    act = Rehearsal(rated(HOLD), before=None)
    assert act.send(TypedLine(text)) == [Cue("scale")]
    assert act.ratings == []


def test_a_line_is_taken_as_the_rating_and_only_where_one_is_asked() -> None:
    act = Rehearsal(rated(HOLD), before=None)
    assert act.send(TypedLine("10"))[0] == Rated("before", 10)
    assert act.send(TypedLine("3")) == []
    act.wait(31)
    assert act.send(TypedLine("3")) == [Rated("after", 3), Finished("complete")]


def test_a_long_thought_before_a_rating_is_no_absence() -> None:
    act = Rehearsal(rated(HOLD), before=None)
    act.unseen(3000, wall=9000)
    act.keys("4", "enter")
    assert (act.state.mode, act.elapsed) == ("running", 0)
    act.wait(3)
    assert (act.state.mode, act.elapsed) == ("running", 3)


# Waiting for the person


def test_with_wait_each_step_begins_with_a_key() -> None:
    act = Rehearsal(rated(HOLD, REST), wait=True)
    act.wait(100)
    assert (act.state.mode, act.elapsed) == ("waiting", 0)
    assert next_moment(act.state, act.now) is None
    assert act.keys("space") == [Cue("start"), AskGate(1)]
    act.wait(31)
    assert (act.state.mode, act.state.step) == ("waiting", REST)


def test_a_change_of_sides_is_told() -> None:
    right = a_step("hold", 30, "right")
    act = Rehearsal(rated(HOLD, REST, right, right))
    act.wait(30 + 15 + 30 + 1)
    assert [b.changed_side for b in act.begun] == [False, False, True, False]


# Cues


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (BALL, {30: "half", 50: "ten"}),
        (HOLD, {20: "ten"}),
        (a_step("hold", 15), {}),
        (STRETCH, {10: "ten"}),
        (HEAT, {300: "skin"}),
        (MOVE, {}),
        (a_step("rest", 30), {}),
    ],
    ids=["60 s hold", "30 s hold", "15 s hold", "stretch", "heat", "move", "rest"],
)
def test_cues_come_once_and_on_their_second(step, expected) -> None:
    act = Rehearsal(rated(step))
    found = {}
    for second in range(1, step.seconds):
        for name in cues(act.wait(1)):
            found[second] = name
    assert found == expected


# Time that nobody saw


@pytest.mark.parametrize(
    ("mono", "wall"),
    [(2.1, 2.1), (90, 90), (0.5, 600), (0.5, -3600), (1.0, 4.0), (1.0, -2.5)],
    ids=["stopped 2 s", "stopped 90 s", "asleep", "clock set back", "a little forward", "a little back"],
)
@each_timed
def test_a_gap_or_a_clock_that_was_set_pauses_and_credits_nothing_of_it(step, mono, wall) -> None:
    act = Rehearsal(rated(step))
    act.wait(4)
    act.unseen(mono, wall)
    assert act.send(Tick()) == [Cue("away")]
    assert (act.state.mode, act.elapsed) == ("away", 4)
    act.wait(30)
    assert act.elapsed == 4


def test_a_clock_that_creeps_away_is_noticed_before_it_is_three_seconds_off() -> None:
    act = Rehearsal(rated(MOVE))
    for _ in range(6):
        act.unseen(1.0, wall=1.5)
        act.send(Tick())
    assert act.state.mode == "away"


def test_a_clock_that_is_held_right_by_small_steps_is_no_absence() -> None:
    act = Rehearsal(rated(MOVE))
    for n in range(40):
        act.unseen(1.0, wall=1.4 if n % 2 else 0.6)
        act.send(Tick())
    assert act.state.mode == "running"


def test_being_stopped_counts_as_absence_however_short() -> None:
    act = Rehearsal(rated(HOLD))
    act.wait(4)
    act.unseen(0.2)
    assert act.send(Resumed()) == [Cue("away")]
    assert act.elapsed == 4


@pytest.mark.parametrize(
    ("mono", "wall", "away"), [(90, 90, 90), (0, 3600, 3600), (5, 3600, 3600), (0.5, -3600, 0.5), (90, -100, 90)]
)
def test_how_long_one_was_away(mono, wall, away) -> None:
    act = Rehearsal(rated(HOLD))
    act.unseen(mono, wall)
    act.send(Tick())
    assert act.state.away == pytest.approx(away)


def test_a_gap_while_paused_is_none() -> None:
    act = Rehearsal(rated(HOLD))
    act.wait(4)
    act.keys("space")
    act.unseen(5000, wall=90_000)
    act.keys("space")
    act.wait(2)
    assert (act.state.mode, act.elapsed) == ("running", 6)


@pytest.mark.parametrize(("key", "left"), [("r", 30), ("space", 26)])
def test_after_an_absence_the_step_is_repeated_or_goes_on(key, left) -> None:
    act = Rehearsal(rated(HOLD))
    act.wait(4)
    act.unseen(60)
    act.send(Tick())
    act.keys(key)
    assert (act.state.mode, act.remaining) == ("running", left)
    assert act.ended == ([StepEnded(1, HOLD, 4, "cut")] if key == "r" else [])


def test_a_key_that_arrives_with_the_end_of_an_absence_finds_the_step_as_it_was_left() -> None:
    act = Rehearsal(rated(HOLD, REST))
    act.wait(4)
    act.unseen(600)
    assert act.keys("n")[:2] == [Cue("away"), StepEnded(1, HOLD, 4, "cut")]


def test_an_end_that_arrives_with_the_end_of_an_absence_credits_nothing_of_it() -> None:
    act = Rehearsal(rated(HOLD, REST))
    act.wait(4)
    act.unseen(600)
    assert act.send(Ending())[1:] == [StepEnded(1, HOLD, 4, "cut"), Finished("partial")]


# Bounds


def test_heat_comes_off_after_twenty_minutes_pauses_included() -> None:
    act = Rehearsal(rated(HEAT, HOLD))
    act.wait(300)
    act.keys("space")
    assert cues(act.wait(899)) == []
    assert act.wait(2) == [Cue("heat-off"), StepEnded(1, HEAT, 300, "cut"), StepBegun(2, HOLD, 30)]
    assert (act.state.mode, act.elapsed) == ("paused", 0)
    act.wait(60)
    assert act.elapsed == 0


@pytest.mark.parametrize("mode", ["help", "stopping", "paused"])
def test_heat_that_comes_off_leaves_the_page_that_is_open(mode) -> None:
    act = Rehearsal(rated(HEAT, HOLD))
    act.wait(10)
    act.keys({"help": "?", "stopping": "x", "paused": "space"}[mode])
    act.wait(1200)
    assert (act.state.mode, act.state.index) == (mode, 2)
    act.keys({"help": "a", "stopping": "0", "paused": "space"}[mode])
    assert act.state.mode == ("running" if mode == "paused" else "paused")


def test_heat_before_a_rating_leads_to_the_rating_when_it_comes_off() -> None:
    act = Rehearsal(rated(HEAT))
    act.wait(10)
    act.keys("space")
    act.wait(1200)
    assert act.state.mode == "rating"


@pytest.mark.parametrize(("mono", "wall"), [(1300, 1300), (3, 1300)], ids=["stopped", "asleep"])
def test_heat_that_lay_on_unseen_counts_against_the_twenty_minutes(mono, wall) -> None:
    act = Rehearsal(rated(HEAT, HOLD))
    act.wait(60)
    act.unseen(mono, wall)
    effects = act.send(Tick())
    assert cues(effects) == ["away", "heat-off"]
    assert act.ended == [StepEnded(1, HEAT, 60, "cut")]


def test_a_sleeping_machine_is_noticed_while_heat_is_paused() -> None:
    act = Rehearsal(rated(HEAT, HOLD))
    act.wait(60)
    act.keys("space")
    moment = next_moment(act.state, act.now)
    assert moment is not None
    assert moment - act.now.mono <= 10


def test_heat_again_and_again_stays_within_twenty_minutes_in_all() -> None:
    act = Rehearsal(rated(HEAT, HOLD))
    for _ in range(10):
        act.wait(400)
        act.keys("b", "b")
    act.wait(4000)
    assert act.credited("heat") <= 1200


def test_presses_repeated_with_b_stop_at_five_minutes_in_all() -> None:
    act = Rehearsal(rated(READY, HOLD, REST), after=3)
    for _ in range(30):
        while act.state.step.kind != "rest" and not act.state.status:
            act.wait(1)
        act.keys("b")
    assert act.credited("hold") <= 300
    assert act.state.room("hold") < 10


def test_a_hold_without_room_is_left_out_with_what_leads_to_it_and_follows_it() -> None:
    holds = [READY, BALL, REST] * 6
    act = Rehearsal(rated(*holds, MOVE), after=3)
    act.wait(5000)
    assert act.credited("hold") == 300
    assert [(e.step.kind, e.outcome) for e in act.ended[15:]] == [
        ("prepare", "skipped"),
        ("hold", "skipped"),
        ("rest", "skipped"),
        ("move", "done"),
    ]
    assert "full" in cues(act.effects)


def test_no_hold_is_begun_that_would_be_shorter_than_its_least() -> None:
    act = Rehearsal(rated(*[BALL] * 5, BALL), had=EarlierDose(other_pressure=20))
    act.wait(5000)
    assert [e.seconds for e in act.ended] == [60, 60, 60, 60, 40, 0]


def test_plus_takes_nothing_beyond_the_five_minutes() -> None:
    act = Rehearsal(rated(a_step("hold", 30, most=60)), had=EarlierDose(pressure=265))
    assert cues(act.keys("+", "+")) == ["longer", "bound"]
    assert act.state.length == 35


# Ends


def test_a_session_without_any_press_is_not_complete() -> None:
    act = Rehearsal(rated(HOLD, REST), after=3)
    act.keys("n", "n")
    assert act.finished == [Finished("partial")]


def test_leaving_at_the_rating_after_leaves_a_complete_session() -> None:
    act = Rehearsal(rated(HOLD))
    act.wait(31)
    assert act.keys("q") == [Finished("complete")]


def test_leaving_at_the_rating_before_leaves_a_partial_one() -> None:
    act = Rehearsal(rated(HOLD), before=None)
    assert act.keys("q") == [Finished("partial")]


@pytest.mark.parametrize("mode", ["rating", "paused", "away", "waiting", "stopping", "help", "running"])
def test_an_end_from_outside_gives_one_record_from_every_mode(mode) -> None:
    act = Rehearsal(rated(HOLD), before=None if mode == "rating" else 5, wait=mode == "waiting")
    if mode == "away":
        act.unseen(60)
        act.send(Tick())
    act.keys(*{"paused": ["space"], "stopping": ["x"], "help": ["?"]}.get(mode, []))
    assert act.state.mode == mode
    act.send(Ending())
    act.send(Ending())
    # Who is in the middle of saying that something is wrong has stopped the session.
    ended = Finished("stopped", "unsaid") if mode == "stopping" else Finished("partial")
    assert act.finished == [ended]


def test_the_end_of_input_ends_it() -> None:
    act = Rehearsal(rated(HOLD))
    assert act.keys("eof") == [Finished("partial")]


# Going on with an earlier one


def test_a_resumed_session_begins_at_its_step_and_counts_what_it_had() -> None:
    steps = rated(HEAT, HOLD, REST, HOLD)
    act = Rehearsal(steps, first=3, had=EarlierDose(heat=600, pressure=30), after=2)
    assert act.begun == [StepBegun(3, REST, 15)]
    assert act.ratings == []
    act.wait(100)
    assert (act.state.heat, act.state.pressure) == (600, 60)
    assert act.finished == [Finished("complete")]


def test_heat_that_may_have_been_had_unseen_is_not_put_on_again_beyond_the_bound() -> None:
    act = Rehearsal(rated(HEAT, HOLD), first=1, had=EarlierDose(other_heat=900))
    assert act.state.length == 300
    act = Rehearsal(rated(HEAT, HOLD), first=1, had=EarlierDose(other_heat=1190))
    assert act.state.step is HOLD
    assert cues(act.effects) == ["full"]


def test_the_rating_that_was_given_is_stored_in_its_place() -> None:
    act = Rehearsal((RATE, HOLD, RATE), before=6, after=2)
    assert act.effects[0] == Rated("before", 6)
    act.wait(31)
    assert act.effects[-2:] == [Rated("after", 2), Finished("complete")]


def test_too_much_heat_is_no_reason_for_shorter_holds() -> None:
    act = Rehearsal(rated(HEAT))
    assert cues(act.keys("e")) == ["less-heat"]
    assert act.state.eased == 0


@pytest.mark.parametrize(("kind", "credit"), [("heat", "heat"), ("stretch", "movement"), ("move", "movement")])
def test_where_nothing_is_to_be_pressed_heat_or_movement_makes_it_complete(kind, credit) -> None:
    act = Rehearsal(rated(a_step(kind, 60)), after=3)
    act.wait(100)
    assert act.finished == [Finished("complete")] and getattr(act.state, credit) == 60
    act = Rehearsal(rated(a_step(kind, 60)), after=3)
    act.keys("n")
    assert act.finished == [Finished("partial")]
    act = Rehearsal(rated(a_step(kind, 60), HOLD), after=3)
    act.wait(60)
    act.keys("n")
    assert (act.state.pressure, act.finished) == (0, [Finished("partial")])


SET = a_step("exercise", 30, exercise=Exercise(title="Chin in", cue="Back.", repetitions=10, sources=("own",)))


@pytest.mark.parametrize("key", ["n", "enter", "right"])
def test_one_key_says_that_a_set_is_done(key) -> None:
    act = Rehearsal(rated(SET, REST, SET), after=3)
    act.wait(20)
    act.keys(key)
    assert [(e.step.kind, e.outcome) for e in act.ended] == [("exercise", "done")]
    assert act.ended[0].seconds == pytest.approx(20)
    act.wait(100)
    assert act.finished == [Finished("complete")]
    assert act.state.movement == pytest.approx(50)


def test_a_set_passed_over_at_once_was_left_out() -> None:
    act = Rehearsal(rated(SET, REST, SET), after=3)
    act.keys("n")
    assert [(e.outcome, e.seconds) for e in act.ended] == [("skipped", 0)]


def test_repetitions_are_counted_as_they_end() -> None:
    act = Rehearsal(rated(SET))
    assert cues(act.wait(29)) == [f"count-{number}" for number in range(1, 10)]
    fast = replace(SET, exercise=replace(SET.exercise, repetition_seconds=1))
    assert cues(Rehearsal(rated(fast)).wait(9)) == []
