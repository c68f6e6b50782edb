"""A running session as lines that are only ever appended: one a milestone. Pure."""

from collections.abc import Sequence

from knotcli.coach.session.events import Now, StepBegun, StepEnded
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.state import State
from knotcli.coach.text import Line
from knotcli.views.session.frame_parts import name_step, show_clock
from knotcli.views.session.session_frame import describe_absence
from knotcli.views.session.stop_menu import END_HERE, NONE_OF_THESE, ask_what_is_wrong
from knotcli.views.wording import say_span

WORDS = (
    "Type a letter, then Enter: p pause or go on, n next, b back, + ten seconds longer, e softer, x something is wrong, q end. "
    "Enter alone is next too. Escape also means that something is wrong, and the arrow keys are next, back, longer and softer."
)


def opening_lines(notes: Sequence[str], guidance: Guidance, pressed: bool = True) -> list[Line]:
    """Say what to keep off and, where anything is pressed, how hard, before the first step."""
    lines = [*[f"· {note}" for note in notes], *([guidance.tolerable] if pressed else [])]
    return [*lines, ""] if lines else []


def step_begun_lines(effect: StepBegun, total: int, feel: bool) -> list[Line]:
    """Say a step's beginning in one line; `feel` adds one with what it should feel like."""
    step = effect.step
    head = f"{effect.number + 1} of {total}: {name_step(step)}"
    if step.kind == "rate":
        when = "before you begin" if effect.number == 0 else "afterwards"
        return [
            f"{head}. How strong is the pain {when}? 0 is none, 10 the worst you can imagine. Type a number, or n to leave it out."
        ]
    return [f"{head}, {say_span(effect.seconds)}. {step.cue}", *([f"   {step.feel}"] if feel and step.feel else [])]


def step_ended_lines(effect: StepEnded) -> list[Line]:
    """Say that a step did not run its whole length; that it did is said by the next one's beginning."""
    if effect.outcome == "skipped":
        return [f"   {name_step(effect.step)}: left out"]
    word = {"cut": "ended early", "stopped": "stopped"}.get(effect.outcome)
    return [f"   {name_step(effect.step)}: {word}, after {say_span(effect.seconds)}"] if word else []


def mode_lines(state: State, now: Now, guidance: Guidance) -> list[Line]:
    """Say what is asked of the person in this mode."""
    if state.mode == "paused":
        return [f"   Paused at {show_clock(state.remaining(now))}. Type p to go on."]
    if state.mode == "waiting":
        is_heat = state.heat_waits and state.step.kind == "heat"
        return [f"   {guidance.notice.heat_ready if is_heat else 'Press Enter when you are ready.'}"]
    if state.mode == "away":
        return [f"   {describe_absence(state.away)} Type r to repeat this step, or p to go on."]
    if state.mode == "stopping":
        rules: list[Line] = [f"   {n} {rule.name}" for n, rule in enumerate(guidance.stop, 1)]
        return [
            f"   {ask_what_is_wrong(state)} Type its number, then Enter.",
            *rules,
            f"   {len(guidance.stop) + 1} {END_HERE}",
            f"   0 {NONE_OF_THESE}",
        ]
    if state.mode == "help":
        return [f"   {WORDS} To go back, press Enter."]
    return []
