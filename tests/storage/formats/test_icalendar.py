"""The reminder's file is read by two calendar libraries and by an own reader of every property it must have."""

import re
from datetime import UTC, datetime, time, timedelta, timezone
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.errors import Misuse
from knotcli.storage.formats.icalendar import (
    MAKER,
    Reminder,
    find_first_reminder,
    find_last_reminder,
    fold_line,
    is_reminder,
    read_days,
    read_time,
    write_calendar,
)
from support import examples

CET = timezone(timedelta(hours=1))
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=CET)
AFTERNOONS = Reminder(time(15), (0, 1, 2, 3, 4), 4)
REMINDERS = st.builds(
    Reminder,
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.integers(1, 4),
)
NOWS = st.builds(
    lambda wall, hours: wall.replace(tzinfo=timezone(timedelta(hours=hours))),
    st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)),
    st.integers(-12, 14),
)


def read(text: str) -> dict[str, list[tuple[str, str]]]:
    """Read the file by RFC 5545's own rules: the (name, value) pairs of each component, in order."""
    assert text.endswith("\r\n")
    rows = text.removesuffix("\r\n").split("\r\n")
    assert all(len(row.encode()) <= 75 and "\n" not in row and "\r" not in row for row in rows)
    lines = "\r\n".join(rows).replace("\r\n ", "").split("\r\n")
    found: dict[str, list[tuple[str, str]]] = {}
    open_: list[str] = []
    for line in lines:
        name, colon, value = line.partition(":")
        assert colon and re.fullmatch(r"[A-Z-]+", name)
        if name == "BEGIN":
            open_.append(value)
            found[value] = []
        elif name == "END":
            assert open_.pop() == value
        else:
            found[open_[-1]].append((name, value))
    assert not open_
    return found


def moments(parts: dict[str, list[tuple[str, str]]]) -> list[datetime]:
    """Expand the rule by hand: every day that it names, from the first on, as many as it counts."""
    event = dict(parts["VEVENT"])
    begin = datetime.strptime(event["DTSTART"], "%Y%m%dT%H%M%S")
    rule = dict(part.split("=") for part in event["RRULE"].split(";"))
    assert rule["FREQ"] == "WEEKLY" and {*rule} == {"FREQ", "COUNT", "BYDAY"}
    days = (begin + timedelta(days=n) for n in range(400))
    fits = (m for m in days if f"{m:%a}"[:2].upper() in rule["BYDAY"].split(","))
    return list(islice(fits, int(rule["COUNT"])))


