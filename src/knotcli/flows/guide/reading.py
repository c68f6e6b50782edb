"""What can be looked up: a topic, a place where it hurts, and what stands behind an id."""

from collections.abc import Callable, Sequence
from functools import partial

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.guide.articles import Article, find_topic, parse_article
from knotcli.coach.guide.places import AmbiguousPlace, BroughtName, Place, find_brought_name, find_place
from knotcli.coach.routines.routine_file import Hold
from knotcli.coach.text import clean_text, find_nearest
from knotcli.coach.vocabulary import REGIONS
from knotcli.flows.prompts import ask_which, show_paged
from knotcli.flows.region_question import read_region
from knotcli.views.body.picture import number_places
from knotcli.views.guide import articles as article_view
from knotcli.views.guide import explanations as why_view
from knotcli.views.guide import places as place_view
from knotcli.views.guide.articles import ids_lines
from knotcli.views.guide.explanations import Explanation
from knotcli.world import World


def load_articles(world: World) -> dict[str, Article]:
    """Return the articles by their names."""
    names = [name.removesuffix(".md") for name in world.library.names("guide") if name.endswith(".md")]
    return {name: parse_article(name, world.library.text(f"guide/{name}.md")) for name in names}


def show_topic(world: World, topic: str | None, as_json: bool) -> int:
    """Show the topics, or one article. Raise Misuse for a topic that there is not."""
    articles = load_articles(world)
    if topic is None:
        if as_json:
            world.print_json(article_view.topics_document(articles.values()))
        else:
            show_paged(world, article_view.topic_lines([*articles.values()]))
        return 0
    found = articles[find_topic(topic, articles.values())]
    titles = world.library.sources()
    if as_json:
        world.print_json(article_view.article_document(found, titles))
    else:
        show_paged(world, article_view.article_lines(found, titles))
    return 0


MISSING = "PLACE is missing. Say where it is felt, for example: knot where temple"


def show_muscles(world: World, place: str | None, as_json: bool) -> int:
    """Show a place, asking for it when none is given and somebody can answer. Raise Misuse."""
    places = world.library.places()
    if place is None and as_json:
        world.print_json(place_view.places_document(places))
        return 0
    if place is None:
        if not world.interactive:
            raise Misuse(MISSING)
        found = _pick_place(world)
        if found is None:
            return 0
    else:
        name = find_brought_name(place, world.library.brought_names())
        if name is not None:
            return _show_brought_name(world, name, as_json)
        found = _read_place(world, place)
    if as_json:
        world.print_json(place_view.place_document(found))
    else:
        show_paged(world, place_view.place_lines(found, world.library.source_names(), world.library.figure()))
    return 0


def _read_place(world: World, text: str) -> Place:
    """Return the place that `text` stands for. Ask which one where several could be meant. Raise Misuse."""
    try:
        return find_place(text, world.library.places())
    except AmbiguousPlace as error:
        ident = ask_which(world, error, [place.id for place in error.places])
        return next(place for place in error.places if place.id == ident)


def _show_brought_name(world: World, name: BroughtName, as_json: bool) -> int:
    """Show what the guides say of a name, and its place; where there are several, how to look at each."""
    found = [place for place in world.library.places() if place.id in name.places]
    if as_json:
        about = {"said": name.said, "sources": list(name.sources), "places": list(name.places)}
        world.print_json({"about": about, **(place_view.place_document(found[0]) if len(found) == 1 else {})})
    elif len(found) == 1:
        lines = place_view.place_lines(found[0], world.library.source_names(), world.library.figure())
        show_paged(world, [name.said, "", *lines])
    else:
        world.show([name.said, "", *(f"To see it: knot where {place.id}" for place in found)])
    return 0


