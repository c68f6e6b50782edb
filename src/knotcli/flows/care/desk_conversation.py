"""Ask what may keep a knot coming back, suggest one change, ask about it after a week."""

from collections.abc import Sequence

from knotcli.coach.care.desk import CHANGE_OUTCOMES
from knotcli.coach.care.texts import Cause
from knotcli.coach.vocabulary import ANSWERS
from knotcli.flows.care.desk_diary import DeskDiary
from knotcli.flows.prompts import ask_choice, ask_yes_no
from knotcli.views.care import desk as view


def show_desk(diary: DeskDiary, as_json: bool) -> int:
    """Show what is kept for a region, and the next change to try."""
    world, texts, found = diary.world, diary.texts, diary.standing
    about = (diary.region, found, texts, diary.next_change)
    if as_json:
        world.print_json(view.desk_document(*about, diary.compare_weeks(), diary.is_due))
        return 0
    lines = view.desk_lines(*about, len(diary.unanswered))
    if found.trying is not None and diary.is_due and (means := diary.compare_weeks()):
        lines.append(view.measured_line(*means, texts, found.trying.region))
    world.show(lines)
    return 0


def talk_about_desk(diary: DeskDiary, again: bool) -> int:
    """Ask what is open, then suggest one change. What was answered until it ends is kept. again: ask all anew."""
    world = diary.world
    try:
        if diary.is_due:
            _ask_how_it_went(diary)
        concerned = [cause for cause in diary.texts.cause if cause.concerns(diary.region)]
        _ask_causes(diary, concerned if again else diary.unanswered)
        change = diary.next_change
        if diary.standing.trying is None and change is not None:
            world.tell(["", *view.suggestion_lines(change)])
            wanted = ask_yes_no(world, "Try it for a week?")
            if wanted:
                diary.keep_answers((diary.region, change.id, "trying"))
            world.tell([diary.texts.began if wanted else "Then not now. It stays here: knot desk"])
            return 0
    except EOFError:
        world.tell(["What was answered is kept. The rest can wait."])
        return 0
    return show_desk(diary, False)


def _ask_causes(diary: DeskDiary, causes: Sequence[Cause]) -> None:
    if causes:
        title = f"The {diary.region}: what may keep it coming back"
        diary.world.tell([((title, "title"),), diary.texts.intro])
    for number, cause in enumerate(causes, 1):
        diary.world.tell(["", f"{number} of {len(causes)}. {cause.ask}"])
        answer = ask_choice(diary.world, "", ANSWERS)
        diary.keep_answers((diary.region, cause.id, answer))


def _ask_how_it_went(diary: DeskDiary) -> None:
    trying = diary.standing.trying
    assert trying is not None
    cause = diary.texts.causes_by_id().get(trying.topic)
    title = f"A change since {trying.at:%A} {trying.at.day} {trying.at:%b}"
    diary.world.tell([((title, "title"),), cause.change if cause else trying.topic])
    outcome = ask_choice(diary.world, "How did it go?", CHANGE_OUTCOMES)
    means = diary.compare_weeks()
    diary.keep_answers((trying.region, trying.topic, outcome))
    if means is not None:
        diary.world.tell([view.measured_line(*means, diary.texts, trying.region), ""])
