"""`knot log`: one pain rating."""

import typer

from knotcli.coach.times import TIME_FORMATS
from knotcli.commands.support.options import AsJson, Note, SideOption, Tags, flag, option
from knotcli.flows.history.rating_entry import RatingInput, keep_rating

EXAMPLES = (
    'Examples: knot log neck 4 · knot log shoulder 6 --side left --at "yesterday 18:30" · '
    'knot log hip 3 --note "after the train" --tag train'
)
# A negative number is a wrong rating, to be answered with the scale, and not an unknown option.
PARSER_SETTINGS = {"ignore_unknown_options": True}


def log_rating(
    context: typer.Context,
    region: str | None = typer.Argument(None, metavar="[REGION]", help="Where: neck, shoulder, …"),
    score: str | None = typer.Argument(None, metavar="[SCORE]", help="0 (no pain) to 10 (worst imaginable)"),
    side: SideOption = None,
    note: Note = "",
    tag: Tags = None,
    at: str | None = option("--at", help=TIME_FORMATS, metavar="WHEN"),
    ago: str | None = option("--ago", help="30m, 2h, 3d", metavar="SPAN"),
    after_session: bool = flag("--after-session", help="This is the rating after the last session of that region."),
    as_json: AsJson = False,
) -> int:
    """Save one pain rating.

    On a terminal, knot asks for what you leave out.
    """
    return keep_rating(context.obj, RatingInput(**{**context.params, "tag": tag}))
