"""`knot week`: three questions, once a week, corrected by a second answer, offered and never pressed on anyone."""

import json
import tempfile
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import examples
from support.clock import EVENING, FakeClock
from support.entries import rating
from support.home import Home

NUMBERS = ("--pain", "6", "--enjoyment", "3", "--activity", "4")
OFFER = "three short questions about your past week?"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, FakeClock(EVENING), pause=60)


def test_three_numbers_are_kept_with_their_mean(home: Home) -> None:
    kept = home.json("week", *NUMBERS)
    assert {**kept, "id": "", "at": ""} == {
        "schema_version": 1, "id": "", "at": "", "week": "2026-W47",
        "pain": 6, "enjoyment": 3, "activity": 4, "mean": 4.33,
    }  # fmt: skip
    assert home.json("history")["weeks"] == [{k: v for k, v in kept.items() if k != "schema_version"}]
    home.log("neck", "5")
    assert home.json("trend", "neck")["peg"] == [{"week": "2026-W47", "mean": 4.33}] == home.json("trend")["peg"]
    assert "16 Nov 4.3" in home.ok("trend", "neck")


def test_a_second_answer_in_a_week_corrects_the_first_and_undo_brings_it_back(home: Home) -> None:
    first = home.json("week", *NUMBERS)
    second = home.json("week", "--pain", "2", "--enjoyment", "2", "--activity", "2")
    assert (second["id"], second["mean"]) == (first["id"], 2.0)
    assert [w["mean"] for w in home.json("history")["weeks"]] == [2.0]
    assert "pain 2 → 6" in home.ok("undo")
    assert [w["mean"] for w in home.json("history")["weeks"]] == [4.33]
    home.clock.advance(7 * 86400)
    assert home.json("week", *NUMBERS)["id"] != first["id"]
    assert [w["week"] for w in home.json("history")["weeks"]] == ["2026-W48", "2026-W47"]


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ((), "Give --pain and --enjoyment and --activity"),
        (("--pain", "3", "--activity", "1"), "Give --enjoyment"),
        ((*NUMBERS[:4], "--activity", "11"), "0 is no pain"),
        ((*NUMBERS[:4], "--activity", "-1"), "0 is no pain"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_stored(home: Home, argv: tuple[str, ...], says: str) -> None:
    assert says in home.refused(2, "week", *argv)
    assert not home.path.exists()


def test_the_questions_are_asked_in_the_scales_own_words(home: Home) -> None:
    result = home.run("week", "--enjoyment", "3", typed="11\n6\n4\n", tty=True)
    assert result.code == 0
    said = result.err + result.out
    assert "What number best describes your pain on average in the past week?" in said
    assert "interfered with your general activity?" in " ".join(said.split())
    assert "enjoyment of life" not in said
    assert "mean 4.3." in said
    (answer,) = home.history.week_answers()
    assert (answer.pain, answer.enjoyment, answer.activity) == (6, 3, 4)


def test_leaving_the_questions_keeps_nothing(home: Home) -> None:
    assert home.run("week", typed="6\n", tty=True).code == 2
    assert home.history.week_answers() == []


# The offer


def shown(home: Home, typed: str = "") -> str:
    """What `knot` alone prints on a terminal."""
    result = home.run(typed=typed, tty=True)
    assert result.code == 0
    return result.err + result.out


def test_the_first_visit_of_a_new_week_offers_the_questions_once(home: Home) -> None:
    home.history.add(rating(5, EVENING - timedelta(days=9)))
    assert OFFER in shown(home, "2\n")
    assert OFFER not in shown(home)
    home.clock.advance(7 * 86400)
    said = shown(home, "1\n6\n3\n4\n")
    assert OFFER in said and "mean 4.3" in said
    assert [a.pain for a in home.history.week_answers()] == [6]


def test_nothing_is_offered_in_a_pipe_to_a_newcomer_or_after_an_answer(home: Home) -> None:
    home.history.add(rating(5, EVENING))
    assert OFFER not in shown(home)
    home.history.add(rating(5, EVENING - timedelta(days=9)))
    assert OFFER not in home.ok()
    assert home.json()["warning_signs"] == []
    home.ok("week", *NUMBERS)
    assert OFFER not in shown(home)
    assert [p.name for p in home.path.iterdir() if "week" in p.name] == []


# Out


def test_the_week_goes_into_the_report_and_fhir(home: Home) -> None:
    home.log("neck", "5")
    home.ok("week", *NUMBERS)
    report = " ".join(home.ok("report", "--text").split())
    assert "16 Nov 2026 6 3 4 4.3" in report and "Krebs" in report
    page = home.ok("report", "-o", "-")
    assert "The weeks as a whole" in page and '<td class="n">4.3</td>' in page and "Krebs" in page
    bundle = json.loads(home.ok("export", "--format", "fhir"))
    week = bundle["entry"][-1]["resource"]
    assert week["code"]["coding"][0] == {
        "system": "http://loinc.org", "code": "91147-9", "display": "Mean score [PEG]",
    }  # fmt: skip
    assert week["valueQuantity"]["value"] == 4.33
    assert [c["valueQuantity"]["value"] for c in week["component"]] == [6, 3, 4]
    assert [c["code"].get("coding", [{}])[0].get("code") for c in week["component"]] == [None, "91145-3", "91146-1"]


def test_it_can_be_removed_and_is_not_edited(home: Home) -> None:
    ident = home.json("week", *NUMBERS)["id"]
    assert "knot week" in home.refused(2, "edit", ident, "--score", "3")
    home.ok("remove", ident)
    assert home.json("history")["weeks"] == []


@examples(15)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10), st.integers(0, 10), st.integers(0, 10)), max_size=8))
def test_the_means_agree_with_a_reference_on_random_answers(given_answers: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), FakeClock(EVENING))
        home.history.add(rating(5, EVENING))
        by_hand: dict[str, float] = {}
        for days, pain, enjoyment, activity in given_answers:
            home.clock.advance(days * 86400 + 1)
            home.ok("week", "--pain", str(pain), "--enjoyment", str(enjoyment), "--activity", str(activity))
            year, week, _ = home.clock.now().isocalendar()
            by_hand[f"{year}-W{week:02}"] = float(Fraction(pain + enjoyment + activity, 3))
        found = {one["week"]: one["mean"] for one in home.json("trend", "neck")["peg"]}
        assert found == pytest.approx(by_hand, abs=0.0051)
