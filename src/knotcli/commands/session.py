"""`knot session`: the guided, timed routine."""

import typer

from knotcli.coach.session.session_options import SessionOptions
from knotcli.commands.support.options import Note, Plain, Tags, flag, option, switch
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
    side: str | None = option("--side", help="left, right or both [default: both, one after the other]"),
    tool: str | None = option("--tool", help="ball, fingers or roller, where the routine allows it"),
    heat: bool | None = switch("--heat/--no-heat", help="Begin with heat, or without."),
    heat_minutes: str | None = option("--heat-minutes", help="Minutes of heat", metavar="10..15"),
    hold: str | None = option("--hold", help="30..60 with ball or roller, 10..30 with fingers", metavar="SECONDS"),
    quick: bool = flag("--quick", help="Five minutes, without heat."),
    no_press: bool = flag("--no-press", help="Only heat, stretches and movement; nothing is pressed."),
    before: str | None = option("--before", help="The pain now, 0 to 10", metavar="SCORE"),
    after: str | None = option(
        "--after", help="The pain afterwards, 0 to 10, if nobody is there to ask", metavar="SCORE"
    ),
    note: Note = "",
    tag: Tags = None,
    nothing_new: bool = flag(
        "--nothing-new",
        help="Say that you have read the lines asked before a session, and that none of them is true today.",
    ),
    yes: bool = flag("--yes", help="Begin at once, without the start page. It answers no question about health."),
    wait: bool | None = switch("--wait/--no-wait", help="Wait for a key before each step."),
    voice: bool | None = switch("--voice/--no-voice", help="Speak the steps."),
    breath: bool | None = switch("--breath/--no-breath", help="With --voice: the breathing too."),
    bell: bool | None = switch("--bell/--no-bell", help="Ring the terminal's bell at each change."),
    flash: bool | None = switch("--flash/--no-flash", help="Flash the screen at each change."),
    lead_in: str | None = option("--lead-in", help="Seconds to get ready before each hold", metavar="5..60"),
    resume: bool = flag("--resume", help="Go on with a session that broke off within the last two hours."),
    dry_run: bool = flag("--dry-run", help="Print the steps; save nothing."),
    plain: Plain = False,
    as_json: bool = flag("--json", help="With --dry-run: print JSON."),
) -> int:
    """Lead through heat, pressure and stretching.

    It keeps the time, and you can follow it by ear. Keys: space pauses, n or Enter is next, e eases off, x or Escape is
    for when something is wrong, q ends, ? shows all.
    """
    return guide_session(context.obj, SessionOptions(**context.params))
