"""Every screen of a check at 80×24, from the shipped content. Neck, 34 years, unless said otherwise."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from knotcli.coach.record import Check
from knotcli.coach.screening.conversation.conversations import (
    Conversation,
    begin_check,
    begin_recheck,
    checks_of,
    named_check,
    reply_to,
)
from knotcli.coach.screening.conversation.prompts import ConversationEnd, ReviewPrompt, SentencesPrompt, StoryPrompt
from knotcli.coach.screening.conversation.story import reply_to_story
from knotcli.coach.screening.gate import gate
from knotcli.coach.screening.judge import Reason
from knotcli.coach.screening.verdict import Result
from knotcli.coach.text import plain_text
from knotcli.coach.vocabulary import Region
from knotcli.views.screening.emergency import emergency_paragraphs
from knotcli.views.screening.flag_pages import day_page
from knotcli.views.screening.pages import PLAIN, Page, PageRow, Size, as_line
from knotcli.views.screening.prompts import prompt_pages
from knotcli.views.screening.result import Told, result_lines
from support.answers import BY_ID, LIBRARY, QUESTIONNAIRE, Person
from support.clock import CET
from support.golden import GoldenScreens
from support.screens import show_blocks

golden = GoldenScreens(Path(__file__))
THEN = datetime(2026, 11, 26, 12, tzinfo=CET)
USUAL = Size(80, 24)
EMERGENCY = emergency_paragraphs(LIBRARY.wording, None)
STORY = {"1": "d", "2": "m", "3": "n", "4": "c", "4b": "d", "5": "p", "6": "o", "7": "y", "8": "u", "9": "n"}


def begun(region: Region = "neck", own: Sequence[Check] = (), **kept: object) -> Conversation:
    given = {"old": {}, "open_regions": (), "after_session": False, "now": THEN} | kept
    return begin_check(QUESTIONNAIRE, [region], own, **given)


def after(conversation: Conversation, *replies: str) -> Conversation:
    for reply in replies:
        conversation = reply_to(conversation, reply)
    return conversation


def led_to(part: str, conversation: Conversation | None = None, age: str = "34") -> Conversation:
    """Answer with nothing to name until a screen of this part."""
    conversation = conversation or begun()
    while not (isinstance(prompt := conversation.prompt, SentencesPrompt | ReviewPrompt) and prompt.place.part == part):
        assert not isinstance(prompt, ConversationEnd)
        reply = "n"
        if isinstance(prompt, StoryPrompt):
            reply = age if prompt.whole else STORY[prompt.number]
        conversation = reply_to(conversation, reply)
    return conversation


def plain_row(row: PageRow) -> str:
    return plain_text(as_line(row))


def shown(page: Page) -> str:
    return "\n".join([*map(plain_row, page.rows), page.keys + "_"])


def screen(conversation: Conversation, size: Size = USUAL) -> str:
    (page,) = prompt_pages(conversation.prompt, size, EMERGENCY)
    return shown(page)


def test_the_emergencies() -> None:
    golden("01-emergencies", screen(begun()))


def test_an_emergency_that_was_picked_has_its_text_first() -> None:
    golden("01b-emergency-opened", screen(after(begun(), "2", "n")))


def test_the_nine_questions() -> None:
    conversation = begun()
    while getattr(conversation.prompt, "number", "") != "9":
        prompt = conversation.prompt
        conversation = reply_to(conversation, STORY[prompt.number] if isinstance(prompt, StoryPrompt) else "n")
    golden("02-story", screen(conversation))


def test_the_signs() -> None:
    golden("03-signs", screen(led_to("signs")))


def test_a_sign_that_was_picked() -> None:
    golden("04-sign-opened", screen(after(led_to("signs"), "1", "n", "y", "y", "y")))


def test_about_you_the_first_time() -> None:
    golden("05-person", screen(led_to("person")))


def confirming() -> Conversation:
    first = Person({"rel_diabetes": "yes", "rel_fibromyalgia": "yes"}, age=67)
    conversation = begun()
    while not isinstance(conversation.prompt, ConversationEnd):
        conversation = reply_to(conversation, first.reply(conversation.prompt)[:3])
    kept = checks_of(conversation, lambda: "first", THEN)
    later = begun(own=kept, now=THEN + timedelta(days=40))
    while getattr(later.prompt, "about", "") != "facts":
        reply = Person({}).reply(later.prompt)
        later = reply_to(later, reply)
    return later


def test_about_you_later() -> None:
    golden("05b-person-later", screen(confirming()))


def test_the_place() -> None:
    golden("06-place", screen(led_to("place")))


def with_something_named() -> Conversation:
    conversation = after(begun(), "6", "n", "y", "n", "n", "n", "n")
    conversation = after(led_to("signs", conversation), "1", "n", "y", "y", "y", "n", "n", "n")
    conversation = after(led_to("person", conversation), "2", *("n", "n", "n", "y", "n", "n"))
    return led_to("review", conversation)


def test_the_review() -> None:
    golden("07-review", screen(with_something_named()))


def result_screen(conversation: Conversation, region: Region = "neck", confirmed: bool = False) -> list[str]:
    (check,) = checks_of(conversation, lambda: "now", THEN)
    whole = QUESTIONNAIRE
    found = gate(region, whole.items.values(), [check], [], [], THEN, whole.open_limits)
    limits = {name: limit.text for name, limit in LIBRARY.limits.items()}
    reply = reply_to_story(whole.story, check.told, region, heated=True) if found.may_start else ()
    told = Told(LIBRARY.wording, limits, None, reply, confirmed)
    return show_blocks(result_lines(Result((found,), THEN), told), 80)


def test_a_session_may_start() -> None:
    golden("08-result-ok", result_screen(after(led_to("place"), "n")))


def test_a_session_may_start_within_limits() -> None:
    golden("09-result-limits", result_screen(after(with_something_named(), "y")))


def test_see_someone_today() -> None:
    conversation = led_to("signs", begun("calf"))
    number = next(str(one.number) for one in conversation.prompt.sentences if "rf_clot" in one.items)
    conversation = after(conversation, number)
    while not isinstance(conversation.prompt, ReviewPrompt):
        text = conversation.prompt.text
        conversation = reply_to(conversation, "y" if text == BY_ID["rf_clot"].asks[0].text else "n")
    golden("10-result-see-today", result_screen(after(conversation, "y"), "calf"))


@pytest.mark.parametrize(("age", "soon"), [(15, False), (34, True)])
def test_a_sore_bone_of_the_young_is_told_as_urgent_as_it_is(age: int, soon: bool) -> None:
    person = Person({"rf_bone_spot": "yes"}, age=age)
    conversation = begun("thigh")
    while not isinstance(conversation.prompt, ConversationEnd):
        conversation = reply_to(conversation, person.reply(conversation.prompt))
    text = " ".join(" ".join(result_screen(conversation, "thigh")).split())
    assert ("in the next few days" in text) == soon
    assert (LIBRARY.wording["flag_durable"] in text) == soon
    assert (LIBRARY.wording["flag_must_be_gone"] in text) != soon


def test_a_confirmed_emergency() -> None:
    ended = after(begun(), "2", "n", "y")
    assert ended.prompt == ConversationEnd("emergency", ("an arm or leg suddenly weak or numb",))
    golden("11-result-emergency", result_screen(ended, confirmed=True))


def rechecked(region: Region = "neck") -> Conversation:
    (check,) = checks_of(after(led_to("place", begun(region)), "n"), lambda: "first", THEN)
    return begin_recheck(QUESTIONNAIRE, [region], check, False, THEN + timedelta(days=2))


def test_the_lines_before_a_session() -> None:
    golden("12-recheck", screen(rechecked()))


def test_what_still_stands() -> None:
    item = BY_ID["rf_numb_persist"]
    standing = [Reason(item, "yes", THEN, "see-soon", said=(1,))]
    golden("13-standing", shown(day_page(standing, USUAL)))


@pytest.mark.parametrize("size", [Size(40, 12), Size(40, 24), Size(60, 16)])
def test_on_a_small_screen_every_page_fits_and_nothing_is_left_out(size: Size) -> None:
    for conversation in (begun("low-back"), led_to("signs"), led_to("person"), with_something_named(), rechecked(), confirming(),
                         after(begun(), "2"), after(led_to("signs"), "1", "n", "y")):  # fmt: skip
        pages = prompt_pages(conversation.prompt, size, EMERGENCY)
        for page in pages:
            rows = [*map(plain_row, page.rows), *page.keys.split("\n")]
            assert max(map(len, map(plain_row, page.rows))) <= size.columns
            assert len(page.rows) + -(-len(page.keys.rstrip()) // size.columns) <= size.rows, "\n".join(rows)
        if getattr(conversation.prompt, "emergency", False):
            continue  # under the emergency text the picked sentence does not stand again
        words = " ".join(plain_row(row) for page in pages for row in page.rows).split()
        whole = " ".join(
            plain_row(row) for page in prompt_pages(conversation.prompt, PLAIN, EMERGENCY) for row in page.rows
        ).split()
        assert {*whole} <= {*words}


def test_what_was_taken_back_is_no_answer() -> None:
    conversation = after(begun(), "6", "n", "y", "n", "n", "n", "n")
    kept = named_check(conversation, "id", THEN, ("neck",), "asked")
    assert kept.answers == {} and kept.withdrawn
