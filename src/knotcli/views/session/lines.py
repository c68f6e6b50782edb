"""A running session as lines that are only ever appended: one a milestone. Pure."""

from collections.abc import Sequence

from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.machine import Begun, Ended, Now, State
from knotcli.coach.text import Line
from knotcli.views.session.frame import away
from knotcli.views.session.parts import clock, name, span

WORDS = "p pause or go on, n next, b back, + longer, e softer, x something is wrong, q end. Each with Enter."


def opening(notes: Sequence[str], guidance: Guidance) -> list[Line]:
    """Say what to keep off, before the first step."""
    return [*[f"· {note}" for note in notes], guidance.tolerable, ""]


def begun(effect: Begun, total: int, feel: bool) -> list[Line]:
    """Say a step's beginning in one line; `feel` adds one with what it should feel like."""
    step = effect.step
    head = f"{effect.number + 1} of {total}: {name(step)}"
    if step.kind == "rate":
        when = "before you begin" if effect.number == 0 else "afterwards"
        return [
            f"{head}. How strong is the pain {when}? 0 is none, 10 the worst you can imagine. A number, or n to leave it out."
        ]
    return [
        f"{head}, {span(effect.seconds)}. {step.cue}",
        *([f"   {step.feel}"] if feel and step.feel else []),
    ]


def ended(effect: Ended) -> list[Line]:
    """Say that a step did not run its whole length; that it did is said by the next one's beginning."""
    if effect.outcome == "skipped":
        return [f"   {name(effect.step)}: left out"]
    word = {"cut": "ended early", "stopped": "stopped"}.get(effect.outcome)
    return [f"   {name(effect.step)}: {word}, after {span(effect.seconds)}"] if word else []


def mode(state: State, now: Now, guidance: Guidance) -> list[Line]:
    """Say what is asked of the person in this mode."""
    if state.mode == "paused":
        return [f"   Paused at {clock(state.remaining(now))}. p goes on."]
    if state.mode == "waiting":
        return ["   Ready when you are: Enter begins."]
    if state.mode == "away":
        return [f"   {away(state.away)} r repeats this step, p goes on."]
    if state.mode == "stopping":
        rules: list[Line] = [f"   {n} {rule.name}" for n, rule in enumerate(guidance.stop, 1)]
        return [
            "   Stopped. Let go. What is it? A number and Enter.",
            *rules,
            "   0 nothing of this: back, paused",
        ]
    if state.mode == "help":
        return [f"   {WORDS} Enter goes back."]
    return []
