"""What the options of `knot desk` say, as entries to keep."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from knotcli.coach.care.desk import (
    CHANGE_OUTCOMES,
    DeskStanding,
    summarize_desk_answers,
)
from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_region, parse_word
from knotcli.coach.record import DeskAnswer, make_entry_id
from knotcli.coach.text import clean_text, describe_unknown, find_nearest
from knotcli.coach.vocabulary import ANSWERS, Region
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.care.texts import DeskTexts


def choose_desk_region(world: World, where: str | None) -> Region:
    """Return the region that was named; without one, that of the change being tried or of the newest entry."""
    if where is not None:
        return parse_region(where)
    history = world.history
    trying = summarize_desk_answers(history.desk_answers()).trying
    if trying is not None:
        return trying.region
    moments = [(r.at, r.region) for r in history.ratings(limit=1)] + [
        (s.at, s.region) for s in history.sessions(limit=1)
    ]
    moments += [(c.at, c.regions[0]) for c in history.checks() if c.regions]
    if not moments:
        raise Misuse("Which region? For example: knot desk neck")
    return max(moments)[1]


def read_desk_answers(
    world: World,
    texts: "DeskTexts",
    name: Region,
    answers: Sequence[str],
    start: str | None,
    how: str | None,
    found: DeskStanding,
) -> list[DeskAnswer]:
    """Read what the options say, as entries. Raise Misuse; then nothing was stored."""
    now, causes = next_answer_moment(world), texts.by_id()
    entries = []
    for text in answers:
        topic, _, word = (part.strip().lower() for part in text.partition("="))
        if topic not in causes:
            raise Misuse(describe_unknown("topic", topic, causes))
        chosen = [answer for answer in ANSWERS if answer == word]
        if not chosen:
            raise Misuse(
                f"{clean_text(text)[:60]!r}: a topic takes {', '.join(ANSWERS)}, such as {topic}=yes."
            )
        entries.append(DeskAnswer(make_entry_id(), now, name, topic, chosen[0]))
    if how is not None:
        outcome = parse_word("answer", how, CHANGE_OUTCOMES)
        if found.trying is None:
            raise Misuse(
                "No change is being tried, so there is nothing to say about it. Begin one with --try TOPIC."
            )
        entries.append(DeskAnswer(make_entry_id(), now, found.trying.region, found.trying.topic, outcome))
    if start is not None:
        topic = start.strip().lower()
        if topic not in causes:
            raise Misuse(describe_unknown("topic", topic, causes, find_nearest(topic, causes)))
        if found.trying is not None and how is None:
            raise Misuse(
                f"One change at a time: {found.trying.topic} is being tried. Say first how it went, with --how."
            )
        entries.append(DeskAnswer(make_entry_id(), now + timedelta(microseconds=1), name, topic, "trying"))
    return entries


def next_answer_moment(world: World) -> datetime:
    """Return the moment for an answer: later than any within this same second, for the newest is the one that counts."""
    now = world.clock.now()
    same = [a.at for a in world.history.desk_answers() if now <= a.at < now + timedelta(seconds=1)]
    return max(same) + timedelta(microseconds=1) if same else now
