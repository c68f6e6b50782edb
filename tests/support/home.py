"""One person's home over several command lines, a minute apart."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from knotcli.storage.history.store import History
from knotcli.world import World
from support.fakes import CET, FakeClock, Result, make_world, run

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=CET)


class Home:
    """The home under `folder`, shown at 80 columns."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self.env = {"COLUMNS": "80", **env}
        self.clock = FakeClock(NOW)

    @property
    def history(self) -> History:
        return History(self.folder / "home" / "history.db", self.clock.now)

    def world(self, typed: str | bytes = "") -> World:
        return make_world(self.folder, self.clock, typed, env=self.env)

    def run(self, *argv: str, typed: str | bytes = "") -> Result:
        """Run a command line a minute after the last, with `typed` on standard input."""
        self.clock.advance(60)
        return run(argv, self.world(typed))

    def ok(self, *argv: str, typed: str | bytes = "") -> str:
        """Run one that must pass and say nothing on stderr; give what it printed."""
        said = self.run(*argv, typed=typed)
        assert (said.code, said.err) == (0, ""), said
        return said.out

    def refused(self, code: int, *argv: str, typed: str | bytes = "") -> str:
        """Run one that must fail with this code, one line on stderr, and nothing on stdout; give the line."""
        said = self.run(*argv, typed=typed)
        assert (said.code, said.out, said.err.count("\n")) == (code, "", 1), said
        return said.err

    def json(self, *argv: str) -> Any:
        """Run one with --json that must pass; give the document."""
        return json.loads(self.ok(*argv, "--json"))

    def log(self, *argv: str) -> str:
        """Log a rating; give its id."""
        ident: str = self.json("log", *argv)["id"]
        return ident
