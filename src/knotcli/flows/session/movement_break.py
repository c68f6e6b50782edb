"""A movement break: for which regions it may run now, the question before it, and its minutes."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from knotcli.coach.errors import Held, KnotError, Misuse, Stopped
from knotcli.coach.record import BreakTaken, Entry, Session, make_entry_id
from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.screening.flags import FULL
from knotcli.coach.session import machine as heart
from knotcli.coach.session.decision import Refusal, SessionDecision, WantedSession
from knotcli.coach.session.events import StepEnded
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.movement_break import USUAL_REGIONS, WITHOUT_DOSE, find_next_break, make_break_plan
from knotcli.coach.session.state import State
from knotcli.coach.vocabulary import REGIONS, RatingKind, Region, SessionStatus, regions_to_ask
from knotcli.flows.screening.kept_checks import recheck_is_due
from knotcli.flows.screening.named_signs import recheck
from knotcli.flows.session.guided_session import refuse
from knotcli.flows.session.session_ending import tell_ending, wait_until_stored
from knotcli.flows.session.session_gathering import decide_now
from knotcli.flows.session.session_keeper import SessionKeeper
from knotcli.flows.session.session_loop import SessionLoop
from knotcli.views.wording import say_span
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.reading import DecidingReader
    from knotcli.storage.history.store import Transaction

ANYTHING_NEW = "Anything new?  [n or 1] no   [2] yes: "
NO_WORDS = ("n", "no", "1")


class BreakKeeper(SessionKeeper):
    """Keeps a break when it ends; while something is wrong, a stopped session of each of its regions.

    So the check of every region that it moved ends, as it does after a session.
    """

    taken: BreakTaken | None = None

    def __init__(self, world: World, guidance: Guidance, regions: tuple[Region, ...], seconds: int) -> None:
        self.regions = regions
        self._ids = {region: make_entry_id() for region in regions}
        first = Session(
            self._ids[regions[0]], world.clock.now(), regions[0], "break", "both", "", planned_seconds=seconds
        )
        super().__init__(world, first, guidance, partial(_judge_again, world, regions))

    def store_step(self, ended: StepEnded) -> None:
        """Keep nothing of a step: a break is kept as a whole."""

    def store_rating(self, kind: RatingKind, score: int) -> None:
        """Keep no rating: a break asks for none."""

    def store_end(self, state: State, status: SessionStatus, reason: str) -> None:
        """Keep the break and, where something was wrong, that it was stopped."""
        if status == "stopped":
            super().store_end(state, status, reason)
        if round(state.movement):
            self.taken = BreakTaken(make_entry_id(), self.entry.at, self.regions, round(state.movement))
            self._note(self.taken)

    def _list_sessions(self) -> Sequence[Session]:
        return [self.entry._replace(id=ident, region=region) for region, ident in self._ids.items()]

    def _keep(self, kept: "Transaction", session: Session, entries: tuple[Entry, ...]) -> bool:
        standing = {one.id for one in kept.sessions(since=session.at.date())}
        for region, ident in self._ids.items():
            one = session._replace(id=ident, region=region)
            if session.status != "partial":
                kept.keep_session(one, (), 0)
            elif ident in standing:
                kept.put_right([one], [ident])  # it was nothing: the break is no session
        kept.add(*entries[self._stored_entries :])
        return False


def take_break(world: World, named: Sequence[Region], seconds: int, nothing_new: bool, as_json: bool) -> int:
    """Judge, ask, and lead a break for these regions, or for those of a desk whose check holds."""
    if not (regions := _choose_regions(world, named)):
        from knotcli.flows.screening.check_flow import ask_check

        if code := ask_check(world, list(named or USUAL_REGIONS), False):
            return code
        regions = _choose_regions(world, named)
    if not regions:
        raise Held(_say_which_check(named))
    _refuse_too_soon(world)
    if not nothing_new:
        _ask_whether_new(world, regions)
        regions = _choose_regions(world, regions, can_ask=False)  # what was kept meanwhile counts
    guidance, plan, out = world.library.guidance(), _plan(world, regions, seconds), world.out
    if as_json:
        world.out = world.err
    keeper = BreakKeeper(world, guidance, regions, seconds)
    loop = SessionLoop(world, plan, guidance, keeper, is_told=True)
    state, signal = loop.run(partial(heart.begin, plan.steps, tuple(rule.id for rule in guidance.stop)))
    world.out = out
    if state.status == "stopped":
        return tell_ending(world, keeper, guidance, state, signal)
    if fault := wait_until_stored(world, keeper):
        raise KnotError(f"The break ended, but it could not be saved. {fault}")
    if loop.refusal is not None:
        refuse(world, _want(world, regions[0]), loop.refusal, "The break ended here, and is saved.")
    if signal:
        raise Stopped("The break ended early.", signal)
    if as_json and keeper.taken is not None:
        from knotcli.views.history.entry_documents import break_document

        world.print_json(break_document(keeper.taken))
    else:
        world.show([f"Saved: {say_span(state.movement)} of movement." if keeper.taken else "Nothing was saved."])
    return 0


def show_break(world: World, named: Sequence[Region], seconds: int, as_json: bool) -> int:
    """Show the steps of a break, and store nothing."""
    from knotcli.views.session.session_script import script_document, script_lines

    if not (regions := _choose_regions(world, named, can_ask=False)):
        raise Held(_say_which_check(named))
    plan = _plan(world, regions, seconds)
    if as_json:
        script = script_document(plan)
        kept = {key: script[key] for key in ("total_seconds", "steps")}
        world.print_json({"regions": list(regions), **kept})
    else:
        lines = script_lines(plan, world.library.source_names())[:-1]
        world.show([*lines, world.library.breaks().honest, "Nothing was saved. To do it: knot break"])
    return 0


def judge_regions(
    world: World, regions: Sequence[Region], kept: "DecidingReader | None" = None
) -> dict[Region, SessionDecision]:
    """Judge a session of each region that neither presses nor warms; a region that a limit leaves none is left out."""
    judged = {}
    with world.history.together():
        for region in regions:
            try:
                judged[region] = decide_now(world, _want(world, region), kept)
            except Held:
                continue
    return judged


def _judge_again(world: World, regions: Sequence[Region], kept: "DecidingReader") -> Refusal | None:
    judged = judge_regions(world, regions, kept)
    refusals = [one.refusal for one in judged.values() if one.refusal]
    return next(iter(refusals), None if len(judged) == len(regions) else Refusal("check"))


def _plan(world: World, regions: Sequence[Region], seconds: int) -> SessionPlan:
    return make_break_plan(world.library.breaks().movements, regions, seconds)


def _want(world: World, region: Region) -> WantedSession:
    return WantedSession(world.library.routine(region), ((WITHOUT_DOSE, ()),))


def _choose_regions(world: World, named: Sequence[Region], can_ask: bool = True) -> tuple[Region, ...]:
    """Return the regions of the break: all that were named, or those that are open; none where a check is to begin.

    Raises Held where something other than a missing check stands against it, or the check is not wanted.
    """
    others = [region for region in REGIONS if region not in USUAL_REGIONS]
    judged = judge_regions(world, named or [*USUAL_REGIONS, *others])
    is_open = [region for region, decision in judged.items() if decision.refusal is None]
    usual = [region for region in is_open if region in USUAL_REGIONS]
    chosen = tuple(is_open if named else usual or is_open)
    if chosen and len(chosen) >= len(set(named)):
        return chosen
    for region, decision in judged.items():
        refusal = decision.refusal
        if refusal and (refusal.kind != "check" or decision.gate.held == "verdict"):
            refuse(world, _want(world, region), refusal)
    which = _say_which_check(named)
    if not can_ask or not world.interactive:
        raise Held(which)
    world.tell([which])
    if _ask(world, "[Enter] start the check   [q] not now: "):
        raise Held("No break was started.")
    return ()


def _say_which_check(named: Sequence[Region]) -> str:
    return f"A break needs a check that holds, as a session does: knot check {' '.join(named or USUAL_REGIONS)}"


def _refuse_too_soon(world: World) -> None:
    opens = find_next_break([one.at for one in world.history.breaks()], world.clock.now())
    if opens is not None:
        raise Held(f"{world.library.breaks().wait} You can do it from {world.clock.local(opens):%H:%M}.")


def _ask_whether_new(world: World, regions: Sequence[Region]) -> None:
    """Ask in one line where today's answers named nothing, otherwise the five lines. Raises Held where something is new."""
    if not world.interactive:
        raise Misuse("There is no terminal to ask whether anything is new. If nothing is: --nothing-new.")
    due = [region for region in regions if recheck_is_due(world, region)]
    if _named_nothing_today(world, regions):
        if _ask(world, ANYTHING_NEW).lower() in NO_WORDS:
            return
        if not due:
            raise Held(f"Then please go through the check again first: knot check {' '.join(regions)}")
    for region in due[:1]:
        others = [other for other in regions if other != region]
        asks = {asked for other in regions for asked in regions_to_ask(other)} - {region}
        recheck(world, region, sorted(asks), others)


def _named_nothing_today(world: World, regions: Sequence[Region]) -> bool:
    """Return whether today, on this machine, nothing was named about each region: in a check, or before a session or break."""
    midnight = world.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    with world.history.views() as views:
        own = views[-1]
        asked = {region for one in own.breaks() if one.at >= midnight for region in one.regions}
        asked |= {one.region for one in own.given(None, midnight)}
        checked = {
            region for one in own.checks() if one.at >= midnight and one.origin in FULL for region in one.regions
        }
    judged = judge_regions(world, regions)
    return all(r in asked or (r in checked and judged[r].gate.found.verdict == "ok") for r in regions)


def _ask(world: World, question: str) -> str:
    try:
        return world.ask(question)
    except (EOFError, KeyboardInterrupt):
        raise Stopped("No break was started.") from None
