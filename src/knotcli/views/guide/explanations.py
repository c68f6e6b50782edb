"""What stands behind an id: its text, why it is asked or done, and its sources spelled out."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from knotcli.coach.care.texts import Cause
from knotcli.coach.guide.articles import list_source_titles
from knotcli.coach.guide.figures import BodyFigure
from knotcli.coach.guide.places import REFERRAL_CAVEAT, Place
from knotcli.coach.routines import bounds
from knotcli.coach.routines.limits import RoutineLimit, Spot, Zone
from knotcli.coach.routines.routine_file import Exercise, Hold, Routine, RoutinePart
from knotcli.coach.screening.items import Item
from knotcli.coach.session.guidance import StopRule
from knotcli.coach.text import Beside, Block, capitalize_first
from knotcli.views.body.picture import describe_place, draw_spot
from knotcli.views.documents import pick_fields
from knotcli.views.guide.articles import source_lines

KINDS = {
    "emergency": "a sign that cannot wait",
    "red-flag": "a reason to see a clinician first",
    "absolute": "a reason not to press or warm",
    "relative": "a reason to ask a clinician first, or to do less",
    "likelihood": "how it usually feels; it holds nothing back",
}
LASTS = {
    "flag": "once named, it stands until a clinician has looked; a no is asked again after 30 days",
    "now": "as long as the check, and it is asked again before each session",
}
WARMTH = "a pad on warm, while you sit, takes the place of leaving heat out"
HELD = {"everything": "every region", "region": "this region", "step": "a part of the routine"}

SOURCES = {
    "seed": "one of the five guides behind knot",
    "guideline": "a guideline",
    "patient-information": "information for patients",
    "review": "a review of studies",
    "secondary": "a page that reports others",
    "standard": "a technical standard",
    "study": "a study",
    "trial": "a trial",
}

# Why a step of each kind is there, and where its numbers come from.
REASONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "prepare": ("Settling, and finding the spot first, keeps the pressing short and well aimed.", ("S0", "S3")),
    "heat": (
        "Warmth first is said to help the muscle relax. Ten to fifteen minutes are"
        " from one source; twenty is the most anywhere.",
        ("S0", "O-28"),
    ),
    "hold": (
        "Steady pressure on the tender spot is what all these guides have in common. What it does in the muscle"
        " is disputed.",
        ("S0", "S2", "S3", "O-58"),
    ),
    "rest": ("Easing off from time to time spares skin and muscle. How long is our choice.", ("S3", "own")),
    "stretch": (
        "Two guides stretch after pressing, one of them slowly. They give no time, so ours is the usual advice.",
        ("S0", "S2", "GK"),
    ),
    "move": ("One guide moves through the comfortable range after pressing.", ("S3", "own")),
    "exercise": ("A professional gave it for you. How much of it is right, they can say.", ("own",)),
}
BOUNDS = {
    "prepare": bounds.PREPARE,
    "heat": bounds.HEAT,
    "rest": bounds.REST,
    "stretch": bounds.STRETCH,
    "move": bounds.MOVE,
}


class Explanation(NamedTuple):
    """What stands behind an id. `said`: (label, text); `sources`: tags, in order."""

    id: str
    kind: str
    title: str
    said: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    spot: str = ""


def explain_item(item: Item, limits: Mapping[str, RoutineLimit]) -> Explanation:
    """Explain a question of the screening."""
    asked = "every region" if item.regions == ("all",) else ", ".join(item.regions)
    if item.from_age:
        asked += f", from {item.from_age} on"
    said = [("What it is", KINDS[item.kind]), ("Asked for", asked), ("Why", item.why)]
    if item.action:
        said.append(("If yes", item.action))
    if item.holds_back != "nothing":
        said += [
            ("Holds back", HELD[item.holds_back]),
            ("Lasts", LASTS.get(item.lasts, f"{item.lasts}, then it is asked again")),
        ]
    if item.clearable:
        said.append(("With a clinician's word", WARMTH if item.warmth_limits else "sessions go on within limits"))
    changes = [(limits[name].text, "") for name in item.limits if name in limits]
    for region, names in item.limits_in.items():
        changes += [(limits[name].text, region) for name in names if name in limits]
    said += [("Changes" + (f" for {region}" if region else ""), text) for text, region in changes]
    return Explanation(item.id, "question", item.question, tuple(said), item.sources)


def explain_limit(limit: RoutineLimit, items: Iterable[Item]) -> Explanation:
    """Explain a limit, with the questions that set it."""
    by = [i.id for i in items if limit.id in i.every_limit]
    said = [("Why", limit.why)]
    said += [("Said before pressing", limit.note)] if limit.note else []
    if by:
        said.append(("Set by a yes to", ", ".join(by)))
    return Explanation(limit.id, "limit", limit.text, tuple(said), limit.sources)


def explain_step(routine: Routine, number: int) -> Explanation:
    """Explain the step with this number, from 1, of a routine file."""
    part = routine.steps[number - 1]
    kind = part.__struct_config__.tag
    reason, reasons = REASONS[str(kind)]
    title = f"{routine.title}, step {number} of {len(routine.steps)}: {part.title} ({kind})"
    said = [*_describe_doing(part), ("Why", reason)]
    merged = tuple(dict.fromkeys((*part.sources, *reasons)))
    spot = part.spot if isinstance(part, Hold) else ""
    return Explanation(f"{routine.name}:{number}", "step", title, tuple(said), merged, spot)


def _describe_doing(part: RoutinePart) -> list[tuple[str, str]]:
    if isinstance(part, Hold):
        return [
            (f"With {tool}", f"{way.place} {way.cue} {way.seconds} s, {bounds.HOLD[tool][0]} to {way.most} allowed.")
            for tool in bounds.HOLD
            if (way := part.ways.ways_by_tool().get(tool)) is not None
        ]
    if isinstance(part, Exercise):
        sets = f"{part.sets}, with {part.rest_seconds} s of rest between" if part.sets > 1 else "1"
        said = [("Done", part.cue), ("Sets", sets), ("A set", part.dose)]
        return [*said, ("Should feel", part.feel)] if part.feel else said
    least, most = BOUNDS[str(part.__struct_config__.tag)]
    said = [("Done", part.cue), ("Seconds", f"{part.seconds}, {least} to {most} allowed")]
    return [*said, ("Should feel", part.feel)] if part.feel else said


def explain_spot(spot: Spot, steps: Iterable[str], places: Iterable[Place]) -> Explanation:
    """Explain a spot, with the routine steps that press it and the places that lead to it."""
    said = [("Region", spot.region), ("Pressed with", ", ".join(spot.tools))]
    pressing = list(steps)
    leading = [p.id for p in places if any(m.spot == spot.id and m.pressed for m in p.muscles)]
    if pressing:
        said.append(("Pressed in", f"{', '.join(pressing)} (more with: knot why {pressing[0]})"))
    if leading:
        said.append(("Named for", ", ".join(leading)))
    return Explanation(spot.id, "spot", capitalize_first(spot.name), tuple(said), spot.sources, spot.id)


def explain_zone(zone: Zone) -> Explanation:
    """Explain a zone that is left alone."""
    never = [word for word, allowed in (("pressed", zone.press), ("warmed", zone.heat)) if not allowed]
    regions = "every region" if "all" in zone.regions else ", ".join(zone.regions)
    said = (("Here", f"nothing is {' or '.join(never)}"), ("Why", zone.why), ("Said before a session of", regions))
    return Explanation(zone.id, "zone", capitalize_first(zone.name), said, zone.sources)


def explain_place(place: Place) -> Explanation:
    """Explain a place of the referral map."""
    said = [(first, rest) for first, rest in (line.split(": ", 1) for line in describe_place(place))]
    said.append(("Note", place.note))
    if place.kind == "muscles":
        said.append(("How sure", REFERRAL_CAVEAT))
    said.append(("Next", ", then ".join(place.commands)))
    return Explanation(place.id, "place", place.title, tuple(said), place.all_sources)


def explain_rule(rule: StopRule, items: Mapping[str, Item]) -> Explanation:
    """Explain a reason to stop a session. `items`: the questions, by id."""
    closes = "every region, until a clinician has looked" if rule.emergency else "this region, until a new check"
    said = [("What it is", "a reason to stop a session (the x key)")]
    said.append(("Said at once", rule.advice or "the emergency text"))
    said.append(("Holds back", closes))
    said += [("Sets", f"{flag}: {items[flag].label}") for flag in rule.flags if flag in items]
    return Explanation(f"stop:{rule.id}", "stop rule", rule.name, tuple(said), rule.sources)


def explain_cause(cause: Cause) -> Explanation:
    """Explain what may keep a knot coming back, and the change that is suggested."""
    asked = "every region" if cause.regions == ("all",) else ", ".join(cause.regions)
    said = (("Change to try", cause.change), ("Why", cause.why), ("Asked for", asked))
    return Explanation(f"desk:{cause.id}", "habit", cause.ask, said, cause.sources)


def explain_source(tag: str, table: Mapping[str, Any]) -> Explanation:
    """Explain a source: what it is, and how far it was read."""
    kind = SOURCES.get(str(table.get("kind")), "")
    said = (("What it is", kind), ("How it was read", str(table.get("note", ""))))
    return Explanation(tag, "source", str(table["title"]), tuple(s for s in said if s[1]), ())


def explanation_lines(found: Explanation, titles: Mapping[str, str], figure: BodyFigure) -> list[Block]:
    """Show an explanation, with a small picture where there is a spot."""
    shown: list[Block] = [((found.title, "title"),), ""]
    if found.spot:
        shown.append(Beside((*draw_spot(figure, found.spot), "")))
    shown += [(((f"{label}:", "strong"), (f" {text}", ""))) for label, text in found.said]
    if found.sources:
        shown += ["", *source_lines(found.sources, titles)]
    return [*shown, "", (("To see what else you can ask: ", "dim"), ("knot why", "key"))]


def explanation_document(found: Explanation, titles: Mapping[str, str]) -> dict[str, Any]:
    """Give an explanation's JSON document."""
    return {
        **pick_fields(found, "id kind title"),
        "text": [{"label": label, "text": text} for label, text in found.said],
        "sources": dict(list_source_titles(found.sources, titles)),
    }
