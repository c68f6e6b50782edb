"""The screens of sentences: closed by n, opened by a number; the second list; and the review of what was named. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping

from knotcli.coach.person_input import parse_choice
from knotcli.coach.screening.clusters import Clause, ScreenPart, ShownSentence, sentences
from knotcli.coach.screening.conversation import item_script, prompts
from knotcli.coach.screening.conversation.check_draft import CheckDraft
from knotcli.coach.screening.items import Item
from knotcli.coach.screening.questionnaire import SECOND_LIST
from knotcli.coach.text import capitalize_first
from knotcli.coach.vocabulary import Region, Verdict

NONE_OR_NUMBER = "Press n if none of these is true, or the number of one that is."
REVIEWED = "Press y if that is right,{again} or b to go back."
WHICH = "Which of these have you had?"
PARTS: Mapping[ScreenPart, tuple[prompts.CheckPart, int]] = {
    "E": ("emergency", 1), "C": ("signs", 3), "A": ("person", 4), "P": ("place", 5),
}  # fmt: skip
COUNT = 5
CLINICIAN_SAID = {
    "yes": "A clinician said gentle self-massage and warmth are all right.",
    "massage": "A clinician said gentle self-massage is all right.",
}
CLINICIAN_SAID_WARMTH = "A clinician said warmth is all right."


def place_of(draft: CheckDraft, part: ScreenPart) -> prompts.PromptPlace:
    """Return where in the check a screen stands."""
    name, number = PARTS[part]
    return prompts.PromptPlace(draft.setting.regions, name, number, COUNT)


def ask_screen(
    draft: CheckDraft,
    part: ScreenPart,
    heading: str,
    region: Region | None = None,
    without: Collection[str] = (),
    keep: Callable[[Clause], bool] = lambda clause: True,
) -> item_script.PartScript:
    """Put a screen of sentences until it is closed by n. Sentences that an answer opens are opened first.

    keep: which clauses are shown at all. region: the one whose place is asked about, where there are several. without:
    clusters left out.
    """
    setting = draft.setting._replace(regions=(region,)) if region else draft.setting
    found = draft.found
    shown = [one for one in sentences(part, found.clusters, found.items, setting, keep) if one.cluster not in without]
    if not shown:
        return
    place = place_of(draft, part)
    opened: set[str] = set()
    for sentence in shown:
        if sentence.cluster in draft.opened():
            opened.add(sentence.id)
            yield from _open(draft, part, sentence, place, picked=False)
    while True:
        numbered = tuple(
            prompts.Sentence(number, one.text, one.items, one.id in opened) for number, one in enumerate(shown, 1)
        )
        reply = yield prompts.SentencesPrompt(place, heading, numbered)
        if reply == "n":
            break
        if not parse_choice(reply, len(shown)):
            raise item_script.NoAnswer(NONE_OR_NUMBER)
        sentence = shown[int(reply) - 1]
        opened.add(sentence.id)
        yield from _open(draft, part, sentence, place)
    for sentence in shown:
        if sentence.id not in opened:
            draft.close(draft.items(sentence.items))
    if part == "E":
        yield from end_early(draft, "see-today")


def _open(
    draft: CheckDraft, part: ScreenPart, sentence: ShownSentence, place: prompts.PromptPlace, picked: bool = True
) -> item_script.PartScript:
    """Put the items of a sentence. One of an emergency is open until it is confirmed or taken back.

    picked: by its number; what an answer opened is not taken back where nothing of it is so.
    """
    draft.open_emergency = part == "E"
    yield from open_sentence(draft, sentence, place, part == "E", picked)
    draft.open_emergency = False
    if part != "E":
        yield from end_early(draft, "see-today")


def open_sentence(
    draft: CheckDraft, sentence: ShownSentence, place: prompts.PromptPlace, emergency: bool = False, picked: bool = True
) -> item_script.PartScript:
    """Put every item of a sentence, or the second list to which it opens. `picked`: as in `put_items`."""
    if sentence.cluster == SECOND_LIST:
        yield from _ask_second_list(draft, sentence, place)
    else:
        asked = item_script.OpenedSentence(place, sentence.text, emergency=emergency)
        yield from item_script.put_items(draft, draft.items(sentence.items), asked, picked)


def _ask_second_list(draft: CheckDraft, sentence: ShownSentence, place: prompts.PromptPlace) -> item_script.PartScript:
    """Put the second list to which a sentence opens; a line that is not picked answers its items no."""
    lines = draft.found.second
    opened: set[int] = set()
    for line in lines:
        for item in draft.items(line.items):
            draft.forget(item)
    while True:
        numbered = tuple(prompts.Sentence(n, one.text, one.items, n in opened) for n, one in enumerate(lines, 1))
        reply = yield prompts.SentencesPrompt(place, WHICH, numbered, sentence.text)
        if reply == "n":
            break
        if not parse_choice(reply, len(lines)):
            raise item_script.NoAnswer(NONE_OR_NUMBER)
        opened.add(int(reply))
        line = lines[int(reply) - 1]
        yield from item_script.put_items(draft, draft.items(line.items), item_script.OpenedSentence(place, line.text))
    for number, line in enumerate(lines, 1):
        if number not in opened:
            draft.close(draft.items(line.items))


def end_early(draft: CheckDraft, least: Verdict) -> item_script.PartScript:
    """End the check where every region is refused at least as urgently as this, once that is reviewed.

    Raises Over. Where an item that is put again no longer refuses, the check goes on.
    """
    while draft.is_refused(least):
        yield from _review(draft, early=True)


def ask_review(draft: CheckDraft) -> item_script.PartScript:
    """Show what was named and taken back, if anything was, until it is right. Raises Over."""
    if not listed_items(draft) and not draft.withdrawn:
        raise item_script.ConversationOver("complete")
    while True:
        yield from _review(draft, early=False)


def _review(draft: CheckDraft, early: bool) -> item_script.PartScript:
    """Show the review once: raise Over when it is right, or put the picked item again."""
    listed = listed_items(draft)
    named = tuple(prompts.NamedStatement(item.id, statement_of(draft, item)) for item in listed)
    reply = yield prompts.ReviewPrompt(
        prompts.PromptPlace(draft.setting.regions, "review"),
        named,
        tuple(dict.fromkeys(draft.withdrawn.values())),
        early,
    )
    if reply == "y":
        raise item_script.ConversationOver("early" if early else "complete")
    if not parse_choice(reply, len(listed)):
        raise item_script.NoAnswer(REVIEWED.format(again=" the number of one to answer it again," if listed else ""))
    again = listed[int(reply) - 1]
    place = prompts.PromptPlace(draft.setting.regions, "review")
    sources = [item for item in _answered(draft) if again.id in draft.moved_by(item)] or [again]
    yield from item_script.put_items(draft, sources, item_script.OpenedSentence(place, statement_of(draft, again)))


def listed_items(draft: CheckDraft) -> list[Item]:
    """Return what the review lists: all that was named now, but for the age and what was carried from an earlier check."""
    named = draft.named()
    return [item for i, item in draft.found.items.items() if i in named and i not in draft.carried]


def _answered(draft: CheckDraft) -> Iterable[Item]:
    return [draft.found.items[key] for key in draft.words if key in draft.found.items]


def statement_of(draft: CheckDraft, item: Item) -> str:
    """Say again what was named, in the questions' own words, with a clinician's word where one was given."""
    numbers = next((said[item.id] for region in draft.setting.regions if item.id in (said := draft.said(region))), ())
    states = [item.asks[n - 1].states or item.asks[n - 1].says for n in numbers]
    sentence = " ".join(f"{capitalize_first(text)}." for text in states if text)
    sentence = sentence or f"{capitalize_first(item.label)}."
    word = draft.cleared_words().get(item.id, "")
    if item.warmth_limits:
        return f"{sentence} {CLINICIAN_SAID_WARMTH}" if word == "yes" else sentence
    return f"{sentence} {CLINICIAN_SAID[word]}" if word in CLINICIAN_SAID else sentence