@examples(200)
@given(wanted=REMINDERS, now=NOWS)
def test_every_file_has_each_required_property_once_and_ends_within_28_days(wanted: Reminder, now: datetime) -> None:
    parts = read(write_calendar([wanted], now))
    assert [*parts] == ["VCALENDAR", "VEVENT", "VALARM"]
    for component, names in {
        "VCALENDAR": {"VERSION", "PRODID"},
        "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DURATION", "RRULE", "SUMMARY"},
        "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
    }.items():
        found = [name for name, _ in parts[component]]
        assert names <= {*found} and len(found) == len({*found})
    event = dict(parts["VEVENT"])
    assert dict(parts["VCALENDAR"])["VERSION"] == "2.0"
    assert dict(parts["VALARM"])["ACTION"] == "DISPLAY"
    assert not event["DTSTART"].endswith("Z")
    stamp = datetime.strptime(event["DTSTAMP"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert abs(stamp - now) < timedelta(seconds=1)
    rung = moments(parts)
    assert len(rung) == wanted.count == len({*rung})
    assert (rung[0], rung[-1]) == (find_first_reminder(wanted, now), find_last_reminder(wanted, now))
    assert rung[-1] - rung[0] < timedelta(days=28)
    assert {m.time() for m in rung} == {wanted.at} and {m.weekday() for m in rung} == {*wanted.days}


@examples(200)
@given(wanted=REMINDERS, now=NOWS)
def test_the_first_reminder_is_the_next_one_that_fits(wanted: Reminder, now: datetime) -> None:
    wall = now.replace(tzinfo=None)
    begin = find_first_reminder(wanted, now)
    assert begin >= wall
    between = (datetime.combine(wall.date() + timedelta(days=n), wanted.at) for n in range(9))
    assert not [m for m in between if wall <= m < begin and m.weekday() in wanted.days]


@examples(60)
@given(wanted=REMINDERS, now=NOWS)
def test_two_calendar_libraries_read_the_same_reminders(wanted: Reminder, now: datetime) -> None:
    icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")
    vobject = pytest.importorskip("vobject", reason="vobject is not installed")
    text = write_calendar([wanted], now)
    rung = moments(read(text))
    one = icalendar.Calendar.from_ical(text)
    assert not one.errors
    (event,) = one.walk("VEVENT")
    assert not event.errors
    assert event["DTSTART"].dt == rung[0] and event["DTSTART"].dt.tzinfo is None
    assert event["RRULE"]["COUNT"] == [wanted.count] and event["DURATION"].dt == timedelta(minutes=25)
    (alarm,) = one.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(0) and alarm["ACTION"] == "DISPLAY"
    other: Any = vobject.readOne(text)
    other.validate(raiseException=True)
    assert list(other.vevent.getrruleset(addRDate=True)) == rung
    assert other.vevent.uid.value == event["UID"]
    assert other.vevent.valarm.description.value == "knot: muscle routine"


def test_across_a_change_of_summer_time_the_hour_stays() -> None:
    rrule = pytest.importorskip("dateutil.rrule", reason="python-dateutil is not installed")
    zone = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 10, 12, 9, tzinfo=zone)
    event = dict(read(write_calendar([Reminder(time(18), (0, 6), 4)], now))["VEVENT"])
    begin = datetime.strptime(event["DTSTART"], "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    rung = list(rrule.rrulestr(event["RRULE"], dtstart=begin))
    assert len(rung) == 8 and {m.hour for m in rung} == {18}
    assert {m.astimezone(UTC).hour for m in rung} == {16, 17}


def test_it_names_neither_region_nor_score_nor_pain() -> None:
    text = write_calendar([AFTERNOONS], FRIDAY).lower()
    assert "summary:knot: muscle routine\r\n" in text and "class:private" in text
    for word in ("neck", "shoulder", "back", "hip", "jaw", "head", "pain", "score", "session"):
        assert word not in text


def test_the_same_request_has_the_same_uid_and_another_has_another() -> None:
    def uid(wanted: Reminder, now: datetime) -> str:
        return dict(read(write_calendar([wanted], now))["VEVENT"])["UID"]

    one = uid(AFTERNOONS, FRIDAY)
    assert one == uid(AFTERNOONS, FRIDAY + timedelta(days=9))
    others = [
        Reminder(time(15, 1), AFTERNOONS.days, 4),
        Reminder(time(15), (0, 1), 4),
        Reminder(time(15), AFTERNOONS.days, 3),
    ]
    assert len({one, *(uid(other, FRIDAY) for other in others)}) == 4


def test_a_time_that_is_over_today_begins_on_the_next_day_that_fits() -> None:
    assert find_first_reminder(AFTERNOONS, FRIDAY) == datetime(2026, 11, 20, 15)
    assert find_first_reminder(AFTERNOONS, FRIDAY.replace(hour=15)) == datetime(2026, 11, 20, 15)
    assert find_first_reminder(AFTERNOONS, FRIDAY.replace(hour=15, minute=1)) == datetime(2026, 11, 23, 15)
    assert find_last_reminder(AFTERNOONS, FRIDAY) == datetime(2026, 12, 17, 15)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("weekdays", (0, 1, 2, 3, 4)),
        ("daily", (0, 1, 2, 3, 4, 5, 6)),
        ("weekends", (5, 6)),
        ("Mon, Wed, FRI", (0, 2, 4)),
        ("fri-mon", (0, 4, 5, 6)),
        ("tues,thursday", (1, 3)),
        ("sat,mon-tue", (0, 1, 5)),
        ("sun", (6,)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["", "x", "t", "mon-", "-fri", "mon;wed", "mon-fri-sun", "0", "mon,,wed", "m\x1b[1m"])
def test_other_days_are_refused_in_one_line_that_says_what_is_allowed(text: str) -> None:
    with pytest.raises(Misuse, match=r"--days takes daily, weekdays") as fault:
        read_days(text)
    assert "\x1b" not in str(fault.value)


def test_a_slip_in_a_day_gets_the_nearest() -> None:
    with pytest.raises(Misuse, match=r"Did you mean weekdays\?"):
        read_days("weekday s x")


@pytest.mark.parametrize("text", ["24:00", "15", "15:60", "3pm", "", "-1:00", "15:00:00"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(Misuse, match="--at takes a time of day"):
        read_time(text)
    assert read_time("7:05") == time(7, 5)


def test_the_digits_of_every_script_are_a_time() -> None:
    assert (read_time("１５：３０"), read_time("٣:00"), read_time("９", "--from")) == (time(15, 30), time(3), time(9))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300))
def test_folding_keeps_the_text_and_every_row_short(line: str) -> None:
    rows = fold_line(line).split("\r\n")
    assert all(len(row.encode()) <= 75 for row in rows)
    assert rows[0] + "".join(row[1:] for row in rows[1:]) == line
    assert all(row.startswith(" ") for row in rows[1:])


def test_own_files_are_told_from_others() -> None:
    text = write_calendar([AFTERNOONS], FRIDAY)
    assert is_reminder(text) and is_reminder(text.replace("\r\n", "\n"))
    assert not is_reminder(text.replace(MAKER, "-//Other//EN")) and not is_reminder("")
