"""What the content of the screening must hold to be asked and judged as it should. A loosened or lost one is a fault."""

from collections.abc import Iterator

from knotcli.coach.screening.flags import DURABLE
from knotcli.coach.screening.items import Item
from knotcli.coach.screening.questionnaire import SECOND_LIST, Questionnaire
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
ELSEWHERE = ("N", "W", "age")
"""What carries an item without a sentence of its own: two questions of the story, and the age."""
CLEARABLE = DURABLE | {"ab_thinner"}
"""The warning signs that a clinician's word can answer, and the one such block. Fixed here, so that no file adds one."""


def find_faults(item: Item) -> Iterator[str]:
    """Give every fault of an item, in words that name its key."""
    if not item.id.startswith(PREFIX[item.kind]):
        yield f"the id of a {item.kind} begins with {PREFIX[item.kind]}"
    if item.holds_back not in HOLDS_BACK[item.kind]:
        yield f"holds_back of a {item.kind} takes {' or '.join(HOLDS_BACK[item.kind])}"
    if item.urgency not in URGENCY.get(item.kind, ("",)):
        yield f"urgency does not fit a {item.kind}"
    known = item.regions == ("all",) or (bool(item.regions) and set(item.regions) <= set(REGIONS))
    if not known or len(set(item.regions)) != len(item.regions):
        yield 'regions takes ["all"], or names of regions, each once'
    concerned = [region for region in REGIONS if item.concerns(region)]
    if not item.limits_in.keys() <= set(concerned):
        yield "limits_in names a region that the item does not concern"
    if item.kind in ("emergency", "red-flag", "absolute") and item.clearable and item.id not in CLEARABLE:
        yield "no clinician's word answers this one"
    changes = item.kind == "relative" or item.holds_back == "step" or item.clearance
    if changes and not all(item.limits_in.get(region, item.limits) for region in concerned):
        yield "limits are missing: a yes would change nothing"
    if item.milder and not all(item.milder.limits_in.get(region, item.milder.limits) for region in concerned):
        yield "limits of the milder effect are missing"
    if not changes and (item.limits or item.limits_in):
        yield f"limits have no place in this {item.kind}"
    if item.kind != "likelihood" and not 1 <= len(item.signs) <= 3:
        yield "an item has one to three signs"
    for number, question in enumerate(item.asks, 1):
        if any(not 1 <= other < number for other in (*question.after, *question.beside_no)):
            yield f"question {number} comes after one that does not stand before it"


def find_gaps(whole: Questionnaire) -> Iterator[str]:
    """Give what the sentences carry where it does not belong, or not at all. What they leave out is never answered."""
    for cluster in whole.clusters:
        for clause in (clause for group in cluster.group for clause in group.clause):
            for ident in clause.items:
                if ident not in whole.items or whole.items[ident].cluster != cluster.id:
                    yield f"clusters.toml: {cluster.id} carries {ident}, which is not its item"
    carried = {
        i for cluster in whole.clusters for group in cluster.group for c in group.clause for i in c.items
    }
    for ident, item in whole.items.items():
        if item.kind != "likelihood" and item.cluster not in ELSEWHERE and ident not in carried:
            yield f"clusters.toml: nothing carries {ident}"
    listed = sorted(ident for line in whole.second for ident in line.items)
    if listed != sorted(i for i, item in whole.items.items() if item.cluster == SECOND_LIST):
        yield f"clusters.toml: the second list does not hold what {SECOND_LIST} carries"
