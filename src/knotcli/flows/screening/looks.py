"""A clinician's look at what was named: asked for before a check, or entered by `knot check --assessed`."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from knotcli.coach.errors import Misuse
from knotcli.coach.record import Assessment, make_entry_id
from knotcli.coach.screening.judge import Reason
from knotcli.coach.times import parse_day
from knotcli.flows.screening.asking import Asking
from knotcli.flows.screening.kept_checks import flags_now, moment
from knotcli.views.screening.standing import day_page, standing_pages
from knotcli.world import World

DAY_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"


class Look(NamedTuple):
    """A look that was kept: its day, the flags that it answers, and those that were named later and stand on (ids)."""

    day: date
    covered: tuple[str, ...]
    left: tuple[str, ...]


def keep_look(world: World, day: date, note: str = "") -> Look:
    """Keep that a clinician looked on this day at everything named up to it. Raises Misuse when that is nothing."""
    now = moment(world)
    flags = flags_now(world)
    if not flags:
        raise Misuse("No red flag is set, so there is nothing to record.")
    labels = {item.id: item.label for item in world.library.items()}
    # In the order of the questions, the most urgent first, as the check itself names them.
    order = [*(one for one in labels if one in flags), *sorted(flags.keys() - labels.keys())]
    covered = tuple(one for one in order if flags[one].astimezone(now.tzinfo).date() <= day)
    left = tuple(one for one in order if one not in covered)
    if not covered:
        named = "; ".join(labels.get(one, one) for one in left)
        raise Misuse(f"What is set was named after {day}: {named}. A look before that cannot answer it.")
    world.history.add(Assessment(make_entry_id(), now, day, covered, note))
    return Look(day, covered, left)


def ask_for_look(world: World, asking: Asking, standing: Sequence[Reason]) -> bool | None:
    """Ask whether a clinician has looked at what stands, and keep the day.

    Returns whether the check goes on: False when nobody has looked yet, None when it is left.
    Raises EOFError, KeyboardInterrupt.
    """
    fault = ""
    while True:
        reply = asking.ask_pages(lambda size: standing_pages(standing, size), fault=fault)
        if reply in ("n", "u"):
            return False
        if reply == "b":
            return None
        if reply == "y":
            break
        fault = "Press y if a clinician has looked at it, n if not yet, or b to leave."
    fault = ""
    while True:
        text = asking.ask_pages(lambda size: [day_page(standing, size)], DAY_LETTERS, fault)
        try:
            day = parse_day(text or "today", world.clock.now().date(), "It")
            return not keep_look(world, day).left
        except Misuse as error:
            fault = str(error)
