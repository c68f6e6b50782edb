"""What the commands that ask or rely on the screening share: gathering, and the result."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from knotcli.coach.record import Assessment, Check, Correction, Session
from knotcli.coach.screening.facts import is_left_out, open_to_correction
from knotcli.coach.screening.flags import old_flags, standing_flags
from knotcli.coach.screening.gate import Gate, gate, said_at
from knotcli.coach.screening.judge import Reason, likelihood
from knotcli.coach.screening.questionnaire import Questionnaire
from knotcli.coach.screening.verdict import Result, choose_stricter
from knotcli.coach.vocabulary import REGIONS, Region, regions_to_ask
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.reading import DecidingReader

Looks = Sequence[Assessment | Correction]
RECENT = timedelta(days=14)
"""How long after a session its own signs are asked about (own decision)."""


class Kept(NamedTuple):
    """What a new check begins from.

    own: the checks made on this machine, oldest first. old: flags of earlier questions that are put again, with their
    moment. open_regions: those whose session may start now. after_session: one was kept in the last 14 days.
    """

    questionnaire: Questionnaire
    own: tuple[Check, ...]
    old: dict[str, datetime]
    open_regions: frozenset[Region]
    after_session: bool
    now: datetime


def gather_kept(world: World) -> Kept:
    """Gather what a new check begins from."""
    now, history = world.clock.now(), world.history
    with history.views() as views:
        own = views[-1]
        old = old_flags(history.checks(), read_looks(history), now)
        checks = tuple(own.checks())
    checked = {name for check in checks for name in check.regions}
    open_regions = frozenset(name for name in REGIONS if name in checked and gate_now(world, name).may_start)
    after_session = bool(history.sessions(since=(now - RECENT).date(), limit=1))
    return Kept(world.library.questionnaire, checks, old, open_regions, after_session, now)


def read_looks(kept: "DecidingReader") -> list[Assessment | Correction]:
    """Give what answers flags: clinicians' looks, and what was taken back as a mistake."""
    return [*kept.assessments(), *kept.corrections()]


def list_evidence(kept: "DecidingReader", own: str = "") -> set[tuple[str, datetime | None]]:
    """Give what opens or closes a gate by id, but for the entry that this window itself kept; a stop with its end."""
    entries = [one.id for one in (*kept.checks_as_kept(), *read_looks(kept)) if one.id != own]
    # One that is not said yet has no end of its own.
    stops = [(one.id, one.ended_at if one.status == "stopped" else None) for one in kept.stopped()]
    return {*dict.fromkeys(entries).items(), *stops}


def moment(world: World) -> datetime:
    """Give the moment for a check or a clinician's look: later than any that was kept within this same second.

    The clock counts whole seconds; which of two answers is the newer must not be left to chance.
    """
    now = world.clock.now()
    history = world.history
    kept = [entry.at for entry in (*history.checks(), *read_looks(history))]
    same = [at for at in kept if now <= at < now + timedelta(seconds=1)]
    return max(same) + timedelta(microseconds=1) if same else now


def gate_now(world: World, region: Region, asks: Sequence[Region] | None = None) -> Gate:
    """Judge a region from everything kept; what was brought in from elsewhere can only close. `asks`: as in `gate.gate`."""
    with world.history.views() as views:
        return reduce(choose_stricter, (_judged_from(world, kept, region, asks) for kept in views))


def flags_now(world: World) -> dict[str, datetime]:
    """Give the red flags that stand, as `flags.standing_flags` does. No look from elsewhere takes away one named here."""
    flags: dict[str, datetime] = {}
    with world.history.views() as views:
        for kept in views:
            for ident, named in standing_flags(kept.checks(), read_looks(kept), world.clock.now()).items():
                flags[ident] = max(named, flags.get(ident, named))
    return flags


def correctable_now(world: World) -> list[Reason]:
    """Give the flags that can be taken back as a mistake, each with since when it has stood."""
    items = {item.id: item for item in world.library.items()}
    with world.history.views() as views:
        found = [open_to_correction(kept.checks(), read_looks(kept), world.clock.now()) for kept in views]
    both = {i: at for i, at in found[0].items() if i in items and all(i in one for one in found)}
    checks = world.history.checks()
    return [Reason(items[i], "yes", at, said=said_at(i, at, checks)) for i, at in both.items()]


def recheck_is_due(world: World, region: Region) -> bool:
    """Tell whether the five lines come before a session: not right after a full check by hand on this machine.

    A session without an end, of any region, may have been killed while somebody said that something was wrong, on a
    disk that took no note of it.
    """
    now, history = world.clock.now(), world.history
    with history.views() as views:
        own = views[-1].checks()
    given = history.given(None, now - timedelta(days=1))
    sessions = [one for one in given if one.region == region or one.ended_at is None]
    return not is_left_out(region, own, history.checks(), sessions, now)


def result_now(world: World, regions: Iterable[Region], check: Check | None) -> Result:
    """Judge these regions as one result. `check`: the newest one, for its likelihood answers."""
    return _result(world, [gate_now(world, region) for region in regions], check)


def result_unkept(world: World, check: Check) -> Result:
    """Judge a check that could not be kept, by itself."""
    return _result(world, [_judged(world, region, [check], [], [], None) for region in check.regions], check)


def _judged_from(world: World, kept: "DecidingReader", region: Region, asks: Sequence[Region] | None) -> Gate:
    near = {*regions_to_ask(region), *(asks or ())}
    return _judged(world, region, kept.checks_as_kept(), kept.looks_about(near), kept.stopped(), asks)


def _judged(
    world: World,
    region: Region,
    checks: Sequence[Check],
    looks: Looks,
    stopped: Sequence[Session],
    asks: Sequence[Region] | None,
) -> Gate:
    found = world.library.questionnaire
    items, now = found.items.values(), world.clock.now()
    return gate(region, items, checks, looks, stopped, now, found.open_limits, asks)


def _result(world: World, gates: Sequence[Gate], check: Check | None) -> Result:
    answers = check.answers if check else {}
    fits = world.library.fits() if check and check.origin == "file" else ()
    if check and check.told:
        told = {q.feature for q in world.library.questionnaire.story.question if q.number in check.told}
        fits = tuple(one for one in world.library.fits() if one in told)
    return Result(tuple(gates), check.at if check else None, likelihood(fits, answers))
