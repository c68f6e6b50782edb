"""Where a region is named by two words, could be several, or was not named, every command reads and asks it alike."""

from pathlib import Path

import pytest

from support.clock import EVENING, FakeClock
from support.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, FakeClock(EVENING), pause=60)


TWO_WORDS = [
    ("trend", "low", "back", "--json"),
    ("history", "low", "back", "--json"),
    ("session", "--quick", "low", "back", "--dry-run", "--json"),
    ("plan", "lower", "back", "--json"),
    ("followup", "low", "back", "--answer", "none", "--json"),
    ("check", "--template", "low", "back"),
    ("report", "low", "back", "--text"),
    ("routine", "show", "low", "back", "--json"),
    ("desk", "low", "back", "--show", "--json"),
]
AMBIGUOUS = [tuple(word for word in line if word not in ("low", "lower")) for line in TWO_WORDS]


@pytest.mark.parametrize("argv", TWO_WORDS, ids=" ".join)
def test_two_words_name_a_region(home: Home, argv: tuple[str, ...]) -> None:
    home.ok("log", "low", "back", "4")
    found = home.run(*argv)
    assert found.code == 0 and "low-back" in found.out.lower().replace("low back", "low-back")


def test_a_rating_is_kept_for_a_region_of_two_words(home: Home) -> None:
    assert home.json("log", "low", "back", "4", "--note", "upper back")["region"] == "low-back"
    ident = home.log("neck", "3")
    assert home.json("edit", ident[:8], "--region", "low", "back")["region"] == "low-back"
    shown = home.run("check", "low", "back", "neck", "--show", "--json").document
    assert [*shown["regions"]] == ["low-back", "neck"]


@pytest.mark.parametrize("argv", [*AMBIGUOUS, ("log", "back", "4")], ids=" ".join)
def test_what_could_be_several_is_refused_in_a_pipe_and_asked_on_a_terminal(home: Home, argv: tuple[str, ...]) -> None:
    home.ok("log", "low", "back", "4")
    assert "'back' could be upper-back or low-back." in home.refused(2, *argv)
    asked = home.run(*argv, typed="2\n", tty=True)
    assert asked.code == 0 and "[1] upper-back   [2] low-back" in asked.err
    assert "low-back" in asked.out.lower().replace("low back", "low-back")
    assert home.run(*argv, typed="\n", tty=True).code == 2
    assert home.run(*argv, tty=True).code == 2


def test_a_rating_asks_for_what_was_left_out(home: Home) -> None:
    home.keep_ratings("jaw", 5)
    home.keep_ratings("hip", 5)
    asked = home.run("log", typed="1\n11\n6\nafter the train\n", tty=True)
    assert asked.code == 0 and asked.out.startswith("Saved: hip 6")
    assert "[1] hip   [2] jaw   [3] neck" in asked.err and "'11' is not a rating" in asked.err
    (newest,) = home.history.ratings(limit=1)
    assert (newest.region, newest.score, newest.note) == ("hip", 6, "after the train")
    assert home.run("log", "jaw", typed="3\n\n", tty=True).code == 0
    assert home.run("log", "7", typed="low back\n\n", tty=True).code == 0
    kept = [(rating.region, rating.score, rating.note) for rating in home.history.ratings(limit=2)]
    assert kept == [("low-back", 7, ""), ("jaw", 3, "")]


@pytest.mark.parametrize(("typed", "code"), [("\n", 0), ("q\n", 0), ("", 2), ("1\n", 2), ("1\nx\n", 2)])
def test_a_rating_that_is_not_finished_keeps_nothing(home: Home, typed: str, code: int) -> None:
    assert home.run("log", typed=typed, tty=True).code == code
    assert home.history.ratings() == []


def test_in_a_pipe_what_is_left_out_is_named(home: Home) -> None:
    assert "SCORE is missing" in home.refused(2, "log", "low", "back")
    for argv in (("log",), ("log", "4"), ("session",), ("session", "--dry-run")):
        assert "REGION is missing" in home.refused(2, *argv, typed="1\n4\n")
    assert home.history.ratings() == []


def test_a_session_asks_where(home: Home) -> None:
    asked = home.run("session", "--dry-run", typed="low back\n", tty=True)
    assert asked.code == 0 and asked.out.startswith("low-back")
    assert home.run("session", typed="\n", tty=True).code == 0
