"""Items and answers → a verdict. Pure, total, and closed unless every rule lets it open. It never sees a sentence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from knotcli.coach.screening.flags import MAY_START, NAMED
from knotcli.coach.screening.items import Condition, Item, ItemEffect, Urgency
from knotcli.coach.vocabulary import VERDICTS, Answer, ClearedWord, Region, Verdict, regions_to_ask

AgeBand = Literal["", "under 16", "16-17", "18-49", "50-64", "65+"]


class Given(NamedTuple):
    """What was answered. words: by item id. cleared: a clinician's word by item id. said: which questions count, by item.

    not_applicable: what a fact rules out, with the fact: an item's id, age or session. age: the band, empty if unknown.
    """

    words: Mapping[str, Answer]
    cleared: Mapping[str, ClearedWord] = {}
    said: Mapping[str, Sequence[int]] = {}
    not_applicable: Mapping[str, str] = {}
    age: str = ""


class Limit(msgspec.Struct, frozen=True):
    """A limit on the routine, and the item that asks for it."""

    id: str
    because: str


class Reason(msgspec.Struct, frozen=True):
    """An item that was named. `answer` is yes or unsure; `standing` since when a red flag has stood, if from before.

    verdict: what this reason alone leads to. cleared: a clinician's word, where one was given. said: which of its
    questions count.
    """

    item: Item
    answer: Answer
    standing: datetime | None = None
    verdict: Verdict = "incomplete"
    cleared: str = ""
    said: tuple[int, ...] = ()

    @property
    def says(self) -> tuple[str, ...]:
        """What was named, in the questions' own words; the item's label where they are not known."""
        found = tuple(says for n in self.said if (says := self.item.asks[n - 1].says or self.item.asks[n - 1].states))
        return found or (self.item.label,)

    @property
    def states(self) -> tuple[str, ...]:
        """The same as clauses, without capital or full stop; empty where they are not known."""
        return tuple(states for n in self.said if (states := self.item.asks[n - 1].states))


class RegionVerdict(msgspec.Struct, frozen=True):
    """What was found for one region."""

    verdict: Verdict
    limits: tuple[Limit, ...] = ()
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def may_start(self) -> bool:
        """Whether a session may start."""
        return self.verdict in MAY_START


def band_of(age: int | None) -> AgeBand:
    """Give the band that an age lies in; empty where it is not known."""
    if age is None:
        return ""
    steps: tuple[tuple[int, AgeBand], ...] = ((16, "under 16"), (18, "16-17"), (50, "18-49"), (65, "50-64"))
    return next((band for most, band in steps if age < most), "65+")


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Give the worst verdict; of none, `incomplete`: nothing asked is nothing passed."""
    return min(verdicts, key=VERDICTS.index, default="incomplete")


def is_ruled_out(item: Item, given: Given, asks: Sequence[Region]) -> bool:
    """Tell whether the item was not put for these regions because of a fact, and the fact truly rules it out."""
    fact = given.not_applicable.get(item.id, "")
    if item.id in given.words:
        return False
    if fact == "age":
        return given.age in ("under 16", "16-17", "18-49") and asked_from(item, asks) == 50
    if fact == "session":
        return item.cluster == "C7"
    return fact in item.needs and all(given.words.get(need) == "no" for need in item.needs)


def asked_from(item: Item, asks: Sequence[Region]) -> int:
    """Give the age in years from which one of the item's signs is asked about for these regions; 0 for any age."""
    here = [one for one in item.asks if one.role == "sign" and (not one.regions or {*one.regions} & {*asks})]
    return max(item.from_age, min((one.from_age for one in here), default=0))


