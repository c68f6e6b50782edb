"""`knot learn`: what is known about muscle knots, how well, and from which source."""

import typer

from knotcli.commands.support.options import flag
from knotcli.flows.guide.reading import show_topic

EXAMPLES = "Examples: knot learn · knot learn evidence · knot learn heat"


def read_topic(
    context: typer.Context,
    topic: list[str] | None = typer.Argument(
        None, metavar="[TOPIC]", help="What to read about; leave it out for the list"
    ),
    plain: bool = flag("--plain", help="Lines only, one a paragraph; no pager."),
    as_json: bool = flag("--json", help="Print the topics or the article as JSON."),
) -> int:
    """Read what is known, how well, and from where."""
    context.obj.plain_asked = plain
    return show_topic(context.obj, " ".join(topic) if topic else None, as_json)
