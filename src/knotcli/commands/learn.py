"""`knot learn`: what is known about muscle knots, how well, and from which source."""

from typing import Annotated

import typer

from knotcli.flows.guide.topic_reading import show_topic

EXAMPLES = "Examples: knot learn · knot learn evidence · knot learn heat"


def read_topic(
    context: typer.Context,
    topic: Annotated[
        list[str] | None, typer.Argument(metavar="[TOPIC]", help="What to read about; none lists all")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Lines only, one a paragraph; no pager.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the topics or the article as JSON.")] = False,
) -> int:
    """Read what is known, how well, and from where."""
    context.obj.plain_asked = plain
    return show_topic(context.obj, " ".join(topic) if topic else None, as_json)
