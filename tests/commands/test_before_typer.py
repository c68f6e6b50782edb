"""The lines that are read before typer is loaded must be read as typer reads them."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli import cli
from knotcli.coach.session.session_options import SessionOptions
from knotcli.commands import log as log_command
from knotcli.commands import session as session_command
from knotcli.commands import status as status_command
from knotcli.commands.support.before_typer import BARE_LINES, read_bare_line, run_frequent_line
from knotcli.flows.history.rating_entry import RatingInput
from knotcli.world import World
from support import examples
from support.program import PROGRAM

WORDS = st.text(max_size=6) | st.sampled_from(["neck", "4", "10", "a b", "×", "status", "2h", "back", "upper"])
VALUES = WORDS.map(lambda word: word.lstrip("-") or "left")
# What else may stand on a line.
OTHERS = st.lists(
    st.sampled_from(
        [
            "--",
            "-h",
            "-1",
            "",
            "--at",
            "--ago",
            "--side=left",
            "--sied",
            "--side",
            "--json",
            "-",
            "--no-heat",
            "--quick",
        ]
    )
    | WORDS,
    max_size=2,
)


@st.composite
def bare_lines(draw: st.DrawFn) -> list[str]:
    """One of the lines that are read before typer: each part at most once and in any order."""
    command = draw(st.sampled_from(sorted(BARE_LINES)))
    line = BARE_LINES[command]
    words = [(draw(VALUES.filter(bool)),) for _ in line.words]
    if command == "session":
        words = words[: draw(st.integers(0, 1))]
    values = [(option, draw(VALUES)) for option in line.values if draw(st.booleans())]
    flags = [(option,) for option in line.flags if draw(st.booleans())]
    return [command, *(word for part in draw(st.permutations([*words, *values, *flags])) for word in part)]


def read_by_typer(argv: Sequence[str], patch: pytest.MonkeyPatch) -> RatingInput | SessionOptions | None:
    seen: list[RatingInput | SessionOptions] = []

    def record(world: World, given: RatingInput | SessionOptions) -> int:
        seen.append(given)
        return 0

    with patch.context() as m:
        m.setattr(log_command, "keep_rating", record)
        m.setattr(session_command, "guide_session", record)
        PROGRAM(args=[*argv], prog_name="knot", obj=World(), standalone_mode=False)
    return seen[0] if seen else None


def typed(argv: Sequence[str], fields: dict[str, Any]) -> RatingInput | SessionOptions:
    # Typer gives an empty tuple where no tag is given.
    return SessionOptions(tag=(), **fields) if argv[0] == "session" else RatingInput(**fields)


@examples(200)
@given(argv=bare_lines())
def test_every_bare_line_is_read_and_as_typer_reads_it(argv: list[str]) -> None:
    fields = read_bare_line(argv)
    assert fields is not None
    with pytest.MonkeyPatch.context() as patch:
        assert typed(argv, fields) == read_by_typer(argv, patch)


@examples(200)
@given(argv=bare_lines(), others=OTHERS, places=st.lists(st.integers(1, 8), min_size=2, max_size=2))
def test_no_other_line_is_read_in_another_way(argv: list[str], others: list[str], places: list[int]) -> None:
    for word, place in zip(others, places, strict=False):
        argv.insert(place, word)
    fields = read_bare_line(argv)
    if fields is not None:
        with pytest.MonkeyPatch.context() as patch:
            assert typed(argv, fields) == read_by_typer(argv, patch)


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
        ["session", "neck", "--no-heat"],
        ["session", "upper", "back"],
        ["session", "neck", "--before"],
        ["session", "--quick", "--quick"],
        ["session", "-h"],
        [],
    ],
)
def test_help_mistakes_and_other_commands_are_left_to_typer(argv: list[str]) -> None:
    def fail(*_: Any) -> int:
        raise AssertionError("run")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("knotcli.flows.history.rating_entry.keep_rating", fail)
        patch.setattr("knotcli.flows.session.guided_session.guide_session", fail)
        patch.setattr("knotcli.flows.overview.today.show_short_status", fail)
        assert run_frequent_line(argv, World()) is None


def test_the_prompts_line_is_the_one_that_typer_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr("knotcli.flows.overview.today.show_short_status", lambda world: calls.append("bare") or 0)
    monkeypatch.setattr(status_command, "show_short_status", lambda world: calls.append("typer") or 0)
    assert cli.main(["status", "--short"], World()) == 0
    assert PROGRAM(args=["status", "--short"], obj=World(), standalone_mode=False) == 0
    assert calls == ["bare", "typer"]
