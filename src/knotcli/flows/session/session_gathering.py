"""Gathering what decides on a session: everything kept, and the content."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knotcli.coach.record import StepDone
from knotcli.coach.session import decision
from knotcli.coach.vocabulary import Region, regions_to_ask
from knotcli.flows.session.earlier_sessions import LOOK_BACK, gather_earlier, is_led_elsewhere
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.reading import DecidingReader


def decide_now(
    world: World, wanted: decision.WantedSession, kept: "DecidingReader | None" = None
) -> decision.SessionDecision:
    """Judge a wanted session by everything that is kept now. kept: where to read it, within a transaction."""
    content = decision.SessionContent(
        world.library.items(), world.library.limits, tuple(world.library.zones().values())
    )
    views = gather_views(world, wanted.routine.region, kept or world.history, wanted.routine.asks)
    return decision.decide_session(wanted, content, views, world.clock.now())


def gather_views(
    world: World, region: Region, kept: "DecidingReader", asks: Sequence[str] = ()
) -> list[decision.KeptView]:
    """Read what a session of `region` hangs on: from everything, and from what was made on this machine alone.

    asks: other regions whose questions its routine asks.
    """
    with kept.views() as views:
        return [_gather_view(world, region, view, asks) for view in views]


def _gather_view(world: World, region: Region, view: "DecidingReader", asks: Sequence[str]) -> decision.KeptView:
    since = world.clock.now() - LOOK_BACK
    earlier, steps = gather_earlier(world, view), view.steps_given(since)
    return decision.KeptView(
        checks=view.checks_as_kept(),
        assessments=view.looks_about({*regions_to_ask(region), *asks}),
        stopped=view.stopped(),
        earlier=earlier,
        follow_ups=view.follow_ups(since.date()),
        running=[e.session for e in earlier if e.session.region == region and is_led_elsewhere(e.session)],
        newest=next(_find_newest(view, region, steps), None),
    )


def _find_newest(view: "DecidingReader", region: Region, steps: Sequence[StepDone]) -> Iterator[decision.NewestSession]:
    entry = view.newest_session(region)
    if entry is not None:
        own = sorted((s for s in steps if s.session == entry.id), key=lambda step: (step.at, step.number))
        yield decision.NewestSession(entry, own, view.session_ratings(entry.id))
