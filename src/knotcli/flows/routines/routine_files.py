"""Routines as files: find, list and begin them."""

import re
from collections.abc import Sequence
from pathlib import Path

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.person_input import AmbiguousRegion
from knotcli.coach.text import clean_text, describe_unknown
from knotcli.coach.vocabulary import REGIONS, regions_to_ask
from knotcli.flows.region_question import read_region
from knotcli.storage.files.paths import write_private
from knotcli.storage.files.toml_files import read_text
from knotcli.views.routine import ListedRoutine
from knotcli.world import World

ROUTINE_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


def list_routines(world: World) -> list[ListedRoutine]:
    """Return the shipped routines and the person's own, those that cannot be read too."""
    own = world.library.own_names()
    listed = []
    for name in [*REGIONS, *(name for name in own if name not in REGIONS)]:
        try:
            listed.append(ListedRoutine(name, name in own, world.library.routine(name), ""))
        except KnotError as error:
            listed.append(ListedRoutine(name, name in own, None, str(error)))
    return listed


def parse_routine_name(world: World, word: str) -> str:
    """Return the name of the routine that a word means: one of the person's own, or a region's."""
    own = world.library.own_names()
    if word in own:
        return word
    try:
        return read_region(world, word)
    except AmbiguousRegion:
        raise
    except Misuse:
        raise Misuse(describe_unknown("routine", word, dict.fromkeys([*REGIONS, *own]))) from None


def begin_routine(world: World, name: str, source: str | None, exercises: bool = False) -> Path:
    """Write a commented file called `name`, from the shipped routine `source`. Raise Misuse; nothing is overwritten.

    exercises: it begins from examples of exercises instead, for the region `source` or the neck.
    """
    if not ROUTINE_NAME.fullmatch(name):
        raise Misuse(
            f"{clean_text(name)[:60]!r} cannot be a routine's name. It takes small letters, digits and hyphens."
        )
    if name in REGIONS and exercises:
        raise Misuse(f"{name} is a region, so its routine presses. Give the exercises another name.")
    if source is None:
        source = name if name in REGIONS else "neck" if exercises else None
    if source is None:
        raise Misuse(f"Say which routine to start from. --from REGION takes: {', '.join(REGIONS)}.")
    base = read_region(world, source)
    if name in REGIONS and name != base:
        raise Misuse(f"A routine called {name} replaces the one that comes with knot, so it must start from {name}.")
    path = world.paths.routines / f"{name}.toml"
    if path.exists() or path.is_symlink():
        raise Misuse(f"{path} already exists. Nothing was changed.")
    if exercises:
        asks = ", ".join(f'"{asked}"' for asked in regions_to_ask(base))
        text = world.library.text("exercise-routine.txt").format(name=name, region=base, asks=asks)
    else:
        shipped = read_text(world.library.routines_folder / f"{base}.toml")
        named = re.sub(r'(?m)^name = ".*"$', f'name = "{name}"', shipped, count=1)
        text = world.library.text("own-routine.txt") + named
    write_private(path, text)
    return path


def find_routine_files(world: World, words: Sequence[str]) -> list[Path]:
    """Return the files that the words mean, a path or the name of one of the person's own; for none all of their own."""
    own = {name: world.paths.routines / f"{name}.toml" for name in world.library.own_names()}
    if not words:
        return [*own.values()]
    return [own[word] if word in own and not Path(word).exists() else Path(word) for word in words]
