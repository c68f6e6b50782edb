"""Tables and answers as people's programs write them: read, or one line that says what to do."""

from pathlib import Path

import pytest

from support.home import Home

TABLE = "at,region,score,note\n2026-11-01 6:05,neck,4.0,Nacken müde\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("HOME", str(tmp_path))
    return Home(tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        b"\xfe\xff" + TABLE.encode("utf-16-be"),
        TABLE.replace("\n", "\r\n").encode("utf-16"),
        ("sep=,\n" + TABLE).encode(),
        ("SEP=;\r\n" + TABLE.replace(",", ";")).encode(),
        ('"sep=;"\n' + TABLE.replace(",", ";")).encode(),
        TABLE.replace("note\n", "note,,\n").replace("müde\n", "müde,,\n").encode(),
        TABLE.replace("note\n", "note,\n").encode(),
        TABLE.replace("müde\n", "müde,\n").encode(),
        TABLE.replace("2026-11-01 6:05", "2026-11-01T6:05").encode(),
    ],
)
def test_a_table_is_read_as_programs_write_it(home: Home, data: bytes) -> None:
    (home.folder / "t.csv").write_bytes(data)
    for name in ("~/t.csv", str(home.folder / "t.csv")):
        home.ok("import", name)
    (rating,) = home.json("history")["ratings"]
    assert (rating["score"], rating["note"], rating["at"][:16]) == (4, "Nacken müde", "2026-11-01T06:05")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (TABLE.encode("cp1252"), "CSV UTF-8"),
        (TABLE.encode("utf-16-le"), "CSV UTF-8"),
        (b"\xff\xfe" + TABLE.encode("utf-16-le") + b"\x00", "CSV UTF-8"),
        (TABLE.replace("Nacken", '"Nacken').encode(), "quotation mark is opened and never closed"),
        (TABLE.replace("müde\n", "müde,more\n").encode(), "it has 5 cells, and the header 4"),
        (TABLE.replace("4.0", "4.5").encode(), "whole number"),
        (TABLE.replace("6:05", "6:5").encode(), "not a time"),
    ],
)
def test_what_cannot_be_read_is_one_line_that_says_what_to_do(home: Home, data: bytes, says: str) -> None:
    (home.folder / "t.csv").write_bytes(data)
    assert says in home.refused(1, "import", "~/t.csv")
    assert home.json("history")["ratings"] == []


def test_answers_are_found_in_the_home_folder(home: Home) -> None:
    template = home.ok("check", "--template", "neck").replace('= ""', '= "no"')
    (home.folder / "a.toml").write_bytes(b"\xff\xfe" + template.encode("utf-16-le"))
    assert home.run("check", "--answers", "~/a.toml").code == 0


def test_a_time_without_its_leading_zero_is_a_time(home: Home) -> None:
    for words in ("6:05", "yesterday 6:05", "2026-11-19 6:05", "2026-11-19T6:05", "2026-11-19T6:05+01:00"):
        assert home.json("log", "neck", "3", "--at", words)["at"].endswith("T06:05:00+01:00"), words
