"""A check's result as the JSON document (contract: check)."""

from typing import Any

from knotcli.coach.record import Check
from knotcli.coach.screening.verdict import Result, verdict_of


def result_document(result: Result, check: Check | None) -> dict[str, Any]:
    """Return the document of a result. `check`: the newest one that it rests on, for what was taken back and carried."""
    return {
        "verdict": result.verdict,
        "may_start": result.may_start,
        "checked_at": result.checked_at.isoformat() if result.checked_at else None,
        "valid_until": result.valid_until.isoformat() if result.valid_until else None,
        "regions": {
            gate.region: {
                "verdict": verdict_of(gate),
                "may_start": gate.may_start,
                "held": gate.held or None,
                "limits": [{"id": limit.id, "because": limit.because} for limit in gate.found.limits],
            }
            for gate in result.gates
        },
        "reasons": [
            {
                "id": reason.item.id,
                "kind": reason.item.kind,
                "urgency": reason.item.urgency or None,
                "answer": reason.answer,
                "cleared": reason.cleared,
                "standing_since": reason.standing.isoformat() if reason.standing else None,
                "question": reason.item.question,
                "action": reason.item.action,
                "sources": list(reason.item.sources),
            }
            for reason in result.reasons
        ],
        "missing": list(result.missing),
        "withdrawn": list(check.withdrawn) if check else [],
        "carried": {ident: day.isoformat() for ident, day in check.carried.items()} if check else {},
        "likelihood": {"yes": result.likelihood[0], "of": result.likelihood[1]},
    }
