"""What is judged is what runs: several windows over one home, on real terminals."""

import json
import os
import re
import signal
import sqlite3
import time
from contextlib import closing
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from knotcli.coach.record import Assessment, Check, make_entry_id
from knotcli.storage.history.stop_marks import StopMarker
from support import entries
from support.clock import FakeClock
from support.home import Home, checked_home
from support.pty_terminal import Terminal
from support.session_terminal import go_to_step, knot_on_terminal, leave_list, leave_pages, paced_knot_on_terminal


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return checked_home(tmp_path, "neck", "calf")


def session(home: Home, *options: str, pace: float = 1) -> Terminal:
    return leave_list(
        paced_knot_on_terminal(
            home, "session", "neck", "--nothing-new", "--yes", "--before", "5", "--no-heat", *options, pace=pace
        )
    )


def name_flag(home: Home, flag: str = "em_chest") -> None:
    """Name a red flag as another window does."""
    home.history.add(Check(make_entry_id(), home.clock.now(), ("neck",), {flag: "yes"}, origin="re-check"))


def test_a_flag_named_elsewhere_while_the_re_check_waits_keeps_the_session_from_running(home: Home) -> None:
    with knot_on_terminal(home, "session", "neck") as term:
        term.until("is any of this true")
        name_flag(home)
        term.send("n")
        assert term.wait() == 3
    assert home.history.sessions() == []


def test_a_flag_named_elsewhere_while_the_page_before_the_session_waits_keeps_it_from_running(home: Home) -> None:
    with paced_knot_on_terminal(home, "session", "neck", "--nothing-new", "--before", "5", cols=40, rows=12) as term:
        leave_list(term)
        term.until("Enter starts")
        name_flag(home)
        term.send("\r")
        assert term.wait() == 3
        assert "No session was started." in " ".join(term.text())
    assert home.history.sessions() == []


def test_three_windows_at_the_re_check_give_one_session(home: Home) -> None:
    windows = [knot_on_terminal(home, "session", "neck", "--before", "5") for _ in range(3)]
    try:
        for term in windows:
            term.until("is any of this true")
        for term in windows:
            term.send("n")
        for term in windows:
            leave_list(term)
            term.until(lambda t: "Enter starts" in " ".join(t.text()) or t.events)
            term.send("\r")
            term.until(lambda t: "Settle" in " ".join(t.text()) or t.events)
        refused = [term for term in windows if term.events]
        assert len(refused) == 2
        for term in refused:
            assert term.wait() == 3
            assert "in another window" in " ".join(" ".join(term.text()).split())
        assert len(home.history.sessions()) == 1
    finally:
        for term in windows:
            term.close()


@pytest.mark.parametrize("key", [" ", "n", "\x1b[C"])
def test_a_paused_session_goes_no_further_after_a_flag_was_named_elsewhere(home: Home, key: str) -> None:
    with session(home) as term:
        term.until("step 2")
        term.send(" ")
        term.until("Paused.")
        name_flag(home)
        term.send(key)
        assert term.wait() == 3
        assert "The session ended here" in " ".join(" ".join(term.text()).split())
        assert term.restored()
    kept, _ = home.newest_session()
    assert (kept.status, kept.ended_at is not None) == ("partial", True)


def test_a_running_session_leads_no_further_step_after_a_flag_was_named_elsewhere(home: Home) -> None:
    with session(home, pace=20) as term:
        term.until("breathe in")
        name_flag(home)
        assert term.wait() == 3
    kept, steps = home.newest_session()
    assert kept.status == "partial"
    assert [step.kind for step in steps].count("hold") == 1


def test_everything_is_erased_only_once_no_session_runs(home: Home) -> None:
    erase = ("doctor", "--forget", "--yes-erase-everything")
    with session(home) as term:
        term.until("step 2")
        assert home.run(*erase).code == 1 and home.history.sessions()
        term.send("q")
        assert term.wait() == 0
    assert home.run(*erase).code == 0 and not [*home.path.rglob("*.db")]


def test_after_the_rating_before_what_is_kept_is_judged_again(home: Home) -> None:
    with knot_on_terminal(home, "session", "neck", "--nothing-new") as term:
        leave_pages(term)
        term.until("before you begin?")
        name_flag(home)
        term.send("5\r")
        assert term.wait() == 3
    _, steps = home.newest_session()
    assert steps == []


def test_a_paused_session_stays_paused_while_the_store_cannot_be_read_and_says_so(home: Home) -> None:
    with session(home) as term:
        term.until("step 2")
        term.send(" ")
        term.until("Paused.")
        path = home.path / "history.db"
        whole = path.read_bytes()
        path.write_bytes(b"no history" * 500)
        term.send(" ")
        term.until("stays paused")
        assert "Paused." in " ".join(term.text())
        path.write_bytes(whole)
        term.send(" ")
        term.until(lambda t: "Paused." not in " ".join(t.text()))
        term.send("q")
        assert term.wait() == 0
    assert home.newest_session()[0].status == "partial"


