import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.record import Assessment, Check, make_entry_id
from support.clock import NOON
from support.command_line import make_world, run

ASK = ["remind", "--at", "15:00"]
BREAKS = ["remind", "--break", "--every", "45", "--from", "9", "--to", "17:00"]


def test_it_prints_the_calendar_when_no_file_is_named(tmp_path: Path) -> None:
    done = run(ASK, make_world(tmp_path))
    assert done.code == 0 and done.err == ""
    assert done.out.startswith("BEGIN:VCALENDAR\r\n") and done.out.endswith("END:VCALENDAR\r\n")
    assert "RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=MO,TU,WE,TH,FR\r\n" in done.out
    assert run([*ASK, "-o", "-"], make_world(tmp_path)).out == done.out
    assert not (tmp_path / "home").exists()


def test_a_pipe_gets_the_very_bytes(tmp_path: Path) -> None:
    env = os.environ | {"KNOT_HOME": str(tmp_path), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-m", "knotcli", *ASK], env=env, check=True, capture_output=True)
    assert done.stdout.count(b"\r\n") == done.stdout.count(b"\n") > 15


def test_the_file_is_private_and_can_be_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "knot.ics"
    done = run([*ASK, "-o", str(path)], make_world(tmp_path))
    assert done.code == 0 and path.stat().st_mode & 0o777 == 0o600
    assert f"Written: {path}" in done.out
    assert "20 reminders, each at 15:00, from Fri 20 Nov to Thu 17 Dec 2026." in done.out
    assert run([*ASK, "--weeks", "2", "-o", str(path)], make_world(tmp_path)).code == 0
    assert b"COUNT=10;" in path.read_bytes()


def test_what_is_no_reminder_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.ics"
    path.write_text(other := "BEGIN:VCALENDAR\nPRODID:-//Other//EN\nEND:VCALENDAR\n")
    done = run([*ASK, "-o", str(path)], make_world(tmp_path))
    assert done.code == 1 and done.err.count("\n") == 1 and path.read_text() == other


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--at", "25:00"], "0:00 to 23:59"),
        (["--at", "15:00", "--days", "someday"], "mon-fri"),
        (["--at", "15:00", "--weeks", "5"], "1 to 4"),
        (["--at", "15:00", "--weeks", "0"], "1 to 4"),
        ([], "--at"),
        (["--break", "--at", "15:00"], "--break"),
        (["--at", "15:00", "--every", "30"], "--break"),
        (["--break", "--every", "14"], "15 to 240"),
        (["--break", "--from", "17:00", "--to", "9:00"], "earlier"),
        (["--break", "--to", "24:00"], "--to takes a time of day"),
    ],
)
def test_what_is_wrong_is_refused_with_what_is_allowed(tmp_path: Path, argv: list[str], says: str) -> None:
    path = tmp_path / "x.ics"
    done = run(["remind", *argv, "-o", str(path)], make_world(tmp_path))
    assert done.code == 2 and says in done.err and not path.exists()


def test_there_is_none_while_a_red_flag_is_set(tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    world = make_world(tmp_path)
    world.history.add(Check(make_entry_id(), NOON - timedelta(days=2), ("calf",), {"rf_clot": "unsure"}))
    for argv in (ASK, [*ASK, "-o", str(path)], BREAKS):
        done = run(argv, make_world(tmp_path))
        assert done.code == 3 and "warning sign" in done.err and done.out == ""
    assert not path.exists()
    world.history.add(Assessment(make_entry_id(), NOON, NOON.date(), ("rf_clot",)))
    assert run(ASK, make_world(tmp_path)).code == 0


def test_breaks_come_through_the_day_each_at_its_own_time(tmp_path: Path) -> None:
    path = tmp_path / "breaks.ics"
    done = run([*BREAKS, "--days", "mon,wed", "--weeks", "2", "-o", str(path)], make_world(tmp_path))
    assert "44 reminders, between 09:00 and 16:30, from Mon 23 Nov to Wed 2 Dec 2026." in done.out
    vobject = pytest.importorskip("vobject", reason="vobject is not installed")
    events = vobject.readOne(path.read_text()).vevent_list
    times = [event.dtstart.value.strftime("%H:%M") for event in events]
    assert (times[:2], times[-1], len(times)) == (["09:00", "09:45"], "16:30", 11)
    assert len({event.uid.value for event in events}) == 11
    assert {event.summary.value for event in events} == {"knot: movement break"}
    assert {len(list(event.getrruleset())) for event in events} == {4}
