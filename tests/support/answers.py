"""Answers to the questions of a check, as a file."""

from collections.abc import Sequence
from pathlib import Path

from knotcli.coach.screening.answers_file import template
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
