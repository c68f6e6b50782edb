"""The screening as screens: groups of items that fit one, in the order in which they are asked."""

from collections.abc import Sequence

import msgspec

from knotcli.coach.screening.judge import Item

MOST = 8
"""Items on one screen, after the emergencies: with heading and prompt they fit 24 lines of 80 (own decision)."""

HEADINGS = {
    "emergency": "Is any of this true now, or was it lately and nobody has looked at it?",
    "red-flag": "Does any of this apply?",
    "absolute": "Is any of this true where you would press or warm, or of you?",
    "relative": "Does any of this apply? It may change how it is done, or need a clinician first.",
    "likelihood": "What is it like? This stops nothing; skip with Enter if you like.",
}


class Group(msgspec.Struct, frozen=True):
    """One screen of the check. `skippable`: Enter alone is allowed, and leaves its items unanswered."""

    heading: str
    kind: str
    items: tuple[Item, ...]
    skippable: bool = False


def groups(items: Sequence[Item]) -> list[Group]:
    """Split items into screens: the emergencies as one list, the rest in even groups of at most eight."""
    result: list[Group] = []
    for kind, heading in HEADINGS.items():
        some = [item for item in items if item.kind == kind]
        if not some:
            continue
        count = 1 if kind in ("emergency", "likelihood") else -(-len(some) // MOST)
        size = -(-len(some) // count)
        for start in range(0, len(some), size):
            result.append(Group(heading, kind, tuple(some[start : start + size]), kind == "likelihood"))
    return result


class Pick(msgspec.Struct, frozen=True):
    """What was typed at a list: numbers picked (from 0), a number to read in full, or none of these; else a fault."""

    named: tuple[int, ...] = ()
    read: int | None = None
    none: bool = False
    fault: str = ""


def number(text: str, most: int) -> int | None:
    """Read a plain whole number from 0 to `most`; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return None
    return found if (found := int(text)) <= most else None


def pick(text: str, count: int) -> Pick:
    """Read the answer to a list of `count` items: 0 for none, numbers for those that apply, ?N to read one."""
    words = text.replace(",", " ").split()
    if not words:
        return Pick(fault="Skipping is not an answer. Type 0 if none of these apply.")
    if words[0].startswith("?"):
        if wanted := number("".join(words)[1:], count):
            return Pick(read=wanted - 1)
        return Pick(fault=f"Type ? and a number from 1 to {count} to read one in full.")
    numbers = sorted({-1 if (one := number(word, count)) is None else one for word in words})
    if numbers[0] < 0:
        return Pick(
            fault=f"Type the numbers from 1 to {count} that do or may apply, or 0 for none of these. Ctrl-C stops."
        )
    if numbers == [0]:
        return Pick(none=True)
    if 0 in numbers:
        return Pick(fault="0 means none of these, so it stands alone. Type only the numbers that apply.")
    return Pick(named=tuple(one - 1 for one in numbers))
