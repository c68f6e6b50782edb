"""The wheel, the sdist, an editable install and a bare checkout all find their data files."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from support import ROOT

DATA = ("routines/neck.toml", "content/screening/emergency.toml", "content/sources.toml")


def built(kind: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


def shown(command: list[str], home: Path) -> dict[str, object]:
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")} | {"KNOT_HOME": str(home)}
    done = subprocess.run(command, env=env, cwd=home, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


@pytest.mark.slow
def test_the_wheel_runs_from_an_empty_environment_in_another_folder(tmp_path: Path) -> None:
    wheel = built("wheel", tmp_path)
    names = zipfile.ZipFile(wheel).namelist()
    assert all(f"knotcli/_data/{name}" in names for name in DATA)
    assert not [name for name in names if name.startswith(("tests", "docs"))]
    venv.create(tmp_path / "empty")
    python = tmp_path / "empty" / "bin" / "python"
    # By the pip that runs the tests: bringing one along takes as long as all else here.
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    knot = str(tmp_path / "empty" / "bin" / "knot")
    script = shown([knot, "session", "neck", "--dry-run", "--json"], elsewhere)
    assert script["region"] == "neck"
    template = subprocess.run(
        [knot, "check", "--template", "foot"], cwd=elsewhere, check=True, capture_output=True, text=True
    )
    assert "rf_clot" in template.stdout


@pytest.mark.slow
def test_the_sdist_holds_what_builds_and_tests_it(tmp_path: Path) -> None:
    with tarfile.open(built("sdist", tmp_path)) as sdist:
        names = {name.split("/", 1)[1] for name in sdist.getnames() if "/" in name}
    for name in (*DATA, "src/knotcli/cli.py", "tests/test_package.py", "pyproject.toml", "LICENSE", "README.md"):
        assert name in names


def test_a_bare_checkout_finds_its_data(tmp_path: Path) -> None:
    code = "import sys; from knotcli.cli import main; sys.exit(main(sys.argv[1:]))"
    env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "KNOT_HOME": str(tmp_path)}
    command = [sys.executable, "-c", code, "session", "foot", "--dry-run", "--json"]
    done = subprocess.run(command, env=env, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout)["region"] == "foot"
