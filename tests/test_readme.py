import importlib.util
import re
from types import ModuleType

import pytest

from support import ROOT
from support.program import NAMES

README = (ROOT / "README.md").read_text(encoding="utf-8")


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(svg: str) -> list[str]:
    """Return what stands in a picture; how it is drawn is rich's, and differs between its versions."""
    return re.findall(r"<text[^>]*>([^<]*)", svg)


@pytest.mark.parametrize("name", ["start", "session", "ending", "break", "trend"])
def test_the_pictures_are_what_the_program_draws_now_and_fetch_nothing(name: str) -> None:
    svg = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert words(svg) == words(script("pictures").PICTURES[name]()), "run: python docs/pictures.py"
    assert len(words(svg)) > 15
    assert re.search(rf"!\[[^]]{{40,}}\]\(docs/pictures/{name}\.svg\)", README)
    assert re.findall(r"(?:https?:|url\()(?!//www.w3.org|#)[^\s\")]*", svg) == []


def test_the_safety_tables_are_what_the_content_says_now() -> None:
    text = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
    assert script("tables").written(text) == text, "run: python docs/tables.py"


def test_every_command_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`knot ([a-z]+)", README)) | set(re.findall(r"bin/knot ([a-z]+)", README))
    assert named - set(NAMES) == set()


def test_ci_runs_the_readmes_own_test_command() -> None:
    line = README.split("<!-- tests -->\n", 1)[1].splitlines()[0].strip()
    assert line.endswith("-m tests")
    assert line in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "<!-- tests -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
