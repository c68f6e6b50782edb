"""`knot export` and `knot import`: everything out, everything in, twice is the same as once."""

import json
import os
import stat
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.errors import Held, KnotError
from knotcli.coach.record import Assessment, DeskAnswer, Entry, FollowUp, WeekAnswer, make_entry_id
from knotcli.storage.formats import json_export as exchange
from knotcli.storage.history.store import History
from support import entries, examples
from support.clock import EVENING, FakeClock
from support.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "one", FakeClock(EVENING), pause=60)


@pytest.fixture
def other(tmp_path: Path) -> Home:
    return Home(tmp_path / "two", FakeClock(EVENING), pause=60)


def live(history: History, clock: FakeClock, acts: list[tuple[str, int, str]]) -> None:
    """Do these acts, each of a kind, with a number and a text to vary it; those that are not allowed do nothing."""
    for what, n, text in acts:
        clock.advance(seconds=n * 31)
        had: list[Entry] = [*history.ratings(), *history.sessions()]
        chosen = had[n % len(had)] if had else None
        at = clock.now() - timedelta(hours=n)
        try:
            if what == "rate":
                tags = ("train", "überstunden")[: n % 3]
                history.add(entries.rating(n % 11, at, ("neck", "jaw")[n % 2], note=text, tags=tags))
            elif what == "sit":
                s = entries.session(at, note=text, tags=("stress", "a-1")[n % 3 :])
                history.add(s, entries.rating(n % 11, at, kind="before", session=s.id), entries.step(s))
                if n % 3:
                    history.change(
                        s._replace(status=("complete", "stopped")[n % 2], ended_at=clock.now(), reason=text[:5])
                    )
            elif what == "check":
                history.add(entries.check(("yes", "no", "unsure")[n % 3], ("asked", "re-check", "stop")[n % 3]))
            elif what == "look":
                history.add(Assessment(make_entry_id(), clock.now(), at.date(), ("em_chest",), text))
            elif what == "after":
                history.add(FollowUp(make_entry_id(), clock.now(), "neck", "none", None))
                history.add(DeskAnswer(make_entry_id(), clock.now(), "neck", "breaks", "trying"))
            elif what == "week":
                history.add(WeekAnswer(make_entry_id(), at, n % 11, n % 7, n % 3))
            elif what == "undo":
                history.undo()
            elif chosen is not None and what == "remove":
                history.remove(chosen.id)
            elif chosen is not None and what == "edit":
                tags = ("moved", "train")[n % 3 :]
                history.change(chosen._replace(note=text, tags=tags))
        except (Held, KnotError):
            continue


NOTES = st.text(max_size=12) | st.sampled_from(["=1+1", "漢字", "a\nb", '"', "\x1b[31m", "\ud800", "'"])
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["rate", "rate", "sit", "check", "look", "after", "week", "undo", "remove", "edit", "edit"]),
        st.integers(0, 40),
        NOTES,
    ),
    max_size=14,
)


def out(history: History) -> str:
    return "".join(exchange.write_export(history.versions(), EVENING))


def bring(history: History, text: str) -> Any:
    return history.merge(exchange.read_export(text, "x"))


