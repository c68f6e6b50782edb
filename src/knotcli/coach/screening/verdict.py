"""The gates of a check's regions as one result, and the stricter of two gates. Pure.

What came from elsewhere only ever closes: a region is judged by what was made on this machine alone, and by everything
with what was brought in, and the stricter counts. So no file that is brought in opens what was closed without it.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from knotcli.coach.screening.gate import Gate
from knotcli.coach.screening.judge import Reason, RegionVerdict, worst
from knotcli.coach.vocabulary import Verdict

WORDING: Mapping[str, tuple[str, ...]] = dict.fromkeys((
    "emergency", "emergency_questions", "emergency_passing", "emergency_kept", "emergency_way_back", "see_today", "see_soon",
    "no_answer_today", "worse", "flag_way_back", "flag_check_again", "flag_must_be_gone", "flag_durable", "by_mistake",
    "blocked_thinner", "blocked_not_alert", "blocked_region", "nothing_named", "nothing_else_named", "spreading_skin",
    "not_for", "disclaimer", "disclaimer_first",
), ()) | dict.fromkeys(("blocked_way_back", "clearance_way_back", "incomplete"), ("region",)) | {
    "emergency_number_known": ("number",), "emergency_tell": ("symptoms",), "emergency_confirmed": ("symptoms",),
    "blocked": ("place",), "needs_clearance": ("place",), "blocked_until": ("region", "place", "when"),
}  # fmt: skip
"""The texts that a check and its result are told with, and what each is given to fill in."""


class Result(msgspec.Struct, frozen=True):
    """What `knot check` found: the worst verdict of its regions, each region's own, and every reason once."""

    gates: tuple[Gate, ...]
    checked_at: datetime | None
    likelihood: tuple[int, int] = (0, 0)

    @property
    def verdict(self) -> Verdict:
        """The worst of the regions' verdicts. A check that no longer holds is incomplete, whatever it found."""
        return worst(verdict_of(gate) for gate in self.gates)

    @property
    def may_start(self) -> bool:
        """Whether a session may start in every region of the check."""
        return bool(self.gates) and all(gate.may_start for gate in self.gates)

    @property
    def valid_until(self) -> datetime | None:
        """How long it holds, when a session may start."""
        moments = [gate.valid_until for gate in self.gates if gate.valid_until]
        return min(moments) if self.may_start and moments else None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every reason of every region once, worst first."""
        found: dict[str, Reason] = {}
        for gate in self.gates:
            for reason in gate.found.reasons:
                found.setdefault(reason.item.id, reason)
        return tuple(found.values())

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of what was not answered."""
        return tuple(dict.fromkeys(ident for gate in self.gates for ident in gate.found.missing))


def verdict_of(gate: Gate) -> Verdict:
    """Give the gate's verdict; where the check is gone, expired or ended, at best `incomplete`."""
    if gate.may_start or gate.held == "verdict":
        return gate.found.verdict
    return worst((gate.found.verdict, "incomplete"))


def choose_stricter(whole: Gate, own: Gate) -> Gate:
    """Give the stricter of two gates of one region. Where both are open: with the limits of either.

    whole: judged by everything. own: by what was made on this machine.
    """
    if own.may_start and whole.may_start:
        found = RegionVerdict(
            worst((own.found.verdict, whole.found.verdict)),
            tuple(dict.fromkeys((*own.found.limits, *whole.found.limits))),
            tuple({reason.item.id: reason for reason in (*whole.found.reasons, *own.found.reasons)}.values()),
        )
        moments = [gate.valid_until for gate in (own, whole) if gate.valid_until]
        return msgspec.structs.replace(own, found=found, valid_until=min(moments, default=None))
    if own.may_start or whole.may_start:
        return whole if own.may_start else own
    return own if worst((verdict_of(own), verdict_of(whole))) == verdict_of(own) else whole
