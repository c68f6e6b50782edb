"""The conversation as a whole: whatever is picked, taken back, gone back to or put again, nothing passes that was not put."""

import random
from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import Check
from knotcli.coach.screening.clusters import CheckSetting, concerns
from knotcli.coach.screening.conversation.conversations import (
    Conversation,
    begin_check,
    begin_recheck,
    checks_of,
    named_in,
    reply_to,
)
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
from knotcli.coach.screening.flags import holding_flags, valid_until
from knotcli.coach.screening.gate import gate
from knotcli.coach.screening.items import Item
from knotcli.coach.vocabulary import REGIONS, Region, regions_to_ask
from support import examples
from support.answers import ITEMS, NOTHING, QUESTIONNAIRE
from support.clock import NOON

ASKED = [item for item in ITEMS if item.kind != "likelihood"]
Truth = Mapping[tuple[str, int], str]


class Teller:
    """Answers by what is true, wherever it is put: `truth` has the words by item and question, else no.

    Sentences that carry something true, and those of `picks`, are opened once, in an order that `seed` gives; now and
    then it goes back and answers again.
    """

    def __init__(
        self, truth: Truth, picks: tuple[int, ...] = (), age: int = 34, seed: int = 0, back: float = 0
    ) -> None:
        self.truth, self.picks, self.age, self.back = truth, picks, age, back
        self.random = random.Random(seed)
        self.true_items = {ident for (ident, _), word in truth.items() if word != "no"}

    def reply(self, prompt: Prompt, went_back: bool) -> str:
        if not went_back and self.random.random() < self.back:
            return "b"
        match prompt:
            case SentencesPrompt():
                number = [one.number for one in prompt.sentences if not one.answered]
                carrying = {one.number for one in prompt.sentences if {*one.items} & self.true_items}
                wanted = [n for n in number if n in carrying or n in self.picks]
                return str(self.random.choice(wanted)) if wanted else "n"
            case StoryPrompt():
                limb = self.true_items & {"rf_weakness", "rf_numb_persist"} and prompt.number == "3"
                wide = "rf_widespread" in self.true_items and prompt.number == "6"
                return str(self.age) if prompt.whole else "y" if limb else "a" if wide else NOTHING[prompt.number]
            case QuestionPrompt():
                item = QUESTIONNAIRE.items.get(prompt.item)
                if item is None:
                    return "y"
                numbers = [n for n, asked in enumerate(item.asks, 1) if asked.text == prompt.text]
                word = self.truth.get((item.id, numbers[0]), "no") if numbers else "no"
                return {"yes": "y", "unsure": "u", "no": "n"}[word]
            case ConfirmPrompt() | ReviewPrompt():
                return "y"
            case LinesPrompt():
                return "y" if self.true_items or self.picks else "n"
            case ConversationEnd():
                raise AssertionError(prompt)


def lead(conversation: Conversation, teller: Teller) -> Conversation:
    """Lead a conversation to its end."""
    went_back = True
    for _ in range(600):
        if isinstance(conversation.prompt, ConversationEnd):
            return conversation
        reply = teller.reply(conversation.prompt, went_back or not conversation.replies)
        went_back = reply == "b"
        conversation = reply_to(conversation, reply)
    raise AssertionError("it does not end")


def first(regions: tuple[Region, ...], teller: Teller, after_session: bool = False) -> Conversation:
    return lead(begin_check(QUESTIONNAIRE, regions, (), {}, (), after_session, NOON), teller)


def end_of(conversation: Conversation) -> ConversationEnd:
    assert isinstance(conversation.prompt, ConversationEnd)
    return conversation.prompt


def kept(conversation: Conversation) -> list[Check]:
    return checks_of(conversation, iter("abcdefghijk").__next__, NOON)


def verdict(region: Region, checks: list[Check]) -> str:
    found = QUESTIONNAIRE
    return gate(region, ITEMS, checks, (), (), NOON, found.open_limits).found.verdict


@pytest.mark.parametrize(("age", "after_session"), [(17, True), (34, False), (55, True), (70, False)])
@pytest.mark.parametrize("region", REGIONS)
def test_closing_every_screen_answers_what_concerns_the_check_and_nothing_else(
    region: Region, age: int, after_session: bool
) -> None:
    ended = first((region,), Teller({}, age=age), after_session)
    assert ended.prompt == ConversationEnd("complete")
    (check,) = kept(ended)
    setting = CheckSetting((region,), age, after_session)
    given = {i: word for i, word in check.answers.items() if not i.startswith("ml_")}
    of_the_age = {"rel_age65": "yes" if age >= 65 else "no", "rel_under18": "yes" if age < 18 else "no"}
    for item in ASKED:
        if item.id in of_the_age:
            assert given[item.id] == of_the_age[item.id]
        elif item.needs:
            assert check.not_applicable[item.id] in item.needs and item.id not in given
        elif concerns(item, setting):
            assert given[item.id] == "no", item.id
        else:
            assert item.id not in given
            needed = any(item.concerns(name) for name in setting.asked)
            assert (
                not needed
                or item.id in check.not_applicable
                or not [q for q in item.asks if q.role == "sign" and setting.touches(q.regions)]
                or item.id == "rf_inflammatory"
            ), item.id
    assert verdict(region, [check]) == ("limits" if age in (17, 70) else "ok")


