"""`knot session`: the guided, timed routine."""

from typing import TYPE_CHECKING, Annotated

import typer

from knotcli.coach.errors import Held, Misuse
from knotcli.coach.regions import REGIONS, region, side
from knotcli.coach.score import score
from knotcli.coach.words import clean
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.routine import Plan

EXAMPLES = "Examples: knot session neck · knot session foot --side left --quick · knot session neck --dry-run"


def command(
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
    world: World = context.obj
    name, routine = _meant(world, where)
    if as_json and not dry_run:
        raise Misuse("--json goes with --dry-run.")
    given = {
        key: None if text is None else score(text) for key, text in (("before", before), ("after", after))
    }
    asked = {
        "side": side(which),
        "tool": tool,
        "heat": heat,
        "heat_minutes": heat_minutes,
        "hold": hold,
        "lead_in": lead_in,
    }
    world.plain_asked = bool(world.setting("plain", plain or None))
    from knotcli.commands.session_plan import check_dose, planned

    found, plan, settled = planned(world, name, asked, quick, dry_run, routine=routine)
    if dry_run:
        return _dry_run(world, plan, as_json)
    from knotcli.commands.asking_after import before_session
    from knotcli.commands.recheck import recheck, show_held
    from knotcli.commands.resuming import going_on
    from knotcli.commands.session_start import Starting

    asks = world.library.routine(routine).asks
    going = going_on(world, name, resume) if found.may_start else None
    unfinished = None
    if going is not None:
        unfinished, settled, plan = going
    if found.held != "verdict":
        # What opens by itself comes before a new check, and what the last session left comes before this one.
        check_dose(world, name, but=unfinished.entry.id if unfinished else None)
        if unfinished is None:
            before_session(world, name, nothing_new)
    if not found.may_start:
        show_held(world, name, asks)
        raise Held(f"No session for the {name} now.")
    if not nothing_new:
        if not world.interactive:
            raise Misuse(
                "There is no terminal to answer the re-check from. If none of its signs is there: --nothing-new."
            )
        recheck(world, name, asks)
    if not world.interactive:
        for key in ("before", "after") if unfinished is None else ("after",):
            if given[key] is None:
                raise Misuse(f"There is no terminal to rate from. Give the rating with --{key} SCORE.")
    heard = {"voice": voice, "breath": breath, "bell": bell, "flash": flash, "wait": wait}
    wanted = {key: bool(world.setting(key, value)) for key, value in heard.items()}
    return Starting(world, plan, settled, clean(note), unfinished).run(given, wanted)


def _meant(world: World, word: str) -> tuple[str, str]:
    """Give the region and the routine that a word means: a region's, or one of this person's own by its name.

    The questions and limits are always those of the routine's region.
    """
    if word in world.library.own_names() and word not in REGIONS:
        return world.library.routine(word).region, word
    name = region(word)
    return name, name


def _dry_run(world: World, plan: "Plan", as_json: bool) -> int:
    from knotcli.views import script

    if as_json:
        world.print_json(script.document(plan))
    else:
        world.show(script.lines(plan))
    return 0
