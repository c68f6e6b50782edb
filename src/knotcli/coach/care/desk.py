"""What keeps a knot coming back: what is asked, which one change is suggested, and how it went. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from knotcli.coach.record import DeskAnswer
from knotcli.coach.trend.weeks import ENOUGH, Day, Ratio, mean

if TYPE_CHECKING:
    from knotcli.coach.care.texts import Cause

WEEK = timedelta(days=7)
"""How long a change is tried before it is asked about (own decision)."""
ANSWERS = ("yes", "no", "unsure")
OUTCOMES = ("kept", "partly", "dropped")


class Standing(NamedTuple):
    """What was answered so far: the newest of ANSWERS by topic, how changes went by topic, and the change being tried."""

    answers: Mapping[str, str]
    outcomes: Mapping[str, str]
    trying: DeskAnswer | None = None

    def is_due(self, today: date) -> bool:
        """Tell whether it is time to ask how the change went: a week after it began."""
        return self.trying is not None and today - self.trying.at.date() >= WEEK


def standing(given: Sequence[DeskAnswer]) -> Standing:
    """Give what stands, from answers oldest first. An answer given again opens its topic again."""
    answers: dict[str, str] = {}
    outcomes: dict[str, str] = {}
    trying: DeskAnswer | None = None
    for one in sorted(given, key=lambda a: a.at):
        if one.word in ANSWERS:
            answers[one.topic] = one.word
            outcomes.pop(one.topic, None)
        elif one.word == "trying":
            trying = one
        else:
            outcomes[one.topic] = one.word
            if trying is not None and trying.topic == one.topic:
                trying = None
    return Standing(answers, outcomes, trying)


def unanswered(causes: "Iterable[Cause]", region: str, found: Standing) -> "list[Cause]":
    """Give what was not asked yet. What was answered for one region is not asked again for another."""
    return [c for c in causes if c.concerns(region) and c.id not in found.answers]


def suggestion(causes: "Sequence[Cause]", region: str, found: Standing) -> "Cause | None":
    """Give the one change to try next: the first that was answered yes and not tried yet, else the first unsure one."""
    open_ = [c for c in causes if c.concerns(region) and c.id not in found.outcomes]
    for word in ("yes", "unsure"):
        for cause in open_:
            if found.answers.get(cause.id) == word:
                return cause
    return None


class Span(NamedTuple):
    """The mean pain of some days: how many were rated; mean None with fewer than four (O-39)."""

    days: int
    mean: Ratio | None


def before_and_after(days: Iterable[Day], began: date, today: date) -> tuple[Span, Span]:
    """Give the week before a change and the time since, at most two weeks of it. Says nothing about a cause."""
    known = list(days)
    before = [d for d in known if began - WEEK <= d.day < began]
    after = [d for d in known if began < d.day <= today and (today - d.day).days < 14]
    return _span(before), _span(after)


def _span(days: list[Day]) -> Span:
    return Span(len(days), mean(days) if len(days) >= ENOUGH else None)