words = st.sampled_from(["yes", "unsure", "no"])
truths = st.dictionaries(
    st.sampled_from([(item.id, n) for item in ASKED for n, _ in enumerate(item.asks, 1)]), words, max_size=4
)
some_regions = st.lists(st.sampled_from(REGIONS), min_size=1, max_size=2, unique=True).map(tuple)
ages = st.sampled_from([15, 17, 34, 55, 70])


def answered_by(conversation: Conversation) -> set[str]:
    """Give the items that were put by a question, shown on a screen that was closed, or told by story and age."""
    again = begin_check(QUESTIONNAIRE, conversation.draft.setting.regions, (), {}, (), False, NOON)
    found = {"rel_age65", "rel_under18"}
    for reply in conversation.replies:
        prompt = again.prompt
        if isinstance(prompt, SentencesPrompt) and reply == "n":
            found |= {ident for one in prompt.sentences for ident in one.items}
        elif isinstance(prompt, QuestionPrompt):
            found.add(prompt.item)
        elif isinstance(prompt, StoryPrompt):
            found |= {"rf_weakness", "rf_numb_persist"} if prompt.number == "3" else set()
            found |= {"rf_widespread"} if prompt.number == "6" else set()
        again = reply_to(again, reply)
    return found


@examples(20)
@given(some_regions, truths, ages, st.integers(0, 9), st.lists(st.integers(1, 8), max_size=3).map(tuple))
def test_no_answer_comes_from_nowhere(
    regions: tuple[Region, ...], truth: Truth, age: int, seed: int, picks: tuple[int, ...]
) -> None:
    ended = first(regions, Teller(truth, picks, age, seed, back=0.1))
    put = answered_by(ended)
    moved = {q.answers for item in ASKED for q in item.asks if q.answers}
    for check in kept(ended):
        assert {i for i in check.answers if not i.startswith("ml_")} <= put | moved
        for region in check.regions:
            missing = {
                item.id
                for item in ASKED
                if any(item.concerns(name) for name in regions_to_ask(region))
                and item.id not in check.answers
                and item.id not in check.not_applicable
            }
            found = gate(region, ITEMS, [check], (), (), NOON, QUESTIONNAIRE.open_limits)
            outright = {"rf_inflammatory"} if age < 50 else set()
            assert not (missing - outright and found.may_start), missing
            if end_of(ended).ending == "early":
                assert not found.may_start
        for ident, word in check.answers.items():
            item = QUESTIONNAIRE.items[ident]
            if word != "no" and item.kind != "likelihood" and item.cluster != "age" and ident not in moved:
                said = [truth.get((ident, n), "no") for n in range(1, len(item.asks) + 1)]
                assert {*said} & {"yes", "unsure"}, ident


@examples(20)
@given(some_regions, truths, ages, st.integers(0, 9), st.integers(10, 19))
def test_neither_the_order_nor_going_back_changes_what_is_kept(
    regions: tuple[Region, ...], truth: Truth, age: int, one: int, other: int
) -> None:
    straight = first(regions, Teller(truth, age=age, seed=one))
    around = first(regions, Teller(truth, age=age, seed=other, back=0.25))
    emergencies = [end_of(one).ending == "emergency" for one in (straight, around)]
    assert emergencies[0] == emergencies[1]
    here, there = kept(straight), kept(around)
    for region in regions:
        assert verdict(region, here) == verdict(region, there)
    if straight.prompt == around.prompt == ConversationEnd("complete"):
        assert [(c.regions, c.answers, c.said, c.told) for c in here] == [
            (c.regions, c.answers, c.said, c.told) for c in there
        ]


@examples(15)
@given(some_regions, st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple), st.sampled_from([17, 34, 55, 70]))
def test_picked_and_denied_is_as_if_never_picked(regions: tuple[Region, ...], picks: tuple[int, ...], age: int) -> None:
    ended, plain = first(regions, Teller({}, picks, age)), first(regions, Teller({}, (), age))
    assert ended.prompt == ConversationEnd("complete") and named_in(ended) == {}
    for region in regions:
        assert verdict(region, kept(ended)) == verdict(region, kept(plain))
    assert holding_flags(kept(ended), (), NOON) == {}
    assert kept(ended)[0].withdrawn and not kept(plain)[0].withdrawn
    assert {*kept(ended)[0].withdrawn} <= {item.id for item in ASKED}


