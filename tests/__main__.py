"""`python -m tests`: everything that must pass, in order; stops at the first that does not."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
STEPS = (
    ("ruff check", [BIN / "ruff", "check", "."]),
    ("ruff format", [BIN / "ruff", "format", "--check", "."]),
    ("mypy", [sys.executable, "-m", "mypy", "--platform", "linux"]),
    ("mypy for macOS", [sys.executable, "-m", "mypy", "--platform", "darwin"]),
    ("mypy for Windows", [sys.executable, "-m", "mypy", "--platform", "win32"]),
    ("import-linter", [BIN / "lint-imports", "--no-cache"]),
    ("pytest", [sys.executable, "-m", "pytest", "-n", "2", *sys.argv[1:]]),
)


def main() -> int:
    for name, command in STEPS:
        print(f"\n== {name}", flush=True)
        code = subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode
        if code:
            print(f"\n{name} did not pass.", file=sys.stderr)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
