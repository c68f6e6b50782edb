"""What keeps a knot coming back, as lines or as the JSON document."""

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from knotcli.coach.care.desk import DeskStanding, PeriodMean
from knotcli.coach.care.texts import Cause, DeskTexts
from knotcli.coach.text import Line, hang_text
from knotcli.coach.vocabulary import Region

MOST = 88
WORDS = {
    "yes": "yes",
    "no": "no",
    "unsure": "not sure",
    "kept": "kept",
    "partly": "kept in part",
    "dropped": "not kept",
}


def suggested(cause: Cause, texts: DeskTexts, room: int) -> list[Line]:
    """Suggest one change, with what the sources say."""
    return [
        ((f"One change to try: {cause.name}", "title"),),
        *wrapped(cause.change, room, "strong"),
        *wrapped(f"{cause.why} {' '.join(f'[{tag}]' for tag in cause.sources)}", room, "dim"),
    ]


def measured(
    before: PeriodMean, after: PeriodMean, texts: DeskTexts, region: Region, room: int
) -> list[Line]:
    """Say the pain in the week before a change and since."""
    if before.mean is None or after.mean is None:
        return wrapped(
            f"Pain in the {region}: rated on {before.days} days in the week before and {after.days} since. "
            "Each needs four to compare.",
            room,
        )
    return wrapped(
        f"Pain in the {region}: {before.mean.text()} in the week before, {after.mean.text()} since. {texts.no_claim}",
        room,
    )


def lines(
    region: Region,
    found: DeskStanding,
    texts: DeskTexts,
    next_: Cause | None,
    open_: int,
    width: int,
    plain: bool,
) -> list[Line]:
    """Show what was answered, what was tried, and what comes next."""
    room = 100_000 if plain else min(width, MOST)
    result: list[Line] = [((f"What may keep the {region} coming back", "title"),)]
    for cause in texts.cause:
        if cause.concerns(region) and cause.id in found.answers:
            went = found.outcomes.get(cause.id)
            trying = found.trying is not None and found.trying.topic == cause.id
            note = f", tried: {WORDS[went]}" if went else ", being tried" if trying else ""
            result += hang_text(("  - ", ""), f"{cause.name}: {WORDS[found.answers[cause.id]]}{note}", room)
    if open_:
        result.append(f"Not asked yet: {open_}. knot desk {region} asks.")
    if found.trying is not None:
        since, tried = found.trying.at, texts.by_id().get(found.trying.topic)
        what = tried.change if tried else found.trying.topic
        result += ["", *wrapped(f"Being tried since {since:%A} {since.day} {since:%b}: {what}", room)]
    elif next_ is not None:
        result += ["", *suggested(next_, texts, room), f"Begin with: knot desk {region} --try {next_.id}"]
    elif not open_:
        result += ["", *wrapped(texts.nothing, room), *wrapped(texts.clinic, room)]
    return result


def document(
    region: Region,
    found: DeskStanding,
    texts: DeskTexts,
    next_: Cause | None,
    spans: tuple[PeriodMean, PeriodMean] | None,
    due: bool,
) -> dict[str, Any]:
    """Give the JSON document."""
    causes: Mapping[str, Cause] = texts.by_id()
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
            "before": _span(spans[0]),
            "since": _span(spans[1]),
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


def _span(span: PeriodMean) -> dict[str, Any]:
    return {"days": span.days, "mean": span.mean.rounded(2) if span.mean else None}


def wrapped(text: str, room: int, style: str = "") -> list[Line]:
    """Wrap a text to `room` columns."""
    return [((row, style),) for row in wrap(text, room, break_on_hyphens=False)]