def test_a_session_killed_while_its_stop_menu_is_open_was_stopped(home: Home) -> None:
    with session(home) as term:
        go_to_step(term, "Get ready")
        term.send("x")
        term.until("Stopped.")
        time.sleep(0.5)
        term.signal(signal.SIGKILL)
        term.wait()
    assert [s.reason for s in home.history.stopped()] == ["unsaid"]
    assert not home.may_start("neck")
    said = home.run("session", "neck", "--nothing-new", "--resume")
    assert said.code == 3
    assert "stopped" in home.run("history").out
    assert home.run("undo").code == 3
    assert home.run("remove", home.newest_session()[0].id[:8]).code == 3
    assert not home.may_start("neck")


@pytest.mark.parametrize("meanwhile", ["locked", "replaced"])
def test_a_stop_that_the_history_could_not_take_before_the_kill_closes_the_gate(home: Home, meanwhile: str) -> None:
    path = home.path / "history.db"
    before = path.read_bytes()
    with session(home) as term:
        go_to_step(term, "Get ready")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            term.send("x")
            term.until("What are you feeling?")
            term.until(lambda t: [*home.path.glob("history.db-stop-*")])
            term.signal(signal.SIGKILL)
            term.wait()
    if meanwhile == "replaced":
        path.write_bytes(before)
    assert [s.region for s in home.history.stopped()] == ["neck"]
    assert (home.may_start("neck"), home.may_start("calf")) == (False, True)
    assert home.run("session", "neck", "--nothing-new", "--resume").code == 3
    home.log("jaw", "3")
    assert [*home.path.glob("history.db-stop-*")] == []
    assert home.newest_session()[0].status == "stopping" and not home.may_start("neck")


def test_a_mark_of_a_stop_closes_the_gate_whatever_was_checked_while_its_session_ran(tmp_path: Path) -> None:
    home = Home(tmp_path)
    began = home.clock.now()
    home.clock.advance(minutes=5)
    assert home.check("neck", "calf").code == 0
    home.clock.advance(minutes=1)
    StopMarker(home.path / "history.db").follow(lambda: [entries.session(began)], False)
    assert (home.may_start("neck"), home.may_start("calf")) == (False, True)
    home.log("jaw", "3")
    assert (home.may_start("neck"), home.may_start("calf")) == (False, True)
    home.clock.advance(minutes=1)
    assert home.check("neck").code == 0 and home.may_start("neck")


def test_a_mark_of_a_stop_counts_in_each_home_that_links_to_the_same_history(tmp_path: Path) -> None:
    home, other = Home(tmp_path / "one"), Home(tmp_path / "other")
    shared = tmp_path / "my [own] history.db"
    for one in (home, other):
        one.path.mkdir(parents=True)
        (one.path / "history.db").symlink_to(shared)
    shared.write_bytes((checked_home(tmp_path / "third", "neck", clock=home.clock).path / "history.db").read_bytes())
    assert home.may_start("neck") and other.may_start("neck")
    StopMarker(other.path / "history.db").follow(lambda: [entries.session(home.clock.now())], False)
    assert not home.may_start("neck") and not other.may_start("neck")
    home.log("jaw", "3")
    assert [*tmp_path.glob("*-stop-*")] == [] and not other.may_start("neck")


