"""Something was done, and could not be printed: that is said, and nobody is led to do it twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="no device here that is always full")
KEPT = "knot: It was saved, but it could not be printed: No space left on device.\n"


def knot(home: Path, *argv: str, full: bool = False) -> tuple[int, str, str]:
    env = {**os.environ, "KNOT_HOME": str(home)}
    with FULL.open("w") as device:
        out = device if full else subprocess.PIPE
        done = subprocess.run(
            [sys.executable, "-m", "knotcli", *argv],
            env=env, stdout=out, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        )  # fmt: skip
    return done.returncode, done.stdout or "", done.stderr


def count_kept(home: Path) -> int:
    return len(json.loads(knot(home, "history", "--json")[1])["ratings"])


def test_what_was_kept_is_said_to_be_kept(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("at,region,score\n2026-01-01,jaw,3\n")
    acts = (
        (("log", "neck", "4"), 1),
        (("log", "neck", "4", "--json"), 2),
        (("import", str(table)), 3),
        (("undo",), 2),
        (("undo", "--json"), 1),
    )
    for argv, left in acts:
        assert knot(tmp_path / "home", *argv, full=True) == (1, "", KEPT), argv
        assert count_kept(tmp_path / "home") == left
    ident = json.loads(knot(tmp_path / "home", "history", "--json")[1])["ratings"][0]["id"]
    assert knot(tmp_path / "home", "edit", ident, "--score", "5", full=True) == (1, "", KEPT)
    assert knot(tmp_path / "home", "remove", ident, full=True) == (1, "", KEPT)
    assert count_kept(tmp_path / "home") == 0


def test_a_file_that_was_written_is_said_to_be_kept(tmp_path: Path) -> None:
    home = tmp_path / "home"
    knot(home, "log", "neck", "4")
    acts = (
        (("config", "set", "hold", "40"), home / "config.toml"),
        (("routine", "new", "mine", "--from", "neck"), home / "routines" / "mine.toml"),
    )
    for argv, file in acts:
        assert knot(home, *argv, full=True) == (1, "", KEPT), argv
        assert file.stat().st_size
    (home / "history.db").write_bytes(b"no history" * 500)
    assert knot(home, "doctor", "--restore", "--leave-out", full=True) == (1, "", KEPT)
    assert knot(home, "config", "set", "hold", "40", full=True)[2].startswith("knot: The output could not")


def test_what_only_reads_is_not_said_to_be_kept(tmp_path: Path) -> None:
    for argv in (("history",), ("trend",), ("export",), ("history", "--json")):
        code, _, err = knot(tmp_path, *argv, full=True)
        assert code == 1 and "could not be written: No space left" in err and "saved, but" not in err, argv


def test_a_check_that_was_kept_but_not_printed_closes_nothing(tmp_path: Path) -> None:
    home, answers = tmp_path / "home", tmp_path / "answers.toml"
    template = knot(home, "check", "--template", "neck")[1].replace('= ""', '= "no"')
    answers.write_text(template.replace('rel_pregnant = "no"', 'rel_pregnant = "yes"'))
    assert '= "yes"' in answers.read_text()
    assert knot(home, "check", "--answers", str(answers), full=True) == (1, "", KEPT)
    assert not [file for file in home.iterdir() if "-stop-" in file.name]
