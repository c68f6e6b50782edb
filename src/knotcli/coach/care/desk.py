"""What may keep a knot coming back: which questions are open, which one change to suggest, and how it went. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from knotcli.coach.record import DeskAnswer
from knotcli.coach.trend.weekly_means import ENOUGH_DAYS, RatedDay, Ratio, mean_of_rated_days
from knotcli.coach.vocabulary import Answer, Region

if TYPE_CHECKING:
    from knotcli.coach.care.texts import Cause

WEEK = timedelta(days=7)
"""How long a change is tried before it is asked about (own decision)."""
DECLINED_FOR = timedelta(days=28)
"""How long a change that was declined is not offered (own decision)."""
ChangeOutcome = Literal["kept", "partly", "dropped"]
CHANGE_OUTCOMES: tuple[ChangeOutcome, ...] = get_args(ChangeOutcome)


class DeskStanding(NamedTuple):
    """What the answers so far come to.

    answers: the newest one of each topic. outcomes: how the change of a topic went. trying: the change being tried.
    declined: by topic, the day on which its change was declined.
    """

    answers: Mapping[str, Answer]
    outcomes: Mapping[str, ChangeOutcome]
    trying: DeskAnswer | None = None
    declined: Mapping[str, date] = {}

    def is_declined(self, topic: str, today: date) -> bool:
        """Return whether the change of a topic was declined less than four weeks ago."""
        day = self.declined.get(topic)
        return day is not None and today - day < DECLINED_FOR

    def is_review_due(self, today: date) -> bool:
        """Return whether it is time to ask how the change went: a week after it began."""
        return self.trying is not None and today - self.trying.at.date() >= WEEK


def summarize_desk_answers(entries: Sequence[DeskAnswer]) -> DeskStanding:
    """Return what the answers come to, in the order of their moments. Answering a topic again opens it again."""
    answers: dict[str, Answer] = {}
    outcomes: dict[str, ChangeOutcome] = {}
    declined: dict[str, date] = {}
    trying: DeskAnswer | None = None
    for one in sorted(entries, key=lambda a: a.at):
        if one.word == "yes" or one.word == "no" or one.word == "unsure":
            answers[one.topic] = one.word
            outcomes.pop(one.topic, None)
            declined.pop(one.topic, None)
        elif one.word == "declined":
            declined[one.topic] = one.at.date()
        elif one.word == "trying":
            trying = one
        else:
            outcomes[one.topic] = one.word
            if trying is not None and trying.topic == one.topic:
                trying = None
    return DeskStanding(answers, outcomes, trying, declined)


def list_unanswered_causes(causes: "Iterable[Cause]", region: Region, standing: DeskStanding) -> "list[Cause]":
    """Return the causes to ask about. One that was answered for another region is not asked again."""
    return [c for c in causes if c.concerns(region) and c.id not in standing.answers]


def list_changes(causes: "Sequence[Cause]", region: Region, standing: DeskStanding, today: date) -> "list[Cause]":
    """Return the changes to offer, what was answered yes before what is unsure; none that was tried or declined lately."""
    return [
        cause
        for word in ("yes", "unsure")
        for cause in causes
        if cause.concerns(region)
        and standing.answers.get(cause.id) == word
        and cause.id not in standing.outcomes
        and not standing.is_declined(cause.id, today)
    ]


class PeriodMean(NamedTuple):
    """The mean pain over some days. days: how many were rated; with fewer than four the mean is None (O-39)."""

    days: int
    mean: Ratio | None


def compare_before_after(days: Iterable[RatedDay], began: date, today: date) -> tuple[PeriodMean, PeriodMean]:
    """Return mean pain in the week before a change, and since it: two weeks at most. This shows no cause."""
    known = list(days)
    before = [d for d in known if began - WEEK <= d.day < began]
    after = [d for d in known if began < d.day <= today and (today - d.day).days < 14]
    return _period_mean(before), _period_mean(after)


def _period_mean(days: list[RatedDay]) -> PeriodMean:
    return PeriodMean(len(days), mean_of_rated_days(days) if len(days) >= ENOUGH_DAYS else None)