def test_a_folder_that_hides_whether_a_mark_is_there_lets_nothing_start(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck", clock=FakeClock())
    StopMarker(home.path / "history.db").follow(lambda: [entries.session(home.clock.now())], False)
    home.path.chmod(0o300)
    try:
        if os.access(home.path, os.R_OK):
            pytest.skip("for this user no folder is closed")
        assert home.run("check", "neck", "--show").code == 1
    finally:
        home.path.chmod(0o700)
    assert not home.may_start("neck")


def test_a_stop_menu_that_was_left_while_the_history_was_locked_leaves_no_mark(home: Home) -> None:
    with session(home) as term:
        go_to_step(term, "Get ready")
        with closing(sqlite3.connect(home.path / "history.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            term.send("x")
            term.until("What are you feeling?")
            term.send("0")
            term.until("Paused.")
            term.until(lambda t: not [*home.path.glob("history.db-stop-*")])
            term.signal(signal.SIGKILL)
            term.wait()
    assert home.history.stopped() == [] and home.may_start("neck")


def test_nothing_of_this_after_the_stop_menu_opens_the_gate_again(home: Home) -> None:
    with session(home) as term:
        term.until("step 2")
        term.send("\x1b")
        term.until("Stopped.")
        term.send("0")
        term.until("Paused.")
        term.send(" ")
        term.until(lambda t: "Paused." not in " ".join(t.text()))
        term.send("x")
        term.until("end here, and keep")
        term.send("7")
        assert term.wait() == 0
    assert home.history.stopped() == [] and home.may_start("neck")


def test_a_stop_ends_the_check_before_it_whatever_the_clock_said(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.check("neck").code == 0
    home.clock.advance(hours=-3)
    home.keep_session(status="stopped", reason="numb")
    for hours in (0, 4, 24):
        home.clock.advance(hours=hours)
        assert not home.may_start("neck")
    assert home.check("neck").code == 0 and home.may_start("neck")
    home.clock.advance(days=-1)
    home.keep_session(status="stopped", reason="numb")
    assert not home.may_start("neck")
    home.clock.advance(minutes=1)
    assert home.check("neck").code == 0


@pytest.mark.parametrize("back", [1, 3, 24 * 31])
@pytest.mark.parametrize("kind", ["stopped", "everywhere", "re-check"])
def test_what_ends_a_check_ends_every_one_kept_before_it_whatever_the_clock_said(
    tmp_path: Path, kind: str, back: int
) -> None:
    home = Home(tmp_path)
    assert home.check("neck").code == 0
    home.clock.advance(hours=-2)
    assert home.check("neck").code in (0, 3)
    home.clock.advance(hours=2 - back)
    ends = {
        "stopped": entries.session(home.clock.now(), status="stopping", reason="unsaid"),
        "everywhere": Check(make_entry_id(), home.clock.now(), (), {}, origin="stop"),
        "re-check": Check(make_entry_id(), home.clock.now(), ("neck",), {"ab_wound": "yes"}, origin="re-check"),
    }
    home.history.add(ends[kind])
    for hours in (0, back - 1, 2, 20):
        home.clock.advance(hours=hours)
        assert not home.may_start("neck"), hours
    assert home.check("neck").code == 0 and home.may_start("neck")


@pytest.mark.parametrize("hours", [0, -3])
def test_a_stop_ends_the_check_that_was_made_while_its_session_ran(tmp_path: Path, hours: int) -> None:
    home = Home(tmp_path)
    assert home.check("neck").code == 0
    home.clock.advance(minutes=10)
    running = entries.session(home.clock.now())
    home.history.add(running)
    home.clock.advance(minutes=5)
    assert home.check("neck").code == 0
    home.clock.advance(hours=hours, minutes=1)
    home.history.change(running._replace(status="stopping", reason="unsaid"))  # and then it was killed
    assert not home.may_start("neck")
    home.clock.advance(hours=-hours, minutes=1)
    assert not home.may_start("neck")
    assert home.check("neck").code == 0
    home.history.change(running._replace(status="stopping", reason="unsaid", note="edited since"))
    assert home.may_start("neck")


def test_removing_the_record_of_a_running_session_hides_no_pressure_from_going_on(home: Home) -> None:
    with session(home, pace=150) as term:
        term.until("Change sides.")
        assert home.run("remove", home.newest_session()[0].id[:8]).code == 0
        term.until(lambda t: t.raw.count(b"Ease off") >= 1 and home.history.sessions())
        term.signal(signal.SIGKILL)
        term.wait()
    kept = home.history.sessions()[0]
    given = [s for s in home.history.steps_given(kept.at) if s.kind == "hold"]
    had = sum(step.seconds for step in given)
    assert had >= 150
    with paced_knot_on_terminal(home, "session", "neck", "--nothing-new", "--resume", pace=200) as term:
        leave_pages(term)
        term.until("afterwards?", limit=60)
        term.send("3\r")
        term.wait()
    given = [s for s in home.history.steps_given(kept.at) if s.kind == "hold"]
    assert sum(step.seconds for step in given) <= 300


def test_a_session_of_a_routine_of_ones_own_goes_on_only_by_the_questions_of_that_routine(home: Home) -> None:
    assert home.run("routine", "new", "my-neck", "--from", "neck").code == 0
    path = next((home.path / "routines").glob("my-neck.toml"))
    text = path.read_text(encoding="utf-8")
    zones = {zone for name in ("neck", "calf") for zone in home.world().library.routine(name).zones}
    text = re.sub(r"(?m)^zones = \[[^]]*\]", f"zones = {json.dumps(sorted(zones))}", text)
    path.write_text(text.replace('asks = ["neck"]', 'asks = ["neck", "calf"]'), encoding="utf-8")
    assert home.run("routine", "check", "my-neck").code == 0
    argv = ("session", "my-neck", "--nothing-new", "--before", "5", "--no-heat")
    with paced_knot_on_terminal(home, *argv, pace=100) as term:
        leave_pages(term)
        term.until("Ease off")
        term.signal(signal.SIGKILL)
        term.wait()
    assert home.history.sessions()[0].routine == "my-neck"
    home.history.add(Check(make_entry_id(), home.clock.now(), ("calf",), {"ab_wound": "yes"}, origin="re-check"))
    assert home.may_start("neck")
    said = home.run("session", "neck", "--nothing-new", "--resume", "--after", "3")
    assert said.code == 3, said


def test_what_was_brought_in_or_names_a_path_never_goes_on(home: Home) -> None:
    with session(home, pace=100) as term:
        term.until("Ease off")
        term.signal(signal.SIGKILL)
        term.wait()
    kept = home.history.sessions()[0]
    home.history.change(kept._replace(routine="../../tmp/evil"))
    said = home.run("session", "neck", "--nothing-new", "--resume", "--after", "3")
    assert said.code in (2, 3) and "evil" not in said.err
    home.history.change(kept)
    other = checked_home(home.folder / "other", "neck")
    document = home.folder / "brought.json"
    assert home.run("export", "--format", "json", "-o", str(document)).code == 0
    assert other.run("import", str(document)).code == 0
    assert other.history.sessions()[0].id == kept.id
    said = other.run("session", "neck", "--nothing-new", "--resume", "--after", "3")
    assert said.code in (2, 3) and other.history.sessions()[0].ended_at is None


def test_what_status_promises_is_what_a_session_finds(home: Home) -> None:
    """A session that was killed in its first step counts for both, or for neither."""
    with session(home) as term:
        go_to_step(term, "Get ready")
        time.sleep(0.3)
        term.signal(signal.SIGKILL)
        term.wait()
    shown = home.json("status")["regions"]["neck"]
    said = home.run("session", "neck", "--nothing-new", "--before", "5", "--after", "5")
    assert (shown["opens_at"] is not None) == (said.code == 3), (shown, said)


def test_a_look_at_the_course_ends_the_check_of_its_own_region_alone_and_can_be_taken_back(home: Home) -> None:
    assert home.run("plan", "neck", "--seen", f"{home.clock.now():%Y-%m-%d}").code == 0
    assert not home.may_start("neck") and home.may_start("calf")
    assert home.run("undo").code == 0
    assert home.may_start("neck")


def test_a_look_at_the_course_that_an_earlier_version_kept_closes_no_other_region(home: Home) -> None:
    now = home.clock.now()
    home.history.add(Assessment(make_entry_id(), now, now.date(), ("plan_neck",)))
    assert not home.may_start("neck") and home.may_start("calf")
    assert [look.region for look in home.history.course_looks()] == ["neck"]


@pytest.mark.slow
def test_a_database_that_another_program_locks_holds_up_neither_bells_nor_keys(home: Home) -> None:
    """Locked for 12 s: each bell within 50 ms of its time, x answered within 0.2 s, nothing acknowledged lost."""
    pace = 9.0
    steps = home.json("session", "neck", "--no-heat", "--dry-run")["steps"]
    argv = ("session", "neck", "--nothing-new", "--before", "5", "--no-heat", "--bell", "--yes")
    with paced_knot_on_terminal(home, *argv, pace=pace, longest="inf") as term:
        leave_list(term)
        go_to_step(term, "Get ready")
        time.sleep(0.3)
        other = sqlite3.connect(home.path / "history.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        began, seen, rings = time.monotonic(), len(term.raw), []
        while time.monotonic() < began + 12:
            term.text()
            rings += [time.monotonic()] * (term.raw.count(b"\a", seen) - len(rings))
            time.sleep(0.004)
        assert b"saving" in bytes(term.raw[seen:]) and b"Not saved yet" in bytes(term.raw[seen:])
        changes = [at for before, at in pairwise([0.0, *rings]) if at - before > 0.3]
        # From the end of "Get ready" on, each bell is held against its own moment; the tenth of a second is for a busy machine.
        first = next(n for n, step in enumerate(steps) if step["title"] == "Get ready")
        planned = accumulate([0.0, *(step["seconds"] / pace for step in steps[first + 1 :])])
        late = [at - moment for at, moment in zip(changes, planned, strict=False)]
        assert len(late) >= 4 and max(late) - min(late) <= 0.1, late
        pressed = time.monotonic()
        term.send("x")
        term.until("Stopped.")
        assert time.monotonic() - pressed < 0.2
        other.execute("ROLLBACK")
        other.close()
        term.until(lambda t: home.history.stopped(), limit=15)
        term.send("4")
        assert term.wait() == 3
    kept, steps = home.newest_session()
    assert kept.status == "stopped" and len(steps) >= 3