@pytest.mark.parametrize("word", ["yes", "unsure"])
@pytest.mark.parametrize("item", [i for i in ASKED if i.cluster != "age"], ids=lambda item: item.id)
def test_each_item_can_be_named_somewhere_and_then_counts(item: Item, word: str) -> None:
    ident, found = item.id, item
    truth: dict[tuple[str, int], str] = {(ident, n): word for n, q in enumerate(found.asks, 1) if q.role != "unless"}
    truth |= {(need, 1): "yes" for need in found.needs}
    region = next(name for name in REGIONS if found.concerns(name))
    ended = first((region,), Teller(truth, age=55), after_session=True)
    assert named_in(ended).get(ident) == word or (word == "yes" and named_in(ended).get(ident) == "yes")
    checks = kept(ended)
    assert verdict(region, checks) != "ok"
    if found.kind == "emergency":
        assert end_of(ended).ending == "emergency" and end_of(ended).emergencies


@examples(12)
@given(st.sampled_from(REGIONS), st.sampled_from(REGIONS), st.sampled_from([34, 55, 70]), st.integers(0, 29))
def test_a_further_region_is_put_what_it_adds_and_never_holds_longer(
    base: Region, region: Region, age: int, days: int
) -> None:
    earlier = kept(first((base,), Teller({}, age=age)))
    now = NOON + timedelta(days=days)
    if region in regions_to_ask(base):
        return
    begun = begin_check(QUESTIONNAIRE, (region,), earlier, {}, (base,), False, now)
    ended = lead(begun, Teller({}, age=age))
    (check,) = checks_of(ended, iter("xyz").__next__, now)
    every = gate(region, ITEMS, [*earlier, check], (), (), now, QUESTIONNAIRE.open_limits)
    assert every.may_start
    assert every.valid_until is not None and every.valid_until <= valid_until(earlier[0])
    drawn = {i for i in check.carried if i != "age"}
    assert drawn and not [i for i in drawn if QUESTIONNAIRE.items[i].pain or QUESTIONNAIRE.items[i].cluster[0] == "P"]


@examples(8)
@given(st.sampled_from(REGIONS), truths, st.integers(0, 9))
def test_a_re_check_passes_only_on_a_plain_none_or_when_all_was_denied(region: Region, truth: Truth, seed: int) -> None:
    (base,) = kept(first((region,), Teller({})))
    begun = begin_recheck(QUESTIONNAIRE, (region,), base, False, NOON)
    assert reply_to(begun, "n").prompt == ConversationEnd("nothing-new")
    denied = lead(begun, Teller({}, picks=(99,)))
    assert denied.prompt == ConversationEnd("taken-back") and named_in(denied) == {}
    told = lead(begun, Teller(truth, picks=(99,), seed=seed))
    named = named_in(told)
    assert (end_of(told).ending in ("nothing-new", "taken-back")) == (not named)


class FourthLineTeller(Teller):
    """Says yes to the fourth line of a re-check alone; `put` has the items put for it, `texts` the questions."""

    def __init__(self, truth: Truth) -> None:
        super().__init__(truth, picks=(99,))
        self.put: set[str] = set()
        self.texts: set[str] = set()

    def reply(self, prompt: Prompt, went_back: bool) -> str:
        if isinstance(prompt, SentencesPrompt):
            self.put |= {ident for one in prompt.sentences for ident in one.items}
        if isinstance(prompt, QuestionPrompt):
            self.put |= {prompt.item} - {""}
            self.texts |= {prompt.text}
            if not prompt.item:
                return "y" if prompt.text == QUESTIONNAIRE.recheck.line[3].text else "n"
        return super().reply(prompt, went_back)


@pytest.mark.parametrize(
    ("before", "truth", "ending"),
    [
        ({}, {}, "taken-back"),
        ({("rel_diabetes", 1): "yes"}, {("rel_diabetes", 1): "yes"}, "taken-back"),
        ({}, {("rel_bruise", 1): "unsure"}, "named"),
        ({}, {("rel_pregnant", 1): "yes"}, "named"),
        ({("rel_cancer_past", 1): "yes"}, {("rel_cancer_past", n): "yes" for n in (1, 2)}, "named"),
        ({}, {("rf_fracture", 6): "yes"}, "named"),
    ],
)
def test_the_line_about_a_new_illness_puts_each_item_about_the_person_and_what_was_known_is_nothing_new(
    before: Truth, truth: Truth, ending: str
) -> None:
    (base,) = kept(first(("hip",), Teller(before)))
    teller = FourthLineTeller(truth)
    told = lead(begin_recheck(QUESTIONNAIRE, ("hip",), base, False, NOON), teller)
    assert end_of(told).ending == ending
    clusters = {*QUESTIONNAIRE.recheck.line[3].clusters}
    concerned = [i for i in ASKED if i.cluster in clusters and i.concerns("hip") and not i.needs]
    if "rf_fracture" not in str(truth):
        assert teller.put >= {item.id for item in concerned}
    assert not teller.texts & {QUESTIONNAIRE.texts.clearance.massage, QUESTIONNAIRE.texts.clearance.warmth}
    assert {*named_in(told)} == ({ident for ident, _ in truth} if ending == "named" else set())
