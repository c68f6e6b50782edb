"""What stands behind a question, a limit, a step, a place, a stop rule or a source."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.text import clean_text, find_nearest
from knotcli.flows.paging import show_paged
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.views.guide.explanations import Explanation

TAKES = (
    "It takes the id of a question (em_chest) or a limit (no-heat), a step (neck:4), a spot (glutes), "
    "a place (temple), a reason to stop (stop:sharp), a habit (desk:screen) or a source (S0, O-28)."
)


def show_explanation(world: World, ident: str, as_json: bool) -> int:
    """Explain an id. Raise Misuse for one that there is not."""
    from knotcli.views.guide import explanations as view

    found = _find_explanation(world, clean_text(ident)[:200])
    titles = world.library.sources()
    if as_json:
        world.print_json(view.explanation_document(found, titles))
    else:
        show_paged(world, view.explanation_lines(found, titles))
    return 0


def _find_explanation(world: World, ident: str) -> "Explanation":
    """Look among questions, limits, steps, spots, zones and sources by id, and then among places by word."""
    from knotcli.coach.guide.places import AmbiguousPlace, find_place
    from knotcli.views.guide import explanations as view

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
        raise Misuse(f"{ident[:60]!r} is nothing that knot can explain.{hint} {TAKES}") from None


def _explain_part(world: World, whole: str, part: str) -> "Explanation":
    from knotcli.views.guide import explanations as view

    if whole == "stop":
        rules = {rule.id: rule for rule in world.library.guidance().rules()}
        return view.explain_rule(
            rules[_choose_name(rules, whole, part)], {item.id: item for item in world.library.items()}
        )
    if whole == "desk":
        causes = world.library.desk().by_id()
        return view.explain_cause(causes[_choose_name(causes, whole, part)])
    return _explain_step(world, whole, part)


def _choose_name(known: Iterable[str], whole: str, part: str) -> str:
    names, asked = list(known), part.strip()
    if asked not in names:
        there = ", ".join(f"{whole}:{name}" for name in names)
        raise Misuse(f"There is no {whole}:{asked[:20]}. There is {there}.")
    return asked


def _explain_step(world: World, name: str, number: str) -> "Explanation":
    from knotcli.coach.person_input import parse_region
    from knotcli.views.guide.explanations import explain_step

    routine = world.library.routine(parse_region(name))
    by_number = {str(n): n for n in range(1, len(routine.steps) + 1)}
    if number.strip() not in by_number:
        last = f"{routine.name}:1 to {routine.name}:{len(by_number)}"
        raise Misuse(f"{routine.name} has no step {number.strip()[:20]!r}. Its steps are {last}.")
    return explain_step(routine, by_number[number.strip()])


def _list_pressing_steps(world: World, spot: str) -> list[str]:
    """Return the steps, as neck:4, that press a spot. A routine that cannot be read presses nothing."""
    from knotcli.coach.routines.routine_file import Hold
    from knotcli.coach.vocabulary import REGIONS

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
