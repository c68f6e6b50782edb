"""A command line run in this process, with streams in memory."""

import contextlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knotcli.cli import main
from knotcli.terminal.clock import Clock
from knotcli.world import World
from support.clock import FakeClock

CTRL_C = "\x03"
"""As a whole line of input: the interrupt key, at that point."""


class TypedInput(io.StringIO):
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


class SentInput(io.TextIOWrapper):
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

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        found, end = json.JSONDecoder().raw_decode(self.out)
        assert self.out[end:] == "\n"
        assert found["schema_version"] == 1
        return found


def make_world(
    tmp_path: Path,
    clock: Clock | None = None,
    stdin: str | bytes = "",
    tty: bool = False,
    env: Mapping[str, str] | None = None,
) -> World:
    """Make a world with its home in `tmp_path`/home and streams in memory. `tty`: all three are a terminal."""
    given = SentInput(stdin, tty) if isinstance(stdin, bytes) else TypedInput(stdin, tty)
    places = {"KNOT_HOME": str(tmp_path / "home"), "TERM": "xterm", "PAGER": "cat"}
    out, err = TypedInput(tty=tty), TypedInput(tty=tty)
    return World({**places, **(env or {})}, given, out, err, clock or FakeClock())


def run(argv: Sequence[str], world: World) -> Result:
    """Run one command line in this process; what typer itself prints is in the result too."""
    before = [_text_of(world.stdout), _text_of(world.stderr)]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(argv), world)
    new = [_text_of(world.stdout)[len(before[0]) :], _text_of(world.stderr)[len(before[1]) :]]
    return Result(code, new[0] + out.getvalue(), new[1] + err.getvalue())


def _text_of(stream: object) -> str:
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def stderr_line(result: Result, code: int) -> str:
    """Give the one line on stderr of a command that ended with this code and printed nothing."""
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1), result
    assert result.err.startswith("knot: ") and "\x1b" not in result.err, result
    return result.err
