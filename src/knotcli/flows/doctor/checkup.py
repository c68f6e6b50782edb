"""Look over everything that is kept, and erase it all."""

from contextlib import suppress
from datetime import timedelta

from knotcli import __version__
from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.findings import Finding
from knotcli.coach.text import count_things
from knotcli.flows.session.earlier_sessions import is_led_elsewhere
from knotcli.storage import doctor_checks
from knotcli.storage.files.kept_files import erase, list_foreign_files, list_kept_files
from knotcli.storage.history import inspection
from knotcli.terminal.voice import inspect_voice
from knotcli.views import doctor as view
from knotcli.views.doctor import kept_file_lines
from knotcli.views.settings import kept_place_table
from knotcli.world import World


def inspect_everything(world: World) -> list[Finding]:
    """Return what was found in every place that knot keeps something, and in the voice. Change nothing."""
    findings = [Finding("good", f"knot {__version__}.")]
    for look in (
        lambda: doctor_checks.inspect_places(world.paths),
        lambda: inspect_history(world),
        lambda: doctor_checks.find_leftovers(world.paths),
        lambda: doctor_checks.inspect_settings(world.paths, world.env),
        lambda: doctor_checks.inspect_routines(world.library),
        lambda: doctor_checks.inspect_content(world.library),
        lambda: inspect_voice(world.env, _wants_voice(world)),
    ):
        try:
            findings += look()
        except KnotError as error:
            findings.append(Finding("wrong", str(error)))
        except OSError as error:
            findings.append(Finding("wrong", f"{error.filename or world.paths.data}: {error.strerror}."))
    return findings


def inspect_history(world: World) -> list[Finding]:
    """Return what was found in the history and its backups."""
    return inspection.inspect_history(world.paths.history, world.clock.now())


def _wants_voice(world: World) -> bool:
    try:
        return bool(world.setting("voice"))
    except KnotError:
        return False


def show_kept_files(world: World, as_json: bool) -> int:
    """List the places that knot uses, and every file that is kept there."""
    files = list_kept_files(world.paths)
    spots = [(what, path, path.exists()) for what, path in world.paths.kept()]
    if as_json:
        world.print_json(view.kept_files_document(files, spots))
    else:
        world.show([kept_place_table(spots), "", *view.kept_file_lines(files)])
    return 0


ERASE_PHRASE = "erase everything"


def erase_everything(world: World, sure: bool) -> int:
    """Erase every file that knot keeps, after the person typed the phrase or gave the option (sure). Return the exit code.

    Raises KnotError while a session runs, which would write its part again.
    """
    files = list_kept_files(world.paths)
    if not files:
        world.show(["Nothing is saved, so there is nothing to erase."])
        return 0
    if not sure and not world.interactive:
        raise Misuse(f"There is no terminal to answer from. To erase {len(files)} files, add --yes-erase-everything.")
    if not sure:
        world.tell(kept_file_lines(files))
        world.tell(["", "All of this will be erased, and knot cannot bring it back."])
        world.tell(["To keep a copy, press Enter now and run: knot export -o knot.json", ""])
        try:
            said = world.ask(f"To go on, type {ERASE_PHRASE}: ")
        except EOFError:
            said = ""
        if said.strip().lower() != ERASE_PHRASE:
            world.show(["Nothing was erased."])
            return 1
    if region := _find_running_session(world):
        raise KnotError(f"A {region} session is running in another window. End it there with q. Nothing was erased.")
    left = list_foreign_files(world.paths)
    failed = list(erase(files, world.paths))
    world.show([f"Erased: {count_things(len(files) - len(failed), 'file')}."])
    stays = [*(f"a link was removed; what it pointed to is still there: {one.link}" for one in files if one.link)]
    stays += [f"left alone, because it is not one of knot's own files: {file}" for file in left]
    world.show([f"  {line}" for line in stays])
    world.show(["This does not reach reports and exports that you saved, or backups of this machine."])
    if failed:
        raise KnotError(" ".join(failed))
    return 0


def _find_running_session(world: World) -> str:
    """Return the region of a session that another program leads now, "" for none and where the history cannot be read."""
    since = world.clock.now() - timedelta(days=1)
    with suppress(KnotError):
        return next((one.region for one in world.history.given(None, since) if is_led_elsewhere(one)), "")
    return ""
