"""Reminders as an iCalendar file (RFC 5545, O-63): bounded, at the wall clock's hour, and telling nobody why.

Times carry no zone, so that a reminder at 18:00 stays at 18:00 across a change of summer time and on a journey.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid5

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import fold_width
from knotcli.coach.text import clean_text, find_nearest

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TOGETHER = {"daily": range(7), "weekdays": range(5), "weekends": range(5, 7)}
MOST_WEEKS = 4
"""No reminder goes on for more than 28 days (own decision): by then it is time to look whether knot helps."""
LASTS = timedelta(minutes=25)
"""About as long as a routine with heat and both sides (own decision)."""
SUMMARY = "knot: muscle routine"
BREAK_SUMMARY = "knot: movement break"
BREAK_LASTS = timedelta(minutes=2)
ABOUT = "Only if nothing speaks against it. knot asks first."
MAKER = "-//knot//reminder//EN"
TAKES = "daily, weekdays, weekends, mon-fri, or mon,wed,fri"
_SPACE = UUID("7c1b1c5e-6a0b-4d55-9c39-3f1f7f3d6b1e")


@dataclass(frozen=True, slots=True)
class Reminder:
    """A time of day, on some days (0 Monday to 6 Sunday), for some weeks (1 to 4)."""

    at: time
    days: tuple[int, ...]
    weeks: int
    summary: str = SUMMARY
    lasts: timedelta = LASTS

    @property
    def count(self) -> int:
        """How often it rings in all."""
        return len(self.days) * self.weeks


def read_time(text: str, option: str = "--at") -> time:
    """Read a time of day such as 15:00 or 9:30; for other options than --at also 9. Raises Misuse."""
    word = fold_width(text.strip())
    word = f"{word}:00" if option != "--at" and word.isdecimal() else word
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", word, re.ASCII)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise Misuse(f"{option} takes a time of day from 0:00 to 23:59, such as 15:00, not {clean_text(text)[:40]!r}.")
    return time(int(found[1]), int(found[2]))


def read_days(text: str) -> tuple[int, ...]:
    """Read days: daily, weekdays, weekends, mon-fri, fri-mon, or mon,wed,fri. Raises Misuse."""
    days: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        if part in TOGETHER:
            days |= {*TOGETHER[part]}
            continue
        first, dash, last = part.partition("-")
        begin = _day(first, text)
        end = _day(last, text) if dash else begin
        days |= {(begin + n) % 7 for n in range((end - begin) % 7 + 1)}
    return tuple(sorted(days))


def _day(word: str, text: str) -> int:
    found = [n for n, name in enumerate(NAMES) if len(word) > 1 and name.startswith(word)]
    if len(found) == 1:
        return found[0]
    close = find_nearest(word, (*TOGETHER, *NAMES, *(name[:3] for name in NAMES)))
    hint = f" Did you mean {close}?" if close else ""
    raise Misuse(f"--days takes {TAKES}, not {clean_text(text)[:40]!r}.{hint}")


def find_first_reminder(wanted: Reminder, now: datetime) -> datetime:
    """Give the first reminder's wall-clock time, on one of the days and not before `now`, without a zone."""
    wall = now.replace(tzinfo=None)
    moments = (datetime.combine(wall.date() + timedelta(days=n), wanted.at) for n in range(8))
    return next(m for m in moments if m.weekday() in wanted.days and m >= wall)


def find_last_reminder(wanted: Reminder, now: datetime) -> datetime:
    """Give the last reminder's wall-clock time."""
    begin = find_first_reminder(wanted, now)
    rest = (begin + timedelta(days=n) for n in range(7 * wanted.weeks))
    return [m for m in rest if m.weekday() in wanted.days][-1]


def list_break_reminders(every: int, begin: time, end: time, days: tuple[int, ...], weeks: int) -> list[Reminder]:
    """Return a reminder for every so many minutes of the day, from `begin` to `end`. Raises Misuse where there is none."""
    opens, closes = (at.hour * 60 + at.minute for at in (begin, end))
    if opens >= closes:
        raise Misuse("--from takes an earlier time than --to.")
    times = (time(*divmod(minute, 60)) for minute in range(opens, closes + 1, every))
    return [Reminder(at, days, weeks, BREAK_SUMMARY, BREAK_LASTS) for at in times]


def write_calendar(wanted: Iterable[Reminder], now: datetime) -> str:
    """Write the calendar file. `now` is aware: its wall clock decides the first day.

    The same request has the same UID, so that a calendar which reads it again replaces what it had.
    """
    events = [line for one in wanted for line in _event(one, now)]
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{MAKER}", "CALSCALE:GREGORIAN")
    return "".join(fold_line(line) + "\r\n" for line in (*head, *events, "END:VCALENDAR"))


def _event(wanted: Reminder, now: datetime) -> tuple[str, ...]:
    begin = find_first_reminder(wanted, now)
    named = "" if wanted.summary == SUMMARY else f" {wanted.summary}"
    asked = f"{wanted.at:%H:%M} {wanted.days} {wanted.weeks}{named}"
    return (
        "BEGIN:VEVENT",
        f"UID:{uuid5(_SPACE, asked)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{begin:%Y%m%dT%H%M%S}",
        f"DURATION:PT{wanted.lasts // timedelta(minutes=1)}M",
        f"RRULE:FREQ=WEEKLY;COUNT={wanted.count};BYDAY={_by(wanted.days)}",
        f"SUMMARY:{_text(wanted.summary)}",
        f"DESCRIPTION:{_text(ABOUT)}",
        *("CLASS:PRIVATE", "TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S"),
        f"DESCRIPTION:{_text(wanted.summary)}",
        *("END:VALARM", "END:VEVENT"),
    )


def is_reminder(text: str) -> bool:
    """Say whether a file is one that `write_calendar` wrote."""
    return text.startswith("BEGIN:VCALENDAR") and f"\nPRODID:{MAKER}" in text.replace("\r\n", "\n")


def fold_line(line: str) -> str:
    """Break a content line so that none has more than 75 octets of UTF-8, nor a character cut in two."""
    rows, row = [], ""
    for letter in line:
        if len((row + letter).encode()) > 75:
            rows.append(row)
            row = " "
        row += letter
    return "\r\n".join([*rows, row])


def _by(days: Collection[int]) -> str:
    return ",".join(NAMES[day][:2].upper() for day in days)


def _text(words: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", words)
