"""Where a pain is felt and where to look for the muscle: the map to pick from, and one place."""

from collections.abc import Iterable, Mapping
from typing import Any

from knotcli.coach.guide.articles import number_notes
from knotcli.coach.guide.figures import BodyFigure
from knotcli.coach.guide.places import REFERRAL_CAVEAT, Place
from knotcli.coach.text import Beside, Block, Column, ListItem, Table
from knotcli.views.body.picture import FELT, HERE, describe_place, draw_overview, draw_place, number_places
from knotcli.views.documents import pick_fields
from knotcli.views.guide.articles import cite_sources

NEVER = {
    "check": "Not for a routine. Please do the check first, and see a clinician about it.",
    "never": "Not something to press for. See a clinician about it.",
}


def place_choice_lines(places: Iterable[Place], figure: BodyFigure) -> list[Block]:
    """Show what can be picked: the numbered picture and the list; the list alone where no picture can be shown."""
    places = tuple(places)
    named = [(f"{number:>2}", place.id.replace("-", " ")) for number, place in number_places(places)]
    others = ", ".join(place.title.lower() for place in places if place.kind == "never")
    half = (len(named) + 1) // 2
    pairs = zip(named[:half], [*named[half:], ("", "")], strict=False)
    listed = Table((Column(style="key"), Column()) * 2, tuple((*left, *right) for left, right in pairs))
    title, never = ("Where do you feel it? It may come from elsewhere.", f"These are nothing to press for: {others}.")
    one_a_line = tuple(f"{number} {name}" for number, name in named)
    return [
        Beside(
            tuple(draw_overview(places, figure)),
            (((title, "title"),), "", listed, "", never),
            (title, *one_a_line, never),
        )
    ]


def place_lines(found: Place, names: Mapping[str, str], figure: BodyFigure) -> list[Block]:
    """Show one place: picture and legend, how sure that is, who says so, and what to run next.

    names: what each source is called in a few words, by its tag.
    """
    title: Block = ((found.title, "title"),)
    legend: list[Block] = [title, ""]
    if found.areas:
        legend.append(ListItem((f"{FELT} ", "warn"), f"felt: {found.felt}"))
    for muscle in found.muscles:
        named = f"{muscle.name} {number_notes(muscle.sources, found.all_sources)}"
        if muscle.pressed:
            legend.append(ListItem((f"{HERE} ", "key"), ((named, "strong"),)))
        else:
            legend.append(ListItem(("- ", ""), f"{named}, never pressed"))
        legend.append(f"  {muscle.lies}")
    caution: Block = REFERRAL_CAVEAT if found.kind == "muscles" else ((NEVER[found.kind], "warn"),)
    cited = found.all_sources[: len({tag for m in found.muscles for tag in m.sources}) or None]
    sources: tuple[Block, ...] = ("", cite_sources(cited, names))
    said = (title, *describe_place(found), found.note, caution, *sources)
    drawn = Beside(tuple(draw_place(found, figure)), (*legend, "", found.note, "", caution, *sources), said)
    next_ = zip(("Next: ", *("Then: ",) * len(found.commands)), found.commands, strict=False)
    return [drawn, *(((label, ""), (command, "key")) for label, command in next_)]


def place_document(found: Place) -> dict[str, Any]:
    """Give one place's JSON document."""
    return {
        "place": {"id": found.id, "title": found.title, "kind": found.kind, "region": found.region or None},
        "felt": found.felt,
        "muscles": [
            pick_fields(m, "name lies region") | {"spot": m.spot or None} | pick_fields(m, "pressed sources")
            for m in found.muscles
        ],
        **pick_fields(found, "note sources"),
        "caution": REFERRAL_CAVEAT if found.kind == "muscles" else NEVER[found.kind],
        "check": list(found.regions),
        "session": found.routine or None,
        "next": list(found.commands),
    }


def places_document(places: Iterable[Place]) -> dict[str, Any]:
    """Give the JSON document of the places that there are."""
    return {"places": [pick_fields(place, "id title kind names") for place in places]}
