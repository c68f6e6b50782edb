"""Choose the parts of a routine that a session has."""

from collections.abc import Sequence

from msgspec.structs import replace

from knotcli.coach.routines.limits import CombinedLimits
from knotcli.coach.routines.plan_options import PlanOptions
from knotcli.coach.routines.routine_file import (
    MOVE,
    REST_SECONDS,
    Exercise,
    Heat,
    Hold,
    Move,
    Prepare,
    Rest,
    Routine,
    RoutinePart,
    Stretch,
)
from knotcli.coach.routines.zones import Zone

QUICK_PREPARE = 10  # short enough that two presses a side fit
DEFAULT_REST = Rest(cue="Let go slowly. Breathe out and let the muscle rest.", sources=("S3", "own"))


def select_parts(routine: Routine, options: PlanOptions, left: CombinedLimits) -> list[RoutinePart]:
    """Return the parts that this session has: heat at most once, each spot once, and what the limits allow."""
    parts: list[RoutinePart] = []
    spots: set[str] = set()
    warm = options.heat and left.heat and not options.quick
    for part in routine.steps:
        if isinstance(part, Heat):
            if warm:
                minutes = options.heat_minutes
                seconds = min(minutes * 60 if minutes else part.seconds, left.heat_most)
                parts.append(replace(part, seconds=seconds, cue=f"{part.cue} {left.heat_note}".rstrip()))
            warm = False
        elif not options.press and isinstance(part, Prepare | Hold | Rest):
            continue
        elif isinstance(part, Hold):
            if part.spot not in spots:
                parts.append(part)
            spots.add(part.spot)
        elif left.stretch or not (isinstance(part, Stretch) and part.end_range):
            parts.append(part)
    return _shorten_parts(parts) if options.quick else parts


def _shorten_parts(parts: Sequence[RoutinePart]) -> list[RoutinePart]:
    """Keep the holds, one set of each exercise, and the first of each other kind at its shortest."""
    kept: list[RoutinePart] = []
    for part in parts:
        if isinstance(part, Hold):
            kept.append(part)
        elif isinstance(part, Exercise):
            kept.append(replace(part, sets=1))
        elif isinstance(part, Rest):
            kept.append(replace(part, seconds=min(part.seconds, REST_SECONDS)))
        elif not any(type(other) is type(part) for other in kept):
            if isinstance(part, Prepare):
                part = replace(part, seconds=min(part.seconds, QUICK_PREPARE))
            elif isinstance(part, Move):
                part = replace(part, seconds=MOVE[0])
            elif isinstance(part, Stretch):
                part = replace(part, repeat=1)
            kept.append(part)
    return kept


def find_rests(parts: Sequence[RoutinePart]) -> dict[str, Rest]:
    """Return the rest that follows each hold in the file, or the usual one, by the hold's spot."""
    after = [*parts[1:], None]
    return {
        part.spot: follower if isinstance(follower, Rest) else DEFAULT_REST
        for part, follower in zip(parts, after, strict=True)
        if isinstance(part, Hold)
    }


def list_keep_off_notes(routine: Routine, zones: Sequence[Zone], press: bool, heat: bool) -> list[str]:
    """Write a note for each zone of the routine that a session with pressure, or with heat, has to keep off."""
    notes = []
    for zone in zones:
        what = " or ".join(["press"] * (press and not zone.press) + ["warm"] * (heat and not zone.heat))
        if what and (zone.id in routine.zones or (not routine.zones and zone.concerns(routine.region))):
            notes.append(f"Do not {what}: {zone.name}.")
    return notes
