"""The items of the screening: what is asked about one sign or condition, and what a yes leads to."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

import msgspec

Kind = Literal["emergency", "red-flag", "absolute", "relative", "likelihood"]
Urgency = Literal["emergency", "today", "soon", ""]
HoldsBack = Literal["everything", "region", "step", "nothing"]
Lasts = Literal["flag", "now", "today", "30 days", "6 months", "12 months"]
Role = Literal["sign", "unless", "detail"]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Short = Annotated[str, msgspec.Meta(max_length=200)]
ItemId = Annotated[str, msgspec.Meta(pattern="^(em|rf|ab|rel|ml)_[a-z0-9_]+$")]

LIVES: Mapping[Lasts, timedelta] = {
    "flag": timedelta(days=30), "now": timedelta(days=30), "today": timedelta(days=1), "30 days": timedelta(days=30),
    "6 months": timedelta(days=182), "12 months": timedelta(days=365),
}  # fmt: skip
"""How long an answer lives. A flag that was named stands until a clinician has looked: this is its no (own decisions)."""


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of an item's numbered questions. Any yes or unsure to a `sign` makes the item so.

    says: the sign in a few words, a noun phrase. states: the same as a clause, without capital or full stop.
    regions: put only there; empty means wherever the item is. from_age: put only from this age on.
    after: put only after a yes or unsure to one of these questions; for a sign both are then needed.
    role: sign; unless (a clear yes takes back the signs above it); detail (tells more, is never a yes of its own).
    clearly: only a clear yes to this detail counts. beside_no: as `unless`, it counts only beside a clear no to these.
    alone_from: from this age on it counts without the questions that come after it.
    below_age: below this age it is put though the item is already yes, because it decides what follows.
    answers: the item that becomes yes by it: a sign's or detail's yes or unsure, an `unless`'s clear yes.
    opens: the cluster that is opened when its screen comes. pain: about this pain, so no other region's check answers it.
    by_age: told by the age, never put.
    """

    text: Text
    says: Short = ""
    states: Short = ""
    regions: tuple[str, ...] = ()
    from_age: int = 0
    after: tuple[int, ...] = ()
    role: Role = "sign"
    clearly: bool = False
    beside_no: tuple[int, ...] = ()
    alone_from: int = 0
    below_age: int = 0
    answers: str = ""
    opens: str = ""
    pain: bool = False
    by_age: bool = False


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must be known for a milder effect; every part that is given has to hold. What was not put is not known.

    said, unsaid: numbers of questions that were put, and did or did not count. outside: none of these regions is
    concerned. denied: this other item was clearly answered no.
    """

    said: tuple[int, ...] = ()
    unsaid: tuple[int, ...] = ()
    outside: tuple[str, ...] = ()
    denied: str = ""


class ItemEffect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a yes leads to. See Item."""

    urgency: Urgency = ""
    limits: tuple[str, ...] = ()
    limits_in: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    clearance: bool = False


class MilderEffect(ItemEffect, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The effect in place of the item's own, where one of the conditions surely holds."""

    any_of: Annotated[tuple[Condition, ...], msgspec.Meta(min_length=1)]


class Item(ItemEffect, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sign or condition that the screening asks about.

    cluster: the cluster whose sentence carries it; N and W belong to the story, age to the age; empty: only in a file.
    label: a noun phrase for results and history. asks: its questions, numbered from 1.
    signs: words of which one at least stands in the sentence that carries it.
    whole: the whole question, where joining the single ones would mislead.
    holds_back: everything (the whole person), region (the skin or tissue there), step (a part of the routine).
    clearance: with a clinician's word a yes gives these limits; without it, it holds back. warmth: as clearance, but
    the word is for warmth alone, and gives `warmth_limits` in place of `limits`.
    limits: what changes in the routine (ids of content/limits.toml); limits_in: the same for one region, instead.
    needs: facts, of which one must be yes for it to be asked. from_age: asked only from this age on.
    today_with: beside one of these it is to be seen today, and no clinician's word gives limits.
    milder: the milder effect of some answers; where they are not known, the item's own stands.
    lasts: how long its answer lives. pain: about this pain, so no other region's check answers it.
    """

    id: ItemId
    kind: Kind
    cluster: str = ""
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=150)]
    regions: tuple[str, ...]  # ("all",) or region names
    signs: tuple[str, ...] = ()
    asks: Annotated[tuple[Question, ...], msgspec.Meta(min_length=1)]
    whole: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    holds_back: HoldsBack
    warmth_limits: tuple[str, ...] = ()
    milder: MilderEffect | None = None
    today_with: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    from_age: int = 0
    lasts: Lasts = "flag"
    pain: bool = False
    action: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    why: Text
    sources: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]

    def concerns(self, region: str) -> bool:
        """Tell whether the item is about this region."""
        return self.regions == ("all",) or region in self.regions

    @property
    def holds_everything(self) -> bool:
        """Tell whether a yes holds back every region: a warning sign always does, whatever the content says."""
        return self.kind in ("emergency", "red-flag") or self.holds_back == "everything"

    @property
    def clearable(self) -> bool:
        """Tell whether a clinician's word changes what a yes leads to."""
        return self.clearance or bool(self.warmth_limits) or (self.milder is not None and self.milder.clearance)

    @property
    def every_limit(self) -> tuple[str, ...]:
        """The ids of all limits that a yes may bring, in any region."""
        effects = (self, self.milder) if self.milder else (self,)
        named = [name for one in effects for names in (one.limits, *one.limits_in.values()) for name in names]
        return tuple(dict.fromkeys((*named, *self.warmth_limits)))

    @property
    def question(self) -> str:
        """The whole question: the single ones joined, for the answers file, JSON and `knot why`."""
        return self.whole or _joined(self)


OLDER = "If you are 50 or older: "
AFTER_SESSION = "After a session in the last 14 days: "
FACTS = {
    "rel_pregnant": "are pregnant or gave birth in the last six weeks",
    "ab_thinner": "take a blood thinner",
    "ab_bleeding": "have a bleeding disorder",
    "rel_cancer_past": "have ever had cancer",
}
"""The facts that an item may need, as they begin its whole question."""


def _joined(item: Item) -> str:
    """Join any-of by Or, what comes after a yes by And, what takes back by Not; what only decides the effect is left out."""
    parts: list[str] = []
    for number, asked in enumerate(item.asks):
        if asked.role == "unless":
            parts.append(f"(Not if: {asked.text})")
        elif asked.role == "sign":
            arrow = asked.after and asked.after != item.asks[number - 1].after
            begin = "And, if so: " if arrow else "Or: " if parts else ""
            parts.append(f"{begin}{OLDER if asked.from_age else ''}{asked.text}")
    begin = OLDER if item.from_age else AFTER_SESSION if item.cluster == "C7" else ""
    if item.needs:
        begin = f"If you {' or '.join(FACTS[name] for name in item.needs)}: "
    return begin + " ".join(parts)
