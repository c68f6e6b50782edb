"""A check's result as the JSON document (contract: check)."""

from typing import Any

from knotcli.coach.record import Check
from knotcli.coach.screening.verdict import Result, verdict_of
from knotcli.views.documents import pick_fields, write_value


def result_document(result: Result, check: Check | None) -> dict[str, Any]:
    """Return the document of a result. `check`: the newest one that it rests on, for what was taken back and carried."""
    return {
        **pick_fields(result, "verdict may_start checked_at valid_until"),
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
                **pick_fields(reason.item, "id kind"),
                "urgency": reason.item.urgency or None,
                **pick_fields(reason, "answer cleared"),
                "standing_since": write_value(reason.standing),
                **pick_fields(reason.item, "question action sources"),
            }
            for reason in result.reasons
        ],
        "missing": list(result.missing),
        "withdrawn": list(check.withdrawn) if check else [],
        "carried": {ident: day.isoformat() for ident, day in check.carried.items()} if check else {},
        "likelihood": {"yes": result.likelihood[0], "of": result.likelihood[1]},
    }
