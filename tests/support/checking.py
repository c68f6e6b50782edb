"""A person who answers checks: a folder, a clock that stands still, and the commands run on them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knotcli.coach.screening.answers_file import concerning, template
from knotcli.coach.screening.groups import groups
from knotcli.coach.screening.judge import Item
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from knotcli.storage.history.store import History
from support.fakes import FakeClock, Result, make_world, run

LIBRARY = Library(data_folder(), Path("/nowhere"))
ITEMS = LIBRARY.items()
BY_ID = {item.id: item for item in ITEMS}


class Home:
    """One person's folder, with the commands run on it and a clock that stands still."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()

    def knot(self, *argv: str, stdin: str | bytes = "", tty: bool = False, **env: str) -> Result:
        world = make_world(self.folder, self.clock, stdin, tty, {"NO_COLOR": "1", **env})
        result = run(argv, world)
        assert result.code in (0, 1, 2, 3, 130), result
        assert "Traceback" not in result.err + result.out
        return result

    def answers(self, text: str) -> str:
        path = self.folder / "answers.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def check(self, *regions: str, cleared: Sequence[str] = (), **named: str) -> Result:
        """Answer a file with no to all, but for what is named."""
        lines = [filled(regions, **named), *(f'{ident} = "yes"' for ident in cleared)]
        return self.knot("check", "--answers", self.answers("\n".join(lines)), "--json")

    def typed(self, region: str, text: str, *argv: str, **env: str) -> Result:
        return self.knot("check", region, *argv, stdin=text, tty=True, **env)

    def shown(self, region: str = "neck") -> dict[str, Any]:
        return document(self.knot("check", region, "--show", "--json"))

    def may_start(self, region: str = "neck") -> bool:
        return bool(self.shown(region)["may_start"])

    @property
    def history(self) -> History:
        return History(self.folder / "home" / "history.db", self.clock.now)


def document(result: Result) -> dict[str, Any]:
    """Give the one JSON document on stdout."""
    found, end = json.JSONDecoder().raw_decode(result.out)
    assert result.out[end:] == "\n"
    assert found["schema_version"] == 1
    return dict(found)


def filled(regions: Sequence[str], **named: str) -> str:
    """Fill the template in with no, but for what is named; [cleared] comes last."""
    text = template(ITEMS, regions).replace(' = ""', ' = "no"')
    for ident, word in named.items():
        assert f'\n{ident} = "no"' in text
        text = text.replace(f'\n{ident} = "no"', f'\n{ident} = "{word}"')
    head, _, tail = text.partition("[cleared]")
    duration = tail.partition("[duration]")[2]
    return f"{head}\n[duration]{duration}\n[cleared]\n"


def screens(region: str) -> list[list[Item]]:
    return [list(group.items) for group in groups(concerning(ITEMS, [region]))]


def keys(region: str, **named: str) -> list[str]:
    """Give what is typed, line by line, to answer no to all but what is named."""
    lines = []
    for screen in screens(region):
        picked = [n for n, item in enumerate(screen, 1) if item.id in named]
        lines.append(" ".join(map(str, picked)) or "0")
        if screen[0].kind != "emergency":
            lines += [named[screen[n - 1].id] for n in picked]
    return [*lines, ""]


def one_line(result: Result, code: int) -> str:
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1), result
    assert result.err.startswith("knot: ") and "\x1b" not in result.err
    return result.err
