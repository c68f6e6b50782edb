"""Places on the body: where a routine may press, and where nothing is pressed or warmed."""

from typing import Annotated, Literal

import msgspec

from knotcli.coach.content_types import ShortText, Slug, Sources
from knotcli.coach.routines.routine_file import HOLD
from knotcli.coach.vocabulary import Region, Tool


class Zone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place to keep off (content/zones.toml).

    `press` and `heat` tell whether they are allowed there. `regions`: whose routines must show it, or all.
    `spots`: names that a file might give to such a place; none of them is ever pressed.
    """

    id: Slug
    name: ShortText
    why: ShortText
    regions: Annotated[tuple[Region | Literal["all"], ...], msgspec.Meta(min_length=1)]
    press: bool = False
    heat: bool = True
    sources: Sources
    spots: tuple[Slug, ...] = ()

    def concerns(self, region: Region) -> bool:
        """Return whether a routine for `region` must show this zone."""
        return "all" in self.regions or region in self.regions


class Spot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place where a routine may press (content/spots.toml), with the tools that suit it.

    `region`: the region whose questions cover it. `view`: the side of the body picture that shows it.
    `most`: the longest hold there, in seconds, where it is less than the tool's own.
    """

    id: Slug
    name: ShortText
    region: Region
    view: Literal["front", "back"]
    tools: Annotated[tuple[Tool, ...], msgspec.Meta(min_length=1)]
    most: Annotated[int, msgspec.Meta(ge=HOLD["fingers"][0], le=HOLD["ball"][1])] = HOLD["ball"][1]
    sources: Sources
