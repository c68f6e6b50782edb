"""`knot export`: the data, taken out."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer

from knotcli.coach.errors import Misuse
from knotcli.coach.text import describe_unknown
from knotcli.world import World

FORMATS = ("json", "csv", "fhir")
EXAMPLES = "Examples: knot export -o knot.json · knot export --format csv -o pain.csv · knot export --format fhir -o pain.fhir.json"


def export_data(
    context: typer.Context,
    form: Annotated[
        str,
        typer.Option(
            "--format", help="json (everything, lossless), csv (ratings) or fhir (ratings, FHIR R4)"
        ),
    ] = "json",
    to: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to this file, for your eyes only [0600]."),
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="With fhir: your notes too. They are left out otherwise.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is no export of knot.")] = False,
) -> int:
    """Take the data out. What goes out holds what you wrote: keep it as you would a letter to your doctor."""
    world: World = context.obj
    word = form.strip().lower()
    if word not in FORMATS:
        raise Misuse(describe_unknown("format", form, FORMATS))
    if notes and word != "fhir":
        raise Misuse(f"--notes goes with --format fhir. In {word} your notes are always there.")
    if force and to is None:
        raise Misuse("--force goes with -o FILE.")
    text = "".join(_pieces(world, word, notes))
    if to is None or to == "-":
        world.send(text)
        return 0
    from knotcli.storage.files.output_files import OutputKind, write_output

    place = write_output(to, text, OutputKind("a knot export", _is_export), world.paths, force)
    left_out = ["Your notes are not in it. With them: --notes."] if word == "fhir" and not notes else []
    world.tell([f"Written: {place}", *left_out])
    return 0


def _is_export(beginning: str) -> bool:
    """Tell by its beginning whether a file is a knot export."""
    from knotcli.storage.formats import csv_ratings as table
    from knotcli.storage.formats import json_export as exchange

    if beginning.startswith((exchange.HEAD, table.HEAD + "\n")):
        return True
    return beginning.startswith('{\n "resourceType": "Bundle"') and "self-reported" in beginning


def _pieces(world: World, form: str, notes: bool) -> Iterator[str]:
    now = world.clock.now()
    if form == "json":
        from knotcli.storage.formats.json_export import write

        return write(world.history.versions(), now)
    ratings = world.history.ratings()
    ratings.reverse()
    if form == "csv":
        from knotcli.storage.formats import csv_ratings as table

        return table.write(ratings)
    from knotcli.storage.formats.fhir import bundle

    return iter([json.dumps(bundle(ratings, now, notes), indent=1) + "\n"])
