"""Items and answers → a verdict. Pure, total, and closed unless every rule lets it open."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

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

    def concerns(self, region: str) -> bool:
        """Tell whether the item is asked for this region."""
        return self.regions == ("all",) or region in self.regions
