"""`knot doctor`: whether all that is kept is well; putting a backup back; erasing everything."""

from typing import Annotated

import typer

from knotcli.coach.errors import Misuse
from knotcli.flows.doctor.checkup import inspect_everything, show_kept_files
from knotcli.flows.doctor.erasing import erase_everything
from knotcli.flows.doctor.restoring import restore_backup
from knotcli.views import doctor as view
from knotcli.world import World

EXAMPLES = (
    "Examples: knot doctor · knot doctor --where · knot doctor --restore · knot doctor --restore 2026-11-19"
)


def inspect_store(
    context: typer.Context,
    backup: Annotated[
        str | None,
        typer.Argument(metavar="[BACKUP]", help="With --restore: a day, or a file [default: the newest]"),
    ] = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Put a backup back. The file in its place is kept beside it.")
    ] = False,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="With --restore: go on without what cannot be read any more.")
    ] = False,
    where: Annotated[bool, typer.Option("--where", help="List every file that is kept.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Erase everything that is kept.")] = False,
    sure: Annotated[bool, typer.Option("--yes-erase-everything", help="With --forget: do not ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; with --where too.")] = False,
) -> int:
    """Look over all that is kept, and say what to do.

    The exit code is 1 when something is wrong.
    """
    world: World = context.obj
    acts = [name for name, on in (("--restore", restore), ("--where", where), ("--forget", forget)) if on]
    if len(acts) > 1:
        raise Misuse(f"{' and '.join(acts)} do different things. Give one of them.")
    if backup is not None and not restore:
        raise Misuse("A backup is named together with --restore.")
    if leave_out and not restore:
        raise Misuse("--leave-out goes with --restore.")
    if sure and not forget:
        raise Misuse("--yes-erase-everything goes with --forget.")
    if as_json and (restore or forget):
        raise Misuse("--json goes with the look over everything, or with --where.")
    if restore:
        return restore_backup(world, backup, leave_out)
    if forget:
        return erase_everything(world, sure)
    if where:
        return show_kept_files(world, as_json)
    findings = inspect_everything(world)
    if as_json:
        world.print_json(view.findings_document(findings))
    else:
        world.show(view.finding_lines(findings))
    return 1 if any(one.level == "wrong" for one in findings) else 0
