"""`knot doctor`: whether all that is kept is well; putting a backup back; erasing everything."""

import typer

from knotcli.coach.errors import Misuse
from knotcli.commands.support.options import flag
from knotcli.flows.doctor.checkup import erase_everything, inspect_everything, show_kept_files
from knotcli.flows.doctor.restoring import restore_backup
from knotcli.flows.prompts import show_paged
from knotcli.views import doctor as view
from knotcli.world import World

EXAMPLES = "Examples: knot doctor · knot doctor --where · knot doctor --restore · knot doctor --restore 2026-11-19"


def inspect_store(
    context: typer.Context,
    backup: str | None = typer.Argument(
        None, metavar="[BACKUP]", help="With --restore: a day, or a file [default: the newest]"
    ),
    restore: bool = flag("--restore", help="Restore a backup. The file that it replaces is kept beside it."),
    leave_out: bool = flag("--leave-out", help="With --restore: go on without what cannot be read any more."),
    where: bool = flag("--where", help="List every file that knot has saved."),
    forget: bool = flag("--forget", help="Erase everything that knot has saved."),
    sure: bool = flag("--yes-erase-everything", help="With --forget: do not ask."),
    as_json: bool = flag("--json", help="Print JSON; with --where too."),
) -> int:
    """See whether all that is saved is sound.

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
        show_paged(world, view.finding_lines(findings))
    return 1 if any(one.level == "wrong" for one in findings) else 0
