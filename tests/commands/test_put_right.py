"""`knot undo`, `knot edit`, `knot remove`: what was logged is put right, and nothing is ever unrecoverable."""

from pathlib import Path

import pytest

from support import entries
from support.clock import EVENING, FakeClock
from support.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "knot", FakeClock(EVENING), pause=60)


def test_undo_names_each_thing_it_takes_back_until_nothing_is_left(home: Home) -> None:
    home.log("neck", "6")
    ident = home.log("jaw", "3", "--side", "left")
    home.ok("edit", ident, "--score", "5")
    home.ok("remove", ident)
    assert "the removal of jaw left 5" in home.ok("undo")
    assert "the change of jaw left 5, Sat 21 Nov 2026 20:02: score 5 → 3" in home.ok("undo")
    assert home.history.get(ident)[0].score == 3
    assert "jaw left 3, Sat 21 Nov 2026 20:02. It is no longer in the history" in home.ok("undo")
    assert "neck 6" in home.ok("undo")
    assert home.history.ratings() == []
    assert home.refused(1, "undo") == "knot: There is nothing to undo.\n"


def test_undo_in_an_empty_home_makes_no_file(home: Home) -> None:
    home.refused(1, "undo")
    assert not (home.folder / "home").exists()


def test_undo_as_json_gives_the_entry_before_and_after(home: Home) -> None:
    ident = home.log("neck", "6")
    home.ok("edit", ident, "--score", "2")
    first, second = home.json("undo"), home.json("undo")
    assert (first["undone"], first["entry"]["score"], first["now"]["score"]) == ("changed", 2, 6)
    assert (second["undone"], second["entry"]["id"], second["now"]) == ("added", ident, None)


def test_undo_takes_back_a_whole_session_and_says_what_went_with_it(home: Home) -> None:
    s = entries.session(at=EVENING)
    home.history.add(s, entries.rating(6, EVENING, kind="before", session=s.id), entries.step(s))
    out = home.ok("undo")
    assert "session neck" in out and "1 rating, 1 step" in out
    document = home.json("history")
    assert document.pop("schema_version") == 1
    assert set(map(str, document.values())) == {"[]"}


@pytest.mark.parametrize("origin", ["asked", "stop"])
def test_a_check_is_not_taken_back(home: Home, origin: str) -> None:
    home.history.add(entries.check("yes", origin))
    assert "A check stays" in home.refused(3, "undo")
    assert len(home.history.checks()) == 1


def test_edit_says_what_was_and_what_is_and_keeps_what_was(home: Home) -> None:
    ident = home.log("neck", "6", "--note", "after the train")
    out = home.ok("edit", ident[:4], "--score", "4", "--region", "shoul", "--side", "r", "--note", "tired")
    assert "score 6 → 4" in out and "region neck → shoulder" in out and "side none → right" in out
    assert "note “after the train” → “tired”" in out
    earlier = home.ok("edit", ident[:8], "--earlier").splitlines()
    assert len(earlier) == 2 and "neck 6" in earlier[0] and "score 6 → 4" in earlier[1]
    assert [v.entry.score for v in home.history.earlier(ident)] == [6, 4]


def test_edit_takes_a_time_and_shows_both(home: Home) -> None:
    ident = home.log("neck", "6")
    assert "time Sat 21 Nov 2026 20:01 → Fri 20 Nov 2026 18:30" in home.ok("edit", ident, "--at", "yesterday 18:30")
    assert home.json("history")["ratings"][0]["at"] == "2026-11-20T18:30:00+01:00"


def test_edit_takes_a_side_and_a_note_away(home: Home) -> None:
    ident = home.log("neck", "6", "--side", "left", "--note", "x")
    home.ok("edit", ident, "--side", "none", "--note", "")
    assert home.history.ratings()[0] == home.history.ratings()[0]._replace(side=None, note="")


def test_an_edit_that_changes_nothing_says_so_and_keeps_no_version(home: Home) -> None:
    ident = home.log("neck", "6")
    assert "Nothing changed" in home.ok("edit", ident, "--score", "6")
    assert len(home.history.earlier(ident)) == 1


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("--score", "11"), "0 is no pain"),
        (("--score", "-1"), "0 is no pain"),
        (("--score", "4.5"), "whole number"),
        (("--at", "2026-11-22"), "in the future"),
        (("--at", "soon"), "not a time"),
        (("--region", "nekc"), "Did you mean neck?"),
        (("--side", "up"), "left, right, both"),
        (("--note", "x" * 2001), "2001"),
        ((), "Say what to change"),
    ],
)
def test_edit_refuses_what_log_refuses_and_changes_nothing(home: Home, argv: tuple[str, ...], says: str) -> None:
    ident = home.log("neck", "6")
    more = ("--note", "also") if argv and argv[0] != "--note" else ()
    assert says in home.refused(2, "edit", ident, *argv, *more)
    assert len(home.history.earlier(ident)) == 1


def test_of_a_session_only_ratings_note_and_tags_are_changed(home: Home) -> None:
    s = entries.session(at=EVENING)
    home.history.add(s, r := entries.rating(6, EVENING, kind="before", session=s.id), step := entries.step(s))
    assert "note none → “sore”" in home.ok("edit", s.id, "--note", "sore")
    assert home.history.sessions() == [s._replace(note="sore")]
    for option, value in (("--score", "3"), ("--at", "18:00"), ("--region", "jaw"), ("--side", "left")):
        assert f"so not {option}" in home.refused(2, "edit", s.id, option, value)
    home.ok("edit", r.id, "--score", "3")
    assert "so not --region" in home.refused(2, "edit", r.id, "--region", "jaw")
    assert "belongs to its session" in home.refused(2, "edit", step.id, "--note", "x")


