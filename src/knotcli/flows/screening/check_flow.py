"""`knot check` on a terminal: what stands, the questions, the result. Whatever ends it, what was confirmed is kept."""

from collections.abc import Sequence

from knotcli.coach.errors import Held, KnotError, Misuse, Stopped
from knotcli.coach.person_input import parse_region
from knotcli.coach.record import Check, make_entry_id
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.coach.screening.conversation import Conversation, Finished, begin_check, check_of
from knotcli.flows.screening.asking import Asking
from knotcli.flows.screening.interview import Interview
from knotcli.flows.screening.kept_checks import gather_kept, moment, result_now
from knotcli.flows.screening.looks import ask_for_look
from knotcli.flows.screening.results import keep_and_tell, tell_result
from knotcli.views.screening.pages import Page, Size, wrapped
from knotcli.world import World

NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789- "


def ask_check(world: World, regions: list[Region], as_json: bool) -> int:
    """Lead a check of these regions, or of one that is asked for. Returns the exit code.

    Raises Held or Stopped when it is broken off: then only what was confirmed is kept, which passes nothing.
    """
    if not world.interactive:
        raise Misuse(
            "There is no terminal to answer from. Give the answers with --answers FILE (make one with --template REGION)."
        )
    interview: Interview | None = None
    with Asking(world) as asking:
        try:
            regions = regions or [_ask_region(asking)]
            standing = [one for one in result_now(world, regions, None).reasons if one.standing]
            if standing and not (looked := ask_for_look(world, asking, standing)):
                asking.show_last()
                if looked is None:
                    raise Held("")
                return tell_result(world, result_now(world, regions, None), as_json)
            interview = Interview(
                world, asking, begin_check(gather_kept(world), regions), lambda: _guard_open(world, regions)
            )
            finished = interview.run()
            asking.show_last()
        except EOFError:
            raise Held(_unfinished(world, interview, regions)) from None
        except KeyboardInterrupt:
            raise Stopped(_unfinished(world, interview, regions), asking.guard.ending or 2) from None
    return keep_and_tell(world, finished, as_json)
