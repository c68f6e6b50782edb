"""`knot session`: the guided, timed routine."""

import typer

from knotcli.coach.session.session_options import SessionOptions
from knotcli.commands.support.options import Note, Plain, Tags
from knotcli.flows.session.guided_session import guide_session

EXAMPLES = "Examples: knot session neck · knot session foot --side left --quick · knot session neck --dry-run"


def start_session(
    context: typer.Context,
    region: str = typer.Argument(
        "",
        metavar="[REGION]",
        help="Where: neck, shoulder, foot, …; or a routine of your own. Asked if left out",
        show_default=False,
    ),
    side: str | None = typer.Option(
        None, "--side", help="left, right or both [default: both, one after the other]"
    ),
    tool: str | None = typer.Option(
        None, "--tool", help="ball, fingers or roller, where the routine allows it"
    ),
    heat: bool | None = typer.Option(
        None, "--heat/--no-heat", help="Begin with heat, or without.", show_default=False
    ),
    heat_minutes: str | None = typer.Option(None, "--heat-minutes", metavar="10..15", help="Minutes of heat"),
    hold: str | None = typer.Option(
        None, "--hold", metavar="SECONDS", help="30..60 with ball or roller, 10..30 with fingers"
    ),
    quick: bool = typer.Option(False, "--quick", help="Five minutes, without heat."),
    no_press: bool = typer.Option(
        False, "--no-press", help="Only heat, stretches and movement; nothing is pressed."
    ),
    before: str | None = typer.Option(None, "--before", metavar="SCORE", help="The pain now, 0 to 10"),
    after: str | None = typer.Option(
        None, "--after", metavar="SCORE", help="The pain afterwards, 0 to 10, if nobody is there to ask"
    ),
    note: Note = "",
    tag: Tags = None,
    nothing_new: bool = typer.Option(
        False,
        "--nothing-new",
        help="Say that you have read the lines asked before a session, and that none of them is true today.",
    ),
    yes: bool = typer.Option(
        False, "--yes", help="Begin at once, without the start page. It answers no question about health."
    ),
    wait: bool | None = typer.Option(
        None, "--wait/--no-wait", help="Wait for a key before each step.", show_default=False
    ),
    voice: bool | None = typer.Option(
        None, "--voice/--no-voice", help="Speak the steps.", show_default=False
    ),
    breath: bool | None = typer.Option(
        None, "--breath/--no-breath", help="With --voice: the breathing too.", show_default=False
    ),
    bell: bool | None = typer.Option(
        None, "--bell/--no-bell", help="Ring the terminal's bell at each change.", show_default=False
    ),
    flash: bool | None = typer.Option(
        None, "--flash/--no-flash", help="Flash the screen at each change.", show_default=False
    ),
    lead_in: str | None = typer.Option(
        None, "--lead-in", metavar="5..60", help="Seconds to get ready before each hold"
    ),
    resume: bool = typer.Option(
        False, "--resume", help="Go on with a session that broke off within the last two hours."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Print the steps; save nothing."),
    plain: Plain = False,
    as_json: bool = typer.Option(False, "--json", help="With --dry-run: print JSON."),
) -> int:
    """Lead through heat, pressure and stretching.

    It keeps the time, and you can follow it by ear. Keys: space pauses, n or Enter is next, e eases off, x or Escape is
    for when something is wrong, q ends, ? shows all.
    """
    return guide_session(context.obj, SessionOptions(**context.params))
