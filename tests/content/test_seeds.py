"""docs/seeds.md says with which command each thing that the five guides say is shown: the words stand there."""

import re
from pathlib import Path

import pytest

from support import ROOT
from support.home import Home

ROW = re.compile(r"^\| (?P<said>[^|]+) \| (?P<seeds>S[0-4](?: S[0-4])*) \| (?P<shown>[^|]+) \| (?P<words>[^|]+) \|$")
TABLE = [line for line in (ROOT / "docs" / "seeds.md").read_text("utf-8").splitlines() if line.startswith("| ")]
ROWS = [line for line in TABLE if not line.startswith("| what they say")]
FOUND = [match for line in ROWS if (match := ROW.match(line))]
SHOWN = [match for match in FOUND if match["shown"].startswith("`")]


def flat(text: str) -> str:
    return " ".join(text.split()).lower()


def test_every_row_can_be_read_and_what_is_not_shown_has_a_reason() -> None:
    assert len(FOUND) == len(ROWS) > 100
    for row in FOUND:
        if row not in SHOWN:
            assert row["shown"] == "not shown"
            assert len(row["words"].split()) > 4


def test_every_guide_is_there() -> None:
    assert {seed for row in FOUND for seed in row["seeds"].split()} == {"S0", "S1", "S2", "S3", "S4"}


@pytest.mark.parametrize("row", SHOWN, ids=lambda row: row["said"].strip())
def test_the_command_shows_the_words(tmp_path: Path, row: re.Match[str]) -> None:
    argv = row["shown"].strip("` ").split()
    assert argv[0] == "knot"
    shown = flat(Home(tmp_path).run(*argv[1:]).out)
    assert [words for words in row["words"].split(" · ") if flat(words) not in shown] == []
