"""The two lines that are read before typer is loaded must be read as typer reads them."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli import cli
from knotcli.commands import log as log_command
from knotcli.commands import status as status_command
from knotcli.commands.support.before_typer import read_bare_log, run_frequent_line
from knotcli.flows.history.rating_entry import RatingInput
from knotcli.world import World
from support import examples
from support.program import PROGRAM

WORDS = st.text(max_size=6) | st.sampled_from(["neck", "4", "10", "a b", "×", "status", "2h"])
VALUES = WORDS.map(lambda word: word.lstrip("-") or "left")
# What a bare line is made of, each part at most once and in any order …
BARE_PARTS = st.permutations(["word", "word", "--side", "--note", "--json"]).flatmap(
    lambda parts: st.tuples(
        *(
            st.tuples(VALUES.filter(bool))
            if part == "word"
            else st.just((part,)) | st.just(())
            if part == "--json"
            else VALUES.map(lambda value, part=part: (part, value)) | st.just(())
            for part in parts
        )
    )
)
# … and what else may stand on one.
OTHERS = st.lists(
    st.sampled_from(["--", "-h", "-1", "", "--at", "--ago", "--side=left", "--sied", "--side", "--json", "-"]) | WORDS,
    max_size=2,
)


def read_by_typer(argv: Sequence[str], patch: pytest.MonkeyPatch) -> RatingInput | None:
    seen: list[RatingInput] = []

    def record(world: World, given: RatingInput) -> int:
        seen.append(given)
        return 0

    with patch.context() as m:
        m.setattr(log_command, "keep_rating", record)
        PROGRAM(args=[*argv], prog_name="knot", obj=World(), standalone_mode=False)
    return seen[0] if seen else None


@examples(200)
@given(parts=BARE_PARTS)
def test_every_bare_line_is_read_and_as_typer_reads_it(parts: tuple[tuple[str, ...], ...]) -> None:
    argv = ["log", *(word for part in parts for word in part)]
    fields = read_bare_log(argv)
    assert fields is not None
    with pytest.MonkeyPatch.context() as patch:
        assert RatingInput(**fields) == read_by_typer(argv, patch)


@examples(200)
@given(parts=BARE_PARTS, others=OTHERS, places=st.lists(st.integers(1, 8), min_size=2, max_size=2))
def test_no_other_line_is_read_in_another_way(
    parts: tuple[tuple[str, ...], ...], others: list[str], places: list[int]
) -> None:
    argv = ["log", *(word for part in parts for word in part)]
    for word, place in zip(others, places, strict=False):
        argv.insert(place, word)
    fields = read_bare_log(argv)
    if fields is not None:
        with pytest.MonkeyPatch.context() as patch:
            assert RatingInput(**fields) == read_by_typer(argv, patch)


@pytest.mark.parametrize(
    "argv",
    [
        ["log"],
        ["log", "neck"],
        ["log", "neck", "-1"],
        ["log", "neck", ""],
        ["log", "", "4"],
        ["log", "neck", "4", "5"],
        ["log", "neck", "4", "--at", "18:30"],
        ["log", "neck", "4", "--side"],
        ["log", "neck", "4", "--side", "left", "--side", "right"],
        ["log", "neck", "4", "--note", "-"],
        ["log", "--help"],
        ["status"],
        ["status", "--short", "--json"],
        ["trend"],
        ["session", "neck"],
        [],
    ],
)
def test_help_mistakes_and_other_commands_are_left_to_typer(argv: list[str]) -> None:
    def fail(*_: Any) -> int:
        raise AssertionError("run")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("knotcli.flows.history.rating_entry.keep_rating", fail)
        patch.setattr("knotcli.flows.overview.today.show_short_status", fail)
        assert run_frequent_line(argv, World()) is None


def test_the_prompts_line_is_the_one_that_typer_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr("knotcli.flows.overview.today.show_short_status", lambda world: calls.append("bare") or 0)
    monkeypatch.setattr(status_command, "show_short_status", lambda world: calls.append("typer") or 0)
    assert cli.main(["status", "--short"], World()) == 0
    assert PROGRAM(args=["status", "--short"], obj=World(), standalone_mode=False) == 0
    assert calls == ["bare", "typer"]
