"""The man page says what the program does now, and reads well at 80 columns."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from support import ROOT
from support.program import walk_commands

PAGE = ROOT / "docs" / "knot.1"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("manual", ROOT / "docs" / "manual.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_man_page_is_what_the_program_says_now() -> None:
    assert script().write_page() == PAGE.read_text(encoding="ascii"), "run: python docs/manual.py"


def test_every_command_and_every_option_is_in_it() -> None:
    page = PAGE.read_text(encoding="ascii").replace("\\-", "-")
    for path, command in walk_commands():
        if hasattr(command, "commands"):
            continue
        words = " ".join(("knot", *path))
        part = re.search(rf'^\.SS "{re.escape(words)} [^\n]*"\n(.*?)(?=^\.S[SH] )', page, re.M | re.S)
        assert part is not None, words
        for parameter in command.params:
            if parameter.param_type_name == "option" and not parameter.hidden:
                assert all(name in part[1] for name in parameter.opts), (words, parameter.opts)


def test_man_shows_it_at_80_columns_without_a_warning() -> None:
    man = shutil.which("man")
    if man is None:
        pytest.skip("man is not installed")
    env = {"PATH": os.environ["PATH"], "MANWIDTH": "80", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([man, "--warnings=w", "-l", str(PAGE)], env=env, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert max(map(len, done.stdout.splitlines())) <= 80
    for heading in ("NAME", "BEGIN HERE", "EXIT STATUS", "ENVIRONMENT", "FILES"):
        assert f"\n{heading}\n" in done.stdout


@pytest.mark.slow
def test_the_wheel_brings_it_to_where_man_looks(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        (name,) = [n for n in wheel.namelist() if n.endswith(".data/data/share/man/man1/knot.1")]
        assert wheel.read(name) == PAGE.read_bytes()
