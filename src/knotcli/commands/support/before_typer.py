"""Read the two command lines that come many times a day before typer is loaded: loading it takes longer than they do.

They are `knot status --short` and `knot log REGION SCORE [--side] [--note] [--json]`. Whatever else stands on them,
help and mistakes too, is left to typer; a test holds both to the same reading.
"""

from collections.abc import Sequence
from typing import Any

from knotcli.world import World


def run_frequent_line(argv: Sequence[str], world: World) -> int | None:
    """Run one of the two lines and return its exit code; None where typer has to read the line."""
    if argv == ["status", "--short"]:
        from knotcli.flows.overview.today import show_short_status

        return show_short_status(world)
    given = read_bare_log(argv)
    if given is None:
        return None
    from knotcli.flows.history.rating_entry import RatingInput, keep_rating

    return keep_rating(world, RatingInput(**given))


def read_bare_log(argv: Sequence[str]) -> dict[str, Any] | None:
    """Return the fields of a RatingInput; None where typer has to read the line."""
    if argv[:1] != ["log"]:
        return None
    given: dict[str, Any] = {}
    rest = iter(argv[1:])
    for word in rest:
        if word in ("--side", "--note"):
            name, value = word[2:], next(rest, "-")
        elif word == "--json":
            name, value = "as_json", ""
        else:
            name, value = "score" if "region" in given else "region", word
        # A value that looks like an option, an empty one and a second one are typer's to judge.
        if name in given or value.startswith("-") or not (word and (value or name != "score")):
            return None
        given[name] = value if name != "as_json" else True
    from knotcli.coach.person_input import join_region_words

    # Two words for a region, with the score left out: typer's as well.
    bare = "score" in given and len(join_region_words([given["region"], given["score"]])) == 2
    return given if bare else None
