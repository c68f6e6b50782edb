"""`knot why`: what stands behind a question, a limit, a step, a place, a stop rule or a source."""

import typer

from knotcli.commands.support.options import flag
from knotcli.flows.guide.reading import show_explanation, show_ids

EXAMPLES = (
    "Examples: knot why · knot why em_chest · knot why no-heat · knot why neck:4 · knot why temple · knot why O-28"
)


def explain_id(
    context: typer.Context,
    ident: list[str] | None = typer.Argument(
        None, metavar="[ID]", help="em_chest, no-heat, neck:4, glutes, temple, S0, …; leave it out for the list"
    ),
    plain: bool = flag("--plain", help="Lines only, one a paragraph; no pager."),
    as_json: bool = flag("--json", help="Print it as JSON."),
) -> int:
    """Read why something is asked, done or left out.

    Every answer names its source.
    """
    context.obj.plain_asked = plain
    if not ident:
        return show_ids(context.obj, as_json)
    return show_explanation(context.obj, " ".join(ident), as_json)