def evaluate(
    region: Region,
    items: Iterable[Item],
    given: Given,
    open_limits: Mapping[str, Collection[Region]],
    asks: Sequence[Region] | None = None,
) -> RegionVerdict:
    """Judge one region. Total: any answers give a verdict, and only whole and harmless ones let a session start.

    items: all items of the content, in order. A word that is not yes, no or unsure, and no fact that rules the item
    out, counts as not answered. open_limits: by the id of a limit that the planner knows how to keep, the regions of
    which it leaves a session; any other closes. asks: regions whose questions must be answered too, beside those of `vocabulary.regions_to_ask`, which no list can take away.
    """
    asks = tuple(dict.fromkeys((*regions_to_ask(region), *(asks or ()))))
    found: list[Verdict] = ["ok"]
    limits: list[Limit] = []
    reasons: list[Reason] = []
    missing: list[str] = []
    required = 0
    for item in items:
        if item.kind == "likelihood":
            continue
        is_asked = any(item.concerns(name) for name in asks)
        required += is_asked
        answer = given.words.get(item.id)
        if answer == "no" or is_ruled_out(item, given, asks):
            continue
        if answer not in NAMED:
            missing += [item.id] if is_asked else []
            continue
        if not (is_asked or item.holds_everything):
            continue
        verdict, asked_limits = judge_item(item, region, asks, given, open_limits)
        found.append(verdict)
        limits += [Limit(name, item.id) for name in asked_limits]
        cleared = given.cleared.get(item.id, "") if item.clearable else ""
        reasons.append(Reason(item, answer, None, verdict, cleared, tuple(given.said.get(item.id, ()))))
    if missing or not required:
        found.append("incomplete")
    reasons.sort(key=lambda reason: (VERDICTS.index(reason.verdict), _rank(reason.item)))
    return RegionVerdict(worst(found), tuple(limits), tuple(reasons), tuple(missing))


def judge_item(
    item: Item, region: Region, asks: Sequence[Region], given: Given, open_limits: Mapping[str, Collection[Region]]
) -> tuple[Verdict, tuple[str, ...]]:
    """Judge one item that was named: what it leads to, and the limits that it asks for."""
    if item.kind == "emergency":
        return "emergency", ()
    effect: ItemEffect = item
    if item.milder and any(_holds(one, item, asks, given) for one in item.milder.any_of):
        effect = item.milder
    urgent = any(given.words.get(other) in NAMED for other in item.today_with)
    urgency: Urgency = "today" if urgent else effect.urgency
    word = given.cleared.get(item.id)
    cleared = effect.clearance and not urgent and word in ("yes", "massage")
    if item.kind == "red-flag" and not cleared:
        return ("see-soon" if urgency == "soon" else "see-today"), ()
    if item.kind == "absolute" and item.holds_back != "step" and not cleared:
        return "blocked", ()
    per_region = [effect.limits_in.get(name, effect.limits) for name in asks if item.concerns(name)]
    limits = tuple(dict.fromkeys(name for names in per_region or [effect.limits] for name in names))
    if item.warmth_limits and word == "yes":
        limits = item.warmth_limits
    if effect.clearance and word == "massage":
        limits = (*limits, *(name for name in ("no-heat",) if name not in limits))
    if not limits or any(region not in open_limits.get(name, ()) for name in limits):
        return "blocked", limits
    return ("limits", limits) if cleared or not effect.clearance else ("needs-clearance", ())


def _holds(condition: Condition, item: Item, asks: Sequence[Region], given: Given) -> bool:
    """Tell whether a condition for the milder effect surely holds: what is not known never does."""
    said = given.said.get(item.id)
    if (condition.said or condition.unsaid) and said is None:
        return False
    return (
        {*condition.said} <= {*(said or ())}
        and not {*condition.unsaid} & {*(said or ())}
        and not {*condition.outside} & {*asks}
        and (not condition.denied or given.words.get(condition.denied) == "no")
    )


def _rank(item: Item) -> int:
    order = ("emergency", "red-flag", "absolute", "relative")
    return order.index(item.kind) * 2 + (item.urgency == "soon")


def likelihood(fits: Sequence[str], answers: Mapping[str, str]) -> tuple[int, int]:
    """Count the features that fit muscle knots, of how many that were put. Describes; never judges (O-58)."""
    return sum(answers.get(ident) == "yes" for ident in fits), len(fits)
