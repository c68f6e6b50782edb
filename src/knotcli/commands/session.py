"""`knot session`: the guided, timed routine."""

from typing import Annotated

import typer

from knotcli.coach.session.session_options import SessionOptions
from knotcli.commands.support.options import Note, Plain, Tags
from knotcli.flows.session.guided_session import guide_session

EXAMPLES = "Examples: knot session neck · knot session foot --side left --quick · knot session neck --dry-run"


def start_session(
    context: typer.Context,
    region: Annotated[
        str,
        typer.Argument(
            metavar="[REGION]",
            help="Where: neck, shoulder, foot, …; or a routine of your own; asked where it is left out",
            show_default=False,
        ),
    ] = "",
    side: Annotated[
        str | None, typer.Option("--side", help="left, right or both [default: both, one after the other]")
    ] = None,
    tool: Annotated[
        str | None, typer.Option("--tool", help="ball, fingers or roller, where the routine allows it")
    ] = None,
    heat: Annotated[
        bool | None, typer.Option("--heat/--no-heat", help="Begin with heat, or without.", show_default=False)
    ] = None,
    heat_minutes: Annotated[
        str | None, typer.Option("--heat-minutes", metavar="10..15", help="Minutes of heat")
    ] = None,
    hold: Annotated[
        str | None,
        typer.Option("--hold", metavar="SECONDS", help="30..60 with ball or roller, 10..30 with fingers"),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Five minutes, without heat.")] = False,
    no_press: Annotated[
        bool, typer.Option("--no-press", help="Only its heat, stretches and movement.")
    ] = False,
    before: Annotated[
        str | None, typer.Option("--before", metavar="SCORE", help="The pain now, 0 to 10")
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            "--after", metavar="SCORE", help="The pain afterwards, 0 to 10, where nobody can be asked"
        ),
    ] = None,
    note: Note = "",
    tag: Tags = None,
    nothing_new: Annotated[
        bool,
        typer.Option(
            "--nothing-new",
            help="Say that you have read the lines asked before a session, and that none of them is true today.",
        ),
    ] = False,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes", help="Begin at once, without the start page; answers no question about health."
        ),
    ] = False,
    wait: Annotated[
        bool | None,
        typer.Option("--wait/--no-wait", help="Wait for a key before each step.", show_default=False),
    ] = None,
    voice: Annotated[
        bool | None, typer.Option("--voice/--no-voice", help="Speak the steps.", show_default=False)
    ] = None,
    breath: Annotated[
        bool | None,
        typer.Option("--breath/--no-breath", help="With --voice: the breathing too.", show_default=False),
    ] = None,
    bell: Annotated[
        bool | None,
        typer.Option("--bell/--no-bell", help="Ring the terminal's bell at each change.", show_default=False),
    ] = None,
    flash: Annotated[
        bool | None,
        typer.Option("--flash/--no-flash", help="Flash the screen at each change.", show_default=False),
    ] = None,
    lead_in: Annotated[
        str | None, typer.Option("--lead-in", metavar="5..60", help="Seconds to get ready before each hold")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with one that broke off within the last two hours.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the steps; store nothing.")] = False,
    plain: Plain = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --dry-run: print JSON.")] = False,
) -> int:
    """Lead through heat, pressure and stretching.

    By the clock, and heard as well as seen. Keys: space pauses, n or Enter is next, e eases off, x or Escape is for when something is
    wrong, q ends, ? shows all.
    """
    return guide_session(context.obj, SessionOptions(**context.params))
