"""What keeps a knot coming back, as lines or as the JSON document."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from knotcli.coach.care.desk import DECLINED_FOR, DeskStanding, PeriodMean
from knotcli.coach.care.texts import Cause, DeskTexts
from knotcli.coach.text import Block, Line, ListItem, capitalize_first, full_day, join_words, short_day
from knotcli.coach.vocabulary import Answer, Region, name_body_part
from knotcli.views.documents import pick_fields

WENT = {
    "kept": "You tried this and kept to it.",
    "partly": "You tried this and kept to it in part.",
    "dropped": "You tried this and dropped it.",
}


def name_title(region: Region) -> str:
    """Return the title of every screen about a region's habits."""
    what = "your headache" if region == "headache" else f"the knot in your {name_body_part(region)}"
    return f"What may keep {what} coming back"


def change_choice_lines(changes: Sequence[Cause], found: DeskStanding) -> list[Block]:
    """Number the changes that are offered, each for what was answered yes, or not sure."""
    result: list[Block] = [(("One small change for each thing you named", "title"),)]
    for number, cause in enumerate(changes, 1):
        unsure = " (you were not sure)" if found.answers.get(cause.id) == "unsure" else ""
        lead = f"{capitalize_first(cause.name)}{unsure}: "
        result.append(ListItem((f"  {number}  ", "key"), ((lead, "strong"), (cause.change, ""))))
    return result


def change_reason_lines(cause: Cause) -> list[Line]:
    """Show one change, and what the sources say."""
    return [((cause.change, "strong"),), ((f"{cause.why} To read more: knot why desk:{cause.id}", "dim"),)]


def measured_line(before: PeriodMean, after: PeriodMean, texts: DeskTexts, region: Region) -> Line:
    """Say the pain in the week before a change and since."""
    if before.mean is None or after.mean is None:
        return (
            f"Your {name_body_part(region)} was rated on {before.days} days in the week before and on {after.days} since. "
            "To compare, it takes four of each."
        )
    return (
        f"Pain in your {name_body_part(region)}: {before.mean.text()} in the week before, {after.mean.text()} since. "
        f"{texts.no_claim}"
    )


def desk_lines(
    region: Region, found: DeskStanding, texts: DeskTexts, changes: Sequence[Cause], open_: int, today: date
) -> list[Block]:
    """Show all that was answered yes, each with its change and what became of it, then the rest, and what is next."""
    asked = [cause for cause in texts.cause if cause.concerns(region) and cause.id in found.answers]
    result: list[Block] = [((name_title(region), "title"),)]
    for cause in asked:
        if found.answers[cause.id] == "yes":
            what = " ".join(filter(None, (cause.change, _describe_fate(cause, found, today))))
            lead = f"{capitalize_first(cause.name)}: "
            result.append(ListItem(("  - ", ""), ((lead, "strong"), (what, ""))))
    lists: tuple[tuple[Answer, str], ...] = (("unsure", "You were not sure about"), ("no", "You said no to"))
    for word, said in lists:
        if names := [cause.name for cause in asked if found.answers[cause.id] == word]:
            result.append(f"{said}: {', '.join(names)}.")
    if open_:
        result.append(f"Questions still open: {open_}. To answer them: knot desk {region}")
    if found.trying is not None:
        since, tried = found.trying.at, texts.causes_by_id().get(found.trying.topic)
        if tried not in asked or found.answers[found.trying.topic] != "yes":
            what = tried.change if tried else found.trying.topic
            result += ["", f"You have been trying this since {full_day(since)}: {what}"]
    elif changes:
        topics = join_words([cause.id for cause in changes], " or ")
        result += ["", f"To try one for a week: knot desk {region} --try {topics}"]
    elif not open_:
        named = any(found.answers[cause.id] == "yes" for cause in asked)
        result += ["", *([] if named else [texts.nothing]), texts.clinic]
    return result


def _describe_fate(cause: Cause, found: DeskStanding, today: date) -> str:
    """Say what became of a change, or ""."""
    if found.trying is not None and found.trying.topic == cause.id:
        since = found.trying.at
        return f"You have been trying this since {full_day(since)}."
    if cause.id in found.outcomes:
        return WENT[found.outcomes[cause.id]]
    if found.is_declined(cause.id, today):
        return f"You did not want this; it comes up again on {short_day(found.declined[cause.id] + DECLINED_FOR)}."
    return ""


def desk_document(
    region: Region,
    found: DeskStanding,
    texts: DeskTexts,
    changes: Sequence[Cause],
    spans: tuple[PeriodMean, PeriodMean] | None,
    due: bool,
) -> dict[str, Any]:
    """Give the JSON document."""
    causes: Mapping[str, Cause] = texts.causes_by_id()
    trying = found.trying
    return {
        "region": region,
        "answers": {i: w for i, w in found.answers.items() if i in causes and causes[i].concerns(region)},
        "not_asked": [c.id for c in texts.cause if c.concerns(region) and c.id not in found.answers],
        "outcomes": dict(found.outcomes),
        "trying": {"topic": trying.topic, "region": trying.region, "since": trying.at.isoformat(), "due": due}
        if trying
        else None,
        "pain": {when: pick_fields(span, "days mean") for when, span in zip(("before", "since"), spans, strict=True)}
        if spans
        else None,
        "suggestion": _change_document(changes[0]) if changes and not trying else None,
        "changes": [_change_document(cause) for cause in changes],
        "declined": {topic: day.isoformat() for topic, day in found.declined.items()},
    }


def _change_document(cause: Cause) -> dict[str, Any]:
    return {"topic": cause.id, **pick_fields(cause, "change why sources")}
