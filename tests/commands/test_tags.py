"""Tags: given, put right, taken out and brought in; and days with a tag beside those without."""

import csv
import io
import json
import tempfile
from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import DeskAnswer, Rating, make_entry_id
from support import examples
from support.clock import EVENING, FakeClock
from support.entries import rating, session
from support.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, FakeClock(EVENING), pause=60)


def test_tags_are_kept_in_small_letters_each_once(home: Home) -> None:
    kept = home.json("log", "neck", "6", "--tag", "Train", "--tag", "STRESS", "--tag", "train", "--tag", "büro-2")
    assert kept["tags"] == ["train", "stress", "büro-2"]
    assert home.json("history")["ratings"][0]["tags"] == ["train", "stress", "büro-2"]


@pytest.mark.parametrize("word", ["", " ", "two words", "a" * 33, "a,b", "x\x1b[31m", "tag!", "desk:screen"])
def test_what_is_no_tag_is_refused_and_nothing_is_stored(home: Home, word: str) -> None:
    said = home.refused(2, "log", "neck", "6", "--tag", word)
    assert "1 to 32 letters, digits or hyphens" in said
    assert home.json("history")["ratings"] == []


def test_edit_gives_tags_takes_them_away_and_undo_brings_them_back(home: Home) -> None:
    ident = home.log("neck", "6", "--tag", "train")
    assert "tags train → stress work" in home.ok("edit", ident, "--tag", "stress", "--tag", "work")
    assert "tags stress work → none" in home.ok("edit", ident, "--tag", "")
    home.ok("undo")
    assert home.history.ratings()[0].tags == ("stress", "work")
    home.ok("edit", ident, "--score", "3")
    assert home.history.ratings()[0].tags == ("stress", "work")


def test_a_session_takes_tags_and_a_stopped_one_too(home: Home) -> None:
    sat = home.keep_session()
    assert home.json("edit", sat.id, "--tag", "train")["tags"] == ["train"]
    home.history.add(stopped := session(EVENING, status="stopped", reason="pain"))
    home.ok("edit", stopped.id, "--tag", "stress")
    assert {s.tags for s in home.history.sessions()} == {("train",), ("stress",)}
    assert home.history.sessions()[0].status == "stopped" or home.history.sessions()[1].status == "stopped"


def test_a_running_session_keeps_tags_that_another_window_gave_it(home: Home) -> None:
    home.history.add(running := session(EVENING))
    home.ok("edit", running.id, "--tag", "train")
    with home.history.writing() as kept:
        kept.keep_session(running._replace(pressure_seconds=60), [], 0)
    assert (home.history.sessions()[0].tags, home.history.sessions()[0].pressure_seconds) == (("train",), 60)


def test_tags_go_out_and_come_in_in_every_form(home: Home, tmp_path: Path) -> None:
    home.log("neck", "6", "--tag", "-train", "--tag", "stress", "--note", "late")
    table = home.ok("export", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(table))
    assert (list(row)[-1], row["tags"]) == ("tags", "'-train stress")
    for form in ("csv", "json"):
        file, other = tmp_path / f"out.{form}", Home(tmp_path / form, FakeClock(EVENING + timedelta(hours=1)))
        file.write_text(home.ok("export", "--format", form))
        other.ok("import", str(file))
        assert other.history.ratings() == home.history.ratings()
    assert "stress" not in home.ok("export", "--format", "fhir")
    bundle = json.loads(home.ok("export", "--format", "fhir", "--notes"))
    assert bundle["entry"][0]["resource"]["note"] == [{"text": "late"}, {"text": "Tags: -train, stress"}]


