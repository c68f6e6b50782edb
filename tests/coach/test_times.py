"""Words for a moment → the moment, in the zone of the place where they are said."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.errors import Misuse
from knotcli.coach.times import parse_day, parse_moment, parse_time_ago
from support.clock import CET, NOON

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(moment: datetime) -> datetime:
    """Do as the clock adapter does, in one zone: a wall time that does not exist moves on by the gap."""
    aware = moment.replace(tzinfo=BERLIN) if moment.tzinfo is None else moment
    there = aware.astimezone(UTC).astimezone(BERLIN)
    return there.replace(tzinfo=timezone(there.utcoffset() or timedelta()))


def at(text: str, now: datetime = NOON) -> str:
    return parse_moment(text, now, berlin).isoformat()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-19", "2026-11-19T12:00:00+01:00"),
        ("2026-11-20", "2026-11-20T12:00:00+01:00"),
        ("2026-11-19 18:30", "2026-11-19T18:30:00+01:00"),
        ("2026-11-19T18:30", "2026-11-19T18:30:00+01:00"),
        ("2026-11-19T18:30:15", "2026-11-19T18:30:15+01:00"),
        ("2026-11-19T18:30Z", "2026-11-19T18:30:00+00:00"),
        ("2026-11-19t18:30z", "2026-11-19T18:30:00+00:00"),
        ("2026-11-19T18:30:00-08:00", "2026-11-19T18:30:00-08:00"),
        ("2026-11-20T16:00:00+05:30", "2026-11-20T16:00:00+05:30"),
        ("2026-07-01 18:30", "2026-07-01T18:30:00+02:00"),
        ("11:30", "2026-11-20T11:30:00+01:00"),
        ("8:05", "2026-11-20T08:05:00+01:00"),
        ("00:00", "2026-11-20T00:00:00+01:00"),
        ("today 8:05", "2026-11-20T08:05:00+01:00"),
        ("yesterday 18:30", "2026-11-19T18:30:00+01:00"),
        ("  Yesterday   18:30 ", "2026-11-19T18:30:00+01:00"),
        ("yesterday", "2026-11-19T12:00:00+01:00"),
        ("today", "2026-11-20T12:00:00+01:00"),
        ("now", "2026-11-20T12:00:00+01:00"),
    ],
)
def test_each_form_of_at_is_read(text: str, moment: str) -> None:
    assert at(text) == moment


def test_today_as_a_day_is_now_and_no_moment_to_come() -> None:
    early = NOON.replace(hour=7)
    assert at("2026-11-20", early) == early.isoformat()


@pytest.mark.parametrize(
    "text", ["2026-11-21", "12:01", "2026-11-20T12:00:01+01:00", "2026-11-20T12:00Z", "2999-01-01", "today 23:59"]
)
def test_a_moment_to_come_is_refused(text: str) -> None:
    with pytest.raises(Misuse, match="in the future"):
        at(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "tomorrow", "25:00", "12:60", "2026-13-01", "2026-02-30", "18", "1830h", "yesterday soon",
     "yesterday 2026-11-19", "2026-11-19 yesterday", "٠٨:٠٥ x", "-1", "9" * 5000],
)  # fmt: skip
def test_what_is_no_time_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(Misuse, match="yesterday 18:30, or ISO 8601") as told:
        at(text)
    assert len(str(told.value)) < 220


@pytest.mark.parametrize("text", ["1899-12-31", "0001-01-01T00:00+14:00", "0001-01-01"])
def test_a_moment_before_1900_is_refused(text: str) -> None:
    with pytest.raises(Misuse):
        at(text)


def test_an_hour_that_summer_time_left_out_is_the_moment_it_would_have_been() -> None:
    now = datetime(2026, 3, 30, 12, tzinfo=BERLIN)
    assert at("2026-03-29 02:30", now) == "2026-03-29T03:30:00+02:00"
    assert at("2026-03-29 01:59", now) == "2026-03-29T01:59:00+01:00"
    assert at("2026-03-29 03:00", now) == "2026-03-29T03:00:00+02:00"


def test_an_hour_that_comes_twice_is_its_first() -> None:
    now = datetime(2026, 10, 26, 12, tzinfo=BERLIN)
    assert at("2026-10-25 02:30", now) == "2026-10-25T02:30:00+02:00"
    assert at("2026-10-25T02:30+01:00", now) == "2026-10-25T02:30:00+01:00"


def test_a_span_across_a_change_of_summer_time_is_counted_in_hours_that_passed() -> None:
    now = berlin(datetime(2026, 10, 25, 4, 0))
    assert parse_time_ago("2h", now, berlin).isoformat() == "2026-10-25T02:00:00+01:00"
    assert parse_time_ago("3h", now, berlin).isoformat() == "2026-10-25T02:00:00+02:00"
    now = berlin(datetime(2026, 3, 29, 4, 0))
    assert parse_time_ago("2h", now, berlin).isoformat() == "2026-03-29T01:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("30m", 30), ("30min", 30), ("2h", 120), ("1h30m", 90), ("1h 30m", 90), (" 2 H ", 120), ("3d", 4320),
     ("1w", 10080), ("0m", 0), ("1d2h3m", 1563)],
)  # fmt: skip
def test_each_form_of_ago_is_read(text: str, minutes: int) -> None:
    assert NOON - parse_time_ago(text, NOON, berlin) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "2", "h", "soon", "-2h", "2h-", "1.5h", "2 hours ago", "2s", "²h", "h2"])
def test_what_is_no_span_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(Misuse, match="1h30m"):
        parse_time_ago(text, NOON, berlin)


@pytest.mark.parametrize("text", ["999999w", "200000d"])
def test_a_span_before_1900_is_refused(text: str) -> None:
    with pytest.raises(Misuse, match="too long ago"):
        parse_time_ago(text, NOON, berlin)


@given(st.text(max_size=30))
def test_any_text_is_a_moment_that_has_been_or_one_clear_line(text: str) -> None:
    for read in (parse_moment, parse_time_ago):
        try:
            moment = read(text, NOON, berlin)
        except Misuse as told:
            assert "\n" not in str(told)
        else:
            assert moment.utcoffset() is not None and moment <= NOON


@given(st.datetimes(datetime(1950, 1, 1), datetime(2026, 11, 19)))
def test_a_written_moment_is_read_as_what_the_wall_clock_showed(wall: datetime) -> None:
    wall = wall.replace(second=0, microsecond=0)
    read = parse_moment(f"{wall:%Y-%m-%d %H:%M}", NOON, berlin)
    exists = wall.replace(tzinfo=BERLIN).astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) == wall
    assert not exists or read.replace(tzinfo=None) == wall


@given(st.datetimes(datetime(1950, 1, 1), datetime(2026, 11, 19)), st.integers(-14 * 60, 14 * 60))
def test_iso_with_an_offset_keeps_the_moment_and_the_offset(wall: datetime, minutes: int) -> None:
    moment = wall.replace(tzinfo=CET).astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)
    assert parse_moment(moment.isoformat(), NOON, berlin) == moment


@pytest.mark.parametrize(
    ("text", "found"), [("2026-11-19", "2026-11-19"), (" Today ", "2026-11-20"), ("yesterday", "2026-11-19")]
)
def test_each_form_of_a_day_is_read(text: str, found: str) -> None:
    assert parse_day(text, NOON.date(), "--since").isoformat() == found


@pytest.mark.parametrize("text", ["", "soon", "18:30", "2026-13-01", "20.11.2026", "monday", "x\x1b[2J"])
def test_what_is_no_day_is_refused_with_the_option_and_the_forms(text: str) -> None:
    with pytest.raises(Misuse) as refused:
        parse_day(text, NOON.date(), "--since")
    said = str(refused.value)
    assert said.startswith("--since takes a day such as 2026-11-20, today or yesterday, not ")
    assert "\x1b" not in said


def test_a_day_to_come_is_refused_unless_it_may_be() -> None:
    with pytest.raises(Misuse, match="2026-11-21 is in the future"):
        parse_day("2026-11-21", NOON.date(), "--seen")
    assert parse_day("2026-11-21", NOON.date(), "--since", to_come=True).day == 21
