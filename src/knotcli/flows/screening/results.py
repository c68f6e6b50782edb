"""A check kept, judged together with everything kept before, and told."""

from collections.abc import Sequence

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Check
from knotcli.coach.screening.verdict import Result, verdict_of
from knotcli.coach.vocabulary import Region
from knotcli.flows.screening.kept_checks import gate_now, result_now, result_unkept
from knotcli.world import World


def keep_and_tell(world: World, check: Check, as_json: bool, confirmed: bool = False) -> int:
    """Keep a full check and tell its result. Returns the exit code: 0 when a session may start, 3 when not.

    confirmed: an emergency was confirmed under its text, which need not be said again.
    """
    alone = result_unkept(world, check)
    check = check._replace(found={gate.region: verdict_of(gate) for gate in alone.gates})
    try:
        world.history.add(check)
    except KnotError:
        # What was named is told even where it cannot be kept.
        if not alone.may_start:
            tell_result(world, alone, as_json, check, confirmed)
        raise
    return tell_result(world, result_now(world, check.regions, check), as_json, check, confirmed)


def tell_result(
    world: World, result: Result, as_json: bool, check: Check | None = None, confirmed: bool = False
) -> int:
    """Show a result, or print its document. `check`: the one it is about, where there is one. Returns the exit code."""
    if as_json:
        from knotcli.views.screening.document import result_document

        world.print_json(result_document(result, check))
    else:
        world.show(lines_of(world, result, check, confirmed))
    return 0 if result.may_start else 3


def show_held(world: World, region: Region, asks: Sequence[Region]) -> None:
    """Show, beside the questions, why no session of the region may start now."""
    found = gate_now(world, region, asks)
    world.tell(lines_of(world, Result((found,), found.check.at if found.check else None)))


def lines_of(world: World, result: Result, check: Check | None = None, confirmed: bool = False):  # type: ignore
    """Return the lines of a result."""
    from knotcli.views.screening.result import Told, result_lines

    limits = {name: limit.text for name, limit in world.library.limits().items()}
    return result_lines(result, Told(world.library.wording, limits, world.emergency_number))
