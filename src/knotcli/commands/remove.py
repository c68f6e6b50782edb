"""`knot remove`: an entry, out of the history."""

import typer

from knotcli.coach.person_input import parse_id_prefix
from knotcli.commands.support.options import EntryId, flag
from knotcli.views.history.entry_documents import correction_document
from knotcli.views.history.entry_words import count_entries, describe_entry
from knotcli.world import World

EXAMPLES = "Example: knot remove 3f9a"


def remove_entry(
    context: typer.Context, entry_id: EntryId, as_json: bool = flag("--json", help="Print what was removed as JSON.")
) -> int:
    """Remove a rating, or a whole session.

    Removing a session removes its ratings and steps too. knot history shows the ids, and knot undo brings it back.
    """
    world: World = context.obj
    taken = world.history.remove(parse_id_prefix(entry_id))
    if as_json:
        world.print_json(correction_document("removed", "removed", taken.entry, None, taken.others))
        return 0
    others = count_entries(taken.others)
    more = f" With it: {others}." if others else ""
    world.show([f"Removed: {describe_entry(taken.entry)}.{more}", "To bring it back: knot undo"])
    return 0
