"""Begin a conversation of the screening, reply to it, and read what it came to. Pure.

What is asked is written down as scripts, which are generators: they yield a prompt and are sent its reply. A conversation
replays its script from the replies, so that going back is nothing but leaving the last one out.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from knotcli.coach.record import Check
from knotcli.coach.screening.conversation.check_draft import CheckDraft
from knotcli.coach.screening.conversation.check_script import check_script
from knotcli.coach.screening.conversation.item_script import WORDS, NoAnswer, Script
from knotcli.coach.screening.conversation.prompts import ConversationEnd, Prompt, QuestionPrompt, StoryPrompt
from knotcli.coach.screening.conversation.recheck_script import items_script, recheck_script
from knotcli.coach.screening.conversation.story import list_features
from knotcli.coach.screening.facts import EarlierAnswers, Known, OldFlag, known_from, may_go_further, newest_known
from knotcli.coach.screening.flags import RETIRED_LABELS
from knotcli.coach.screening.judge import band_of
from knotcli.coach.screening.questionnaire import Questionnaire
from knotcli.coach.vocabulary import Answer, CheckOrigin, ClearedWord, Duration, Region

LASTED: Mapping[str, Duration] = {"d": "acute", "w": "acute", "m": "chronic"}
"""How long the pain has lasted, by the key of question 4b: acute is under three months."""
FIRST = "This is the first question. Ctrl-C leaves the check."


class Conversation(NamedTuple):
    """A script with the replies so far. again: replies that b took back, the next one first.

    prompt: what comes next. draft: what was gathered; not to be changed.
    """

    script: Callable[[CheckDraft], Script]
    make_draft: Callable[[], CheckDraft]
    replies: tuple[str, ...]
    again: tuple[str, ...]
    prompt: Prompt
    draft: CheckDraft


def begin(
    script: Callable[[CheckDraft], Script],
    make_draft: Callable[[], CheckDraft],
    replies: tuple[str, ...] = (),
    again: tuple[str, ...] = (),
) -> Conversation:
    """Play a script with these replies. Raises NoAnswer when the last of them is none."""
    draft = make_draft()
    running = script(draft)
    prompt: Prompt
    try:
        prompt = next(running)
        for reply in replies:
            prompt = running.send(reply)
    except StopIteration as end:
        prompt = ConversationEnd(end.value, draft.emergencies())
    return Conversation(script, make_draft, replies, again, _with_earlier(prompt, again), draft)


def reply_to(conversation: Conversation, reply: str) -> Conversation:
    """Return the conversation with one more reply; b leaves the last one out. Raises NoAnswer for what is no answer."""
    script, make_draft, replies, again = conversation[:4]
    if isinstance(conversation.prompt, ConversationEnd):
        return conversation
    if reply == "b":
        if not replies:
            raise NoAnswer(FIRST)
        return begin(script, make_draft, replies[:-1], (replies[-1], *again))
    left = again[1:] if again[:1] == (reply,) else ()
    return begin(script, make_draft, (*replies, reply), left)


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
    return conversation.draft.new()


def named_check(
    conversation: Conversation,
    ident: str,
    at: datetime,
    regions: tuple[Region, ...],
    origin: CheckOrigin,
    lifts: str = "",
) -> Check:
    """Return what was confirmed, and what was taken back, as a check that is not a full one.

    What concerns one session only is no part of it: it leaves the check as it is.
    lifts: the id of the entry that ended the earlier checks while an emergency stood open, where all was taken back.
    """
    draft, end = conversation.draft, conversation.prompt
    stays = isinstance(end, ConversationEnd) and end.ending == "this-session"
    named = {} if stays else named_in(conversation)
    said = {i: numbers for i, numbers in draft.said(draft.setting.regions[0]).items() if i in named}
    put = {"lifts": lifts} if lifts and not named else {}
    return Check(
        ident, at, regions, named, draft.cleared_words(), origin=origin, withdrawn=tuple(draft.withdrawn_ids()), said=said, put=put
    )  # fmt: skip


def checks_of(conversation: Conversation, make_id: Callable[[], str], at: datetime) -> list[Check]:
    """Return the full check as kept: one for the regions whose places were answered alike, one each where they differ."""
    draft = conversation.draft
    draft.rule_out()
    found: list[tuple[list[Region], dict[str, Answer], Mapping[str, ClearedWord], dict[str, tuple[int, ...]]]] = []
    for region in draft.setting.regions:
        given = draft.given(region)
        said = draft.said(region)
        words = {**given.words, **list_features(draft)}
        same = next((one for one in found if one[1] == words and one[2] == given.cleared), None)
        if same is None:
            found.append(([region], words, given.cleared, said))
        else:
            same[0].append(region)
    months = LASTED.get(draft.told.get("4b", ""))
    put = {"age": band_of(draft.setting.age), "session": "yes" if draft.setting.after_session else "no"}
    return [
        Check(
            make_id(),
            at,
            tuple(regions),
            words,
            cleared,
            dict.fromkeys(regions, months) if months else {},
            told=dict(draft.told),
            carried=dict(draft.carried),
            withdrawn=tuple(draft.withdrawn_ids()),
            said=said,
            not_applicable=dict(draft.not_applicable),
            put={"regions": " ".join(regions), **put},
        )
        for regions, words, cleared, said in found
    ]


def begin_check(
    found: Questionnaire,
    regions: Sequence[Region],
    own: Sequence[Check],
    old: Mapping[str, datetime],
    open_regions: Collection[Region],
    after_session: bool,
    now: datetime,
) -> Conversation:
    """Begin a check of these regions.

    own: the checks made on this machine. old: flags of the first set of questions, with the moment of their naming.
    open_regions: those whose session may start now. after_session: one was kept in the last 14 days.
    """
    about = [check for check in own if {*check.regions} & {*regions}]
    holding = [newest_known([c for c in own if name in c.regions], found, now) for name in open_regions]
    others = [known for known in holding if known is not None and may_go_further(known, found)]
    valid = newest_known([c for c in about if {*regions} <= {*c.regions}], found, now)
    valid = valid if {*regions} <= {*open_regions} else None
    latest = sorted(about, key=lambda check: check.at, reverse=True)
    told = (known for check in latest if (known := known_from(check, found, now)) is not None)
    may_draw = not about and not {*regions} & {*open_regions}
    earlier = EarlierAnswers(
        known=newest_known(own, found, now),
        valid=valid,
        base=valid.check if valid else None,
        drawn_on=max(others, key=lambda known: known.check.at, default=None) if may_draw else None,
        described=next((known for known in told if {"1", "6"} & known.told.keys()), None),
        old_flags=tuple(_old_flags(found, old)),
        after_session=after_session,
    )
    return begin(check_script, partial(CheckDraft, found, tuple(regions), earlier, now))


def begin_recheck(
    found: Questionnaire, regions: Sequence[Region], base: Check | None, after_session: bool, now: datetime
) -> Conversation:
    """Begin the five lines before a session of these regions. `base`: the check that they are about."""
    known = None if base is None else known_from(base, found, now)
    earlier = EarlierAnswers(known=known, after_session=after_session, base=base)
    script = recheck_script(base.at if base else now)
    return begin(script, partial(CheckDraft, found, tuple(regions), earlier, now))


def begin_items(
    found: Questionnaire, region: Region, idents: Iterable[str], known: Known | None, now: datetime
) -> Conversation:
    """Begin the questions of single items, put after a session or a stop."""
    earlier = EarlierAnswers(known=known, after_session=True)
    return begin(items_script(idents), partial(CheckDraft, found, (region,), earlier, now))


def _old_flags(found: Questionnaire, old: Mapping[str, datetime]) -> Iterable[OldFlag]:
    for ident, named in old.items():
        label = found.items[ident].label if ident in found.items else RETIRED_LABELS.get(ident, ident)
        yield OldFlag(ident, label, named)
