"""Items put one by one: each of their questions, and a clinician's word where it changes something. Pure."""

from collections.abc import Generator, Iterable

from knotcli.coach.screening.conversation.check_draft import CheckDraft
from knotcli.coach.screening.conversation.prompts import (
    ConversationEnding,
    Prompt,
    PromptPlace,
    PutQuestion,
    QuestionPrompt,
    Word,
)
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


class ConversationOver(Exception):
    """The conversation is over, wherever in its script it stands."""

    def __init__(self, ending: ConversationEnding) -> None:
        super().__init__(ending)
        self.ending = ending


class OpenedSentence:
    """One opened sentence: how its questions are shown, and which of them are answered."""

    def __init__(self, place: PromptPlace, opened: str = "", emergency: bool | None = None, above: str = "") -> None:
        self.place, self.opened, self.above = place, opened, above
        self.emergency = emergency
        self.before: list[PutQuestion] = []

    def ask(self, item: Item | None, text: str, begins: bool) -> AskedWord:
        """Put one question of an item, or a line of its own. An emergency's stand under its text."""
        urgent = item is not None and item.kind == "emergency" if self.emergency is None else self.emergency
        reply = yield QuestionPrompt(
            self.place, item.id if item else "", text, self.opened, urgent, tuple(self.before), begins, above=self.above
        )
        if reply not in WORDS:
            raise NoAnswer(YES_OR_NO)
        self.before.append(PutQuestion(text, WORDS[reply], begins))
        return WORDS[reply]


def order_of(item: Item) -> tuple[bool, int, int]:
    """Sort items as an opened sentence puts them: emergencies, today, soon, blocks, clearance, limits; facts before what needs them."""
    lesser = item.urgency == "soon" if item.kind == "red-flag" else item.kind == "relative" and not item.clearance
    return bool(item.needs), KINDS.index(item.kind), int(lesser)


def put_item(draft: CheckDraft, item: Item, asked: OpenedSentence) -> PartScript:
    """Put what is left of an item's questions, and ask for a clinician's word where it would change something.

    Raises Over at a confirmed emergency.
    """
    begins = True
    while (number := draft.next_question(item)) is not None:
        word = yield from asked.ask(item, item.asks[number - 1].text, begins)
        draft.answer_question(item, number, word)
        begins = False
    if draft.settle(item) in NAMED:
        if item.kind == "emergency":
            raise ConversationOver("emergency")
        yield from ask_for_word(draft, item, asked)


def ask_for_word(draft: CheckDraft, item: Item, asked: OpenedSentence) -> PartScript:
    """Ask what a clinician has said about a named item, where that would change what it leads to."""
    if not draft.word_changes(item):
        return
    texts, key = draft.found.texts.clearance, draft.key(item)
    if item.warmth_limits:
        draft.cleared[key] = yield from asked.ask(item, texts.warmth_only, True)
        return
    word: ClearedWord = yield from asked.ask(item, texts.massage, True)
    if word == "yes":
        warmth = yield from asked.ask(item, texts.warmth, False)
        word = "yes" if warmth == "yes" else "massage"
    draft.cleared[key] = word


def put_items(draft: CheckDraft, items: Iterable[Item], asked: OpenedSentence, picked: bool = True) -> PartScript:
    """Put every item of an opened sentence that is not answered through another one, the most urgent first.

    What was put and came out no in a picked sentence of which nothing was confirmed was taken back.
    """
    items = sorted(items, key=order_of)
    for item in items:
        draft.forget(item)
    put: list[Item] = []
    for item in items:
        if not draft.word(item) and draft.is_due(item):
            yield from put_item(draft, item, asked)
            put.append(item)
    if picked and all(draft.word(item) == "no" and not draft.moved_by(item) for item in put):
        said = [text for item in put if (text := _said_yes(draft, item))]
        for item in put:
            draft.withdrawn[draft.key(item)] = "; ".join(said) or f"“{asked.opened.rstrip('.')}”"


def _said_yes(draft: CheckDraft, item: Item) -> str:
    """Name what was said yes to in an item that came out no; empty where all of it was answered no."""
    words = draft.words.get(draft.key(item), {})
    return "; ".join(
        says
        for n, word in words.items()
        if word in NAMED and (says := item.asks[n - 1].says or item.asks[n - 1].states)
    )
