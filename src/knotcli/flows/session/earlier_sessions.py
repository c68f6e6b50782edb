"""The sessions of the last days, as the rules on dose and follow-up look at them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from knotcli.coach.record import Session, StepDone
from knotcli.coach.session.dose import EarlierSession
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.reading import DecidingReader

LOOK_BACK = timedelta(days=8)
"""How far back a session can matter: it is asked about for seven days, and may have lasted past midnight."""


def gather_earlier(world: World, view: "DecidingReader | None" = None) -> list[EarlierSession]:
    """Return the sessions of the last eight days, newest first, as the rules on dose and follow-up look at them.

    What was taken out of the history since counts all the same: it is not taken out of the muscle.
    """
    view = view or world.history
    since = world.clock.now() - LOOK_BACK
    steps, found = view.steps_given(since), []
    for entry in view.given(None, since):
        scores = view.highest_rise(entry.id)
        done = [step for step in steps if step.session == entry.id]
        heat = sum(step.seconds for step in done if step.kind == "heat")
        pressure = sum(step.seconds for step in done if step.kind == "hold")
        found.append(
            EarlierSession(
                entry,
                scores.get("before"),
                scores.get("after"),
                max(heat, entry.heat_seconds),
                max(pressure, entry.pressure_seconds),
                _may_have_had_more(entry, done),
            )
        )
    return found


def _may_have_had_more(entry: Session, done: Sequence[StepDone]) -> bool:
    """Return whether heat or pressure may have been given that was not kept: a shower, or it broke off, or still runs."""
    if any(step.kind == "heat" and step.outcome == "done" and not step.seconds for step in done):
        return True
    from knotcli.coach.session.resume import read_run_note

    note = read_run_note(entry)
    is_open = entry.ended_at is None and (bool(done) or is_led_elsewhere(entry))
    return is_open and (note is None or note.dosed)


def is_led_elsewhere(entry: Session) -> bool:
    """Return whether another program that still runs is leading this session."""
    if entry.ended_at is not None:
        return False
    from knotcli.coach.session.resume import read_run_note
    from knotcli.terminal.process import is_running

    note = read_run_note(entry)
    return note is not None and is_running(note.runner)
