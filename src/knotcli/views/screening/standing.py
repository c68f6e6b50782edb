"""What still stands from earlier checks, before anything else is asked."""

from collections.abc import Sequence

from knotcli.coach.screening.judge import Reason
from knotcli.views.screening.pages import Page, PageRow, Size, wrapped
from knotcli.views.screening.result import phrase_of

KEYS = "y yes · n not yet · b leave: "
DAY = "On which day? Enter for today: "


def standing_pages(standing: Sequence[Reason], size: Size) -> list[Page]:
    """Lay out what was named, by the day on which it was, and the question whether it has been looked at."""
    return [Page(tuple(_named(standing, size)), KEYS)]


def day_page(standing: Sequence[Reason], size: Size) -> Page:
    """Lay out the question for the day of the look, under what it is about."""
    above = () if not size.rows else (*_named(standing, size), *wrapped(f"{KEYS}y", size, style="dim"))
    return Page(tuple(above), DAY)


def _named(standing: Sequence[Reason], size: Size) -> list[PageRow]:
    rows: list[PageRow] = []
    days = dict.fromkeys(reason.standing.date() for reason in standing if reason.standing)
    for day in days:
        said = [phrase_of(one) for one in standing if one.standing and one.standing.date() == day]
        rows += wrapped(f"On {day.day} {day:%b} you named: {'; '.join(said)}.", size)
    return [*rows, *wrapped("A clinician needs to look at it. Has one done so since?", size)]
