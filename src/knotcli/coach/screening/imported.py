"""What came from elsewhere only ever closes. Pure.

A region is judged twice: by what was made on this machine alone, and by everything with what was brought in. Of the
two the stricter counts. So no file that is brought in, however it was edited, opens what was closed without it.
"""

import msgspec

from knotcli.coach.screening.gate import Gate
from knotcli.coach.screening.judge import RegionVerdict, worst
from knotcli.coach.screening.verdict import verdict_of


def stricter(whole: Gate, own: Gate) -> Gate:
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
