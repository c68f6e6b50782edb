"""`knot learn` on screens of different widths, and as a document."""

import pytest

from knotcli.coach.guide.articles import Article, ArticleBlock, parse_article
from knotcli.coach.text import plain_text
from knotcli.views import learn
from support import CONTENT

ARTICLES = [
    parse_article(p.stem, p.read_text(encoding="utf-8")) for p in sorted((CONTENT / "guide").glob("*.md"))
]
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


def test_an_article_reads_from_title_to_sources() -> None:
    assert [plain_text(line) for line in learn.article(SMALL, TITLES, 80, plain=False)] == [
        "Heat",
        "Warmth first.",
        "",
        "A claim. [S0]",
        "",
        "How:",
        "",
        "- A thing. [own] [S0]",
        "",
        "Sources",
        "S0  A guide",
        "own  A decision",
    ]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.topic)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_an_article_fits_the_width_and_loses_nothing(article: Article, width: int) -> None:
    lines = [plain_text(line) for line in learn.article(article, TITLES, width, plain=False)]
    assert max(map(len, lines)) <= min(width, 80)
    said = " ".join(" ".join(lines).split())
    for block in article.blocks:
        assert block.text.replace("-", "") in said.replace("- ", "").replace("-", "")


def test_plain_mode_gives_each_block_on_one_line() -> None:
    article = next(a for a in ARTICLES if a.topic == "evidence")
    lines = [plain_text(line) for line in learn.article(article, TITLES, 40, plain=True)]
    assert all(any(block.text in line for line in lines) for block in article.blocks)


def test_the_topics_take_a_line_each_and_fit_40_columns() -> None:
    wide = [plain_text(line) for line in learn.topics(ARTICLES, 80, plain=False)]
    assert len(wide) == len(ARTICLES) + 4 and max(map(len, wide)) <= 80
    narrow = [plain_text(line) for line in learn.topics(ARTICLES, 40, plain=False)]
    assert max(map(len, narrow)) <= 40
    for article in ARTICLES:
        assert any(line.startswith(article.topic) and article.summary in line for line in wide)
        assert f"{article.topic}: {article.summary}" in [
            plain_text(x) for x in learn.topics(ARTICLES, 40, plain=True)
        ]


def test_the_document_keeps_blocks_and_spells_sources_out() -> None:
    document = learn.document(SMALL, TITLES)
    assert document["blocks"][2] == {"kind": "item", "text": "A thing.", "sources": ["own", "S0"]}
    assert document["sources"] == {"S0": "A guide", "own": "A decision"}
    assert learn.documents([SMALL]) == {
        "topics": [{"topic": "heat", "title": "Heat", "summary": "Warmth first."}]
    }
