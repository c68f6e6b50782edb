"""`knot followup`: how it was after a session, and what follows from the answer."""

import typer

from knotcli.coach.care.followup import find_due_follow_up
from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_word
from knotcli.coach.session.dose import EarlierSession
from knotcli.coach.vocabulary import FOLLOW_UP_ANSWERS, Region
from knotcli.commands.support.options import flag, option
from knotcli.flows.followup.followup_question import ask_follow_up, store_follow_up
from knotcli.flows.region_question import read_region
from knotcli.flows.session.earlier_sessions import gather_earlier
from knotcli.views.history.entry_documents import followup_document
from knotcli.world import World

EXAMPLES = "Examples: knot followup neck · knot followup neck --answer ordinary"


def answer_followup(
    context: typer.Context,
    region: str | None = typer.Argument(None, metavar="[REGION]", help="Where; needed unless just one session is due"),
    answer: str | None = option(
        "--answer", help="none, ordinary, more, increasing, warning, breathing", metavar="WORD"
    ),
    as_json: bool = flag("--json", help="Print what was kept as JSON."),
) -> int:
    """Say how a region felt after a session.

    The exit code is 3 when someone has to look at it first.
    """
    world: World = context.obj
    word = None if answer is None else parse_word("answer", answer, FOLLOW_UP_ANSWERS)
    past = gather_earlier(world)
    answers = world.history.follow_ups()
    now = world.clock.now()
    name = read_region(world, region) if region is not None else _find_waiting_region(world, past)
    waiting = find_due_follow_up(name, past, answers, now)
    typed = False
    if word is None:
        if not world.interactive:
            raise Misuse(
                f"There is no terminal to answer from. Answer with --answer and one of: {', '.join(FOLLOW_UP_ANSWERS)}."
            )
        word, typed = ask_follow_up(world, name, waiting), True
        if word is None:
            return 0
    kept, outcome = store_follow_up(world, name, word, past, told=typed)
    if as_json:
        world.print_json({**followup_document(kept), "outcome": outcome})
    return 3 if outcome in ("see", "emergency") else 0


def _find_waiting_region(world: World, past: list[EarlierSession]) -> Region:
    """Return the one region whose session waits for an answer. Raise Misuse."""
    answers, now = world.history.follow_ups(), world.clock.now()
    names = list(dict.fromkeys(p.session.region for p in past))
    waiting = [n for n in names if find_due_follow_up(n, past, answers, now)]
    if len(waiting) == 1 or len(names) == 1:
        return (waiting or names)[0]
    if not names:
        raise Misuse("There was no session in the last week. You can still say how a region feels: knot followup neck")
    raise Misuse(f"Which region? Name one of: {', '.join(waiting or names)}.")
