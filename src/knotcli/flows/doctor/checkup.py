"""Look over everything that is kept."""

from knotcli import __version__
from knotcli.coach.errors import KnotError
from knotcli.coach.findings import Finding
from knotcli.storage import doctor_checks
from knotcli.storage.files.kept_files import listing
from knotcli.storage.history import inspection
from knotcli.terminal.voice import inspect_voice
from knotcli.views import doctor as view
from knotcli.views.settings import kept_place_table
from knotcli.world import World


def inspect_everything(world: World) -> list[Finding]:
    """Return what was found in every place that knot keeps something, and in the voice. Change nothing."""
    findings = [Finding("good", f"knot {__version__}.")]
    for look in (
        lambda: doctor_checks.places(world.paths),
        lambda: inspect_history(world),
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
    files = listing(world.paths)
    spots = [(what, path, path.exists()) for what, path in world.paths.kept()]
    if as_json:
        world.print_json(view.kept_files_document(files, spots))
    else:
        world.show([kept_place_table(spots), "", *view.kept_file_lines(files)])
    return 0
