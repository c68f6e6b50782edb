"""From where it is felt to the muscles to look at."""

from knotcli.coach.errors import Misuse
from knotcli.coach.guide.places import BroughtName, Place, find_brought_name, find_place
from knotcli.views.body.picture import number_places
from knotcli.views.guide import places as view
from knotcli.world import World

MISSING = "PLACE is missing. Say where it is felt, for example: knot where temple"


def show_muscles(world: World, place: str | None, as_json: bool) -> int:
    """Show a place, asking for it when none is given and somebody can answer. Raise Misuse."""
    places = world.library.places()
    if place is None and as_json:
        world.print_json(view.places_document(places))
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
        found = find_place(place, places)
    if as_json:
        world.print_json(view.place_document(found))
    else:
        world.show(view.place_lines(found, world.library.source_names(), world.library.figure()))
    return 0


def _show_brought_name(world: World, name: BroughtName, as_json: bool) -> int:
    """Show what the guides say of a name, and its place; where there are several, how to look at each."""
    found = [place for place in world.library.places() if place.id in name.places]
    if as_json:
        about = {"said": name.said, "sources": list(name.sources), "places": list(name.places)}
        world.print_json({"about": about, **(view.place_document(found[0]) if len(found) == 1 else {})})
    elif len(found) == 1:
        world.show(
            [name.said, "", *view.place_lines(found[0], world.library.source_names(), world.library.figure())]
        )
    else:
        world.show([name.said, "", *(f"Look at: knot where {place.id}" for place in found)])
    return 0


def _pick_place(world: World) -> Place | None:
    """Ask for a number or a word until one fits; None: nothing wanted. Raise Misuse at the end of input."""
    places = world.library.places()
    world.tell(view.place_choice_lines(places, world.library.figure()))
    by_number = {str(number): place for number, place in number_places(places)}
    while True:
        try:
            word = world.ask("Number or word (Enter ends): ")
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
