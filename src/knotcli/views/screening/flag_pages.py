"""A flag that stands, as pages: whether it has been looked at; or the questions and the sentence that take it back."""

from collections.abc import Sequence

from knotcli.coach.screening.judge import Reason
from knotcli.coach.text import capitalize_first, short_day
from knotcli.views.screening.pages import Page, PageRow, Size, joined, split, wrapped
from knotcli.views.screening.prompts import MORE
from knotcli.views.screening.result import phrase_of

KEYS = "y yes · n not yet · b leave: "
DAY = "On which day? Enter for today: "


def standing_pages(standing: Sequence[Reason], size: Size) -> list[Page]:
    """Lay out what was named, by the day on which it was, and the question whether it has been looked at."""
    return [Page(tuple(_named(standing, size)), KEYS)]


def day_page(standing: Sequence[Reason], size: Size) -> Page:
    """Lay out the question for the day of the look, under what it is about."""
    above = () if not size.rows else (*_named(standing, size), *wrapped(f"{KEYS}y", size, style="dim"))
    return Page(tuple(above), DAY)


def _named(standing: Sequence[Reason], size: Size) -> list[PageRow]:
    rows: list[PageRow] = []
    days = dict.fromkeys(reason.standing.date() for reason in standing if reason.standing)
    for day in days:
        said = [phrase_of(one) for one in standing if one.standing and one.standing.date() == day]
        rows += wrapped(f"On {short_day(day)} you named: {'; '.join(said)}.", size)
    return [*rows, *wrapped("A clinician needs to look at it. Has one done so since?", size)]


SENTENCE = "It was never so. I answered by mistake."
"""What is typed, whole, before a flag is taken back."""


def list_pages(flags: Sequence[Reason], size: Size) -> list[Page]:
    """Lay out the flags that can be taken back, with the day on which each was named."""
    head = wrapped("Which of these was never true?", size, style="title")
    blocks = [
        wrapped(f"{capitalize_first(phrase_of(one))}, named on {_day(one)}", size, lead=f"  {number}  ")
        for number, one in enumerate(flags, 1)
    ]
    numbers = tuple(range(1, len(flags) + 1))
    keys = f"{f'1-{len(flags)}' if len(flags) > 1 else '1'} that one · b leave: "
    found = split(head, blocks, keys, size)
    return [
        Page(tuple(joined(head, some, size)), keys if some is found[-1] else MORE, numbers, more=some is not found[-1])
        for some in found
    ]


def question_pages(reason: Reason, number: int, emergency: Sequence[str], size: Size) -> list[Page]:
    """Lay out one question of the flag (`number`: from 0); above it the emergency text, where there is one."""
    keys = "y · n · u · b: "
    lead = wrapped(f"Was this so on {_day(reason)}, or is it so now?", size, style="title")
    put = [one for one in reason.item.asks if not one.by_age]
    asked: list[PageRow] = [*lead, *wrapped(put[number].text, size)]
    text = [wrapped(part, size, style="stop") for part in emergency]
    whole = joined((), [*text, *([[""]] if text else []), asked], size)
    if not text or not size.rows or len(whole) + 1 <= size.rows:
        return [Page(tuple(whole), keys)]
    pages = [Page(tuple(joined((), some, size)), MORE, more=True) for some in split((), text, keys, size)]
    return [*(pages if not number else ()), Page(tuple(joined((), [asked], size)), keys)]


def sentence_page(reason: Reason, size: Size) -> Page:
    """Lay out what is to be typed."""
    lines = wrapped(f"To take it back ({phrase_of(reason)}), type this sentence, whole, then Enter:", size)
    return Page(tuple(joined((), [lines, wrapped(SENTENCE, size, lead="  ")], size)), "> ")


def _day(reason: Reason) -> str:
    return short_day(reason.standing) if reason.standing else "an earlier day"