def test_a_table_without_tags_is_taken_and_is_the_same_rows_as_before(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text("at,region,score\n2026-11-01 12:00,neck,5\n")
    home.ok("import", str(file))
    file.write_text("at,region,score,tags\n2026-11-01 12:00,neck,5,\n")
    assert home.json("import", str(file))["known"] == {"rating": 1}
    file.write_text("at,region,score,tags\n2026-11-01 12:00,neck,5,a!b\n")
    assert "is not a tag" in home.refused(1, "import", str(file))


def test_tags_that_were_used_are_offered(home: Home) -> None:
    home.log("neck", "6", "--tag", "train", "--tag", "stress")
    home.log("jaw", "6", "--tag", "stress")
    for words in (("log", "neck", "4"), ("edit", "abcd"), ("history",), ("session", "neck")):
        assert home.ok("completion", "zsh", "--word=", "--", *words, "--tag").splitlines() == ["stress", "train"]
    assert home.ok("completion", "zsh", "--word=tr", "--", "trend", "neck", "--by") == "train\n"
    assert "desk:" in home.ok("completion", "zsh", "--word=desk:", "--", "trend", "neck", "--by")


# Days with and without


def test_a_tag_that_nothing_has_is_told_with_the_nearest(home: Home) -> None:
    assert "No entry has a tag yet" in home.refused(2, "trend", "neck", "--by", "stress")
    home.log("neck", "6", "--tag", "stress")
    assert "Did you mean stress?" in home.refused(2, "trend", "neck", "--by", "strss")
    assert "change at the desk" in home.refused(2, "trend", "neck", "--by", "desk:nothing")


def test_too_few_days_are_told_and_not_compared(home: Home) -> None:
    home.log("neck", "6", "--tag", "stress")
    assert "Days with stress: 1. Days without: 0. Each side needs 5 rated days" in home.ok(
        "trend", "neck", "--by", "Stress"
    )
    assert home.json("trend", "neck", "--by", "stress")["by"] == {
        "tag": "stress",
        "with": {"days": 1, "mean": 6.0, "min": 6.0, "max": 6.0},
        "without": {"days": 0, "mean": None, "min": None, "max": None},
        "enough": False,
    }


def test_days_since_a_change_at_the_desk(home: Home) -> None:
    cause = home.world().library.desk().cause[0].id
    for back in range(12):
        home.history.add(rating(2 if back < 6 else 8, EVENING - timedelta(days=back)))
    home.history.add(DeskAnswer(make_entry_id(), EVENING - timedelta(days=5, hours=2), "neck", cause, "trying"))
    said = home.json("trend", "neck", "--by", f"desk:{cause}")["by"]
    assert (said["with"]["days"], said["with"]["mean"]) == (6, 2.0)
    assert (said["without"]["days"], said["without"]["mean"], said["enough"]) == (6, 8.0, True)
    shown = home.ok("trend", "neck", "--by", f"desk:{cause}")
    assert "2.0 on average, from 2 to 2, 6 days" in shown
    assert "cannot say what made them differ" in shown


DAYS = st.lists(
    st.tuples(
        st.sampled_from(["neck", "neck", "jaw"]),
        st.integers(0, 40),  # days ago
        st.integers(0, 10),
        st.sampled_from(["now", "before", "after", "session"]),
        st.sampled_from([(), (), ("stress",), ("train", "stress"), ("train",)]),
    ),
    max_size=40,
)


def expected(kept: list[Any], weeks: int) -> dict[str, Any]:
    """The answer by hand, from what was kept: region, days ago, score, kind and tags."""
    monday = EVENING.date() - timedelta(days=EVENING.weekday(), weeks=weeks - 1)
    scores, tagged = defaultdict(list), set()
    for region, back, score, kind, tags in kept:
        day = (EVENING - timedelta(days=back)).date()
        if region == "neck" and day >= monday:
            if kind in ("now", "before"):
                scores[day].append(score)
            if "stress" in tags:
                tagged.add(day)
    found: dict[str, Any] = {"tag": "stress"}
    for name, wanted in (("with", True), ("without", False)):
        values = [Fraction(sum(s), len(s)) for day, s in scores.items() if (day in tagged) == wanted]
        found[name] = {
            "days": len(values),
            "mean": float(sum(values) / len(values)) if values else None,
            "min": float(min(values)) if values else None,
            "max": float(max(values)) if values else None,
        }
    found["enough"] = found["with"]["days"] >= 5 and found["without"]["days"] >= 5
    return found


@examples(30)
@given(DAYS, st.integers(1, 8))
def test_by_agrees_with_a_reference_on_random_histories(kept: list[Any], weeks: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), FakeClock(EVENING))
        entries = [rating(5, EVENING - timedelta(days=400), tags=("stress",))]  # so that the tag is known
        for region, back, score, kind, tags in kept:
            at = EVENING - timedelta(days=back)
            if kind == "session":
                entries.append(session(at, region, tags=tags))
            else:
                entries.append(Rating(make_entry_id(), at, region, None, score, kind, tags=tags))
        home.history.add(*entries)
        found = home.json("trend", "neck", "--by", "stress", "--weeks", str(weeks))["by"]
        by_hand = expected(kept, weeks)
        for side in ("with", "without"):
            for number in ("mean", "min", "max"):
                value = by_hand[side][number]
                assert found[side][number] == (None if value is None else pytest.approx(value, abs=0.0051))
                found[side][number] = value
        assert found == by_hand