def test_a_sessions_ratings_are_put_right_as_one_act(home: Home) -> None:
    s = home.keep_session(before=3, after=6)
    changed = home.ok("edit", s.id, "--before", "6", "--after", "3", "--note", "mixed up")
    assert "before 3 → 6, after 6 → 3, note none → “mixed up”" in " ".join(changed.split())
    scores = ["before", "after", "note"]
    assert [home.json("history")["sessions"][0][name] for name in scores] == [6, 3, "mixed up"]
    assert "Nothing changed" in home.ok("edit", s.id, "--before", "6")
    home.ok("undo")
    assert [home.json("history")["sessions"][0][name] for name in scores] == [3, 6, ""]


def test_a_sessions_rating_is_added_and_taken_away(home: Home) -> None:
    home.history.add(s := entries.session(at=EVENING, ended_at=EVENING))
    assert home.json("edit", s.id, "--after", "4")["after"] == 4
    assert home.json("edit", s.id, "--after", "none", "--before", "5")["after"] is None
    assert [(r.kind, r.score, r.session) for r in home.history.ratings()] == [("before", 5, s.id)]
    assert "0 to 10" in home.refused(2, "edit", s.id, "--before", "11")
    rating = home.log("jaw", "2")
    assert "Only a session" in home.refused(2, "edit", rating, "--after", "2")


@pytest.mark.parametrize("how", ["edit", "rating", "remove", "none", "undo"])
def test_a_correction_never_shortens_a_rest_day_that_was_set(home: Home, how: str) -> None:
    """The rest that 3 and then 6 asked for stays, however they are put right."""
    home.check("neck")
    s = home.keep_session(before=3, after=6)
    (after,) = [r for r in home.history.ratings() if r.kind == "after"]
    rests = home.json("status")["regions"]["neck"]["opens_at"]
    argv = {"edit": ("edit", s.id, "--before", "6", "--after", "3"), "rating": ("edit", after.id, "--score", "1"),
            "remove": ("remove", s.id), "none": ("edit", s.id, "--after", "none"), "undo": ("undo",)}[how]  # fmt: skip
    home.ok(*argv)
    home.clock.advance(hours=7)
    assert "it rests" in home.refused(3, "session", "neck", "--nothing-new", "--before", "1", "--after", "1")
    home.clock.advance(days=2)
    assert rests is not None and home.run("session", "neck", "--nothing-new", "--dry-run").code == 0


def test_a_stopped_session_takes_a_note_and_stays(home: Home) -> None:
    s = entries.session(at=EVENING, status="stopped", reason="numb")
    home.history.add(s)
    home.ok("edit", s.id, "--note", "better after an hour")
    assert "stays in the history" in home.refused(3, "remove", s.id)
    assert home.history.sessions()[0].status == "stopped"


def test_a_check_is_neither_changed_nor_removed(home: Home) -> None:
    home.history.add(c := entries.check("yes"))
    assert "A check stays" in home.refused(3, "edit", c.id, "--note", "x")
    assert "A check stays" in home.refused(3, "remove", c.id)


def test_remove_names_what_it_removes_and_undo_brings_it_back(home: Home) -> None:
    ident = home.log("neck", "6")
    home.log("jaw", "2")
    out = home.ok("remove", ident[:6])
    assert "Removed: neck 6, Sat 21 Nov 2026 20:01." in out and "knot undo" in out
    assert "neck" not in home.ok("history")
    assert "removed" in home.refused(2, "remove", ident)
    assert "was removed" in home.refused(2, "edit", ident, "--score", "3")
    home.ok("undo")
    assert [r.id for r in home.history.ratings("neck")] == [ident]


def test_removing_a_session_takes_its_ratings_and_steps_along(home: Home) -> None:
    s = entries.session(at=EVENING)
    home.history.add(s, entries.rating(6, EVENING, kind="before", session=s.id), entries.step(s))
    assert "With it: 1 rating, 1 step." in home.ok("remove", s.id)
    assert home.history.ratings() == []
    home.ok("undo")
    assert home.history.sessions() == [s] and len(home.history.session_steps(s.id)) == 1


@pytest.mark.parametrize("act", [("remove",), ("edit", "--score", "3"), ("edit", "--earlier")])
def test_an_id_is_its_first_four_characters_or_more(home: Home, act: tuple[str, ...]) -> None:
    one = entries.rating(1)._replace(id="abcd1111-0000-4000-8000-000000000000")
    two = entries.rating(2, region="jaw")._replace(id="abcd2222-0000-4000-8000-000000000000")
    home.history.add(one, two)
    command, *rest = act
    assert "at least its first 4" in home.refused(2, command, "abc", *rest)
    line = home.refused(2, command, "ABCD", *rest)
    assert "abcd1111" in line and "neck 1" in line and "abcd2222" in line and "jaw 2" in line
    assert "No entry" in home.refused(2, command, "ffff", *rest)
    assert "No entry" in home.refused(2, command, "\x1b[31mx%", *rest)
    home.ok(command, "abcd1", *rest)