@examples(25)
@given(ACTS)
def test_a_history_brought_into_an_empty_home_is_the_same_history(acts: list[tuple[str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = FakeClock()
        one, two = (History(Path(folder) / name / "history.db", clock.now) for name in "ab")
        live(one, clock, acts)
        document = out(one)
        bring(two, document)
        assert out(two) == document
        assert (two.ratings(), two.sessions(), two.checks(), two.assessments(), two.follow_ups()) == (
            one.ratings(), one.sessions(), one.checks(), one.assessments(), one.follow_ups(),
        )  # fmt: skip
        assert (two.week_answers(), two.desk_answers(), two.tags_used()) == (
            one.week_answers(), one.desk_answers(), one.tags_used(),
        )  # fmt: skip
        again = bring(two, document)
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
        assert out(two) == document
        json.loads(document)


@examples(20)
@given(ACTS, ACTS, ACTS)
def test_two_machines_that_exchange_exports_end_equal(
    before: list[tuple[str, int, str]], here: list[tuple[str, int, str]], there: list[tuple[str, int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock, off = FakeClock(), FakeClock(EVENING - timedelta(days=1))
        one, two = (History(Path(folder) / "a" / "h.db", clock.now), History(Path(folder) / "b" / "h.db", off.now))
        live(one, clock, before)
        bring(two, out(one))
        live(one, clock, here)
        live(two, off, there)
        ids = {r["id"] for h in (one, two) for r in h.versions()}
        bring(one, out(two))
        bring(two, out(one))
        assert out(one) == out(two)
        assert {r["id"] for r in one.versions()} == ids
        assert (one.ratings(), one.sessions()) == (two.ratings(), two.sessions())


def test_json_goes_from_home_to_home_and_says_what_it_adds(home: Home, other: Home, tmp_path: Path) -> None:
    ident = home.log("neck", "6", "--note", "after the train")
    home.log("jaw", "2")
    home.ok("edit", ident, "--score", "4")
    s = entries.session(EVENING)
    home.history.add(s, entries.rating(7, EVENING, kind="before", session=s.id), entries.step(s))
    file = str(tmp_path / "knot.json")
    home.run("export", "-o", file)
    assert other.ok("import", file, "--dry-run") == "Would add: 3 ratings, 1 session, 1 step.\nNothing was saved.\n"
    assert not (other.folder / "home").exists()
    assert other.ok("import", file) == "Added: 3 ratings, 1 session, 1 step.\n"
    assert other.json("history")["ratings"] == home.json("history")["ratings"]
    assert [v.entry.score for v in other.history.earlier(ident)] == [6, 4]
    other.log("hip", "1")
    assert other.ok("import", file).splitlines() == [
        "Nothing new in it.",
        "Already here: 3 ratings, 1 session, 1 step.",
    ]
    assert len(other.history.ratings()) == 4


def test_the_document_says_what_it_is(home: Home) -> None:
    home.log("neck", "6")
    document = json.loads(home.ok("export"))
    assert (document["schema_version"], document["format"]) == (1, "knot-history")
    assert document["exported_at"] == home.clock.now().isoformat()
    assert json.loads(Home(home.folder / "none", FakeClock(EVENING), pause=60).ok("export"))["versions"] == []


def test_what_changed_and_went_elsewhere_does_so_here_and_is_said(home: Home, other: Home) -> None:
    first, second = home.log("neck", "6"), home.log("jaw", "2")
    other.ok("import", "-", typed=home.ok("export"))
    home.ok("edit", first, "--score", "3")
    home.ok("remove", second)
    home.log("hip", "5")
    said = other.ok("import", "-", typed=home.ok("export"))
    assert "Added: 1 rating." in said and "Changed to match the file: 1 rating." in said
    assert "Removed, as in the file: 1 rating." in said
    assert other.ok("export").partition("\n")[2] == home.ok("export").partition("\n")[2]
    document = json.loads(other.ok("import", "-", "--json", typed=home.ok("export")))
    assert document["added"] == {} and document["known"] == {"rating": 3}


def broken(document: dict[str, Any], way: str) -> str:
    row = document["versions"][1]
    match way:
        case "cut":
            return json.dumps(document)[:-40]
        case "score":
            row["body"]["score"] = 11
        case "region":
            row["body"]["region"] = "nose"
        case "extra":
            row["more"] = 1
        case "gone":
            del row["kind"]
        case "id":
            row["id"] = document["versions"][0]["id"]
        case "undoes":
            row["undoes"] = make_entry_id()
        case "schema":
            document["schema_version"] = 2
        case "format":
            del document["format"]
        case "top":
            document["ratings"] = []
        case "twice":
            return json.dumps(document).replace('"removed": false', '"removed": false, "removed": true', 1)
        case "nan":
            return json.dumps(document).replace('"score": 2', '"score": NaN')
        case "deep":
            return json.dumps(document)[:-1] + ', "versions": ' + "[" * 100_000
        case "list":
            return json.dumps(document["versions"])
        case "made":
            row["made_at"] = "2999-12-31T23:59:59+00:00"
        case "fhir":
            document["resourceType"] = "Bundle"
    return json.dumps(document)


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ("cut", "line 1, column"), ("score", "Entry 2"), ("region", "Entry 2"), ("extra", "Entry 2"),
        ("gone", "Entry 2"), ("id", "Entry 2"), ("undoes", "Entry 2"), ("schema", "newer knot"),
        ("format", "not an export"), ("top", "'ratings' is not known"), ("twice", "stands twice"),
        ("nan", "NaN is not a number"), ("deep", "broken"), ("list", "not an export"), ("made", "Entry 2"),
        ("fhir", "is FHIR"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_whole_with_its_place_and_the_reason(
    home: Home, other: Home, way: str, says: str
) -> None:
    home.log("neck", "6")
    home.log("jaw", "2", "--note", "private")
    text = broken(json.loads(home.ok("export")), way)
    line = other.refused(1, "import", "-", typed=text)
    assert says in line and "private" not in line
    assert not (other.folder / "home" / "history.db").exists()
    other.log("hip", "1")
    before = other.ok("export").partition("\n")[2]
    other.refused(1, "import", "-", typed=text)
    assert other.ok("export").partition("\n")[2] == before


@pytest.mark.parametrize(
    ("name", "says"), [("none.json", "No such file"), (".", "Is a directory"), ("x\0y", "name of a file")]
)
def test_a_file_that_cannot_be_read_is_said(home: Home, name: str, says: str) -> None:
    assert says in home.refused(1, "import", name)


def test_bytes_that_are_no_text_are_refused_with_their_line(home: Home) -> None:
    assert "line 2" in home.refused(1, "import", "-", typed=b"at,region,score\n2026-11-20,\xff,3\n")
    assert "NUL" in home.refused(1, "import", "-", typed=b"{\0}")
    assert "lacks at and region and score" in home.refused(1, "import", "-", typed=b"")


# Files that go out


@pytest.mark.parametrize("form", ["json", "csv", "fhir"])
def test_a_file_is_for_its_owner_alone_and_replaces_only_exports(home: Home, tmp_path: Path, form: str) -> None:
    home.log("neck", "6", "--note", "x")
    place = tmp_path / "out"
    before = os.umask(0)
    try:
        said = home.run("export", "--format", form, "-o", str(place))
    finally:
        os.umask(before)
    assert (said.code, said.out) == (0, "") and f"Written: {place}" in said.err
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    first = place.read_text()
    home.log("jaw", "2")
    assert home.run("export", "--format", form, "-o", str(place)).code == 0
    assert place.read_text() != first
    place.write_text("my novel")
    assert "--force" in home.refused(1, "export", "--format", form, "-o", str(place))
    assert place.read_text() == "my novel"
    assert home.run("export", "--format", form, "-o", str(place), "--force").code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one", "out"]


def test_options_that_do_not_go_together_are_refused(home: Home) -> None:
    assert "Did you mean json?" in home.refused(2, "export", "--format", "jsn")
    assert "always there" in home.refused(2, "export", "--notes")
    assert "-o FILE" in home.refused(2, "export", "--force")


# CSV


def test_csv_goes_from_home_to_home(home: Home, other: Home) -> None:
    home.log("neck", "6", "--side", "left", "--note", '=1+1, "so"; -2')
    home.log("jaw", "2", "--at", "yesterday 18:30")
    s = entries.session(EVENING)
    home.history.add(s, entries.rating(7, EVENING, kind="before", session=s.id))
    table = home.ok("export", "--format", "csv")
    assert table.startswith("id,at,region,side,kind,score,note,session_id,tags\n")
    assert other.ok("import", "-", typed=table).startswith("Added: 3 ratings.")
    assert other.history.ratings() == home.history.ratings()
    assert other.ok("export", "--format", "csv") == table
    assert "Already here: 3 ratings." in other.ok("import", "-", typed=table)


def test_ratings_from_a_spreadsheet_come_in_with_one_command_and_once(home: Home) -> None:
    table = "\ufeffAt; Region ;SCORE\r\n2026-11-20 18:30;neck;6\r\n\r\n2026-11-19;Glutes;3\r\n2026-11-19;hip;3\r\n"
    assert home.ok("import", "-", typed=table.encode()).startswith("Added: 3 ratings.")
    assert [(r.region, r.score, r.at.isoformat()) for r in home.history.ratings()] == [
        ("neck", 6, "2026-11-20T18:30:00+01:00"),
        ("hip", 3, "2026-11-19T12:00:00+01:00"),
        ("hip", 3, "2026-11-19T12:00:00+01:00"),
    ]
    assert home.ok("import", "-", typed=table.encode()) == "Nothing new in it.\nAlready here: 3 ratings.\n"
    assert home.ok("import", "-", typed=table.encode() + b"2026-11-18;jaw;1\n").startswith("Added: 1 rating.")
    assert "jaw 1" in home.ok("undo")
    assert "With it: 2 ratings" in home.ok("undo")
    assert home.history.ratings() == []


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("2026-11-20,neck,11", "line 3: '11' is not a rating"),
        ("2026-11-20,nose,1", "line 3: 'nose' is not a region"),
        ("2026-11-23,neck,1", "line 3: '2026-11-23' is in the future"),
        ("20/11/2026,neck,1", "line 3: '20/11/2026' is not a time"),
        ("yesterday,neck,1", "line 3: 'yesterday' is not a time"),
        ("2026-11-20,neck", "line 3: it has 2 cells, and the header 3"),
        ("2026-11-20,neck,1,x", "line 3: it has 4 cells"),
        ('2026-11-20,"neck,1', "line 3 or below: a quotation mark"),
        ("\n\n2026-11-20,neck,", "line 5: '' is not a rating"),
    ],
)
def test_a_table_with_a_wrong_row_is_refused_whole_with_its_line(home: Home, rows: str, says: str) -> None:
    line = home.refused(1, "import", "-", typed=f"at,region,score\n2026-11-19,jaw,3\n{rows}\n")
    assert line.startswith(f"knot: standard input, {says}") and line.endswith("Nothing was imported.\n")
    assert not (home.folder / "home").exists()


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("at,score", "lacks region"),
        ("2026-11-20,neck,3", "lacks at and region and score"),
        ("at,region,score,mood", "'mood' is not a column"),
        ("at,region,score,AT", "the column at stands twice"),
        ("id,at,region,score\nx,2026-11-20,neck,3", "id takes a UUID"),
        ("kind,at,region,score\nlater,2026-11-20,neck,3", "'later' is not a kind"),
        ("side,at,region,score\nup,2026-11-20,neck,3", "left, right, both"),
    ],
)
def test_a_header_or_a_word_that_is_not_known_is_said(home: Home, header: str, says: str) -> None:
    assert says in home.refused(1, "import", "-", typed=header + "\n")
