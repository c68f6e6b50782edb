"""`python -m tests`: everything that must pass. What needs no test to run is looked at first, side by side."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHECKS = (
    ("ruff check", [BIN / "ruff", "check", "."]),
    ("ruff format", [BIN / "ruff", "format", "--check", "."]),
    ("mypy", [sys.executable, "-m", "mypy", "--platform", "linux"]),
    ("mypy for macOS", [sys.executable, "-m", "mypy", "--platform", "darwin", "--cache-dir", ".mypy_cache/darwin"]),
    ("mypy for Windows", [sys.executable, "-m", "mypy", "--platform", "win32", "--cache-dir", ".mypy_cache/win32"]),
    ("import-linter", [BIN / "lint-imports", "--no-cache"]),
    # Writes the bytecode that each of the workers below would else make for itself.
    ("collecting the tests", [sys.executable, "-m", "pytest", "--collect-only", "-qq", *sys.argv[1:]]),
)
# One more than there are cores: many tests wait for a terminal or a disk.
TESTS = [sys.executable, "-m", "pytest", "-n", str((os.cpu_count() or 1) + 1), *sys.argv[1:]]


def start(command: list[str | Path], to: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Start a step in the project's folder, with bytecode kept whatever the environment says."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, env=env, stdout=to, stderr=to and subprocess.STDOUT
    )


def main() -> int:
    failed = []
    with ExitStack() as files:
        running = []
        for name, command in CHECKS:
            told = files.enter_context(TemporaryFile())
            running.append((name, start(command, told), told))
        for name, process, told in running:
            code = process.wait()
            told.seek(0)
            said = told.read().decode(errors="replace")
            print(f"\n== {name}\n{said if code or not name.startswith('coll') else ''}", end="", flush=True)
            failed += [name] if code else []
    if not failed:
        print("\n== pytest", flush=True)
        failed += ["pytest"] if start(TESTS).wait() else []
    for name in failed:
        print(f"\n{name} did not pass.", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
