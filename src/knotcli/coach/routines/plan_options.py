"""What a person asks of a session, and the bounds of it."""

import msgspec

from knotcli.coach.errors import Misuse
from knotcli.coach.routines.routine_file import (
    HEAT,
    HOLD,
    LEAD_IN,
)
from knotcli.coach.text import describe_unknown
from knotcli.coach.vocabulary import SIDES, TOOLS, Side, Tool


class PlanOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks for. None: as the routine has it. `hold` and `lead_in` in seconds, heat in minutes.

    quick: no heat, and five minutes in total; the lead-in is then 20 seconds at most. press: false leaves out the
    holds and what leads to them; heat, stretches and movement stay.
    """

    side: Side = "both"
    tool: Tool | None = None
    press: bool = True
    heat: bool = True
    heat_minutes: int | None = None
    hold: int | None = None
    quick: bool = False
    lead_in: int = 10


def check_options(options: PlanOptions) -> None:
    """Raise Misuse for an option out of its bounds, whatever the routine."""
    if options.side not in SIDES:
        raise Misuse(describe_unknown("side", options.side, SIDES))
    if options.tool is not None and options.tool not in TOOLS:
        raise Misuse(describe_unknown("tool", options.tool, TOOLS))
    minutes = options.heat_minutes
    if minutes is not None and not HEAT[0] <= minutes * 60 <= HEAT[1]:
        raise Misuse(f"Heat takes 10 to 15 minutes; {minutes} is outside that. Give a number from 10 to 15.")
    if not LEAD_IN[0] <= options.lead_in <= LEAD_IN[1]:
        raise Misuse(
            f"A lead-in takes {LEAD_IN[0]} to {LEAD_IN[1]} seconds; {options.lead_in} is outside that."
        )


def check_hold(hold: int | None, tool: Tool) -> None:
    """Raise Misuse for a hold, in seconds, out of the bounds of `tool`."""
    least, most = HOLD[tool]
    if hold is not None and not least <= hold <= most:
        raise Misuse(
            "A hold takes 10 to 30 seconds with fingers, 30 to 60 with ball or roller. "
            f"{hold} is outside that; with {tool}, give a number from {least} to {most}."
        )
