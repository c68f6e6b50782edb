"""What was answered about the habits around one region: read, kept, and compared with the ratings."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property

from knotcli.coach.care.desk import (
    CHANGE_OUTCOMES,
    WEEK,
    DeskStanding,
    PeriodMean,
    compare_before_after,
    list_changes,
    list_unanswered_causes,
    summarize_desk_answers,
)
from knotcli.coach.care.texts import Cause
from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_word
from knotcli.coach.record import DeskAnswer, make_entry_id
from knotcli.coach.text import clean_text, describe_unknown
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.coach.vocabulary import ANSWERS, DeskWord, Region
from knotcli.flows.region_question import list_recent_regions, read_region
from knotcli.world import World

Answered = tuple[Region, str, DeskWord]
"""Region, topic and word."""


class DeskDiary:
    """The habits around a region. Raise Misuse where none is named and none was touched yet."""

    def __init__(self, world: World, region: str | None) -> None:
        self.world, self.texts = world, world.library.desk()
        self.region = read_region(world, region) if region is not None else self._find_last_region()

    @cached_property
    def standing(self) -> DeskStanding:
        """What was answered so far."""
        return summarize_desk_answers(self.world.history.desk_answers())

    @property
    def is_due(self) -> bool:
        """Whether it is time to ask how a change went."""
        return self.standing.is_review_due(self.world.clock.now().date())

    @property
    def changes(self) -> list[Cause]:
        """The changes to offer, the one to suggest first."""
        return list_changes(self.texts.cause, self.region, self.standing, self.world.clock.now().date())

    @property
    def unanswered(self) -> list[Cause]:
        """What was not asked yet."""
        return list_unanswered_causes(self.texts.cause, self.region, self.standing)

    def keep_answers(self, *answers: Answered) -> None:
        """Store answers, each at a moment of its own: the newest is the one that counts."""
        now = self.world.clock.now()
        same = [a.at for a in self.world.history.desk_answers() if now <= a.at < now + timedelta(seconds=1)]
        begin = max([now, *(at + timedelta(microseconds=1) for at in same)])
        moments = (begin + timedelta(microseconds=n) for n in range(len(answers)))
        self.world.history.add(
            *(DeskAnswer(make_entry_id(), at, *one) for at, one in zip(moments, answers, strict=True))
        )
        self.__dict__.pop("standing", None)  # it is read anew

    def compare_weeks(self) -> tuple[PeriodMean, PeriodMean] | None:
        """Return the mean pain of the week before a change and since it began; None where nothing can be compared."""
        trying = self.standing.trying
        if trying is None:
            return None
        began, today = trying.at.date(), self.world.clock.now().date()
        rows = self.world.history.days(trying.region, began - WEEK, today)
        return compare_before_after([RatedDay(*row) for row in rows], began, today)

    def parse_answers(self, answers: Sequence[str], start: str | None, how: str | None) -> list[Answered]:
        """Return what the options say: answers as TOPIC=WORD, a change to start, how the last one went. Raise Misuse."""
        found: list[Answered] = []
        trying = self.standing.trying
        for text in answers:
            topic, _, word = (part.strip().lower() for part in text.partition("="))
            topic = self._parse_topic(topic)
            chosen = next((answer for answer in ANSWERS if answer == word), None)
            if chosen is None:
                allowed = f"a topic takes {', '.join(ANSWERS)}, such as {topic}=yes."
                raise Misuse(f"{clean_text(text)[:60]!r}: {allowed}")
            found.append((self.region, topic, chosen))
        if how is not None:
            outcome = parse_word("answer", how, CHANGE_OUTCOMES)
            if trying is None:
                raise Misuse(
                    "No change is being tried, so there is nothing to say about it. Begin one with --try TOPIC."
                )
            found.append((trying.region, trying.topic, outcome))
        if start is not None:
            topic = self._parse_topic(start)
            if trying is not None and how is None:
                raise Misuse(
                    f"One change at a time: {trying.topic} is being tried. Say first how it went, with --how."
                )
            found.append((self.region, topic, "trying"))
        return found

    def _parse_topic(self, word: str) -> str:
        topic, topics = word.strip().lower(), self.texts.causes_by_id()
        if topic not in topics:
            raise Misuse(describe_unknown("topic", topic, topics))
        return topic

    def _find_last_region(self) -> Region:
        """Return the region of the change being tried, or of the newest entry."""
        if self.standing.trying is not None:
            return self.standing.trying.region
        recent = list_recent_regions(self.world)
        if not recent:
            raise Misuse("Which region? For example: knot desk neck")
        return recent[0]
