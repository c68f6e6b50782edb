"""Notes are kept as they were typed, and made harmless where they are shown."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PERSIAN = "می\u200cخواهم"
HINDI = "क्\u200dष"
FAMILY = "👩\u200d👩\u200d👧"
HOSTILE = "a\x1b[31mred\u202eb\x9b2J"


def knot(home: Path, *argv: str | bytes) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "KNOT_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "knotcli", *argv], env=env, capture_output=True, encoding="utf-8", check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def kept_notes(home: Path) -> list[str]:
    return [one["note"] for one in json.loads(knot(home, "history", "--json").stdout)["ratings"]]


@pytest.mark.parametrize("note", [PERSIAN, HINDI, FAMILY])
def test_joined_letters_and_signs_stay_joined(tmp_path: Path, note: str) -> None:
    home = tmp_path / "home"
    assert knot(home, "log", "neck", "4", "--note", note).returncode == 0
    assert kept_notes(home) == [note]
    assert note in knot(home, "history", "--notes").stdout
    assert note in knot(home, "export", "--format", "csv").stdout
    assert note in knot(home, "report", "--text", "--notes").stdout
    assert note in knot(home, "report", "--notes", "-o", "-").stdout
    knot(home, "export", "-o", str(out := tmp_path / "out.json"))
    assert knot(tmp_path / "other", "import", str(out)).returncode == 0
    assert kept_notes(tmp_path / "other") == [note]


def test_what_could_steer_a_terminal_is_kept_and_never_shown_as_such(tmp_path: Path) -> None:
    ident = json.loads(knot(tmp_path, "log", "neck", "4", "--note", HOSTILE, "--json").stdout)["id"]
    assert kept_notes(tmp_path) == [HOSTILE]
    for argv in (
        ("history", "--notes"), ("history", "--json"), ("export",), ("export", "--format", "csv"), ("edit", ident, "--note", "x"),
        ("undo",), ("export", "--format", "fhir", "--notes"), ("report", "--text", "--notes"), ("report", "--notes", "-o", "-"),
        ("edit", ident, "--earlier"), ("remove", ident), ("undo",), ("status",),
    ):  # fmt: skip
        done = knot(tmp_path, *argv)
        assert done.returncode == 0, (argv, done)
        assert not {"\x1b", "\x9b", "\u202e"} & {*done.stdout, *done.stderr}, argv


@pytest.mark.skipif(os.name != "posix", reason="arguments are bytes on POSIX alone")
def test_bytes_that_are_no_text_are_seen(tmp_path: Path) -> None:
    assert knot(tmp_path, "log", "neck", "4", "--note", b"caf\xe9 later").returncode == 0
    assert kept_notes(tmp_path) == ["caf\ufffd later"]


def test_every_note_has_the_same_limit(tmp_path: Path) -> None:
    for argv in (
        ("log", "neck", "4", "--note", "x" * 2001),
        ("check", "--assessed", "today", "--note", "x" * 2001),
        ("session", "neck", "--nothing-new", "--note", "x" * 2001),
    ):
        done = knot(tmp_path, *argv)
        assert done.returncode == 2 and "at most 2000" in done.stderr, (argv, done)
