"""The course of a region, as the lines a person reads or its JSON document."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from knotcli.coach.care.course import STOP, TAKE_ALONG, Course
from knotcli.coach.care.texts import CourseTexts
from knotcli.coach.guide.articles import number_notes
from knotcli.coach.session.guidance import SourcedSentence
from knotcli.coach.text import Block, ListItem, Style, count_things, full_day
from knotcli.coach.vocabulary import name_body_part
from knotcli.views.documents import change_document, pick_fields, write_value
from knotcli.views.guide.articles import cite_sources
from knotcli.views.wording import name_region

LASTING = {"acute": "less than three months", "chronic": "three months or longer"}
STYLES: Mapping[str, Style] = {"better": "good", "assess": "warn", "soon-unknown": "warn", "weeks-unknown": "warn"}


class TakeAlong(NamedTuple):
    """What is taken along, of one region: sessions by how they ended, heat and pressure in seconds, the tools used.

    sore: days after which it was more than a little sore. named: what a check named, in short.
    """

    complete: int
    partial: int
    stopped: int
    heat: int
    pressure: int
    tools: tuple[str, ...]
    sore: int
    named: tuple[str, ...]


def course_lines(c: Course, texts: CourseTexts, along: TakeAlong | None, sources: Mapping[str, str]) -> list[Block]:
    """Say where the course stands, what to expect, when to look next, and what to take along where that is due.

    sources: what each is called in a few words, by its tag.
    """
    result: list[Block] = [((f"The course of your {name_body_part(c.region)} pain", "title"),)]
    if c.lasting in LASTING:
        result.append(f"It has been sore for {LASTING[c.lasting]}.")
    elif c.verdict not in STOP:
        result.append(f"knot does not know how long it has been sore. To tell it: knot check {c.region}")
    if c.begun is not None:
        result.append(_count_days(c))
        result.append(_describe_change(c))
    style: Style = "stop" if c.verdict in STOP else STYLES.get(c.verdict, "strong")
    result += ["", ((_verdict_text(c, texts), style),)]
    if c.change.latest is None and c.begun is not None and c.verdict != "paused":
        result.append(((texts.said.measured, "dim"),))
    if c.returned and c.verdict not in STOP:
        result.append(texts.said.returned.format(region=c.region))
    if c.review and c.verdict not in STOP:
        result += [f"The next day to look at it is {full_day(c.review, 0)}.", ((texts.said.worse, "dim"),)]
    if c.verdict not in TAKE_ALONG:
        result += ["", (("What to expect", "strong"),)]
        result += _list_items(_fitting_expectations(c, texts), sources)
    if along is not None and c.verdict in TAKE_ALONG:
        result += ["", *_take_along_lines(c, texts, along, sources)]
    if c.change.latest is not None:
        result += ["", ((texts.said.cause, "dim"),)]
    return result


def _verdict_text(c: Course, texts: CourseTexts) -> str:
    key = "again" if c.verdict == "begin" and c.returned else c.verdict
    return texts.verdict.verdict_text(key).format(region=c.region, flares=c.flares)


def _count_days(c: Course) -> str:
    assert c.begun is not None
    sessions = count_things(c.sessions, "session")
    flares = f" After {c.flares} of them it hurt clearly more." if c.flares else ""
    return f"Since {full_day(c.begun, 0)}: day {c.days}, {sessions}.{flares}"


def _describe_change(c: Course) -> str:
    found = c.change
    if found.baseline is None or found.latest is None or found.points is None:
        return "Pain: it is too early to tell."
    by = found.points.size().text()
    way = "which is the same" if by == "0.0" else f"{by} {'lower' if found.points.top < 0 else 'higher'}"
    return f"Pain: {found.baseline.text()} at the start, {found.latest.text()} lately, {way}."


def _take_along_lines(c: Course, texts: CourseTexts, along: TakeAlong, sources: Mapping[str, str]) -> list[Block]:
    done = [f"{along.complete} finished"]
    done += [f"{n} {word}" for n, word in ((along.partial, "ended early"), (along.stopped, "stopped")) if n]
    spent = ((along.heat, "heat"), (along.pressure, "pressure"))
    minutes = [f"{round(seconds / 60)} min of {word}" for seconds, word in spent if seconds]
    told = [f"{name_region(c.region).capitalize()}: {_describe_change(c).removeprefix('Pain: ')}"]
    told.append(f"Sessions: {', '.join(done)}{'; ' + ', '.join(minutes) if minutes else ''}.")
    if along.tools:
        told.append(f"Pressed with: {', '.join(along.tools)}.")
    if c.flares:
        told.append(f"It hurt clearly more right after {count_things(c.flares, 'session')}.")
    if along.sore:
        told.append(f"It was more than a little sore on {count_things(along.sore, 'day')}.")
    told += [f"You named in the check: {name}" for name in along.named]
    result: list[Block] = [(("What to take along", "strong"),)]
    result += [ListItem(("  - ", ""), text) for text in told]
    result += [f"  To make a page to show: knot report {c.region}", "", (("Questions to ask there", "strong"),)]
    result += _list_items(texts.ask, sources)
    return [*result, "", texts.said.seen.format(region=c.region)]


def course_overview_lines(courses: Sequence[Course], texts: CourseTexts) -> list[Block]:
    """Say where each region's course stands, in a line or two."""
    result: list[Block] = [(("The course of each region", "title"),)]
    for c in courses:
        style: Style = "stop" if c.verdict in STOP else STYLES.get(c.verdict, "")
        head = f"{c.region}: " + (_count_days(c) if c.begun else "").strip()
        result += ["", ((head.rstrip(": ") if not c.begun else head, "strong"),)]
        result.append(((_verdict_text(c, texts), style),))
    return [*result, "", (("To see more of one: ", ""), (f"knot plan {courses[0].region}", "key"))]


def course_document(c: Course, texts: CourseTexts, along: TakeAlong | None) -> dict[str, Any]:
    """Give the JSON document."""
    return {
        **pick_fields(c, "region verdict"),
        "says": _verdict_text(c, texts),
        "duration": c.lasting or None,
        **pick_fields(c, "begun days sessions flares returned"),
        "change": change_document(c.change),
        "review": write_value(c.review) if c.verdict not in STOP else None,
        "expect": [pick_fields(one, "text sources") for one in _fitting_expectations(c, texts)],
        "take_along": None if along is None or c.verdict not in TAKE_ALONG else along._asdict(),
        "questions": [pick_fields(one, "text sources") for one in texts.ask],
    }


def _fitting_expectations(c: Course, texts: CourseTexts) -> list[SourcedSentence]:
    """Give what fits how long it has been sore; where that is not known, what fits both."""
    return [e for e in texts.expect if e.lasting in ("", c.lasting)]


def _list_items(said: Sequence[SourcedSentence], sources: Mapping[str, str]) -> list[Block]:
    cited = tuple(dict.fromkeys(tag for one in said for tag in one.sources))
    listed: list[Block] = [ListItem(("  - ", ""), f"{one.text} {number_notes(one.sources, cited)}") for one in said]
    return [*listed, cite_sources(cited, sources)]
