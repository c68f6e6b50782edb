"""Put a backup back."""

from datetime import date
from pathlib import Path

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.text import clean_text
from knotcli.flows.doctor.checkup import inspect_history
from knotcli.storage import backups, doctor_checks
from knotcli.storage.backups import Backup, list_backups
from knotcli.storage.history import restoring
from knotcli.views.history.entry_words import count_kinds
from knotcli.world import World


def restore_backup(world: World, word: str | None, leave_out: bool) -> int:
    """Put a backup back. word: its day or its file; None for the newest, where one is needed. Return the exit code.

    leave_out: also where a check, a clinician's look or a stop is lost by that; otherwise raises KnotError.
    """
    path = world.paths.history
    found = [one for one in inspect_history(world) if one.level == "wrong"]
    if newer := next((one for one in found if one.cause == "newer"), None):
        raise KnotError(newer.what)
    is_damaged = any(one.cause == "damaged" for one in found)
    if word is None and not is_damaged and path.exists():
        world.show(f"{one.what} {one.do}" for one in found if one.cause == "second")
        world.show(["The history is sound, so there is nothing to restore. To restore a backup anyway, name it:"])
        world.show([f"  knot doctor --restore {one.day}" for one in backups.list_backups(path)[:3]])
        return 0
    chosen = _find_backup(path, word) if word is not None else doctor_checks.newest_good(path)
    if chosen is None and not path.exists():
        raise KnotError(
            f"There is no history in {path} and no backup that can be read, so there is nothing to restore."
        )
    done = restoring.restore_backup(path, chosen, world.clock.now(), leave_out)
    lines = [
        f"Restored: {chosen.path.name}, with {done.versions} versions of entries."
        if chosen
        else "There is no backup that can be read, so knot began a new history."
    ]
    if done.saved:
        lines.append(f"And {done.saved} more that could still be read from the old file.")
    if done.lost is None:
        lines.append("knot cannot tell how much could not be read, or whether anything is missing.")
    elif done.lost:
        lines.append(f"These could not be read, and are missing: {count_kinds(done.lost)}.")
    if done.checks_ended:
        lines.append(
            "A warning sign may be among what is missing, so please do a new check before your next session: knot check"
        )
    if done.kept_as:
        lines.append(f"The old file is kept: {done.kept_as}")
    world.show([*lines, "Please look through knot history, and log again what is missing."])
    return 0


def _find_backup(path: Path, word: str) -> Backup:
    known = list_backups(path)
    for one in known:
        if word in (str(one.day), one.path.name, str(one.path)):
            return one
    file = Path(word).expanduser().absolute()
    if file.is_file() and file != path.absolute():
        return Backup(file, date.fromtimestamp(file.stat().st_mtime), None)
    have = f"There are: {', '.join(str(one.day) for one in known)}." if known else "There is none yet."
    raise Misuse(f"{clean_text(word)[:100]!r} is neither the day of a backup nor a file. {have}")
