"""What checks leave standing, told without the content: red flags, and whether a check still holds. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from knotcli.coach.record import CONTENT, Assessment, Check, Correction, Session
from knotcli.coach.vocabulary import Answer, CheckState, Region, regions_to_ask

MAY_START = ("limits", "ok")
VALID_DAYS = 30
"""How long a check holds (own decision: no source gives a number)."""
ANSWERED_WITHIN = timedelta(hours=2)
"""How long an answer counts for what it leads to: a check from its first question on, and while a session stands still
(own decision)."""
FULL = ("asked", "file")
"""Origins of a full check; a re-check or a stop only ever takes away."""
AHEAD = timedelta(seconds=1)
"""How far an entry may be dated ahead of the clock, which counts whole seconds."""
FLAGS = ("em_", "rf_")
"""How the ids of emergencies and red flags begin."""
STRONG_PAIN = 8
"""The score from which on a rating before a session, or by itself, has the questions about strong pain come first."""
NAMED: tuple[Answer, ...] = ("yes", "unsure")
CLEARED = ("yes", "massage")

# Fixed here and not in the content, so that no content file can loosen what stands.
DURABLE = frozenset({
    "rf_numb_persist", "rf_widespread", "rf_night_constant", "rf_severe_pain", "rf_thoracic", "rf_inflammatory",
    "rf_new_medicine", "rf_bone_spot", "rf_head_change", "rf_head_pressure", "rf_head_meds", "rf_jaw",
    "rf_walk_cramp", "rf_immune_steroid",
})  # fmt: skip
"""The red flags that a clinician's word, given in a full check, answers."""
RETIRED: Mapping[str, tuple[str, ...]] = {
    "rf_wrong_target": (),
    "rf_other_diagnosis": ("rel_other_cause", "rel_told_careful"),
    "rf_other_illness": ("rel_waiting",),
    "rf_neuro_condition": ("rel_neuro",),
    "rel_diabetes_thyroid": ("rel_diabetes",),
}
"""The ids of the first set of questions that are gone, and what is asked in their place."""
RETIRED_LABELS: Mapping[str, str] = {
    "rf_other_diagnosis": "another cause found, or told not to massage, heat or stretch",
    "rf_other_illness": "part of another illness that is being checked",
    "rf_neuro_condition": "serious nerve, spinal-cord or muscle disease",
}
"""How a flag that is gone is named, when it is put again."""
FACTS_OF_SIGNS = frozenset({"rf_immune_steroid"})
"""Signs whose first question is a fact about the person, which lives on longer than the check."""
REWORDED = frozenset({"rf_cancer_weight", "rf_lung_top"})
"""Red flags that held two ideas in the first set of questions."""
STAYING = frozenset({"ab_heat_product", "ab_not_alert", "ab_feverish"})
"""What a re-check may name without ending the check: it concerns this session only."""


def successors(flag: str) -> tuple[str, ...] | None:
    """Give the items that are put in place of a flag of the first set of questions; None where it stands as it is."""
    if flag in RETIRED:
        return RETIRED[flag]
    return (flag,) if flag in DURABLE or flag in REWORDED else None


def standing_flags(
    checks: Sequence[Check], looks: Sequence[Assessment | Correction], now: datetime | None = None
) -> dict[str, datetime]:
    """Give the red flags that stand (at `now`, if given), by item id, with the moment they were last named.

    A red flag or emergency answered yes or unsure stays until a clinician's look is recorded after it, or it is taken
    back as a mistake; a durable one also goes by a clinician's word in a full check. Answering no later does not take
    it away. Told by the id alone, so that a change of content cannot drop one. A look counts for what was named up to
    its day; one that is dated ahead of `now`, or says a later day, for nothing.
    """
    flags: dict[str, datetime] = {}
    valid = [look for look in looks if not (now and look.at > now + AHEAD)]
    for check in checks:
        for ident, word in check.answers.items():
            gone = check.content < CONTENT and successors(ident) == ()
            if not ident.startswith(FLAGS) or word not in NAMED or gone or is_cleared(check, ident):
                continue
            if check.at <= flags.get(ident, check.at) and ident in flags:
                continue
            if not any(_answers(look, ident, check.at) for look in valid) and not any(
                _takes_the_place(later, ident, check) for later in checks
            ):
                flags[ident] = check.at
    return flags


def _answers(look: Assessment | Correction, flag: str, named: datetime) -> bool:
    """Tell whether a look, or a correction, answers what was named at that moment.

    A correction takes back the naming that was shown, with those before it: none that came while its questions stood.
    """
    if isinstance(look, Correction):
        return look.flag == flag and named <= min(look.named, look.at)
    day = named.astimezone(look.at.tzinfo).date()
    return flag in look.flags and named <= look.at and day <= look.day <= look.at.date()


def _takes_the_place(later: Check, flag: str, check: Check) -> bool:
    """Tell whether a later full check answers a flag: by a clinician's word, or as the new form of an old question."""
    if later.origin not in FULL or later.content < CONTENT or later.at <= check.at:
        return False
    if is_cleared(later, flag):
        return True
    instead = None if check.content >= CONTENT else successors(flag)
    return instead is not None and all(later.answers.get(one) in ("no", *NAMED) for one in instead)


def is_cleared(check: Check, flag: str) -> bool:
    """Tell whether a full check names a durable flag with a clinician's word that it can be gone on with."""
    if flag not in DURABLE or check.origin not in FULL or check.content < CONTENT:
        return False
    if check.answers.get(flag) not in NAMED or check.cleared.get(flag) not in CLEARED:
        return False
    if flag == "rf_bone_spot" and check.answers.get("rel_under18") != "no":
        return flag in check.said and not {2, 3} & {*check.said[flag]}
    fever = ("ab_feverish", "rf_spine_infection")
    return flag != "rf_immune_steroid" or all(check.answers.get(one) == "no" for one in fever)


