"""The options of the commands that are typed most, apart from what they do: those also start without typer (quick.py)."""

from typing import Annotated

import typer

from knotcli.coach.when import TAKES
from knotcli.commands.exits import Face

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _log(
    context: typer.Context,
    where: Annotated[str, typer.Argument(metavar="REGION", help="Where: neck, shoulder, …")],
    number: Annotated[str, typer.Argument(metavar="SCORE", help="0 (no pain) to 10 (worst imaginable)")],
    which: Annotated[str | None, typer.Option("--side", help="left, right or both")] = None,
    note: Annotated[str, typer.Option("--note", help="A few words, kept on this machine only")] = "",
    at: Annotated[str | None, typer.Option("--at", metavar="WHEN", help=TAKES)] = None,
    ago: Annotated[str | None, typer.Option("--ago", metavar="SPAN", help="30m, 2h, 3d")] = None,
    after_session: Annotated[
        bool, typer.Option("--after-session", help="It is the rating after the last session of that region.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Keep one pain rating."""
    from knotcli.commands.log import log

    return log(context.obj, where, number, which, note, at, ago, after_session, as_json)


def _trend(
    context: typer.Context,
    region: Annotated[str | None, typer.Argument(metavar="[REGION]", help="Only this region")] = None,
    weeks: Annotated[int, typer.Option("--weeks", help="How many weeks, 1 to 520")] = 12,
    today: Annotated[
        str | None,
        typer.Option("--today", metavar="DATE", help="As if it were this day: 2026-11-01, yesterday"),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show how pain went, week by week.

    And what the numbers can and cannot say.
    """
    from knotcli.commands.trend import trend

    return trend(context.obj, region, weeks, today, as_json)


def _status(
    context: typer.Context,
    short: Annotated[
        bool,
        typer.Option("--short", help="One line for a prompt or status bar; nothing when there is nothing."),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Show today at a glance, as knot alone does."""
    from knotcli.commands.today import status

    return status(context.obj, short, as_json)


status = Face(_status, "Examples: knot status · knot status --short · knot status --json")
log = Face(
    _log,
    'Examples: knot log neck 4 · knot log shoulder 6 --side left --at "yesterday 18:30" · knot log hip 3 --note "after the train"',
    # A negative number is a wrong rating, to be answered with the scale, and not an unknown option.
    {"ignore_unknown_options": True},
)
trend = Face(
    _trend, "Examples: knot trend · knot trend neck · knot trend neck --weeks 52 · knot trend --json"
)
