"""Erase everything that is kept."""

from knotcli.coach.errors import KnotError, Misuse
from knotcli.storage.files.kept_files import erase, listing, strangers
from knotcli.views.doctor import kept_file_lines
from knotcli.world import World

ERASE_PHRASE = "erase everything"


def erase_everything(world: World, sure: bool) -> int:
    """Erase every file that knot keeps, after the person typed the phrase or gave the option (sure). Return the exit code."""
    files = listing(world.paths)
    if not files:
        world.show(["Nothing is kept, so there is nothing to erase."])
        return 0
    if not sure and not world.interactive:
        raise Misuse(
            f"There is no terminal to answer from. To erase {len(files)} files, add --yes-erase-everything."
        )
    if not sure:
        world.tell(kept_file_lines(files))
        world.tell(["", "All of this is erased, and cannot be brought back by knot."])
        world.tell(["To keep a copy, press Enter now and run: knot export -o knot.json", ""])
        try:
            said = world.ask(f"To go on, type {ERASE_PHRASE}: ")
        except EOFError:
            said = ""
        if said.strip().lower() != ERASE_PHRASE:
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
