"""`knot history`: ratings and sessions, newest first, as a table and as JSON."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from support import entries
from support.clock import EVENING, FakeClock
from support.home import Home
from support.pty_terminal import Terminal

CODE = "import sys; from knotcli.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, FakeClock(EVENING), pause=60)


def fill(home: Home, days: int = 5, note: str = "") -> None:
    home.history.add(
        *(entries.rating(d % 11, EVENING - timedelta(days=d), ("neck", "upper-back")[d % 2], note=note) for d in range(days))
    )  # fmt: skip


def sat(home: Home, **more: object) -> str:
    """Keep a session of an hour ago with its ratings; give its id."""
    at = EVENING - timedelta(hours=1)
    s = entries.session(at=at, status="partial", heat_seconds=750, pressure_seconds=290, **more)
    scores = (entries.rating(n, at, kind=k, session=s.id) for n, k in ((7, "before"), (4, "after")))
    home.history.add(s, *scores, entries.step(s))
    return s.id


def test_entries_stand_newest_first_under_their_days(home: Home) -> None:
    fill(home, 3)
    ids = {r.at.day: r.id[:4] for r in home.history.ratings()}
    assert home.ok("history").splitlines() == [
        "Sat 21 Nov 2026",
        f"  20:00  {ids[21]}  neck         0",
        "Fri 20 Nov 2026",
        f"  20:00  {ids[20]}  upper-back   1",
        "Thu 19 Nov 2026",
        f"  20:00  {ids[19]}  neck         2",
    ]


def test_a_session_is_one_row_with_what_it_had(home: Home) -> None:
    ident = sat(home)
    out = home.ok("history")
    assert f"19:00  {ident[:4]}  neck" in out
    assert "session partly done, heat 12 min 30 s," in out and "pressure 4 min 50 s, pain 7 → 4" in out
    assert "before a session" not in out


def test_why_a_session_was_stopped_is_said_in_the_words_it_was_stopped_with(home: Home) -> None:
    sat(home, reason="numb")
    assert "because: Numbness, tingling or weakness" in home.ok("history")


def test_an_id_is_shown_as_far_as_it_is_its_own(home: Home) -> None:

    for ident in ("abcd1111-0000-4000-8000-000000000000", "abcd1222-0000-4000-8000-000000000000"):
        home.history.add(entries.rating(1, EVENING)._replace(id=ident))
    out = home.ok("history")
    assert "  abcd11  " in out and "  abcd12  " in out
    home.ok("remove", "abcd11")


@pytest.mark.parametrize("columns", [80, 40])
def test_no_row_is_wider_than_the_screen(tmp_path: Path, columns: int) -> None:
    home = Home(tmp_path, FakeClock(EVENING), pause=60, COLUMNS=str(columns), LINES="99")
    fill(home, 12)
    sat(home, region="upper-back", reason="numb")
    shown = home.ok("history", tty=True)
    assert max(cell_len(line) for line in shown.splitlines()) <= columns


def test_since_limit_and_region_choose(home: Home) -> None:
    fill(home, 50)
    assert len([line for line in home.ok("history").splitlines() if ":" in line[:5]]) == 40
    assert "--limit 200" in home.ok("history")
    assert "--limit" not in home.ok("history", "--limit", "50")
    out = home.ok("history", "neck", "--since", "2026-11-18", "--limit", "9")
    assert [line[:3] for line in out.splitlines() if line[0] != " "] == ["Sat", "Thu"]
    sat(home)
    assert out.count("session") == 0 and home.ok("history", "--limit", "2").count("20:00") == 1
    document = home.json("history", "--since", "2026-11-20", "--limit", "3")
    assert (len(document["ratings"]), len(document["sessions"])) == (3, 1)
    assert len(home.json("history")["ratings"]) == 52


@pytest.mark.parametrize("argv", [("--limit", "0"), ("--limit", "-1"), ("--since", "soon"), ("--since", "2026-13-01")])
def test_a_wrong_choice_is_refused(home: Home, argv: tuple[str, str]) -> None:
    assert argv[0] in home.refused(2, "history", *argv)


def test_nothing_kept_is_said_for_what_was_asked(home: Home) -> None:
    assert home.ok("history") == "Nothing is saved yet.\nTo begin: knot log neck 4\n"
    fill(home, 1)
    assert home.ok("history", "foot", "--since", "2026-11-01") == "Nothing is saved for foot since 2026-11-01.\n"
    assert home.json("history", "foot")["ratings"] == []


def test_json_gives_sessions_with_their_steps_and_scores(home: Home) -> None:
    ident = sat(home, note="went ok")
    document = home.json("history")
    (session,) = document["sessions"]
    assert (session["id"], session["before"], session["after"], session["note"]) == (ident, 7, 4, "went ok")
    assert [step["outcome"] for step in session["steps"]] == ["done"]
    assert {r["session_id"] for r in document["ratings"]} == {ident}


def test_notes_are_shown_unless_they_are_unwanted_and_do_no_harm(home: Home) -> None:
    fill(home, 1, "[red]漢字[/red] \x1b]0;title\x07\x1b[2J\u202e x\ny \x9b31m")
    assert "漢字" not in home.ok("history", "--no-notes")
    out = home.ok("history")
    assert home.ok("history", "--notes") == out
    assert "  [red]漢字[/red] ]0;title[2J x y 31m\n" in out
    assert not any((ord(c) < 32 and c != "\n") or c in "\x9b\u202e" for c in out)


def shown(home: Home, rows: int, *argv: str, **env: str) -> Terminal:
    env = {"KNOT_HOME": str(home.folder / "home"), **env}
    return Terminal([sys.executable, "-c", CODE, "history", *argv], env, cols=80, rows=rows)


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that says what it was given."""
    path = tmp_path / "pager"
    path.write_text(
        f"#!{sys.executable}\nimport os, sys\ntext = sys.stdin.read()\n"
        "print(f\"PAGER {text.count(chr(10))} {os.environ['LESSSECURE']} {os.environ['LESSHISTFILE']}\")\n"
    )
    path.chmod(0o700)
    return str(path)


