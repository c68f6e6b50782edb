"""`knot report` from a real history to a file, a pipe, a terminal and a browser."""

import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.record import Assessment, Check, Rating, Session, make_entry_id
from knotcli.world import World
from support.clock import NOON, FakeClock
from support.command_line import make_world, run

NOTE = "SECRET-note-7f3"
TODAY = "knot-report-2026-11-20.html"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    session = Session(
        make_entry_id(), NOON - timedelta(days=1), "neck", "neck", "both", "ball", "stopped", reason="sharp", note=NOTE
    )
    made.history.add(
        *(Rating(make_entry_id(), NOON - timedelta(days=n), "neck", "left", n % 8, note=NOTE) for n in range(60)),
        session,
        Rating(make_entry_id(), session.at, "neck", None, 6, "before", session=session.id),
        Rating(make_entry_id(), session.at, "neck", None, 5, "after", session=session.id),
        Check(make_entry_id(), NOON - timedelta(days=2), ("neck",), {"rf_spine_infection": "yes", "em_chest": "no"}),
        Assessment(make_entry_id(), NOON, NOON.date(), ("rf_spine_infection",), NOTE),
    )
    return made


def question_of(ident: str, world: World) -> str:
    return next(item.question for item in world.library.items() if item.id == ident)[:40]


def test_it_writes_one_private_file_here_and_says_where(world: World, folder: Path) -> None:
    result = run(["report"], world)
    place = folder / TODAY
    assert (result.code, result.err) == (0, "")
    assert str(place) in result.out and "health data" in result.out
    assert [p.name for p in folder.iterdir()] == [TODAY]
    if os.name == "posix":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
    made = place.read_text("utf-8")
    assert question_of("rf_spine_infection", world) in made
    assert "Sharp, electric or spreading pain" in made
    assert "a clinician looked on 20 Nov 2026" in made


def test_notes_are_left_out_unless_asked_for(world: World, folder: Path) -> None:
    run(["report"], world)
    assert NOTE not in (folder / TODAY).read_text("utf-8")
    assert NOTE not in run(["report", "--text"], world).out
    assert NOTE in run(["report", "--text", "--notes"], world).out
    run(["report", "--notes"], world)
    made = (folder / TODAY).read_text("utf-8")
    # Those of the 60 ratings, of the session, and of the clinician's look.
    assert made.count(NOTE) == 62


def test_a_report_takes_the_place_of_a_report_and_of_nothing_else(world: World, folder: Path) -> None:
    assert run(["report"], world).code == 0
    assert run(["report", "--weeks", "4"], world).code == 0
    assert "4 weeks" in (folder / TODAY).read_text("utf-8")
    other = folder / "letter.html"
    other.write_text("<!doctype html><p>Dear doctor", encoding="utf-8")
    refused = run(["report", "-o", "letter.html"], world)
    assert refused.code == 1 and refused.err.count("\n") == 1 and "--force" in refused.err
    assert other.read_text("utf-8").endswith("Dear doctor")
    assert run(["report", "-o", "letter.html", "--force"], world).code == 0
    assert "Pain diary" in other.read_text("utf-8")


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--weeks", "0"], "--weeks takes a whole number from 1 to 520"),
        (["--text", "-o", "r.html"], "--text prints"),
        (["--text", "--open"], "--text prints"),
        (["-o", "-", "--open"], "--open needs a file"),
        (["nek"], "Did you mean neck?"),
    ],
)
def test_what_it_does_not_take_is_one_clear_line(world: World, folder: Path, argv: list[str], says: str) -> None:
    result = run(["report", *argv], world)
    assert (result.code, result.out) == (2, "")
    assert says in result.err and result.err.count("\n") == 1
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder here that refuses even the superuser")
def test_a_folder_that_cannot_be_written_is_a_clear_line(world: World, folder: Path) -> None:
    place = Path("/proc/self/knot-report.html")
    result = run(["report", "-o", str(place)], world)
    assert result.code == 1 and "cannot be written" in result.err and result.err.count("\n") == 1


