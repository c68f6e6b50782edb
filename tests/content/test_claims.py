"""Everything that can be printed: a known source behind each text of the content, and nothing from the never-print list."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knotcli.coach.guide import articles as guide
from support import ROOT

SOURCES = {s["id"] for s in tomllib.loads((ROOT / "content" / "sources.toml").read_text(encoding="utf-8"))["source"]}
FILES = sorted([*(ROOT / "content").rglob("*.toml"), *(ROOT / "routines").glob("*.toml")])
ARTICLES = sorted((ROOT / "content" / "guide").glob("*.md"))
# Lists of ids, of sources themselves, and a drawing: they claim nothing.
NO_CLAIMS = {
    "order.toml", "sources.toml", "clusters.toml", "conversation.toml", "recheck.toml", "person.toml", "positions.toml",
}  # fmt: skip
# Keys that name or measure, and do not speak.
SILENT = {
    "id",
    "kind",
    "regions",
    "region",
    "view",
    "posture",
    "grade",
    "urgency",
    "holds_back",
    "fits",
    "names",
    "tools",
}

# Never printed: cures, substances washed out, mechanisms as fact, diseases as targets, proofs, all-clears.
NEVER = (
    r"\bcures?\b", r"\bdetox", r"\btoxins?\b", r"\breleases? the (knot|muscle|trigger)", r"\brealign", r"\bbreaks? up knots",
    r"clinically proven", r"\bis safe\b", r"\bsafe to\b", r"\bsafely\b", r"\b80 ?%", r"\b80 percent",
    r"\b(treats?|heals?|fixes) (your |the )?(sciatica|carpal|migraine|tmj|plantar|fibromyalgia)",
)  # fmt: skip


def spoken(table: Any, inherited: bool = False, path: str = "") -> Iterator[tuple[str, str, bool]]:
    """Give every text of a content file with its key, and whether sources stand with it or above it."""
    if isinstance(table, dict):
        here = inherited or any(k == "sources" or k.endswith("source") for k in table)
        for key, value in table.items():
            if key == "sources" or key.endswith("source"):
                continue
            if isinstance(value, str) and key not in SILENT and " " in value:
                yield f"{path}.{key}", value, here
            elif isinstance(value, dict | list) and key not in SILENT:
                yield from spoken(value, here, f"{path}.{key}")
    elif isinstance(table, list):
        for number, value in enumerate(table):
            if isinstance(value, str) and " " in value:
                yield f"{path}[{number}]", value, inherited
            else:
                yield from spoken(value, inherited, f"{path}[{number}]")


def tags(table: Any) -> Iterator[str]:
    if isinstance(table, dict):
        for key, value in table.items():
            if key == "sources" and isinstance(value, list):
                yield from value
            elif key == "source" and isinstance(value, str):
                yield value
            else:
                yield from tags(value)
    elif isinstance(table, list):
        for value in table:
            yield from tags(value)


@pytest.mark.parametrize("path", [p for p in FILES if p.name not in NO_CLAIMS], ids=lambda p: p.name)
def test_each_text_of_the_content_stands_with_known_sources(path: Path) -> None:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    texts = list(spoken(table))
    assert texts
    assert not [key for key, _, sourced in texts if not sourced]
    assert not set(tags(table)) - SOURCES


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_each_claim_of_an_article_names_known_sources(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    article = guide.parse_article(path.stem, text)
    named = set(re.findall(r"\[([^\]\s]+)\]", text))
    assert named
    assert named <= SOURCES
    assert article.title


def literals(path: Path) -> Iterator[str]:
    """Give the texts of a module that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


@pytest.fixture(scope="module")
def everything() -> list[tuple[str, str]]:
    return list(read_everything())


def read_everything() -> Iterator[tuple[str, str]]:
    for path in [*FILES, *ARTICLES]:
        if path.name != "sources.toml":
            yield path.name, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "src").rglob("*.py")):
        yield path.name, "\n".join(literals(path))
    yield "README.md", (ROOT / "README.md").read_text(encoding="utf-8")


def test_nothing_that_must_never_be_said_is_said(everything: list[tuple[str, str]]) -> None:
    assert len(everything) > 300
    found = [(name, re.search(pattern, text, re.IGNORECASE)) for name, text in everything for pattern in NEVER]
    assert not [(name, m.group()) for name, m in found if m]


def test_no_text_shouts(everything: list[tuple[str, str]]) -> None:
    shouting = [name for name, text in everything if re.search(r"[a-z]!(\s|$|\")", text)]
    assert not shouting
