"""What stands behind a question, a limit, a step, a place, a stop rule or a source."""

from collections.abc import Callable, Sequence
from functools import partial

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.guide.places import AmbiguousPlace, find_place
from knotcli.coach.routines.routine_file import Hold
from knotcli.coach.text import clean_text, find_nearest
from knotcli.coach.vocabulary import REGIONS
from knotcli.flows.paging import show_paged
from knotcli.flows.region_question import read_region
from knotcli.views.guide import explanations as view
from knotcli.views.guide.explanations import Explanation
from knotcli.views.guide.id_list import ids_lines
from knotcli.world import World

TAKES = (
    "It takes the id of a question (em_chest) or a limit (no-heat), a step (neck:4), a spot (glutes), "
    "a place (temple), a reason to stop (stop:sharp), a habit (desk:screen) or a source (S0, O-28). To list them all: knot why"
)


def show_explanation(world: World, ident: str, as_json: bool) -> int:
    """Explain an id. Raise Misuse for one that there is not."""
    found = _find_explanation(world, clean_text(ident)[:200])
    titles = world.library.sources()
    if as_json:
        world.print_json(view.explanation_document(found, titles))
    else:
        show_paged(world, view.explanation_lines(found, titles, world.library.figure()))
    return 0


def show_ids(world: World, as_json: bool) -> int:
    """Show all that can be explained, by kind."""
    library = world.library
    kinds: dict[str, Sequence[str]] = {
        "Questions of the check": [item.id for item in library.items()],
        "Limits that an answer sets": [*library.limits()],
        "Steps of a session, by region and number": [f"{name}:1" for name in REGIONS],
        "Spots": [*library.spots()],
        "Places that are left alone": [*library.zones()],
        "Places where it hurts": [place.id for place in library.places()],
        "Reasons to stop a session": [f"stop:{rule.id}" for rule in library.guidance().rules()],
        "Habits": [f"desk:{cause.id}" for cause in library.desk().cause],
        "Sources": [str(table["id"]) for table in library.toml("sources.toml")["source"]],
    }
    if as_json:
        world.print_json({"ids": kinds})
    else:
        show_paged(world, ids_lines(kinds))
    return 0


def _find_explanation(world: World, ident: str) -> Explanation:
    """Look among questions, limits, steps, spots, zones and sources by id, and then among places by word."""
    library = world.library
    items = {item.id: item for item in library.items()}
    limits, spots, zones, places = library.limits(), library.spots(), library.zones(), library.places()
    sources = {str(table["id"]): table for table in library.toml("sources.toml")["source"]}
    known = {name.lower(): name for name in (*items, *limits, *spots, *zones, *sources)}
    asked = ident.lower()
    name = next(
        (known[a] for a in (asked, asked.replace("-", "_"), asked.replace("_", "-")) if a in known), ""
    )
    if name in items:
        return view.explain_item(items[name], limits)
    if name in limits:
        return view.explain_limit(limits[name], items.values())
    if name in sources:
        return view.explain_source(name, sources[name])
    if name in spots:
        return view.explain_spot(spots[name], _list_pressing_steps(world, name), places)
    if name in zones:
        return view.explain_zone(zones[name])
    if ":" in asked:
        return _explain_part(world, *asked.split(":", 1))
    try:
        return view.explain_place(find_place(ident, places))
    except AmbiguousPlace:
        raise
    except Misuse:
        if f"{asked}.md" in library.names("guide"):
            raise Misuse(f"{ident!r} is a topic to read about: knot learn {asked}") from None
        close = find_nearest(asked, [*known, *(p.id for p in places)])
        hint = f" Did you mean {known.get(close, close)}?" if close else ""
        raise Misuse(f"{ident[:60]!r} is not something that knot can explain.{hint} {TAKES}") from None


def _explain_part(world: World, whole: str, part: str) -> Explanation:
    """Explain a reason to stop, a habit or a step of a routine: stop:sharp, desk:screen, neck:4."""
    library = world.library
    known: dict[str, Callable[[], Explanation]]
    if whole == "stop":
        items = {item.id: item for item in library.items()}
        known = {rule.id: partial(view.explain_rule, rule, items) for rule in library.guidance().rules()}
    elif whole == "desk":
        known = {cause.id: partial(view.explain_cause, cause) for cause in library.desk().cause}
    else:
        routine = library.routine(read_region(world, whole))
        whole, last = routine.name, len(routine.steps)
        known = {str(n): partial(view.explain_step, routine, n) for n in range(1, last + 1)}
    name = part.strip()
    if name not in known:
        names = [f"{whole}:{one}" for one in known]
        there = f"{names[0]} to {names[-1]}" if names[0].endswith(":1") else ", ".join(names)
        raise Misuse(f"There is no {whole}:{name[:20]}. There is {there}.")
    return known[name]()


def _list_pressing_steps(world: World, spot: str) -> list[str]:
    """Return the steps, as neck:4, that press a spot. A routine that cannot be read presses nothing."""
    found: list[str] = []
    for name in REGIONS:
        try:
            steps = world.library.routine(name).steps
        except KnotError:
            continue
        found += [
            f"{name}:{n}" for n, part in enumerate(steps, 1) if isinstance(part, Hold) and part.spot == spot
        ]
    return found
