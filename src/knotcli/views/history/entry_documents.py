"""What the history keeps, as JSON documents (contract: log, history)."""

from collections.abc import Sequence
from typing import Any

from knotcli.coach.record import Correction, Entry, FollowUp, Rating, Session, StepDone, WeekAnswer
from knotcli.coach.trend.weekly_means import name_of_week
from knotcli.coach.trend.weekly_peg import PEG_ITEMS, mean_of_answer


def rating_document(entry: Rating) -> dict[str, Any]:
    """Give one rating's document."""
    return {
        "id": entry.id,
        "region": entry.region,
        "side": entry.side,
        "score": entry.score,
        "kind": entry.kind,
        "at": entry.at.isoformat(),
        "note": entry.note,
        "session_id": entry.session,
        "tags": list(entry.tags),
    }


def step_document(entry: StepDone) -> dict[str, Any]:
    """Give one ended step's document. Seconds are credited ones."""
    return {
        "number": entry.number,
        "kind": entry.kind,
        "title": entry.title,
        "side": entry.side,
        "tool": entry.tool,
        "planned_seconds": entry.planned,
        "seconds": round(entry.seconds, 1),
        "outcome": entry.outcome,
        "at": entry.at.isoformat(),
    }


def session_document(entry: Session, steps: list[StepDone], ratings: list[Rating]) -> dict[str, Any]:
    """Give one session's document with its steps and its ratings before and after (null where not given)."""
    scores = {r.kind: r.score for r in ratings}
    return {
        "id": entry.id,
        "region": entry.region,
        "routine": entry.routine,
        "side": entry.side,
        "tool": entry.tool or None,
        "status": entry.status,
        "reason": entry.reason or None,
        "at": entry.at.isoformat(),
        "ended_at": entry.ended_at.isoformat() if entry.ended_at else None,
        "planned_seconds": entry.planned_seconds,
        "heat_seconds": entry.heat_seconds,
        "pressure_seconds": entry.pressure_seconds,
        "before": scores.get("before"),
        "after": scores.get("after"),
        "note": entry.note,
        "tags": list(entry.tags),
        "steps": [step_document(s) for s in steps],
    }


def taken_back_document(entry: Correction) -> dict[str, Any]:
    """Give the document of a flag that was taken back as a mistake."""
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "flag": entry.flag,
        "named_at": entry.named.isoformat(),
        "sentence": entry.sentence,
    }


def week_document(answer: WeekAnswer) -> dict[str, Any]:
    """Give the document of the three answers about a week; the mean to 0.01."""
    return {
        "id": answer.id,
        "at": answer.at.isoformat(),
        "week": name_of_week(answer.at.date()),
        **{item: getattr(answer, item) for item in PEG_ITEMS},
        "mean": mean_of_answer(answer).rounded(2),
    }


def followup_document(entry: FollowUp) -> dict[str, Any]:
    """Give the document of an answer after a session."""
    return {
        "id": entry.id,
        "region": entry.region,
        "answer": entry.answer,
        "at": entry.at.isoformat(),
        "session_id": entry.about,
    }


def entry_document(entry: Entry) -> dict[str, Any]:
    """Give a rating's or a session's own document; of anything else its id and time."""
    if isinstance(entry, Rating):
        return rating_document(entry)
    if isinstance(entry, Session):
        return {
            k: v for k, v in session_document(entry, [], []).items() if k not in ("before", "after", "steps")
        }
    if isinstance(entry, WeekAnswer):
        return week_document(entry)
    return {"id": entry.id, "at": entry.at.isoformat()}


def correction_document(
    act: str, what: str, entry: Entry, now: Entry | None, others: Sequence[Entry]
) -> dict[str, Any]:
    """Give the document of an undo or a remove: what was done to which entry, and how it stands now."""
    return {
        act: what,
        "entry": entry_document(entry),
        "now": None if now is None else entry_document(now),
        "others": [other.id for other in others],
    }
