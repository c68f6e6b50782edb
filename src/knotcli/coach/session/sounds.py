"""What is heard at each change of a session: the name of a bell pattern, and the words of a voice. Pure."""

from collections.abc import Sequence

from knotcli.coach.routines.steps import Step
from knotcli.coach.session.events import Cue, Effect, Finished, StepBegun, StepEnded
from knotcli.coach.session.guidance import Guidance

STARTING = ("heat", "hold", "stretch", "move", "exercise")
BELL_CUES = {"half": "half", "heat-off": "end", "skin": "ready", "heat-ready": "ready", "start": "start"}
SPOKEN_CUES = (
    "half", "ten", "skin", "heat-ready", "start", "heat-off", "less-heat", "eased", "longer", "bound", "full", "again",
)  # fmt: skip


def choose_bells(effects: Sequence[Effect]) -> str | None:
    """Name the bells of what happened at once: ready, start, half, end, or None. Nothing rings once it is over."""
    if any(isinstance(effect, Finished) for effect in effects):
        return None
    found = None
    over = False
    for effect in effects:
        if isinstance(effect, StepEnded) and effect.seconds and effect.step.kind in ("heat", "hold"):
            over = True
        elif isinstance(effect, Cue):
            found = BELL_CUES.get(effect.name, found)
        elif isinstance(effect, StepBegun):
            starting = effect.step.kind in STARTING
            over = over or (effect.step.kind == "rate" and effect.number > 0)
            found = "start" if starting else "end" if over else "ready"
    return found


def takes_heat_off(ended: StepEnded, effects: Sequence[Effect]) -> bool:
    """Return whether the warmth comes off: it was on, and is not begun once more."""
    is_again = any(isinstance(effect, StepBegun) and effect.step.kind == "heat" for effect in effects)
    return ended.step.kind == "heat" and ended.seconds > 0 and not is_again


def choose_words(effects: Sequence[Effect], steps: Sequence[Step], guidance: Guidance) -> str:
    """Return the words for what happened at once, empty for none: cues first, then the step that begins."""
    if any(isinstance(effect, Finished) for effect in effects):
        return ""
    parts: list[str] = []
    for effect in effects:
        if isinstance(effect, StepEnded) and takes_heat_off(effect, effects):
            parts.append(guidance.notice.heat_done)
        elif isinstance(effect, Cue) and effect.name in SPOKEN_CUES:
            parts.append(guidance.notice.of(effect.name))
            parts += [guidance.softer] if effect.name == "eased" else []
        elif isinstance(effect, Cue) and effect.name.startswith("count-"):
            parts.append(effect.name.removeprefix("count-"))
        elif isinstance(effect, StepBegun):
            parts.append(_begun(effect, steps, guidance))
    return " ".join(dict.fromkeys(part for part in parts if part))


def _begun(begun: StepBegun, steps: Sequence[Step], guidance: Guidance) -> str:
    step = begun.step
    if step.kind == "hold" and step.feel and not any(one.kind == "hold" for one in steps[: begun.number]):
        return f"{step.cue} {step.feel.partition('. ')[0].rstrip('.')}."  # how strong at most: said once
    if step.kind in ("hold", "rest", "rate"):
        return step.cue
    if step.exercise is not None and step.exercise.is_counted:
        return f"{step.title}."  # the counting begins soon, and how it is done was said before
    if step.kind == "prepare" and step.spot:
        return step.cue  # it names side and place, and has to be over when the hold begins
    cue = step.cue.removeprefix(guidance.notice.sides).strip()
    is_named = f"{step.side} side" in cue.lower()
    change = guidance.notice.sides if begun.changed_side and not is_named else ""
    side = f", {step.side} side" if step.side and not is_named else ""
    return f"{change} {step.title}{side}. {cue}".strip()
