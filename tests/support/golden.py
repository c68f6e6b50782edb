"""Golden screens: what a view shows, kept word for word in a text file beside its test.

The file is golden/TEST/NAME.txt in the folder of the test, TEST without "test_". To write the files anew after words or
layout changed on purpose: UPDATE_GOLDEN=1 python -m pytest tests/views; then read what git says changed.
"""

import os
from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path

import pytest

UPDATES = bool(os.environ.get("UPDATE_GOLDEN"))


class GoldenScreens:
    """The golden screens of one test module."""

    def __init__(self, test_file: Path) -> None:
        self.folder = test_file.parent / "golden" / test_file.stem.removeprefix("test_")

    def __call__(self, name: str, shown: str | Iterable[str]) -> None:
        """Hold what is shown, a text or its lines, to the screen of this name."""
        text = shown if isinstance(shown, str) else "\n".join(shown)
        text = text.rstrip("\n") + "\n"
        path = self.folder / f"{name}.txt"
        if UPDATES:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        golden = path.read_text(encoding="utf-8") if path.exists() else ""
        if text != golden:
            changes = unified_diff(golden.splitlines(), text.splitlines(), "golden", "shown", lineterm="", n=2)
            pytest.fail(f"{path}\n" + "\n".join(changes) + "\nMeant? UPDATE_GOLDEN=1", pytrace=False)
