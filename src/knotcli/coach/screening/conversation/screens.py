"""The screens of sentences: closed by n, opened by a number; the second list; and the review of what was named. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping

from knotcli.coach.person_input import parse_choice
from knotcli.coach.screening.clusters import Clause, ScreenPart, ShownSentence, sentences
from knotcli.coach.screening.conversation.prompts import (
    CheckPart,
    NamedStatement,
    PromptPlace,
    ReviewPrompt,
    Sentence,
    SentencesPrompt,
)
from knotcli.coach.screening.conversation.put_items import Asked, NoAnswer, Over, PartScript, put_items
from knotcli.coach.screening.conversation.talk import Talk
from knotcli.coach.screening.items import Item
from knotcli.coach.screening.questionnaire import SECOND_LIST
from knotcli.coach.vocabulary import Region, Verdict

NONE_OR_NUMBER = "Press n if none of these is true, or the number of one that is."
REVIEWED = "Press y if that is right, the number of one to answer it again, or b to go back."
WHICH = "Which of these have you had?"
PARTS: Mapping[ScreenPart, tuple[CheckPart, int]] = {
    "E": ("emergency", 1), "C": ("signs", 3), "A": ("person", 4), "P": ("place", 5),
}  # fmt: skip
COUNT = 5
CLINICIAN_SAID = {
    "yes": "A clinician said gentle self-massage and warmth are all right.",
    "massage": "A clinician said gentle self-massage is all right.",
}
CLINICIAN_SAID_WARMTH = "A clinician said warmth is all right."


def place_of(talk: Talk, part: ScreenPart) -> PromptPlace:
    """Return where in the check a screen stands."""
    name, number = PARTS[part]
    return PromptPlace(talk.setting.regions, name, number, COUNT)


def ask_screen(
    talk: Talk,
    part: ScreenPart,
    heading: str,
    place: PromptPlace | None = None,
    region: Region | None = None,
    without: Collection[str] = (),
    keep: Callable[[Clause], bool] = lambda clause: True,
) -> PartScript:
    """Put a screen of sentences until it is closed by n. Sentences that an answer opens are opened first.

    keep: which clauses are shown at all. region: the one whose place is asked about, where there are several. without:
    clusters left out.
    """
    setting = talk.setting._replace(regions=(region,)) if region else talk.setting
    found = talk.found
    shown = [
        one
        for one in sentences(part, found.clusters, found.items, setting, keep)
        if one.cluster not in without
    ]
    if not shown:
        return
    place = place or place_of(talk, part)
    opened: set[str] = set()
    for sentence in shown:
        if sentence.cluster in talk.taking.opened():
            opened.add(sentence.id)
            yield from _open(talk, part, sentence, place, picked=False)
    while True:
        numbered = tuple(
            Sentence(number, one.text, one.items, one.id in opened) for number, one in enumerate(shown, 1)
        )
        reply = yield SentencesPrompt(place, heading, numbered)
        if reply == "n":
            break
        if not parse_choice(reply, len(shown)):
            raise NoAnswer(NONE_OR_NUMBER)
        sentence = shown[int(reply) - 1]
        opened.add(sentence.id)
        yield from _open(talk, part, sentence, place)
    for sentence in shown:
        if sentence.id not in opened:
            talk.taking.close(talk.items(sentence.items))
    if part == "E":
        yield from end_early(talk, "see-today")


def _open(
    talk: Talk, part: ScreenPart, sentence: ShownSentence, place: PromptPlace, picked: bool = True
) -> PartScript:
    """Put the items of a sentence. One of an emergency is open until it is confirmed or taken back.

    picked: by its number; what an answer opened is not taken back where nothing of it is so.
    """
    if sentence.cluster == SECOND_LIST:
        yield from _ask_second_list(talk, sentence, place)
    else:
        talk.taking.open_emergency = part == "E"
        asked = Asked(place, sentence.text, emergency=part == "E")
        yield from put_items(talk, talk.items(sentence.items), asked, picked)
        talk.taking.open_emergency = False
    if part != "E":
        yield from end_early(talk, "see-today")


def _ask_second_list(talk: Talk, sentence: ShownSentence, place: PromptPlace) -> PartScript:
    """Put the second list to which a sentence opens; a line that is not picked answers its items no."""
    lines = talk.found.second
    opened: set[int] = set()
    for line in lines:
        for item in talk.items(line.items):
            talk.taking.forget(item)
    while True:
        numbered = tuple(Sentence(n, one.text, one.items, n in opened) for n, one in enumerate(lines, 1))
        reply = yield SentencesPrompt(place, WHICH, numbered, sentence.text)
        if reply == "n":
            break
        if not parse_choice(reply, len(lines)):
            raise NoAnswer(NONE_OR_NUMBER)
        opened.add(int(reply))
        line = lines[int(reply) - 1]
        yield from put_items(talk, talk.items(line.items), Asked(place, line.text))
    for number, line in enumerate(lines, 1):
        if number not in opened:
            talk.taking.close(talk.items(line.items))


def end_early(talk: Talk, least: Verdict) -> PartScript:
    """End the check where every region is refused at least as urgently as this, once that is reviewed.

    Raises Over. Where an item that is put again no longer refuses, the check goes on.
    """
    while talk.taking.is_refused(least):
        yield from _review(talk, early=True)


def ask_review(talk: Talk) -> PartScript:
    """Show what was named and taken back, if anything was, until it is right. Raises Over."""
    if not listed_items(talk) and not talk.taking.withdrawn:
        raise Over("complete")
    while True:
        yield from _review(talk, early=False)


def _review(talk: Talk, early: bool) -> PartScript:
    """Show the review once: raise Over when it is right, or put the picked item again."""
    listed = listed_items(talk)
    named = tuple(NamedStatement(item.id, statement_of(talk, item)) for item in listed)
    reply = yield ReviewPrompt(
        PromptPlace(talk.setting.regions, "review"),
        named,
        tuple(dict.fromkeys(talk.taking.withdrawn.values())),
        early,
    )
    if reply == "y":
        raise Over("early" if early else "complete")
    if not parse_choice(reply, len(listed)):
        raise NoAnswer(REVIEWED)
    again = listed[int(reply) - 1]
    place = PromptPlace(talk.setting.regions, "review")
    sources = [item for item in _answered(talk) if again.id in talk.taking.moved_by(item)] or [again]
    yield from put_items(talk, sources, Asked(place, statement_of(talk, again)))


def listed_items(talk: Talk) -> list[Item]:
    """Return what the review lists: all that was named now, but for the age and what was carried from an earlier check."""
    named = talk.named()
    return [item for i, item in talk.found.items.items() if i in named and i not in talk.taking.carried]


def _answered(talk: Talk) -> Iterable[Item]:
    return [talk.found.items[key] for key in talk.taking.words if key in talk.found.items]


def statement_of(talk: Talk, item: Item) -> str:
    """Say again what was named, in the questions' own words, with a clinician's word where one was given."""
    numbers = next(
        (said[item.id] for region in talk.setting.regions if item.id in (said := talk.said(region))), ()
    )
    states = [item.asks[n - 1].states or item.asks[n - 1].says for n in numbers]
    sentence = " ".join(f"{text[:1].upper()}{text[1:]}." for text in states if text)
    sentence = sentence or f"{item.label[:1].upper()}{item.label[1:]}."
    word = talk.cleared_words().get(item.id, "")
    if item.warmth_limits:
        return f"{sentence} {CLINICIAN_SAID_WARMTH}" if word == "yes" else sentence
    return f"{sentence} {CLINICIAN_SAID[word]}" if word in CLINICIAN_SAID else sentence
