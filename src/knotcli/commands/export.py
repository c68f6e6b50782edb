"""`knot export`: the data, taken out."""

import json
from collections.abc import Iterator

import typer

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_word
from knotcli.coach.vocabulary import EXPORT_FORMATS, ExportFormat
from knotcli.commands.support.options import flag, option
from knotcli.world import World

EXAMPLES = "Examples: knot export -o knot.json · knot export --format csv -o pain.csv · knot export --format fhir -o pain.fhir.json"


def export_data(
    context: typer.Context,
    format_word: str = typer.Option(
        "json", "--format", help="json (everything, lossless), csv (ratings) or fhir (ratings and weeks, FHIR R4)"
    ),
    output: str | None = option(
        "-o", "--output", help="Write to this file, for your eyes only [0600].", metavar="FILE"
    ),
    notes: bool = flag("--notes", help="With fhir: your notes and tags too. They are left out otherwise."),
    force: bool = flag("--force", help="Replace a file even if it is not a knot export."),
) -> int:
    """Export what is saved. The file holds what you wrote: look after it as you would a letter to your doctor."""
    world: World = context.obj
    format_name = parse_word("format", format_word, EXPORT_FORMATS)
    if notes and format_name != "fhir":
        raise Misuse(f"--notes goes with --format fhir. In {format_name} your notes are always there.")
    if force and output is None:
        raise Misuse("--force goes with -o FILE.")
    text = "".join(_write_pieces(world, format_name, notes))
    if output is None or output == "-":
        world.send(text)
        return 0
    from knotcli.storage.files.exchanged_files import OutputKind, write_output

    place = write_output(output, text, OutputKind("a knot export", _is_export), world.paths, force)
    left_out = ["Your notes and tags are not in it. With them: --notes."] if format_name == "fhir" and not notes else []
    world.tell([f"Written: {place}", *left_out])
    return 0


def _is_export(beginning: str) -> bool:
    """Tell by its beginning whether a file is a knot export."""
    from knotcli.storage.formats import csv_ratings as table
    from knotcli.storage.formats import json_export as exchange

    if beginning.startswith((exchange.HEAD, *table.HEADS)):
        return True
    return beginning.startswith('{\n "resourceType": "Bundle"') and "self-reported" in beginning


def _write_pieces(world: World, format_name: ExportFormat, notes: bool) -> Iterator[str]:
    now = world.clock.now()
    if format_name == "json":
        from knotcli.storage.formats.json_export import write_export

        return write_export(world.history.versions(), now)
    ratings = world.history.ratings()
    ratings.reverse()
    if format_name == "csv":
        from knotcli.storage.formats import csv_ratings as table

        return table.write_ratings(ratings)
    from knotcli.coach.trend.weekly_peg import list_peg_weeks
    from knotcli.storage.formats.fhir import bundle

    weeks = list_peg_weeks(world.history.week_answers())
    return iter([json.dumps(bundle(ratings, now, notes, weeks), indent=1) + "\n"])
