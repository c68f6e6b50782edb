"""The options of the commands that are typed most, apart from what they do: those also start without typer (quick.py)."""

from typing import Annotated

import typer

from knotcli.coach.times import TIME_FORMATS
from knotcli.commands.support.exit_codes import Face

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _log(
    context: typer.Context,
    where: Annotated[str, typer.Argument(metavar="REGION", help="Where: neck, shoulder, …")],
    number: Annotated[str, typer.Argument(metavar="SCORE", help="0 (no pain) to 10 (worst imaginable)")],
    which: Annotated[str | None, typer.Option("--side", help="left, right or both")] = None,
    note: Annotated[str, typer.Option("--note", help="A few words, kept on this machine only")] = "",
    at: Annotated[str | None, typer.Option("--at", metavar="WHEN", help=TIME_FORMATS)] = None,
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


def _session(
    context: typer.Context,
    where: Annotated[
        str, typer.Argument(metavar="REGION", help="Where: neck, shoulder, foot, …; or a routine of yours")
    ],
    which: Annotated[
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
    before: Annotated[
        str | None, typer.Option("--before", metavar="SCORE", help="The pain now, 0 to 10")
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            "--after", metavar="SCORE", help="The pain afterwards, 0 to 10, where nobody can be asked"
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", help="A few words, kept on this machine only")] = "",
    nothing_new: Annotated[
        bool, typer.Option("--nothing-new", help="Answer the re-check with: none of these.")
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
    plain: Annotated[bool, typer.Option("--plain", help="Lines only, nothing redrawn.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --dry-run: print JSON.")] = False,
) -> int:
    """Lead through heat, pressure and stretching.

    By the clock, and heard as well as seen. Keys: space pauses, n goes on, e eases off, x is for when something is
    wrong, q ends, ? shows all.
    """
    from knotcli.coach.session.session_options import SessionOptions
    from knotcli.commands.session import session

    options = SessionOptions(
        region=where, side=which, tool=tool, heat=heat, heat_minutes=heat_minutes, hold=hold, lead_in=lead_in,
        quick=quick, before=before, after=after, note=note, nothing_new=nothing_new, wait=wait, voice=voice,
        breath=breath, bell=bell, flash=flash, resume=resume, dry_run=dry_run, plain=plain, as_json=as_json,
    )  # fmt: skip
    return session(context.obj, options)


def _status(
    context: typer.Context,
    short: Annotated[
        bool,
        typer.Option("--short", help="One line for a prompt or status bar; nothing when there is nothing."),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Show today at a glance, as knot alone does."""
    from knotcli.commands.status import status

    return status(context.obj, short, as_json)


session = Face(
    _session,
    "Examples: knot session neck · knot session foot --side left --quick · knot session neck --dry-run",
)
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
