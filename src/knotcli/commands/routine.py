"""`knot routine`: the routines as files: read, make, check."""

import typer

from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.text import clean_text
from knotcli.commands.support.options import AsJson, flag, option
from knotcli.commands.support.program import new_group
from knotcli.flows.prompts import show_paged
from knotcli.flows.routines.routine_files import begin_routine, find_routine_files, list_routines, parse_routine_name
from knotcli.views.routine import fault_lines, routine_documents, routine_lines
from knotcli.views.session import session_script
from knotcli.world import World

group = new_group("Read, make and check routines as files.")


@group.command("list", epilog="Example: knot routine list")
def show_routines(context: typer.Context, as_json: AsJson = False) -> int:
    """List the routines, the shipped ones and your own."""
    world: World = context.obj
    listed = list_routines(world)
    if as_json:
        world.print_json({"routines": routine_documents(listed)})
    else:
        show_paged(world, routine_lines(listed, world.paths.routines))
    return 0


@group.command("show", epilog="Example: knot routine show neck")
def show_routine(
    context: typer.Context,
    name: str = typer.Argument(..., metavar="NAME", help="A region, or the name of a routine of your own"),
    as_json: AsJson = False,
) -> int:
    """Show a routine, step by step.

    With its cues, its bounds and its sources; not while something stands against its session.
    """
    from knotcli.flows.screening.kept_checks import gate_now
    from knotcli.flows.session.guided_session import refuse_steps

    world: World = context.obj
    routine, zones = world.library.routine(parse_routine_name(world, name)), world.library.zones()
    refuse_steps(world, routine, gate_now(world, routine.region, routine.asks))
    planned = plan_session(routine, PlanOptions(), (), tuple(zones.values()))
    if as_json:
        world.print_json(session_script.script_document(planned))
    else:
        show_paged(world, session_script.script_lines(planned, world.library.source_names()))
    return 0


@group.command(
    "new", epilog="Examples: knot routine new neck-short --from neck · knot routine new physio --exercise --from neck"
)
def write_routine(
    context: typer.Context,
    name: str = typer.Argument(..., metavar="NAME", help="Small letters, digits and hyphens"),
    source: str | None = option("--from", help="The shipped routine to begin from", metavar="REGION"),
    exercise: bool = flag("--exercise", help="Begin from exercises that a professional gave you."),
) -> int:
    """Write a commented routine file to start from. Nothing is overwritten."""
    world: World = context.obj
    path = begin_routine(world, name, source, exercise)
    world.show(
        [
            f"Written: {path}",
            f"Change it in an editor, then check it: knot routine check {path}",
            f"To use it: knot session {name}",
        ]
    )
    return 0


@group.command("check", epilog="Example: knot routine check my-neck.toml")
def check_routines(
    context: typer.Context,
    files: list[str] | None = typer.Argument(
        None, metavar="[FILE]…", help="Files, or names of your own routines [default: all of them]"
    ),
    as_json: AsJson = False,
) -> int:
    """Check routine files.

    Every fault is listed with its key and what is allowed. The exit code is 1 when there is one.
    """
    world: World = context.obj
    paths = find_routine_files(world, files or ())
    faults = {path: world.library.faults(path) for path in paths}
    if as_json:
        world.print_json(
            {"files": [{"file": clean_text(str(path)), "faults": found} for path, found in faults.items()]}
        )
    elif not paths:
        world.show([f"You have no routine of your own in {world.paths.routines}."])
    else:
        world.show(fault_lines(faults))
    return 1 if any(faults.values()) else 0
