"""What an item of the screening must hold to be asked and judged as its kind is. A loosened one is a fault."""

from collections.abc import Iterator

from knotcli.coach.screening.judge import Item
from knotcli.coach.vocabulary import REGIONS

PREFIX = {"emergency": "em_", "red-flag": "rf_", "absolute": "ab_", "relative": "rel_", "likelihood": "ml_"}
HOLDS_BACK = {
    "emergency": ("everything",),
    "red-flag": ("everything",),
    "absolute": ("everything", "region", "step"),
    "relative": ("everything", "region"),
    "likelihood": ("nothing",),
}
URGENCY = {"emergency": ("emergency",), "red-flag": ("today", "soon")}


def faults(item: Item) -> Iterator[str]:
    """Give every fault of an item, in words that name its key."""
    if not item.id.startswith(PREFIX[item.kind]):
        yield f"the id of a {item.kind} begins with {PREFIX[item.kind]}"
    if item.holds_back not in HOLDS_BACK[item.kind]:
        yield f"holds_back of a {item.kind} takes {' or '.join(HOLDS_BACK[item.kind])}"
    if item.urgency not in URGENCY.get(item.kind, ("",)):
        yield f"urgency does not fit a {item.kind}"
    if bool(item.brief) != (item.kind in URGENCY):
        yield "brief belongs to warning signs, and each of them needs one"
    known = item.regions == ("all",) or (bool(item.regions) and set(item.regions) <= set(REGIONS))
    if not known or len(set(item.regions)) != len(item.regions):
        yield 'regions takes ["all"], or names of regions, each once'
    concerned = [region for region in REGIONS if item.concerns(region)]
    if not item.limits_in.keys() <= set(concerned):
        yield "limits_in names a region that the item does not concern"
    changes = item.kind == "relative" or item.holds_back == "step"
    if changes and not all(item.limits_in.get(region, item.limits) for region in concerned):
        yield "limits are missing: a yes would change nothing"
    if not changes and (item.limits or item.limits_in or item.clearance):
        yield f"limits and clearance have no place in this {item.kind}"