def test_to_a_pipe_it_is_the_same_page(world: World, folder: Path) -> None:
    result = run(["report", "-o", "-"], world)
    run(["report"], world)
    assert result.out == (folder / TODAY).read_text("utf-8")


def test_without_anything_kept_it_says_how_to_begin(tmp_path: Path, folder: Path) -> None:
    result = run(["report"], make_world(tmp_path))
    assert result.code == 1 and "knot log" in result.err
    assert list(folder.iterdir()) == [] and not (tmp_path / "home").exists()


def test_a_check_alone_is_worth_a_page(tmp_path: Path, folder: Path) -> None:
    world = make_world(tmp_path)
    world.history.add(Check(make_entry_id(), NOON, ("neck",), {"rf_spine_infection": "unsure"}))
    assert run(["report"], world).code == 0
    assert "unsure" in (folder / TODAY).read_text("utf-8")


def test_a_region_of_which_nothing_is_kept_gets_no_page(world: World, folder: Path) -> None:
    result = run(["report", "jaw"], world)
    assert result.code == 1 and "for jaw" in result.err
    assert list(folder.iterdir()) == []


def test_one_region_is_that_region_alone(world: World, folder: Path) -> None:
    world.history.add(Rating(make_entry_id(), NOON, "calf", None, 7))
    run(["report", "calf"], world)
    made = (folder / TODAY).read_text("utf-8")
    assert '<h2 id="calf">' in made and '<h2 id="neck">' not in made


def test_the_terminal_gets_the_same_in_forty_columns(world: World, tmp_path: Path) -> None:
    narrow = make_world(tmp_path, FakeClock(), tty=True, env={"COLUMNS": "40", "NO_COLOR": "1"})
    result = run(["report", "--text"], narrow)
    assert result.code == 0
    assert all(len(line) <= 40 for line in result.out.splitlines())
    assert question_of("rf_spine_infection", world) in " ".join(result.out.split())


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for the browser")
def test_the_browser_is_shown_the_file_and_nothing_else(world: World, folder: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\n')
    browser.chmod(0o700)
    env = os.environ | {"KNOT_HOME": str(tmp_path / "home"), "BROWSER": f"{browser} %s"}
    done = subprocess.run(
        [sys.executable, "-m", "knotcli", "report", "--open"], env=env, cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (made,) = folder.iterdir()
    assert (tmp_path / "asked").read_text().strip() == made.as_uri()


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def opened(page: Path, tmp_path: Path, scheme: int) -> tuple[list[str], list[str]]:
    """Open a page in Chromium; give its console's lines, and the addresses that the page itself asked for."""
    log, picture = tmp_path / "net.json", tmp_path / "page.png"
    argv = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={tmp_path / 'browser'}", f"--log-net-log={log}", "--enable-logging=stderr",
        f"--blink-settings=preferredColorScheme={scheme}",
        f"--screenshot={picture}", "--window-size=900,1200", page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)
    assert picture.exists(), done.stderr[-500:]
    events = [e.get("params") or {} for e in json.loads(log.read_text("utf-8", "replace"))["events"]]
    # What the browser asks for on its own has no origin.
    asked = [e["url"] for e in events if e.get("url") and e.get("initiator", "not an origin") != "not an origin"]
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line], asked


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH to open the page in")
def test_a_browser_has_nothing_to_say_and_asks_for_nothing(world: World, folder: Path, tmp_path: Path) -> None:
    run(["report", "--notes"], world)
    for scheme in (0, 1):
        assert opened(folder / TODAY, tmp_path, scheme) == ([], [])
    talking = folder / "talking.html"
    talking.write_text('<!doctype html><img src="http://127.0.0.1:9/x"><script>console.log(1)</script>')
    said, asked = opened(talking, tmp_path, 0)
    assert said and asked == ["http://127.0.0.1:9/x"]
