"""What the commands that ask or rely on the screening share: gathering, and the result."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from typing import TYPE_CHECKING

from knotcli.coach.record import Assessment, Check, Session
from knotcli.coach.regions import regions_to_ask
from knotcli.coach.screening.flags import standing_flags
from knotcli.coach.screening.gate import Gate, gate
from knotcli.coach.screening.imported import stricter
from knotcli.coach.screening.judge import likelihood
from knotcli.coach.screening.verdict import Result
from knotcli.coach.vocabulary import Region
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.reading import DecidingReader


def moment(world: World) -> datetime:
    """Give the moment for a check or a clinician's look: later than any that was kept within this same second.

    The clock counts whole seconds; which of two answers is the newer must not be left to chance.
    """
    now = world.clock.now()
    history = world.history
    kept = [check.at for check in history.checks()] + [look.at for look in history.assessments()]
    same = [at for at in kept if now <= at < now + timedelta(seconds=1)]
    return max(same) + timedelta(microseconds=1) if same else now


def gate_now(world: World, region: Region, asks: Sequence[Region] | None = None) -> Gate:
    """Judge a region from everything kept; what was brought in from elsewhere can only close. `asks`: as in `gate.gate`."""
    with world.history.views() as views:
        return reduce(stricter, (_judged_from(world, kept, region, asks) for kept in views))


def flags_now(world: World) -> dict[str, datetime]:
    """Give the red flags that stand, as `flags.standing_flags` does. No look from elsewhere takes away one named here."""
    flags: dict[str, datetime] = {}
    with world.history.views() as views:
        for kept in views:
            for ident, named in standing_flags(kept.checks(), kept.assessments(), world.clock.now()).items():
                flags[ident] = max(named, flags.get(ident, named))
    return flags


def result_now(world: World, regions: Iterable[Region], check: Check | None) -> Result:
    """Judge these regions as one result. `check`: the newest one, for its likelihood answers."""
    return _result(world, [gate_now(world, region) for region in regions], check)


def result_unkept(world: World, check: Check) -> Result:
    """Judge a check that could not be kept, by itself."""
    return _result(world, [_judged(world, region, [check], [], [], None) for region in check.regions], check)


def _judged_from(world: World, kept: "DecidingReader", region: Region, asks: Sequence[Region] | None) -> Gate:
    stopped = kept.stopped()
    near = {*regions_to_ask(region), *(asks or ())}
    return _judged(world, region, kept.checks_as_kept(), kept.looks_about(near), stopped, asks)


def _judged(
    world: World,
    region: Region,
    checks: Sequence[Check],
    assessments: Sequence[Assessment],
    stopped: Sequence[Session],
    asks: Sequence[Region] | None,
) -> Gate:
    limits = world.library.limits()
    closing = [i for i, limit in limits.items() if limit.offered is False or limit.today is False]
    items, now = world.library.items(), world.clock.now()
    return gate(region, items, checks, assessments, stopped, now, closing, list(limits), asks)


def _result(world: World, gates: Sequence[Gate], check: Check | None) -> Result:
    answers = check.answers if check else {}
    fits = world.library.fits()
    asked_all = all(ident in answers for ident in fits)
    unusual = asked_all and not any(answers[ident] == "yes" for ident in fits)
    return Result(tuple(gates), check.at if check else None, likelihood(fits, answers), unusual)
