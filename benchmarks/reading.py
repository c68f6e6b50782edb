"""What a check costs to read: words, screens, lines and keys, for every region and both ages. Nothing applies.

Counted as a reader meets it: every word from the first heading to the last question, headings included; not the place
line, the key line and the result. `python benchmarks/reading.py` prints the tables; the test suite holds them to LIMITS.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knotcli.coach.record import Check
from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.screening.conversation.conversations import (
    Conversation,
    begin_check,
    begin_recheck,
    checks_of,
    reply_to,
)
from knotcli.coach.screening.conversation.prompts import (
    ConfirmPrompt,
    ConversationEnd,
    LinesPrompt,
    Prompt,
    QuestionPrompt,
    SentencesPrompt,
    StoryPrompt,
)
from knotcli.coach.session.events import Now
from knotcli.coach.session.machine import begin
from knotcli.coach.session.opening import open_session
from knotcli.coach.text import plain_text
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from knotcli.views.screening.pages import Size
from knotcli.views.screening.prompts import prompt_pages
from knotcli.views.session.session_frame import draw_frame, make_scene
from knotcli.views.session.start_page import limit_notes, limit_pages, start_page

QUESTIONNAIRE = Library(data_folder(), Path("/nowhere")).questionnaire
THEN = datetime(2026, 11, 26, 12, tzinfo=UTC)
AGES = {"under 50": 34, "50 and older": 55}
USUAL = Size(80, 24)
STORY = {"1": "d", "2": "m", "3": "n", "4": "c", "4b": "d", "5": "n", "6": "o", "7": "y", "8": "y", "9": "n"}
LIMITS = {
    "four screens": 372,
    "with the nine": 467,
    "renewal": 100,
    "further region": 260,
    "later": 320,
    "re-check": 70,
    "to the clock": 160,
}
"""The most words, by what is read."""
SCREENS_TO_THE_CLOCK = 4
MOST_SCREENS, MOST_LINES, MOST_KEYS = 6, 22, 10
READING_SPEED = 238
"""Words a minute that people read silently, on average; 175 to 300 is usual (P-39)."""


class Reading(NamedTuple):
    """What one way through the check costs. words: by part; lines: of the tallest screen; keys: besides the nine questions."""

    words: dict[str, int]
    lines: int
    screens: int
    keys: int

    @property
    def total(self) -> int:
        """All words."""
        return sum(self.words.values())

    @property
    def four_screens(self) -> int:
        """The words of the four screens of sentences."""
        return self.total - self.words.get("story", 0)


def reply_with_nothing(prompt: Prompt, age: int) -> str:
    """Answer as somebody with an ordinary knot and nothing to name."""
    match prompt:
        case StoryPrompt():
            return str(age) if prompt.whole else STORY[prompt.number]
        case ConfirmPrompt():
            return "y"
        case _:
            return "n"


def texts_of(prompt: Prompt) -> list[str]:
    """Give what a prompt has a person read."""
    match prompt:
        case SentencesPrompt():
            return [prompt.heading, *(one.text for one in prompt.sentences)]
        case LinesPrompt():
            return [prompt.heading, *prompt.lines]
        case StoryPrompt() | QuestionPrompt() | ConfirmPrompt():
            return [prompt.text]
        case _:
            raise AssertionError(prompt)


def read_through(conversation: Conversation, age: int) -> tuple[Reading, Conversation]:
    """Go through a conversation with nothing to name."""
    words: dict[str, int] = {}
    lines = keys = 0
    screens = set()
    while not isinstance(prompt := conversation.prompt, ConversationEnd):
        part = prompt.place.part
        words[part] = words.get(part, 0) + sum(len(text.split()) for text in texts_of(prompt))
        (page,) = prompt_pages(prompt, USUAL, ())
        lines = max(lines, len(page.rows) + 1)
        screens.add(part)
        reply = reply_with_nothing(prompt, age)
        in_story = isinstance(prompt, StoryPrompt) and not prompt.whole
        keys += 0 if in_story else len(reply) + isinstance(prompt, StoryPrompt)
        conversation = reply_to(conversation, reply)
    return Reading(words, lines, len(screens) + 1, keys), conversation


@cache
def first_check(region: Region, age: int) -> tuple[Reading, list[Check]]:
    """Read a first check, its result screen counted."""
    begun = begin_check(QUESTIONNAIRE, [region], [], {}, (), False, THEN)
    reading, ended = read_through(begun, age)
    return reading, checks_of(ended, lambda: "first", THEN)


def renewal(region: Region, age: int) -> Reading:
    """Read a check that still holds, begun again."""
    kept = first_check(region, age)[1]
    begun = begin_check(QUESTIONNAIRE, [region], kept, {}, [region], False, THEN + timedelta(days=5))
    return read_through(begun, age)[0]


def further_region(first: Region, region: Region, age: int) -> Reading:
    """Read the check of another region within the validity of the first."""
    kept = first_check(first, age)[1]
    begun = begin_check(QUESTIONNAIRE, [region], kept, {}, [first], False, THEN + timedelta(days=5))
    return read_through(begun, age)[0]


def later_check(region: Region, age: int) -> Reading:
    """Read a full check after 30 days, the person and the pain confirmed in a line each."""
    kept = first_check(region, age)[1]
    begun = begin_check(QUESTIONNAIRE, [region], kept, {}, (), False, THEN + timedelta(days=31))
    return read_through(begun, age)[0]


def recheck(region: Region) -> Reading:
    """Read the lines before a session."""
    kept = first_check(region, 34)[1]
    return read_through(begin_recheck(QUESTIONNAIRE, [region], kept[0], False, THEN), 34)[0]


def table_of_regions() -> list[str]:
    """Give the table of first checks, one row a region, as Markdown."""
    rows = [
        "| region | emergencies | signs, under 50 / 50 and older | you | place | four screens | with the nine questions | lines at 80 columns |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for region in REGIONS:
        young, old = (first_check(region, age)[0] for age in AGES.values())
        cells = [
            region,
            str(young.words["emergency"]),
            f"{young.words['signs']} / {old.words['signs']}",
            str(young.words["person"]),
            str(young.words["place"]),
            f"{young.four_screens} / {old.four_screens}",
            f"{young.total} / {old.total}",
            str(max(young.lines, old.lines)),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def table_of_ways() -> list[str]:
    """Give the table of the other ways through a check, as Markdown."""
    pairs = [(one, two) for one in REGIONS for two in REGIONS if one != two]
    further = [further_region(one, two, age).total for one, two in pairs for age in AGES.values()]
    later = [later_check(region, age) for region in REGIONS for age in AGES.values()]
    later_words = [reading.total - story_again(reading) for reading in later]
    renewed = [renewal(region, age).total for region in REGIONS for age in AGES.values()]
    before = [recheck(region).total for region in REGIONS]
    return [
        "| way | words | most allowed |",
        "|---|---|---|",
        f"| the same region again, within 30 days | {_span(renewed)} | {LIMITS['renewal']} |",
        f"| a further region, within 30 days | {_span(further)} | {LIMITS['further region']} |",
        f"| after 30 days, questions 3 and 6 not counted | {_span(later_words)} | {LIMITS['later']} |",
        f"| the lines before a session | {_span(before)} | {LIMITS['re-check']} |",
    ]


def story_again(reading: Reading) -> int:
    """Give the words of questions 3 and 6, which a later check puts again."""
    texts = [one.text for one in QUESTIONNAIRE.story.question if one.number in ("3", "6")]
    return sum(len(text.split()) for text in texts) if reading.words.get("story") else 0


def _span(numbers: list[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low}–{high}"


def before_a_session(region: Region, is_first: bool) -> tuple[int, int]:
    """Return the words and screens from `knot session` to its first moving clock; the whole list comes with the first ones."""
    library = Library(data_folder(), Path("/nowhere"))
    guidance, routine = library.guidance(), library.routine(region)
    plan = plan_session(routine, PlanOptions(), (), tuple(library.zones().values()))
    opening = open_session(plan, 0, False)
    spots = {spot.id: spot.name for spot in library.spots().values()}
    # On a window so high that nothing is left out; the keys stand in the last row.
    page = [plain_text(line) for line in start_page(opening, spots, guidance.tolerable, (), USUAL.columns, 60)][:-1]
    state, _ = begin(plan.steps, (), Now(0.0, 0.0))
    scene = make_scene(plan, guidance)
    rating = [plain_text(line) for line in draw_frame(state, Now(0.0, 0.0), *USUAL, scene)][1:-1]
    whole = limit_notes(opening, guidance) if is_first else []
    words = recheck(region).total + sum(_count_words(row) for row in (*whole, *page, *rating))
    pages = len(limit_pages(opening, guidance, *USUAL)) if is_first else 0
    return words, 3 + pages


def _count_words(text: str) -> int:
    """Count what is read as a word: bars and bullets are none."""
    return sum(any(char.isalnum() for char in word) for word in text.split())


def table_of_sessions() -> list[str]:
    """Give the table of what is read before a session's clock moves, as Markdown."""
    rows = [
        "| region | later: words, of which the lines | later: screens | one of the first three: words | screens |",
        "|---|---|---|---|---|",
    ]
    for region in REGIONS:
        (later, screens), (first, more) = (before_a_session(region, is_first) for is_first in (False, True))
        rows.append(f"| {region} | {later}, {recheck(region).total} | {screens} | {first} | {more} |")
    return [*rows, f"Most allowed later: {LIMITS['to the clock']} words on {SCREENS_TO_THE_CLOCK} screens."]


if __name__ == "__main__":
    print("\n".join([*table_of_regions(), "", *table_of_ways(), "", *table_of_sessions()]))
