"""`knot learn` on screens of different widths, and as a document."""

import pytest

from knotcli.coach.guide.articles import Article, ArticleBlock, parse_article
from knotcli.terminal.paragraphs import MOST
from knotcli.views.guide import articles
from support import CONTENT
from support.golden import GoldenScreens
from support.screens import show_blocks, show_everywhere

ARTICLES = [parse_article(p.stem, p.read_text(encoding="utf-8")) for p in sorted((CONTENT / "guide").glob("*.md"))]
SMALL = Article(
    "heat",
    "Heat",
    "Warmth first.",
    (
        ArticleBlock("text", "A claim.", ("S0",)),
        ArticleBlock("text", "How:", ()),
        ArticleBlock("item", "A thing.", ("own", "S0")),
    ),
)
TITLES = {"S0": "A guide", "own": "A decision"}


def test_an_article_and_the_topics_look_as_kept(golden: GoldenScreens) -> None:
    golden("article", show_everywhere(articles.article_lines(SMALL, TITLES)))
    topics = [a for a in ARTICLES if a.topic in ("evidence", "heat", "practitioners")]
    golden("topics", show_everywhere(articles.topic_lines(topics)))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.topic)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_an_article_fits_the_width_and_loses_nothing(article: Article, width: int) -> None:
    rows = show_blocks(articles.article_lines(article, TITLES), width)
    assert max(map(len, rows)) <= min(width, MOST)
    said = " ".join(" ".join(rows).split())
    for block in article.blocks:
        assert " ".join(block.text.split()) in said


def test_a_pipe_gives_each_block_on_one_line() -> None:
    for article in ARTICLES:
        rows = show_blocks(articles.article_lines(article, TITLES))
        assert all(any(block.text in row for row in rows) for block in article.blocks)


def test_the_topics_fit_any_width_and_each_is_one_line_in_a_pipe() -> None:
    lines = articles.topic_lines(ARTICLES)
    for width in (40, 80, 120):
        rows = show_blocks(lines, width)
        assert max(map(len, rows)) <= width
        assert all(any(row.startswith(a.topic) for row in rows) for a in ARTICLES)
    piped = show_blocks(lines)
    assert all(any(row.split(None, 1) == [a.topic, a.summary] for row in piped) for a in ARTICLES)


def test_the_document_keeps_blocks_and_spells_sources_out() -> None:
    document = articles.article_document(SMALL, TITLES)
    assert document["blocks"][2] == {"kind": "item", "text": "A thing.", "sources": ["own", "S0"]}
    assert document["sources"] == {"S0": "A guide", "own": "A decision"}
    assert articles.topics_document([SMALL]) == {
        "topics": [{"topic": "heat", "title": "Heat", "summary": "Warmth first."}]
    }
