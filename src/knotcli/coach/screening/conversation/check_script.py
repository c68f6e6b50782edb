"""The whole check, from the emergencies to the review; a renewal, and the check of a further region. Pure."""

from collections.abc import Generator

from knotcli.coach.screening.clusters import Clause, shown_clauses
from knotcli.coach.screening.conversation import item_script
from knotcli.coach.screening.conversation.check_draft import CheckDraft
from knotcli.coach.screening.conversation.prompts import About, ConfirmPrompt, Prompt, PromptPlace
from knotcli.coach.screening.conversation.recheck_script import put_lines
from knotcli.coach.screening.conversation.screens import ask_review, ask_screen, end_early, place_of
from knotcli.coach.screening.conversation.story import ask_age, ask_limbs, ask_story, carry_age
from knotcli.coach.screening.facts import Known, about_you_lives, setting_of
from knotcli.coach.screening.flags import NAMED, successors
from knotcli.coach.text import capitalize_first, short_day
from knotcli.coach.vocabulary import Region

STILL_RIGHT = "Press y if it is still right, n if something has changed, or b to go back."
ASKED_PER_REGION = ("rel_circulation", "rel_raynaud")
"""What is asked about the person, but for each region anew, once it was named (own decision)."""


def check_script(draft: CheckDraft) -> item_script.Script:
    """Lead a check: a renewal where one of these regions still holds, a further region's, or a full one."""
    try:
        kept = draft.earlier
        if kept.valid is not None and about_you_lives(kept.valid, draft.found):
            yield from _renew(draft, kept.valid)
        if kept.drawn_on is not None and (yield from _draws_on(draft, kept.drawn_on)):
            yield from _ask_further(draft, kept.drawn_on)
        else:
            yield from _ask_all(draft)
        yield from ask_review(draft)
    except item_script.ConversationOver as end:
        return end.ending
    return "complete"


def _ask_all(draft: CheckDraft) -> item_script.PartScript:
    heading = draft.found.texts.heading
    yield from ask_screen(draft, "E", heading["E"])
    carry_age(draft)
    yield from ask_story(draft)
    yield from _put_old_flags(draft)
    yield from ask_screen(draft, "C", heading["C"])
    yield from _ask_about_person(draft)
    yield from _ask_after_person(draft)
    yield from _ask_places(draft)


def _renew(draft: CheckDraft, valid: Known) -> item_script.PartScript:
    """Put the line about the person and the five lines. Raises Over unless a full check is wanted or needed."""
    if not (yield from _confirm(draft, "facts", about_line(draft, valid))):
        return
    draft.renews = True
    ending = yield from put_lines(draft, valid.check.at, renewal=True)
    if ending != "full":
        raise item_script.ConversationOver("renewed" if ending in ("nothing-new", "taken-back") else ending)
    draft.renews = False


def _draws_on(draft: CheckDraft, known: Known) -> Generator[Prompt, str, bool]:
    labels = ", ".join(_labels(draft, known)) or draft.found.texts.facts.nothing
    day = short_day(known.check.at)
    line = draft.found.texts.facts.further.format(date=day, age=known.age, labels=labels)
    return (yield from _confirm(draft, "same-signs", line))


def _ask_further(draft: CheckDraft, known: Known) -> item_script.PartScript:
    """Carry what was said about the person; put what this region adds, and all about its pain and its place."""
    found, heading = draft.found, draft.found.texts.heading
    carry_age(draft)
    if known.age is not None:
        draft.answer_age(known.age)
    for ident, words in known.words.items():
        item = found.items[ident]
        again = ident in ASKED_PER_REGION and known.check.answers.get(ident) in NAMED
        if item.kind != "likelihood" and item.cluster[:1] not in ("P", "N") and item.cluster != "age" and not again:
            draft.carry(item, words, known.dates[ident], known.cleared.get(ident))
    before = setting_of(known.check)
    shown = {
        (cluster.id, clause.text)
        for cluster in found.clusters
        for _, clauses in shown_clauses(cluster, found.items, before)
        for clause in clauses
    }
    opened = {item.id for item in draft.open_items()}

    def is_new(clause: Clause) -> bool:
        clusters = {found.items[ident].cluster for ident in clause.items}
        return clause.pain or not {(one, clause.text) for one in clusters} <= shown or bool(opened & {*clause.items})

    yield from ask_screen(draft, "E", heading["E"], keep=is_new)
    yield from ask_limbs(draft)
    yield from _put_old_flags(draft)
    yield from ask_screen(draft, "C", heading["C"], keep=is_new)
    yield from _put_open_facts(draft)
    yield from _ask_after_person(draft)
    yield from _ask_places(draft)


