"""One history, opened for one reading or for several."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knotcli.coach.errors import KnotError

if TYPE_CHECKING:
    import sqlite3

    from knotcli.storage.history.evidence import Evidence


class HistoryConnection:
    """The history in the file `path`. Each method raises KnotError with one line. `now` gives an aware time."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self.path = path
        self.now = now
        self._open: tuple[sqlite3.Connection | None] | None = None
        self._evidence: Evidence | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Read several things from one opening of the file. No transaction spans them: no writer has to wait."""
        if self._open is not None:
            yield
            return
        with self._read() as db:
            self._open = (db,)
            try:
                yield
            finally:
                self._open = self._evidence = None

    @contextmanager
    def _read(self) -> "Iterator[sqlite3.Connection | None]":
        from knotcli.storage.history.database import open_to_read

        if self._open is not None:
            yield self._open[0]
            return
        with open_to_read(self.path) as db, reporting_damage(self.path):
            yield db

    @contextmanager
    def _read_evidence(self) -> "Iterator[Evidence]":
        """Read what can decide on a session; once for everything that is read together."""
        if self._evidence is not None:
            with reporting_damage(self.path):
                yield self._evidence
            return
        from knotcli.storage.history.evidence import Evidence

        with self._read() as db, reporting_damage(self.path):
            found = Evidence(db)
            if self._open is not None:
                self._evidence = found
            yield found

    def _rows(self, query: str, values: Any = ()) -> list[Any]:
        with self._read() as db:
            return [] if db is None else db.execute(query, values).fetchall()


@contextmanager
def reporting_damage(path: Path) -> Iterator[None]:
    """Turn a body that does not read as one, and whatever else a damaged file leads to, into DamagedHistory."""
    try:
        yield
    except (KnotError, OSError):
        raise
    except Exception as error:
        from knotcli.storage.history.database import is_file_damaged
        from knotcli.storage.history.faults import DamagedHistory

        # Any other failure with a file that is whole is a fault of the program.
        expected = isinstance(error, (ValueError, KeyError, TypeError, RecursionError))
        if not expected and not is_file_damaged(path, error):
            raise
        raise DamagedHistory(path) from None