def test_a_list_longer_than_the_screen_goes_through_the_pager(home: Home, pager: str) -> None:
    fill(home, 20)
    with shown(home, 24, PAGER=pager) as terminal:
        assert terminal.wait() == 0
        assert any("PAGER 40 1 -" in line for line in terminal.text())


@pytest.mark.parametrize(
    ("rows", "argv", "env"),
    [
        (60, (), {}),
        (24, ("--plain",), {}),
        (24, (), {"KNOT_PLAIN": "1"}),
        (24, (), {"ACCESSIBLE": "1"}),
        (24, (), {"PAGER": ""}),
        (24, (), {"PAGER": "/no/such/pager"}),
        (24, ("--json",), {}),
    ],
)
def test_no_pager_comes_where_all_fits_or_none_is_wanted(
    home: Home, pager: str, rows: int, argv: tuple[str, ...], env: dict[str, str]
) -> None:
    fill(home, 20)
    with shown(home, rows, *argv, **{"PAGER": pager, **env}) as terminal:
        assert terminal.wait() == 0
        assert b"PAGER" not in terminal.raw and b"neck" in terminal.raw


def test_a_pipe_gets_plain_lines(home: Home, pager: str) -> None:
    fill(home, 30)
    home.env["PAGER"] = pager
    assert len(home.ok("history").splitlines()) == 60
    assert json.loads(home.ok("history", "--json"))["ratings"]


def test_a_tag_and_words_choose_ratings_and_sessions(home: Home) -> None:
    ident = sat(home, note="new Pillow", tags=("train",))
    tagged = home.log("neck", "6", "--tag", "train", "--note", "after the trip")
    other = home.log("jaw", "2", "--note", "the pillow again")
    home.ok("week", "--pain", "1", "--enjoyment", "1", "--activity", "1")
    for argv, ratings, sessions in (
        (("--tag", "TRAIN"), [tagged], [ident]),
        (("--search", "pillow"), [other], [ident]),
        (("--search", "tra"), [tagged], [ident]),
        (("--tag", "train", "--search", "trip"), [tagged], []),
        (("--tag", "train", "--limit", "1"), [tagged], [ident]),
        (("jaw", "--search", "pillow"), [other], []),
    ):
        found = home.json("history", *argv)
        assert ([r["id"] for r in found["ratings"]], [s["id"] for s in found["sessions"]]) == (ratings, sessions)
        assert (found["weeks"], found["followups"]) == ([], [])
    assert "after the trip  #train" in home.ok("history", "--tag", "train")
    assert home.ok("history", "--tag", "stress") == "No rating and no session has the tag stress.\n"


def test_answers_after_sessions_and_about_weeks_are_in_it(home: Home) -> None:
    home.keep_session()
    home.clock.advance(days=1)
    assert home.run("followup", "neck", "--answer", "ordinary").code == 0
    home.ok("week", "--pain", "6", "--enjoyment", "3", "--activity", "4")
    document = home.json("history")
    assert [(f["region"], f["answer"]) for f in document["followups"]] == [("neck", "ordinary")]
    assert [w["mean"] for w in document["weeks"]] == [4.33]
    assert home.json("history", "neck")["weeks"] == home.json("history", "jaw")["followups"] == []
    shown = " ".join(home.ok("history").split())
    assert "neck after a session: sore as after exercise, and no more than that" in shown
    assert "your week pain 6, enjoyment 3, activity 4; mean 4.3" in shown
