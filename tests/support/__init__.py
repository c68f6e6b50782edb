"""What tests share: one clock, one home, one way to run a command here and one on a terminal."""

import os
from pathlib import Path
from typing import Any

from hypothesis import settings

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
CONTENT = ROOT / "content"
# How many times as long kills, damages and walks go on: KNOT_THOROUGH=10 is the long run.
THOROUGH = int(os.environ.get("KNOT_THOROUGH", "1"))


def examples(number: int, **more: Any) -> settings:
    """Let a property be tried a third as often as that; KNOT_THOROUGH=10 goes three times beyond it."""
    return settings(max_examples=max(10, number * THOROUGH // 3), deadline=None, **more)
