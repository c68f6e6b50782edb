"""A planned session as lines or as the JSON document (contract: session --dry-run)."""

from collections.abc import Mapping
from typing import Any

from knotcli.coach.guide.articles import number_notes
from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.routines.steps import Step
from knotcli.coach.text import Block, ListItem
from knotcli.views.documents import pick_fields
from knotcli.views.guide.articles import cite_sources
from knotcli.views.session.frame_parts import name_step
from knotcli.views.wording import say_span


def script_lines(plan: SessionPlan, sources: Mapping[str, str], no_press: bool = False) -> list[Block]:
    """List the steps with their seconds, cues and sources. no_press: pressing was left out by an option.

    sources: what each is called in a few words, by its tag.
    """
    cited = tuple(dict.fromkeys(tag for step in plan.steps for tag in step.sources))
    pressure = f"{say_span(plan.pressure_seconds)} of pressure" if plan.tool else "nothing pressed"
    whole = f"{say_span(plan.total_seconds)} in total, {pressure}"
    lines: list[Block] = [((f"{plan.region}: {whole}", "title"),), *plan.notes]
    for number, step in enumerate(plan.steps, 1):
        length = f"  {say_span(step.seconds)}" if step.seconds else ""
        lines.append(ListItem((f"{number:>3}  ", "dim"), ((name_step(step), "strong"), (length, ""))))
        notes = f" {number_notes(step.sources, cited)}"
        lines.append(ListItem(("     ", ""), ((step.cue, ""), (notes, "dim"))))
    end = f"These are the steps only. To do them: knot check {plan.region}, then knot session {plan.routine}{' --no-press' * no_press}"
    return [*lines, cite_sources(cited, sources), end]


def script_document(plan: SessionPlan) -> dict[str, Any]:
    """Give the JSON document."""
    return {
        **pick_fields(plan, "region routine side tool total_seconds pressure_seconds notes"),
        "steps": [
            pick_fields(step, "kind title seconds side tool cue feel sources") | _exercise_fields(step)
            for step in plan.steps
        ],
    }


def _exercise_fields(step: Step) -> dict[str, int | None]:
    """Give what a set belongs to, null for what it does not have; nothing for a step that is no set."""
    if (part := step.exercise) is None:
        return {}
    counted = part.repetitions > 0
    return {
        "sets": part.sets,
        "repetitions": part.repetitions if counted else None,
        "repetition_seconds": part.repetition_seconds if counted else None,
        "hold_seconds": part.hold_seconds or None,
        "rest_seconds": part.rest_seconds if part.sets > 1 else None,
    }