def old_flags(checks: Sequence[Check], looks: Sequence[Assessment | Correction], now: datetime) -> dict[str, datetime]:
    """Give the standing flags of the first set of questions that the next full check puts again, with their moment."""
    old = [check for check in checks if check.content < CONTENT]
    new = [check for check in checks if check.content >= CONTENT]
    still = standing_flags(new, looks, now)
    found = standing_flags(checks, looks, now)
    named = {i for check in old for i, word in check.answers.items() if word in NAMED}
    return {i: at for i, at in found.items() if i in named and i not in still and successors(i) is not None}


def holding_flags(
    checks: Sequence[Check], looks: Sequence[Assessment | Correction], now: datetime
) -> dict[str, datetime]:
    """Give the standing flags that only a clinician's look, or their own correction, answers."""
    again = old_flags(checks, looks, now)
    return {i: at for i, at in standing_flags(checks, looks, now).items() if i not in again}


def find_counting_checks(full: Sequence[Check], now: datetime) -> list[Check]:
    """Give the full check that counts, with any other of the same moment. `full`: in the order in which they were kept.

    It is the newest. But one dated ahead of the clock gives way to those kept after it: the clock was wrong when one of
    them was made, and the later answers are the later ones all the same.
    """
    ahead = [number for number, check in enumerate(full) if check.at > now + AHEAD]
    since = full[ahead[-1] + 1 :] if ahead else full
    newest = max((check.at for check in since or full), default=None)
    return [check for check in since or full if check.at == newest]


def valid_until(check: Check) -> datetime:
    """Give the end of a full check: 30 days from the oldest answer about signs that it holds."""
    return min((check.at, *(check.carried[ident] for ident in carried_signs(check)))) + timedelta(days=VALID_DAYS)


def carried_signs(check: Check) -> list[str]:
    """Return the signs that a check took over from an earlier one. A fact that belongs to a sign is none."""
    return [ident for ident in check.carried if ident.startswith(FLAGS) and ident not in FACTS_OF_SIGNS]


def ends_check(check: Check) -> bool:
    """Tell whether this is an entry that ends earlier checks. One in which all that was picked was taken back is none."""
    if check.origin in FULL or (check.withdrawn and not check.answers):
        return False
    return not (check.answers and {*check.answers} <= STAYING)


def find_ends(
    region: Region, near: Sequence[str], checks: Sequence[Check], stopped: Sequence[Session]
) -> Iterator[datetime]:
    """Give the moments at which something ended the checks of these regions. checks: in the order in which they were kept.

    An opened emergency ends them until it was confirmed or taken back; what took it back lifts that end. What was kept
    after all full checks ends every one of them, though the clock was set back meanwhile.
    """
    lifted = {check.put.get("lifts") for check in checks if not any(w in NAMED for w in check.answers.values())}
    full = [number for number, check in enumerate(checks) if check.origin in FULL and region in check.regions]
    last = full[-1] if full else len(checks)
    each = [checks[number].at for number in full]
    for number, check in enumerate(checks):
        if check.id not in lifted and ends_check(check) and (not check.regions or {*check.regions} & {*near}):
            yield check.at if number < last else max(check.at, *each)
    # The clock may have been set back while it ran: a session ended no earlier than it began.
    yield from (max(s.at, s.ended_at or s.at) for s in stopped if s.region in near)


def find_check_state(
    region: Region,
    checks: Sequence[Check],
    looks: Sequence[Assessment | Correction],
    stopped: Sequence[Session],
    now: datetime,
) -> tuple[CheckState, datetime | None]:
    """Tell how the region's check stands, and until when it holds, from what was answered alone.

    checks: in the order in which they were kept.
    none, flag, assessed, ended, expired, future, or the verdict that the check came to; holds where a session surely
    may start; unsure where only the questions themselves can tell (`gate.gate`). Never holds where the gate is closed.
    """
    full = [c for c in checks if c.origin in FULL and region in c.regions]
    if holding_flags(checks, looks, now):
        return "flag", None
    if not full:
        return ("flag" if standing_flags(checks, looks, now) else "none"), None
    bases = find_counting_checks(full, now)
    base = bases[0]
    if base.content < CONTENT:
        return "expired", None
    if standing_flags(checks, looks, now):
        return "flag", None
    looked = any(base.at <= look.at <= now + AHEAD for look in looks)
    named = [(c, i) for c in bases for i, word in c.answers.items() if i.startswith(FLAGS) and word in NAMED]
    if looked or any(not is_cleared(c, i) for c, i in named):
        return "assessed", None
    ends = find_ends(region, regions_to_ask(region), checks, stopped)
    if any(moment >= base.at.replace(microsecond=0) for moment in ends):
        return "ended", None
    until = min(valid_until(check) for check in bases)
    if now > until:
        return "expired", None
    if base.at > now + AHEAD:
        return "future", None
    states: list[CheckState] = [c.found.get(region, "unsure") for c in bases]
    for found in states:
        if found not in MAY_START:
            return found, None
    # What another check since found in the whole person may close this region too.
    others = [c for c in checks if c not in bases and c.at >= base.at]
    other = any(w in NAMED and not i.startswith("ml_") for c in others for i, w in c.answers.items())
    return ("unsure", None) if named or other else ("holds", until)
