"""The five lines before a session, and what follows from them."""

from collections.abc import Sequence

from knotcli.coach.errors import Held
from knotcli.coach.screening.conversation.conversations import Conversation, begin_recheck
from knotcli.coach.vocabulary import Region
from knotcli.flows.screening.asking import UNANSWERED, asking_or_held
from knotcli.flows.screening.interview import Interview
from knotcli.flows.screening.kept_checks import gate_now, gather_kept, recheck_is_due
from knotcli.flows.screening.results import show_held
from knotcli.world import World


def recheck(world: World, region: Region, asks: Sequence[Region]) -> bool:
    """Ask whether anything is new, unless a full check of the region was just finished here.

    Returns whether warmth is all right: False when something on the skin rules it out for this session.
    Raises Held when something was confirmed, when no session may start now, or when nothing was said.
    """
    if not recheck_is_due(world, region):
        return True
    kept = gather_kept(world)
    base = gate_now(world, region, asks).check
    regions = tuple(dict.fromkeys((region, *asks)))
    begun = begin_recheck(kept.questionnaire, regions, base, kept.after_session, kept.now)
    with asking_or_held(world, UNANSWERED, "No session was started.") as asking:
        interview = Interview(world, asking, begun, (region,))
        ending = interview.run_or_keep("re-check").ending
    if ending == "this-session":
        if not tell_this_session(world, interview.conversation):
            raise Held("No session now. The check stays as it is.")
        return False
    if ending != "nothing-new":
        world.history.add(interview.named_check("re-check"))
    if ending in ("named", "emergency"):
        show_held(world, region, asks, confirmed=ending == "emergency")
        raise Held("The check has ended. No session starts.")
    return True


def tell_this_session(world: World, conversation: Conversation) -> bool:
    """Say what holds for this session only. Returns whether it may go on, then without heat."""
    named = [item for item in world.library.items() if item.id in conversation.talk.named()]
    world.tell([item.action for item in named if item.action])
    return all(item.holds_back == "step" for item in named)
