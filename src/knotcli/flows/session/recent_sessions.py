"""The sessions of the last days, as the rules on dose and follow-up look at them."""

from datetime import timedelta
from typing import TYPE_CHECKING

from knotcli.coach.session.dose import Past
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.reading import Reading

LOOK_BACK = timedelta(days=8)
"""How far back a session can matter: it is asked about for seven days, and may have lasted past midnight."""


def recent(world: World, kept: "Reading | None" = None) -> list[Past]:
    """Give the sessions of the last eight days, newest first. `kept`: where to read them, one of the history's views.

    What was taken out of the history since counts all the same: it is not taken out of the muscle.
    """
    history = kept or world.history
    found = []
    for entry in history.given(None, world.clock.now() - LOOK_BACK):
        scores = {r.kind: r.score for r in history.ratings(session=entry.id)}
        treated = float(entry.heat_seconds + entry.pressure_seconds)
        if not treated:
            # One that was killed has no sums; its steps say what was done.
            treated = sum(s.seconds for s in history.steps(entry.id) if s.kind in ("heat", "hold"))
        found.append(Past((entry, scores.get("before"), scores.get("after"), treated)))
    return found
