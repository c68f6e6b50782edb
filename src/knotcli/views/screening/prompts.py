"""Each prompt of the screening as the page, or the pages, that it is put on."""

from collections.abc import Sequence
from itertools import chain

from knotcli.coach.screening.conversation import prompts
from knotcli.coach.vocabulary import REGIONS
from knotcli.views.screening.pages import Page, PageRow, Rows, Size, height, joined, split, wrapped

STANDS = {"review": "before the result", "recheck": "before you start"}
ANSWERED = " (answered)"
TOLD_AT = 2
"""Columns left free right of the answers to the questions about the pain."""
ASKED, ASKED_IN_FULL = "y · n · u · b: ", "y yes · n no · u unsure, which counts as yes · b back: "
MORE = "Any key shows the rest: "
NOT_CONFIRMED = {
    "facts": "y · n something has changed · b: ",
    "same-pain": "y yes · n no, another · b back: ",
    "same-signs": "y · n something has changed · b: ",
}


def with_notice(pages: Sequence[Page], notice: str, size: Size) -> list[Page]:
    """Put a notice above the first page; where there is no room for both, on a page of its own before it."""
    rows = wrapped(notice, size)
    first, *others = pages
    for between in ([""], []):
        together = (*rows, *between, *first.rows)
        if not size.rows or height(together, first.keys, size) <= size.rows:
            return [first._replace(rows=together), *others]
    alone = [
        Page(tuple(joined((), some, size)), MORE, more=True) for some in split((), [[row] for row in rows], MORE, size)
    ]
    return [*alone, *pages]


def prompt_pages(prompt: prompts.Prompt, size: Size, emergency: Sequence[str]) -> list[Page]:
    """Lay out a prompt for a screen of this size. `emergency`: the paragraphs of the emergency text."""
    match prompt:
        case prompts.SentencesPrompt():
            return _sentences(prompt, size)
        case prompts.QuestionPrompt():
            return _question(prompt, size, emergency)
        case prompts.StoryPrompt():
            return [_story(prompt, size)]
        case prompts.ConfirmPrompt():
            return [Page(tuple(wrapped(prompt.text, size)), NOT_CONFIRMED[prompt.about])]
        case prompts.LinesPrompt():
            return _recheck(prompt, size)
        case prompts.ReviewPrompt():
            return _review(prompt, size)
        case prompts.ConversationEnd():
            return []


def place_line(place: prompts.PromptPlace, size: Size, opened: str = "") -> list[PageRow]:
    """Give the line that says where in the check this is, with the sentence that was opened."""
    stands = STANDS.get(place.part, f"{place.number} of {place.of}" if place.of else "")
    said = " · ".join(part for part in (", ".join(place.regions), stands, opened) if part)
    return wrapped(said, size, style="dim")


def _sentences(prompt: prompts.SentencesPrompt, size: Size) -> list[Page]:
    title = wrapped(prompt.heading, size, style="title")
    head = [*place_line(prompt.place, size, prompt.opened), *([""] if size.roomy else []), *title]
    blocks = [
        wrapped(one.text + (ANSWERED if one.answered else ""), size, lead=f"  {one.number}  ")
        for one in prompt.sentences
    ]
    none = "nothing else on this list" if prompt.opened else "none of these"
    if not prompt.opened and any(one.answered for one in prompt.sentences):
        none = "nothing else"
    back = "" if prompt.place.part == "emergency" else " · b back"
    numbers = [one.number for one in prompt.sentences]
    pages, start = [], 0
    for some in _split_under(head, blocks, size):
        here = tuple(numbers[start : start + len(some)])
        start += len(some)
        which = f"{here[0]}-{here[-1]}" if len(here) > 1 else f"{here[0]}"
        keys = f"n {none} · {which} that one{back} · ? why: "
        rows = [*head, *(row for block in some for row in block), *([""] if size.roomy else [])]
        pages.append(Page(tuple(rows), keys, here))
    return pages


def _split_under(head: Rows, blocks: Sequence[Rows], size: Size) -> list[list[Rows]]:
    """Share the sentences out under a head that has no blank line after it."""
    longest = "n nothing else on this list · 1-9 that one · b back · ? why: "
    return split(head, blocks, longest, size)


def _question(prompt: prompts.QuestionPrompt, size: Size, emergency: Sequence[str]) -> list[Page]:
    place = place_line(prompt.place, size, prompt.opened)
    keys = ASKED_IN_FULL if prompt.emergency and not prompt.before else ASKED
    above = wrapped(prompt.above, size) if prompt.above and not prompt.before else []
    asked = [*above, *wrapped(prompt.text, size)]
    if prompt.earlier:
        asked += wrapped(f"Your answer was {prompt.earlier}.", size, style="dim")
    if not size.rows:
        # What stands above it has been said already.
        opening: Rows = [*emergency, ""] if prompt.emergency else [*place, ""]
        return [Page((*(() if prompt.before else opening), *asked), keys)]
    text = [wrapped(part, size, style="stop") for part in emergency] if prompt.emergency else []
    head = [row for block in text for row in block] if prompt.emergency else place
    done: list[tuple[bool, list[PageRow]]] = []
    for number, put in enumerate(prompt.before):
        shown = ASKED_IN_FULL if prompt.emergency and not number else ASKED
        done.append((put.begins, [*wrapped(put.text, size), *wrapped(f"{shown}{put.word[0]}", size, style="dim")]))
    for left in range(len(done) + 1):
        rows = [*head, *([""] if size.roomy else [])]
        for number, (begins, block) in enumerate(done[left:]):
            rows += [*([""] if number and begins and size.roomy else []), *block]
        rows += [*([""] if left < len(done) and prompt.begins and size.roomy else []), *asked]
        if height(rows, keys, size) <= size.rows:
            return [Page(tuple(rows), keys)]
    if not text:
        return [Page(tuple(rows), keys)]
    pages = [Page(tuple(joined((), some, size)), MORE, more=True) for some in split((), text, MORE, size)]
    return [*(pages if not prompt.before else ()), Page((*place, *asked), keys)]


