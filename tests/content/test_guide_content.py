"""Every shipped article: its length, its sources, and what it never says."""

import re
import tomllib
from pathlib import Path

import pytest

from knotcli.coach.guide.articles import Article, find_topic, parse_article
from support import CONTENT

PATHS = sorted((CONTENT / "guide").glob("*.md"))
ARTICLES = [parse_article(path.stem, path.read_text(encoding="utf-8")) for path in PATHS]
SOURCES = {s["id"] for s in tomllib.loads((CONTENT / "sources.toml").read_text(encoding="utf-8"))["source"]}
TOPICS = {
    "what-knots-are", "how-it-feels", "heat", "pressure", "stretching", "soreness", "how-long", "tools", "professional",
    "acupuncture", "cost-and-finding", "questions", "evidence", "desk", "water", "when-to-stop", "benefits", "referred-pain",
    "therapies", "combining", "first-visit", "causes", "strength", "needles", "pregnancy",
}  # fmt: skip

# What is never said, as facts that no source supports.
NEVER = [
    r"\bcures?\b",
    r"\bcured\b",
    r"detox",
    r"toxin",
    r"\breleas(?:e|es|ed|ing)\b",
    r"realign",
    r"\btreat(?:s|ing)? (?:sciatica|carpal|migraine|tmj|plantar|fibromyalgia)",
    r"\b80 ?(?:%|per ?cent)",
    r"break(?:s|ing)? up",
    r"clinically proven",
    r"\bproven\b",
    r"\bsafe(?:r|ly|st)?\b",
    r"!",
]
# How a needle, an injection or a spray would be taught.
COACHED = r"\b(?:insert|push|stick|inject|spray) (?:the|a|an|your|it|yourself)\b"


def test_every_topic_is_there() -> None:
    assert {a.topic for a in ARTICLES} == TOPICS


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_an_article_is_short_and_plain(path: Path) -> None:
    article = parse_article("t", path.read_text(encoding="utf-8"))
    shown = [article.title, article.summary, *(block.text for block in article.blocks)]
    assert 150 <= sum(len(text.split()) for text in shown) <= 350
    for sentence in re.split(r"[.:;]\s", article.summary):
        assert len(sentence.split()) <= 20


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.topic)
def test_every_claim_has_a_known_source(article: Article) -> None:
    for block in article.blocks:
        assert set(block.sources) <= SOURCES, block.text
        assert block.sources or block.text.endswith(":"), block.text


@pytest.mark.parametrize("path", [*PATHS, CONTENT / "places.toml"], ids=lambda p: p.stem)
@pytest.mark.parametrize("phrase", [*NEVER, COACHED])
def test_what_is_never_said_is_not_said(path: Path, phrase: str) -> None:
    assert not re.findall(phrase, path.read_text(encoding="utf-8"), re.IGNORECASE)


def test_every_place_and_muscle_has_known_sources_and_names_no_others() -> None:
    places = tomllib.loads((CONTENT / "places.toml").read_text(encoding="utf-8"))["place"]
    for place in places:
        tags = {*place["sources"], *(tag for m in place.get("muscle", ()) for tag in m["sources"])}
        assert tags <= SOURCES
        assert set(re.findall(r"\b(?:S[0-4]|O-\d\d[a-z]?)\b", place["note"])) <= tags, place["id"]


def test_the_evidence_is_told_with_its_numbers() -> None:
    said = " ".join(b.text for a in ARTICLES if a.topic == "evidence" for b in a.blocks)
    for fact in ("15 trials", "−0.22", "−0.53 to 0.09", "7 studies, 251 people", "725 people", "very low", "33 trials"):
        assert fact in said


def test_disagreements_carry_the_tags_of_both_sides() -> None:
    by_topic = {
        a.topic: " ".join(
            " ".join(b.sources) for b in a.blocks if re.search("differ|disagree|not agree|differently|another", b.text)
        )
        for a in ARTICLES
    }
    for topic, both in {
        "pressure": {"S2", "S3"},
        "heat": {"S0", "S1", "S4"},
        "how-it-feels": {"S0", "S2", "S3", "S4"},
        "evidence": {"S0", "S1", "S2", "S3", "S4"},
        "cost-and-finding": {"S1", "S4"},
        "what-knots-are": {"S3", "O-58"},
    }.items():
        assert both <= set(by_topic[topic].split()), topic


def test_no_word_leads_to_two_articles() -> None:
    words = [word for article in ARTICLES for word in (article.topic, *article.aliases)]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.topic)
def test_each_alias_leads_to_its_article(article: Article) -> None:
    for alias in article.aliases:
        assert find_topic(alias, ARTICLES) == article.topic
