"""The files of the screening, checked as one: loosened, shortened or emptied, they ask nothing, so nothing is passed."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

import msgspec

from knotcli.coach.conversion import convert_or_refuse
from knotcli.coach.errors import KnotError
from knotcli.coach.routines.limits import find_open_regions
from knotcli.coach.screening import questionnaire
from knotcli.coach.screening.items import Item
from knotcli.coach.text import clean_text

FILES = {
    "emergency": "emergency.toml", "red-flag": "red-flags.toml", "absolute": "absolute.toml",
    "relative": "relative.toml", "likelihood": "likelihood.toml",
}  # fmt: skip
"""The file of each kind, in the order of the answers file."""
T = TypeVar("T")


class ItemFile(msgspec.Struct, forbid_unknown_fields=True):
    """One file of items; each entry is checked for itself, so that every fault is told."""

    item: list[Any] = []
    fits: tuple[str, ...] = ()


def read_questionnaire(
    read: Callable[[str], dict[str, Any]], limits: Mapping[str, Any], sources: Collection[str]
) -> questionnaire.Questionnaire:
    """Read every file of the screening folder. `read`: a content file's table by its name; `limits`, `sources`: by id.

    Raises KnotError with the faults of all files.
    """
    faults: list[str] = []
    order = _typed(read, "screening/order.toml", dict[str, tuple[str, ...]])
    items: dict[str, Item] = {}
    fits: tuple[str, ...] = ()
    for kind, name in FILES.items():
        file = _typed(read, f"screening/{name}", ItemFile)
        fits += file.fits
        found = _items_of(kind, file, limits, sources, faults)
        listed = order.get(kind, ())
        if not listed or sorted(listed) != sorted(item.id for item in found):
            differ = ", ".join(sorted({*listed} ^ {item.id for item in found})) or "the same ones, each once"
            faults.append(f"screening/{name} does not hold what order.toml lists ({differ})")
        items |= {item.id: item for item in found}
    if not fits or not {*fits} <= {*order.get("likelihood", ())}:
        faults.append("screening/likelihood.toml: fits names what is no item of it, or nothing")
    clusters = _typed(read, "screening/clusters.toml", questionnaire.ClusterFile)

    def answered_by(ident: str) -> set[str]:
        return {one.answers for one in items[ident].asks if one.answers}

    whole = questionnaire.Questionnaire(
        items={ident: items[ident] for kind in FILES for ident in order.get(kind, ()) if ident in items},
        clusters=clusters.cluster,
        second=clusters.second,
        story=_typed(read, "screening/story.toml", questionnaire.Story),
        recheck=_typed(read, "screening/recheck.toml", questionnaire.Recheck),
        texts=_typed(read, "screening/conversation.toml", questionnaire.ScreenTexts),
        fits=fits,
        open_limits=find_open_regions(limits),
        moving={
            moved: tuple(i for i in items if moved in answered_by(i)) for one in items for moved in answered_by(one)
        },
    )
    faults += questionnaire.find_content_gaps(whole)
    if faults:
        raise KnotError("The screening content is damaged; install knot again. " + "; ".join(faults[:8]))
    return whole


def _items_of(
    kind: str, file: ItemFile, limits: Collection[str], sources: Collection[str], faults: list[str]
) -> list[Item]:
    found = []
    for number, entry in enumerate(file.item, 1):
        where = f"screening/{FILES[kind]}, item {number}"
        try:
            item = msgspec.convert(entry, Item)
        except msgspec.ValidationError as error:
            faults.append(f"{where}: {clean_text(str(error))}")
            continue
        wrong = list(questionnaire.find_item_faults(item))
        if item.kind != kind:
            wrong.append(f"kind is {item.kind}, but the file is for {kind}")
        wrong += [f"no limit {name}" for name in sorted({*item.every_limit} - {*limits})]
        wrong += [f"no source {tag}" for tag in item.sources if tag not in sources]
        faults += [f"{where}: {fault}" for fault in wrong]
        found.append(item)
    return found


def _typed(read: Callable[[str], dict[str, Any]], name: str, type_: type[T]) -> T:
    return convert_or_refuse(read(name), type_, f"{name} is damaged; install knot again.")
