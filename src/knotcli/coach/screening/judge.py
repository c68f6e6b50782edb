"""Items and answers → a verdict. Pure, total, and closed unless every rule lets it open."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from knotcli.coach.regions import regions_to_ask
from knotcli.coach.screening.flags import MAY_START as MAY_START
from knotcli.coach.screening.flags import VALID_DAYS as VALID_DAYS
from knotcli.coach.vocabulary import VERDICTS as VERDICTS
from knotcli.coach.vocabulary import Answer, Region, Verdict

Kind = Literal["emergency", "red-flag", "absolute", "relative", "likelihood"]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question of the screening (clinical.md, section A).

    question: the whole question, as a careful therapist would put it. short: the same in one line for the list
    of the check. brief: a few words for the re-check before a session (emergency and red-flag items only).
    holds_back: everything (the whole person), region (the skin or tissue there), step (a part of the routine).
    limits: what changes in the routine when the answer is yes (ids of content/limits.toml); limits_in: the same
    for one region, instead of `limits`. clearance: a clinician's word is asked for before limits apply.
    """

    id: Annotated[str, msgspec.Meta(pattern="^(em|rf|ab|rel|ml)_[a-z0-9_]+$")]
    kind: Kind
    question: Text
    short: Annotated[str, msgspec.Meta(min_length=1, max_length=150)]
    brief: Annotated[str, msgspec.Meta(max_length=36)] = ""
    regions: tuple[str, ...]  # ("all",) or region names
    holds_back: Literal["everything", "region", "step", "nothing"]
    urgency: Literal["emergency", "today", "soon", ""] = ""
    action: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    why: Text
    limits: tuple[str, ...] = ()
    limits_in: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    clearance: bool = False
    sources: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]

    def concerns(self, region: Region) -> bool:
        """Tell whether the item is asked for this region."""
        return self.regions == ("all",) or region in self.regions

    @property
    def holds_everything(self) -> bool:
        """Tell whether a yes holds back every region: a warning sign always does, whatever the content says."""
        return self.kind in ("emergency", "red-flag") or self.holds_back == "everything"


class Limit(msgspec.Struct, frozen=True):
    """A limit on the routine, and the item that asks for it."""

    id: str
    because: str


class Reason(msgspec.Struct, frozen=True):
    """An item that was named. `answer` is yes or unsure; `standing` since when a red flag has stood, if from before."""

    item: Item
    answer: Answer
    standing: datetime | None = None


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


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Give the worst verdict; of none, `incomplete`: nothing asked is nothing passed."""
    return min(verdicts, key=VERDICTS.index, default="incomplete")


def evaluate(
    region: Region,
    items: Sequence[Item],
    answers: Mapping[str, Answer],
    cleared: Mapping[str, Answer],
    closing: Collection[str],
    open_limits: Collection[str],
    asks: Sequence[Region] | None = None,
) -> RegionVerdict:
    """Judge one region. Total: any answers give a verdict, and only whole and harmless ones let a session start.

    items: all items of the content, in order. answers, cleared: words by item id; a word that is not yes, no or
    unsure counts as not answered. closing: ids of limits that leave no session (not offered, not today).
    open_limits: ids of limits that the planner knows how to keep; any other closes. asks: regions whose questions
    must be answered too, beside those of `regions.asked(region)`, which no list can take away.
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
        concerned = [name for name in asks if item.concerns(name)]
        required += bool(concerned)
        answer = answers.get(item.id)
        if answer not in ("yes", "no", "unsure"):
            if concerned:
                missing.append(item.id)
            continue
        if answer == "no" or not (concerned or item.holds_everything):
            continue
        verdict, asked_limits = _judge(item, concerned, cleared, closing, open_limits)
        found.append(verdict)
        limits += [Limit(name, item.id) for name in asked_limits]
        reasons.append(Reason(item, answer))
    if missing or not required:
        found.append("incomplete")
    reasons.sort(key=lambda reason: _rank(reason.item))
    return RegionVerdict(worst(found), tuple(limits), tuple(reasons), tuple(missing))


def _judge(
    item: Item,
    concerned: Sequence[str],
    cleared: Mapping[str, Answer],
    closing: Collection[str],
    known: Collection[str],
) -> tuple[Verdict, tuple[str, ...]]:
    if item.kind == "emergency":
        return "emergency", ()
    if item.kind == "red-flag":
        return ("see-soon" if item.urgency == "soon" else "see-today"), ()
    per_region = [item.limits_in.get(name, item.limits) for name in concerned] or [item.limits]
    limits = tuple(dict.fromkeys(name for names in per_region for name in names))
    if item.kind == "absolute" and item.holds_back != "step":
        return "blocked", ()
    if any(name in closing or name not in known for name in limits):
        return "blocked", limits
    if item.kind == "absolute":
        return ("limits" if limits else "blocked"), limits
    if item.clearance and cleared.get(item.id) != "yes":
        return "needs-clearance", ()
    return "limits", limits


def _rank(item: Item) -> int:
    order = ("emergency", "red-flag", "absolute", "relative")
    return order.index(item.kind) * 2 + (item.urgency == "soon")


def likelihood(fits: Sequence[str], answers: Mapping[str, Answer]) -> tuple[int, int]:
    """Count the features that fit muscle knots, of how many. Describes; never judges (A.5; O-58)."""
    return sum(answers.get(ident) == "yes" for ident in fits), len(fits)
