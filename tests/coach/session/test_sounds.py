"""What is heard at each change."""

from functools import cache

import pytest

from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.routines.routine_file import Exercise
from knotcli.coach.routines.steps import make_exercise_steps
from knotcli.coach.session.events import Effect, StepBegun
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.sounds import choose_bells, choose_words
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.flows.session.session_sounds import LETTERS
from knotcli.storage.files.library import Library
from support import ROOT
from support.rehearsal import RATE, Rehearsal, a_step

READY = a_step("prepare", 10, "left", title="Get ready", cue="Left side. Two fingers on the muscle.", spot="s")
HOLD = a_step("hold", 60, "left", title="Back of the neck", cue="Press softly.", least=30, most=60, spot="s")
REST = a_step("rest", 15, "left", cue="Let go slowly.")
RIGHT = a_step("prepare", 10, "right", title="Get ready", cue="Change sides. Right side. Two fingers.", spot="s")
AGAIN = a_step("hold", 30, "right", title="Back of the neck", cue="Press softly.", spot="s")
HEAT = a_step("heat", 600, title="Warm the neck", cue="A warm towel.")
MOVE = a_step("move", 60, title="Easy turns", cue="Turn slowly.")
STEPS = (RATE, HEAT, READY, HOLD, REST, RIGHT, AGAIN, REST, MOVE, RATE)


@cache
def guidance() -> Guidance:
    return Library(ROOT, ROOT / "none").guidance()


def heard(act: Rehearsal, until: float) -> dict[float, tuple[str | None, str]]:
    """What is heard in each second in which anything is, as (bells, words)."""
    start = act.now.mono
    found: dict[float, tuple[str | None, str]] = {}
    batch: list[Effect] = list(act.effects)
    while act.now.mono - start < until:
        sound = choose_bells(batch), choose_words(batch, act.state.steps, guidance())
        if any(sound):
            found[round(act.now.mono - start, 3)] = sound
        batch = act.wait(1)
    return found


def test_a_whole_session_as_it_is_heard() -> None:
    act = Rehearsal(STEPS)
    assert heard(act, 900) == {
        0: ("start", "Warm the neck. A warm towel."),
        300: ("ready", guidance().notice.skin),
        600: ("end", "Take the heat off. Left side. Two fingers on the muscle."),
        610: ("start", "Press softly."),
        640: ("half", "Halfway."),
        660: (None, "Ten seconds."),
        670: ("end", "Let go slowly."),
        685: ("ready", "Change sides. Right side. Two fingers."),
        695: ("start", "Press softly."),
        715: (None, "Ten seconds."),
        725: ("end", "Let go slowly."),
        740: ("start", "Easy turns. Turn slowly."),
        800: ("end", RATE.cue),
    }


@pytest.mark.parametrize(
    ("keys", "words"),
    [(["e"], ["eased", "softer"]), (["+"], ["bound"]), (["space"], []), (["?"], []), (["x"], []), (["x", "0"], [])],
)
def test_keys_are_answered_in_words_and_a_pause_in_silence(keys: list[str], words: list[str]) -> None:
    act = Rehearsal((RATE, HOLD, RATE))
    act.wait(5)
    effects = act.keys(*keys)
    texts = {"softer": guidance().softer}
    expected = " ".join(texts.get(word) or guidance().notice.of(word) for word in words)
    assert (choose_bells(effects), choose_words(effects, act.state.steps, guidance())) == (None, expected)


@pytest.mark.parametrize("key", ["1", "2"])
def test_nothing_is_heard_once_a_session_was_stopped(key: str) -> None:
    act = Rehearsal((RATE, HOLD, RATE))
    act.wait(5)
    effects = act.keys("x", key)
    assert (choose_bells(effects), choose_words(effects, act.state.steps, guidance())) == (None, "")


def test_heat_that_comes_off_after_twenty_minutes_is_heard() -> None:
    act = Rehearsal((RATE, HEAT, MOVE, RATE))
    act.wait(10)
    act.keys("space")
    effects = act.wait(1200)
    assert guidance().notice.heat_off in choose_words(effects, act.state.steps, guidance())
    assert choose_bells(effects) in ("end", "start")


def test_the_moment_at_which_warmth_begins_to_count_is_heard() -> None:
    act = Rehearsal((RATE, HEAT, MOVE, RATE), heat_waits=True)
    notice = guidance().notice
    assert choose_bells(act.effects) == "ready"
    assert choose_words(act.effects, act.state.steps, guidance()).endswith(notice.heat_ready)
    effects = act.keys("enter")
    assert (choose_bells(effects), choose_words(effects, act.state.steps, guidance())) == ("start", notice.start)


def test_a_side_that_the_words_do_not_name_is_named() -> None:
    step = a_step("stretch", 20, "left", title="Head tilt", cue="Tilt slowly.")
    act = Rehearsal((RATE, step, RATE))
    assert choose_words(act.begun, act.state.steps, guidance()) == "Head tilt, left side. Tilt slowly."


@pytest.mark.parametrize("region", REGIONS)
def test_what_is_said_of_a_step_is_over_before_the_next_one(region: Region) -> None:
    library = Library(ROOT, ROOT / "none")
    routine, late, side = library.routine(region), [], None
    for tool in routine.tools:
        steps = plan_session(routine, PlanOptions(tool=tool)).steps
        for number, step in enumerate(steps):
            changed = side is not None and step.side is not None and step.side != side
            side = step.side or side
            said = choose_words([StepBegun(number, step, step.seconds, changed)], steps, guidance())
            late += [said] if step.seconds and len(said) / LETTERS > step.seconds + 0.5 else []
    assert late == []


def test_how_strong_at_most_is_said_once() -> None:
    held = a_step("hold", 30, "left", cue="Press.", feel="Tolerable, five out of ten at most. Breathe.", spot="s")
    act = Rehearsal((RATE, held, REST, held, RATE))
    words = " ".join(text for _, text in heard(act, 70).values())
    assert words.count("Press. Tolerable, five out of ten at most.") == words.count("five out of ten") == 1


def test_a_breath_is_told_where_it_begins() -> None:
    turns = [guidance().turn(second) for second in (0, 3.5, 4, 9, 10, 14)]
    assert turns == [(1, 4), (1, 0.5), (2, 6), (2, 1), (3, 4), (4, 6)]


def test_a_set_is_announced_and_its_repetitions_are_counted() -> None:
    part = Exercise(title="Chin in", cue="Back.", sets=2, repetitions=4, sources=("own",))
    ready, first, rest, second = make_exercise_steps(part, ("left", "right"), 10)
    act = Rehearsal((RATE, ready, first, rest, second, RATE))
    assert heard(act, 40) == {
        0: ("ready", "Get ready: Chin in. Back."),
        10: ("start", "Chin in, 1 of 2."),
        13: (None, "1"),
        16: (None, "2"),
        19: (None, "3"),
        22: ("ready", "Let go, and breathe."),
    }
