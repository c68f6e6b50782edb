"""The questions about the pain itself, how long it has lasted, and the age; and the reply to what was told. Pure."""

from collections.abc import Generator, Mapping, Sequence

from knotcli.coach.person_input import parse_choice
from knotcli.coach.screening.conversation import item_script, prompts
from knotcli.coach.screening.conversation.check_draft import CheckDraft
from knotcli.coach.screening.conversation.screens import COUNT, end_early
from knotcli.coach.screening.facts import AGE
from knotcli.coach.screening.flags import NAMED
from knotcli.coach.screening.questionnaire import Story, StoryQuestion
from knotcli.coach.text import join_words
from knotcli.coach.vocabulary import Answer, Region

PUT_AGAIN = ("3", "6")
"""The questions that are put again though the pain is the one described before: they carry warning signs."""
NOT_TOLD = "not told"
OLDEST = 120
AGE_ASKED = f"Type your age in years, from 1 to {OLDEST}, then Enter."
LIMBS, ALL_OVER = ("rf_weakness", "rf_numb_persist"), ("rf_widespread",)
ALONE = ("n", "u")


def ask_story(draft: CheckDraft) -> item_script.PartScript:
    """Ask about the pain; where it was described before, first whether it is the same. Then the age, unless it is known."""
    questions = draft.found.story.question
    described = draft.earlier.described
    if described is not None and (yield from _is_same_pain(draft)):
        draft.told.update(described.told)
        questions = tuple(question for question in questions if question.number in PUT_AGAIN)
    rows: list[prompts.ToldRow] = []
    for question in questions:
        told = yield from _ask_question(draft, question, rows)
        draft.told.pop(question.number, None)
        if told:
            draft.told[question.number] = told
        rows.append(prompts.ToldRow(question.text, ", ".join(question.choices[key] for key in told) or NOT_TOLD))
        yield from _follow(draft, question, told)
    if draft.setting.age is None:
        yield from ask_age(draft, rows)
    else:
        yield from _take_age(draft, draft.setting.age)


def ask_limbs(draft: CheckDraft) -> item_script.PartScript:
    """Ask the one question of the story that another region's check puts again: its limbs are others."""
    question = next(one for one in draft.found.story.question if one.number == "3")
    draft.told["3"] = told = yield from _ask_question(draft, question, [])
    yield from _follow(draft, question, told)


def ask_age(draft: CheckDraft, rows: Sequence[prompts.ToldRow] = ()) -> item_script.PartScript:
    """Ask how old the person is."""
    reply = yield prompts.StoryPrompt(_place(draft), AGE, draft.found.story.age, tuple(rows), whole=OLDEST)
    if not parse_choice(reply, OLDEST):
        raise item_script.NoAnswer(AGE_ASKED)
    draft.told[AGE] = str(int(reply))
    draft.carried.pop(AGE, None)
    yield from _take_age(draft, int(reply))


def carry_age(draft: CheckDraft) -> None:
    """Take the age over from an earlier check, with its day."""
    known = draft.earlier.known
    if known is not None and known.age is not None:
        draft.told[AGE] = str(known.age)
        draft.carried[AGE] = known.dates[AGE]


def _place(draft: CheckDraft) -> prompts.PromptPlace:
    return prompts.PromptPlace(draft.setting.regions, "story", 2, COUNT)


def _is_same_pain(draft: CheckDraft) -> Generator[prompts.Prompt, str, bool]:
    reply = yield prompts.ConfirmPrompt(_place(draft), "same-pain", draft.found.story.same_pain)
    if reply not in ("y", "n", "u"):
        raise item_script.NoAnswer("Press y if it is, n if it is another pain, or b to go back.")
    return reply == "y"


def _ask_question(
    draft: CheckDraft, question: StoryQuestion, rows: Sequence[prompts.ToldRow]
) -> Generator[prompts.Prompt, str, str]:
    alone = tuple(key for key in question.choices if key in ALONE) if question.several else ()
    choices = dict(question.choices)
    reply = yield prompts.StoryPrompt(
        _place(draft), question.number, question.text, tuple(rows), choices, question.several, alone, question.passable
    )
    keys = "".join(key for key in choices if key in reply)
    fits = len(keys) == 1 or (question.several and not {*keys} & {*alone})
    if reply == "" and question.passable:
        return ""
    if not keys or not {*reply} <= {*choices} or not fits:
        passing = ", or Enter to pass it over" if question.passable else ""
        several = " one or more of" if question.several else ""
        *others, last = choices
        raise item_script.NoAnswer(f"Press{several} {', '.join(others)} or {last}{passing}.")
    return keys


