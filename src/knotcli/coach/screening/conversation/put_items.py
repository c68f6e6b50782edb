"""Items put one by one: each of their questions, and a clinician's word where it changes something. Pure."""

from collections.abc import Generator, Iterable

from knotcli.coach.screening.conversation.prompts import (
    ConversationEnding,
    Prompt,
    PromptPlace,
    PutQuestion,
    QuestionPrompt,
    Word,
)
from knotcli.coach.screening.conversation.taking import Taking
from knotcli.coach.screening.conversation.talk import Talk
from knotcli.coach.screening.flags import NAMED
from knotcli.coach.screening.items import Item
from knotcli.coach.vocabulary import ClearedWord

WORDS: dict[str, Word] = {"y": "yes", "n": "no", "u": "unsure"}
YES_OR_NO = "Press y for yes, n for no, u if you are not sure, which counts as yes, or b to go back."
KINDS = ("emergency", "red-flag", "absolute", "relative")

Script = Generator[Prompt, str, ConversationEnding]
"""Yields prompts, is sent their replies, and returns how it ended."""
PartScript = Generator[Prompt, str, None]
AskedWord = Generator[Prompt, str, Word]


class NoAnswer(Exception):
    """The reply is no answer to the prompt; the message says what is."""


class Over(Exception):
    """The conversation is over, wherever in its script it stands."""

    def __init__(self, ending: ConversationEnding) -> None:
        super().__init__(ending)
        self.ending = ending


class Asked:
    """One opened sentence: how its questions are shown, and which of them are answered."""

    def __init__(
        self, place: PromptPlace, opened: str = "", emergency: bool | None = None, above: str = ""
    ) -> None:
        self.place, self.opened, self.above = place, opened, above
        self.emergency = emergency
        self.before: list[PutQuestion] = []

    def ask(self, item: Item | None, text: str, begins: bool) -> AskedWord:
        """Put one question of an item, or a line of its own. An emergency's stand under its text."""
        urgent = item is not None and item.kind == "emergency" if self.emergency is None else self.emergency
        reply = yield QuestionPrompt(
            self.place,
            item.id if item else "",
            text,
            self.opened,
            urgent,
            tuple(self.before),
            begins,
            above=self.above,
        )
        if reply not in WORDS:
            raise NoAnswer(YES_OR_NO)
        self.before.append(PutQuestion(text, WORDS[reply], begins))
        return WORDS[reply]


def order_of(item: Item) -> tuple[bool, int, int]:
    """Sort items as an opened sentence puts them: emergencies, today, soon, blocks, clearance, limits; facts before what needs them."""
    lesser = (
        item.urgency == "soon" if item.kind == "red-flag" else item.kind == "relative" and not item.clearance
    )
    return bool(item.needs), KINDS.index(item.kind), int(lesser)


def put_item(talk: Talk, item: Item, asked: Asked) -> PartScript:
    """Put what is left of an item's questions, and ask for a clinician's word where it would change something.

    Raises Over at a confirmed emergency.
    """
    taking, begins = talk.taking, True
    while (number := taking.next_question(item)) is not None:
        word = yield from asked.ask(item, item.asks[number - 1].text, begins)
        taking.answer_question(item, number, word)
        begins = False
    if taking.settle(item) in NAMED:
        if item.kind == "emergency":
            raise Over("emergency")
        yield from ask_for_word(talk, item, asked)


def ask_for_word(talk: Talk, item: Item, asked: Asked) -> PartScript:
    """Ask what a clinician has said about a named item, where that would change what it leads to."""
    if not talk.word_changes(item):
        return
    texts, key = talk.found.texts.clearance, talk.taking.key(item)
    if item.warmth_limits:
        talk.taking.cleared[key] = yield from asked.ask(item, texts.warmth_only, True)
        return
    word: ClearedWord = yield from asked.ask(item, texts.massage, True)
    if word == "yes":
        warmth = yield from asked.ask(item, texts.warmth, False)
        word = "yes" if warmth == "yes" else "massage"
    talk.taking.cleared[key] = word


def put_items(talk: Talk, items: Iterable[Item], asked: Asked, picked: bool = True) -> PartScript:
    """Put every item of an opened sentence that is not answered through another one, the most urgent first.

    What was put and came out no in a picked sentence of which nothing was confirmed was taken back.
    """
    taking = talk.taking
    items = sorted(items, key=order_of)
    for item in items:
        taking.forget(item)
    put: list[Item] = []
    for item in items:
        if not taking.word(item) and taking.is_due(item):
            yield from put_item(talk, item, asked)
            put.append(item)
    if picked and all(taking.word(item) == "no" and not talk.taking.moved_by(item) for item in put):
        said = [text for item in put if (text := _said_yes(taking, item))]
        for item in put:
            taking.withdrawn[taking.key(item)] = "; ".join(said) or f"“{asked.opened}”"


def _said_yes(taking: Taking, item: Item) -> str:
    """Name what was said yes to in an item that came out no; empty where all of it was answered no."""
    words = taking.words.get(taking.key(item), {})
    return "; ".join(
        says
        for n, word in words.items()
        if word in NAMED and (says := item.asks[n - 1].says or item.asks[n - 1].states)
    )
