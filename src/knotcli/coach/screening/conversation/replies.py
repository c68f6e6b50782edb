"""A conversation of the screening as one value: the replies so far, and from them the prompt that comes next.

What is asked is written down as scripts, which are generators: they yield a prompt and are sent its reply. A conversation
replays its script from the replies, so that going back is nothing but leaving the last one out. Pure.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from knotcli.coach.record import Check
from knotcli.coach.screening.conversation.prompts import ConversationEnd, Prompt, QuestionPrompt, StoryPrompt
from knotcli.coach.screening.conversation.put_items import WORDS, NoAnswer, Script
from knotcli.coach.screening.conversation.talk import Talk
from knotcli.coach.screening.judge import band_of
from knotcli.coach.vocabulary import Answer, CheckOrigin, ClearedWord, Duration, Region

__all__ = ["Conversation", "NoAnswer", "begin", "checks_of", "named_check", "named_in", "reply_to"]

LASTED: Mapping[str, Duration] = {"d": "acute", "w": "acute", "m": "chronic"}
"""How long the pain has lasted, by the key of question 4b: acute is under three months."""
FIRST = "This is the first question. Ctrl-C leaves the check."


class Conversation(NamedTuple):
    """A script with the replies so far. again: replies that b took back, the next one first.

    prompt: what comes next. talk: what was gathered; not to be changed.
    """

    script: Callable[[Talk], Script]
    make_talk: Callable[[], Talk]
    replies: tuple[str, ...]
    again: tuple[str, ...]
    prompt: Prompt
    talk: Talk


def begin(
    script: Callable[[Talk], Script],
    make_talk: Callable[[], Talk],
    replies: tuple[str, ...] = (),
    again: tuple[str, ...] = (),
) -> Conversation:
    """Play a script with these replies. Raises NoAnswer when the last of them is none."""
    talk = make_talk()
    running = script(talk)
    prompt: Prompt
    try:
        prompt = next(running)
        for reply in replies:
            prompt = running.send(reply)
    except StopIteration as end:
        prompt = ConversationEnd(end.value, talk.emergencies())
    return Conversation(script, make_talk, replies, again, _with_earlier(prompt, again), talk)


def reply_to(conversation: Conversation, reply: str) -> Conversation:
    """Return the conversation with one more reply; b leaves the last one out. Raises NoAnswer for what is no answer."""
    script, make_talk, replies, again = conversation[:4]
    if isinstance(conversation.prompt, ConversationEnd):
        return conversation
    if reply == "b":
        if not replies:
            raise NoAnswer(FIRST)
        return begin(script, make_talk, replies[:-1], (replies[-1], *again))
    left = again[1:] if again[:1] == (reply,) else ()
    return begin(script, make_talk, (*replies, reply), left)


def _with_earlier(prompt: Prompt, again: Sequence[str]) -> Prompt:
    """Show at a question what was answered to it before going back."""
    if isinstance(prompt, QuestionPrompt) and again and again[0] in WORDS:
        return replace(prompt, earlier=WORDS[again[0]])
    if isinstance(prompt, StoryPrompt) and again:
        letters = again[0] if prompt.whole else ", ".join(prompt.choices.get(key, "") for key in again[0])
        return replace(prompt, earlier=letters)
    return prompt


def named_in(conversation: Conversation) -> dict[str, Answer]:
    """Return what was confirmed so far, by item id: yes or unsure. What was picked and not confirmed is not in it."""
    return conversation.talk.named()


def named_check(
    conversation: Conversation,
    ident: str,
    at: datetime,
    regions: tuple[Region, ...],
    origin: CheckOrigin,
    lifts: str = "",
) -> Check:
    """Return what was confirmed, and what was taken back, as a check that is not a full one.

    lifts: the id of the entry that ended the earlier checks while an emergency stood open, where all was taken back.
    """
    talk, named = conversation.talk, named_in(conversation)
    said = {i: numbers for i, numbers in talk.said(talk.setting.regions[0]).items() if i in named}
    put = {"lifts": lifts} if lifts and not named else {}
    return Check(
        ident, at, regions, named, talk.cleared_words(), origin=origin, withdrawn=tuple(talk.withdrawn_ids()), said=said, put=put
    )  # fmt: skip


def checks_of(
    conversation: Conversation, make_id: Callable[[], str], at: datetime, origin: CheckOrigin = "asked"
) -> list[Check]:
    """Return the full check as kept: one for the regions whose places were answered alike, one each where they differ."""
    talk = conversation.talk
    talk.taking.rule_out()
    found: list[
        tuple[list[Region], dict[str, Answer], Mapping[str, ClearedWord], dict[str, tuple[int, ...]]]
    ] = []
    for region in talk.setting.regions:
        given = talk.taking.given(region)
        said = talk.said(region)
        words = {**given.words, **talk.features()}
        same = next((one for one in found if one[1] == words and one[2] == given.cleared), None)
        if same is None:
            found.append(([region], words, given.cleared, said))
        else:
            same[0].append(region)
    months = LASTED.get(talk.taking.told.get("4b", ""))
    put = {"age": band_of(talk.setting.age), "session": "yes" if talk.setting.after_session else "no"}
    return [
        Check(
            make_id(),
            at,
            tuple(regions),
            words,
            cleared,
            dict.fromkeys(regions, months) if months else {},
            origin,
            told=dict(talk.taking.told),
            carried=dict(talk.taking.carried),
            withdrawn=tuple(talk.withdrawn_ids()),
            said=said,
            not_applicable=dict(talk.taking.not_applicable),
            put={"regions": " ".join(regions), **put},
        )
        for regions, words, cleared, said in found
    ]
