"""The rating after a session, given later."""

from collections.abc import Mapping
from datetime import datetime

from knotcli.coach.errors import Misuse
from knotcli.coach.record import Entry, Rating, Session, make_entry_id
from knotcli.coach.session.dose import FLARE, session_end
from knotcli.coach.session.resume import RESUME_WITHIN, find_last_sign, read_run_note
from knotcli.coach.vocabulary import MOVEMENT_KINDS, RatingKind, Region
from knotcli.terminal.process import is_running
from knotcli.world import World


def find_unrated_session(world: World, region: Region, moment: datetime) -> Session | None:
    """Return the last session of this region when it has no rating after and ended within two hours before `moment`."""
    for entry in world.history.sessions(region, limit=1):
        steps, ratings = world.history.session_steps(entry.id), world.history.session_ratings(entry.id)
        treated = any(step.kind in ("heat", "hold", *MOVEMENT_KINDS) and step.seconds for step in steps)
        if not treated or any(rating.kind == "after" for rating in ratings):
            return None
        left = read_run_note(entry)
        if entry.ended_at is None and left is not None and is_running(left.runner):
            return None
        # To the second: a rating given in the second of the end counts too.
        since = moment - find_last_sign(entry, steps, ratings)
        return entry if -1 <= since.total_seconds() <= RESUME_WITHIN.total_seconds() else None
    return None


def attach_to_session(world: World, rating: Rating, asked_for: bool) -> Rating:
    """Make the rating one after the last session when that is what it is; ask, unless it was said.

    Raises Misuse when it was said and there is no such session.
    """
    entry = find_unrated_session(world, rating.region, rating.at)
    if entry is None:
        if asked_for:
            raise Misuse(
                f"No {rating.region} session of the last two hours is waiting for its rating. "
                "Without --after-session it is saved as a rating of its own. Nothing was saved."
            )
        return rating
    if not asked_for:
        try:
            answer = world.ask(f"Is this the rating after your session at {entry.at:%H:%M}? [y] yes  [Enter] no: ")
        except (EOFError, KeyboardInterrupt):
            answer = ""
        if answer.lower() not in ("y", "yes", "1"):
            return rating
    return rating._replace(kind="after", side=rating.side or entry.side, session=entry.id)


def correct_ratings(world: World, was: Session, session: Session, scores: Mapping[RatingKind, int | None]) -> str:
    """Give a session other ratings, None for none, and its new note and tags, as one act; say what changed of the ratings.

    A rest day that they once asked for stays (dose).
    """
    kept = {rating.kind: rating for rating in world.history.session_ratings(session.id)}
    changed: list[Entry] = [session] if session != was else []
    removed, told = [], []
    for kind, score in scores.items():
        old = kept.get(kind)
        if score == (old and old.score):
            continue
        told.append(f"{kind} {'none' if old is None else old.score} → {'none' if score is None else score}")
        if old is None:
            at = session.at if kind == "before" else session_end(session)
            old = Rating(make_entry_id(), at, session.region, session.side, score or 0, kind, "", session.id)
        elif score is None:
            removed.append(old.id)
        changed.append(old if score is None else old._replace(score=score))
    if changed:
        with world.history.writing() as history:
            history.put_right(changed, removed)
    return ", ".join(told)


def tell_flare(world: World, rating: Rating) -> None:
    """Say it where it hurts clearly more than before the session."""
    before = [r.score for r in world.history.session_ratings(str(rating.session)) if r.kind == "before"]
    if before and rating.score - before[0] >= FLARE:
        world.tell([((world.library.guidance().flare, "warn"),)])
