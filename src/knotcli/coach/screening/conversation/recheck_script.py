"""The five lines before a session, and single items put elsewhere. Pure."""

from collections.abc import Callable, Generator, Iterable
from datetime import datetime

from knotcli.coach.screening.clusters import sentences
from knotcli.coach.screening.conversation import item_script
from knotcli.coach.screening.conversation.check_draft import CheckDraft
from knotcli.coach.screening.conversation.prompts import ConversationEnding, LinesPrompt, Prompt, PromptPlace
from knotcli.coach.screening.conversation.screens import open_sentence
from knotcli.coach.screening.flags import STAYING
from knotcli.coach.screening.questionnaire import recheck_lines
from knotcli.coach.text import short_day

NOTHING_OR_SOMETHING = "Press n if nothing of this is true, or y if something is."
OR_FULL = " f begins a full check."


def recheck_script(since: datetime) -> Callable[[CheckDraft], item_script.Script]:
    """Return the script of the lines before a session. `since`: when the check was made that they are about."""

    def script(draft: CheckDraft) -> item_script.Script:
        try:
            return (yield from put_lines(draft, since))
        except item_script.ConversationOver as end:
            return end.ending

    return script


def items_script(idents: Iterable[str]) -> Callable[[CheckDraft], item_script.Script]:
    """Return the script of single items, put one by one."""
    wanted = tuple(idents)

    def script(draft: CheckDraft) -> item_script.Script:
        draft.only_ends = True
        place = PromptPlace(draft.setting.regions, "item")
        try:
            yield from _put_here(draft, wanted, place, "")
        except item_script.ConversationOver as end:
            return end.ending
        return _ending(draft)

    return script


def put_lines(draft: CheckDraft, since: datetime, renewal: bool = False) -> Generator[Prompt, str, ConversationEnding]:
    """Put the lines together, and where something is true, each by itself with the items that it stands for.

    Raises Over at a confirmed emergency.
    """
    draft.only_ends = True
    place = PromptPlace(draft.setting.regions, "recheck")
    lines = recheck_lines(draft.found, draft.setting)
    heading = draft.found.recheck.heading.format(date=short_day(since))
    reply = yield LinesPrompt(place, heading, tuple(text for text, _ in lines), renewal)
    if reply == "n":
        return "nothing-new"
    if reply == "f" and renewal:
        draft.only_ends = False
        return "full"
    if reply != "y":
        raise item_script.NoAnswer(NOTHING_OR_SOMETHING + (OR_FULL if renewal else ""))
    for text, idents in lines:
        word = yield from item_script.OpenedSentence(place).ask(None, text, True)
        if word == "no":
            continue
        yield from _put_here(draft, idents, place, text)
        if draft.is_refused("see-today"):
            break
    return _ending(draft)


def _put_here(draft: CheckDraft, idents: Iterable[str], place: PromptPlace, opened: str) -> item_script.PartScript:
    """Put the items that concern the regions, emergencies first; what is asked about the person as a check opens it."""
    items = [item for item in draft.items(idents) if draft.concerns(item)]
    person = [item for item in items if item.cluster.startswith("A")]
    urgent = [item for item in items if item.kind == "emergency"]
    draft.open_emergency = bool(urgent)
    yield from item_script.put_items(draft, urgent, item_script.OpenedSentence(place, opened))
    draft.open_emergency = False
    yield from item_script.put_items(
        draft, [i for i in items if i not in urgent and i not in person], item_script.OpenedSentence(place, opened)
    )
    for sentence in sentences("A", draft.found.clusters, draft.found.items, draft.setting) if person else ():
        yield from open_sentence(draft, sentence, place)
    needing = [item for item in person if item.needs and draft.is_due(item) and not draft.word(item)]
    yield from item_script.put_items(draft, needing, item_script.OpenedSentence(place, opened))


def _ending(draft: CheckDraft) -> ConversationEnding:
    named = {*draft.new()}
    if not named:
        return "taken-back"
    return "this-session" if named <= STAYING else "named"
