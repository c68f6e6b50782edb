"""The topics that can be read about, one article with its sources spelled out, and all that knot why explains."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knotcli.coach.guide.articles import Article, list_source_titles, number_notes
from knotcli.coach.text import Block, Column, Line, ListItem, Table
from knotcli.views.documents import pick_fields


def topic_lines(articles: Sequence[Article]) -> list[Block]:
    """List every topic with its summary."""
    table = Table((Column(style="key"), Column(prose=True)), tuple((a.topic, a.summary) for a in articles))
    return [(("What is known, and how well", "title"),), "", table, "", "Read one with: knot learn TOPIC"]


def article_lines(found: Article, titles: Mapping[str, str]) -> list[Block]:
    """Show one article, each claim with numbered notes, and the sources that they stand for at the end."""
    lines: list[Block] = [((found.title, "title"),), ((found.summary, "dim"),)]
    before = ""
    for block in found.blocks:
        said = f"{block.text} {number_notes(block.sources, found.sources)}".strip()
        if block.kind == "text" or before == "text":
            lines.append("")
        lines.append(ListItem(("- ", ""), said) if block.kind == "item" else said)
        before = block.kind
    return [*lines, "", *source_lines(found.sources, titles)]


def cite_sources(tags: Iterable[str], names: Mapping[str, str]) -> Line:
    """Name sources in one quiet paragraph, numbered as the notes are. names: each in a few words, by its tag."""
    listed = enumerate(list_source_titles(tags, names), 1)
    return ((" ".join(f"[{number}] {name}" for number, (_, name) in listed), "dim"),)


def source_lines(tags: Iterable[str], titles: Mapping[str, str]) -> list[Block]:
    """List sources under a heading, numbered as the notes are."""
    listed = enumerate(list_source_titles(tags, titles), 1)
    return [(("Sources", "strong"),), *(ListItem((f"[{n}] ", "key"), title) for n, (_, title) in listed)]


def article_document(found: Article, titles: Mapping[str, str]) -> dict[str, Any]:
    """Give one article's JSON document."""
    return {
        **pick_fields(found, "topic title summary"),
        "blocks": [pick_fields(block, "kind text sources") for block in found.blocks],
        "sources": dict(list_source_titles(found.sources, titles)),
    }


def topics_document(articles: Iterable[Article]) -> dict[str, Any]:
    """Give the JSON document of the topics."""
    return {"topics": [{"topic": a.topic, "title": a.title, "summary": a.summary} for a in articles]}


def ids_lines(kinds: Mapping[str, Sequence[str]]) -> list[Block]:
    """List what can be asked about: by kind, its ids."""
    shown: list[Block] = [(("What you can ask about", "title"),), "Put one of these after knot why: knot why em_chest"]
    for kind, ids in kinds.items():
        shown += ["", ((kind, "strong"),), ", ".join(ids)]
    return shown
