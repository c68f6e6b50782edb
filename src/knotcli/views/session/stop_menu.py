"""The stop menu on a screen of any size. Pure."""

from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.state import State
from knotcli.coach.text import Line
from knotcli.views.session.frame_parts import fold_text

END_HERE = "end here, and keep what was done"
NONE_OF_THESE = "none of these: go back, paused"


def ask_what_is_wrong(state: State) -> str:
    """Say what to take off at once, as far as anything lies on or presses in this session, and ask what is wrong."""
    presses = any(step.kind == "hold" for step in state.steps)
    first = "Take the heat off. " if state.heat_on else "Take the pressure off. " if presses else ""
    return f"Stopped. {first}What are you feeling?"


def stop_menu(state: State, guidance: Guidance, width: int, room: int) -> list[Line]:
    """Ask what is wrong. Where there is no room for all reasons they stand on pages, and the last row says so."""
    head = fold_text(ask_what_is_wrong(state), width, "stop")
    choices = [_choice(str(n), rule.name, width) for n, rule in enumerate(guidance.stop, 1)]
    choices.append(_choice(str(len(guidance.stop) + 1), END_HERE, width))
    choices.append(_choice("0", NONE_OF_THESE, width))
    if len(head) + 1 + sum(map(len, choices)) <= room:
        return [*head, "", *(row for choice in choices for row in choice)]
    pages: list[list[Line]] = [[]]
    for choice in choices:
        if pages[-1] and len(pages[-1]) + len(choice) > room - len(head) - 1:
            pages.append([])
        pages[-1] += choice
    at = state.page % len(pages)
    return [*head, *pages[at], *fold_text(f"{at + 1} of {len(pages)}: space shows more", width, "warn")]


def _choice(key: str, text: str, width: int) -> list[Line]:
    first, *rest = fold_text(text, width - 4)
    return [((f" {key}  ", "key"), *first), *[(("    ", ""), *row) for row in rest]]