def _story(prompt: prompts.StoryPrompt, size: Size) -> Page:
    keys = _story_keys(prompt)
    if not size.rows:
        return Page((*([] if prompt.rows else (*place_line(prompt.place, size), "")), prompt.text), keys)
    head = [*place_line(prompt.place, size), *([""] if size.roomy else [])]
    told = [_told(said.text, said.told, size) for said in prompt.rows]
    asked = wrapped(prompt.text, size)
    if prompt.earlier:
        asked += wrapped(f"Your answer was: {prompt.earlier}.", size, style="dim")
    asked += [""] if size.roomy else []
    rows = [*head, *chain.from_iterable(told), *asked]
    while told and height(rows, keys, size) > size.rows:
        told.pop(0)
        rows = [*head, *chain.from_iterable(told), *asked]
    return Page(tuple(rows), keys)


def _told(text: str, told: str, size: Size) -> list[PageRow]:
    room = size.columns - TOLD_AT
    if len(text) + 1 + len(told) <= room:
        return [((text, ""), (" " * (room - len(text) - len(told)), ""), (told, "strong"))]
    return [*wrapped(text, size), ((" " * max(0, room - len(told)), ""), (told, "strong"))]


def _story_keys(prompt: prompts.StoryPrompt) -> str:
    if prompt.whole:
        return "Years, then Enter · b back: "
    letters = " · ".join(key for key in prompt.choices if key not in ("n", "u"))
    if prompt.several:
        return f"{letters}, one or more, then Enter · n none · u cannot say · b back: "
    if "y" in prompt.choices:
        letters = "y · n"
    unsure = ""
    if "u" in prompt.choices:
        counts = "y" in prompt.choices and not prompt.passable
        unsure = " · u unsure, which counts as yes" if counts else " · u cannot say"
    skips = " · Enter skips it" if prompt.passable else ""
    return f"{letters}{unsure}{skips} · b back: "


def _recheck(prompt: prompts.LinesPrompt, size: Size) -> list[Page]:
    title = wrapped(prompt.heading, size, style="title")
    head = [*place_line(prompt.place, size), *([""] if size.roomy else []), *title]
    blocks = [wrapped(line, size, lead="  ", hang=4) for line in prompt.lines]
    keys = "n nothing of this · y something is" + (" · f a full check now: " if prompt.renewal else ": ")
    return [
        Page((*head, *(row for block in some for row in block), *([""] if size.roomy else [])), keys)
        for some in (_split_under(head, blocks, size))
    ]


def _review(prompt: prompts.ReviewPrompt, size: Size) -> list[Page]:
    head = place_line(prompt.place, size)
    blocks: list[Rows] = []
    if prompt.named:
        blocks.append(["You named:"])
        blocks += [wrapped(one.text, size, lead=f"  {n}  ") for n, one in enumerate(prompt.named, 1)]
    blocks += [wrapped(f"You took back: {'; '.join(prompt.taken_back)}.", size)] if prompt.taken_back else []
    if blocks:  # else an age alone refuses
        blocks.append(wrapped("You said no to everything else that was asked.", size))
    blocks += [wrapped("That is enough to know. The rest is not asked.", size)] if prompt.early else []
    blocks.append([*([""] if size.roomy else []), "Is that right?"])
    count = len(prompt.named)
    again = f" · {f'1-{count}' if count > 1 else '1'} puts that one again" if count else ""
    keys = f"y yes{again} · b back: "
    found = split(head, blocks, keys, size)
    return [
        Page(
            tuple(joined(head, some, size)[: -1 if size.roomy else None]),
            keys if number == len(found) else MORE,
            tuple(range(1, count + 1)),
            more=number < len(found),
        )
        for number, some in enumerate(found, 1)
    ]


def reason_pages(told: Sequence[tuple[str, str]], size: Size) -> list[Page]:
    """Lay out why items are asked about: `told` gives each item's name and its reason."""
    blocks = [[*wrapped(name, size, style="strong"), *wrapped(why, size, lead="  ")] for name, why in told]
    return [
        Page(tuple(joined((), some, size, between=True)), "Any key goes back: ", more=number < len(found))
        for found in (split((), blocks, "Any key goes back: ", size),)
        for number, some in enumerate(found, 1)
    ]


def region_page(size: Size) -> Page:
    """Lay out the list of regions to choose from."""
    head = wrapped("Where is it?", size, style="title")
    rows = [row for number, name in enumerate(REGIONS, 1) for row in wrapped(name, size, lead=f" {number:>2}  ")]
    if not size.rows or size.rows > len(rows) + 3:
        return Page(tuple(joined((), [[*head, *rows]], size)), "A number or a name, then Enter: ")
    return Page((*head, *wrapped(", ".join(REGIONS), size)), "A name, then Enter: ")
