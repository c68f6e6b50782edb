"""What keeps a knot coming back: what is asked, which one change is suggested, and how it went. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from knotcli.coach.record import DeskAnswer
from knotcli.coach.trend.ratio import Ratio
from knotcli.coach.trend.weekly_means import ENOUGH_DAYS, RatedDay, mean_of_days
from knotcli.coach.vocabulary import Answer, Region

if TYPE_CHECKING:
    from knotcli.coach.care.texts import Cause

WEEK = timedelta(days=7)
"""How long a change is tried before it is asked about (own decision)."""
ChangeOutcome = Literal["kept", "partly", "dropped"]
CHANGE_OUTCOMES: tuple[ChangeOutcome, ...] = get_args(ChangeOutcome)


class DeskStanding(NamedTuple):
    """What was answered so far: the newest of ANSWERS by topic, how changes went by topic, and the change being tried."""

    answers: Mapping[str, Answer]
    outcomes: Mapping[str, ChangeOutcome]
    trying: DeskAnswer | None = None

    def is_due(self, today: date) -> bool:
        """Tell whether it is time to ask how the change went: a week after it began."""
        return self.trying is not None and today - self.trying.at.date() >= WEEK


def summarize_desk_answers(given: Sequence[DeskAnswer]) -> DeskStanding:
    """Give what stands, from answers oldest first. An answer given again opens its topic again."""
    answers: dict[str, Answer] = {}
    outcomes: dict[str, ChangeOutcome] = {}
    trying: DeskAnswer | None = None
    for one in sorted(given, key=lambda a: a.at):
        if one.word == "yes" or one.word == "no" or one.word == "unsure":
            answers[one.topic] = one.word
            outcomes.pop(one.topic, None)
        elif one.word == "trying":
            trying = one
        else:
            outcomes[one.topic] = one.word
            if trying is not None and trying.topic == one.topic:
                trying = None
    return DeskStanding(answers, outcomes, trying)


def list_unanswered_causes(causes: "Iterable[Cause]", region: Region, found: DeskStanding) -> "list[Cause]":
    """Give what was not asked yet. What was answered for one region is not asked again for another."""
    return [c for c in causes if c.concerns(region) and c.id not in found.answers]


def suggest_change(causes: "Sequence[Cause]", region: Region, found: DeskStanding) -> "Cause | None":
    """Give the one change to try next: the first that was answered yes and not tried yet, else the first unsure one."""
    open_ = [c for c in causes if c.concerns(region) and c.id not in found.outcomes]
    for word in ("yes", "unsure"):
        for cause in open_:
            if found.answers.get(cause.id) == word:
                return cause
    return None


class PeriodMean(NamedTuple):
    """The mean pain of some days: how many were rated; mean None with fewer than four (O-39)."""

    days: int
    mean: Ratio | None


def compare_before_after(days: Iterable[RatedDay], began: date, today: date) -> tuple[PeriodMean, PeriodMean]:
    """Give the week before a change and the time since, at most two weeks of it. Says nothing about a cause."""
    known = list(days)
    before = [d for d in known if began - WEEK <= d.day < began]
    after = [d for d in known if began < d.day <= today and (today - d.day).days < 14]
    return _period_mean(before), _period_mean(after)


def _period_mean(days: list[RatedDay]) -> PeriodMean:
    return PeriodMean(len(days), mean_of_days(days) if len(days) >= ENOUGH_DAYS else None)
