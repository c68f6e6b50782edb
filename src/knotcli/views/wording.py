"""Counts, days, spans of time, regions and changes, in words: the same on every screen."""

from collections.abc import Mapping

from knotcli.coach.text import Style

CHANGE_WORDS = {
    "clearly-lower": "clearly lower",
    "lower": "lower",
    "slightly-lower": "slightly lower",
    "same": "about the same",
    "slightly-higher": "slightly higher",
    "higher": "higher",
    "too-early": "too early to tell",
}
CHANGE_STYLES: Mapping[str, Style] = {
    "clearly-lower": "good",
    "lower": "good",
    "slightly-higher": "warn",
    "higher": "stop",
}


def name_region(region: str) -> str:
    """Return a region's name as words."""
    return region.replace("-", " ")


def say_span(seconds: float) -> str:
    """Say a span: 30 s, 10 min, 1 min 30 s, 2 h 5 min."""
    whole = round(seconds)
    if whole >= 3600:
        hours, minutes = divmod(round(whole / 60), 60)
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    minutes, rest = divmod(whole, 60)
    parts = [*([f"{minutes} min"] if minutes else []), *([f"{rest} s"] if rest or not minutes else [])]
    return " ".join(parts)
