"""A running session as a frame of rows. Pure: the same state gives the same frame."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from knotcli.coach.guide.figures import BodyFigure, PositionFigure
from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.routines.steps import Step
from knotcli.coach.session.events import Now
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.state import State
from knotcli.coach.session.transitions import list_ahead
from knotcli.coach.text import Line, Span
from knotcli.coach.vocabulary import Side
from knotcli.views.body.picture import draw_spot
from knotcli.views.session.frame_parts import (
    BIG_ROWS,
    GAP,
    KEYS,
    FrameBlock,
    draw_digits,
    draw_progress,
    fit_blocks,
    flow_pieces,
    fold_text,
    list_keys,
    mirror_rows,
    name_step,
    place_picture,
    set_ends,
    show_clock,
)
from knotcli.views.session.stop_menu import stop_menu
from knotcli.views.wording import say_span

TALL, WIDE = 20, 60
"""Rows and columns from which the frame has room for big digits, and for words in full."""
MOST_ROWS = 23
PICTURE_FROM_COLUMNS = 78
TIPS_FROM_SECONDS = 60
"""Seconds of warmth in which there is enough to do without reading (own decision)."""


class SessionScene(NamedTuple):
    """What stays the same in a session.

    pictures: where each spot is, by spot and side. positions: how to be placed, by the step's figure. tips: read one
    after the other while the warmth lies on.
    """

    guidance: Guidance
    heading: str
    pictures: Mapping[tuple[str, Side | None], Sequence[Line]]
    positions: Mapping[str, Sequence[Line]] = {}
    tips: Sequence[str] = ()


def make_scene(
    plan: SessionPlan,
    guidance: Guidance,
    figure: BodyFigure | None = None,
    positions: Mapping[str, PositionFigure] | None = None,
) -> SessionScene:
    """Set the scene of a plan."""
    heading = plan.heading or " · ".join(
        [plan.region, plan.tool or "no pressing", *([] if plan.side == "both" else [plan.side])]
    )
    pictures = {
        (step.spot, step.side): draw_spot(figure, step.spot, step.side)
        for step in plan.steps
        if figure is not None and step.spot and step.kind in ("hold", "prepare")
    }
    drawn = {name: one.rows for name, one in (positions or {}).items()}
    return SessionScene(guidance, heading, pictures, drawn, plan.tips)


def _picture(step: Step, scene: SessionScene) -> Sequence[Line]:
    """Choose the picture beside a step: how to be placed while one gets there, and where the spot is while it is pressed."""
    spot = scene.pictures.get((step.spot, step.side), ())
    if step.kind == "hold" or step.figure not in scene.positions:
        return spot
    drawn = scene.positions[step.figure]
    return mirror_rows(drawn) if step.side == "right" else drawn


def draw_frame(
    state: State,
    now: Now,
    width: int,
    height: int,
    scene: SessionScene,
    notice: str = "",
    flash: bool = False,
    is_saved: bool = True,
) -> list[Line]:
    """Lay out the state for a screen of this size, in one row less than its height.

    flash: marks a change. is_saved: all that happened is stored; until then the step counts as begun, not as kept.
    """
    room = height - 1
    if state.mode == "stopping":
        return stop_menu(state, scene.guidance, width, room)
    if state.mode == "help":
        return fit_blocks(_help(width), (), room, 0)
    number = f"{'' if is_saved else 'saving · '}step {state.index + 1} of {len(state.steps)}"
    top = FrameBlock(4, [set_ends(scene.heading, number, width)])
    if state.mode == "rating":
        return fit_blocks(
            [top, GAP, *_rating(state, notice, width)], [FrameBlock(1, [list_keys(width, ("x", "q", "?"))])], room, 0
        )
    tall = height >= TALL
    notices = [block for block in (fold_text(notice, width, "warn"), _mode(state, width, scene.guidance)) if block]
    head = [top, GAP, *_time(state, now, width, tall, flash), GAP]
    head += _cue(state, now, width, scene.guidance, needed=len(notices) < 2 and state.mode != "away")
    head += [block for rows in notices for block in (GAP, FrameBlock(0, rows))]
    if not notices and state.step.kind == "heat" and (tip := _choose_tip(state, now, scene.tips)):
        head += [GAP, FrameBlock(3, fold_text(tip, width, "dim"))]
    foot = [GAP, *_ahead(state, now, width), GAP, FrameBlock(0, [list_keys(width)])]
    rows = fit_blocks(head, foot, room, MOST_ROWS if tall else 0)
    if tall and width >= PICTURE_FROM_COLUMNS:
        rows = place_picture(rows, _picture(state.step, scene), 2, width)
    return rows


def make_title(state: State, now: Now) -> str:
    """Return the title of the window: the time that is left and of what, while it runs; seconds in the last minute only."""
    if state.mode != "running":
        return "knot"
    left = state.remaining(now)
    return f"{show_clock(left) if left <= 60 else f'{-int(-left // 60)} min'} {name_step(state.step)}"


def _time(state: State, now: Now, width: int, tall: bool, flash: bool) -> list[FrameBlock]:
    left = show_clock(state.remaining(now))
    share = state.elapsed(now) / state.length if state.length else 0.0
    title: list[Line] = [((name_step(state.step), "strong"), (f"  {say_span(state.length)}", "dim"))]
    if len(name_step(state.step)) + len(say_span(state.length)) + 2 > width:
        title = fold_text(name_step(state.step), width, "strong")
    if tall:
        digits = ["█" * 34] * BIG_ROWS if flash else draw_digits(left)
        rows: list[Line] = [((row, "bar"),) for row in digits]
        return [
            FrameBlock(0, title),
            GAP,
            FrameBlock(0, rows),
            GAP,
            FrameBlock(0, [draw_progress(share, min(width, WIDE))]),
        ]
    shown = "█" * len(left) if flash else left
    return [
        FrameBlock(0, title),
        FrameBlock(0, [((shown, "strong"), ("  ", ""), *draw_progress(share, min(width, WIDE) - len(left) - 2))]),
    ]


def _cue(state: State, now: Now, width: int, guidance: Guidance, needed: bool) -> list[FrameBlock]:
    step = state.step
    blocks = [FrameBlock(0 if needed else 1, fold_text(step.cue, width))]
    if step.kind == "hold":
        full, of = guidance.dots(state.elapsed(now))
        dots: Span = ("●" * full + "○" * (of - full), "good")
        blocks.insert(0, FrameBlock(2, [((f"{guidance.breath(state.elapsed(now)):<14}  ", "good"), dots)]))
    if step.exercise is not None:
        each, last = step.exercise.repetition_seconds, step.exercise.repetitions
        count = f"{min(last, 1 + int(state.elapsed(now) // each))} of {last}  " if last else ""
        blocks.insert(0, FrameBlock(2, [((count, "good"), ("n", "key"), (" set done", "dim"))]))
    feel = guidance.softer if state.eased and step.kind == "hold" else step.feel
    return [*blocks, FrameBlock(5, fold_text(feel, width, "dim"))] if feel else blocks


def _mode(state: State, width: int, guidance: Guidance) -> list[Line]:
    if state.mode == "paused":
        heat = "The heat still counts: 20 minutes is the most." if state.heat_on else ""
        return [*flow_pieces([("Paused.", "warn"), ("Press space to go on.", "")], width), *fold_text(heat, width)]
    if state.mode == "judging":
        return fold_text("One moment: knot reads again what is saved.", width)
    if state.mode == "waiting" and state.heat_waits and state.step.kind == "heat":
        return fold_text(guidance.notice.heat_ready, width, "good")
    if state.mode == "waiting":
        return flow_pieces([("Ready when you are.", "good"), ("Press space to begin.", "")], width)
    if state.mode == "away":
        keys = flow_pieces([("Press r to repeat this step,", ""), ("space to go on.", "")], width)
        return [*fold_text(describe_absence(state.away), width, "warn"), *keys]
    return []


def _choose_tip(state: State, now: Now, tips: Sequence[str]) -> str:
    """Choose the tip to read while the warmth lies on: each once, for an equal share of it; none in its first minute."""
    seconds = state.elapsed(now) - TIPS_FROM_SECONDS
    return tips[int(seconds * len(tips) // (state.length - TIPS_FROM_SECONDS))] if tips and seconds >= 0 else ""


def describe_absence(seconds: float) -> str:
    """Say that time went by unseen."""
    if seconds < 2:
        return "The clock stopped or was changed. That time does not count."
    return f"You were away for {say_span(seconds)}. That time does not count."


def _ahead(state: State, now: Now, width: int) -> list[FrameBlock]:
    ahead = list_ahead(state)
    following = ahead[1:] if ahead and ahead[0][0].kind == "prepare" and ahead[0][0].spot else ahead
    blocks = []
    if following:
        step, seconds = following[0]
        length = f", {say_span(seconds)}" if seconds else ""
        text = f"Next: {name_step(step)}{length}"
        blocks.append(
            FrameBlock(6, [(("Next: ", "dim"), (text[6:], ""))] if len(text) <= width else fold_text(text, width))
        )
    behind = sum(step.seconds for step in state.steps[: state.index]) + state.elapsed(now)
    left = state.remaining(now) + sum(seconds for _, seconds in ahead)
    share = draw_progress(behind / (behind + left) if left else 1, 20 if width >= WIDE else 10)
    return [*blocks, FrameBlock(7, [((f"{show_clock(left)} left in total  ", "dim"), *share)])]


def _rating(state: State, notice: str, width: int) -> list[FrameBlock]:
    when = "now, before you begin" if state.index == 0 else "now, afterwards"
    typed: Line = (("Type a number and Enter: ", ""), (state.typed or "_", "strong"))
    return [
        FrameBlock(0, fold_text(f"How strong is the pain {when}?", width, "strong")),
        FrameBlock(0, fold_text("0 is no pain, 10 the worst pain you can imagine.", width)),
        GAP,
        FrameBlock(0, [typed]),
        FrameBlock(0, [(("n", "key"), (" leaves it out", "dim"))]),
        *([GAP, FrameBlock(0, fold_text(notice, width, "warn"))] if notice else []),
        GAP,
    ]


def _help(width: int) -> list[FrameBlock]:
    about = {
        "space": "pause, and go on", "n": "next step; also → or Enter", "b": "this step again, or back; also ←",
        "+": "ten seconds more; also ↑", "e": "too strong: softer; also ↓",
        "x": "something is wrong; also Escape", "q": "end here, keep what was done", "?": "this page",
    }  # fmt: skip
    rows: list[Line] = [((f"{key:<6}", "key"), (about[key], "")) for key, *_ in KEYS]
    last = fold_text("Any other key goes back. The clock is stopped meanwhile.", width)
    return [FrameBlock(1, [(("Keys", "title"),)]), GAP, FrameBlock(0, rows), GAP, FrameBlock(0, last)]
