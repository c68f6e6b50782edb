"""Parse the moments and days that a person types."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import fold_width
from knotcli.coach.text import clean_text

ToLocal = Callable[[datetime], datetime]
"""Shows a moment as the clocks here show it then."""
TIME_FORMATS = "2026-11-20, 2026-11-20 18:30, 18:30, yesterday 18:30, or ISO 8601"
_UNITS = {"w": 10080, "d": 1440, "h": 60, "m": 1, "min": 1}


def parse_moment(text: str, now: datetime, local: ToLocal) -> datetime:
    """Parse `--at`: a day, a time of today, or both. local: gives a wall-clock time its offset.

    A day alone means noon of it, or now when it is today. Raise Misuse; also for a moment after `now`.
    """
    words = fold_width(text.strip()).lower()
    if words in ("now", "today"):
        return now
    named = re.fullmatch(r"(?:(today|yesterday)\b\s*)?(?:(\d{1,2}):(\d{2}))?", words, re.ASCII)
    try:
        if words and named:
            day = now.date() - timedelta(days=named[1] == "yesterday")
            moment = local(datetime.combine(day, time(int(named[2] or 12), int(named[3] or 0))))
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", words, re.ASCII):
            day = date.fromisoformat(words)
            if day == now.date():
                return now
            moment = local(datetime.combine(day, time(12)))
        else:
            padded = re.sub(r"(?<=[ t])(\d:)", r"0\1", words, count=1)  # 6:05 as well as 06:05
            read = datetime.fromisoformat(padded.upper())
            moment = read if read.tzinfo else local(read)
    except (ValueError, OverflowError):
        raise Misuse(f"{clean_text(text)[:60]!r} is not a time that knot can read. It takes {TIME_FORMATS}.") from None
    return _require_past(moment, now, text)


def parse_time_ago(text: str, now: datetime, local: ToLocal) -> datetime:
    """Parse `--ago`: 30m, 2h, 1h30m, 3d or 1w before now. Raise Misuse."""
    parts = re.findall(r"(\d{1,6})\s*(w|d|h|min|m)", text.strip().lower())
    if not parts or "".join(n + u for n, u in parts) != re.sub(r"\s", "", text.lower()):
        raise Misuse(f"{clean_text(text)[:60]!r} is not a span that knot can read. It takes 30m, 2h, 1h30m, 3d or 1w.")
    try:
        moment = now - timedelta(minutes=sum(int(n) * _UNITS[u] for n, u in parts))
        # A span across a change of summer time lands on another offset: the wall clock of that moment counts.
        return _require_past(local(moment), now, text)
    except OverflowError:
        raise Misuse(f"{clean_text(text)[:60]!r} is too long ago.") from None


def parse_day(text: str, today: date, option: str, to_come: bool = False) -> date:
    """Parse the day that an option takes: 2026-11-20, today or yesterday.

    Raise Misuse that names the option; without `to_come` also for a day after today or before 1900.
    """
    words = fold_width(text.strip()).lower()
    if words in ("today", "yesterday"):
        return today - timedelta(days=words == "yesterday")
    try:
        found = date.fromisoformat(words.upper())
    except ValueError:
        raise Misuse(
            f"{option} takes a day such as {today}, today or yesterday, not {clean_text(text)[:60]!r}."
        ) from None
    if not to_come and found > today:
        raise Misuse(f"{option} takes a day up to today, {today}; {found} is in the future.")
    if not to_come and found.year < 1900:
        raise Misuse(f"{option} takes a day from 1900 on, not {found}.")
    return found


def _require_past(moment: datetime, now: datetime, text: str) -> datetime:
    if moment > now:
        raise Misuse(f"{clean_text(text)[:60]!r} is in the future. A rating is about now or earlier.")
    if moment.year < 1900:
        raise Misuse(f"{clean_text(text)[:60]!r} is too long ago.")
    return moment
