"""A home that was made with the first set of questions: it keeps every flag, session and rating, and is asked anew."""

import json
import sqlite3
from pathlib import Path

import pytest

from support import ROOT
from support.home import Home

DUMP = ROOT / "tests" / "data" / "home_of_the_first_questions.sql"
# Named nine days ago for the calf: never cleared, durable, two ideas in one, retired, a wish.
NAMED = ("rf_weakness", "rf_night_constant", "rf_cancer_weight", "rf_other_illness", "rf_wrong_target")


@pytest.fixture
def old_home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.path.mkdir(mode=0o700)
    database = home.path / "history.db"
    with sqlite3.connect(database) as db:
        db.executescript(DUMP.read_text(encoding="utf-8"))
    db.close()
    database.chmod(0o600)
    return home


def test_sessions_ratings_checks_and_looks_are_all_there(old_home: Home) -> None:
    kept = old_home.json("history")
    assert [(r["region"], r["score"], r["kind"]) for r in kept["ratings"]] == [
        ("calf", 7, "now"),
        ("neck", 5, "now"),
        ("neck", 4, "after"),
        ("neck", 6, "before"),
        ("neck", 6, "now"),
    ]
    assert [s["pressure_seconds"] for s in kept["sessions"]] == [240]
    exported = json.loads(old_home.ok("export", "--format", "json"))
    assert "carried" not in json.dumps(exported)  # an older check goes out as it was written
    assert len(old_home.history.checks()) == 4 and len(old_home.history.assessments()) == 1
    assert [check.content for check in old_home.history.checks()] == [1, 1, 1, 1]


def test_nothing_opens_and_what_stands_stands(old_home: Home) -> None:
    for region in ("neck", "calf", "foot"):
        assert old_home.shown(region)["may_start"] is False
        assert old_home.run("session", region, "--nothing-new").code == 3
    calf = old_home.shown("calf")
    assert calf["verdict"] == "see-today"
    assert {"rf_weakness"} <= {reason["id"] for reason in calf["reasons"]}
    assert "rf_wrong_target" not in {reason["id"] for reason in calf["reasons"]}


def test_after_a_look_a_new_check_opens_once_what_is_narrower_now_was_put_again(old_home: Home) -> None:
    assert old_home.check("neck").code == 3  # the weakness stands
    assert old_home.run("check", "--assessed", "today").code == 0
    assert old_home.shown("neck")["may_start"] is False
    old_home.clock.advance(minutes=1)
    assert old_home.check("neck").code == 0
    assert old_home.may_start("neck") and not old_home.may_start("calf")
    assert len(old_home.history.checks()) == 6


def test_without_a_look_at_it_an_old_flag_is_answered_by_todays_question(old_home: Home) -> None:
    database = old_home.path / "history.db"
    with sqlite3.connect(database) as db:
        (body,) = db.execute("SELECT body FROM version WHERE body LIKE '%rf_night_constant\":\"yes%'").fetchone()
    db.close()
    flags = {i for i, word in json.loads(body)["answers"].items() if word != "no" and i.startswith("rf_")}
    assert flags == set(NAMED)
    # As if the weakness had never been named: then nothing has to be looked at.
    dump = DUMP.read_text(encoding="utf-8").replace('"rf_weakness":"unsure"', '"rf_weakness":"no"')
    database.unlink()
    with sqlite3.connect(database) as db:
        db.executescript(dump)
    db.close()
    assert old_home.shown("calf")["regions"]["calf"]["held"] == "expired"
    assert old_home.check("neck", rf_night_constant="yes").code == 3
    assert old_home.check("neck").code == 3
    assert old_home.check("neck", rf_night_constant="yes", cleared=["rf_night_constant"]).code == 0
    assert old_home.shown("neck")["verdict"] == "limits"


def test_what_goes_out_comes_back_the_same(old_home: Home, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    old_home.run("check", "--assessed", "today")
    old_home.clock.advance(minutes=1)
    assert old_home.check("neck").code == 0
    assert old_home.run("export", "--format", "json", "-o", str(out)).code == 0
    other = Home(tmp_path / "other")
    other.folder.mkdir()
    assert other.run("import", str(out)).code == 0
    again = json.loads(other.ok("export", "--format", "json"))
    first = json.loads(out.read_text(encoding="utf-8"))
    assert {k: v for k, v in again.items() if k != "exported_at"} == {
        k: v for k, v in first.items() if k != "exported_at"
    }
    assert other.run("import", str(out)).code == 0
    assert other.shown("neck")["may_start"] is False  # a check made elsewhere opens nothing here
