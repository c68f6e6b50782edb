"""Which question of an item comes next, and what the answers so far make of it. Pure."""

from collections.abc import Mapping

from knotcli.coach.screening.clusters import CheckSetting
from knotcli.coach.screening.conversation.prompts import Word
from knotcli.coach.screening.flags import NAMED
from knotcli.coach.screening.items import Item, Question

Words = Mapping[int, Word]
"""What was answered to an item's questions, by their number from 1."""


def is_put(question: Question, setting: CheckSetting) -> bool:
    """Tell whether the question is put in this setting, or told by the age."""
    return setting.touches(question.regions) and setting.is_from(question.from_age)


def next_question(item: Item, setting: CheckSetting, words: Words) -> int | None:
    """Give the number of the item's question that is put next; None when its answers are whole."""
    for number, question in enumerate(item.asks, 1):
        if number in words or question.by_age:
            continue
        if is_put(question, setting) and _is_due(item, setting, words, number):
            return number
    return None


def _is_due(item: Item, setting: CheckSetting, words: Words, number: int) -> bool:
    question = item.asks[number - 1]
    if question.after and not any(words.get(one) in NAMED for one in question.after):
        return False
    signs = _named_signs(item, setting, words)
    if question.role == "sign":
        decides = bool(question.below_age) and setting.age is not None and setting.age < question.below_age
        settled = signs or any(number < one for one in _taking_back(item, words))
        return decides or not settled
    if question.role == "unless":
        return any(one < number for one in signs) and all(words.get(one) == "no" for one in question.beside_no)
    return True


def word_of(item: Item, setting: CheckSetting, words: Words) -> Word:
    """Give what the answers make of the item: yes or unsure where a sign counts, otherwise no."""
    found = {
        "unsure" if "unsure" in (words[number], *_before(item, words, number)) else "yes"
        for number in _named_signs(item, setting, words)
    }
    return "yes" if "yes" in found else "unsure" if found else "no"


def counted(item: Item, setting: CheckSetting, words: Words) -> tuple[int, ...]:
    """Give the numbers of the questions that count: yes or unsure; only a clear yes where only that counts."""
    return tuple(
        number
        for number, question in enumerate(item.asks, 1)
        if words.get(number) in (("yes",) if question.role == "unless" or question.clearly else NAMED)
        and is_put(question, setting)
    )


def moved_to(item: Item, setting: CheckSetting, words: Words) -> tuple[str, ...]:
    """Give the items that become yes by these answers."""
    return tuple(moved for number in counted(item, setting, words) if (moved := item.asks[number - 1].answers))


def _named_signs(item: Item, setting: CheckSetting, words: Words) -> list[int]:
    """Give the numbers of the signs that count, with what they come after, and were not taken back."""
    halves = {one for question in item.asks if question.role == "sign" for one in question.after}
    taking = _taking_back(item, words)
    found = []
    for number, question in enumerate(item.asks, 1):
        alone = bool(question.alone_from) and setting.age is not None and setting.age >= question.alone_from
        if question.role != "sign" or words.get(number) not in NAMED or (number in halves and not alone):
            continue
        if question.after and not any(words.get(one) in NAMED for one in question.after):
            continue
        if not any(number < one for one in taking):
            found.append(number)
    return found


def _taking_back(item: Item, words: Words) -> list[int]:
    """Give the numbers of what takes back the signs above it: answered with a clear yes, beside a clear no where needed."""
    return [
        number
        for number, question in enumerate(item.asks, 1)
        if question.role == "unless"
        and words.get(number) == "yes"
        and all(words.get(one) == "no" for one in question.beside_no)
    ]


def _before(item: Item, words: Words, number: int) -> list[Word]:
    """Give the clearest answer among the questions that this one comes after."""
    given = [words[one] for one in item.asks[number - 1].after if one in words]
    return [] if not given or "yes" in given else given[:1]
