"""Any command line, any file of answers, any typing: a known code, no traceback, and nothing passed by chance."""

import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.screening.answers_file import concerning
from knotcli.coach.vocabulary import REGIONS
from support import examples
from support.answers import ITEMS, fill_template
from support.command_line import CTRL_C, stderr_line
from support.home import Home

options = st.sampled_from(
    [
        "--answers",
        "--template",
        "--show",
        "--assessed",
        "--note",
        "--json",
        "--plain",
        "--help",
        "-h",
        "--",
        "-",
        *REGIONS,
        "n",
        "arch",
        "2026-11-20",
        "2026-11-21",
        "yes",
        "/dev/null",
        "/",
        ".",
        "x=1",
        "--answers=-",
    ]
)
argvs = st.lists(st.one_of(options, st.text(max_size=8)), max_size=5)
pieces = st.sampled_from(
    [
        'regions = ["neck"]\n',
        "[answers]\n",
        "[cleared]\n",
        "[duration]\n",
        'em_chest = "no"\n',
        'rf_clot = "yes"\n',
        'em_chest = "',
        "= ",
        "[[",
        "]]",
        '"""',
        "'''",
        "\\u0000",
        ".",
        "{",
        "}",
        "\n",
        "#",
        "\ufeff",
        "é",
        "1979-05-27",
    ]
)
files = st.one_of(st.lists(pieces, max_size=12).map("".join), st.text(max_size=60)).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)


def fresh(folder: str) -> Home:
    return Home(Path(folder))


@examples(80)
@given(argvs, st.binary(max_size=40), st.booleans())
def test_any_command_line_ends_with_a_known_code_and_no_traceback(argv: list[str], data: bytes, tty: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = fresh(folder)
        done = home.run("check", *argv, typed=data, tty=tty)
        assert "\x1b[2J" not in done.err
        if done.code in (1, 2):
            assert done.err
        if done.code == 0 and done.out.startswith("{"):
            assert done.document
        assert not home.may_start()


@examples(80)
@given(st.one_of(files, st.binary(max_size=80)), st.booleans())
def test_any_file_of_answers_ends_with_one_line_or_a_verdict(data: bytes, as_json: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = fresh(folder)
        done = home.run("check", "--answers", "-", *(["--json"] if as_json else []), typed=data)
        assert done.code in (1, 3)
        if done.code == 1:
            stderr_line(done, 1)
        elif as_json:
            assert done.document["may_start"] is False
        assert not home.may_start()


@examples(50)
@given(st.data())
def test_a_damaged_file_that_passed_says_no_to_everything(data: st.DataObject) -> None:
    whole = fill_template(["calf"]).encode()
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.sampled_from([0, 0, 1, 2, 3, 40, 400, len(whole)]))
    put = data.draw(st.sampled_from([b"", b"#", b'"', b"\n", b"x", b"\0", b"yes", b"\xff", b"''"]))
    damaged = whole[:at] + put + whole[at + cut :]
    with tempfile.TemporaryDirectory() as folder:
        home = fresh(folder)
        done = home.run("check", "--answers", "-", "--json", typed=damaged)
        if done.code == 0:
            table = tomllib.loads(damaged.decode())
            required = {i.id for i in concerning(ITEMS, ["calf"]) if i.kind != "likelihood"}
            assert {table["answers"][ident] for ident in required} == {"no"}
        assert home.may_start("calf") == (done.code == 0)


@examples(50)
@given(st.lists(st.sampled_from(["0", "", "1", "2 3", "y", "n", "u", "?1", "x", "99", CTRL_C, "²", "a"]), max_size=30))
def test_any_typing_passes_only_with_no_to_everything_serious(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = fresh(folder)
        done = home.typed("neck", "".join(f"{line}\n" for line in lines))
        assert home.may_start() == (done.code == 0)
        if done.code == 0:
            kept = home.history.checks()[-1].answers
            serious = [i for i in concerning(ITEMS, ["neck"]) if i.kind in ("emergency", "red-flag", "absolute")]
            assert all(kept[i.id] == "no" or i.id == "ab_heat_product" for i in serious)


@pytest.mark.parametrize("typed", ["001", "0010", "00199", "²", "9" * 5000, "-1", "1e1"])
def test_an_odd_number_after_a_session_is_a_number_or_asked_again(home: Home, typed: str) -> None:
    home.check("neck")
    assert home.run("followup", "neck", typed=f"{typed}\n\n", tty=True).code in (0, 3)


@pytest.mark.parametrize("columns", ["0", "1", "00040", "²", "9" * 5000, "-80", "1e9", "99999"])
def test_no_width_of_the_terminal_breaks_a_check(home: Home, columns: str) -> None:
    home.check("neck", em_chest="yes")
    done = home.run("check", "neck", "--show", tty=True, COLUMNS=columns, LINES=columns)
    assert done.code == 3 and done.out.lstrip().startswith("STOP")
