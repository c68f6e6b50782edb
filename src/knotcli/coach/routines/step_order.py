"""Choose the parts of a routine that a session has, and put them in order, with as many presses as fit its bounds."""

from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace

from knotcli.coach.errors import Misuse
from knotcli.coach.routines import bounds
from knotcli.coach.routines.limits import CombinedLimits, PlanOptions, Zone
from knotcli.coach.routines.routine_file import Exercise, Heat, Hold, Move, Prepare, Rest, Routine, RoutinePart, Stretch
from knotcli.coach.routines.steps import (
    Press,
    Step,
    make_exercise_steps,
    make_press_steps,
    make_rating_step,
    make_single_step,
    make_stretch_steps,
)
from knotcli.coach.vocabulary import Side

QUICK_PREPARE = 10  # short enough that two presses a side fit
DEFAULT_REST = Rest(cue="Let go slowly. Breathe out and let the muscle rest.", sources=("S3", "own"))


def select_parts(routine: Routine, options: PlanOptions, left: CombinedLimits) -> list[RoutinePart]:
    """Return the parts that this session has: heat at most once, each spot once, and what the limits allow."""
    parts: list[RoutinePart] = []
    spots: set[str] = set()
    warm = options.heat and left.heat and not options.quick
    for part in routine.steps:
        if isinstance(part, Heat):
            if warm and options.shower and not left.heat_note:
                parts.append(replace(part, title="Warm shower", seconds=0))  # nobody saw it: it credits nothing
            elif warm:
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
            kept.append(replace(part, seconds=min(part.seconds, bounds.REST_SECONDS)))
        elif not any(type(other) is type(part) for other in kept):
            if isinstance(part, Prepare):
                part = replace(part, seconds=min(part.seconds, QUICK_PREPARE))
            elif isinstance(part, Move):
                part = replace(part, seconds=bounds.MOVE[0])
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


SCALE_WORDS = "from 0 (none) to 10 (worst imaginable)"
RATING_BEFORE = make_rating_step("Pain before", f"How much does it hurt right now, {SCALE_WORDS}?")
RATING_AFTER = make_rating_step("Pain afterwards", f"And now: how much does it hurt, {SCALE_WORDS}?")


def fit_steps(
    parts: Sequence[RoutinePart],
    presses: Sequence[Press],
    sides: Sequence[Side],
    heat_most: int,
    lead_in: int,
    total_most: int,
) -> tuple[Step, ...]:
    """Return the steps of a session that keeps its bounds: five minutes of pressure, `total_most` seconds in total.

    presses: the holds among `parts`, one for each spot. heat_most: the seconds to which keys may lengthen heat.
    lead_in: seconds to get ready for an exercise.
    Presses are left out from the last spot on, on all sides alike; where one press or none still makes too long a
    session, parts are left out from the end. Raise Misuse where that would leave out what the session is about.
    """
    parts, presses = list(parts), list(presses)
    while True:
        steps = _build_steps(parts, presses, sides, heat_most, lead_in)
        pressure = sum(step.seconds for step in steps if step.kind == "hold")
        if pressure <= bounds.PRESSURE_MOST and sum(step.seconds for step in steps) <= total_most:
            return _share_spare_seconds(steps, bounds.PRESSURE_MOST - pressure)
        if sum(press.count for press in presses) <= 1:
            loose = [n for n, part in enumerate(parts) if isinstance(part, Prepare | Stretch | Move | Exercise)]
            if not presses and (total_most > bounds.SESSION_MOST or len(loose) < 2):
                raise Misuse(
                    f"This does not fit into {total_most // 60} minutes. A shorter --lead-in helps, or leaving out --quick."
                )
            parts.pop(loose[-1])
            continue
        last = presses.pop()
        if last.count > 1:
            presses.append(replace(last, count=last.count - 1))


def _share_spare_seconds(steps: Sequence[Step], spare: int) -> tuple[Step, ...]:
    """Share what is left of the five minutes among the holds: keys may lengthen each by that much."""
    share = spare // max(1, sum(step.kind == "hold" for step in steps))
    return tuple(
        replace(step, most=min(step.most, step.seconds + share)) if step.kind == "hold" else step for step in steps
    )


def _build_steps(
    parts: Sequence[RoutinePart], presses: Sequence[Press], sides: Sequence[Side], heat_most: int, lead_in: int
) -> list[Step]:
    steps = [RATING_BEFORE]
    finding: Step | None = None
    for pressed, run in groupby(parts, lambda part: isinstance(part, Hold | Rest)):
        block = list(run)
        if pressed:
            ordered = _order_presses([press for press in presses if press.hold in block], sides)
            if finding:
                ordered = _insert_finding(ordered, finding)
                finding = None if ordered else finding
            steps += ordered
            continue
        for part in block:
            if isinstance(part, Stretch):
                steps += make_stretch_steps(part, sides)
            elif isinstance(part, Exercise):
                steps += make_exercise_steps(part, sides, lead_in)
            elif isinstance(part, Prepare) and part.finds and presses:
                finding = make_single_step(part, heat_most)
                finding = replace(finding, seconds=min(part.seconds, bounds.FIND_MOST), most=bounds.FIND_MOST)
            elif isinstance(part, Heat | Prepare | Move):
                steps.append(make_single_step(part, heat_most))
    return [*steps, RATING_AFTER]


def _insert_finding(ordered: Sequence[Step], finding: Step) -> list[Step]:
    """Return the steps with the search for the spot on each side: one is placed first, then looks there, with what presses (S0)."""
    steps: list[Step] = []
    found: set[Side | None] = set()
    for step in ordered:
        steps.append(step)
        if step.side not in found:
            steps.append(replace(finding, tool=step.tool, figure=step.figure, side=step.side))
            found.add(step.side)
    return steps


def _order_presses(presses: Sequence[Press], sides: Sequence[Side]) -> list[Step]:
    """Return the steps of a run of holds: every spot of one side, then every spot of the other."""
    steps: list[Step] = []
    on: Side | None = None
    for turn, side in enumerate(sides):
        for press in presses:
            if not press.hold.sides:
                if turn == 0:
                    steps += make_press_steps(press, None, "Next spot." if steps else "")
                continue
            change = "Change sides. " if on not in (None, side) else "Next spot. " if steps else ""
            steps += make_press_steps(press, side, f"{change}{side.capitalize()} side.")
            on = side
    return steps
