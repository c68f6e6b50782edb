"""The one-screen re-check before a session: the emergencies and red flags of the region, in a few words each."""

from collections.abc import Sequence

from knotcli.coach.errors import Held, Stopped
from knotcli.coach.record import Check, make_entry_id
from knotcli.coach.regions import regions_to_ask
from knotcli.coach.screening.groups import pick
from knotcli.coach.screening.judge import Item
from knotcli.coach.text import Line, Span
from knotcli.coach.vocabulary import Answer, Region
from knotcli.flows.screening.kept_checks import gate_now, moment
from knotcli.world import World


def recheck_items(items: Sequence[Item], asks: Sequence[Region]) -> list[Item]:
    """Give the emergency and red-flag items of these regions, in order."""
    return [
        i for i in items if i.kind in ("emergency", "red-flag") and any(i.concerns(name) for name in asks)
    ]


def listed(items: Sequence[Item], width: int) -> list[Line]:
    """Lay the few words out in columns: numbered downwards, two columns where there is room."""
    columns = 2 if width >= 80 else 1
    rows = -(-len(items) // columns)
    lines: list[Line] = []
    for row in range(rows):
        spans: list[Span] = []
        for number in range(row, len(items), rows):
            room = 37 if number + rows < len(items) else 0
            spans += [(f"{number + 1:>2} ", "key"), (f"{items[number].brief:<{room}}", "")]
        lines.append(tuple(spans))
    return lines


def recheck(world: World, region: Region, asks: Sequence[Region]) -> None:
    """Ask whether anything is new. Passes only on an explicit 0; raises Held when anything was named or nothing said."""
    items = recheck_items(world.library.items(), tuple(dict.fromkeys((*regions_to_ask(region), *asks))))
    world.tell(["", ((f"Before each session: is any of this so, for the {region} or for you?", "title"),)])
    world.tell(listed(items, 1 if world.err.plain else world.err.width))
    try:
        while True:
            picked = pick(world.ask("0 none of these, or the numbers, ?N reads one: "), len(items))
            if picked.fault:
                world.tell([((picked.fault, "warn"),)])
            elif picked.read is not None:
                world.tell([f"  {items[picked.read].question}"])
            else:
                break
    except EOFError:
        raise Held("The questions were not answered, so no session starts.") from None
    except KeyboardInterrupt:
        raise Stopped("No session was started.", 2) from None
    if picked.none:
        return
    named: dict[str, Answer] = {items[n].id: "yes" for n in picked.named}
    world.history.add(Check(make_entry_id(), moment(world), (region,), named, origin="re-check"))
    show_held(world, region, asks)
    raise Held("The check has ended. No session starts.")


def show_held(world: World, region: Region, asks: Sequence[Region]) -> None:
    """Show why no session of the region may start now."""
    from knotcli.coach.screening.verdict import Result
    from knotcli.views.check import lines

    found = gate_now(world, region, asks)
    texts = {name: limit.text for name, limit in world.library.limits().items()}
    number = world.emergency_number
    result = Result((found,), found.check.at if found.check else None)
    world.tell(lines(result, world.library.wording, texts, number, world.library.items()))
