"""The 0–10 rating."""

import re

from knotcli.coach.errors import Misuse
from knotcli.coach.text import clean

MEANING = "0 is no pain, 10 the worst pain you can imagine"


def score(text: str) -> int:
    """Read a rating: a whole number 0 to 10 (0–10 numeric rating scale, O-44). Raises Misuse with the meaning."""
    if re.fullmatch(r"\+?0*(\d|10)", text.strip(), re.ASCII):
        return int(text)
    raise Misuse(
        f"{clean(text)[:40]!r} is not a rating. It takes a whole number from 0 to 10: {MEANING}. Nothing was stored."
    )
