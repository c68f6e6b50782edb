"""`knot check` on a terminal: what stands, the questions, the result. Whatever ends it, what was confirmed is kept."""

from collections.abc import Collection, Sequence
from contextlib import suppress

from msgspec.structs import replace

from knotcli.coach.errors import Held, KnotError, Misuse, Stopped
from knotcli.coach.person_input import parse_choice, parse_region
from knotcli.coach.record import make_entry_id
from knotcli.coach.screening.conversation.conversations import begin_check, checks_of
from knotcli.coach.screening.conversation.prompts import ConversationEnding
from knotcli.coach.screening.flags import ANSWERED_WITHIN
from knotcli.coach.screening.judge import Reason
from knotcli.coach.text import short_day
from knotcli.coach.vocabulary import REGIONS, Region, regions_to_ask
from knotcli.flows.screening.asking import PageAsker
from knotcli.flows.screening.flag_answers import ask_for_look
from knotcli.flows.screening.interview import Interview
from knotcli.flows.screening.kept_checks import flags_now, gate_now, gather_kept, list_evidence, moment, result_now
from knotcli.flows.screening.named_signs import tell_this_session
from knotcli.flows.screening.results import keep_and_tell, tell_result
from knotcli.storage.history.stop_marks import find_marked_stops
from knotcli.views.screening.prompts import region_page
from knotcli.views.screening.result import held_line
from knotcli.world import World

NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789- "
OFFER, GO_ON = "[Enter] begin the check now   [q] not now: ", "[Enter] go on   [q] not now: "

OUTDATED = (
    "Since this check was begun, something was named, answered or stopped in another window, or two hours passed. "
    "So it passes nothing."
)
SAVED = " What you confirmed is saved."


def lead_to_check(world: World, regions: Sequence[Region], asks: Sequence[Region] = ()) -> bool:
    """Before a session or a break: put the check first that it lacks, after what stands is asked about or Enter is pressed.

    asks: other regions whose questions its routine asks. Returns whether a check was made that lets every region start,
    so that the caller judges again; False where nothing could be asked, and the caller refuses. Opens nothing by itself.
    Raises Held where the check lets nothing start, whose result was shown, or is not wanted now; Stopped.
    """
    gates = [gate_now(world, region, asks) for region in regions]
    lacking = [gate for gate in gates if gate.held not in ("", "verdict")]
    stands = _gather_standing(world, list(regions), gather_kept(world).old)
    if not world.interactive or not (stands or lacking):
        return False
    try:
        if not stands:
            world.tell([*(held_line(gate) for gate in lacking)])
        further = {*asks} - {name for region in regions for name in regions_to_ask(region)}
        wanted = stands or not world.ask(OFFER)
        if not wanted or ask_check(world, [*regions, *sorted(further)], as_json=False) or world.ask(GO_ON):
            raise Held("Nothing was started.")
    except EOFError:
        raise Held("Nothing was started.") from None
    except KeyboardInterrupt:
        raise Stopped("Nothing was started.") from None
    return True


def ask_check(world: World, regions: list[Region], as_json: bool) -> int:
    """Lead a check of these regions, or of one that is asked for. Returns the exit code.

    Raises Held or Stopped when it is broken off: then only what was confirmed is kept, which passes nothing.
    """
    if not world.interactive:
        raise Misuse(
            "There is no terminal to answer from. Give the answers with --answers FILE (make one with --template REGION)."
        )
    interview: Interview | None = None
    with PageAsker(world) as asking:
        try:
            regions = regions or [_ask_region(asking)]
            kept = gather_kept(world)
            standing = _gather_standing(world, regions, kept.old)
            if standing and not (looked := ask_for_look(world, asking, standing)):
                asking.show_last()
                if looked is None:
                    raise Held("What you named still counts, so no session can start. To begin again: knot check")
                return tell_result(world, result_now(world, regions, None), as_json)
            _settle_marks(world)
            kept = gather_kept(world)  # with the look that was just entered
            seen = list_evidence(world.history)
            begun = begin_check(kept.questionnaire, regions, *kept[1:])
            notice = "" if kept.own else world.library.wording["disclaimer_first"]
            interview = Interview(world, asking, begun, tuple(regions), notice)
            ending = interview.run().ending
            asking.show_last()
        except EOFError:
            raise Held(_tell_unfinished(world, interview, regions)) from None
        except KeyboardInterrupt:
            raise Stopped(_tell_unfinished(world, interview, regions), asking.guard.ending or 2) from None
    if ending in ("complete", "early", "emergency") and not interview.renews:
        checks = checks_of(interview.conversation, make_entry_id, moment(world))
        code = keep_and_tell(
            world, checks, as_json, ending == "emergency",
            lambda now: abs(now.now() - kept.now) <= ANSWERED_WITHIN and list_evidence(now, interview.guard) == seen,
        )  # fmt: skip
        if code is not None:
            return code
        world.tell([OUTDATED + SAVED * interview.keep_confirmed("asked")])
        return tell_result(world, result_now(world, regions, None), as_json, confirmed=ending == "emergency")
    return _tell_renewal(world, interview, regions, ending, as_json)


def _settle_marks(world: World) -> None:
    """Store what is only marked beside the history, so that it does not come after a check's first question."""
    with suppress(KnotError):  # told at the end, when the check is to be stored
        if any(find_marked_stops(world.paths.history)):
            with world.history.writing():
                pass


def _tell_renewal(
    world: World, interview: Interview, regions: list[Region], ending: ConversationEnding, as_json: bool
) -> int:
    """Keep and tell what came of a renewal: the check goes on as it was, or ends."""
    check = interview.named_check("re-check")
    if check.answers or check.withdrawn:
        world.history.add(check)
    if ending == "this-session":
        return 0 if tell_this_session(world, interview.conversation) else 3
    result = result_now(world, regions, None)
    if check.answers or as_json or result.valid_until is None:
        return tell_result(world, result, as_json, confirmed=ending == "emergency")
    until = result.valid_until
    world.show([f"Nothing new. The check holds until {short_day(until)}, as before."])
    return 0


def _gather_standing(world: World, regions: list[Region], old: Collection[str]) -> list[Reason]:
    """Return the flags that only a clinician's look answers, with the moment of their naming. `old`: put again instead."""
    flags = {ident: named for ident, named in flags_now(world).items() if ident not in old}
    reasons = result_now(world, regions, None).reasons
    return [replace(one, standing=flags[one.item.id]) for one in reasons if one.item.id in flags]


def _ask_region(asking: PageAsker) -> Region:
    fault = ""
    while True:
        text = asking.ask_pages(lambda size: [region_page(size)], NAME_LETTERS, fault, is_name=True).strip()
        if picked := parse_choice(text, len(REGIONS)):
            return REGIONS[picked - 1]
        try:
            return parse_region(text)
        except Misuse as error:
            fault = str(error) if text else f"Type a number from 1 to {len(REGIONS)}, or a name."


def _tell_unfinished(world: World, interview: Interview | None, regions: list[Region]) -> str:
    """Keep what was confirmed; return what is said of a check that was broken off."""
    named = " ".join(regions) or "REGION"
    said = world.library.wording["incomplete"].format(region=named)
    return said + SAVED * bool(interview and interview.keep_confirmed("asked"))
