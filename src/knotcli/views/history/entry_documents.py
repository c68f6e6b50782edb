"""What the history keeps, as JSON documents (contract: log, history)."""

from collections.abc import Sequence
from typing import Any

from knotcli.coach.record import BreakTaken, Correction, Entry, FollowUp, Rating, Session, StepDone, WeekAnswer
from knotcli.coach.trend.weekly_means import name_of_week
from knotcli.coach.trend.weekly_peg import PEG_ITEMS, mean_of_answer
from knotcli.views.documents import pick_fields, write_moments


def rating_document(entry: Rating) -> dict[str, Any]:
    """Give one rating's document."""
    fields = pick_fields(entry, "id region side score kind at note")
    return {**fields, "session_id": entry.session, "tags": list(entry.tags)}


def step_document(entry: StepDone, at: str) -> dict[str, Any]:
    """Give one ended step's document. Seconds are credited ones. at: its moment, written."""
    return {
        "number": entry.number,
        "kind": entry.kind,
        "title": entry.title,
        "side": entry.side,
        "tool": entry.tool,
        "outcome": entry.outcome,
        "at": at,
        "planned_seconds": entry.planned,
        "seconds": entry.seconds if entry.seconds.is_integer() else round(entry.seconds, 1),
    }


def session_document(entry: Session, steps: list[StepDone], ratings: list[Rating]) -> dict[str, Any]:
    """Give one session's document with its steps and its ratings before and after (null where not given)."""
    scores = {r.kind: r.score for r in ratings}
    moments = write_moments([step.at for step in steps])
    return {
        **pick_fields(entry, "id region routine side"),
        "tool": entry.tool or None,
        "status": entry.status,
        "reason": entry.reason or None,
        **pick_fields(entry, "at ended_at planned_seconds heat_seconds pressure_seconds"),
        "before": scores.get("before"),
        "after": scores.get("after"),
        **pick_fields(entry, "note tags"),
        "steps": [step_document(*one) for one in zip(steps, moments, strict=True)],
    }


def taken_back_document(entry: Correction) -> dict[str, Any]:
    """Give the document of a flag that was taken back as a mistake."""
    named = entry.named.isoformat()
    return {**pick_fields(entry, "id at flag"), "named_at": named, "sentence": entry.sentence}


def week_document(answer: WeekAnswer) -> dict[str, Any]:
    """Give the document of the three answers about a week; the mean to 0.01."""
    return {
        **pick_fields(answer, "id at"),
        "week": name_of_week(answer.at.date()),
        **pick_fields(answer, " ".join(PEG_ITEMS)),
        "mean": mean_of_answer(answer).rounded(2),
    }


def break_document(entry: BreakTaken) -> dict[str, Any]:
    """Give the document of a movement break."""
    return pick_fields(entry, "id at regions seconds")


def followup_document(entry: FollowUp) -> dict[str, Any]:
    """Give the document of an answer after a session."""
    return {**pick_fields(entry, "id region answer at"), "session_id": entry.about}


def entry_document(entry: Entry) -> dict[str, Any]:
    """Give a rating's or a session's own document; of anything else its id and time."""
    if isinstance(entry, Rating):
        return rating_document(entry)
    if isinstance(entry, Session):
        document = session_document(entry, [], [])
        return {key: document[key] for key in document if key not in ("before", "after", "steps")}
    if isinstance(entry, WeekAnswer):
        return week_document(entry)
    if isinstance(entry, BreakTaken):
        return break_document(entry)
    return pick_fields(entry, "id at")


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
