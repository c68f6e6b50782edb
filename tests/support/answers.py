"""Answers to the questions of a check: as a file, and as they are typed."""

from collections.abc import Sequence
from pathlib import Path

from knotcli.coach.screening.groups import groups

from knotcli.coach.screening.answers_file import concerning, template
from knotcli.coach.screening.judge import Item
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder

LIBRARY = Library(data_folder(), Path("/nowhere"))
ITEMS = LIBRARY.items()
BY_ID = {item.id: item for item in ITEMS}


def fill_template(regions: Sequence[str], **named: str) -> str:
    """Fill the template in with no, but for what is named; [cleared] comes last."""
    text = template(ITEMS, regions).replace(' = ""', ' = "no"')
    for ident, word in named.items():
        assert f'\n{ident} = "no"' in text
        text = text.replace(f'\n{ident} = "no"', f'\n{ident} = "{word}"')
    head, _, tail = text.partition("[cleared]")
    duration = tail.partition("[duration]")[2]
    return f"{head}\n[duration]{duration}\n[cleared]\n"


def question_screens(region: str) -> list[list[Item]]:
    return [list(group.items) for group in groups(concerning(ITEMS, [region]))]


def typed_answers(region: str, **named: str) -> list[str]:
    """Give what is typed, line by line, to answer no to all but what is named."""
    lines = []
    for screen in question_screens(region):
        picked = [n for n, item in enumerate(screen, 1) if item.id in named]
        lines.append(" ".join(map(str, picked)) or "0")
        if screen[0].kind != "emergency":
            lines += [named[screen[n - 1].id] for n in picked]
    return [*lines, ""]