def _confirm(draft: CheckDraft, about: About, text: str) -> Generator[Prompt, str, bool]:
    reply = yield ConfirmPrompt(place_of(draft, "A"), about, text)
    if reply not in ("y", "n", "u"):
        raise item_script.NoAnswer(STILL_RIGHT)
    return reply == "y"


def about_line(draft: CheckDraft, known: Known) -> str:
    """Say what is known about the person, in one line; what lives for 30 days only is named even where it is no."""
    texts = draft.found.texts.facts
    rest = [one.text for one in texts.always if known.check.answers.get(one.item) == "no"]
    labels = "".join(f", {label}" for label in _labels(draft, known))
    spoken = f"; {', '.join(rest)}" if rest else ""
    return texts.line.format(date=short_day(known.check.at), age=known.age, labels=labels, rest=spoken)


def _labels(draft: CheckDraft, known: Known) -> list[str]:
    facts = [item for item in draft.found.items.values() if item.cluster.startswith("A") and not item.needs]
    return [item.label for item in facts if known.check.answers.get(item.id) in NAMED]


def _put_old_flags(draft: CheckDraft) -> item_script.PartScript:
    """Put the flags of the first set of questions one by one, with the questions of today: no untouched sentence answers them."""
    for flag in draft.earlier.old_flags:
        above = draft.found.texts.old.again.format(date=short_day(flag.named), label=flag.label)
        asked = item_script.OpenedSentence(PromptPlace(draft.setting.regions, "standing"), above=above)
        for item in draft.items(successors(flag.id) or ()):
            if draft.word(item) not in NAMED:
                draft.wide.add(item.id)
                yield from item_script.put_items(draft, [item], asked)


def _ask_about_person(draft: CheckDraft) -> item_script.PartScript:
    """Put the line about the person where what is known of them still lives, else the screen."""
    known, texts = draft.earlier.known, draft.found.texts
    if known is not None and about_you_lives(known, draft.found):
        if (yield from _confirm(draft, "facts", about_line(draft, known))):
            yield from _carry_facts(draft, known)
            return
        band = draft.setting.age
        yield from ask_age(draft)
        if band != draft.setting.age:
            opened = {item.id for item in draft.open_items()}
            yield from ask_screen(draft, "C", texts.heading["C"], keep=lambda clause: bool(opened & {*clause.items}))
    yield from ask_screen(draft, "A", texts.heading["A"])


def _carry_facts(draft: CheckDraft, known: Known) -> item_script.PartScript:
    """Take over what was confirmed about the person; put what one of them leaves to be asked of each pain or region."""
    named = {one.item for one in draft.found.texts.facts.always}
    for item in draft.found.items.values():
        if item.cluster.startswith("A") and not item.needs:
            word = None if item.id in named else known.cleared.get(item.id)
            draft.carry(item, known.words[item.id], known.dates[item.id], word)
            if item.id in named:
                draft.carried.pop(item.id, None)
    yield from _put_open_facts(draft)


def _put_open_facts(draft: CheckDraft) -> item_script.PartScript:
    """Put what is left to be asked of facts that were carried, and a clinician's word where none was given."""
    place = place_of(draft, "A")
    for item in [item for item in draft.found.items.values() if item.cluster.startswith("A") and not item.needs]:
        asked = item_script.OpenedSentence(place, f"{capitalize_first(item.label)}.")
        if not draft.word(item):
            yield from item_script.put_item(draft, item, asked)
        elif draft.word(item) in NAMED and not draft.cleared.get(item.id):
            yield from item_script.ask_for_word(draft, item, asked)


def _ask_after_person(draft: CheckDraft) -> item_script.PartScript:
    """Put what only some facts make a question of. Then end early where nothing could let a session start any more."""
    waiting = [item for item in draft.open_items() if item.needs and draft.is_due(item)]
    for item in waiting:
        facts = [draft.found.items[need].label for need in item.needs if draft.answers.get(need) in NAMED]
        label = ", ".join(facts)
        yield from item_script.put_items(
            draft, [item], item_script.OpenedSentence(place_of(draft, "A"), f"{capitalize_first(label)}.")
        )
    yield from end_early(draft, "needs-clearance")


def _ask_places(draft: CheckDraft) -> item_script.PartScript:
    """Put the screen about the place, for each region; you, now, only once."""
    texts, regions = draft.found.texts, draft.setting.regions
    if len(regions) == 1:
        yield from ask_screen(draft, "P", texts.heading["P"])
        return
    first: Region | None = None
    for region in regions:
        draft.region = region
        heading = texts.heading["P_next"].format(region=region) if first else texts.heading["P"]
        yield from ask_screen(draft, "P", heading, region=region, without=("P4",) if first else ())
        if first:
            draft.answers[f"ab_not_alert@{region}"] = draft.answers[f"ab_not_alert@{first}"]
        first = first or region
    draft.region = None
