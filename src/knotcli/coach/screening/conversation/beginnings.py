"""What a conversation of the screening begins with: the script that fits, and what earlier checks still say. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from knotcli.coach.record import Check
from knotcli.coach.screening.conversation.check_script import check_script
from knotcli.coach.screening.conversation.recheck_script import items_script, recheck_script
from knotcli.coach.screening.conversation.replies import Conversation, begin
from knotcli.coach.screening.conversation.talk import Earlier, OldFlag, Talk
from knotcli.coach.screening.facts import Known, known_from, may_go_further, newest_known
from knotcli.coach.screening.flags import FULL, NAMED, RETIRED_LABELS
from knotcli.coach.screening.questionnaire import Questionnaire
from knotcli.coach.vocabulary import Region


def begin_check(
    found: Questionnaire,
    regions: Sequence[Region],
    own: Sequence[Check],
    old: Mapping[str, datetime],
    open_regions: Collection[Region],
    after_session: bool,
    now: datetime,
) -> Conversation:
    """Begin a check of these regions.

    own: the checks made on this machine. old: flags of the first set of questions, with the moment of their naming.
    open_regions: those whose session may start now. after_session: one was kept in the last 14 days.
    """
    about = [check for check in own if {*check.regions} & {*regions}]
    holding = [newest_known([c for c in own if name in c.regions], found, now) for name in open_regions]
    others = [known for known in holding if known is not None and may_go_further(known, found)]
    valid = newest_known([c for c in about if {*regions} <= {*c.regions}], found, now)
    described = next(
        (
            known
            for check in sorted(about, key=lambda check: check.at, reverse=True)
            if ((known := known_from(check, found, now)) and "1" in known.told)
            or (known and "6" in known.told)
        ),
        None,
    )
    earlier = Earlier(
        known=newest_known(own, found, now),
        valid=valid if {*regions} <= {*open_regions} else None,
        drawn_on=max(others, key=lambda known: known.check.at, default=None)
        if not {*regions} & {*open_regions} and not about
        else None,
        described=described,
        old_flags=tuple(_old_flags(found, old)),
        after_session=after_session,
    )
    return begin(check_script, partial(Talk, found, tuple(regions), earlier, now))


def begin_recheck(
    found: Questionnaire, regions: Sequence[Region], base: Check | None, after_session: bool, now: datetime
) -> Conversation:
    """Begin the five lines before a session of these regions. `base`: the check that they are about."""
    known = None if base is None else known_from(base, found, now)
    named = frozenset(
        ident
        for ident, word in (base.answers.items() if base else ())
        if word in NAMED and ident in found.items and found.items[ident].cluster.startswith("A")
    )
    earlier = Earlier(known=known, after_session=after_session, named_before=named)
    script = recheck_script(base.at if base else now)
    return begin(script, partial(Talk, found, tuple(regions), earlier, now))


def begin_items(
    found: Questionnaire, region: Region, idents: Iterable[str], known: Known | None, now: datetime
) -> Conversation:
    """Begin the questions of single items, put after a session or a stop."""
    earlier = Earlier(known=known, after_session=True)
    return begin(items_script(idents), partial(Talk, found, (region,), earlier, now))


def newest_full(checks: Iterable[Check], region: Region) -> Check | None:
    """Return the newest full check of a region."""
    full = (check for check in checks if check.origin in FULL and region in check.regions)
    return max(full, key=lambda check: check.at, default=None)


def _old_flags(found: Questionnaire, old: Mapping[str, datetime]) -> Iterable[OldFlag]:
    for ident, named in old.items():
        label = found.items[ident].label if ident in found.items else RETIRED_LABELS.get(ident, ident)
        yield OldFlag(ident, label, named)
