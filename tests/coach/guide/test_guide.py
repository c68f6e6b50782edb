"""An article is read into blocks, each with the sources behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.guide.articles import Article, ArticleBlock, find_topic, list_source_titles, parse_article

TEXT = """# Heat
summary: Warmth first.

A claim that
goes on. [S0] [O-28]

How:

- One thing. [own]
- Another, said
  in two lines. [GK]
"""
ARTICLES = [
    Article("heat", "Heat", "s", (), ("hot bath", "ice")),
    Article("how-long", "How long it takes", "s", (), ("days",)),
    Article("how-it-feels", "How it should feel", "s", ()),
    Article("cost-and-finding", "Cost", "s", (), ("price",)),
]


def test_an_article_gives_title_summary_blocks_and_sources() -> None:
    article = parse_article("heat", TEXT)
    assert (article.topic, article.title, article.summary) == ("heat", "Heat", "Warmth first.")
    assert article.blocks == (
        ArticleBlock("text", "A claim that goes on.", ("S0", "O-28")),
        ArticleBlock("text", "How:", ()),
        ArticleBlock("item", "One thing.", ("own",)),
        ArticleBlock("item", "Another, said in two lines.", ("GK",)),
    )
    assert article.sources == ("S0", "O-28", "own", "GK")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1"),
        ("Heat\nsummary: x\n\nA. [S0]", "line 1"),
        ("# Heat\n\nA. [S0]", "line 2"),
        ("# Heat\nsummary:\n\nA. [S0]", "line 2"),
        ("# Heat\nsummary: x\n", "nothing under it"),
        ("# Heat\nsummary: x\n\nA. [S0]\n\nB without.", "line 6: a claim without a source"),
        ("# Heat\nsummary: x\n\n- A [S0] then more", "line 4: a claim without a source"),
    ],
)
def test_a_broken_article_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(KnotError, match=said):
        parse_article("heat", text)


def test_other_words_for_a_topic_stand_in_a_line_of_their_own() -> None:
    article = parse_article("heat", TEXT.replace("\n\nA claim", "\nalso: hot bath, ice\n\nA claim"))
    assert article.aliases == ("hot bath", "ice")
    assert article.blocks == parse_article("heat", TEXT).blocks


@given(st.lists(st.sampled_from(["S0", "S4", "O-37b", "own"]), min_size=1, max_size=4, unique=True))
def test_tags_at_the_end_are_kept_in_order(tags: list[str]) -> None:
    text = "# T\nsummary: s\n\nA claim (0 to 10, [sic]). " + " ".join(f"[{t}]" for t in tags)
    block = parse_article("t", text).blocks[0]
    assert block.sources == tuple(tags) and block.text == "A claim (0 to 10, [sic])."


@pytest.mark.parametrize(
    ("word", "topic"),
    [
        ("heat", "heat"),
        ("HEAT", "heat"),
        ("how long", "how-long"),
        ("how-it", "how-it-feels"),
        ("finding", "cost-and-finding"),
        ("takes", "how-long"),
        ("price", "cost-and-finding"),
        ("Hot bath", "heat"),
        ("bath", "heat"),
    ],
)
def test_a_topic_is_found_by_name_beginning_or_title(word: str, topic: str) -> None:
    assert find_topic(word, ARTICLES) == topic


def test_a_wrong_topic_gets_the_nearest_and_the_list() -> None:
    with pytest.raises(Misuse, match=r"Did you mean heat\?.*cost-and-finding, heat, how-it-feels"):
        find_topic("haet", ARTICLES)
    with pytest.raises(Misuse, match=r"Did you mean cost-and-finding\?"):
        find_topic("prices", ARTICLES)
    with pytest.raises(Misuse, match="how-long or how-it-feels"):
        find_topic("how", ARTICLES)
    for word in ("", "../../etc/passwd", "\x1b[2J"):
        with pytest.raises(Misuse) as told:
            find_topic(word, ARTICLES)
        assert "\x1b" not in str(told.value)


def test_sources_are_spelled_out_and_an_unlisted_one_says_so() -> None:
    assert list_source_titles(["S0", "X"], {"S0": "A guide"}) == [
        ("S0", "A guide"),
        ("X", "not in the list of sources"),
    ]
