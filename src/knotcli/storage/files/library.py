"""The shipped content and routines, and a person's own routines, read and checked."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from knotcli.coach.conversion import Fault, convert_entries, convert_or_refuse
from knotcli.coach.errors import KnotError
from knotcli.coach.screening.items import Item
from knotcli.coach.text import clean_text
from knotcli.coach.vocabulary import REGIONS
from knotcli.storage.files.toml_files import read_text, read_toml

if TYPE_CHECKING:
    from knotcli.coach.care.texts import CourseTexts, DeskTexts, FollowUpTexts
    from knotcli.coach.guide.figures import BodyFigure, PositionFigure
    from knotcli.coach.guide.places import BroughtName, Place
    from knotcli.coach.routines.limits import RoutineLimit, Spot, Zone
    from knotcli.coach.routines.routine_file import Routine
    from knotcli.coach.screening.questionnaire import Questionnaire
    from knotcli.coach.session.guidance import Guidance
    from knotcli.coach.session.movement_break import BreakContent

T = TypeVar("T")


class _Source(msgspec.Struct):
    id: str
    title: str
    short: str = ""


class Library:
    """Reads each file once. A fault in a shipped file is a KnotError: nothing is asked, so nothing can be passed."""

    def __init__(self, shipped: Path, own: Path) -> None:
        self.content = shipped / "content"
        self.routines_folder = shipped / "routines"
        self.own = own
        self._tables: dict[str, dict[str, Any]] = {}

    def toml(self, name: str) -> dict[str, Any]:
        """Read a content file."""
        if name not in self._tables:
            self._tables[name] = self._read_shipped(read_toml, name)
        return self._tables[name]

    def text(self, name: str) -> str:
        """Read a content text."""
        return self._read_shipped(read_text, name)

    def _read_shipped(self, read: Callable[[Path], T], name: str) -> T:
        try:
            return read(self.content / name)
        except KnotError as fault:
            raise KnotError(f"{fault} Install knot again.") from None

    def names(self, folder: str) -> list[str]:
        """List the file names of a content folder."""
        try:
            return sorted(p.name for p in (self.content / folder).iterdir() if not p.name.startswith("."))
        except OSError as error:
            raise KnotError(f"{self.content / folder} cannot be read: {error.strerror}. Install knot again.") from None

    def items(self) -> tuple[Item, ...]:
        """Read every item of the screening, in the order of the answers file. Raises KnotError, as `questionnaire`."""
        return tuple(self.questionnaire.items.values())

    def fits(self) -> tuple[str, ...]:
        """Give the ids of the likelihood items that fit muscle knots."""
        return self.questionnaire.fits

    @cached_property
    def questionnaire(self) -> "Questionnaire":
        """Everything that the check asks and says.

        Raises KnotError with every fault of the folder. An emptied or shortened file is a fault.
        """
        from knotcli.storage.files.screening_content import read_questionnaire

        _ = self.wording  # what is said when something is named has to be there before anything is asked
        return read_questionnaire(self.toml, self.limits, self.sources())

    @cached_property
    def limits(self) -> "Mapping[str, RoutineLimit]":
        """What each limit changes, by id."""
        from knotcli.coach.routines.limits import RoutineLimit

        found = self._entries("limits.toml", "limit", RoutineLimit)
        if len(by_id := {limit.id: limit for limit in found}) != len(found):
            raise KnotError("limits.toml is damaged; install knot again. A limit stands twice.")
        return by_id

    def sources(self) -> Mapping[str, str]:
        """Read every source's title, by tag."""
        return {source.id: source.title for source in self._sources}

    def source_names(self) -> Mapping[str, str]:
        """Read what each source is called in a few words, by tag: its title where it has no shorter name."""
        return {source.id: source.short or source.title for source in self._sources}

    @cached_property
    def _sources(self) -> Sequence[_Source]:
        return self._entries("sources.toml", "source", _Source)

    @cached_property
    def wording(self) -> Mapping[str, str]:
        """Read the texts of the verdicts. Raises KnotError when one is missing or does not take what it is given."""
        from string import Formatter

        from knotcli.coach.screening.verdict import WORDING

        found = {key: text for key, text in self.toml("wording.toml").items() if isinstance(text, str)}
        for key, given in WORDING.items():
            try:
                takes = {part[1] for part in Formatter().parse(found.get(key, "")) if part[1] is not None}
            except ValueError:
                takes = {""}
            if not found.get(key, "").strip() or takes != set(given):
                raise KnotError(f"wording.toml is damaged; install knot again. Look at {key}.")
        return found

    def guidance(self) -> "Guidance":
        """Read what is said around and during a session."""
        from knotcli.coach.session.guidance import Guidance

        return self._typed("session.toml", Guidance)

    def breaks(self) -> "BreakContent":
        """Read what a movement break is made of."""
        from knotcli.coach.session.movement_break import BreakContent

        return self._typed("breaks.toml", BreakContent)

    def follow_up(self) -> "FollowUpTexts":
        """Read what is asked and said after a session."""
        from knotcli.coach.care.texts import FollowUpTexts

        return self._typed("followup.toml", FollowUpTexts)

    def course(self) -> "CourseTexts":
        """Read what is said about the course over weeks."""
        from knotcli.coach.care.texts import CourseTexts

        return self._typed("course.toml", CourseTexts)

    def desk(self) -> "DeskTexts":
        """Read what may keep a knot coming back."""
        from knotcli.coach.care.texts import DeskTexts

        return self._typed("desk.toml", DeskTexts)

    def zones(self) -> "Mapping[str, Zone]":
        """Read the zones that are never pressed or heated, by id."""
        from knotcli.coach.routines.limits import Zone

        return {zone.id: zone for zone in self._entries("zones.toml", "zone", Zone)}

    def spots(self) -> "Mapping[str, Spot]":
        """Read the places on the body that routines may name, by id."""
        from knotcli.coach.routines.limits import Spot

        return {spot.id: spot for spot in self._entries("spots.toml", "spot", Spot)}

    def positions(self) -> "Mapping[str, PositionFigure]":
        """Read every drawing of a position, by its id."""
        from knotcli.coach.guide.figures import PositionFigure

        return {one.id: one for one in self._entries("figures/positions.toml", "position", PositionFigure)}

    def places(self) -> "tuple[Place, ...]":
        """Read the referral map."""
        from knotcli.coach.guide.places import build_places

        return build_places(self.toml("places.toml"))

    def figure(self) -> "BodyFigure":
        """Read the drawn person."""
        from knotcli.coach.guide.figures import BodyFigure

        return self._typed("figures/person.toml", BodyFigure)

    def brought_names(self) -> "tuple[BroughtName, ...]":
        """Read the names that people bring: muscles, and what someone has called their pain."""
        from knotcli.coach.guide.places import build_brought_names

        return build_brought_names(self.toml("brought-names.toml"), self.places())

    def routine_file(self, name: str) -> tuple[Path, bool]:
        """Find the routine of that name: a person's own wins over the shipped one. Gives the file and whose it is."""
        own = self.own / f"{name}.toml"
        is_own = own.exists() or own.is_symlink()
        return (own, True) if is_own else (self.routines_folder / f"{name}.toml", False)

    def routine(self, name: str) -> "Routine":
        """Read and check one routine. Raises KnotError with its first faults."""
        path, own = self.routine_file(name)
        routine = self.read_routine(path, self.own if own else None)
        # Under a region's name another region's routine would be led by the wrong questions.
        if name in REGIONS and routine.region != name:
            raise KnotError(f"{clean_text(str(path))} is called {name}, but its region is {routine.region}.")
        return routine

    def own_names(self) -> list[str]:
        """List the names of a person's own routines."""
        try:
            names = (p.stem for p in self.own.glob("*.toml"))
            return sorted(name for name in names if re.fullmatch(r"[a-z][a-z0-9-]{0,39}", name))
        except OSError as error:
            raise KnotError(f"{self.own} cannot be read: {error.strerror}.") from None

    def faults(self, path: Path) -> list[str]:
        """List every fault of a routine file, or that it cannot be read."""
        try:
            return [str(fault) for fault in self._check_routine(read_toml(path))[1]]
        except KnotError as error:
            return [str(error)]

    def read_routine(self, path: Path, within: Path | None = None) -> "Routine":
        """Read and check one routine file. A shipped one (no `within`) was checked in full before it was shipped."""
        from knotcli.coach.routines.routine_file import Routine

        name = f"{clean_text(str(path))}:"
        if within is None:
            return convert_or_refuse(read_toml(path), Routine, name)
        routine, faults = self._check_routine(read_toml(path, within))
        if faults:
            more = f" And {len(faults) - 2} more: knot routine check {path.stem}" if len(faults) > 2 else ""
            raise KnotError(f"{name} {' '.join(str(fault) for fault in faults[:2])}{more}")
        return routine

    def _check_routine(self, table: dict[str, Any]) -> "tuple[Routine, list[Fault]]":
        from knotcli.coach.routines.routine_faults import check_routine

        return check_routine(table, self.zones(), self.sources(), self.spots(), self.positions())

    def _entries(self, name: str, key: str, type_: type[T]) -> list[T]:
        """Read a content file that is one list of tables."""
        found = convert_entries(self.toml(name), key, type_, f"{name} is damaged; install knot again.")
        if not found:
            raise KnotError(f"{name} is empty; install knot again.")
        return found

    def _typed(self, name: str, type_: type[T]) -> T:
        return convert_or_refuse(self.toml(name), type_, f"{name} is damaged; install knot again.")
