"""The articles of the guide: text → title, summary, and blocks with their sources. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.text import clean_text, describe_unknown, find_nearest

_TAGS = re.compile(r"(?:\s*\[[A-Za-z0-9-]+\])+$")


class ArticleBlock(NamedTuple):
    """A paragraph or a list item, without its tags; `sources` are those tags, in order.

    A paragraph that ends with a colon leads into a list and needs no source of its own.
    """

    kind: Literal["text", "item"]
    text: str
    sources: tuple[str, ...]


class Article(NamedTuple):
    """One article. `topic` is the name it is asked for by, `aliases` are other words for it."""

    topic: str
    title: str
    summary: str
    blocks: tuple[ArticleBlock, ...]
    aliases: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source of the article, in the order of its first mention."""
        return tuple(dict.fromkeys(tag for block in self.blocks for tag in block.sources))


def parse_article(topic: str, text: str) -> Article:
    """Read an article: a line `# Title`, a line `summary: …`, where wanted `also: …`, then paragraphs and `- ` items.

    Each block ends with its tags in square brackets. Raise KnotError that names the line and the fault.
    """
    lines = text.splitlines()
    title = lines[0].removeprefix("# ").strip() if lines and lines[0].startswith("# ") else ""
    summary = lines[1].removeprefix("summary:").strip() if lines[1:] and lines[1].startswith("summary:") else ""
    if not title or not summary:
        missing = "line 1: '# Title'" if not title else "line 2: 'summary: …'"
        raise KnotError(f"guide/{topic}.md has no {missing}.")
    also = lines[2].removeprefix("also:").split(",") if lines[2:] and lines[2].startswith("also:") else []
    blocks: list[ArticleBlock] = []
    start = 3 if also else 2
    for first, joined in _join_paragraphs(lines[start:]):
        tags = _TAGS.search(joined)
        said = joined[: tags.start()] if tags else joined
        if not tags and not said.endswith(":"):
            raise KnotError(f"guide/{topic}.md, line {first + start + 1}: a claim without a source.")
        item = said.startswith("- ")
        sources = tuple(re.findall(r"\[([^\]]+)\]", tags.group())) if tags else ()
        blocks.append(ArticleBlock("item" if item else "text", clean_text(said.removeprefix("- ")), sources))
    if not blocks:
        raise KnotError(f"guide/{topic}.md has a title and nothing under it.")
    aliases = tuple(clean_text(alias).strip() for alias in also)
    return Article(topic, clean_text(title), clean_text(summary), tuple(blocks), aliases)


def _join_paragraphs(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Join lines into paragraphs and items; each with the number of its first line, from 0."""
    found: list[tuple[int, str]] = []
    open_ = False
    for number, line in enumerate(lines):
        if not line.strip():
            open_ = False
        elif open_ and not line.startswith("- "):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        else:
            found.append((number, line.strip()))
            open_ = True
    return found


def find_topic(word: str, articles: Iterable[Article]) -> str:
    """Return the topic that `word` stands for: its name, an alias, a unique beginning, or words of name or title.

    Raise Misuse with the nearest topic and the list.
    """
    by_topic = {article.topic: article for article in articles}
    asked = "-".join(re.findall(r"\w+", word[:200].lower()))
    words = set(asked.split("-")) - {""}
    aliases = {alias.lower().replace(" ", "-"): a.topic for a in by_topic.values() for alias in a.aliases}
    for found in (
        [t for t in by_topic if t == asked],
        [aliases[asked]] if asked in aliases else [],
        [t for t in by_topic if asked and t.startswith(asked)],
        [t for t in by_topic if words and words <= _words_of(t)],
        [t for t, article in by_topic.items() if words and words <= _words_of(article.title)],
        [*dict.fromkeys(t for alias, t in aliases.items() if words and words <= set(alias.split("-")))],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise Misuse(f"{clean_text(word)[:60]!r} could be {' or '.join(found)}. Type one of these.")
    close = find_nearest(asked, [*by_topic, *aliases])
    raise Misuse(describe_unknown("topic", word[:200], sorted(by_topic), aliases.get(close, close) if close else None))


def _words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def number_notes(tags: Collection[str], listed: Sequence[str]) -> str:
    """Return the notes that stand behind a claim, by each tag's place in the list of sources below it: [1] [3]."""
    return " ".join(f"[{number}]" for number, tag in enumerate(listed, 1) if tag in tags)


def list_source_titles(tags: Iterable[str], titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each tag with its source's title, in order."""
    return [(tag, titles.get(tag, "not in the list of sources")) for tag in tags]
