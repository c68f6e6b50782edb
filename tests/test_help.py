"""The help of every command, and what is said to a slip: short, whole, and with the nearest."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from knotcli import __version__
from knotcli.cli import COMMANDS, main
from knotcli.commands.support.help_layout import split_examples
from support.command_line import make_world, run
from support.program import NAMES, walk_commands

ALL = dict(walk_commands())
EACH = pytest.mark.parametrize("path", [*ALL], ids=" ".join)


@EACH
def test_help_fits_80_columns_and_cuts_nothing(tmp_path: Path, path: tuple[str, ...]) -> None:
    long, short = (run([*path, option], make_world(tmp_path)) for option in ("--help", "-h"))
    assert long.code == 0 and long.out == short.out and long.err == ""
    assert run(["help", *path], make_world(tmp_path)).out == long.out
    rows = long.out.splitlines()
    assert all(len(row) <= 80 for row in rows), [row for row in rows if len(row) > 80]
    assert not [row for row in rows if row.rstrip().endswith("...") and "[ARGS]..." not in row]
    assert "<str>" not in long.out and "<int>" not in long.out and "!" not in long.out


@EACH
def test_help_fits_40_columns_but_for_commands_to_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    rows = run([*path, "-h"], make_world(tmp_path)).out.splitlines()
    assert not [row for row in rows if len(row) > 40 and " knot " not in row]
    assert not [row for row in rows if row.endswith("...") and "ARGS" not in row]


@EACH
def test_the_first_line_says_it_in_50_characters(path: tuple[str, ...]) -> None:
    if path:
        summary = ALL[path].get_short_help_str(200)
        assert summary.endswith(".") and len(summary) <= 50, summary


@EACH
def test_every_command_has_an_example_that_its_options_take(path: tuple[str, ...]) -> None:
    if hasattr(ALL[path], "commands") or not path:
        return
    found = re.findall(r"^  (.*knot .*)$", ALL[path].epilog or "", re.M)
    assert found, "no example"
    own = [line for line in found if line.startswith(("knot " + " ".join(path), "source <(knot " + " ".join(path)))]
    assert own, found
    for line in own:
        words = shlex.split(re.split(r" [|>] |\)", line.removeprefix("source <("))[0])[1:]
        names = {name for p in ALL[path].params for name in (*p.opts, *p.secondary_opts)}
        assert {word for word in words if word.startswith("-") and len(word) > 1} <= names, line


def test_every_command_stands_under_a_heading_once(tmp_path: Path) -> None:
    assert len(NAMES) == len({*NAMES})
    shown = run(["-h"], make_world(tmp_path)).out
    for name in NAMES:
        assert len(re.findall(rf"^  {name} ", shown, re.M)) == 1, name


def test_each_line_of_the_help_is_the_first_one_of_the_commands_own() -> None:
    listed = {name: line for entries in COMMANDS.values() for name, (_, line) in entries.items()}
    assert listed == {name: ALL[name,].get_short_help_str(200) for name in NAMES}


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["sesion", "neck"], "There is no command 'sesion'. Did you mean session? See: knot -h"),
        (["session", "neck", "--tol", "ball"], "There is no option --tol. Did you mean --tool? See: knot session -h"),
        (["trend", "--weks", "3"], "Did you mean --weeks?"),
        (["routine", "shw"], "Did you mean show?"),
        (["config", "voice", "tst"], "Did you mean test?"),
        (["log", "nekc", "4"], "Did you mean neck?"),
        (["learn", "haet"], "Did you mean heat?"),
        (["where", "tempel"], "Did you mean temple?"),
        (["why", "em_chst"], "Did you mean em_chest?"),
        (["config", "get", "sid"], "Did you mean side?"),
        (["routine", "show", "nekc"], "Did you mean neck?"),
        (["log", "neck"], "imagine. For example: knot log neck 4. See: knot log -h"),
        (["remind"], "--at is missing. For example: knot remind --at 15:00"),
        (
            ["routine", "show"],
            "NAME is missing: a region, or the name of a routine of your own. For example: knot routine show neck. See: knot routine show -h",
        ),
        (
            ["log", "neck", "left", "6"],
            "'6' is more than knot log takes. It takes: [REGION] [SCORE]. A side goes with --side;",
        ),
        (["log", "neck", "4", "after", "work"], "'after work' is more than knot log takes."),
        (["undo", "that"], "'that' is more than knot undo takes. See: knot undo -h"),
        (["trend", "--weeks", "x"], "--weeks takes a whole number from 1 to 520, not 'x'."),
        (["trend", "--json=3"], "--json takes no value. See: knot trend -h"),
        (["log", "neck", "4", "--side"], "--side needs a value after it. See: knot log -h"),
        (["config", "get", "--\x1b[31mevil"], "See: knot config get -h"),
        (["\x1b[31mevil\n"], "There is no command"),
        ([""], "There is no command ''. See: knot -h"),
        (["log", "neck", "4", "--sied", "left"], "There is no option --sied. Did you mean --side?"),
        (["trend", "--\x1b[31mevil"], "There is no option"),
    ],
)
def test_a_slip_gets_one_line_with_the_nearest(tmp_path: Path, argv: list[str], says: str) -> None:
    done = run(argv, make_world(tmp_path))
    assert done.code == 2 and done.out == ""
    assert says in done.err and done.err.count("\n") == 1 and "\x1b" not in done.err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_is_printed(tmp_path: Path, option: str) -> None:
    done = run([option], make_world(tmp_path, tty=True))
    assert (done.code, done.out) == (0, f"knot {__version__}\n")


def test_words_may_come_as_any_sequence(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    assert main(("help", "log"), world) == main(["help", "log"], world) == 0
    assert main(("log", "neck", "4"), world) == 0 and main(("status", "--short"), world) == 0


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp437"])
def test_help_is_written_in_letters_that_the_output_takes(tmp_path: Path, encoding: str) -> None:
    env = os.environ | {"KNOT_HOME": str(tmp_path), "PYTHONIOENCODING": encoding}
    for path in ((), ("session",), ("check",), ("routine",)):
        command = [sys.executable, "-m", "knotcli", *path, "-h"]
        done = subprocess.run(command, env=env, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b""), path
        assert done.stdout.decode(encoding).startswith("Usage: knot")


def test_a_group_alone_shows_its_help(tmp_path: Path) -> None:
    assert run(["routine"], make_world(tmp_path)) == run(["routine", "-h"], make_world(tmp_path))


def test_examples_stand_on_lines_of_their_own_and_other_ends_stay() -> None:
    assert split_examples("Examples: knot a · knot b -c") == "\b\nExamples:\n  knot a\n  knot b -c"
    assert split_examples("Begin with: knot check") == "Begin with: knot check"
    assert split_examples(None) is None
