"""`knot desk`: what keeps a knot coming back: asked once, one change at a time, asked about after a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from knotcli.coach.care.desk import (
    ANSWERS,
    OUTCOMES,
    WEEK,
    DeskStanding,
    PeriodMean,
    compare_before_after,
    list_unanswered_causes,
    suggest_change,
    summarize_desk_answers,
)
from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_region
from knotcli.coach.record import DeskAnswer, make_entry_id
from knotcli.coach.text import clean_text, describe_unknown, find_nearest
from knotcli.coach.vocabulary import Region
from knotcli.flows.prompts import ask_word
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.care.texts import Cause, DeskTexts

EXAMPLES = (
    "Examples: knot desk neck · knot desk neck --answer screen=yes --answer phone=no · knot desk neck --try screen · "
    "knot desk --how kept"
)


def review_habits(
    context: typer.Context,
    where: Annotated[
        str | None, typer.Argument(metavar="[REGION]", help="Where [default: what was touched last]")
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer", metavar="TOPIC=WORD", help="yes, no or unsure, such as screen=yes; repeatable"
        ),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--try", metavar="TOPIC", help="Begin this change today.")
    ] = None,
    how: Annotated[
        str | None, typer.Option("--how", metavar="WORD", help="How the change went: kept, partly, dropped")
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Show what is kept; ask nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Ask all questions anew.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Lines only, one a paragraph.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what is kept as JSON.")] = False,
) -> int:
    """Look at what keeps a knot coming back.

    And change one thing at a time.
    """
    world: World = context.obj
    world.plain_asked = plain
    if again and (show or as_json or answer or start or how):
        raise Misuse("--again asks all questions anew; it goes with no other option.")
    texts = world.library.desk()
    name = _region(world, where)
    found = summarize_desk_answers(world.history.desk_answers())
    given = _given(world, texts, name, answer or [], start, how, found)
    world.history.add(*given)
    if given or show or as_json or not world.interactive:
        if not (given or show or as_json or found.answers):
            raise Misuse(
                "There is no terminal to answer from. Answer with --answer TOPIC=yes, no or unsure; "
                f"the topics are: {', '.join(c.id for c in texts.cause if c.concerns(name))}."
            )
        return _show(world, texts, name, as_json)
    return _talk(world, texts, name, again)


def _moment(world: World) -> datetime:
    """Give the moment for an answer: later than any within this same second, for the newest is the one that counts."""
    now = world.clock.now()
    same = [a.at for a in world.history.desk_answers() if now <= a.at < now + timedelta(seconds=1)]
    return max(same) + timedelta(microseconds=1) if same else now


def _region(world: World, where: str | None) -> Region:
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


def _given(
    world: World,
    texts: "DeskTexts",
    name: Region,
    answers: Sequence[str],
    start: str | None,
    how: str | None,
    found: DeskStanding,
) -> list[DeskAnswer]:
    """Read what the options say, as entries. Raises Misuse; then nothing was stored."""
    now, causes = _moment(world), texts.by_id()
    entries = []
    for text in answers:
        topic, _, word = (part.strip().lower() for part in text.partition("="))
        if topic not in causes:
            raise Misuse(describe_unknown("topic", topic, causes))
        if word not in ANSWERS:
            raise Misuse(
                f"{clean_text(text)[:60]!r}: a topic takes {', '.join(ANSWERS)}, such as {topic}=yes."
            )
        entries.append(DeskAnswer(make_entry_id(), now, name, topic, word))
    if how is not None:
        word = _begun(how)
        if found.trying is None:
            raise Misuse(
                "No change is being tried, so there is nothing to say about it. Begin one with --try TOPIC."
            )
        entries.append(DeskAnswer(make_entry_id(), now, found.trying.region, found.trying.topic, word))
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


def _begun(text: str) -> str:
    words = [w for w in OUTCOMES if text.strip() and w.startswith(text.strip().lower())]
    if len(words) != 1:
        raise Misuse(describe_unknown("answer", text, OUTCOMES))
    return words[0]


def _spans(world: World, found: DeskStanding) -> tuple[PeriodMean, PeriodMean] | None:
    from knotcli.coach.trend.weekly_means import RatedDay

    if found.trying is None:
        return None
    began, today = found.trying.at.date(), world.clock.now().date()
    rows = world.history.days(found.trying.region, began - WEEK, today)
    return compare_before_after([RatedDay(*row) for row in rows], began, today)


def _show(world: World, texts: "DeskTexts", name: Region, as_json: bool) -> int:
    from knotcli.views import desk as view

    found = summarize_desk_answers(world.history.desk_answers())
    next_ = suggest_change(texts.cause, name, found)
    today = world.clock.now().date()
    if as_json:
        world.print_json(view.document(name, found, texts, next_, _spans(world, found), found.is_due(today)))
        return 0
    open_ = len(list_unanswered_causes(texts.cause, name, found))
    lines = view.lines(name, found, texts, next_, open_, world.out.width, world.out.plain)
    if found.trying is not None and found.is_due(today) and (spans := _spans(world, found)):
        lines += view.measured(*spans, texts, found.trying.region, min(world.out.width, view.MOST))
    world.show(lines)
    return 0


def _talk(world: World, texts: "DeskTexts", name: Region, again: bool) -> int:
    """Ask what is open, then suggest one change. What was answered until it ends is kept."""
    from knotcli.views import desk as view

    room = min(world.err.width, view.MOST)
    try:
        found = summarize_desk_answers(world.history.desk_answers())
        if found.is_due(world.clock.now().date()):
            _how_it_went(world, texts, found, room)
            found = summarize_desk_answers(world.history.desk_answers())
        asked = (
            [c for c in texts.cause if c.concerns(name)]
            if again
            else list_unanswered_causes(texts.cause, name, found)
        )
        _ask(world, texts, name, asked, room)
        found = summarize_desk_answers(world.history.desk_answers())
        next_ = suggest_change(texts.cause, name, found)
        if found.trying is None and next_ is not None:
            world.tell(["", *view.suggested(next_, texts, room)])
            if ask_word(world, "Try it for a week? (y)es, (n)o: ", ("yes", "no")) == "yes":
                world.history.add(DeskAnswer(make_entry_id(), _moment(world), name, next_.id, "trying"))
                world.tell(view.wrapped(texts.began, room))
                return 0
            world.tell(["Then not now. It stays here: knot desk"])
            return 0
    except EOFError:
        world.tell(["What was answered is kept. The rest can wait."])
        return 0
    return _show(world, texts, name, False)


def _ask(world: World, texts: "DeskTexts", name: Region, asked: "Sequence[Cause]", room: int) -> None:
    from knotcli.views.desk import wrapped

    if asked:
        world.tell([((f"The {name}: what may keep it coming back", "title"),), *wrapped(texts.intro, room)])
    for number, cause in enumerate(asked, 1):
        world.tell(["", *wrapped(f"{number} of {len(asked)}. {cause.ask}", room)])
        word = ask_word(world, "(y)es, (n)o, (u)nsure: ", ANSWERS)
        world.history.add(DeskAnswer(make_entry_id(), _moment(world), name, cause.id, word))


def _how_it_went(world: World, texts: "DeskTexts", found: DeskStanding, room: int) -> None:
    from knotcli.views.desk import measured, wrapped

    assert found.trying is not None
    one = found.trying
    cause = texts.by_id().get(one.topic)
    what = cause.change if cause else one.topic
    world.tell([((f"A change since {one.at:%A} {one.at.day} {one.at:%b}", "title"),), *wrapped(what, room)])
    word = ask_word(world, "How did it go? (k)ept, (p)artly, (d)ropped: ", OUTCOMES)
    spans = _spans(world, found)
    world.history.add(DeskAnswer(make_entry_id(), _moment(world), one.region, one.topic, word))
    if spans is not None:
        world.tell([*measured(*spans, texts, one.region, room), ""])
