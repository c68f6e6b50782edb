"""Three questions about the past week, once an ISO week: PEG (Krebs 2009, O-43). Pure and exact.

They are about the person and not about a region, and their mean is never put together with the daily ratings: what people
remember of a week runs higher than what they rate in it (O-40).
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple, get_args

from knotcli.coach.record import WeekAnswer
from knotcli.coach.trend.weekly_means import Ratio, monday_of_week, name_of_week

PegItem = Literal["pain", "enjoyment", "activity"]
PEG_ITEMS: tuple[PegItem, ...] = get_args(PegItem)


class PegQuestion(NamedTuple):
    """One question, and what 0 and 10 mean."""

    text: str
    least: str
    most: str


_INTERFERES = ("does not interfere", "completely interferes")
PEG_QUESTIONS: dict[PegItem, PegQuestion] = {
    "pain": PegQuestion(
        "What number best describes your pain on average in the past week?", "no pain", "pain as bad as you can imagine"
    ),
    "enjoyment": PegQuestion(
        "What number best describes how, during the past week, pain has interfered with your enjoyment of life?",
        *_INTERFERES,
    ),
    "activity": PegQuestion(
        "What number best describes how, during the past week, pain has interfered with your general activity?",
        *_INTERFERES,
    ),
}
"""The wording of the scale, which is part of it (O-44b)."""


class PegWeek(NamedTuple):
    """One ISO week with an answer, from its Monday. mean: of the three numbers, 0 to 10; higher is worse."""

    week: str
    start: date
    mean: Ratio
    answer: WeekAnswer


def mean_of_answer(answer: WeekAnswer) -> Ratio:
    """Return the mean of the three numbers."""
    return Ratio(sum(getattr(answer, item) for item in PEG_ITEMS), len(PEG_ITEMS))


def list_peg_weeks(
    answers: Iterable[WeekAnswer], since: date | None = None, until: date | None = None
) -> list[PegWeek]:
    """Return the weeks that were answered, oldest first; of two answers in one ISO week, the later one counts.

    The week is that of the local day on which the answer was given; since and until are such days, and both count.
    """
    latest: dict[str, WeekAnswer] = {}
    for answer in sorted(answers, key=lambda one: (one.at, one.id)):
        if (since is None or since <= answer.at.date()) and (until is None or answer.at.date() <= until):
            latest[name_of_week(answer.at.date())] = answer
    return [
        PegWeek(week, monday_of_week(answer.at.date()), mean_of_answer(answer), answer)
        for week, answer in sorted(latest.items())
    ]


def find_answer_of_week(answers: Iterable[WeekAnswer], day: date) -> WeekAnswer | None:
    """Return what was answered in the day's ISO week; None where nothing was."""
    found = list_peg_weeks(answers, monday_of_week(day))
    return next((week.answer for week in found if week.week == name_of_week(day)), None)
