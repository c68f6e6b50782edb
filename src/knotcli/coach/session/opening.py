"""What is to be known before a session begins: what comes, what to fetch, where to press, and what to mind. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from knotcli.coach.record import Session
from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.routines.steps import Step
from knotcli.coach.vocabulary import StepKind, Tool

WHOLE_LIST_FIRST = 3
"""Sessions of a region before which the whole list, and after which the whole advice, is shown (own decision)."""

StageName = Literal["Warm", "Press", "Stretch and move", "Exercises"]
_STAGES: dict[StepKind, StageName] = {
    "heat": "Warm", "hold": "Press", "stretch": "Stretch and move", "move": "Stretch and move", "exercise": "Exercises",
}  # fmt: skip
_TOOL_THINGS = {"heat": "a warm towel or pad and a cloth", "ball": "a soft ball", "roller": "a foam roller"}
_POSTURE_THINGS = {
    "sitting": "a chair", "chair": "a chair", "table": "a chair at a table", "wall": "a free wall",
}  # fmt: skip


class SessionStage(NamedTuple):
    """A part of a session with the seconds that it takes, getting ready and pauses included."""

    name: StageName
    seconds: int


class SessionOpening(NamedTuple):
    """What stands on the start page.

    things: what to fetch. spots: ids of where it presses, in order; by_fingers: those of them that its tool is not for. limits: what the check's limits say. keep_off: the
    places that are not pressed or warmed. tools: what it can be done with. can_shower: a warm shower may take the place
    of its heat. strength: how strong at most, where each press is lighter than is usual. resumes: the number of the step at which a session goes on, 0 for a new one.
    """

    heading: str
    seconds: int
    stages: tuple[SessionStage, ...]
    things: tuple[str, ...]
    spots: tuple[str, ...]
    limits: tuple[str, ...]
    keep_off: tuple[str, ...]
    has_heat: bool
    can_shorten: bool
    tools: tuple[Tool, ...] = ()
    can_shower: bool = False
    resumes: int = 0
    by_fingers: tuple[str, ...] = ()
    strength: str = ""


def open_session(plan: SessionPlan, first: int, is_quick: bool) -> SessionOpening:
    """Return what the start page says of a plan that begins at step `first`, from 0."""
    steps = plan.steps[first:]
    feels = [step.feel for step in steps if step.kind == "hold"]
    side = [] if plan.side == "both" else [plan.side]
    return SessionOpening(
        heading=" · ".join([plan.region, plan.tool or "no pressing", *side]),
        seconds=sum(step.seconds for step in steps),
        stages=tuple(_list_stages(steps)),
        things=tuple(_list_things(steps)),
        spots=tuple(dict.fromkeys(step.spot for step in steps if step.kind == "hold" and step.spot)),
        limits=plan.limit_notes,
        keep_off=plan.keep_off,
        has_heat=any(step.kind == "heat" and step.seconds for step in steps),
        can_shorten=not is_quick and not first,
        tools=plan.tools,
        can_shower=plan.can_shower and not first,
        resumes=first + 1 if first else 0,
        by_fingers=tuple({step.spot for step in steps if step.kind == "hold" and step.tool != plan.tool}),
        strength=feels[0] if feels and all(feel.startswith("Light") for feel in feels) else "",
    )


def _list_stages(steps: Sequence[Step]) -> list[SessionStage]:
    """Add up the stages in their order; what prepares counts with what it leads to, a rest with what it follows."""
    seconds: dict[StageName, int] = {}
    waiting, latest = 0, None
    for step in steps:
        if step.kind == "heat" and not step.seconds:
            continue  # a shower was had before
        stage = latest if step.kind == "rest" else _STAGES.get(step.kind)
        latest = stage or latest
        if stage is None:
            waiting += step.seconds
        else:
            seconds[stage] = seconds.get(stage, 0) + waiting + step.seconds
            waiting = 0
    return [SessionStage(name, spent) for name, spent in seconds.items()]


def _list_things(steps: Sequence[Step]) -> list[str]:
    tools = {step.tool for step in steps if step.seconds}
    things = [thing for tool, thing in _TOOL_THINGS.items() if tool in tools]
    postures = {step.posture for step in steps}
    places = [thing for posture, thing in _POSTURE_THINGS.items() if posture in postures]
    if "table" in postures:
        places = [place for place in places if place != "a chair"]
    return list(dict.fromkeys([*things, *places]))


def whole_list_is_due(earlier: Sequence[Session], today: date) -> bool:
    """Return whether the whole list is due: in the first three sessions of a region, then in the first of each week.

    earlier: the sessions of the region. Those that gave neither heat nor pressure do not count.
    """
    days = [entry.at.date() for entry in earlier if entry.heat_seconds or entry.pressure_seconds]
    monday = today - timedelta(days=today.weekday())
    return len(days) < WHOLE_LIST_FIRST or not any(monday <= day <= today for day in days)
