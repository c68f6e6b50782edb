"""The question after a session, wherever it is asked: by `knot followup`, `knot`, or before the next session."""

from collections.abc import Sequence

from knotcli.coach.care.followup import DueFollowUp, find_due_follow_up, judge_follow_up, region_rests_today
from knotcli.coach.errors import Held, Misuse, Stopped
from knotcli.coach.person_input import parse_choice
from knotcli.coach.record import Check, FollowUp, make_entry_id
from knotcli.coach.session.dose import EarlierSession
from knotcli.coach.text import Block, ListItem, full_day
from knotcli.coach.vocabulary import FOLLOW_UP_ANSWERS, Answer, FollowUpAnswer, Region, name_body_part
from knotcli.flows.screening.kept_checks import moment
from knotcli.flows.session.earlier_sessions import gather_earlier
from knotcli.world import World

FLAG_OF_OUTCOME = {"see": "rf_after_session", "emergency": "em_breath"}
"""The item of the screening that an outcome sets."""
FLAGS_OF_SIGN = {"warning": ("rf_after_session",), "breathing": ("em_breath",)}
"""Answers that are signs, with the items whose questions are put before they count."""


def ask_follow_up(world: World, region: Region, waiting: DueFollowUp | None) -> FollowUpAnswer | None:
    """Ask how the region is; give the answer's id, or None for later. Raise EOFError."""
    texts = world.library.follow_up()
    question = texts.question_open if waiting is None else texts.again if waiting.again else texts.question
    day = "" if waiting is None else full_day(waiting.day)
    rows: list[Block] = [((question.format(region=name_body_part(region), day=day), "title"),)]
    rows += [ListItem((f"  {number}  ", "key"), reply.text) for number, reply in enumerate(texts.answer, 1)]
    world.tell(rows)
    while True:
        typed = world.ask(f"[1–{len(texts.answer)}] choose   {texts.later}: ")
        if not typed:
            return None
        if picked := parse_choice(typed, len(texts.answer)):
            chosen = texts.answer[picked - 1]
            if chosen.id not in FLAGS_OF_SIGN or _confirm_sign(world, region, chosen.id):
                return chosen.id
            world.tell(rows)
            continue
        world.tell([((f"Type a number from 1 to {len(texts.answer)}, or just Enter.", "warn"),)])


def _confirm_sign(world: World, region: Region, ident: str) -> bool:
    """Put the sign's own questions, an emergency's text first. Returns whether one was confirmed, which is then kept."""
    from knotcli.flows.screening.asking import UNANSWERED, asking_or_held
    from knotcli.flows.screening.named_signs import put_signs

    with asking_or_held(world, UNANSWERED, "What you confirmed is saved.") as asking:
        check, _ = put_signs(world, asking, region, FLAGS_OF_SIGN[ident], "follow-up", ident == "breathing")
    return bool(check.answers)


def store_follow_up(
    world: World, region: Region, answer: FollowUpAnswer, past: Sequence[EarlierSession], told: bool = False
) -> tuple[FollowUp, str]:
    """Keep an answer with what it sets, and say what follows. Gives it and its outcome (followup.outcome).

    `told`: it was asked here, so that the questions of a sign were put, and what they gave is kept.
    """
    now = world.clock.now()
    answers = world.history.follow_ups()
    outcome = judge_follow_up(region, answer, past, answers, now)
    here = [p for p in past if p.session.region == region and p.counts]
    about = max(here, key=lambda p: p.session.at).session.id if here else None
    entry = FollowUp(make_entry_id(), now, region, answer, about)
    if outcome in FLAG_OF_OUTCOME:
        # What to do comes before anything that could go wrong. No region stays open.
        regions = () if outcome == "emergency" else (region,)
        flags: dict[str, Answer] = {FLAG_OF_OUTCOME[outcome]: "yes"}
        if outcome == "emergency":
            _show_emergency(world, told)
        else:
            see = world.library.follow_up().see
            why = see.increasing if answer == "increasing" else see.warning
            world.tell([((f"{why} {see.text.format(region=name_body_part(region))}", "warn"),), see.urgent, see.hold])
        checks = [Check(make_entry_id(), moment(world), regions, flags, origin="follow-up")]
        world.history.add(entry, *([] if told and answer in FLAGS_OF_SIGN else checks))
    else:
        world.history.add(entry)
        said = next(r.said for r in world.library.follow_up().answer if r.id == answer)
        world.tell([said.format(region=name_body_part(region))])
    return entry, outcome


