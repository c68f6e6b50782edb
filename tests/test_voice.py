"""No sentence that was given up, and no bare source tag, stands in anything that can be printed or read."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from support import ROOT
from support.home import Home

KINDS = ("content", "program", "docs", "screens", "report")

GIVEN_UP = (
    "is any of this true now, or was it lately", "that do or may apply", "where you would press or warm, or of you", "enter skips:",
    "let go. what is it", "nothing of this: back", "tender in the familiar way", "have at hand what you press with",
    "have it looked at once before", "nothing more until a clinician", "it opens again", "going on. rate now and then",
    "is told differently", "sends you on", "is there already and is no", "take back what was done", "put right:",
    "look at what keeps", "studies of other care", "tended to notice", "features (after skipping", "heard as well as seen",
    "whoever is well again", "nothing new is so", "nothing that knot can explain", "good to know. kept",
    "knot has nothing to offer", "is any of this so", "left in all", "it was kept, but", "begin with: knot",
    "nothing was stored", "nothing was brought in", "!!", "how much in all", ": no session.", "single spots is not", "all the same",
    "joint of yours", "pain grows,", "attack of the heart",
)  # fmt: skip
TAG = re.compile(r"(?<![\w/-])(?:S[0-4]|[OP]-\d\d[a-z]?|GK)(?![\w-])")
NOTES = re.compile(r"(?: ?\[(?:S[0-4]|[OP]-\d\d[a-z]?|GK|own)\])+$", re.M)
EXEMPT = {
    "commands/why.py": "examples of what can be asked",
    "flows/guide/reading.py": "what knot why takes",
    "coach/routines/routine_faults.py": "what the author of a routine file can type",
    "knot.1": "the help of knot why",
    "safety.md": "for reviewers, who look tags up in content/sources.toml",
    "seeds.md": "its first lines say what each tag stands for",
}


def list_texts(value: Any, key: str = "") -> Iterator[str]:
    """Give the texts of a TOML document, without its lists of tags, ids and patterns."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from list_texts(inner, name)
    elif isinstance(value, list) and key != "sources":
        for inner in value:
            yield from list_texts(inner, key)
    elif isinstance(value, str) and key not in ("id", "drawing", "because"):
        yield value


def list_literals(path: Path) -> Iterator[str]:
    """Give the text literals of a module that are not docstrings; those that stand after a value explain it."""
    tree = ast.parse(path.read_text("utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield (
                "" if TAG.fullmatch(node.value) else node.value
            )  # a tag alone is a source that is numbered when shown


def read_markup(text: str) -> str:
    """Return what a page or picture says, without its tags and styles."""
    return unescape(re.sub(r"(?s)<style.*?</style>|<[^>]+>", " ", text))


@cache
def read_printable(kind: str) -> tuple[tuple[str, str], ...]:
    """Return what `list_printable` gives, read once, without empty texts."""
    return tuple((place, " ".join(text.split())) for place, text in list_printable(kind) if text)


def list_printable(kind: str) -> Iterator[tuple[str, str]]:
    """Give what can be printed or read, each text with where it stands."""
    if kind == "content":
        for path in sorted([*(ROOT / "content").rglob("*.toml"), *(ROOT / "routines").glob("*.toml")]):
            for text in list_texts(tomllib.loads(path.read_text("utf-8"))):
                yield str(path.relative_to(ROOT)), text
        for path in sorted([*(ROOT / "content").rglob("*.md"), *(ROOT / "content").glob("*.txt")]):
            yield str(path.relative_to(ROOT)), NOTES.sub("", path.read_text("utf-8"))
    elif kind == "program":
        for path in sorted((ROOT / "src" / "knotcli").rglob("*.py")):
            for text in list_literals(path):
                yield path.relative_to(ROOT / "src" / "knotcli").as_posix(), text
    elif kind == "docs":
        docs = ROOT / "docs"
        for path in [*ROOT.glob("*.md"), *docs.glob("*.md"), docs / "knot.1"]:
            yield path.name, path.read_text("utf-8")
        for path in docs.glob("pictures/*.svg"):
            yield path.name, read_markup(path.read_text("utf-8"))
    elif kind == "report":
        with TemporaryDirectory() as folder:
            home = Home(Path(folder))
            home.check("neck", rel_bruise="yes")
            home.keep_session()
            home.keep_ratings("neck", *range(9))
            yield "page", read_markup(home.ok("report", "--notes", "-o", "-"))
            yield "text", home.ok("report", "--notes", "--text")
    else:
        for path in sorted((ROOT / "tests").rglob("golden/**/*.txt")):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_no_phrase_that_was_given_up_is_printed(kind: str) -> None:
    found = [(place, phrase) for place, text in read_printable(kind) for phrase in GIVEN_UP if phrase in text.lower()]
    assert not found


@pytest.mark.parametrize("kind", KINDS)
def test_no_bare_source_tag_is_printed(kind: str) -> None:
    found = [
        (place, text[max(0, tag.start() - 40) : tag.end() + 10])
        for place, text in read_printable(kind)
        if place not in EXEMPT
        for tag in TAG.finditer(text)
    ]
    assert not found


def test_the_looks_find_what_they_are_for() -> None:
    for kind in KINDS:
        assert sum(len(text) for _, text in read_printable(kind)) > 5_000
    assert TAG.search("ten minutes (S0)") and not TAG.search("neck:S0x") and not TAG.search("ISO-8601")
