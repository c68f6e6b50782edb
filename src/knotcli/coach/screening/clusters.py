"""The clusters of the screening: clauses that carry items, and the sentences that they make for regions and an age."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Annotated, Literal, NamedTuple

import msgspec

from knotcli.coach.screening.items import Item
from knotcli.coach.text import capitalize_first, join_words
from knotcli.coach.vocabulary import Region, regions_to_ask

ScreenPart = Literal["E", "C", "A", "P"]
PARTS: tuple[ScreenPart, ...] = ("E", "C", "A", "P")
"""The screens: emergencies, signs that a doctor should see first, about you, the place and you now."""
WORDS_MOST = 35
"""A sentence that would be longer is shown as two (own decision)."""


class Clause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a sentence, and the items it carries. It is shown when one of them concerns the check, and:

    regions: one of these is asked about. from_age: from this age on (an age that is not known may be any). with_item, unless_item: that
    item concerns the check, or does not. pain: it is about this pain, so another region's check shows it again.
    """

    text: Annotated[str, msgspec.Meta(min_length=1)]
    items: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    regions: tuple[str, ...] = ()
    from_age: int = 0
    with_item: str = ""
    unless_item: str = ""
    pain: bool = False


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Clauses under one lead, such as "the pain …", or single ones where there is no lead."""

    lead: str = ""
    clause: Annotated[tuple[Clause, ...], msgspec.Meta(min_length=1)]


class Cluster(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sentence of a screen. `about`: what it is about, for documents; never shown as a reason."""

    id: Annotated[str, msgspec.Meta(pattern="^[ECAP][1-8]$")]
    about: str
    group: Annotated[tuple[Group, ...], msgspec.Meta(min_length=1)]

    @property
    def part(self) -> ScreenPart:
        """The screen on which it stands."""
        return next(part for part in PARTS if self.id.startswith(part))


class ListLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of the second list to which a sentence opens, and the items it stands for."""

    text: str
    items: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class CheckSetting(NamedTuple):
    """What decides which items, clauses and questions concern a check.

    regions: those that the check is about. age: in years, None while it is not known. after_session: a session of any
    region was kept in the last 14 days.
    """

    regions: tuple[Region, ...]
    age: int | None = None
    after_session: bool = False

    @property
    def asked(self) -> tuple[Region, ...]:
        """The regions of the check and those whose muscles their routines press too."""
        return tuple(dict.fromkeys(name for region in self.regions for name in regions_to_ask(region)))

    def is_from(self, age: int) -> bool:
        """Tell whether the person may be of this age or more: an age that is not known may be any."""
        return not age or self.age is None or self.age >= age

    def touches(self, regions: Collection[str]) -> bool:
        """Tell whether one of these regions is asked about; none named means any."""
        return not regions or any(name in regions for name in self.asked)


class ShownSentence(NamedTuple):
    """A sentence as shown. id: its cluster's, with a number behind it where it was cut in two: C4, C4.2.

    items: those that its clauses carry and that concern the check, in order.
    """

    id: str
    cluster: str
    text: str
    items: tuple[str, ...]


def concerns(item: Item, setting: CheckSetting) -> bool:
    """Tell whether the item is put to somebody in this setting, its facts aside. What is asked about the person is always."""
    if item.from_age and not setting.is_from(item.from_age):
        return False
    if item.cluster == "C7" and not setting.after_session:
        return False
    if not item.cluster.startswith("A") and not any(item.concerns(name) for name in setting.asked):
        return False
    return any(setting.touches(q.regions) and setting.is_from(q.from_age) for q in item.asks if q.role == "sign")


def shown_clauses(
    cluster: Cluster, items: Mapping[str, Item], setting: CheckSetting
) -> list[tuple[Group, list[Clause]]]:
    """Give the clauses of a cluster that are shown, by group, groups without one left out."""
    clauses = [clause for group in cluster.group for clause in group.clause]
    named = {ident for c in clauses for ident in (*c.items, c.with_item, c.unless_item) if ident}
    concerned = {ident for ident in named if concerns(items[ident], setting)}
    shown = [(group, [c for c in group.clause if _is_shown(c, concerned, setting)]) for group in cluster.group]
    return [(group, clauses) for group, clauses in shown if clauses]


def _is_shown(clause: Clause, concerned: Collection[str], setting: CheckSetting) -> bool:
    return (
        any(ident in concerned for ident in clause.items)
        and setting.touches(clause.regions)
        and setting.is_from(clause.from_age)
        and (not clause.with_item or clause.with_item in concerned)
        and clause.unless_item not in concerned
    )


def sentences(
    part: ScreenPart,
    clusters: Iterable[Cluster],
    items: Mapping[str, Item],
    setting: CheckSetting,
    keep: Callable[[Clause], bool] = lambda clause: True,
) -> list[ShownSentence]:
    """Give the sentences of a screen, with the items that closing it by n answers. `keep`: which clauses are shown at all."""
    found: list[ShownSentence] = []
    for cluster in clusters:
        if cluster.part != part:
            continue
        shown = [
            (group.lead, [c for c in clauses if keep(c)]) for group, clauses in shown_clauses(cluster, items, setting)
        ]
        halves = _cut([(lead, clauses) for lead, clauses in shown if clauses])
        for number, half in enumerate(halves, 1):
            carried = dict.fromkeys(i for _, clauses in half for c in clauses for i in c.items)
            mine = tuple(i for i in carried if concerns(items[i], setting))
            name = cluster.id if number == 1 else f"{cluster.id}.{number}"
            found.append(ShownSentence(name, cluster.id, join_clauses(half), mine))
    return found


Parts = Sequence[tuple[str, Sequence[Clause]]]


def _cut(shown: Parts) -> list[Parts]:
    """Cut between clauses what would run over 35 words, as evenly as may be."""
    if not shown or len(join_clauses(shown).split()) <= WORDS_MOST:
        return [shown] if shown else []
    single = [(lead, [c]) for lead, clauses in shown for c in clauses]
    halves = [(single[:n], single[n:]) for n in range(1, len(single))]
    first, second = min(halves, key=lambda pair: max(len(join_clauses(half).split()) for half in pair))
    return [_gathered(first), *_cut(_gathered(second))]


def _gathered(single: Parts) -> Parts:
    """Put clauses of one lead that follow each other together again."""
    found: list[tuple[str, list[Clause]]] = []
    for lead, clauses in single:
        if lead and found and found[-1][0] == lead:
            found[-1][1].extend(clauses)
        else:
            found.append((lead, list(clauses)))
    return found


def join_clauses(shown: Parts) -> str:
    """Join clauses to a sentence: under a lead by commas and or, the rest by commas and comma-or (check of the wording)."""
    parts: list[str] = []
    for lead, clauses in shown:
        texts = [clause.text for clause in clauses]
        parts += [lead.replace("…", join_words(texts, " or "))] if lead else texts
    text = join_words(parts, ", or ")
    return f"{capitalize_first(text)}."
