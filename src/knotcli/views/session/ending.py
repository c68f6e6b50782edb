"""The ending of a session: before and after, what was done, the days after, what comes next. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from knotcli.coach.session.guidance import Guidance
from knotcli.coach.text import Beside, Block, Line, ListItem
from knotcli.coach.vocabulary import Region, SessionStatus, name_body_part
from knotcli.views.wording import say_span

MOST_SCORE = 10


class SessionSummary(NamedTuple):
    """What a session came to. seconds: credited ones, by what was done, in order.

    has_flared: it hurts clearly more than before. opens: when the next one may be, "" for at once. tip: one of the
    routine's, "" where they were shown already. needs_whole_advice: all of the advice is due, not one line of it.
    """

    region: Region
    status: SessionStatus
    seconds: Mapping[str, float]
    before: int | None
    after: int | None
    has_flared: bool
    can_be_rated: bool
    opens: str
    tip: str
    needs_whole_advice: bool

    @property
    def was_treated(self) -> bool:
        """Whether anything was done that the days after can show."""
        return any(seconds >= 1 for seconds in self.seconds.values())


def ending_blocks(summary: SessionSummary, guidance: Guidance) -> list[Block]:
    """Say how a session ended and what follows."""
    whole = "You finished the session. " if summary.was_treated else "You skipped every step. "
    blocks: list[Block] = [
        "",
        (
            (whole if summary.status == "complete" else "You ended it early. ", "strong"),
            (say_done(summary.seconds), ""),
        ),
    ]
    if summary.before is not None and summary.after is not None:
        said = f"Pain {summary.before} before, {summary.after} right after."
        rows = (draw_score("before", summary.before), draw_score("after", summary.after))
        blocks += ["", Beside(rows, (), (said,)), ""]
    if summary.has_flared:
        blocks.append(((guidance.flare, "warn"),))
    if summary.was_treated and summary.needs_whole_advice:
        blocks += advice_blocks(guidance)
    elif summary.was_treated:
        blocks.append(guidance.aftercare_short.text)
    return [*blocks, *say_next(summary)]


def say_done(seconds: Mapping[str, float]) -> str:
    """Say what was done, and that it is saved."""
    done = list_done(seconds)
    return f"Saved: {done}." if done else "Nothing was warmed or pressed."


def list_done(seconds: Mapping[str, float]) -> str:
    """List what was done with its time, "" for nothing."""
    return ", ".join(f"{what} {say_span(spent)}" for what, spent in seconds.items() if spent >= 1)


def draw_score(label: str, score: int) -> Line:
    """Draw a rating as ten dots, the number behind it."""
    return (
        (f"{label:<8}", "dim"), ("●" * score, "bar"), ("○" * (MOST_SCORE - score), "dim"), (f"  {score}", "strong"),
    )  # fmt: skip


def advice_blocks(guidance: Guidance) -> list[Block]:
    """List all of the advice for the days after."""
    return [ListItem(("· ", "warn"), said.text) for said in guidance.aftercare]


def say_next(summary: SessionSummary) -> Sequence[Block]:
    """Say what comes next."""
    region = name_body_part(summary.region)
    lines = [f"Meanwhile: {summary.tip}"] if summary.tip and summary.was_treated else []
    if summary.after is None and summary.can_be_rated:
        lines.append(f"You can still rate it within two hours: knot log {summary.region} SCORE")
    if not summary.was_treated:
        return [*lines, f"Begin again whenever you like: knot session {summary.region}"]
    if summary.opens:
        lines.append(f"You can do the next {region} session {summary.opens} or later.")
    return [*lines, "Tomorrow knot asks how it feels."]
