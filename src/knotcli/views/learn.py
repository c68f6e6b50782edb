"""What `knot learn` shows: the topics, or one article with its sources spelled out. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

from knotcli.coach.guide.articles import Article, list_source_titles
from knotcli.coach.text import Line

MOST = 80  # longer lines are hard to read
LONG = 100_000


def topics(articles: Sequence[Article], width: int, plain: bool) -> list[Line]:
    """List every topic with its summary."""
    lines: list[Line] = [(("What is known, and how well", "title"),), ""]
    column = max(len(a.topic) for a in articles) + 2
    room = min(width, MOST) - column
    for article in articles:
        if plain:
            lines.append(f"{article.topic}: {article.summary}")
        elif room < 30:
            lines += [((article.topic, "key"),), *indented(article.summary, min(width, MOST))]
        else:
            first, *rest = wrap(article.summary, room)
            lines.append(((article.topic.ljust(column), "key"), (first, "")))
            lines += [" " * column + line for line in rest]
    return [*lines, "", "Read one with: knot learn TOPIC"]


def indented(text: str, width: int, mark: str = "  ") -> list[Line]:
    """Wrap text under a mark of two columns."""
    return [*wrap(text, width, initial_indent=mark, subsequent_indent="  ")]


def article(found: Article, titles: Mapping[str, str], width: int, plain: bool) -> list[Line]:
    """Show one article, each claim with its tags, and what the tags stand for at the end."""
    room = LONG if plain else min(width, MOST)
    lines: list[Line] = [*(((line, "title"),) for line in wrap(found.title, room))]
    lines += [((line, "dim"),) for line in wrap(found.summary, room)]
    before = ""
    for block in found.blocks:
        said = f"{block.text} {tagged(block.sources)}".strip()
        if block.kind == "text" or before == "text":
            lines.append("")
        lines += indented(said, room, "- ") if block.kind == "item" else [*wrap(said, room)]
        before = block.kind
    return [*lines, "", *sources(found.sources, titles, room)]


def tagged(tags: Iterable[str]) -> str:
    """Write tags as they stand behind a claim: [S3] [O-58]."""
    return " ".join(f"[{tag}]" for tag in tags)


def sources(tags: Iterable[str], titles: Mapping[str, str], room: int) -> list[Line]:
    """Spell out sources under a heading."""
    lines: list[Line] = [(("Sources", "strong"),)]
    for tag, title in list_source_titles(tags, titles):
        first, *rest = wrap(f"{tag}  {title}", room, subsequent_indent="  ")
        lines += [((first[: len(tag)], "key"), (first[len(tag) :], "")), *rest]
    return lines


def document(found: Article, titles: Mapping[str, str]) -> dict[str, Any]:
    """Give one article's JSON document."""
    return {
        "topic": found.topic,
        "title": found.title,
        "summary": found.summary,
        "blocks": [{"kind": b.kind, "text": b.text, "sources": list(b.sources)} for b in found.blocks],
        "sources": dict(list_source_titles(found.sources, titles)),
    }


def documents(articles: Iterable[Article]) -> dict[str, Any]:
    """Give the JSON document of the topics."""
    return {"topics": [{"topic": a.topic, "title": a.title, "summary": a.summary} for a in articles]}