def _follow(draft: CheckDraft, question: StoryQuestion, told: str) -> item_script.PartScript:
    """Put at once what an answer leads to, and answer no what it rules out."""
    weakness, numbness = draft.items(LIMBS)
    asked = item_script.OpenedSentence(_place(draft), question.text)
    if question.number == "1" and told == "e":
        word = yield from asked.ask(numbness, numbness.asks[1].text, True)
        draft.answer_question(numbness, 2, word)
        if word in NAMED:
            draft.settle(numbness)
            yield from item_script.ask_for_word(draft, numbness, asked)
    elif question.number == "3" and told == "n":
        draft.close((weakness, numbness))
    elif question.number == "3":
        yield from item_script.put_items(draft, [weakness], asked)
        if not draft.word(numbness):
            yield from item_script.put_item(draft, numbness, asked)
        if any(draft.word(item) in NAMED for item in (weakness, numbness)):
            draft.withdrawn.pop(weakness.id, None)
        else:
            draft.withdrawn[numbness.id] = draft.withdrawn[weakness.id]
        yield from end_early(draft, "see-today")
    elif question.number == "6" and told in ("a", "u"):
        yield from item_script.put_items(draft, draft.items(ALL_OVER), asked)
    elif question.number == "6":
        draft.close(draft.items(ALL_OVER))


def _take_age(draft: CheckDraft, age: int) -> item_script.PartScript:
    """Answer what the age tells. At 16 and 17 it matters how long the pain has lasted."""
    draft.answer_age(age)
    if age >= 18:
        return
    young = draft.found.items["rel_under18"]
    asked = item_script.OpenedSentence(_place(draft), draft.found.story.age)
    if age >= 16:
        lasted = draft.told.get("4b", "")
        if lasted in ("m", "d"):
            draft.answer_question(young, 2, "yes" if lasted == "m" else "no")
        else:
            word = yield from asked.ask(young, young.asks[1].text, True)
            draft.answer_question(young, 2, word)
    yield from item_script.ask_for_word(draft, young, asked)


MANY_FITS, FEW_MISFITS, MANY_MISFITS = 4, 1, 4
"""From how many fits on, up to how many misfits, and from how many misfits on (own decisions)."""
NOTES = 2
TRIGGERS = {"t": "temperature", "e": "exercise", "p": "a position"}


def reply_to_story(story: Story, told: Mapping[str, str], region: Region, heated: bool) -> list[str]:
    """Return the reply's sentences, none where nothing was told. `heated`: the routine begins with warmth."""
    if not any(number in told for number in ("1", "2", "4", "5", "6", "7", "8")):
        return []
    fits = sum(bool({*told.get(one.number, "")} & {*one.fits}) for one in story.question)
    misfits = sum(bool({*told.get(one.number, "")} & {*one.misfits}) for one in story.question)
    if fits >= MANY_FITS and misfits <= FEW_MISFITS:
        said = [story.reply.fits.format(what=describe_fits(told))]
    elif not fits or misfits >= MANY_MISFITS:
        said = [story.reply.differs]
    else:
        said = [story.reply.mixed]
    notes = [
        note.text.format(region=region)
        for note in story.note
        if {*told.get(note.number, "")} & {*note.keys} and (heated or not note.heat)
    ]
    return said + notes[:NOTES]


def describe_fits(told: Mapping[str, str]) -> str:
    """Say in a person's words what was told that fits: a dull ache in the muscle, in one place, eased by warmth."""
    ache = "a dull ache" if told.get("1") == "d" else "an ache"
    place = " in the muscle" if told.get("2") == "m" else ""
    more = ["in one place"] if told.get("6") == "o" else []
    triggers = [TRIGGERS[key] for key in told.get("5", "") if key in TRIGGERS]
    if triggers:
        more.append("set off by " + join_words(triggers, " or "))
    more += ["eased by warmth"] if told.get("7") == "y" else []
    more += ["helped by massage"] if told.get("8") == "y" else []
    return ache + place + (f", {join_words(more, ' and ')}" if more else "")


def list_features(draft: CheckDraft) -> dict[str, Answer]:
    """Return the features of a muscle knot that the story told, by item id. They describe, and hold nothing back."""
    words: dict[str, Answer] = {}
    for question in draft.found.story.question:
        keys = draft.told.get(question.number, "")
        if not keys or not question.feature:
            continue
        fits = question.fits or tuple(key for key in question.choices if key not in "nu")
        unsure = "u" in keys and question.feature != "ml_local"
        words[question.feature] = "unsure" if unsure else "yes" if {*keys} & {*fits} else "no"
        if question.feature == "ml_local":
            words["ml_moves"] = "yes" if keys == "m" else "no"
    return words
