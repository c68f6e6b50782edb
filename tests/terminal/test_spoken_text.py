import re

import pytest

from knotcli.terminal.spoken_text import spell_for_ear
from support import ROOT


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hold 30 s, 1 min 1 s, 2 h", "Hold 30 seconds, 1 minute 1 second, 2 hours"),
        ("Thu 3 Dec 2026", "Thursday 3 December 2026"),
        ("2–4 visits, 1-7 that one, [1–6]", "2 to 4 visits, 1 to 7 that one, [1 to 6]"),
        ("pain 4 → 3  #train", "pain 4 to 3  tag train"),
        ("   → To begin", "   To begin"),
        ("neck  3  ↓ · rest", "neck  3  falling, rest"),
        ("hip  3  →  about the same", "hip  3  steady  about the same"),
        ("Is it a (d)ull ache?", "Is it a dull (d) ache?"),
        ("7 – 5 (– for no entries)", "7 none 5 (none for no entries)"),
        ('knot log neck 6 --at "2026-11-20 18:30"', 'knot log neck 6 --at "2026-11-20 18:30"'),
        ("dial 1-1-2 or 116-117", "dial 1-1-2 or 116-117"),
        ("In May, on the Sun", "In May, on the Sun"),
    ],
)
def test_what_is_short_for_the_eye_is_spelled_for_the_ear(written: str, said: str) -> None:
    assert spell_for_ear(written) == said


def test_nothing_short_is_left_on_any_screen() -> None:
    short = re.compile(r"\d (?:s|min|h)\b|\d–\d|[→↓↑] |\d (?:Jan|Feb|Sep|Oct|Nov|Dec)\b|\b(?:Mon|Tue|Wed|Thu|Fri) \d")
    screens = [path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("golden/**/*.txt"))]
    assert any(short.search(screen) for screen in screens)
    spelled = [spell_for_ear(line) for screen in screens for line in screen.splitlines()]
    assert not [line for line in spelled if short.search(line)]
