"""Spell for the ear what is short for the eye: units, days, ranges and signs, for plain lines and the voice."""

import re
from datetime import date

MONTHS = {f"{day:%b}": f"{day:%B}" for day in (date(2001, number, 1) for number in range(1, 13))}
WEEKDAYS = {f"{day:%a}": f"{day:%A}" for day in (date(2001, 1, number) for number in range(1, 8))}
UNITS = {"s": "second", "min": "minute", "h": "hour"}
SIGNS = {" → ": " to ", "↓": "falling", "↑": "rising", " · ": ", ", " × ": " times ", " #": " tag "}
_MONTH = re.compile(rf"(?<=\d )({'|'.join(MONTHS)})\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})(?= \d)")
_UNIT = re.compile(r"\b(\d+(?:\.\d+)?) (s|min|h)\b")
# Neither a date such as 2026-11-20 nor a telephone number is a range.
_RANGE = re.compile(r"(?<=\d)–(?=\d)|(?<=\d)(?<![\d-]\d)-(?=\d{1,2}(?![\d-]))")
_LEAD = re.compile(r"^( *)[→·] ")
_KEY = re.compile(r"\((\w)\)(\w+)")
_SIGN = re.compile("|".join(map(re.escape, SIGNS)))
_NOTHING = re.compile(r"(?<![^\s(])–(?!\S)")


def spell_for_ear(text: str) -> str:
    """Return the text as it is said: 30 seconds, Thursday 3 December, 4 to 6; the key of a word follows it."""
    text = _UNIT.sub(lambda found: f"{found[1]} {UNITS[found[2]]}{'' if found[1] == '1' else 's'}", text)
    text = _WEEKDAY.sub(lambda found: WEEKDAYS[found[1]], _MONTH.sub(lambda found: MONTHS[found[1]], text))
    text = _KEY.sub(r"\1\2 (\1)", _RANGE.sub(" to ", _NOTHING.sub("none", text)))
    return _SIGN.sub(lambda found: SIGNS[found[0]], _LEAD.sub(r"\1", text))
