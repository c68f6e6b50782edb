"""What a script gathers while it is played, and what it begins with. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from knotcli.coach.screening.clusters import CheckSetting
from knotcli.coach.screening.conversation.taking import Taking
from knotcli.coach.screening.facts import Known
from knotcli.coach.screening.flags import NAMED
from knotcli.coach.screening.items import Item
from knotcli.coach.screening.judge import judge_item
from knotcli.coach.screening.questionnaire import Questionnaire
from knotcli.coach.screening.questions import counted
from knotcli.coach.vocabulary import Answer, ClearedWord, Region


class OldFlag(NamedTuple):
    """A flag of the first set of questions that is put again: its id, what it is called, and when it was named."""

    id: str
    label: str
    named: datetime


class Earlier(NamedTuple):
    """What a conversation begins with.

    known: what the newest check still says about the person. valid: the check of these very regions that still holds.
    drawn_on: that of another region, which holds. described: that in which these regions' pain was described.
    old_flags: to be put again. after_session: a session was kept in the last 14 days. base: the answers of the check
    that a re-check is about, by item.
    """

    known: Known | None = None
    valid: Known | None = None
    drawn_on: Known | None = None
    described: Known | None = None
    old_flags: tuple[OldFlag, ...] = ()
    after_session: bool = False
    named_before: frozenset[str] = frozenset()


class Talk:
    """What a script gathers while it is played; made anew for each replay."""

    def __init__(self, found: Questionnaire, regions: Sequence[Region], kept: Earlier, now: datetime) -> None:
        known = kept.known
        setting = CheckSetting(tuple(regions), known.age if known else None, kept.after_session)
        self.found, self.kept, self.now = found, kept, now
        self.taking = Taking(found, setting)
        self.renews = False

    @property
    def setting(self) -> CheckSetting:
        """The regions asked about, and the age as far as it is known."""
        return self.taking.setting

    def items(self, idents: Iterable[str]) -> list[Item]:
        """Return the items of these ids."""
        return [self.found.items[ident] for ident in idents]

    def named(self) -> dict[str, Answer]:
        """Return what was named, by item id, about every place: yes or unsure. The age is not named."""
        words: dict[str, Answer] = {}
        for region in self.setting.regions:
            for ident, word in self.taking.given(region).words.items():
                if word in NAMED and not ident.startswith("ml_") and self.found.items[ident].cluster != "age":
                    words[ident] = "yes" if "yes" in (word, words.get(ident)) else word
        return {ident: words[ident] for ident in self.found.items if ident in words}

    def said(self, region: Region | None = None) -> dict[str, tuple[int, ...]]:
        """Return the numbers of the questions that count, by item id; halves of what needs two among them.

        What was named and of which no question counts is there too: that none does is known.
        """
        found = {ident: tuple(numbers) for ident, numbers in self.taking.given(region).said.items()}
        for key, words in self.taking.words.items():
            ident, _, place = key.partition("@")
            item = self.found.items[ident]
            numbers = counted(item, self.taking.setting_for(item), words)
            if numbers and place in ("", region or place):
                found[ident] = numbers
        return found

    def cleared_words(self) -> dict[str, ClearedWord]:
        """Return the clinicians' words by item id."""
        return {key.partition("@")[0]: word for key, word in self.taking.cleared.items()}

    def withdrawn_ids(self) -> list[str]:
        """Return the items that were picked and taken back, by id."""
        return list(dict.fromkeys(key.partition("@")[0] for key in self.taking.withdrawn))

    def emergencies(self) -> tuple[str, ...]:
        """Return the emergencies that were confirmed, in the words for whoever is called."""
        said = self.said()
        named = [self.found.items[i] for i in self.named() if self.found.items[i].kind == "emergency"]
        return tuple(
            says for item in named for says in [item.asks[n - 1].says for n in said.get(item.id, ())] or [item.label] if says
        )  # fmt: skip

    def features(self) -> dict[str, Answer]:
        """Return the features of a muscle knot that the story told, by item id. They describe, and hold nothing back."""
        words: dict[str, Answer] = {}
        for question in self.found.story.question:
            keys = self.taking.told.get(question.number, "")
            if not keys or not question.feature:
                continue
            fits = question.fits or tuple(key for key in question.choices if key not in "nu")
            unsure = "u" in keys and question.feature != "ml_local"
            words[question.feature] = "unsure" if unsure else "yes" if {*keys} & {*fits} else "no"
            if question.feature == "ml_local":
                words["ml_moves"] = "yes" if keys == "m" else "no"
        return words

    def word_changes(self, item: Item) -> bool:
        """Tell whether a clinician's word would change what a named item leads to."""
        found, key = self.found, self.taking.key(item)
        asks = self.setting.asked
        concerned = [name for name in asks if item.concerns(name)]
        given = self.taking.given(self.taking.region)
        with_word = given._replace(cleared={**given.cleared, item.id: "yes"})
        without = given._replace(cleared={k: w for k, w in given.cleared.items() if k not in (item.id, key)})
        words = (without, with_word)
        judged = [judge_item(item, concerned, asks, one, found.closing, found.open_limits) for one in words]
        return judged[0] != judged[1]
