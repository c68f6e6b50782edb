"""What tests share: one clock, one home, one way to run a command here and one on a terminal."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
CONTENT = ROOT / "content"