def _show_emergency(world: World, told: bool) -> None:
    """Say to call. `told`: the text stood above the questions, so that only what follows is left to say."""
    from knotcli.views.screening.emergency import confirmed_lines, emergency_lines, way_back_lines

    wording = world.library.wording
    named = next(r.text for r in world.library.follow_up().answer if r.id == "breathing")
    if told:
        lines = confirmed_lines(wording, named)
    else:
        lines = emergency_lines(wording, world.emergency_number, named)
    world.tell([*lines, "", *way_back_lines(wording)])


def ask_waiting_follow_ups(world: World, waiting: Sequence[DueFollowUp]) -> None:
    """Ask about each of these until one is left for later, or someone has to look first. The end of input is later too."""
    try:
        for one in waiting:
            answer = ask_follow_up(world, one.region, one)
            if answer is None:
                break
            _, outcome = store_follow_up(world, one.region, answer, gather_earlier(world), told=True)
            if outcome in FLAG_OF_OUTCOME:
                return
        world.tell([""])
    except EOFError:
        return


def _show_course_warning(world: World, region: Region) -> None:
    """Warn where the course says to stop, or to have someone look. The person decides."""
    from knotcli.coach.care.course import TAKE_ALONG
    from knotcli.flows.care.course_gathering import load_course

    found = load_course(world, region, world.history.checks(), world.clock.now().date())
    if found.verdict in TAKE_ALONG:
        said = world.library.course().verdict.verdict_text(found.verdict)
        said = said.format(region=region, flares=found.flares)
        world.tell([((f"{said} knot plan {region}", "warn"),), ""])


def _find_waiting(world: World, region: Region) -> tuple[bool, DueFollowUp | None]:
    """Return whether the region rests today, and the question that waits. Imported answers settle neither."""
    now, found = world.clock.now(), []
    with world.history.views() as views:
        for kept in views:
            past, answers = gather_earlier(world, kept), kept.follow_ups()
            rests = region_rests_today(region, answers, now)
            found.append((rests, find_due_follow_up(region, past, answers, now)))
    return any(rests for rests, _ in found), next((waiting for _, waiting in found if waiting), None)


def ask_before_session(world: World, region: Region, nothing_new: bool) -> None:
    """Ask what is due about the region's last session. Raise Held when it rests today or someone has to look first.

    `nothing_new` answers an ordinary question with "no more than ordinary"; one that is open because it was sorer
    than that wants its own answer.
    """
    rests, waiting = _find_waiting(world, region)
    if rests:
        raise Held(
            f"You said that your {name_body_part(region)} is more than a little sore, so it rests today. "
            f"If it has eased since then, say so: knot followup {region}"
        )
    _show_course_warning(world, region)
    if waiting is None or (nothing_new and not waiting.again):
        return
    if not world.interactive:
        raise Misuse(
            f"There is no terminal to say how your {name_body_part(region)} has been since the last session. "
            f"Give the answer first: knot followup {region} --answer {'|'.join(FOLLOW_UP_ANSWERS)}"
        )
    try:
        answer = ask_follow_up(world, region, waiting)
    except EOFError:
        answer = None
    except KeyboardInterrupt:
        raise Stopped("No session was started.", 2) from None
    if answer is None:
        raise Held(
            f"Before the next session, please say how your {name_body_part(region)} has been: knot followup {region}"
        )
    _, outcome = store_follow_up(world, region, answer, gather_earlier(world), told=True)
    if outcome != "fine":
        raise Held(
            f"Your {name_body_part(region)} rests today. You can do the next session when it has eased."
            if outcome == "rest"
            else "No session starts now. Please see a clinician first."
        )
