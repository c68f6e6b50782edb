"""What `knot where` shows: the map to pick from, and one place with its muscles. Pure."""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from knotcli.coach.guide.places import REFERRAL_CAVEAT, Place
from knotcli.coach.text import Line, Span
from knotcli.views.body.picture import (
    BOTH,
    FELT,
    HERE,
    beside,
    numbered,
    overview,
    picture,
    pressed,
    views_of,
    words,
)

MOST = 80
GAP = 2
ROOM = 36
LONG = 10_000
NEVER = {
    "check": "Not for a routine. Answer the warning questions first, and have it looked at.",
    "never": "Not something to press for. See a clinician about it.",
}


def choices(places: Iterable[Place], width: int, plain: bool) -> list[Line]:
    """Show what can be picked: the numbered picture and the list; the list alone when plain or narrow."""
    places = tuple(places)
    named = [(f"{number:2} {place.id.replace('-', ' ')}") for number, place in numbered(places)]
    others = ", ".join(place.title.lower() for place in places if place.kind == "never")
    if plain or width < BOTH:
        listed: list[Line] = ["Where is it felt?", *named]
        return [*listed, f"Nothing to press for: {others}."]
    room = min(width, MOST) - BOTH - GAP
    if room < ROOM:
        return [
            *overview(places),
            "",
            *_columns(named, width),
            *wrap(f"Nothing to press for: {others}.", width),
        ]
    text: list[Line] = [
        (("Where is it felt?", "title"),),
        "",
        *_columns(named, room),
        "",
        *wrap(f"Nothing to press for: {others}.", room),
    ]
    return beside(overview(places), text, BOTH, GAP)


def _columns(named: list[str], width: int) -> list[Line]:
    half = (len(named) + 1) // 2
    column = min(width // 2, 20)
    pairs = zip(named[:half], [*named[half:], ""], strict=False)
    lines: list[Line] = []
    for left, right in pairs:
        spans: list[Span] = [
            (left[:2], "key"),
            (left[2:].ljust(column - 2), ""),
            (right[:2], "key"),
            (right[2:], ""),
        ]
        lines.append(tuple(spans))
    return lines


def place(found: Place, width: int, plain: bool) -> list[Line]:
    """Show one place: picture and legend, how sure that is, and what to run next."""
    width = min(width, MOST)
    drawn = bool(found.areas or pressed(found))
    if plain or width < BOTH or not drawn:
        # In plain mode lines are left whole: a pipe takes long ones, a terminal has them wrapped.
        room = LONG if plain else width
        said = [line for text in (*words(found), found.note) for line in wrap(text, room)]
        return [*(((line, "title"),) for line in wrap(found.title, room)), *said, *_end(found, room)]
    room = width - BOTH - GAP
    if room < ROOM:
        return [*picture(found, views_of(found)), "", *_legend(found, width), "", *_end(found, width)]
    return [*beside(picture(found), _legend(found, room), BOTH, GAP), *_end(found, width)]


def _legend(found: Place, room: int) -> list[Line]:
    lines: list[Line] = [*(((line, "title"),) for line in wrap(found.title, room)), ""]
    if found.areas:
        lines += _hanging(((FELT, "warn"), (f" felt: {found.felt}", "")), room)
    for muscle in found.muscles:
        tags = f"[{', '.join(muscle.sources)}]"
        if muscle.pressed:
            lines += _hanging(((HERE, "key"), (f" {muscle.name} {tags}", "strong")), room)
        else:
            lines += _hanging((("-", ""), (f" {muscle.name} {tags}, never pressed", "")), room)
        lines += [f"  {line}" for line in wrap(muscle.lies, room - 2)]
    return [*lines, "", *wrap(found.note, room)]


def _hanging(item: tuple[Span, Span], room: int) -> list[Line]:
    (mark, mark_style), (text, style) = item
    first, *rest = wrap(text.strip(), room - 2)
    return [((f"{mark} ", mark_style), (first, style)), *(((f"  {line}", style),) for line in rest)]


def _end(found: Place, width: int) -> list[Line]:
    lines: list[Line] = []
    if found.kind == "muscles":
        lines += wrap(REFERRAL_CAVEAT, width)
    else:
        lines += [((line, "warn"),) for line in wrap(NEVER[found.kind], width)]
    first, *rest = found.commands
    next_: list[Line] = [(("Next: ", ""), (first, "key"))]
    for command in rest:
        joined = len("Next: ") + len(first) + len(", then ") + len(command) <= width
        if joined:
            next_ = [(("Next: ", ""), (first, "key"), (", then ", ""), (command, "key"))]
        else:
            next_.append((("then: ", ""), (command, "key")))
    return [*lines, *next_]


def document(found: Place) -> dict[str, Any]:
    """Give one place's JSON document."""
    return {
        "place": {"id": found.id, "title": found.title, "kind": found.kind, "region": found.region or None},
        "felt": found.felt,
        "muscles": [
            {
                "name": m.name,
                "lies": m.lies,
                "region": m.region,
                "spot": m.spot or None,
                "pressed": m.pressed,
                "sources": list(m.sources),
            }
            for m in found.muscles
        ],
        "note": found.note,
        "sources": list(found.sources),
        "caution": REFERRAL_CAVEAT if found.kind == "muscles" else NEVER[found.kind],
        "check": list(found.regions),
        "session": found.routine or None,
        "next": list(found.commands),
    }


def documents(places: Iterable[Place]) -> dict[str, Any]:
    """Give the JSON document of the places that there are."""
    return {
        "places": [{"id": p.id, "title": p.title, "kind": p.kind, "names": list(p.names)} for p in places]
    }
