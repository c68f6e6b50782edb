"""What the benchmarks share: an act to time, the programs to compare with, and rounds in turns."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

OTHERS = ("td-watson", "jrnl")
OWN = ("KNOT_", "WATSON_", "TIMEWARRIORDB", "XDG_", "PYTHON")  # variables that change what is timed


@dataclass
class Act:
    """One command line to time, and the seconds that its runs took. `kind`: acts of a kind are compared."""

    name: str
    kind: str
    argv: list[str]
    seconds: list[float] = field(default_factory=list)
    env: Mapping[str, str] = field(default_factory=dict)
    """Variables of this act, besides those of all."""
    before: Callable[[], object] | None = None
    """What makes the next run like the first; it is not timed."""
    size: int = 0
    """How many entries were there already."""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def run(argv: Sequence[str], env: Mapping[str, str]) -> float:
    """Run to the end and give the seconds. Ends the benchmark when the command fails: a failure is quick."""
    started = time.perf_counter()
    done = subprocess.run(
        argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    taken = time.perf_counter() - started
    if done.returncode:
        last = done.stdout.decode(errors="replace").strip().splitlines()[-1:]
        raise SystemExit(f"{' '.join(argv)} ended with {done.returncode}: {' '.join(last)}")
    return taken


def scripts(folder: Path) -> Path:
    return folder / ("Scripts" if os.name == "nt" else "bin")


def install(folder: Path) -> dict[str, str]:
    """Give the paths of watson and jrnl, installed into `folder` where they are not yet. Empty when that fails."""
    wanted = {name: scripts(folder) / f"{name}{'.exe' if os.name == 'nt' else ''}" for name in ("watson", "jrnl")}
    python = scripts(folder) / f"python{'.exe' if os.name == 'nt' else ''}"
    if not all(path.exists() for path in wanted.values()):
        print(f"Installing {' and '.join(OTHERS)} into {folder} …", file=sys.stderr)
        steps = ([sys.executable, "-m", "venv", str(folder)], [str(python), "-m", "pip", "install", "--quiet", *OTHERS])
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
            if done.returncode:
                last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
                print(f"Not compared with {' and '.join(OTHERS)}: {' '.join(last)}")
                return {}
    return {name: str(path) for name, path in wanted.items()}


def jrnl_settings(jrnl: str, home: Path, env: Mapping[str, str]) -> Path:
    """Write settings that ask nothing and upgrade nothing: they name the version that reads them."""
    said = subprocess.run([jrnl, "--version"], env=env, capture_output=True, text=True, check=True).stdout
    version = said.split()[1]
    path = home / "jrnl.yaml"
    path.write_text(
        "colors: {body: none, date: none, tags: none, title: none}\n"
        "default_hour: 9\ndefault_minute: 0\neditor: ''\nencrypt: false\nhighlight: false\n"
        f"indent_character: '|'\njournals: {{default: {{journal: {home / 'jrnl.txt'}}}}}\n"
        f"linewrap: 79\ntagsymbols: '@'\ntemplate: false\ntimeformat: '%Y-%m-%d %H:%M'\nversion: {version}\n",
        encoding="utf-8",
    )
    return path


def measure(found: list[Act], runs: int, env: Mapping[str, str]) -> None:
    """Time every act `runs` times, in turns; each round begins with another one."""
    for round_ in range(runs + 1 if found else 0):
        first = round_ % len(found)
        for act in found[first:] + found[:first]:
            if act.before is not None:
                act.before()
            taken = run(act.argv, {**env, **act.env})
            if round_:
                act.seconds.append(taken)


def environment(home: Path) -> dict[str, str]:
    """Give the variables of every run: a home of its own, and nothing of this shell that changes what is timed."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(OWN)}
    return env | {
        "HOME": str(home),
        "KNOT_HOME": str(home / "knot"),
        "WATSON_DIR": str(home / "watson"),
        "TIMEWARRIORDB": str(home / "timewarrior"),
    }


def find_knot(given: str | None) -> str | None:
    """Give the path of the knot to time: the given one, the one beside this Python, or the one on PATH."""
    here = str(Path(sys.executable).parent)
    found = given or shutil.which("knot", path=here) or shutil.which("knot")
    return found if found and shutil.which(found) else None
