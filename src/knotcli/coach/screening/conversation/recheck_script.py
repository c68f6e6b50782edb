"""The five lines before a session, and single items put elsewhere. Pure."""

from collections.abc import Callable, Generator, Iterable
from datetime import datetime

from knotcli.coach.screening.conversation.prompts import ConversationEnding, LinesPrompt, Prompt, PromptPlace
from knotcli.coach.screening.conversation.put_items import (
    Asked,
    NoAnswer,
    Over,
    PartScript,
    Script,
    put_items,
)
from knotcli.coach.screening.conversation.screens import ask_screen
from knotcli.coach.screening.conversation.talk import Talk
from knotcli.coach.screening.flags import STAYING
from knotcli.coach.screening.questionnaire import recheck_lines

NOTHING_OR_SOMETHING = "Press n if nothing of this is true, or y if something is."
OR_FULL = " f begins a full check."


def recheck_script(since: datetime) -> Callable[[Talk], Script]:
    """Return the script of the lines before a session. `since`: when the check was made that they are about."""

    def script(talk: Talk) -> Script:
        try:
            return (yield from put_lines(talk, since))
        except Over as end:
            return end.ending

    return script


def items_script(idents: Iterable[str]) -> Callable[[Talk], Script]:
    """Return the script of single items, put one by one."""
    wanted = tuple(idents)

    def script(talk: Talk) -> Script:
        place = PromptPlace(talk.setting.regions, "item")
        try:
            yield from _put_here(talk, wanted, place, "")
        except Over as end:
            return end.ending
        return _ending(talk)

    return script


def put_lines(
    talk: Talk, since: datetime, renewal: bool = False
) -> Generator[Prompt, str, ConversationEnding]:
    """Put the lines together, and where something is true, each by itself with the items that it stands for.

    Raises Over at a confirmed emergency.
    """
    place = PromptPlace(talk.setting.regions, "recheck")
    lines = recheck_lines(talk.found, talk.setting)
    heading = talk.found.recheck.heading.format(date=f"{since.day} {since:%b}")
    reply = yield LinesPrompt(place, heading, tuple(text for text, _ in lines), renewal)
    if reply == "n":
        return "nothing-new"
    if reply == "f" and renewal:
        return "full"
    if reply != "y":
        raise NoAnswer(NOTHING_OR_SOMETHING + (OR_FULL if renewal else ""))
    for text, idents in lines:
        word = yield from Asked(place).ask(None, text, True)
        if word == "no":
            continue
        yield from _put_here(talk, idents, place, text)
        if talk.taking.is_refused("see-today"):
            break
    return _ending(talk)


def _put_here(talk: Talk, idents: Iterable[str], place: PromptPlace, opened: str) -> PartScript:
    """Put the items that concern the regions, emergencies first; what is asked about the person as its screen."""
    items = [item for item in talk.items(idents) if talk.taking.concerns(item)]
    person = [item for item in items if item.cluster.startswith("A")]
    urgent = [item for item in items if item.kind == "emergency"]
    talk.taking.open_emergency = bool(urgent)
    yield from put_items(talk, urgent, Asked(place, opened))
    talk.taking.open_emergency = False
    yield from put_items(
        talk, [i for i in items if i not in urgent and i not in person], Asked(place, opened)
    )
    if person:
        before = talk.kept.named_before
        yield from ask_screen(
            talk, "A", talk.found.texts.heading["A"], place=place,
            keep=lambda clause: any(ident not in before for ident in clause.items),
        )  # fmt: skip
        needing = [item for item in person if item.needs and talk.taking.is_due(item)]
        yield from put_items(talk, needing, Asked(place, opened))


def _ending(talk: Talk) -> ConversationEnding:
    named = {*talk.named()} - talk.kept.named_before
    if not named:
        return "taken-back"
    return "this-session" if named <= STAYING else "named"
