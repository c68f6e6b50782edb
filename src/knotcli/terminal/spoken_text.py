"""Spell for the ear what is short for the eye: units, days, ranges and signs, for plain lines and the voice."""

import re
from datetime import date

_WEEKDAYS = {f"{day:%a}": f"{day:%A}" for day in (date(2001, 1, number) for number in range(1, 8))}
_UNITS = {f"{day:%b}": f"{day:%B}" for day in (date(2001, number, 1) for number in range(1, 13))}
_UNITS |= {"s": "seconds", "min": "minutes", "h": "hours"}
_SIGNS = {
    "–": "none",
    " → ": " to ",
    "↓": "falling",
    "↑": "rising",
    "→": "steady",
    " · ": ", ",
    " × ": " times ",
    " #": " tag ",
}
_SHORT = re.compile(
    rf"(?<=\d )(?:{'|'.join(_UNITS)})\b|\b(?:{'|'.join(_WEEKDAYS)})(?= \d)|(?<![^\s(])–(?!\S)|(?<=\S) [→·×] |[↓↑]|(?<=\S  )→| #"
)
_SAID = _UNITS | _WEEKDAYS | _SIGNS
_RULES = tuple(
    (re.compile(written), said)
    for written, said in (
        (r"^( *)[→·] ", r"\1"),
        # Neither a date such as 2026-11-20 nor a telephone number is a range.
        (r"(?<=\d)–(?=\d)|(?<=\d)(?<![\d-]\d)-(?=\d{1,2}(?![\d-]))", " to "),
        (r"\((\w)\)(\w+)", r"\1\2 (\1)"),  # the key of a word follows it
        (r"(?<![\d.])1 (second|minute|hour)s", r"1 \1"),
    )
)


def spell_for_ear(text: str) -> str:
    """Return the text as it is said: 30 seconds, Thursday 3 December, 4 to 6, dull (d)."""
    text = _SHORT.sub(lambda found: _SAID[found[0]], text)
    for written, said in _RULES:
        text = written.sub(said, text)
    return text
