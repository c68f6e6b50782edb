"""Answers to the questions of a check: as a file, and as they are typed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knotcli.coach.screening.answers_file import write_answers_template
from knotcli.coach.screening.conversation.conversations import begin_check, reply_to
from knotcli.coach.screening.conversation.prompts import (
    ConfirmPrompt,
    ConversationEnd,
    LinesPrompt,
    Prompt,
    QuestionPrompt,
    ReviewPrompt,
    SentencesPrompt,
    StoryPrompt,
)
from knotcli.coach.vocabulary import Region
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from support.clock import NOON

LIBRARY = Library(data_folder(), Path("/nowhere"))
ITEMS = LIBRARY.items()
BY_ID = {item.id: item for item in ITEMS}
QUESTIONNAIRE = LIBRARY.questionnaire


def fill_template(regions: Sequence[str], **named: str) -> str:
    """Fill the template in with no, but for what is named; [cleared] comes last."""
    text = write_answers_template(ITEMS, regions).replace(' = ""', ' = "no"')
    for ident, word in named.items():
        assert f'\n{ident} = "no"' in text
        text = text.replace(f'\n{ident} = "no"', f'\n{ident} = "{word}"')
    head, _, tail = text.partition("[cleared]")
    duration = tail.partition("[duration]")[2]
    return f"{head}\n[duration]{duration}\n[cleared]\n"


NOTHING = {"1": "d", "2": "m", "3": "n", "4": "c", "4b": "d", "5": "n", "6": "o", "7": "y", "8": "y", "9": "n"}
"""What somebody with an ordinary knot says of the pain: seven keys besides the age."""
STORY_OF = {"rf_weakness": ("3", "y"), "rf_numb_persist": ("3", "y"), "rf_widespread": ("6", "a")}


class Person:
    """Answers prompts: no to everything but what is named, once it has been found among the sentences.

    named: words by item id. cleared: a clinician's words by item id, no where none is given. age: in years.
    """

    def __init__(self, named: Mapping[str, str], cleared: Mapping[str, str] | None = None, age: int = 34) -> None:
        self.named, self.cleared, self.age = dict(named), dict(cleared or {}), age
        self.story = NOTHING | dict(STORY_OF[ident] for ident in named if ident in STORY_OF)

    def reply(self, prompt: Prompt) -> str:
        """Give the reply to a prompt."""
        match prompt:
            case SentencesPrompt():
                wanted = (one for one in prompt.sentences if not one.answered and {*one.items} & {*self.named})
                return next((str(one.number) for one in wanted), "n")
            case StoryPrompt():
                return str(self.age) if prompt.whole else self.story[prompt.number]
            case QuestionPrompt():
                return self._answer(prompt)[0]
            case ConfirmPrompt() | ReviewPrompt():
                return "y"
            case LinesPrompt():
                return "y" if self.named else "n"
            case ConversationEnd():
                raise AssertionError(prompt)

    def _answer(self, prompt: QuestionPrompt) -> str:
        texts = QUESTIONNAIRE.texts.clearance
        word = self.cleared.get(prompt.item, "no")
        if prompt.text == texts.massage:
            return "yes" if word in ("yes", "massage") else word
        if prompt.text in (texts.warmth, texts.warmth_only):
            return "yes" if word == "yes" else "no"
        if not prompt.item or prompt.item not in self.named:
            return (
                "yes"
                if any(prompt.text == line.text or prompt.text == line.head_text for line in QUESTIONNAIRE.recheck.line)
                else "no"
            )
        role = next(one.role for one in BY_ID[prompt.item].asks if one.text == prompt.text)
        return "no" if role == "unless" else self.named[prompt.item]


def replies(regions: Sequence[Region], person: Person, **kept: Any) -> list[str]:
    """Give every reply of a person to a first check, in their order."""
    begun = {"own": (), "old": {}, "open_regions": (), "after_session": False, "now": NOON} | kept
    conversation = begin_check(QUESTIONNAIRE, regions, **begun)
    while not isinstance(conversation.prompt, ConversationEnd):
        conversation = reply_to(conversation, person.reply(conversation.prompt))
    return list(conversation.replies)


def typed_answers(region: Region, **named: str) -> list[str]:
    """Give what is typed, line by line, to answer no to all but what is named."""
    return [*replies([region], Person(named)), ""]