def _pick_place(world: World) -> Place | None:
    """Ask for a number or a word until one fits; None: nothing wanted. Raise Misuse at the end of input."""
    places = world.library.places()
    show = show_paged if world.stdout.isatty() else World.tell
    show(world, place_view.place_choice_lines(places, world.library.figure()))
    by_number = {str(number): place for number, place in number_places(places)}
    while True:
        try:
            word = world.ask("A number or a word, or Enter to leave: ")
        except EOFError:
            raise Misuse(MISSING) from None
        if not word or word == "q":
            return None
        if word in by_number:
            return by_number[word]
        try:
            return find_place(word, places)
        except Misuse as error:
            off = f"{word[:20]} is not on the picture. Its numbers are 1 to {len(by_number)}."
            world.tell([off if word.isdecimal() else str(error)])


TAKES = (
    "It takes the id of a question (em_chest) or a limit (no-heat), a step (neck:4), a spot (glutes), "
    "a place (temple), a reason to stop (stop:sharp), a habit (desk:screen) or a source (S0, O-28). To list them all: knot why"
)


def show_explanation(world: World, ident: str, as_json: bool) -> int:
    """Explain an id. Raise Misuse for one that there is not."""
    found = _find_explanation(world, clean_text(ident)[:200])
    titles = world.library.sources()
    if as_json:
        world.print_json(why_view.explanation_document(found, titles))
    else:
        show_paged(world, why_view.explanation_lines(found, titles, world.library.figure()))
    return 0


def show_ids(world: World, as_json: bool) -> int:
    """Show all that can be explained, by kind."""
    library = world.library
    kinds: dict[str, Sequence[str]] = {
        "Questions of the check": [item.id for item in library.items()],
        "Limits that an answer sets": [*library.limits],
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
    limits, spots, zones, places = library.limits, library.spots(), library.zones(), library.places()
    sources = {str(table["id"]): table for table in library.toml("sources.toml")["source"]}
    known = {name.lower(): name for name in (*items, *limits, *spots, *zones, *sources)}
    asked = ident.lower()
    name = next((known[a] for a in (asked, asked.replace("-", "_"), asked.replace("_", "-")) if a in known), "")
    if name in items:
        return why_view.explain_item(items[name], limits)
    if name in limits:
        return why_view.explain_limit(limits[name], items.values())
    if name in sources:
        return why_view.explain_source(name, sources[name])
    if name in spots:
        return why_view.explain_spot(spots[name], _list_pressing_steps(world, name), places)
    if name in zones:
        return why_view.explain_zone(zones[name])
    if ":" in asked:
        return _explain_part(world, *asked.split(":", 1))
    try:
        return why_view.explain_place(find_place(ident, places))
    except AmbiguousPlace:
        raise
    except Misuse:
        if f"{asked}.md" in library.names("guide"):
            raise Misuse(f"{ident!r} is a topic to read about: knot learn {asked}") from None
        close = find_nearest(asked, [*known, *(p.id for p in places)])
        hint = f" Did you mean {known.get(close, close)}?" if close else ""
        raise Misuse(f"{ident[:60]!r} is not an id that knot knows.{hint} {TAKES}") from None


def _explain_part(world: World, whole: str, part: str) -> Explanation:
    """Explain a reason to stop, a habit or a step of a routine: stop:sharp, desk:screen, neck:4."""
    library = world.library
    known: dict[str, Callable[[], Explanation]]
    if whole == "stop":
        items = {item.id: item for item in library.items()}
        known = {rule.id: partial(why_view.explain_rule, rule, items) for rule in library.guidance().rules()}
    elif whole == "desk":
        known = {cause.id: partial(why_view.explain_cause, cause) for cause in library.desk().cause}
    else:
        routine = library.routine(read_region(world, whole))
        whole, last = routine.name, len(routine.steps)
        known = {str(n): partial(why_view.explain_step, routine, n) for n in range(1, last + 1)}
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
        found += [f"{name}:{n}" for n, part in enumerate(steps, 1) if isinstance(part, Hold) and part.spot == spot]
    return found
