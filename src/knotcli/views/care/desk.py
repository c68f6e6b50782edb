"""What keeps a knot coming back, as lines or as the JSON document."""

from collections.abc import Mapping
from typing import Any

from knotcli.coach.care.desk import DeskStanding, PeriodMean
from knotcli.coach.care.texts import Cause, DeskTexts
from knotcli.coach.text import Block, Line, ListItem
from knotcli.coach.vocabulary import Region

WORDS = {
    "yes": "yes",
    "no": "no",
    "unsure": "not sure",
    "kept": "kept",
    "partly": "kept in part",
    "dropped": "not kept",
}


def suggestion_lines(cause: Cause) -> list[Line]:
    """Suggest one change, with what the sources say."""
    return [
        ((f"One change to try: {cause.name}", "title"),),
        ((cause.change, "strong"),),
        ((f"{cause.why} More: knot why desk:{cause.id}", "dim"),),
    ]


def measured_line(before: PeriodMean, after: PeriodMean, texts: DeskTexts, region: Region) -> Line:
    """Say the pain in the week before a change and since."""
    if before.mean is None or after.mean is None:
        return (
            f"Pain in the {region}: rated on {before.days} days in the week before and {after.days} since. "
            "Each needs four to compare."
        )
    return (
        f"Pain in the {region}: {before.mean.text()} in the week before, {after.mean.text()} since. "
        f"{texts.no_claim}"
    )


def desk_lines(
    region: Region, found: DeskStanding, texts: DeskTexts, next_: Cause | None, open_: int
) -> list[Block]:
    """Show what was answered, what was tried, and what comes next."""
    result: list[Block] = [((f"What may keep the {region} coming back", "title"),)]
    for cause in texts.cause:
        if cause.concerns(region) and cause.id in found.answers:
            went = found.outcomes.get(cause.id)
            trying = found.trying is not None and found.trying.topic == cause.id
            note = f", tried: {WORDS[went]}" if went else ", being tried" if trying else ""
            result.append(ListItem(("  - ", ""), f"{cause.name}: {WORDS[found.answers[cause.id]]}{note}"))
    if open_:
        result.append(f"Not asked yet: {open_}. knot desk {region} asks.")
    if found.trying is not None:
        since, tried = found.trying.at, texts.causes_by_id().get(found.trying.topic)
        what = tried.change if tried else found.trying.topic
        result += ["", f"Being tried since {since:%A} {since.day} {since:%b}: {what}"]
    elif next_ is not None:
        result += ["", *suggestion_lines(next_), f"Begin with: knot desk {region} --try {next_.id}"]
    elif not open_:
        result += ["", texts.nothing, texts.clinic]
    return result


def desk_document(
    region: Region,
    found: DeskStanding,
    texts: DeskTexts,
    next_: Cause | None,
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
        "pain": {
            "before": _period_document(spans[0]),
            "since": _period_document(spans[1]),
        }
        if spans
        else None,
        "suggestion": {
            "topic": next_.id,
            "change": next_.change,
            "why": next_.why,
            "sources": list(next_.sources),
        }
        if next_ and not trying
        else None,
    }


def _period_document(span: PeriodMean) -> dict[str, Any]:
    return {"days": span.days, "mean": span.mean.rounded(2) if span.mean else None}
