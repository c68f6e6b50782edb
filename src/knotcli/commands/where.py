"""`knot where`: from where it is felt to the muscles to look at."""

import typer

from knotcli.commands.support.options import flag
from knotcli.flows.guide.reading import show_muscles

EXAMPLES = 'Examples: knot where · knot where temple · knot where "side of leg"'


def find_muscles(
    context: typer.Context,
    place: list[str] | None = typer.Argument(
        None, metavar="[PLACE]", help="Where it is felt: temple, heel, side of leg, …"
    ),
    plain: bool = flag("--plain", help="Lines only, no picture."),
    as_json: bool = flag("--json", help="Print the place as JSON."),
) -> int:
    """Show which muscles to look at, by where it hurts.

    With a picture of the body, where the terminal can show one.
    """
    context.obj.plain_asked = plain
    return show_muscles(context.obj, " ".join(place) if place else None, as_json)
