"""Entries of the history."""

from datetime import date, datetime

from knotcli.coach.record import Check, Rating, Session, StepDone, make_entry_id
from knotcli.storage.history.store import History
from support.clock import NOON

EVER = (date(1900, 1, 1), date(2999, 12, 31))


def rating(score: int = 6, at: datetime = NOON, region: str = "neck", **more: object) -> Rating:
    return Rating(make_entry_id(), at, region, None, score, **more)


def session(at: datetime = NOON, region: str = "neck", **more: object) -> Session:
    return Session(make_entry_id(), at, region, region, "both", "ball", **more)


def step(of: Session, number: int = 1) -> StepDone:
    return StepDone(
        make_entry_id(), of.at, of.id, number, "hold", "Ball beside the spine", "left", "ball", 30, 29.5, "done"
    )


def check(answer: str = "no", origin: str = "asked") -> Check:
    return Check(
        make_entry_id(), NOON, ("neck",), {"em_chest": answer}, {"rel_pregnant": "yes"}, {"neck": "acute"}, origin
    )


def rows(history: History) -> list[dict[str, object]]:
    return list(history.versions())
