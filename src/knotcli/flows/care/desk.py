"""The habits around one region: what was answered, a change offered for each and asked about after a week."""

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
from knotcli.coach.person_input import parse_choice, parse_word
from knotcli.coach.record import DeskAnswer, make_entry_id
from knotcli.coach.text import clean_text, describe_unknown, full_day
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.coach.vocabulary import ANSWERS, DeskWord, Region
from knotcli.flows.prompts import ask_choice
from knotcli.flows.region_question import list_recent_regions, read_region
from knotcli.views.care import desk as view
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
                raise Misuse("You are not trying a change at the moment. Begin one with --try TOPIC.")
            found.append((trying.region, trying.topic, outcome))
        if start is not None:
            topic = self._parse_topic(start)
            if trying is not None and how is None:
                raise Misuse(f"You are already trying a change ({trying.topic}). Say first how it went, with --how.")
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


def show_desk(diary: DeskDiary, as_json: bool) -> int:
    """Show what is kept for a region, and the changes to try."""
    world, texts, found = diary.world, diary.texts, diary.standing
    about = (diary.region, found, texts, diary.changes)
    if as_json:
        world.print_json(view.desk_document(*about, diary.compare_weeks(), diary.is_due))
        return 0
    lines = view.desk_lines(*about, len(diary.unanswered), world.clock.now().date())
    if found.trying is not None and diary.is_due and (means := diary.compare_weeks()):
        lines.append(view.measured_line(*means, texts, found.trying.region))
    world.show(lines)
    return 0


def talk_about_desk(diary: DeskDiary, again: bool) -> int:
    """Ask what is open, then offer the changes. What was answered until it ends is kept. again: ask all anew."""
    try:
        if diary.is_due:
            _ask_how_it_went(diary)
        concerned = [cause for cause in diary.texts.cause if cause.concerns(diary.region)]
        _ask_causes(diary, concerned if again else diary.unanswered)
        if diary.standing.trying is None and diary.changes:
            _offer_changes(diary)
            return 0
    except EOFError:
        diary.world.tell(["What you answered is saved. The rest can wait."])
        return 0
    return show_desk(diary, False)


def _offer_changes(diary: DeskDiary) -> None:
    """Let one change be picked and tried; one that is declined is not offered for four weeks."""
    world = diary.world
    while changes := diary.changes:
        world.tell(["", *view.change_choice_lines(changes, diary.standing)])
        picked = _pick_change(diary, changes)
        if picked is None:
            world.tell([f"Not now, then. You can come back to them: knot desk {diary.region}"])
            return
        world.tell(view.change_reason_lines(picked))
        answer = ask_choice(
            world, "Try it for a week?", ("yes", "no", ""), ("yes", "no, leave it out for four weeks"), "back"
        )
        if answer == "yes":
            diary.keep_answers((diary.region, picked.id, "trying"))
            world.tell([diary.texts.began])
            return
        if answer == "no":
            diary.keep_answers((diary.region, picked.id, "declined"))
    world.tell(["Saved. There is nothing else to try just now."])


def _pick_change(diary: DeskDiary, changes: Sequence[Cause]) -> Cause | None:
    while typed := diary.world.ask("Pick a number to read more, or Enter for not now: "):
        if number := parse_choice(typed, len(changes)):
            return changes[number - 1]
        diary.world.tell([((f"Type a number from 1 to {len(changes)}, or just Enter.", "warn"),)])
    return None


def _ask_causes(diary: DeskDiary, causes: Sequence[Cause]) -> None:
    if causes:
        diary.world.tell([((view.name_title(diary.region), "title"),), diary.texts.intro])
    for number, cause in enumerate(causes, 1):
        diary.world.tell(["", f"{number} of {len(causes)}. {cause.ask}"])
        answer = ask_choice(diary.world, "", ANSWERS, ("yes", "no", "not sure"))
        diary.keep_answers((diary.region, cause.id, answer))


def _ask_how_it_went(diary: DeskDiary) -> None:
    trying = diary.standing.trying
    assert trying is not None
    cause = diary.texts.causes_by_id().get(trying.topic)
    title = f"What you have been trying since {full_day(trying.at)}"
    diary.world.tell([((title, "title"),), cause.change if cause else trying.topic])
    labels = ("I kept to it", "partly", "I dropped it")
    outcome = ask_choice(diary.world, "How did it go?", CHANGE_OUTCOMES, labels)
    means = diary.compare_weeks()
    diary.keep_answers((trying.region, trying.topic, outcome))
    if means is not None:
        diary.world.tell([view.measured_line(*means, diary.texts, trying.region), ""])
