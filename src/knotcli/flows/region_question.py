"""Which region is meant: asked on a terminal where several could be, or where none was named."""

from collections.abc import Sequence

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import AmbiguousRegion, parse_choice, parse_region
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.flows.prompts import ask_which
from knotcli.world import World


def read_region(world: World, text: str) -> Region:
    """Return the region that `text` means. Ask which one where several could be meant. Raise Misuse."""
    try:
        return parse_region(text)
    except AmbiguousRegion as error:
        return ask_which(world, error, error.regions)


def read_regions(world: World, words: Sequence[str]) -> list[Region]:
    """Return the regions that the words mean, each once; see read_region."""
    return list(dict.fromkeys(read_region(world, word) for word in words))


def ask_region(world: World, command: str, question: str = "Where does it hurt?") -> Region | None:
    """Ask where, the regions of the newest entries first. Return None where nothing is wanted.

    command: named where nobody can answer. Raise Misuse then, and at the end of input.
    """
    missing = Misuse(f"REGION is missing. For example: {command}. See: {' '.join(command.split()[:2])} -h")
    if not world.interactive:
        raise missing
    regions = tuple(dict.fromkeys([*list_recent_regions(world), *REGIONS]))
    choices = "   ".join(f"[{number}] {name}" for number, name in enumerate(regions, 1))
    world.tell([((question, "strong"),)])
    while True:
        try:
            typed = world.ask(f"{choices}   [Enter] none: ")
        except EOFError:
            raise missing from None
        if typed.lower() in ("", "q"):
            return None
        if picked := parse_choice(typed, len(regions)):
            return regions[picked - 1]
        try:
            return next((r for r in regions if r == typed), None) or parse_region(typed)
        except Misuse as error:
            world.tell([((error.fault, "warn"),)])


def list_recent_regions(world: World) -> list[Region]:
    """Return the regions that have entries, the one with the newest entry first."""
    history = world.history
    moments = [(rating.at, rating.region) for rating in history.ratings(limit=50)]
    moments += [(session.at, session.region) for session in history.sessions(limit=10)]
    moments += [(check.at, region) for check in history.checks() for region in reversed(check.regions)]
    return list(dict.fromkeys(region for _, region in sorted(moments, key=lambda m: m[0], reverse=True)))
