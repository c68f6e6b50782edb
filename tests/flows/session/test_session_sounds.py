"""Bells and voice along a session."""

import io
from functools import cache

import pytest

from knotcli.coach.session.events import Now
from knotcli.coach.session.guidance import Guidance
from knotcli.flows.session.session_sounds import Bells, Speech
from knotcli.storage.files.library import Library
from knotcli.terminal.bell import Bell
from support import ROOT
from support.rehearsal import RATE, Rehearsal, a_step

HOLD = a_step("hold", 60, "left", least=30, most=60, cue="Press.")


@cache
def guidance() -> Guidance:
    return Library(ROOT, ROOT / "none").guidance()


class Mouth:
    """A voice that notes what it is told."""

    available = "nobody"

    def __init__(self) -> None:
        self.said: list[str] = []

    def speak(self, text: str) -> None:
        self.said.append(text)

    def hush(self) -> None:
        self.said.append("-")


class Gong:
    """A screen that counts its bells."""

    def __init__(self) -> None:
        self.rung = 0

    def beep(self) -> None:
        self.rung += 1


def play(act: Rehearsal, sound: Bells | Speech, seconds: float) -> list[float]:
    """Run the session with a sound, coming back when it asks; give the moments at which it did."""
    start, asked = act.now.mono, []
    sound.happened(act.effects, act.state, act.now)
    while act.now.mono - start < seconds:
        due = sound.due(act.now)
        ahead = min(1.0, seconds) if due is None else max(0.001, min(1.0, due - act.now.mono))
        if due is not None:
            asked.append(round(due - start, 3))
        effects = act.wait(ahead)
        if effects:
            sound.happened(effects, act.state, act.now)
    return asked


def test_the_start_rings_twice_and_asks_to_come_back_for_the_second() -> None:
    gong = Gong()
    act = Rehearsal((RATE, HOLD, RATE))
    asked = play(act, Bells(Bell(gong)), 5)
    assert (gong.rung, asked[0]) == (2, 0.3)


def test_a_pause_silences_what_has_not_rung_yet() -> None:
    gong = Gong()
    act = Rehearsal((RATE, HOLD, RATE))
    bells = Bells(Bell(gong))
    bells.happened(act.effects, act.state, act.now)
    bells.happened(act.keys("space"), act.state, act.now)
    act.wait(5)
    assert (bells.due(act.now), gong.rung) == (None, 1)


@pytest.mark.parametrize("keys", [["space"], ["?"], ["x"]])
def test_a_pause_ends_what_is_being_said(keys: list[str]) -> None:
    mouth = Mouth()
    speech = Speech(mouth, guidance())
    act = Rehearsal((RATE, HOLD, RATE))
    play(act, speech, 3)
    effects = act.keys(*keys)
    assert effects
    speech.happened(effects, act.state, act.now)
    assert mouth.said == ["Press.", "-"]


def test_the_breathing_is_said_only_when_asked_for_and_never_over_other_words() -> None:
    guide = guidance()
    for breath in (False, True):
        mouth = Mouth()
        act = Rehearsal((RATE, HOLD, RATE))
        play(act, Speech(mouth, guide, breath), 25)
        breaths = [guide.breathe_out, guide.breathe_in] * 2 + [guide.breathe_out]
        assert mouth.said == ["Press.", *breaths[:5]][: 6 if breath else 1]


def test_nobody_is_told_to_breathe_while_the_time_stands_still() -> None:
    mouth = Mouth()
    speech = Speech(mouth, guidance(), True)
    act = Rehearsal((RATE, HOLD, RATE))
    play(act, speech, 2)
    speech.happened(act.keys("space"), act.state, act.now)
    act.wait(60)
    assert speech.due(act.now) is None
    assert mouth.said == ["Press.", "-"]


def test_a_terminal_that_is_none_is_not_rung() -> None:
    from knotcli.terminal.screen import Screen

    stream = io.StringIO()
    bells = Bells(Bell(Screen(stream, {})))
    act = Rehearsal((RATE, HOLD, RATE))
    bells.happened(act.effects, act.state, Now(0.0, 0.0))
    bells.due(Now(1.0, 1.0))
    assert stream.getvalue() == ""
