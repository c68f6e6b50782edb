"""`knot import`: what was taken out elsewhere, brought in."""

from typing import TYPE_CHECKING

import typer

from knotcli.coach.text import Line
from knotcli.commands.support.options import flag
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.merging import Merged

EXAMPLES = "Examples: knot import knot.json --dry-run · knot import pain.csv · ssh other knot export | knot import -"
_DONE = {
    "added": ("Added", "Would add"),
    "changed": ("Changed to match the file", "Would change to match the file"),
    "removed": ("Removed, as in the file", "Would remove, as in the file"),
}


def import_data(
    context: typer.Context,
    source: str = typer.Argument(..., metavar="FILE", help="A JSON or CSV export, or - for standard input"),
    dry_run: bool = flag("--dry-run", help="Say what it would add; save nothing."),
    as_json: bool = flag("--json", help="Print the counts as JSON."),
) -> int:
    """Import ratings, or an export of knot.

    A JSON export of knot, or ratings as CSV (at least: at,region,score). Importing it twice is the same as once.

    All of it is imported, or nothing. A check made elsewhere is saved, but it lets no session start here.
    """
    from knotcli.storage.files.exchanged_files import read_input

    world: World = context.obj
    name, text = read_input(source, world.stdin)
    is_json = text.lstrip()[:1] in ("{", "[")
    if is_json:
        from knotcli.storage.formats import json_export as exchange

        merged = world.history.merge(exchange.read_export(text, name), dry_run)
    else:
        from knotcli.storage.formats import csv_ratings as table

        ratings = table.read_ratings(text, name, world.clock.now(), world.clock.local)
        merged = world.history.add_unknown(ratings, dry_run)
    if as_json:
        kinds: dict[str, dict[str, int]] = {what: {} for what in (*_DONE, "known")}
        for (what, kind), n in sorted(merged.kinds.items()):
            if n:
                kinds[what][kind] = n
        world.print_json({"dry_run": dry_run, **kinds})
        return 0
    world.show(_describe_merge(merged, dry_run, undo=not is_json))
    return 0


def _describe_merge(merged: "Merged", dry_run: bool, undo: bool) -> list[Line]:
    from knotcli.views.history.entry_words import count_kinds

    lines: list[Line] = []
    for what, words in _DONE.items():
        if told := count_kinds({kind: n for (done, kind), n in merged.kinds.items() if done == what}):
            lines.append(f"{words[dry_run]}: {told}.")
    if not lines:
        lines.append("Nothing new in it.")
    if known := count_kinds({kind: n for (done, kind), n in merged.kinds.items() if done == "known"}):
        lines.append(f"Already here: {known}.")
    if dry_run:
        lines.append("Nothing was saved.")
        return lines
    if merged.kinds.get(("added", "check")) or merged.kinds.get(("added", "assessment")):
        lines.append(
            "A warning sign that was named elsewhere holds back sessions here too. A check or a clinician's look from "
            "elsewhere is saved, but it lets no session start. Before your next session: knot check REGION"
        )
    if undo and merged.added:
        lines.append("To undo this: knot undo")
    return lines
