"""Tab in real shells: bash, zsh and fish, on a terminal, with the script that `knot completion` prints."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from support.pty_terminal import Terminal

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source <(knot completion bash)"),
    "zsh": (["zsh", "-f", "-i"], "PS1='$ '; autoload -Uz compinit; compinit -D -u; source <(knot completion zsh)"),
    "fish": (["fish", "--no-config", "-i"], "function fish_prompt; echo -n '$ '; end; knot completion fish | source"),
}
TYPED = (
    ("knot se", "knot session X"),
    ("knot session ne", "knot session neck X"),
    ("knot session neck --no-h", "knot session neck --no-heat X"),
    ("knot log neck 4 --side=le", "knot log neck 4 --side=left X"),
    ("knot learn he", "knot learn heat X"),
    ("knot why jaw:6", "knot why jaw:6 X"),
    ("knot routine sh", "knot routine show X"),
    ("knot config set em", "knot config set emergency_number X"),
    ("knot import fi", "knot import figures.json X"),
    ('knot log --note "a b" sho', 'knot log --note "a b" shoulder X'),
)


def program(tmp_path: Path) -> dict[str, str]:
    """Put `knot` on a path; give the environment for a shell that has nothing of this person's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    knot = folder / "knot"
    knot.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m knotcli "$@"\n')
    knot.chmod(0o755)
    (tmp_path / "figures.json").write_text("{}")
    home = {"HOME": str(tmp_path), "ZDOTDIR": str(tmp_path), "KNOT_HOME": str(tmp_path / "kept")}
    return {"PATH": f"{folder}:{os.environ['PATH']}", "PS1": "$ ", **home}


@pytest.fixture(params=[*SHELLS])
def shell(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    argv, load = SHELLS[request.param]
    if shutil.which(argv[0]) is None:
        pytest.skip(f"{argv[0]} is not installed")
    monkeypatch.chdir(tmp_path)
    with Terminal(argv, program(tmp_path)) as terminal:
        enter(terminal, load)
        yield terminal


def enter(terminal: Terminal, line: str) -> None:
    terminal.send(f"{line}; echo rea''dy\n")
    # What is typed before the prompt is there would not reach the line editor.
    terminal.until(lambda t: rows(t)[-2:] == ["ready", "$"])


def rows(terminal: Terminal) -> list[str]:
    return [row.rstrip() for row in terminal.screen.display if row.strip()]


def tab(terminal: Terminal, typed: str, wanted: str) -> None:
    # The X shows that the word is whole: a space was set after it.
    terminal.send(f"{typed}\tX")
    terminal.until(lambda t: any(row.rstrip() == f"$ {wanted}" for row in t.screen.display))
    terminal.send("\x15")


@pytest.mark.slow
def test_tab_completes_commands_regions_options_topics_steps_settings_and_files(shell: Terminal) -> None:
    for typed, wanted in TYPED:
        tab(shell, typed, wanted)


@pytest.mark.slow
def test_tab_offers_an_entry_by_its_id_and_shows_no_note(shell: Terminal) -> None:
    enter(shell, "knot log neck 4 --note a-secret-word >/dev/null; clear")
    shell.send("knot edit \t")
    shell.until(lambda t: len(ident(t.screen.display)) >= 4)
    assert not any("secret" in row for row in shell.text())
    shell.send("\x15")


def ident(display: Sequence[str]) -> str:
    """Give the word after `knot edit`, if it is there."""
    return next((row.split("edit", 1)[1].strip() for row in display if row.startswith("$ knot edit ")), "")


@pytest.mark.slow
def test_zsh_finds_the_script_as_a_file_of_its_functions(tmp_path: Path) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    with Terminal(["zsh", "-f", "-i"], program(tmp_path)) as terminal:
        enter(terminal, f"PS1='$ '; mkdir {tmp_path}/own; knot completion zsh > {tmp_path}/own/_knot")
        enter(terminal, f"clear; fpath=({tmp_path}/own $fpath); autoload -Uz compinit; compinit -D -u")
        tab(terminal, "knot se", "knot session X")
        tab(terminal, "knot session hea", "knot session headache X")
