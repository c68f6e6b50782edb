"""Ask for what `knot log` was not given: where, how strong, and a note."""

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import SCORE_MEANING, parse_note, parse_score
from knotcli.coach.vocabulary import Region
from knotcli.flows.region_question import ask_region, read_region
from knotcli.world import World

EXAMPLE = "knot log neck 4"


def ask_missing(world: World, region: str | None, score: str | None, note: str) -> tuple[Region, int, str] | None:
    """Return where, the score and a note; what is missing is asked for. None where no region is picked.

    Raise Misuse where nobody can answer, and at the end of input: then nothing is stored.
    """
    where = None if region is None else read_region(world, region)
    number = None if score is None else parse_score(score)
    if where is None and (where := ask_region(world, EXAMPLE)) is None:
        return None
    missing = Misuse(f"SCORE is missing: {SCORE_MEANING}. For example: {EXAMPLE}. See: knot log -h")
    if number is None and not world.interactive:
        raise missing
    try:
        while number is None:
            number = _ask_score(world, where)
        return where, number, note or _ask_note(world)
    except EOFError:
        raise missing from None


def _ask_score(world: World, region: Region) -> int | None:
    typed = world.ask(f"How much does your {region.replace('-', ' ')} hurt now, from 0 to 10? ")
    try:
        return parse_score(typed)
    except Misuse as error:
        world.tell([((error.fault if typed else f"{SCORE_MEANING[0].upper()}{SCORE_MEANING[1:]}.", "warn"),)])
        return None


def _ask_note(world: World) -> str:
    """Ask for one line; what cannot be a note is asked for again. The end of input is no note."""
    while True:
        try:
            return parse_note(world.ask("A note, or Enter for none: ", free=True))
        except EOFError:
            return ""
        except Misuse as error:
            world.tell([((error.fault, "warn"),)])
