"""The answers of a check while it is taken, and what follows from them. It knows items, never prompts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from knotcli.coach.screening.clusters import CheckSetting, concerns
from knotcli.coach.screening.conversation.prompts import Word
from knotcli.coach.screening.facts import EarlierAnswers
from knotcli.coach.screening.flags import FLAGS, NAMED
from knotcli.coach.screening.items import Item
from knotcli.coach.screening.judge import Given, asked_from, band_of, evaluate, judge_item, worst
from knotcli.coach.screening.questionnaire import Questionnaire
from knotcli.coach.screening.questions import counted, moved_to, next_question, word_of
from knotcli.coach.vocabulary import REGIONS, VERDICTS, Answer, ClearedWord, Region, Verdict

T = TypeVar("T")
YES: Answer = "yes"


class CheckDraft:
    """A check while it is taken: what was answered so far, and what follows. Made anew for each replay.

    only_ends: what is named only ends a check, so that a clinician's word would change nothing. Keys are item ids; of the place, ids with the region behind an @.
    """

    def __init__(self, found: Questionnaire, regions: Sequence[Region], earlier: EarlierAnswers, now: datetime) -> None:
        known = earlier.known
        self.setting = CheckSetting(tuple(regions), known.age if known else None, earlier.after_session)
        self.found, self.earlier, self.now = found, earlier, now
        self.renews = self.only_ends = self.open_emergency = False
        self.region: Region | None = None
        self.words: dict[str, dict[int, Word]] = {}
        self.answers: dict[str, Answer] = {}
        self.cleared: dict[str, ClearedWord] = {}
        self.not_applicable: dict[str, str] = {}
        self.carried: dict[str, datetime] = {}
        self.told: dict[str, str] = {}
        self.withdrawn: dict[str, str] = {}
        self.wide: set[str] = set()

    def key(self, item: Item) -> str:
        """Give the key of an item's answers: what is asked about a place belongs to its region."""
        return f"{item.id}@{self.region}" if item.cluster.startswith("P") and self.region else item.id

    def moved(self) -> set[str]:
        """Give the items that became yes by the answers to others."""
        return {ident for ident in self.found.moving if self.is_moved(ident)}

    def is_moved(self, ident: str) -> bool:
        """Tell whether the item became yes by the answers to another."""
        answered = [key for key in self.found.moving.get(ident, ()) if key in self.words and key in self.answers]
        return any(ident in self.moved_by(self.found.items[key]) for key in answered)

    def moved_by(self, item: Item) -> tuple[str, ...]:
        """Give the items that became yes by the answers to one."""
        return moved_to(item, self.setting_for(item), self.words.get(self.key(item), {}))

    def opened(self) -> list[str]:
        """Give the clusters that an answer opens when their screen comes."""
        found = ["C1"] if self.told.get("4") == "s" else []
        for key, words in self.words.items():
            item = self.found.items[key.partition("@")[0]]
            named = [q.opens for n, q in enumerate(item.asks, 1) if q.opens and words.get(n) in NAMED]
            found += named if self.answers.get(key) == "no" else []
        return found

    def setting_for(self, item: Item) -> CheckSetting:
        """Give the setting in which an item's questions are put: an older flag's are all put, whatever the region."""
        return self.setting._replace(regions=REGIONS) if item.id in self.wide else self.setting

    def concerns(self, item: Item) -> bool:
        """Tell whether the item is put in this check, its facts aside."""
        return concerns(item, self.setting) or item.id in self.wide

    def word(self, item: Item) -> Answer | None:
        """Give what the item was answered; None where it was not."""
        return "yes" if self.is_moved(item.id) else self.answers.get(self.key(item))

    def is_due(self, item: Item) -> bool:
        """Tell whether an item that needs a fact has one. Others are always due."""
        return not item.needs or any(self.answers.get(need) in NAMED for need in item.needs)

    def next_question(self, item: Item) -> int | None:
        """Give the number of the item's question that comes next."""
        return next_question(item, self.setting_for(item), self.words.get(self.key(item), {}))

    def answer_question(self, item: Item, number: int, word: Word) -> None:
        """Keep the answer to one question."""
        self.words.setdefault(self.key(item), {})[number] = word

    def settle(self, item: Item) -> Answer:
        """Make the item's answer of its questions, once no other comes."""
        words = self.words.setdefault(self.key(item), {})
        self.answers[self.key(item)] = word_of(item, self.setting_for(item), words)
        return self.answers[self.key(item)]

    def forget(self, item: Item) -> None:
        """Take an item's answers away, to put it again."""
        kept: tuple[dict[str, Any], ...] = (self.words, self.answers, self.cleared, self.carried, self.withdrawn)
        for one in kept:
            one.pop(self.key(item), None)

    def close(self, items: Iterable[Item]) -> None:
        """Answer no what a closed screen showed and nothing else answered. What needs a fact is put, or ruled out."""
        for item in items:
            if not item.needs and not self.word(item):
                self.answers[self.key(item)] = "no"

    def carry(self, item: Item, words: Mapping[int, Word], given: datetime, cleared: ClearedWord | None) -> None:
        """Take an answer over from an earlier check; it is whole only when no question is left that this one puts."""
        self.words[item.id] = dict(words)
        if self.next_question(item) is None:
            self.settle(item)
            self.carried[item.id] = given
            if cleared and self.answers[item.id] in NAMED:
                self.cleared[item.id] = cleared

    def answer_age(self, age: int) -> None:
        """Answer what the age alone tells."""
        self.setting = self.setting._replace(age=age)
        words: tuple[Word, Word] = ("no", "yes")
        self.words |= {"rel_age65": {1: words[age >= 65]}, "rel_under18": {1: words[age < 16]}}
        self.answers |= {"rel_age65": words[age >= 65], "rel_under18": words[age < 18]}

    def open_items(self) -> list[Item]:
        """Give the items that this check puts and that are not answered yet, in order."""
        items = self.found.items.values()
        return [i for i in items if i.kind != "likelihood" and self.concerns(i) and not self.word(i)]

    def rule_out(self) -> None:
        """Mark what a fact rules out: it was not asked, and it is no no."""
        for item in self.found.items.values():
            if item.kind == "likelihood" or item.id in self.answers:
                continue
            if item.needs and all(self.answers.get(need) == "no" for need in item.needs):
                self.not_applicable[item.id] = item.needs[0]
            elif not self.setting.is_from(asked_from(item, self.setting.asked)):
                self.not_applicable[item.id] = "age"
            elif item.cluster == "C7" and not self.setting.after_session:
                self.not_applicable[item.id] = "session"

    def given(self, region: Region | None = None) -> Given:
        """Give the answers as the judge takes them; those about a place for one region."""
        words = _of(self.answers, region) | dict.fromkeys(self.moved(), YES)
        asked = _of(self.words, region)
        said = {
            ident: counted(self.found.items[ident], self.setting_for(self.found.items[ident]), asked[ident])
            for ident, word in words.items()
            if word in NAMED and ident in asked
        }
        return Given(words, _of(self.cleared, region), said, self.not_applicable, band_of(self.setting.age))

    def verdict(self, region: Region) -> Verdict:
        """Give what was named so far for a region; what is missing still is no part of it."""
        judged = evaluate(region, self.found.items.values(), self.given(region), self.found.open_limits)
        return worst([*(reason.verdict for reason in judged.reasons), "ok"])

    def is_refused(self, least: Verdict) -> bool:
        """Tell whether every region is refused by what was named, at least as urgently as this."""
        most = VERDICTS.index(least)
        return all(VERDICTS.index(self.verdict(region)) <= most for region in self.setting.regions)

    def items(self, idents: Iterable[str]) -> list[Item]:
        """Return the items of these ids."""
        return [self.found.items[ident] for ident in idents]

    def named(self) -> dict[str, Answer]:
        """Return what was named, by item id, about every place: yes or unsure. The age is not named."""
        words: dict[str, Answer] = {}
        for region in self.setting.regions:
            for ident, word in self.given(region).words.items():
                if word in NAMED and not ident.startswith("ml_") and self.found.items[ident].cluster != "age":
                    words[ident] = "yes" if "yes" in (word, words.get(ident)) else word
        return {ident: words[ident] for ident in self.found.items if ident in words}

    def new(self) -> dict[str, Answer]:
        """Return what was named and is not known of the person from the check that this is about, by item id."""
        base, said = self.earlier.base, self.said()
        return {
            ident: word
            for ident, word in self.named().items()
            if base is None
            or base.answers.get(ident) not in NAMED
            or not self.found.items[ident].cluster.startswith("A")
            or ident.startswith(FLAGS)
            or base.said.get(ident, said.get(ident)) != said.get(ident)
        }

    def said(self, region: Region | None = None) -> dict[str, tuple[int, ...]]:
        """Return the numbers of the questions that count, by item id; halves of what needs two among them.

        What was named and of which no question counts is there too: that none does is known.
        """
        found = {ident: tuple(numbers) for ident, numbers in self.given(region).said.items()}
        for key, words in self.words.items():
            ident, _, place = key.partition("@")
            item = self.found.items[ident]
            numbers = counted(item, self.setting_for(item), words)
            if numbers and place in ("", region or place):
                found[ident] = numbers
        return found

    def cleared_words(self) -> dict[str, ClearedWord]:
        """Return the clinicians' words by item id."""
        return {key.partition("@")[0]: word for key, word in self.cleared.items()}

    def withdrawn_ids(self) -> list[str]:
        """Return the items that were picked and taken back, by id."""
        return list(dict.fromkeys(key.partition("@")[0] for key in self.withdrawn))

    def emergencies(self) -> tuple[str, ...]:
        """Return the emergencies that were confirmed, in the words for whoever is called."""
        said = self.said()
        named = [self.found.items[i] for i in self.named() if self.found.items[i].kind == "emergency"]
        return tuple(
            says for item in named for says in [item.asks[n - 1].says for n in said.get(item.id, ())] or [item.label] if says
        )  # fmt: skip

    def word_changes(self, item: Item) -> bool:
        """Tell whether a clinician's word would change what a named item leads to."""
        if self.only_ends:
            return False
        key, given, regions = (
            self.key(item),
            self.given(self.region),
            (self.region,) if self.region else self.setting.regions,
        )
        with_word = given._replace(cleared={**given.cleared, item.id: "yes"})
        without = given._replace(cleared={k: w for k, w in given.cleared.items() if k not in (item.id, key)})
        asks, limits = self.setting.asked, self.found.open_limits
        judged = [[judge_item(item, name, asks, words, limits) for name in regions] for words in (with_word, without)]
        return judged[0] != judged[1]


def _of(kept: Mapping[str, T], region: Region | None) -> dict[str, T]:
    """Give what is kept by item id, what is about a place for one region."""
    mine = {key.partition("@")[0]: value for key, value in kept.items() if region and key.endswith(f"@{region}")}
    return {key: value for key, value in kept.items() if "@" not in key} | mine
