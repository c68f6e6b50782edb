"""What the commands that ask or rely on the screening share: gathering, the dialogue, the result."""

from collections.abc import Sequence

from knotcli.coach.gate import Gate, gate
from knotcli.coach.record import Check
from knotcli.coach.screening import likelihood
from knotcli.coach.verdict import Result
from knotcli.world import World


def gate_now(
    world: World, region: str, asks: Sequence[str] | None = None, unsaved: Check | None = None
) -> Gate:
    """Judge a region from everything kept (and a check that could not be kept, if one is handed in)."""
    limits = world.library.limits()
    closing = [i for i, limit in limits.items() if limit.offered is False or limit.today is False]
    checks = world.history.checks()
    if unsaved is not None:
        checks = [*checks, unsaved]
    return gate(
        region,
        world.library.items(),
        checks,
        world.history.assessments(),
        [s for s in world.history.sessions() if s.status == "stopped"],
        world.clock.now(),
        closing,
        list(limits),
        asks,
    )


def result_now(world: World, regions: Sequence[str], check: Check | None) -> Result:
    """Judge these regions as one result. `check`: the newest one, for its likelihood answers."""
    answers = check.answers if check else {}
    fits = world.library.fits()
    asked_all = all(ident in answers for ident in fits)
    return Result(
        tuple(gate_now(world, region) for region in regions),
        check.at if check else None,
        likelihood(fits, answers),
        asked_all and not any(answers[ident] == "yes" for ident in fits),
    )
