"""`knot status`: today at a glance, as `knot` alone shows it."""

import typer

from knotcli.coach.errors import Misuse
from knotcli.commands.support.options import AsJson, flag
from knotcli.flows.overview.today import show_short_status, show_today

EXAMPLES = "Examples: knot status · knot status --short · knot status --json"


def show_status(
    context: typer.Context,
    short: bool = flag("--short", help="One line for a prompt or status bar; empty when there is nothing to say."),
    as_json: AsJson = False,
) -> int:
    """Show today at a glance, as knot alone does."""
    if short and as_json:
        raise Misuse("--short and --json are two ways to say it. Give one of them.")
    if short:
        return show_short_status(context.obj)
    show_today(context.obj, as_json)
    return 0
