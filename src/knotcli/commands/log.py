"""`knot log`: one pain rating. Its options stand in support/options.py: a plain call starts without typer."""

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_note as read_note
from knotcli.coach.person_input import parse_region, parse_score, parse_side
from knotcli.coach.record import Rating, make_entry_id
from knotcli.coach.times import parse_moment, parse_time_ago
from knotcli.world import World


def log(
    world: World,
    where: str,
    number: str,
    which: str | None = None,
    note: str = "",
    at: str | None = None,
    ago: str | None = None,
    after_session: bool = False,
    as_json: bool = False,
) -> int:
    """Keep one pain rating. Raises Misuse, KnotError; then nothing was stored."""
    now = world.clock.now()
    if at is not None and ago is not None:
        raise Misuse("--at and --ago both say when. Give one of them. Nothing was stored.")
    moment = now
    if at is not None:
        moment = parse_moment(at, now, world.clock.local)
    elif ago is not None:
        moment = parse_time_ago(ago, now, world.clock.local)
    if where.isascii() and where.isdigit() and not number.isdigit():
        raise Misuse("The region comes first, such as: knot log neck 4. Nothing was stored.")
    entry = Rating(
        make_entry_id(),
        moment,
        parse_region(where),
        parse_side(which),
        parse_score(number),
        "now",
        read_note(note),
    )
    if after_session or (world.interactive and not as_json and moment == now):
        from knotcli.flows.session.rating_after import attached

        entry = attached(world, entry, after_session)
    world.history.add(entry, alone=True)
    if entry.kind == "after":
        from knotcli.flows.session.rating_after import after_words

        after_words(world, entry)
    if as_json:
        from knotcli.views.json_documents import rating

        world.print_json(rating(entry))
    else:
        from knotcli.views.entry import place

        given = "" if moment == now else f", {moment:%a %d %b %H:%M}"
        given += ", after the session" if entry.kind == "after" else ""
        world.show([f"Kept: {place(entry.region, entry.side)} {entry.score}{given}  ({entry.id[:8]})"])
    return 0
