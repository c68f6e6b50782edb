"""A planned session as lines or as the JSON document (contract: session --dry-run)."""

from typing import Any

from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.text import Line
from knotcli.views.session.parts import name, span


def lines(plan: SessionPlan) -> list[Line]:
    """List the steps with their seconds, cues and sources."""
    result: list[Line] = [
        (
            (
                f"{plan.region}: {span(plan.total_seconds)} in all, {span(plan.pressure_seconds)} of pressure",
                "title",
            ),
        )
    ]
    result += list(plan.notes)
    for number, step in enumerate(plan.steps, 1):
        length = f"  {span(step.seconds)}" if step.seconds else ""
        result.append(((f"{number:>3}  ", "dim"), (name(step), "strong"), (length, "")))
        result.append(((f"     {step.cue}", ""), (f" [{', '.join(step.sources)}]", "dim")))
    result.append(f"Nothing was stored. To do it: knot check {plan.region}, then knot session {plan.routine}")
    return result


def document(plan: SessionPlan) -> dict[str, Any]:
    """Give the JSON document."""
    return {
        "region": plan.region,
        "routine": plan.routine,
        "side": plan.side,
        "tool": plan.tool,
        "total_seconds": plan.total_seconds,
        "pressure_seconds": plan.pressure_seconds,
        "notes": list(plan.notes),
        "steps": [
            {
                "kind": step.kind,
                "title": step.title,
                "seconds": step.seconds,
                "side": step.side,
                "tool": step.tool,
                "cue": step.cue,
                "feel": step.feel,
                "sources": list(step.sources),
            }
            for step in plan.steps
        ],
    }
