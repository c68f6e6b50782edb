"""What is asked outside a check: the five lines before a session, and the questions of a sign named by a stop or after one."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime

from knotcli.coach.errors import Held, KnotError
from knotcli.coach.record import Check, make_entry_id
from knotcli.coach.screening.conversation.conversations import Conversation, begin_items, begin_recheck
from knotcli.coach.screening.conversation.prompts import PromptPlace, QuestionPrompt
from knotcli.coach.screening.facts import newest_known
from knotcli.coach.session.guidance import Milder, StopRule
from knotcli.coach.vocabulary import Answer, CheckOrigin, Region
from knotcli.flows.screening.asking import UNANSWERED, PageAsker, asking_or_held
from knotcli.flows.screening.interview import Interview
from knotcli.flows.screening.kept_checks import gate_now, gather_kept, moment, recheck_is_due
from knotcli.flows.screening.results import show_held
from knotcli.views.screening.emergency import emergency_paragraphs
from knotcli.views.screening.prompts import prompt_pages
from knotcli.world import World

STRONG_PAIN_ITEMS = ("rf_severe_pain",)


def put_signs(
    world: World, asking: PageAsker, region: Region, items: Collection[str], origin: CheckOrigin, everywhere: bool
) -> tuple[Check, tuple[str, ...]]:
    """Put the questions of these items, an emergency's text first, and keep what was said to them.

    everywhere: what is confirmed ends the check of every region. Returns what was kept, whose answers are what was
    confirmed, empty where all was taken back; and the emergencies among it, in words for whoever is called.
    Raises EOFError, KeyboardInterrupt once what was confirmed is kept.
    """
    kept = gather_kept(world)
    known = newest_known(kept.own, kept.questionnaire, kept.now)
    begun = begin_items(kept.questionnaire, region, items, known, kept.now)
    interview = Interview(world, asking, begun, () if everywhere else (region,))
    interview.run_or_keep(origin)
    check = interview.named_check(origin)
    world.history.add(check)
    return check, interview.conversation.draft.emergencies()


def ask_about_strong_pain(world: World, region: Region, asks: Sequence[Region]) -> None:
    """Put the questions about strong pain, for a high rating before a session. Raises Held where one is confirmed."""
    if not world.interactive:
        raise Held(f"That is strong pain. Please check first: knot check {region}")
    with asking_or_held(world, UNANSWERED, "No session was started.") as asking:
        check, _ = put_signs(world, asking, region, STRONG_PAIN_ITEMS, "re-check", everywhere=False)
    if check.answers:
        show_held(world, region, asks)
        raise Held("The check no longer holds, so no session starts.")


def was_strong_pain_denied(world: World, since: datetime) -> bool:
    """Tell whether the questions about strong pain were put here since a moment, and all of them answered no."""
    with world.history.views() as views:
        own = views[-1].checks()
    return any(check.at >= since and {*STRONG_PAIN_ITEMS} <= {*check.withdrawn} for check in own)


def put_stop_signs(world: World, rule: StopRule, region: Region) -> tuple[tuple[str, ...], bool]:
    """Put the questions of a reason to stop that is an emergency.

    Returns what was confirmed, in words for whoever is called; and whether it was only the milder thing.
    Raises EOFError, KeyboardInterrupt: then the checks of every region have ended.
    """
    with PageAsker(world) as asking:
        try:
            mild = rule.milder is not None and _is_milder(world, asking, rule.milder, region)
            items = rule.milder.flags if mild and rule.milder else rule.flags
            check, emergencies = put_signs(world, asking, region, items, "stop", everywhere=True)
        except (EOFError, KeyboardInterrupt):
            end_every_check(world)
            raise
        finally:
            asking.show_last()
    if check.answers:
        return emergencies, False
    if mild and rule.milder:
        found: dict[str, Answer] = {rule.milder.fact: "yes"}
        world.history.add(Check(make_entry_id(), moment(world), (region,), found, origin="stop"))
    return (), mild


def end_every_check(world: World) -> None:
    """End the checks of every region, locking none: an emergency was named, and neither confirmed nor taken back."""
    with suppress(KnotError):
        world.history.add(Check(make_entry_id(), moment(world), (), {}, origin="stop"))


def _is_milder(world: World, asking: PageAsker, milder: Milder, region: Region) -> bool:
    """Ask whether it was only the milder thing, under the emergency text. Only a clear yes counts."""
    text = emergency_paragraphs(world.library.wording, world.emergency_number)
    prompt = QuestionPrompt(PromptPlace((region,), "item"), milder.fact, milder.question, emergency=True)
    reply = fault = ""
    while reply not in ("y", "n", "u"):
        reply = asking.ask_pages(lambda size: prompt_pages(prompt, size, text), fault=fault)
        fault = "Press y for yes, n for no, or u if you are not sure."
    return reply == "y"


def recheck(world: World, region: Region, asks: Sequence[Region], others: Sequence[Region] = ()) -> bool:
    """Ask whether anything is new, unless a full check of the region was just finished here.

    others: what is confirmed ends the check of these regions too. Returns whether warmth is all right: False when something on the skin rules it out for this session.
    Raises Held when something was confirmed, when no session may start now, or when nothing was said.
    """
    if not recheck_is_due(world, region):
        return True
    kept = gather_kept(world)
    base = gate_now(world, region, asks).check
    regions = tuple(dict.fromkeys((region, *asks)))
    begun = begin_recheck(kept.questionnaire, regions, base, kept.after_session, kept.now)
    with asking_or_held(world, UNANSWERED, "No session was started.") as asking:
        interview = Interview(world, asking, begun, (region, *others))
        ending = interview.run_or_keep("re-check").ending
    check = interview.named_check("re-check")
    if check.answers or check.withdrawn:
        world.history.add(check)
    if ending == "this-session":
        if not tell_this_session(world, interview.conversation):
            raise Held("No session now. Your check still holds.")
        return False
    if ending in ("named", "emergency"):
        show_held(world, region, asks, confirmed=ending == "emergency")
        raise Held("The check no longer holds, so no session starts.")
    return True


def tell_this_session(world: World, conversation: Conversation) -> bool:
    """Say what holds for this session only. Returns whether it may go on, then without heat."""
    named = [item for item in world.library.items() if item.id in conversation.draft.new()]
    world.tell([item.action for item in named if item.action])
    return all(item.holds_back == "step" for item in named)
