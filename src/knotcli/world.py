"""What a command may touch: the clock, the streams, and each adapter, made when first used."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.text import Block

if TYPE_CHECKING:
    from knotcli.coach.settings import SettingValue
    from knotcli.storage.files.library import Library
    from knotcli.storage.files.paths import Paths
    from knotcli.storage.history.store import History
    from knotcli.terminal.clock import Clock
    from knotcli.terminal.screen import Screen


class World:
    """The composition root. Every part can be handed in, as tests do; what is not is made on first use."""

    def __init__(
        self,
        env: Mapping[str, str] | None = None,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        clock: "Clock | None" = None,
    ) -> None:
        self.env = os.environ if env is None else env
        # A closed stream is None in Python: what would be written there is nobody's to read.
        self.stdin = stdin or sys.stdin or open(os.devnull)  # noqa: SIM115, PTH123
        self.stdout = stdout or sys.stdout or open(os.devnull, "w")  # noqa: SIM115, PTH123
        self.stderr = stderr or sys.stderr or open(os.devnull, "w")  # noqa: SIM115, PTH123
        self._clock = clock
        self.plain_asked = False

    @cached_property
    def clock(self) -> "Clock":
        """The clock."""
        from knotcli.terminal.clock import Clock

        return self._clock or Clock()

    @cached_property
    def paths(self) -> "Paths":
        """The places of this person's files."""
        from knotcli.storage.files.paths import DiskChanges, find

        self._changes_before = DiskChanges.number
        return find(self.env)

    @cached_property
    def history(self) -> "History":
        """The history. Opening it here reads and writes nothing yet."""
        from knotcli.storage.history.store import History

        return History(self.paths.history, self.clock.now)

    @cached_property
    def library(self) -> "Library":
        """The shipped content and routines, and this person's own routines."""
        from knotcli.storage.files.library import Library
        from knotcli.storage.files.paths import data_folder

        return Library(data_folder(), self.paths.routines)

    @cached_property
    def settings_file(self) -> dict[str, Any]:
        """What the settings file says."""
        from knotcli.storage.files.config import read_settings

        return read_settings(self.paths.settings)

    def setting(self, name: str, option: "SettingValue | None" = None) -> Any:
        """Return a setting's value: option, then variable, then file, then default. Raise Misuse or KnotError."""
        from knotcli.coach.settings import resolve_setting

        return resolve_setting(name, option, self.env, self.settings_file)[0]

    @property
    def emergency_number(self) -> str | None:
        """The number in the emergency text. No fault in the settings keeps that text from being shown."""
        try:
            number = self.setting("emergency_number")
        except KnotError:
            return None
        return None if number is None else str(number)

    def _wants_plain(self, stream: TextIO) -> bool:
        """Tell whether plain lines were asked for. The screen itself knows the variables, and what is no terminal."""
        if self.plain_asked or stream.closed or not stream.isatty():
            return self.plain_asked
        if not os.access(self.paths.settings, os.R_OK):
            return False
        try:
            return bool(self.setting("plain"))
        except KnotError:
            return True  # the command that needs a setting tells the fault, in a plain line

    @cached_property
    def out(self) -> "Screen":
        """Where data goes."""
        from knotcli.terminal.screen import Screen

        return Screen(self.stdout, self.env, plain=self._wants_plain(self.stdout))

    @cached_property
    def err(self) -> "Screen":
        """Where prompts, progress and errors go."""
        from knotcli.terminal.screen import Screen

        return Screen(self.stderr, self.env, plain=self._wants_plain(self.stderr))

    @property
    def interactive(self) -> bool:
        """Whether somebody can answer."""
        try:
            return self.stdin.isatty()
        except ValueError:
            return False

    @contextmanager
    def _written_to(self, stream: TextIO) -> Iterator[None]:
        """Flush the stream at the end. A reader that has gone away (a closed pipe) changes nothing else.

        Raises KnotError where it could not be printed, and says whether what was asked for is done all the same.
        """
        try:
            yield
            stream.flush()
        except BrokenPipeError:
            self.discard_output(stream)
        except OSError as error:
            self.discard_output(stream)
            what = "It was saved, but it could not be printed"
            if not self._has_kept():
                what = "The output could not be written"
            raise KnotError(f"{what}: {error.strerror or type(error).__name__}.") from None

    def _has_kept(self) -> bool:
        """Return whether this command has changed anything that lasts."""
        if "paths" not in self.__dict__:
            return False
        from knotcli.storage.files.paths import DiskChanges

        return DiskChanges.number > self._changes_before

    def show(self, lines: Iterable[Block]) -> None:
        """Print a result."""
        with self._written_to(self.stdout):
            self.out.show(lines)

    def tell(self, lines: Iterable[Block]) -> None:
        """Print a prompt, progress or a warning."""
        with self._written_to(self.stderr):
            self.err.show(lines)

    def send(self, text: str) -> None:
        """Write a document for other programs to stdout as it is, its line ends too."""
        with self._written_to(self.stdout):
            self.stdout.flush()
            if sink := getattr(self.stdout, "buffer", None):
                sink.write(text.encode())
            else:
                self.stdout.write(text)

    def print_json(self, document: Mapping[str, Any], **written: Sequence[str]) -> None:
        """Print one JSON document and nothing else. ASCII only: it passes through every terminal and pipe.

        written: its long lists by name, each of their documents as JSON already: each is put on a line of its own.
        """
        import json

        text = json.dumps({"schema_version": 1, **document})
        if len(text) > 20_000:
            # Python's own indentation takes many times as long; a short document is not worth the import.
            import msgspec

            text = msgspec.json.format(text, indent=2)
        else:
            text = json.dumps({"schema_version": 1, **document}, indent=2)
        with self._written_to(self.stdout):
            self.stdout.write(text.removesuffix("\n}"))
            for name, documents in written.items():
                # Piece by piece: a history of years is many megabytes.
                self.stdout.write(f',\n  "{name}": [')
                for number, one in enumerate(documents):
                    self.stdout.write(f"{',' if number else ''}\n    {one}")
                self.stdout.write("\n  ]" if documents else "]")
            self.stdout.write("\n}\n")

    def ask(self, prompt: str, free: bool = False) -> str:
        """Ask for one line. Raises EOFError at the end of input, and Misuse when nobody can answer.

        What was typed before the question counts for nothing, and what is pasted is asked for again. Digits and
        letters of every width count as plain ones. `free`: the answer is a text of the person's own, kept as typed.
        """
        if not self.interactive:
            raise Misuse("There is no terminal to answer from.")
        from knotcli.coach.person_input import fold_width
        from knotcli.terminal.line_input import Pasted, drop_waiting, marking_pastes, read_line

        while True:
            try:
                with marking_pastes(self.stdin, self.err):
                    drop_waiting(self.stdin)
                    self.err.prompt(prompt)
                    line = read_line(self.stdin, free)
            except Pasted:
                self.tell(["", (("That was pasted, or typed before the question. Please type it.", "warn"),)])
                continue
            except OSError:  # the terminal was closed
                line = ""
            except KeyboardInterrupt:
                self.tell([""])  # what is said next has a line of its own
                raise
            if not line:
                self.tell([""])
                raise EOFError
            return line.strip() if free else fold_width(line.strip())

    @staticmethod
    def discard_output(stream: TextIO) -> None:
        """Send what is still written to this stream nowhere: its reader has gone."""
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        except (OSError, ValueError):
            return
