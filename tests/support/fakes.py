"""A clock that stands still, streams in memory, and a command line run in this process."""

import contextlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from knotcli.cli import main
from knotcli.terminal.clock import Clock
from knotcli.world import World

CET = timezone(timedelta(hours=1))
NOON = datetime(2026, 11, 20, 12, tzinfo=CET)
CTRL_C = "\x03"
"""As a whole line of input: the interrupt key, at that point."""


class FakeClock(Clock):
    """Stands still until it is set (`moment`, and `mono` in seconds) or moved."""

    def __init__(self, moment: datetime = NOON, mono: float = 1000.0) -> None:
        self.moment = moment
        self.mono = mono

    def now(self) -> datetime:
        return self.moment

    def local(self, moment: datetime) -> datetime:
        zone = self.moment.tzinfo
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)

    def seconds(self) -> tuple[float, float]:
        return self.mono, self.moment.timestamp()

    def advance(self, seconds: float = 0, **span: float) -> None:
        """Let time pass on both clocks: seconds, or days=, hours=, … as timedelta takes them."""
        gone = timedelta(seconds=seconds, **span)
        self.moment += gone
        self.mono += gone.total_seconds()


class Typed(io.StringIO):
    """Input as text: line by line as if typed, with `CTRL_C` where the interrupt key is pressed."""

    def __init__(self, text: str = "", tty: bool = False) -> None:
        super().__init__(text)
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty

    def readline(self, size: int | None = -1, /) -> str:
        line = super().readline(-1 if size is None else size)
        if line.strip("\r\n") == CTRL_C:
            raise KeyboardInterrupt
        return line


class Sent(io.TextIOWrapper):
    """Input as the bytes that a pipe or terminal sends."""

    def __init__(self, data: bytes, tty: bool = False) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


@dataclass(frozen=True)
class Result:
    """What one command line gave: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


def make_world(
    tmp_path: Path,
    clock: Clock | None = None,
    stdin: str | bytes = "",
    tty: bool = False,
    env: Mapping[str, str] | None = None,
) -> World:
    """Make a world with its home in `tmp_path`/home and streams in memory. `tty`: all three are a terminal."""
    given = Sent(stdin, tty) if isinstance(stdin, bytes) else Typed(stdin, tty)
    places = {"KNOT_HOME": str(tmp_path / "home"), "TERM": "xterm"}
    out, err = Typed(tty=tty), Typed(tty=tty)
    return World({**places, **(env or {})}, given, out, err, clock or FakeClock())


def run(argv: Sequence[str], world: World) -> Result:
    """Run one command line in this process; what typer itself prints is in the result too."""
    before = [_written(world.stdout), _written(world.stderr)]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(argv), world)
    new = [_written(world.stdout)[len(before[0]) :], _written(world.stderr)[len(before[1]) :]]
    return Result(code, new[0] + out.getvalue(), new[1] + err.getvalue())


def _written(stream: object) -> str:
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()
