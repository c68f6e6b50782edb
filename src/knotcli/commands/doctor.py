"""`knot doctor`: whether all that is kept is well; putting a backup back; erasing everything."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knotcli import __version__
from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.text import clean_text
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.findings import Finding
    from knotcli.storage.backups import Backup

EXAMPLES = (
    "Examples: knot doctor · knot doctor --where · knot doctor --restore · knot doctor --restore 2026-11-19"
)
PHRASE = "erase everything"


def inspect_store(
    context: typer.Context,
    backup: Annotated[
        str | None,
        typer.Argument(metavar="[BACKUP]", help="With --restore: a day, or a file [default: the newest]"),
    ] = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Put a backup back. The file in its place is kept beside it.")
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
    if sure and not forget:
        raise Misuse("--yes-erase-everything goes with --forget.")
    if as_json and (restore or forget):
        raise Misuse("--json goes with the look over everything, or with --where.")
    if restore:
        return _restore(world, backup)
    if forget:
        return _forget(world, sure)
    if where:
        return show_kept(world, as_json)
    from knotcli.views import doctor as view

    findings = _look(world)
    if as_json:
        world.print_json(view.document(findings))
    else:
        world.show(view.lines(findings, world.out.width))
    return 1 if any(one.level == "wrong" for one in findings) else 0


def show_kept(world: World, as_json: bool) -> int:
    """List the places that knot uses, and every file that is kept there."""
    from knotcli.storage.files.kept_files import listing
    from knotcli.views import doctor as view
    from knotcli.views.config import places

    files = listing(world.paths)
    spots = [(what, path, path.exists()) for what, path in world.paths.kept()]
    if as_json:
        world.print_json(view.kept_document(files, spots))
    else:
        world.show([*places(spots), "", *view.kept(files)])
    return 0


def _look(world: World) -> "list[Finding]":
    from knotcli.coach.findings import Finding
    from knotcli.storage import doctor_checks
    from knotcli.terminal.voice import inspect_voice

    findings = [Finding("good", f"knot {__version__}.")]
    for look in (
        lambda: doctor_checks.places(world.paths),
        lambda: _history(world),
        lambda: doctor_checks.leftovers(world.paths),
        lambda: doctor_checks.settings(world.paths, world.env),
        lambda: doctor_checks.routines(world.library),
        lambda: doctor_checks.content(world.library),
        lambda: inspect_voice(world.env, _wants_voice(world)),
    ):
        try:
            findings += look()
        except KnotError as error:
            findings.append(Finding("wrong", str(error)))
        except OSError as error:
            findings.append(Finding("wrong", f"{error.filename or world.paths.data}: {error.strerror}."))
    return findings


def _history(world: World) -> "list[Finding]":
    from knotcli.coach.findings import Finding
    from knotcli.storage.history.inspection import inspect

    return [Finding(one.level, one.what, one.do) for one in inspect(world.paths.history, world.clock.now())]


def _wants_voice(world: World) -> bool:
    try:
        return bool(world.setting("voice"))
    except KnotError:
        return False


def _restore(world: World, word: str | None) -> int:
    from knotcli.storage import backups, doctor_checks

    path = world.paths.history
    found = [one for one in _history(world) if one.level == "wrong"]
    if newer := next((one for one in found if "newer knot" in one.what), None):
        raise KnotError(newer.what)
    needed = any("--restore" in one.do for one in found)
    if word is None and not needed and path.exists():
        world.show(
            ["The history is sound, so there is nothing to put back. Name a backup to do it all the same:"]
        )
        world.show([f"  knot doctor --restore {one.day}" for one in backups.list_backups(path)[:3]])
        return 0
    chosen = _named(path, word) if word is not None else doctor_checks.newest_good(path)
    if chosen is None and not path.exists():
        raise KnotError(f"There is no history in {path} and no backup that can be read: nothing to put back.")
    done = backups.restore(path, chosen, world.clock.now())
    lines = [
        f"Put back: {chosen.path.name}, with {done.versions} versions of entries."
        if chosen
        else "There is no backup that can be read. A new history was begun."
    ]
    if done.saved:
        lines.append(f"And {done.saved} more that could still be read from the old file.")
    if done.kept_as:
        lines.append(f"The old file is kept: {done.kept_as}")
    world.show([*lines, "Look it over with knot history; log again what is missing."])
    return 0


def _named(path: Path, word: str) -> "Backup":
    from datetime import date

    from knotcli.storage.backups import Backup, list_backups

    known = list_backups(path)
    for one in known:
        if word in (str(one.day), one.path.name, str(one.path)):
            return one
    file = Path(word).expanduser().absolute()
    if file.is_file() and file != path.absolute():
        return Backup(file, date.fromtimestamp(file.stat().st_mtime), None)
    have = f"There are: {', '.join(str(one.day) for one in known)}." if known else "There is none yet."
    raise Misuse(f"{clean_text(word)[:100]!r} is neither the day of a backup nor a file. {have}")


def _forget(world: World, sure: bool) -> int:
    from knotcli.storage.files.kept_files import erase, listing, strangers
    from knotcli.views.doctor import kept

    files = listing(world.paths)
    if not files:
        world.show(["Nothing is kept, so there is nothing to erase."])
        return 0
    if not sure and not world.interactive:
        raise Misuse(
            f"There is no terminal to answer from. To erase {len(files)} files, add --yes-erase-everything."
        )
    if not sure:
        world.tell(kept(files))
        world.tell(["", "All of this is erased, and cannot be brought back by knot."])
        world.tell(["To keep a copy, press Enter now and run: knot export -o knot.json", ""])
        try:
            said = world.ask(f"To go on, type {PHRASE}: ")
        except EOFError:
            said = ""
        if said.strip().lower() != PHRASE:
            world.show(["Nothing was erased."])
            return 1
    left = strangers(world.paths)
    failed = list(erase(files, world.paths))
    world.show(
        [f"Erased: {len(files) - len(failed)} {'file' if len(files) - len(failed) == 1 else 'files'}."]
    )
    stays = [*(f"a link went; what it pointed to stays: {one.link}" for one in files if one.link)]
    stays += [f"left, as it is none of knot's own files: {file}" for file in left]
    world.show([f"  {line}" for line in stays])
    world.show(["Reports and exports that you saved, and backups of this machine, are not reached."])
    if failed:
        raise KnotError(" ".join(failed))
    return 0
