"""The files of the screening, checked as one: loosened, shortened or emptied, they ask nothing, so nothing is passed."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from knotcli.coach.errors import KnotError
from knotcli.coach.screening import item_rules
from knotcli.coach.screening.judge import Item
from knotcli.coach.text import clean_text

FILES = {
    "emergency": "emergency.toml",
    "red-flag": "red-flags.toml",
    "absolute": "absolute.toml",
    "relative": "relative.toml",
    "likelihood": "likelihood.toml",
}
"""The file of each kind, in the order in which they are asked."""


class ItemFile(msgspec.Struct, forbid_unknown_fields=True):
    """One file of the screening; each entry is checked for itself, so that every fault is told."""

    item: list[Any] = []
    fits: tuple[str, ...] = ()


def ordered(
    order: Mapping[str, tuple[str, ...]],
    files: Mapping[str, ItemFile],
    limits: Collection[str],
    sources: Collection[str],
) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Give every item in the order of order.toml, and the ids of those that fit muscle knots.

    `order`: ids by kind, a second list, so that a lost item is noticed. Raises KnotError with the faults of all files.
    """
    faults: list[str] = []
    items: dict[str, Item] = {}
    fits: tuple[str, ...] = ()
    for kind, file in files.items():
        fits += file.fits
        here: list[str] = []
        for number, entry in enumerate(file.item, 1):
            where = f"screening/{FILES[kind]}, item {number}"
            try:
                item = msgspec.convert(entry, Item)
            except msgspec.ValidationError as error:
                faults.append(f"{where}: {clean_text(str(error))}")
                continue
            faults += [f"{where}: {fault}" for fault in _faults(item, kind, limits, sources)]
            here.append(item.id)
            items[item.id] = item
        listed = order.get(kind, ())
        if not listed or sorted(listed) != sorted(here):
            differ = ", ".join(sorted({*listed} ^ {*here})) or "the same ones, each once"
            faults.append(f"screening/{FILES[kind]} does not hold what order.toml lists ({differ})")
    known = order.get("likelihood", ())
    faults += [f"likelihood.toml: fits names {i}, which is no item of it" for i in fits if i not in known]
    if not fits:
        faults.append("likelihood.toml: fits is missing")
    if faults:
        raise KnotError("The screening content is damaged; install knot again. " + "; ".join(faults[:8]))
    return tuple(items[i] for kind in files for i in order[kind]), fits


def _faults(item: Item, kind: str, limits: Collection[str], sources: Collection[str]) -> list[str]:
    faults = list(item_rules.faults(item))
    if item.kind != kind:
        faults.append(f"kind is {item.kind}, but the file is for {kind}")
    named = {*item.limits, *(name for names in item.limits_in.values() for name in names)}
    faults += [f"no limit {name}" for name in sorted(named - {*limits})]
    return faults + [f"no source {tag}" for tag in item.sources if tag not in sources]
