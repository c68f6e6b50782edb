"""The five lines before a session, and what follows from them."""

from collections.abc import Sequence

from knotcli.coach.errors import Held, Stopped
from knotcli.coach.record import Check, make_entry_id
from knotcli.coach.screening.conversation import begin_recheck, check_of
from knotcli.coach.vocabulary import Region
from knotcli.flows.screening.asking import Asking
from knotcli.flows.screening.interview import Interview
from knotcli.flows.screening.kept_checks import gather_kept, moment, recheck_is_due
from knotcli.flows.screening.results import show_held
from knotcli.world import World

UNANSWERED = "The questions were not answered, so no session starts."


def recheck(world: World, region: Region, asks: Sequence[Region]) -> bool:
    """Ask whether anything is new, unless a full check of the region was just finished here.

    Returns whether warmth is all right: False when something on the skin rules it out for this session.
    Raises Held when something was confirmed, when no session may start now, or when nothing was said.
    """
    kept = gather_kept(world)
    if not recheck_is_due(world, region):
        return True
    with Asking(world) as asking:
        interview = Interview(
            world, asking, begin_recheck(kept, region, asks), (region,)
        )
        try:
            finished = interview.run()
            asking.show_last()
        except EOFError:
            interview.keep_confirmed((region,), "re-check")
            raise Held(UNANSWERED) from None
        except KeyboardInterrupt:
            interview.keep_confirmed((region,), "re-check")
            raise Stopped("No session was started.", asking.guard.ending or 2) from None
    raise NotImplementedError(finished, check_of, Check, make_entry_id, moment, show_held)
