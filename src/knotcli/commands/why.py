"""`knot why`: what stands behind a question, a limit, a step, a place, a stop rule or a source."""

from typing import Annotated

import typer

from knotcli.flows.guide.explanation import show_explanation

EXAMPLES = (
    "Examples: knot why em_chest · knot why no-heat · knot why neck:4 · knot why temple · knot why O-28"
)


def explain_id(
    context: typer.Context,
    ident: Annotated[
        list[str], typer.Argument(metavar="ID", help="em_chest, no-heat, neck:4, glutes, temple, S0, …")
    ],
    plain: Annotated[bool, typer.Option("--plain", help="Lines only, one a paragraph; no pager.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> int:
    """Say why something is asked, done or left out.

    And where that comes from.
    """
    context.obj.plain_asked = plain
    return show_explanation(context.obj, " ".join(ident), as_json)
