"""Everything kept, a routine and its options → whether exactly this session may run, or why not. Pure.

The same function judges before the questions, inside the transaction that stores the session, and again while it runs.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce
from typing import Literal, NamedTuple

from msgspec.structs import replace

from knotcli.coach.care.followup import region_rests_today
from knotcli.coach.errors import Misuse
from knotcli.coach.record import Assessment, Check, Correction, FollowUp, Rating, Session, StepDone
from knotcli.coach.routines.limits import PlanOptions, RoutineLimit, Zone, find_open_regions
from knotcli.coach.routines.plan import SessionPlan, plan_session
from knotcli.coach.routines.routine_file import Routine
from knotcli.coach.screening.gate import Gate, gate
from knotcli.coach.screening.items import Item
from knotcli.coach.screening.verdict import choose_stricter
from knotcli.coach.session.dose import EarlierSession, TooSoon, find_too_soon, sum_sitting
from knotcli.coach.session.resume import UnfinishedSession, digest_steps, find_resume_point, read_run_note
from knotcli.coach.session.state import EarlierDose

RefusalKind = Literal["check", "running", "too-soon", "rest", "nothing-to-resume", "changed", "too-long"]
"""too-long: what was answered before it is too long ago. changed: by what is kept now it would be another session than the one that was agreed on."""


class NewestSession(NamedTuple):
    """The newest session of a region that stands, its steps (those that were removed too), and its ratings."""

    session: Session
    steps: Sequence[StepDone]
    ratings: Sequence[Rating]


class KeptView(NamedTuple):
    """What a session of one region hangs on: everything kept, or what was made on this machine alone.

    checks: in the order in which they were kept. stopped: sessions that ended by a stop rule. earlier: the sessions
    of the last days, of any region. running: sessions of this region that another program is leading now.
    """

    checks: Sequence[Check]
    assessments: Sequence[Assessment | Correction]
    stopped: Sequence[Session]
    earlier: Sequence[EarlierSession]
    follow_ups: Sequence[FollowUp]
    running: Sequence[Session]
    newest: NewestSession | None


class SessionContent(NamedTuple):
    """The shipped content that decides: the questions, the limits that they set, and the places to keep off."""

    items: Sequence[Item]
    limits: Mapping[str, RoutineLimit]
    zones: tuple[Zone, ...]


class WantedSession(NamedTuple):
    """A session that is asked for.

    choices: options from the most wanted on, each with what is said where it is the one that fits. resumes: the
    session that is to go on. own: the id of the session that is led already, when it is judged again.
    """

    routine: Routine
    choices: Sequence[tuple[PlanOptions, tuple[str, ...]]]
    resumes: Session | None = None
    own: str = ""


class Refusal(NamedTuple):
    """Why no session may run now."""

    kind: RefusalKind
    too_soon: TooSoon | None = None


class SessionDecision(NamedTuple):
    """The session that may run, step by step; or why it may not. had: what the body had in this sitting already."""

    gate: Gate
    plan: SessionPlan
    options: PlanOptions
    refusal: Refusal | None
    unfinished: UnfinishedSession | None
    had: EarlierDose

    def is_same_as(self, other: "SessionDecision") -> bool:
        """Return whether the other decision lets the same session run, to the second."""
        return (
            self.refusal is None is other.refusal
            and self.plan == other.plan
            and self.options == other.options
            and (self.unfinished and self.unfinished.entry) == (other.unfinished and other.unfinished.entry)
        )


def decide_session(
    wanted: WantedSession, content: SessionContent, views: Sequence[KeptView], now: datetime
) -> SessionDecision:
    """Judge a wanted session by every view of what is kept; the strictest answer of them counts.

    Raises Misuse where its options do not fit, Held where the limits leave nothing to do.
    """
    region = wanted.routine.region
    found = reduce(choose_stricter, [_judge_view(wanted.routine, content, view, now) for view in views])
    plan, options = _plan_choices(wanted, content, found)
    own = wanted.resumes.id if wanted.resumes else wanted.own
    earlier = [[e for e in view.earlier if e.session.id != own] for view in views]
    unfinished = _find_unfinished(wanted.resumes, views, plan, now)
    dosed = any(step.kind in ("heat", "hold") for step in plan.steps)
    too_soon = next((t for past in earlier if (t := find_too_soon(region, past, now, dosed))), None)
    if found.held == "verdict":
        refusal: Refusal | None = Refusal("check")
    elif any(view.running for view in views):
        refusal = Refusal("running")
    elif too_soon is not None:
        # What opens by itself comes before a new check.
        refusal = Refusal("too-soon", too_soon)
    elif any(region_rests_today(region, view.follow_ups, now) for view in views):
        refusal = Refusal("rest")
    elif not found.may_start:
        refusal = Refusal("check")
    else:
        refusal = Refusal("nothing-to-resume") if wanted.resumes and unfinished is None else None
    heat, pressure = map(max, zip(*(sum_sitting(region, past, now) for past in earlier), strict=True))
    had = unfinished.had if unfinished else EarlierDose()
    if dosed:
        had = replace(had, other_heat=had.other_heat + heat, other_pressure=had.other_pressure + pressure)
    return SessionDecision(found, plan, options, refusal, unfinished, had)


def _judge_view(routine: Routine, content: SessionContent, view: KeptView, now: datetime) -> Gate:
    return gate(
        routine.region, content.items, view.checks, view.assessments, view.stopped, now,
        find_open_regions(content.limits), routine.asks,
    )  # fmt: skip


def _plan_choices(wanted: WantedSession, content: SessionContent, found: Gate) -> tuple[SessionPlan, PlanOptions]:
    """Plan by the first choice that fits. Raises Misuse about the last one: by then only what was asked for is left."""
    named = dict.fromkeys(limit.id for limit in found.found.limits) if found.may_start else {}
    limits = [content.limits[i] for i in named if i in content.limits]
    fault = Misuse("There is nothing to choose from.")
    for options, notes in wanted.choices:
        try:
            plan = plan_session(wanted.routine, options, limits, content.zones)
        except Misuse as error:
            fault = error
            continue
        return plan_with_notes(plan, notes), options
    raise fault


def plan_with_notes(plan: SessionPlan, notes: tuple[str, ...]) -> SessionPlan:
    """Return the plan with more to say before its first step."""
    return replace(plan, limit_notes=(*plan.limit_notes, *notes)) if notes else plan


def _find_unfinished(
    resumes: Session | None, views: Sequence[KeptView], plan: SessionPlan, now: datetime
) -> UnfinishedSession | None:
    """Find where a session goes on. It has to be the newest one of its region in every view, and of the same steps."""
    if resumes is None:
        return None
    newest = [view.newest for view in views]
    note = read_run_note(resumes)
    if note is None or digest_steps(plan.steps) != note.steps:
        return None
    if any(one is None or one.session != resumes for one in newest) or newest[0] is None:
        return None
    _, steps, ratings = newest[0]
    return find_resume_point(resumes, steps, ratings, plan.steps, now)
