"""`knot routine`: the routines as files — read, make, check."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.person_input import parse_region
from knotcli.coach.text import Line, clean_text, describe_unknown
from knotcli.coach.vocabulary import REGIONS
from knotcli.commands.support.program import new_group
from knotcli.flows.paging import show_paged
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.routines.routine_file import Routine

group = new_group("Read, make and check routines as files.")
MOST_TOLD = 40
"""Faults told of one file: more than can be put right in one go are no help (own decision)."""
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@group.command("list", epilog="Example: knot routine list")
def list_(context: typer.Context, as_json: AsJson = False) -> int:
    """List the routines, the shipped ones and your own."""
    world: World = context.obj
    own = world.library.own_names()
    names = [*REGIONS, *(name for name in own if name not in REGIONS)]
    rows = []
    for name in names:
        try:
            found: Routine | None = world.library.routine(name)
            fault = ""
        except KnotError as error:
            found, fault = None, str(error)
        rows.append((name, name in own, found, fault))
    if as_json:
        world.print_json(
            {
                "routines": [
                    {
                        "name": name,
                        "own": mine,
                        "title": found.title if found else None,
                        "region": found.region if found else None,
                        "tools": list(found.tools) if found else [],
                        "fault": fault or None,
                    }
                    for name, mine, found, fault in rows
                ]
            }
        )
        return 0
    lines: list[Line] = []
    for name, mine, found, fault in rows:
        whose = "  (yours)" if mine else ""
        about = f"{found.title}: {', '.join(found.tools)}" if found else fault
        lines.append(((f"{name:<12}", "key"), (about, "" if found else "warn"), (whose, "good")))
    world.show(
        [*lines, "", f"Your own live in {world.paths.routines}. Begin one with: knot routine new NAME"]
    )
    return 0


@group.command("show", epilog="Example: knot routine show neck")
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A region, or the name of a routine of yours")],
    as_json: AsJson = False,
) -> int:
    """Show a routine, step by step.

    As it is planned, with cues, bounds and sources.
    """
    from knotcli.coach.routines.plan import PlanOptions, plan_session
    from knotcli.views.session import script

    world: World = context.obj
    planned = plan_session(
        world.library.routine(_known(world, name)), PlanOptions(), (), tuple(world.library.zones().values())
    )
    if as_json:
        world.print_json(script.document(planned))
    else:
        show_paged(world, script.lines(planned))
    return 0


@group.command("new", epilog="Example: knot routine new neck-short --from neck")
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and hyphens")],
    source: Annotated[
        str | None, typer.Option("--from", metavar="REGION", help="The shipped routine to begin from")
    ] = None,
) -> int:
    """Write a commented routine file to start from. Nothing is overwritten."""
    import re

    from knotcli.coach.routines.template import routine_template
    from knotcli.storage.files.paths import write_private
    from knotcli.storage.files.toml_files import read_text

    world: World = context.obj
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", name):
        raise Misuse(
            f"{clean_text(name)[:60]!r} cannot be a routine's name. It takes small letters, digits and hyphens."
        )
    if name in REGIONS and source is None:
        source = name
    if source is None:
        raise Misuse(f"Which routine shall it begin from? --from REGION takes: {', '.join(REGIONS)}.")
    base = parse_region(source)
    if name in REGIONS and name != base:
        raise Misuse(f"A routine called {name} replaces the shipped one, so it must begin from {name}.")
    path = world.paths.routines / f"{name}.toml"
    if path.exists() or path.is_symlink():
        raise Misuse(f"{path} is there already. Nothing was changed.")
    shipped = read_text(world.library.routines_folder / f"{base}.toml")
    write_private(path, routine_template(shipped, name))
    world.show(
        [f"Written: {path}", f"Change it, then: knot routine check {path}", f"Use it: knot session {name}"]
    )
    return 0


@group.command("check", epilog="Example: knot routine check my-neck.toml")
def check(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]…", help="Files, or names of yours [default: all of yours]"),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Check routine files.

    Tells every fault, with its key and what is allowed. The exit code is 1 when there is one.
    """
    world: World = context.obj
    paths = (
        [_file(world, word) for word in files]
        if files
        else [world.paths.routines / f"{n}.toml" for n in world.library.own_names()]
    )
    found = {path: world.library.faults(path) for path in paths}
    if as_json:
        world.print_json(
            {"files": [{"file": clean_text(str(path)), "faults": faults} for path, faults in found.items()]}
        )
    else:
        if not paths:
            world.show([f"There is no routine of yours in {world.paths.routines}."])
        for path, faults in found.items():
            world.show(
                [
                    f"{clean_text(str(path))}: no fault found."
                    if not faults
                    else f"{clean_text(str(path))}: {len(faults)} {'fault' if len(faults) == 1 else 'faults'}."
                ]
            )
            world.show([f"  {fault}" for fault in faults[:MOST_TOLD]])
            if len(faults) > MOST_TOLD:
                world.show([f"  And {len(faults) - MOST_TOLD} more: knot routine check --json lists all."])
    return 1 if any(found.values()) else 0


def _known(world: World, name: str) -> str:
    own = world.library.own_names()
    if name in own:
        return name
    try:
        return parse_region(name)
    except Misuse:
        raise Misuse(describe_unknown("routine", name, dict.fromkeys([*REGIONS, *own]))) from None


def _file(world: World, word: str) -> Path:
    own = world.paths.routines / f"{word}.toml"
    return own if "/" not in word and not Path(word).exists() and own.exists() else Path(word)
