"""The quick reading of plain command lines and typer's must be one and the same."""

from collections.abc import Callable
from inspect import signature
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from knotcli import cli, quick
from knotcli.coach.session.session_options import SessionOptions
from knotcli.commands import log as log_module
from knotcli.commands import session as session_module
from knotcli.commands import status as today_module
from knotcli.commands import trend as trend_module
from knotcli.world import World

WORDS = st.one_of(
    st.sampled_from(
        [
            "neck",
            "4",
            "-1",
            "10",
            "left",
            "--side",
            "--note",
            "--at",
            "--ago",
            "--json",
            "--weeks",
            "--today",
            "--short",
            "--after-session",
            "--help",
        ]
    ),
    st.sampled_from(
        [
            *("--tool", "--heat", "--no-heat", "--heat-minutes", "--hold", "--quick", "--before", "--after"),
            *("--nothing-new", "--wait", "--no-wait", "--no-voice", "--breath", "--no-bell", "--flash"),
            *("--lead-in", "--resume", "--dry-run", "--plain", "--no-quick", "--no-resume"),
        ]
    ),
    st.sampled_from(
        ["--", "-h", "--side=left", "--nte", "", "2h", "52", "2026-11-01", "a b", "--weeks=3", "-", "×"]
    ),
    st.text(max_size=4),
)


ACTS: dict[str, Callable[..., int]] = {
    "log": log_module.log,
    "session": SessionOptions,
    "trend": trend_module.trend,
    "status": today_module.status,
}
USUAL = {"log": ["neck", "4"], "session": ["neck"], "trend": ["neck"], "status": []}


def typers_reading(argv: list[str], patch: pytest.MonkeyPatch) -> dict[str, Any] | None:
    seen: list[dict[str, Any]] = []
    names = {
        "log": ("where", "number", "which", "note", "at", "ago", "after_session", "as_json"),
        "trend": ("region", "weeks", "today", "as_json"),
        "status": ("short", "as_json"),
    }

    def record(world: World, *args: Any, **kwargs: Any) -> int:
        if isinstance(args[0], SessionOptions):
            seen.append(asdict(args[0]))
            return 0
        seen.append(dict(zip(names[argv[0]], args, strict=False)) | kwargs)
        return 0

    with patch.context() as m:
        m.setattr(log_module, "log", record)
        m.setattr(session_module, "session", record)
        m.setattr(trend_module, "trend", record)
        m.setattr(today_module, "status", record)
        with pytest.raises(SystemExit):
            cli.build([argv[0]])(args=argv, prog_name="knot", obj=World())
    return seen[0] if seen else None


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(["log", "trend", "status", "session"]), words=st.lists(WORDS, max_size=6))
def test_what_is_read_quickly_is_what_typer_reads(name: str, words: list[str]) -> None:
    argv = [name, *words]
    plain = quick.read(argv)
    if plain is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        slow = typers_reading(argv, patch)
    assert slow is not None
    act = ACTS[name]
    defaults = {key: parameter.default for key, parameter in signature(act).parameters.items()}
    assert plain[1] == {k: v for k, v in slow.items() if k in plain[1]}
    assert all(slow[k] == defaults[k] for k in slow if k not in plain[1])


@pytest.mark.parametrize(
    ("name", "option"),
    [(name, option) for name, form in quick.FORMS.items() for option in (*form.options, *form.flags)],
)
def test_every_option_is_read_as_typer_reads_it(name: str, option: str) -> None:
    argv = [name, *USUAL[name], option, *(["12"] if option in quick.FORMS[name].options else [])]
    plain = quick.read(argv)
    assert plain is not None
    with pytest.MonkeyPatch.context() as patch:
        slow = typers_reading(argv, patch)
    assert slow is not None
    assert plain[1] == {k: v for k, v in slow.items() if k in plain[1]}


@pytest.mark.parametrize(
    "argv",
    [
        ["log", "neck", "4"],
        ["log", "neck", "4", "--side", "left", "--json"],
        ["log", "--note", "a b", "neck", "10"],
        ["trend"],
        ["trend", "neck", "--weeks", "52"],
        ["status", "--short"],
        ["session", "neck"],
        ["session", "foot", "--side", "left", "--quick", "--no-heat"],
        ["session", "neck", "--dry-run", "--json"],
    ],
)
def test_the_usual_lines_are_read_quickly(argv: list[str]) -> None:
    assert quick.read(argv) is not None


@pytest.mark.parametrize(
    "argv",
    [
        ["log", "neck", "-1"],
        ["log", "--help"],
        ["log", "neck"],
        ["check"],
        ["trend", "--weeks", "x"],
        ["session"],
        ["session", "neck", "--heat", "--no-heat"],
    ],
)
def test_help_and_mistakes_are_left_to_typer(argv: list[str]) -> None:
    assert quick.read(argv) is None


def test_knot_alone_is_status() -> None:
    assert quick.read([]) == ("status", {})
    assert quick.read(["--json"]) == ("status", {"as_json": True})
