"""What the screening puts to a person, one prompt at a time: values that a view draws and a reply answers."""

from typing import Literal

import msgspec

CheckPart = Literal["emergency", "story", "signs", "person", "place", "review", "standing", "recheck", "item"]
"""The parts of a check in their order, the re-check, and single items put elsewhere (follow-up, stop, correction)."""
Word = Literal["yes", "no", "unsure"]
About = Literal["facts", "same-pain", "same-signs"]
"""What a line is about that is still right or not: the person, the pain described then, another region's check."""


class PromptPlace(msgspec.Struct, frozen=True):
    """Where in the check a prompt stands: the regions asked about, and the part's number of how many (0: not counted)."""

    regions: tuple[str, ...]
    part: CheckPart
    number: int = 0
    of: int = 0


class Sentence(msgspec.Struct, frozen=True):
    """One sentence of a screen, or one line of a second list. `answered`: it was opened, and its items are answered."""

    number: int
    text: str
    items: tuple[str, ...]
    answered: bool = False


class SentencesPrompt(msgspec.Struct, frozen=True, tag=True):
    """A screen of sentences. Takes n (none of these), a sentence's number, b.

    `opened`: the sentence of which this is the second list; empty on a screen of its own.
    """

    place: PromptPlace
    heading: str
    sentences: tuple[Sentence, ...]
    opened: str = ""


class PutQuestion(msgspec.Struct, frozen=True):
    """A question of an opened sentence that is answered already. `begins`: it begins a new item or the clinician's word."""

    text: str
    word: Word
    begins: bool = False


class QuestionPrompt(msgspec.Struct, frozen=True, tag=True):
    """One question. Takes y, n, u, b.

    opened: the sentence that was picked; empty where none was. emergency: the emergency text stands above all of it.
    before: the questions of this opened sentence that are answered already. earlier: the answer given before going back.
    item: its id, empty for a line of the re-check. above: what is said over it, where an older flag is put again.
    """

    place: PromptPlace
    item: str
    text: str
    opened: str = ""
    emergency: bool = False
    before: tuple[PutQuestion, ...] = ()
    begins: bool = True
    earlier: Word | None = None
    above: str = ""


class ToldRow(msgspec.Struct, frozen=True):
    """A question about the pain itself, with the words of its answer."""

    text: str
    told: str


class StoryPrompt(msgspec.Struct, frozen=True, tag=True):
    """A question about the pain itself, or the age. Takes one of `choices`; where `several`, letters that add up, then Enter.

    choices: key → the words that are shown behind the question. alone: keys that answer at once, though several may be
    given. passable: Enter alone passes it over. whole: the most that a whole number may be, 0 where letters are asked.
    """

    place: PromptPlace
    number: str
    text: str
    rows: tuple[ToldRow, ...] = ()
    choices: dict[str, str] = {}
    several: bool = False
    alone: tuple[str, ...] = ()
    passable: bool = False
    whole: int = 0
    earlier: str = ""


class ConfirmPrompt(msgspec.Struct, frozen=True, tag=True):
    """A line that is still right or not: what is known about the person, the pain described then, another region's check.

    Takes y, n, b, and u where it stands for answers.
    """

    place: PromptPlace
    about: About
    text: str


class LinesPrompt(msgspec.Struct, frozen=True, tag=True):
    """The five lines of the re-check. Takes n, y; f (a full check now) where `renewal`."""

    place: PromptPlace
    heading: str
    lines: tuple[str, ...]
    renewal: bool = False


class NamedStatement(msgspec.Struct, frozen=True):
    """What was named: the item, and the sentences that say it again, a clinician's word included."""

    item: str
    text: str


class ReviewPrompt(msgspec.Struct, frozen=True, tag=True):
    """What was named and taken back, before the result. Takes y, a number (that item is put again), b.

    early: the check ended early, and the rest is not asked.
    """

    place: PromptPlace
    named: tuple[NamedStatement, ...]
    taken_back: tuple[str, ...]
    early: bool = False


ConversationEnding = Literal[
    "complete", "early", "emergency", "nothing-new", "taken-back", "named", "this-session", "renewed", "full"
]
"""How a conversation ends. complete, early, emergency: a full check. nothing-new, taken-back, named: a re-check or
single items; this-session: it named only what concerns this session. renewed: the check goes on as it was. full: a full
check is wanted, or needed, instead."""


class ConversationEnd(msgspec.Struct, frozen=True, tag=True):
    """The end of a conversation. emergencies: what was confirmed, in the words for whoever is called."""

    ending: ConversationEnding
    emergencies: tuple[str, ...] = ()


Prompt = SentencesPrompt | QuestionPrompt | StoryPrompt | ConfirmPrompt | LinesPrompt | ReviewPrompt | ConversationEnd
