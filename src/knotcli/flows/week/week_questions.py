"""Ask the three questions about the past week, offer them on the first visit of a new one, and keep the answer."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.person_input import parse_score
from knotcli.coach.record import WeekAnswer, make_entry_id
from knotcli.coach.trend.weekly_means import monday_of_week, name_of_week
from knotcli.coach.trend.weekly_peg import PEG_ITEMS, PEG_QUESTIONS, PegItem, find_answer_of_week
from knotcli.world import World

OFFER = "Answer three short questions about your past week? [1] yes  [2] not this week: "


def ask_missing_numbers(world: World, given: Mapping[PegItem, int | None]) -> dict[PegItem, int]:
    """Return the three numbers; ask for those that were not given. Raise Misuse without a terminal, and EOFError."""
    missing = [item for item in PEG_ITEMS if given[item] is None]
    if missing and not world.interactive:
        options = " and ".join(f"--{item}" for item in missing)
        raise Misuse(f"There is no terminal to answer from. Give {options}, each from 0 to 10.")
    return {item: _ask_number(world, item) if (n := given[item]) is None else n for item in PEG_ITEMS}


def _ask_number(world: World, item: PegItem) -> int:
    question = PEG_QUESTIONS[item]
    world.tell([question.text])
    while True:
        typed = world.ask(f"0 {question.least}, 10 {question.most}. [0–10]: ")
        try:
            return parse_score(typed)
        except Misuse:
            world.tell([(("Type a whole number from 0 to 10.", "warn"),)])


def keep_week(world: World, numbers: Mapping[PegItem, int]) -> tuple[WeekAnswer, bool]:
    """Store the answer for this ISO week; return it, and whether it corrects an earlier one. Raise KnotError."""
    now = world.clock.now()
    with world.history.writing() as kept:
        old = find_answer_of_week(kept.week_answers(), now.date())
        answer = WeekAnswer(old.id if old else make_entry_id(), now, *(numbers[item] for item in PEG_ITEMS))
        if old:
            kept.change(answer)
        else:
            kept.add(answer)
    return answer, old is not None


def answer_week(world: World, given: Mapping[PegItem, int | None], as_json: bool = False) -> int:
    """Ask what is missing, keep it, show it. Return the exit code."""
    numbers = ask_missing_numbers(world, given)
    answer, is_correction = keep_week(world, numbers)
    if as_json:
        from knotcli.views.history.entry_documents import week_document

        world.print_json(week_document(answer))
        return 0
    from knotcli.views.history.entry_words import describe_week

    done = "Corrected for this week" if is_correction else "Saved for this week"
    world.show([f"{done}: {describe_week(answer)}.  ({answer.id[:8]})"])
    return 0


def offer_week(world: World) -> None:
    """Offer the questions on the first visit of a new ISO week, once, to someone who has kept something before it."""
    today = world.clock.now().date()
    if not is_week_due(world, today):
        return
    _note_offer(world, today)
    try:
        wanted = world.ask(OFFER).lower() in ("1", "y", "yes")
        if wanted:
            answer_week(world, dict.fromkeys(PEG_ITEMS))
    except EOFError:
        return


def is_week_due(world: World, today: date) -> bool:
    """Tell whether this ISO week is unanswered and was not offered yet, and something was kept in an earlier one."""
    history, before = world.history, monday_of_week(today) - timedelta(days=1)
    with suppress(OSError, ValueError):
        if world.paths.week_offered.read_text(encoding="utf-8").strip() == name_of_week(today):
            return False
    with history.together():
        is_known = history.ratings(until=before, limit=1) or history.sessions(until=before, limit=1)
        return bool(is_known) and find_answer_of_week(history.week_answers(), today) is None


def _note_offer(world: World, today: date) -> None:
    """Note that this week was offered, so that a no is taken for an answer. A full disk only means another offer."""
    from knotcli.storage.files.paths import write_private

    with suppress(KnotError):
        write_private(world.paths.week_offered, name_of_week(today) + "\n")
