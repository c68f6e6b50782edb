"""Ask what may keep a knot coming back, offer a change for each, ask about the one that was tried after a week."""

from collections.abc import Sequence

from knotcli.coach.care.desk import CHANGE_OUTCOMES
from knotcli.coach.care.texts import Cause
from knotcli.coach.person_input import parse_choice
from knotcli.coach.vocabulary import ANSWERS
from knotcli.flows.care.desk_diary import DeskDiary
from knotcli.flows.prompts import ask_choice
from knotcli.views.care import desk as view


def show_desk(diary: DeskDiary, as_json: bool) -> int:
    """Show what is kept for a region, and the changes to try."""
    world, texts, found = diary.world, diary.texts, diary.standing
    about = (diary.region, found, texts, diary.changes)
    if as_json:
        world.print_json(view.desk_document(*about, diary.compare_weeks(), diary.is_due))
        return 0
    lines = view.desk_lines(*about, len(diary.unanswered), world.clock.now().date())
    if found.trying is not None and diary.is_due and (means := diary.compare_weeks()):
        lines.append(view.measured_line(*means, texts, found.trying.region))
    world.show(lines)
    return 0


def talk_about_desk(diary: DeskDiary, again: bool) -> int:
    """Ask what is open, then offer the changes. What was answered until it ends is kept. again: ask all anew."""
    try:
        if diary.is_due:
            _ask_how_it_went(diary)
        concerned = [cause for cause in diary.texts.cause if cause.concerns(diary.region)]
        _ask_causes(diary, concerned if again else diary.unanswered)
        if diary.standing.trying is None and diary.changes:
            _offer_changes(diary)
            return 0
    except EOFError:
        diary.world.tell(["What you answered is saved. The rest can wait."])
        return 0
    return show_desk(diary, False)


def _offer_changes(diary: DeskDiary) -> None:
    """Let one change be picked and tried; one that is declined is not offered for four weeks."""
    world = diary.world
    while changes := diary.changes:
        world.tell(["", *view.change_choice_lines(changes, diary.standing)])
        picked = _pick_change(diary, changes)
        if picked is None:
            world.tell([f"Not now, then. They stay here: knot desk {diary.region}"])
            return
        world.tell(view.change_reason_lines(picked))
        answer = ask_choice(
            world,
            "Try it for a week?",
            ("yes", "no", ""),
            ("yes", "no, leave it out for four weeks"),
            "back",
        )
        if answer == "yes":
            diary.keep_answers((diary.region, picked.id, "trying"))
            world.tell([diary.texts.began])
            return
        if answer == "no":
            diary.keep_answers((diary.region, picked.id, "declined"))
    world.tell(["Saved. There is nothing else to offer just now."])


def _pick_change(diary: DeskDiary, changes: Sequence[Cause]) -> Cause | None:
    while typed := diary.world.ask("Pick a number to read more, or Enter for not now: "):
        if number := parse_choice(typed, len(changes)):
            return changes[number - 1]
        diary.world.tell([((f"Type a number from 1 to {len(changes)}, or just Enter.", "warn"),)])
    return None


def _ask_causes(diary: DeskDiary, causes: Sequence[Cause]) -> None:
    if causes:
        diary.world.tell([((view.name_title(diary.region), "title"),), diary.texts.intro])
    for number, cause in enumerate(causes, 1):
        diary.world.tell(["", f"{number} of {len(causes)}. {cause.ask}"])
        answer = ask_choice(diary.world, "", ANSWERS, ("yes", "no", "not sure"))
        diary.keep_answers((diary.region, cause.id, answer))


def _ask_how_it_went(diary: DeskDiary) -> None:
    trying = diary.standing.trying
    assert trying is not None
    cause = diary.texts.causes_by_id().get(trying.topic)
    title = f"What you have been trying since {trying.at:%A} {trying.at.day} {trying.at:%B}"
    diary.world.tell([((title, "title"),), cause.change if cause else trying.topic])
    labels = ("I kept to it", "partly", "I dropped it")
    outcome = ask_choice(diary.world, "How did it go?", CHANGE_OUTCOMES, labels)
    means = diary.compare_weeks()
    diary.keep_answers((trying.region, trying.topic, outcome))
    if means is not None:
        diary.world.tell([view.measured_line(*means, diary.texts, trying.region), ""])
