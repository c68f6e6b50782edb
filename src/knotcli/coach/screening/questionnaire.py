"""Everything that the check asks and says, as one value, and what it must hold to be asked and judged as it should."""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, NamedTuple

import msgspec

from knotcli.coach.screening.clusters import CheckSetting, Cluster, ListLine
from knotcli.coach.screening.flags import DURABLE
from knotcli.coach.screening.items import Item, Text
from knotcli.coach.vocabulary import REGIONS, Region

Phrase = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class StoryQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the nine questions about the pain itself, or how long it has lasted (4b).

    choices: key → the words shown behind the question. passable: Enter alone passes it over. several: letters add up.
    feature: the likelihood item it tells. fits, misfits: the keys that guides describe for a muscle knot, or do not.
    """

    number: str
    text: Phrase
    choices: Mapping[str, str]
    passable: bool = False
    several: bool = False
    feature: str = ""
    fits: tuple[str, ...] = ()
    misfits: tuple[str, ...] = ()


class StoryNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence of the reply to the story, for certain keys. heat: only where the routine begins with warmth."""

    number: str
    keys: tuple[str, ...]
    text: Phrase
    heat: bool = False


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line of the reply: where it fits ({what}: what was told), where it differs, and between."""

    fits: Text
    differs: Text
    mixed: Text


class Story(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The questions about the pain itself, the age, and the reply that is true of what was said."""

    question: Annotated[tuple[StoryQuestion, ...], msgspec.Meta(min_length=10, max_length=10)]
    note: Annotated[tuple[StoryNote, ...], msgspec.Meta(min_length=1)]
    reply: Reply
    age: Phrase
    same_pain: Phrase
    sources: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class RecheckLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line before a session, and the clusters and single items for which it stands.

    head_text: its words for neck, jaw and headache, where they differ.
    """

    text: Phrase
    head_text: str = ""
    clusters: tuple[str, ...]
    items: tuple[str, ...] = ()


class Recheck(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The lines before a session. {date} in the heading: the day of the check."""

    heading: Phrase
    line: Annotated[tuple[RecheckLine, ...], msgspec.Meta(min_length=5, max_length=5)]


class AlwaysNamed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact that the line about the person names even where it is no."""

    item: str
    text: Phrase


class FactTexts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The line about the person at a later check, and that of another region's check."""

    line: Phrase
    further: Phrase
    nothing: Phrase
    always: Annotated[tuple[AlwaysNamed, ...], msgspec.Meta(min_length=3, max_length=3)]


class Clearance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked about a clinician's word: pressing, then warmth; or warmth alone."""

    massage: Phrase
    warmth: Phrase
    warmth_only: Phrase


class OldTexts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said over the questions that take the place of an older one."""

    again: Phrase


class ScreenTexts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the check says around its sentences: the headings by part, P_next for a further region's place."""

    heading: Mapping[str, str]
    clearance: Clearance
    facts: FactTexts
    old: OldTexts


class ClusterFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The clusters in their order, and the second list to which A3 opens."""

    cluster: Annotated[tuple[Cluster, ...], msgspec.Meta(min_length=1)]
    second: Annotated[tuple[ListLine, ...], msgspec.Meta(min_length=1)]


SECOND_LIST = "A3"
"""The cluster that opens to a second list."""


class Questionnaire(NamedTuple):
    """Everything the check asks. items: by id, in the order of the answers file. open_limits: as in
    `judge.evaluate`. moving: by item id, the items whose answers can make it yes."""

    items: Mapping[str, Item]
    clusters: tuple[Cluster, ...]
    second: tuple[ListLine, ...]
    story: Story
    recheck: Recheck
    texts: ScreenTexts
    fits: tuple[str, ...]
    open_limits: Mapping[str, Collection[Region]] = {}
    moving: Mapping[str, tuple[str, ...]] = {}


def recheck_lines(found: Questionnaire, setting: CheckSetting) -> list[tuple[str, tuple[str, ...]]]:
    """Give the five lines for a region, each with the ids of the items that it opens there, emergencies first."""
    head = setting.touches(("neck", "jaw", "headache"))
    lines = []
    for line in found.recheck.line:
        ids = [i for i, item in found.items.items() if item.cluster in line.clusters or i in line.items]
        lines.append((line.head_text if head and line.head_text else line.text, tuple(ids)))
    return lines


PREFIX = {"emergency": "em_", "red-flag": "rf_", "absolute": "ab_", "relative": "rel_", "likelihood": "ml_"}
HOLDS_BACK = {
    "emergency": ("everything",), "red-flag": ("everything",), "absolute": ("everything", "region", "step"),
    "relative": ("everything", "region"), "likelihood": ("nothing",),
}  # fmt: skip
URGENCY = {"emergency": ("emergency",), "red-flag": ("today", "soon")}
ELSEWHERE = ("N", "W", "age")
"""What carries an item without a sentence of its own: two questions of the story, and the age."""
CLEARABLE = DURABLE | {"ab_thinner"}
"""The warning signs that a clinician's word can answer, and the one such block. Fixed here, so that no file adds one."""


def find_item_faults(item: Item) -> Iterator[str]:
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


def find_content_gaps(whole: Questionnaire) -> Iterator[str]:
    """Give what the sentences carry where it does not belong, or not at all. What they leave out is never answered."""
    for cluster in whole.clusters:
        for clause in (clause for group in cluster.group for clause in group.clause):
            for ident in clause.items:
                if ident not in whole.items or whole.items[ident].cluster != cluster.id:
                    yield f"clusters.toml: {cluster.id} carries {ident}, which is not its item"
    carried = {i for cluster in whole.clusters for group in cluster.group for c in group.clause for i in c.items}
    for ident, item in whole.items.items():
        if item.kind != "likelihood" and item.cluster not in ELSEWHERE and ident not in carried:
            yield f"clusters.toml: nothing carries {ident}"
    listed = sorted(ident for line in whole.second for ident in line.items)
    if listed != sorted(i for i, item in whole.items.items() if item.cluster == SECOND_LIST):
        yield f"clusters.toml: the second list does not hold what {SECOND_LIST} carries"
