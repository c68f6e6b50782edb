"""A check read from a file of answers."""

from pathlib import Path

from knotcli.coach.record import Check, make_entry_id
from knotcli.coach.vocabulary import Region
from knotcli.flows.screening.kept_checks import moment
from knotcli.world import World


def read_answers(world: World, source: str, regions: list[Region]) -> Check:
    """Read a check from a file, or from standard input where it is `-`. Raises KnotError with what is wrong."""
    from knotcli.coach.screening.answers_file import parse_answers
    from knotcli.storage.files.toml_files import MOST_BYTES, decode, parse_toml, read_toml

    if source == "-":
        data = getattr(world.stdin, "buffer", world.stdin).read(MOST_BYTES * 4)
        text = data if isinstance(data, str) else decode(data, "standard input")
        table = parse_toml(text, "standard input")
    else:
        table = read_toml(Path(source))
    read = parse_answers(table, world.library.items(), regions)
    world.tell(list(read.notes))
    answers, cleared, duration = dict(read.answers), dict(read.cleared), dict(read.duration)
    return Check(make_entry_id(), moment(world), read.regions, answers, cleared, duration, "file")
