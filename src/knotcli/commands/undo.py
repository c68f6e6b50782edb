"""`knot undo`: the newest act, taken back."""

import typer

from knotcli.commands.support.options import flag
from knotcli.views.history.entry_documents import correction_document
from knotcli.views.history.entry_words import count_entries, describe_changes, describe_entry
from knotcli.world import World

EXAMPLES = "Example: knot undo"


def undo_change(context: typer.Context, as_json: bool = flag("--json", help="Print what was undone as JSON.")) -> int:
    """Undo the last change.

    It takes back whatever was logged, changed, removed or imported last. Run it again for the change before. knot history shows what is there.
    """
    world: World = context.obj
    taken = world.history.undo()
    if as_json:
        world.print_json(correction_document("undone", taken.what, taken.entry, taken.now, taken.others))
        return 0
    others = count_entries(taken.others)
    more = f" With it: {others}." if others else ""
    if taken.what == "removed":
        world.show([f"Undone: the removal of {describe_entry(taken.entry)}. It is there again.{more}"])
    elif taken.now is not None:
        told = describe_changes(taken.entry, taken.now)
        world.show([f"Undone: the change of {describe_entry(taken.entry)}{f': {told}' if told else ''}.{more}"])
    else:
        world.show([f"Undone: {describe_entry(taken.entry)}. It is no longer in the history.{more}"])
    return 0
