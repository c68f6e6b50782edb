"""Where a check comes from: a file of answers, or somebody who is asked here."""

from knotcli.coach.errors import Held, Misuse, Stopped
from knotcli.coach.person_input import parse_region
from knotcli.coach.record import Check, make_entry_id
from knotcli.coach.screening.groups import number
from knotcli.coach.vocabulary import REGIONS, Answer, Region
from knotcli.flows.screening.kept_checks import moment
from knotcli.world import World

UNFINISHED = "The check was not finished, so it is not passed."


def from_file(world: World, source: str, regions: list[Region]) -> Check:
    """Read a check from a file, or from standard input where it is `-`. Raises KnotError with what is wrong."""
    from pathlib import Path

    from knotcli.coach.screening.answers_file import parse
    from knotcli.storage.files.toml_files import MOST_BYTES, decode, parse_toml, read_toml

    if source == "-":
        data = getattr(world.stdin, "buffer", world.stdin).read(MOST_BYTES * 4)
        text = data if isinstance(data, str) else decode(data, "standard input")
        table = parse_toml(text, "standard input")
    else:
        table = read_toml(Path(source))
    read = parse(table, world.library.items(), regions)
    answers, cleared, duration = dict(read.answers), dict(read.cleared), dict(read.duration)
    return Check(make_entry_id(), moment(world), read.regions, answers, cleared, duration, "file")


def asked(world: World, regions: list[Region]) -> Check:
    """Ask. Raises Held or Stopped when it is broken off: then only what was named is kept, which passes nothing."""
    from knotcli.coach.screening.answers_file import concerning
    from knotcli.flows.screening.conversation import Dialogue
    from knotcli.terminal.signals import Guard
    from knotcli.views.check import emergency

    if not world.interactive:
        raise Misuse(
            "There is no terminal to answer from. Give the answers with --answers FILE (make one with --template REGION)."
        )
    wording, call = world.library.wording, world.emergency_number
    items = world.library.items()
    world.tell([wording["disclaimer"], ""])
    if not regions:
        regions = [_which(world)]
    dialogue = Dialogue(
        world, concerning(items, regions), lambda symptoms: emergency(symptoms, wording, call)
    )
    # A closed window or a kill must not take away what was already named.
    with Guard() as guard:
        try:
            with guard.aside():
                dialogue.run(regions, wording["clearance_question"], wording["in_short"])
        except BaseException as end:
            kept = _keep_named(world, regions, dialogue.named())
            if isinstance(end, EOFError):
                raise Held(f"{UNFINISHED} Nothing may start from it.{kept}") from None
            if isinstance(end, KeyboardInterrupt):
                raise Stopped(f"{UNFINISHED}{kept}", guard.ending or 2) from None
            raise
        answers, cleared, duration = dialogue.answers, dialogue.cleared, dialogue.duration
        return Check(make_entry_id(), moment(world), tuple(regions), answers, cleared, duration, "asked")


def _keep_named(world: World, regions: list[Region], named: dict[str, Answer]) -> str:
    if not named:
        return ""
    world.history.add(Check(make_entry_id(), moment(world), tuple(regions), named, origin="asked"))
    return " What you named is kept."


def _which(world: World) -> Region:
    world.tell([*(((f" {n:>2}  ", "key"), (name, "")) for n, name in enumerate(REGIONS, 1))])
    while True:
        try:
            text = world.ask("Where is it? A number or a name: ")
        except EOFError:
            raise Held(f"{UNFINISHED} Nothing may start from it.") from None
        if picked := number(text, len(REGIONS)):
            return REGIONS[picked - 1]
        try:
            return parse_region(text)
        except Misuse as error:
            world.tell([str(error)])
