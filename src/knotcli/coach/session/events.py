"""What happens to a running session, and what it asks for. Pure."""

from typing import NamedTuple

import msgspec

from knotcli.coach.routines.steps import Step
from knotcli.coach.vocabulary import RatingKind, SessionStatus, StepOutcome


class Now(NamedTuple):
    """A moment: monotonic seconds, which stand still while the machine sleeps, and wall seconds, which do not."""

    mono: float
    wall: float


class Tick(msgspec.Struct, frozen=True):
    """Time went by."""


class Key(msgspec.Struct, frozen=True):
    """A key was pressed, by its name."""

    name: str


class TypedLine(msgspec.Struct, frozen=True):
    """A whole line was typed where a rating is asked."""

    text: str


class Resumed(msgspec.Struct, frozen=True):
    """The program had been stopped, however shortly."""


class Ending(msgspec.Struct, frozen=True):
    """The program is told to end."""


class Allowed(msgspec.Struct, frozen=True):
    """What is kept was judged: the session may go on. `number`: of the AskGate that this answers."""

    number: int


class Refused(msgspec.Struct, frozen=True):
    """What is kept was judged: nothing more may be led."""


class Unreadable(msgspec.Struct, frozen=True):
    """What is kept could not be read. `number`: of the AskGate that this answers."""

    number: int


Event = Tick | Key | TypedLine | Resumed | Ending | Allowed | Refused | Unreadable


class StepBegun(msgspec.Struct, frozen=True):
    """A step began; `seconds` long. `changed_side`: the step before was on the other side."""

    number: int
    step: Step
    seconds: float
    changed_side: bool = False


class StepEnded(msgspec.Struct, frozen=True):
    """A step ended and is to be stored. `seconds` are credited ones; `outcome`: done, cut, skipped, stopped."""

    number: int
    step: Step
    seconds: float
    outcome: StepOutcome


class Cue(msgspec.Struct, frozen=True):
    """Something to be heard or seen in the middle of a step: half, ten, skin, heat-off, paused, on, start,
    away, again, eased, longer, bound (no longer), full (left out), scale, unreadable; count-3: three repetitions are done."""

    name: str


class Rated(msgspec.Struct, frozen=True):
    """A rating was given: `kind` before or after."""

    kind: RatingKind
    score: int


class StopMenu(msgspec.Struct, frozen=True):
    """The stop menu opened: from now on the session counts as stopped. Or it closed, and nothing was wrong."""

    is_open: bool


class AskGate(msgspec.Struct, frozen=True):
    """Time stood still, and is to go on: what is kept has to be judged again first."""

    number: int


class Finished(msgspec.Struct, frozen=True):
    """The session ended: complete, partial, or stopped with the stop rule's id."""

    status: SessionStatus
    reason: str = ""


Effect = StepBegun | StepEnded | Cue | Rated | StopMenu | AskGate | Finished
