"""Read the command lines that come most often before typer is loaded: loading it takes longer than a rating does.

They are `knot status --short`, `knot log REGION SCORE` and `knot session [REGION]`, with those of their options that BARE_LINES
names. Whatever else stands on them, help and mistakes too, is left to typer; a test holds both to the same reading.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from knotcli.world import World


class BareLine(NamedTuple):
    """The words that a line takes in their order, its options with a value, and those without."""

    words: Sequence[str]
    values: Sequence[str]
    flags: Sequence[str]


BARE_LINES: Mapping[str, BareLine] = {
    "log": BareLine(("region", "score"), ("--side", "--note"), ("--json",)),
    "session": BareLine(("region",), ("--side", "--before"), ("--quick", "--no-press", "--nothing-new", "--yes")),
}


def run_frequent_line(argv: Sequence[str], world: World) -> int | None:
    """Run one of these lines and return its exit code; None where typer has to read the line."""
    if argv == ["status", "--short"]:
        from knotcli.flows.overview.today import show_short_status

        return show_short_status(world)
    given = read_bare_line(argv)
    if given is None:
        return None
    if argv[0] == "session":
        from knotcli.coach.session.session_options import SessionOptions
        from knotcli.flows.session.guided_session import guide_session

        return guide_session(world, SessionOptions(**given))
    from knotcli.flows.history.rating_entry import RatingInput, keep_rating

    return keep_rating(world, RatingInput(**given))


def read_bare_line(argv: Sequence[str]) -> dict[str, Any] | None:
    """Return the fields of a RatingInput or of SessionOptions; None where typer has to read the line."""
    line = BARE_LINES.get(argv[0]) if argv else None
    if line is None:
        return None
    given: dict[str, Any] = {}
    missing = iter(line.words)
    rest = iter(argv[1:])
    for word in rest:
        name: str | None = word[2:].replace("-", "_")
        value: Any = True
        if word in line.values:
            value = next(rest, "-")
        elif word in line.flags:
            name = "as_json" if word == "--json" else name
        else:
            name, value = next(missing, None), word
        # A word that looks like an option, an empty one and a second one are typer's to judge.
        if name is None or name in given or not word or (value is not True and value.startswith("-")):
            return None
        given[name] = value
    if argv[0] == "session":
        return given
    from knotcli.coach.person_input import join_region_words

    # Two words for a region, with the score left out: typer's as well.
    bare = "score" in given and len(join_region_words([given["region"], given["score"]])) == 2
    return given if bare else None
