"""One pain rating, from the words that were typed to the line that says it is kept."""

from datetime import datetime
from typing import NamedTuple

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import fold_width, parse_note, parse_score, parse_side
from knotcli.coach.record import Rating, make_entry_id
from knotcli.coach.screening.flags import STRONG_PAIN
from knotcli.coach.tags import parse_tags
from knotcli.coach.text import short_day
from knotcli.coach.times import parse_moment, parse_time_ago
from knotcli.flows.region_question import read_region
from knotcli.world import World


class RatingInput(NamedTuple):
    """What `knot log` was given, as typed. Its fields are the options of the command; a region or score of None is asked for."""

    region: str | None = None
    score: str | None = None
    side: str | None = None
    note: str = ""
    at: str | None = None
    ago: str | None = None
    after_session: bool = False
    as_json: bool = False
    tag: list[str] | None = None


def keep_rating(world: World, given: RatingInput) -> int:
    """Store one rating and show it. Return the exit code. Raise Misuse or KnotError; then nothing was stored."""
    now = world.clock.now()
    moment = _read_moment(world, given, now)
    if fold_width(given.region or "").isdigit() and not (given.score or "").isdigit():
        if given.score is not None:
            raise Misuse("The region comes first, such as: knot log neck 4. Nothing was saved.")
        given = given._replace(region=None, score=given.region)
    side, note, tags = parse_side(given.side), parse_note(given.note), parse_tags(given.tag or ())
    if given.region is not None and given.score is not None:
        region, score = read_region(world, given.region), parse_score(given.score)
    else:
        from knotcli.flows.history.rating_question import ask_missing

        asked = ask_missing(world, given.region, given.score, note)
        if asked is None:
            world.tell(["Nothing was saved."])
            return 0
        region, score, note = asked
    rating = Rating(make_entry_id(), moment, region, side, score, "now", note, tags=tags)
    if given.after_session or (world.interactive and not given.as_json and moment == now):
        from knotcli.flows.session.rating_after import attach_to_session

        rating = attach_to_session(world, rating, given.after_session)
    world.history.add(rating, alone=True)
    if rating.kind == "after":
        from knotcli.flows.session.rating_after import tell_flare

        tell_flare(world, rating)
    if given.as_json:
        from knotcli.views.history import entry_documents

        world.print_json(entry_documents.rating_document(rating))
        return 0
    from knotcli.views.history.entry_words import name_place

    at = "" if moment == now else f", {moment:%a} {short_day(moment)} {moment:%H:%M}"
    at += ", after the session" if rating.kind == "after" else ""
    strong = rating.kind == "now" and rating.score >= STRONG_PAIN
    world.show(
        [
            f"Saved: {name_place(rating.region, rating.side)} {rating.score}{at}  ({rating.id[:8]})",
            *(
                [f"That is strong pain. Before a session, please check first: knot check {rating.region}"]
                if strong
                else []
            ),
        ]
    )
    return 0


def _read_moment(world: World, given: RatingInput, now: datetime) -> datetime:
    if given.at is not None and given.ago is not None:
        raise Misuse("--at and --ago both say  Give one of them. Nothing was saved.")
    if given.at is not None:
        return parse_moment(given.at, now, world.clock.local)
    if given.ago is not None:
        return parse_time_ago(given.ago, now, world.clock.local)
    return now
