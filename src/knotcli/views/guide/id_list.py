"""All that `knot why` can explain, by kind."""

from collections.abc import Mapping, Sequence

from knotcli.coach.text import Block


def ids_lines(kinds: Mapping[str, Sequence[str]]) -> list[Block]:
    """List what can be asked about: by kind, its ids."""
    shown: list[Block] = [
        (("What you can ask about", "title"),),
        "Put one of these after knot why: knot why em_chest",
    ]
    for kind, ids in kinds.items():
        shown += ["", ((kind, "strong"),), ", ".join(ids)]
    return shown
