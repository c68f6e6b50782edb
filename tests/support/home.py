"""One person's home, and the commands run on it."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from knotcli.coach.record import Session, StepDone
from knotcli.storage.history.store import History
from knotcli.terminal.clock import Clock
from knotcli.world import World
from support import entries
from support.answers import fill_template
from support.clock import FakeClock
from support.command_line import Result, make_world, run, stderr_line


class Home:
    """The home of knot in `folder`/home, looked at through 80 columns without colour.

    `clock` stands still at noon unless another is given; `pause` seconds pass before each command line. `env` is
    added to the environment of every command, and what `run` is given to that of one.
    """

    def __init__(self, folder: Path, clock: Clock | None = None, *, pause: float = 0.0, **env: str) -> None:
        self.folder = folder
        self.clock: Any = clock or FakeClock()
        self.pause = pause
        self.env = {"COLUMNS": "80", "NO_COLOR": "1", **env}

    @property
    def path(self) -> Path:
        """The folder that KNOT_HOME names."""
        return self.folder / "home"

    @property
    def history(self) -> History:
        return History(self.path / "history.db", self.clock.now)

    def newest_session(self) -> tuple[Session, list[StepDone]]:
        """Give the newest session with its steps."""
        kept = self.history
        session = kept.sessions(limit=1)[0]
        return session, kept.session_steps(session.id)

    def world(self, typed: str | bytes = "", tty: bool = False, **env: str) -> World:
        return make_world(self.folder, self.clock, typed, tty, {**self.env, **env})

    def run(self, *argv: str, typed: str | bytes = "", tty: bool = False, **env: str) -> Result:
        """Run a command line with `typed` on standard input. `tty`: all three streams are a terminal."""
        if self.pause:
            self.clock.advance(self.pause)
        result = run(argv, self.world(typed, tty, **env))
        assert result.code in (0, 1, 2, 3, 130), result
        assert "Traceback" not in result.err + result.out
        return result

    def ok(self, *argv: str, typed: str | bytes = "", tty: bool = False) -> str:
        """Run one that must pass and say nothing on stderr; give what it printed."""
        result = self.run(*argv, typed=typed, tty=tty)
        assert (result.code, result.err) == (0, ""), result
        return result.out

    def refused(self, code: int, *argv: str, typed: str | bytes = "") -> str:
        """Run one that must fail with this code and one line on stderr alone; give the line."""
        return stderr_line(self.run(*argv, typed=typed), code)

    def json(self, *argv: str) -> Any:
        """Run one with --json that must pass; give the document."""
        return json.loads(self.ok(*argv, "--json"))

    def log(self, *argv: str) -> str:
        """Log a rating; give its id."""
        ident: str = self.json("log", *argv)["id"]
        return ident

    def keep_session(self, region: str = "neck", before: int = 5, after: int = 4, **more: Any) -> Session:
        """Keep a session of twenty minutes that begins now, with its ratings; the clock moves to its end."""
        at = self.clock.now()
        end = at + timedelta(minutes=20)
        done = {"status": "complete", "ended_at": end, "pressure_seconds": 240}
        one = entries.session(at, region, **done | more)
        self.history.add(
            one,
            entries.rating(before, at, region, kind="before", session=one.id),
            entries.rating(after, end, region, kind="after", session=one.id),
        )
        self.clock.advance(minutes=20)
        return one

    def keep_ratings(self, region: str, *scores: int) -> None:
        """Keep a rating a day, the last one today."""
        days = range(len(scores) - 1, -1, -1)
        now = self.clock.now()
        self.history.add(
            *(entries.rating(s, now - timedelta(days=d), region) for d, s in zip(days, scores, strict=True))
        )

    # The check

    def answers(self, text: str) -> str:
        """Write a file of answers; give its path."""
        path = self.folder / "answers.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def check(self, *regions: str, cleared: Sequence[str] = (), **named: str) -> Result:
        """Answer a file with no to all, but for what is named."""
        lines = [fill_template(regions, **named), *(f'{ident} = "yes"' for ident in cleared)]
        return self.run("check", "--answers", self.answers("\n".join(lines)), "--json")

    def typed(self, region: str, text: str, *argv: str, **env: str) -> Result:
        """Type the answers to the questions of one region on a terminal."""
        return self.run("check", region, *argv, typed=text, tty=True, **env)

    def shown(self, region: str = "neck") -> dict[str, Any]:
        """Give the stored check as JSON, whatever its verdict."""
        return self.run("check", region, "--show", "--json").document

    def may_start(self, region: str = "neck") -> bool:
        return bool(self.shown(region)["may_start"])


def checked_home(folder: Path, *regions: str, clock: Clock | None = None) -> Home:
    """Give a home, on the system's clock by default, in which a session of the regions may start."""
    home = Home(folder, clock or Clock())
    result = home.check(*regions)
    assert result.code == 0, result
    return home
