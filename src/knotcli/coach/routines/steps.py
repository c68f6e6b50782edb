"""The steps of a planned session, and how each part of a routine file becomes one."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from knotcli.coach.routines import bounds
from knotcli.coach.routines.routine_file import (
    Exercise,
    FingersWay,
    Heat,
    Hold,
    Move,
    Posture,
    Prepare,
    Rest,
    Stretch,
    ToolWay,
)
from knotcli.coach.vocabulary import Side, StepKind, StepTool, Tool

LIGHT = "Light only: a soft, steady touch, well below any ache."
STROKES = {
    "knead": "Hold still, or knead slowly.",
    "circles": "Hold still, or make small circles.",
    "along": "Hold still, or stroke along it.",
}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a planned session.

    `kind`: prepare heat hold rest stretch move exercise rate. `seconds` is planned; keys may move it only between
    `least` and `most` seconds. `feel` is what it should feel like. `spot` names the place on the body, `posture` how
    one is placed to press it, `figure` its drawing. `exercise`: what a set belongs to.
    """

    kind: StepKind
    title: str
    cue: str
    seconds: int
    least: int
    most: int
    feel: str = ""
    side: Side | None = None
    tool: StepTool | None = None
    spot: str = ""
    posture: Posture | Literal[""] = ""
    exercise: Exercise | None = None
    figure: str = ""
    sources: tuple[str, ...] = ()


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """A hold with its way settled. Seconds throughout; keys may move a hold between `least` and `most`."""

    hold: Hold
    count: int
    tool: Tool
    way: FingersWay | ToolWay
    seconds: int
    least: int
    most: int
    rest: Rest
    lead_in: int
    light: bool = False


def make_rating_step(title: str, cue: str) -> Step:
    """Make the step that asks for a rating; it has no set length."""
    return Step(kind="rate", title=title, cue=cue, seconds=0, least=0, most=0, sources=("own",))


def make_single_step(part: Prepare | Move | Heat, heat_most: int) -> Step:
    """Make the step of a part that is done once, such as moving. heat_most: as far as keys may lengthen heat."""
    if isinstance(part, Heat):
        return _make_step("heat", part, part.seconds, (bounds.HEAT[0], heat_most), tool="heat")
    kind: StepKind = "move" if isinstance(part, Move) else "prepare"
    return _make_step(kind, part, part.seconds, bounds.MOVE if kind == "move" else bounds.PREPARE)


def make_stretch_steps(part: Stretch, sides: Sequence[Side]) -> list[Step]:
    """Make the steps of a stretch: `repeat` times on one side, then on the other."""
    steps = []
    turns: Sequence[Side | None] = sides if part.sides else (None,)
    for turn, side in enumerate(turns):
        on = f"Now the {side} side. " if turn else f"{side.capitalize()} side. " if side else ""
        span = (bounds.STRETCH[0], max(bounds.STRETCH_USUAL, part.seconds))
        steps += [_make_step("stretch", part, part.seconds, span, cue=on + part.cue, side=side)] * part.repeat
    return steps


def make_exercise_steps(part: Exercise, sides: Sequence[Side], lead_in: int) -> list[Step]:
    """Make the steps of an exercise: get ready, then its sets with a rest between two, on one side and then the other."""
    steps = []
    turns: Sequence[Side | None] = sides if part.sides else (None,)
    most = bounds.HELD[1] if part.hold_seconds else bounds.REPETITIONS[1] * bounds.REPETITION[1]
    for side in turns:
        ready = _make_step("prepare", part, lead_in, bounds.LEAD_IN, side=side)
        on = f"{side.capitalize()} side. " if side else ""
        steps.append(replace(ready, title=f"Get ready: {part.title}", cue=on + part.cue, feel=""))
        for number in range(1, part.sets + 1):
            if number > 1:
                rest = _make_step("rest", part, part.rest_seconds, bounds.SET_REST, side=side)
                steps.append(replace(rest, title="Rest", cue="Let go, and breathe.", feel=""))
            held = _make_step("exercise", part, part.set_seconds, (1, most), side=side)
            title = f"{part.title}, {number} of {part.sets}" if part.sets > 1 else part.title
            steps.append(replace(held, title=title, cue=f"{part.dose} {part.cue}", exercise=part))
    return steps


def make_press_steps(press: Press, side: Side | None, opening: str) -> list[Step]:
    """Make the presses of one spot: get ready, hold, ease off. `opening` begins the first lead-in."""
    hold, count, steps = press.hold, press.count, []
    for number in range(1, count + 1):
        cue = f"{opening} {press.way.place}".strip() if number == 1 else _repeat_cue(press, number)
        ready = Step(
            kind="prepare",
            title="Get ready",
            cue=cue,
            seconds=press.lead_in,
            least=bounds.LEAD_IN[0],
            most=bounds.LEAD_IN[1],
            side=side,
            tool=press.tool,
            spot=hold.spot,
            posture=press.way.posture,
            figure=press.way.figure,
            sources=hold.sources,
        )
        title = hold.title if count == 1 else f"{hold.title}, {number} of {count}"
        feel = _lighten_feel(press.way.feel) if press.light else press.way.feel
        held = replace(ready, kind="hold", title=title, cue=press.way.cue, feel=feel)
        held = replace(held, seconds=press.seconds, least=press.least, most=press.most)
        steps += [ready, held, _make_step("rest", press.rest, press.rest.seconds, bounds.REST, side=side)]
    return steps


def _lighten_feel(feel: str) -> str:
    """Replace how strong it may feel by a light touch; the warning behind it stays."""
    _, _, caution = feel.partition(". ")
    return f"{LIGHT} {caution}".rstrip()


def _repeat_cue(press: Press, number: int) -> str:
    stroke = ""
    if press.tool == "fingers" and press.hold.strokes:
        stroke = STROKES[press.hold.strokes[(number - 2) % len(press.hold.strokes)]]
    return f"Press {number} of {press.count}: the same spot, or a finger's width along the muscle, never on bone. {stroke}".rstrip()


def _make_step(
    kind: StepKind,
    part: Prepare | Heat | Rest | Stretch | Move | Exercise,
    seconds: int,
    span: tuple[int, int],
    *,
    cue: str = "",
    side: Side | None = None,
    tool: StepTool | None = None,
) -> Step:
    return Step(
        kind=kind,
        title=part.title,
        cue=cue or part.cue,
        feel=part.feel,
        seconds=seconds,
        least=span[0],
        most=span[1],
        side=side,
        tool=tool,
        figure=part.figure if isinstance(part, Stretch | Move) else "",
        sources=part.sources,
    )
