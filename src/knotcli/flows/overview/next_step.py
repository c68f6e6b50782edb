"""`knot` alone: today, and then one next step that Enter does."""

from collections.abc import Callable, Sequence

from knotcli.coach.overview.today import NextAct, choose_next_step
from knotcli.flows.overview.today import gather_today, show_today
from knotcli.views.overview.today import next_step_line, step_prompt
from knotcli.world import World

LEADS_ON: tuple[NextAct, ...] = ("begin", "check")
"""After one of these that went well, the step after it is offered too: a new user comes to the first session."""

YES = ("", "y", "yes", "1")
"""What does the next step: Enter, and what people type when they agree."""


def lead_on(world: World, as_json: bool, run_command: Callable[[Sequence[str]], int]) -> int:
    """Show today; on a terminal, offer the next step and run it. Return the exit code of the last one that ran.

    run_command: runs the words after "knot" and returns the exit code.
    """
    today = show_today(world, as_json)
    code = 0
    # In a pipe nothing happens unasked.
    while not as_json and world.interactive and world.stdout.isatty():
        step = choose_next_step(today)
        if step.what == "follow-up":
            return code  # it was just asked, and put off
        try:
            if world.ask(step_prompt(step)).lower() not in YES:
                return code
        except EOFError:
            return code
        code = run_command(step.command.split()[1:])
        if code or step.what not in LEADS_ON:
            return code
        today = gather_today(world)
        if choose_next_step(today).what in LEADS_ON:
            return code
        after = choose_next_step(today)
        # The result of the check has just named the session of its region.
        named = after.what == "session" and step.region in ("", after.region)
        world.tell(["", *([] if named else [next_step_line(after)])])
    return code
