"""The page before a session: what comes, what to fetch, where to press and where never. Pure."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from knotcli.coach.session.guidance import Guidance
from knotcli.coach.session.opening import SessionOpening
from knotcli.coach.text import Line, Span, plain_text
from knotcli.views.session.frame_parts import (
    GAP,
    FrameBlock,
    fit_blocks,
    flow_pieces,
    fold_item,
    fold_text,
    place_picture,
    set_ends,
)
from knotcli.views.wording import name_region

MOST_ROWS = 23
PICTURE_FROM_COLUMNS = 78
BAR_WIDTH = 14
LIMITS_SHOWN = 3
"""Limits that stand on the page; `v` shows all."""
KEYS = {
    "s": "short form", "h": "no heat", "w": "shower", "t": "tool", "v": "all limits", "q": "not now", "b": "undo",
}  # fmt: skip
NUMBERS = {str(number): key for number, key in enumerate(KEYS, 2)}
"""The same by a number, which every keyboard types."""


def list_choices(opening: SessionOpening, is_changed: bool) -> list[str]:
    """Give the keys that mean something here, besides Enter. is_changed: something was chosen here before."""
    left_out = {"s": not opening.can_shorten, "h": not opening.has_heat or opening.resumes}
    left_out["t"] = len(opening.tools) < 2 or bool(opening.resumes)
    left_out["b"] = not is_changed
    left_out["w"] = not opening.can_shower or bool(opening.resumes)
    return [key for key in KEYS if not left_out.get(key)]


def start_page(
    opening: SessionOpening,
    spots: Mapping[str, str],
    tolerable: str,
    picture: Sequence[Line],
    width: int,
    height: int,
    notice: str = "",
    is_changed: bool = False,
) -> list[Line]:
    """Lay the page out for a screen of this size, in one row less than its height.

    spots: the names of places by their ids. picture: the body with both marked.
    """
    beside = bool(picture) and width >= PICTURE_FROM_COLUMNS and height > len(picture) + 3
    wide = width - max(len(plain_text(row)) for row in picture) - 2 if beside else width
    head = [
        FrameBlock(0, [set_ends(opening.heading, say_minutes(opening.seconds), width)]),
        GAP,
        FrameBlock(2, _stage_rows(opening, wide)),
        GAP,
        FrameBlock(1, fold_text(say_things(opening), wide)),
        GAP,
        FrameBlock(3, [row for text in say_places(opening, spots) for row in fold_text(text, wide)]),
        *([FrameBlock(4, [(("× ", "key"), ("press  ", "dim"), ("■ ", "stop"), ("never", "dim"))])] if beside else []),
        GAP,
        FrameBlock(0, [row for text in say_limits(opening, tolerable) for row in fold_item(text, wide)]),
        *([FrameBlock(0, fold_text(notice, wide, "warn"))] if notice else []),
    ]
    begins = "goes on" if opening.resumes else "starts"
    pairs: list[Span] = [
        (f"Enter {begins}", "key"),
        *((f"{k} {KEYS[k]}", "dim") for k in list_choices(opening, is_changed)),
    ]
    rows = fit_blocks(head, [GAP, FrameBlock(0, flow_pieces(pairs, width))], height - 1, MOST_ROWS)
    return place_picture(rows, picture, 1, width) if beside else rows


def _stage_rows(opening: SessionOpening, width: int) -> list[Line]:
    most = max((stage.seconds for stage in opening.stages), default=1)
    longest = max((len(stage.name) for stage in opening.stages), default=0)
    room = max(4, min(BAR_WIDTH, width - longest - 10))
    rows: list[Line] = []
    for stage, minutes in zip(opening.stages, _round_stages(opening), strict=True):
        full = max(1, round(room * stage.seconds / most))
        bar: Span = ("█" * full + " " * (room - full), "bar")
        rows.append(((f"{stage.name:<{longest}}  ", ""), bar, (f"  {minutes}", "dim")))
    return rows


def _round_stages(opening: SessionOpening) -> list[str]:
    """Say how long each stage takes, so that the minutes add up to those of all."""
    ends = [round(seconds / 60) for seconds in accumulate((stage.seconds for stage in opening.stages), initial=0)]
    return [say_minutes(60 * (end - begun)) for begun, end in pairwise(ends)]


def say_minutes(seconds: int) -> str:
    """Say how long something takes, to the minute."""
    return f"{max(1, round(seconds / 60))} min"


def say_things(opening: SessionOpening) -> str:
    """Say what has to be within reach."""
    things = ", ".join(opening.things) or "nothing"
    return f"Have ready: {things}."


def say_places(opening: SessionOpening, spots: Mapping[str, str]) -> list[str]:
    """Say where it presses."""
    names = [
        f"{'with your fingers ' if spot in opening.by_fingers else ''}on {spots.get(spot, spot)}"
        for spot in opening.spots
    ]
    return [f"Press {', then '.join(names)}."] if names else []


def say_limits(opening: SessionOpening, tolerable: str) -> list[str]:
    """Give the few limits that matter today; the first sentence on how strong it may be where there are none."""
    how_strong = [(opening.strength or tolerable).partition(". ")[0].rstrip(".") + "."] if opening.spots else []
    return [*opening.limits[:LIMITS_SHOWN]] or how_strong


def start_lines(opening: SessionOpening, spots: Mapping[str, str], tolerable: str) -> list[Line]:
    """Say the same in lines that are only ever appended."""
    named = zip(opening.stages, _round_stages(opening), strict=True)
    stages = ", ".join(f"{stage.name.lower()} {minutes}" for stage, minutes in named).capitalize()
    goes_on = f" It goes on at step {opening.resumes}." if opening.resumes else ""
    return [
        f"{opening.heading}: {say_minutes(opening.seconds)}. {stages}.{goes_on}",
        say_things(opening),
        *say_places(opening, spots),
        *say_limits(opening, tolerable),
    ]


def start_question(opening: SessionOpening, is_changed: bool = False) -> str:
    """Ask in one line, each choice by its number."""
    by_key = {key: number for number, key in NUMBERS.items()}
    choices = "  ".join(f"[{by_key[key]}] {KEYS[key]}" for key in list_choices(opening, is_changed))
    return f"[Enter] {'go on' if opening.resumes else 'start'}  {choices}: "


def limit_notes(opening: SessionOpening, guidance: Guidance) -> list[str]:
    """Give every limit and every place to keep off, in full."""
    return [*opening.limits, *opening.keep_off, *([opening.strength or guidance.tolerable] if opening.spots else [])]


def limit_pages(opening: SessionOpening, guidance: Guidance, width: int, height: int) -> list[list[Line]]:
    """Lay all limits out in as many pages as they take, each in one row less than the height."""
    heading = fold_text(f"Before you press: {name_region(opening.heading.partition(' · ')[0])}", width, "title")
    last = flow_pieces([("Enter goes on", "key"), ("q not now", "dim")], width)
    room = height - 1 - len(heading) - len(last)
    pages: list[list[Line]] = [[]]
    for note in limit_notes(opening, guidance):
        rows = fold_item(note, width)
        if pages[-1] and len(pages[-1]) + len(rows) > room:
            pages.append([])
        pages[-1] += rows
    return [
        fit_blocks([FrameBlock(0, heading), GAP, FrameBlock(0, page)], [GAP, FrameBlock(0, last)], height - 1, 0)
        for page in pages
    ]
