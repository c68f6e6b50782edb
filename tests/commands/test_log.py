"""`knot log`: one rating, kept with when and where it was given."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from knotcli.coach.record import Rating
from support.clock import EVENING, FakeClock
from support.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, FakeClock(EVENING), pause=60)


def test_a_rating_is_kept_and_named(home: Home) -> None:
    out = home.ok("log", "neck", "6", "--side", "left", "--note", "after the train")
    (rating,) = home.history.ratings()
    assert out == f"Saved: neck left 6  ({rating.id[:8]})\n"
    assert rating == Rating(rating.id, home.clock.now(), "neck", "left", 6, "now", "after the train")


def test_json_gives_the_whole_entry_and_nothing_else(home: Home) -> None:
    document = home.json("log", "shoul", "10", "--note", "漢字", "--ago", "2h")
    assert document == {
        "schema_version": 1,
        "id": home.history.ratings()[0].id,
        "region": "shoulder",
        "side": None,
        "score": 10,
        "kind": "now",
        "at": "2026-11-21T18:01:00+01:00",
        "note": "漢字",
        "session_id": None,
        "tags": [],
    }


@pytest.mark.parametrize(
    ("argv", "at"),
    [
        (("--at", "18:30"), "2026-11-21T18:30:00+01:00"),
        (("--at", "yesterday 18:30"), "2026-11-20T18:30:00+01:00"),
        (("--at", "2026-11-20"), "2026-11-20T12:00:00+01:00"),
        (("--at", "2026-11-20 18:30"), "2026-11-20T18:30:00+01:00"),
        (("--at", "2026-11-20T18:30:00Z"), "2026-11-20T18:30:00+00:00"),
        (("--ago", "1h30m"), "2026-11-21T18:31:00+01:00"),
        (("--ago", "3d"), "2026-11-18T20:01:00+01:00"),
    ],
)
def test_when_it_was_is_kept_as_said_and_shown(home: Home, argv: tuple[str, str], at: str) -> None:
    out = home.ok("log", "neck", "6", *argv)
    (rating,) = home.history.ratings()
    assert rating.at.isoformat() == at and f"{rating.at:%a %d %b %H:%M}" in out


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("neck", "6", "--at", "20:30"), "in the future"),
        (("neck", "6", "--at", "18:30", "--ago", "2h"), "Give one of them"),
        (("neck", "6", "--side", "middle"), "left, right, both"),
        (("neck", "6", "--note", "x" * 2001), "at most 2000 characters"),
        (("sholder", "6"), "Did you mean shoulder?"),
        (("up", "eleven"), "0 is no pain"),
        (("4", "neck"), "The region comes first, such as: knot log neck 4."),
        (("4", "4"), "'4' is not a region"),
        (("neck", "-1"), "0 is no pain"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_stored(
    home: Home, argv: tuple[str, ...], says: str
) -> None:
    assert says in home.refused(2, "log", *argv)
    assert not (home.folder / "home" / "history.db").exists()


@pytest.mark.parametrize("word", ["l", "LEFT", "le"])
def test_a_side_is_taken_by_its_beginning(home: Home, word: str) -> None:
    assert home.json("log", "neck", "6", "--side", word)["side"] == "left"


def test_a_note_is_kept_as_typed_and_steers_no_terminal_where_it_is_shown(home: Home) -> None:
    note = "\x1b[31mred\x1b[0m [bold]b[/] 漢字 \u202eright\u2028two\nlines\x9b1m"
    assert home.json("log", "neck", "6", "--note", note)["note"] == note
    assert "[31mred[0m [bold]b[/] 漢字 right two lines1m" in home.ok("history")
    assert home.history.ratings()[0].at > EVENING


def zoned(home: Path, zone: str, *argv: str) -> str:
    env = os.environ | {"KNOT_HOME": str(home), "TZ": zone}
    code = "import sys; from knotcli.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "log", "neck", "6", "--json", *argv],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    at: str = json.loads(done.stdout)["at"]
    return at


@pytest.mark.skipif(os.name == "nt", reason="TZ is a matter of POSIX")
def test_a_wall_time_gets_the_offset_that_was_in_force_there_then(tmp_path: Path) -> None:
    berlin = "CET-1CEST,M3.5.0,M10.5.0/3"
    assert zoned(tmp_path, berlin, "--at", "2025-01-15 18:30") == "2025-01-15T18:30:00+01:00"
    assert zoned(tmp_path, berlin, "--at", "2025-07-15 18:30") == "2025-07-15T18:30:00+02:00"
    # Left out, and twice: 2025-03-30 and 2025-10-26.
    assert zoned(tmp_path, berlin, "--at", "2025-03-30 02:30") == "2025-03-30T03:30:00+02:00"
    assert zoned(tmp_path, berlin, "--at", "2025-10-26 02:30") == "2025-10-26T02:30:00+02:00"
    assert zoned(tmp_path, berlin, "--at", "2025-10-26T02:30+01:00") == "2025-10-26T02:30:00+01:00"
    assert zoned(tmp_path, "<+0545>-5:45", "--at", "2025-03-30") == "2025-03-30T12:00:00+05:45"
