"""Marks of stops, and of signs named, that the history could not take, as empty files beside it: they need no lock, and hardly any room.

A program that is killed while another keeps the history locked leaves its mark: the session counts as stopped.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Check, Session, make_entry_id
from knotcli.coach.vocabulary import REGIONS
from knotcli.storage.files.paths import sync_folder
from knotcli.storage.history.codec import from_micros, to_micros

if TYPE_CHECKING:
    from knotcli.storage.history.store import Transaction

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_MARK = rf".+-stop-({'|'.join(REGIONS)})-(\d{{1,17}})-({_UUID})(?:-(everywhere|named))?"


class MarkedStop(NamedTuple):
    """A session that was being stopped, or what stands for one.

    scope: everywhere: by an emergency, which ends the check of every region; named: there was no session, but a sign
    that was named, which does so too.
    """

    file: Path
    session: Session
    scope: Literal["everywhere", "named"] | None


class StopMarker:
    """Marks the sessions of one program, beside the history in `path`, for as long as the history does not hold their stop."""

    def __init__(self, path: Path) -> None:
        import threading

        self.path = path.resolve()
        self.files: Sequence[Path] = ()
        self._lock = threading.Lock()

    def follow(self, find_stops: Callable[[], Sequence[Session]], everywhere: bool) -> None:
        """Mark the sessions that `find_stops` gives once no other thread marks; take other marks away.

        everywhere: the stops are for every region. A failing disk is passed over.
        """
        with self._lock, suppress(OSError):
            wanted = [self.path.with_name(_name_mark(self.path, one, everywhere)) for one in find_stops()]
            for file in {*self.files} - {*wanted}:
                file.unlink(missing_ok=True)
            self.files = wanted
            for file in wanted:
                file.touch(0o600)
            if wanted:
                sync_folder(self.path.parent)


def _name_mark(path: Path, session: Session, everywhere: bool) -> str:
    name = f"{path.name}-stop-{session.region}-{to_micros(session.at)}-{session.id}"
    return name + "-everywhere" * everywhere


@contextmanager
def marking_named(path: Path, now: datetime, is_named: bool) -> Iterator[None]:
    """Where the history in `path` cannot be read or written, leave a mark if something was named now. Raises KnotError."""
    try:
        yield
    except KnotError:
        if is_named:
            path = path.resolve()
            name = f"{path.name}-stop-{REGIONS[0]}-{to_micros(now)}-{make_entry_id()}-named"
            with suppress(OSError):
                path.with_name(name).touch(0o600)
                sync_folder(path.parent)
        raise


def find_marked_stops(path: Path) -> Iterator[MarkedStop]:
    """Yield every mark beside the history in `path`, which may be a link: each home that it is in has the same marks.

    Raises KnotError where the folder does not show its files: a mark may be among them.
    """
    path = path.resolve()
    try:
        files = sorted(path.parent.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise KnotError(f"The folder {path.parent} cannot be read: {error.strerror}.") from None
    for file in files:
        if file.name.startswith(path.name) and (found := re.fullmatch(_MARK, file.name)):
            _, at, ident, scope = found.groups()
            region = next(one for one in REGIONS if one == found[1])
            session = Session(ident, from_micros(int(at)), region, region, "both", "", "stopping", reason="unsaid")
            yield MarkedStop(file, session, cast(Literal["everywhere", "named"] | None, scope))


def list_unkept_stops(path: Path, kept: Collection[str], now: datetime) -> list[Session]:
    """Return the marked sessions whose ids are not among `kept`; one for each region where the stop is for all.

    They end now: whatever check was made while such a session ran, nobody knows that it came after the stop.
    """
    return [
        one.session._replace(region=region, ended_at=now)
        for one in find_marked_stops(path)
        if one.session.id not in kept
        for region in (REGIONS if one.scope else (one.session.region,))
    ]


def settle_stops(kept: "Transaction") -> list[Path]:
    """Store the marked stops, and return the marks, to be taken away once that is kept. Raises KnotError."""
    marks = list(find_marked_stops(kept.path))
    for _, stop, scope in marks:
        if scope == "named":
            # Never later than now: by a clock that ran ahead nothing could be stored any more.
            kept.add(Check(make_entry_id(), min(stop.at, kept.now()), (), {}, origin="stop"))
            continue
        known = next((one for one in kept.given(stop.region, stop.at) if one.id == stop.id), None)
        if known is None:
            kept.add(stop)
        elif known.ended_at is None:
            kept.change(known._replace(status=stop.status, reason=stop.reason))
        if scope and (known is None or known.ended_at is None):
            kept.add(Check(make_entry_id(), kept.now(), (), {}, origin="stop"))
    return [mark.file for mark in marks]
