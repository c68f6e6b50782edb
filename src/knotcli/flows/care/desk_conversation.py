"""Ask what may keep a knot coming back, suggest one change, ask about it after a week."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knotcli.coach.care.desk import (
    CHANGE_OUTCOMES,
    WEEK,
    DeskStanding,
    PeriodMean,
    compare_before_after,
    list_unanswered_causes,
    suggest_change,
    summarize_desk_answers,
)
from knotcli.coach.record import DeskAnswer, make_entry_id
from knotcli.coach.vocabulary import ANSWERS, Region
from knotcli.flows.prompts import ask_word
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.care.texts import Cause, DeskTexts
from knotcli.flows.care.desk_answers import next_answer_moment


def show_desk(world: World, texts: "DeskTexts", name: Region, as_json: bool) -> int:
    """Show what is kept for a region, and the next change to try."""
    from knotcli.views import desk as view

    found = summarize_desk_answers(world.history.desk_answers())
    next_ = suggest_change(texts.cause, name, found)
    today = world.clock.now().date()
    if as_json:
        world.print_json(
            view.desk_document(name, found, texts, next_, compare_weeks(world, found), found.is_due(today))
        )
        return 0
    open_ = len(list_unanswered_causes(texts.cause, name, found))
    lines = view.desk_lines(name, found, texts, next_, open_)
    if found.trying is not None and found.is_due(today) and (spans := compare_weeks(world, found)):
        lines.append(view.measured_line(*spans, texts, found.trying.region))
    world.show(lines)
    return 0


def talk_about_desk(world: World, texts: "DeskTexts", name: Region, again: bool) -> int:
    """Ask what is open, then suggest one change. What was answered until it ends is kept."""
    from knotcli.views import desk as view

    try:
        found = summarize_desk_answers(world.history.desk_answers())
        if found.is_due(world.clock.now().date()):
            _ask_how_it_went(world, texts, found)
            found = summarize_desk_answers(world.history.desk_answers())
        asked = (
            [c for c in texts.cause if c.concerns(name)]
            if again
            else list_unanswered_causes(texts.cause, name, found)
        )
        _ask_causes(world, texts, name, asked)
        found = summarize_desk_answers(world.history.desk_answers())
        next_ = suggest_change(texts.cause, name, found)
        if found.trying is None and next_ is not None:
            world.tell(["", *view.suggestion_lines(next_)])
            if ask_word(world, "Try it for a week? (y)es, (n)o: ", ("yes", "no")) == "yes":
                world.history.add(
                    DeskAnswer(make_entry_id(), next_answer_moment(world), name, next_.id, "trying")
                )
                world.tell([texts.began])
                return 0
            world.tell(["Then not now. It stays here: knot desk"])
            return 0
    except EOFError:
        world.tell(["What was answered is kept. The rest can wait."])
        return 0
    return show_desk(world, texts, name, False)


def _ask_causes(world: World, texts: "DeskTexts", name: Region, asked: "Sequence[Cause]") -> None:
    if asked:
        world.tell([((f"The {name}: what may keep it coming back", "title"),), texts.intro])
    for number, cause in enumerate(asked, 1):
        world.tell(["", f"{number} of {len(asked)}. {cause.ask}"])
        word = ask_word(world, "(y)es, (n)o, (u)nsure: ", ANSWERS)
        world.history.add(DeskAnswer(make_entry_id(), next_answer_moment(world), name, cause.id, word))


def _ask_how_it_went(world: World, texts: "DeskTexts", found: DeskStanding) -> None:
    from knotcli.views.desk import measured_line

    assert found.trying is not None
    one = found.trying
    cause = texts.by_id().get(one.topic)
    what = cause.change if cause else one.topic
    world.tell([((f"A change since {one.at:%A} {one.at.day} {one.at:%b}", "title"),), what])
    word = ask_word(world, "How did it go? (k)ept, (p)artly, (d)ropped: ", CHANGE_OUTCOMES)
    spans = compare_weeks(world, found)
    world.history.add(DeskAnswer(make_entry_id(), next_answer_moment(world), one.region, one.topic, word))
    if spans is not None:
        world.tell([measured_line(*spans, texts, one.region), ""])


def compare_weeks(world: World, found: DeskStanding) -> tuple[PeriodMean, PeriodMean] | None:
    """Return the mean pain of the week before a change and since it began; None where there is nothing to compare."""
    from knotcli.coach.trend.weekly_means import RatedDay

    if found.trying is None:
        return None
    began, today = found.trying.at.date(), world.clock.now().date()
    rows = world.history.days(found.trying.region, began - WEEK, today)
    return compare_before_after([RatedDay(*row) for row in rows], began, today)
