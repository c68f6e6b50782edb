"""`knot doctor`: what is wrong is said with what to do; a backup comes back; everything can be erased."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.record import Rating, make_entry_id
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from knotcli.storage.history.store import History
from knotcli.world import World
from support.clock import NOON, FakeClock
from support.command_line import make_world, run

NOTE = "SECRET-note-7f3"
posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def logged(tmp_path: Path, *days: int) -> World:
    """Give a world with one rating logged on each day, so many days ago."""
    for day in sorted(days, reverse=True):
        world = make_world(tmp_path, FakeClock(NOON - timedelta(days=day)))
        assert run(["log", "neck", "5", "--note", NOTE], world).code == 0
    return make_world(tmp_path)


def scores(world: World) -> list[int]:
    return [r.score for r in world.history.ratings()]


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[: len(data) // 2] = bytes(len(data) // 2)
    path.write_bytes(data)


def wrong(world: World) -> list[dict[str, str]]:
    result = run(["doctor", "--json"], world)
    document = json.loads(result.out)
    found = [one for one in document["findings"] if one["level"] == "wrong"]
    assert (result.code, document["ok"]) == ((1, False) if found else (0, True))
    return found


def test_a_new_home_is_well_and_stays_empty(tmp_path: Path) -> None:
    result = run(["doctor"], make_world(tmp_path))
    assert (result.code, result.err) == (0, "")
    assert wrong(make_world(tmp_path)) == []
    assert not home(tmp_path).exists()


def test_what_is_kept_is_looked_over_without_a_change(tmp_path: Path) -> None:
    world = logged(tmp_path, 1, 0)
    before = {p: p.read_bytes() for p in home(tmp_path).rglob("*") if p.is_file()}
    assert run(["doctor"], world).code == 0 and wrong(world) == []
    assert {p: p.read_bytes() for p in home(tmp_path).rglob("*") if p.is_file()} == before


def test_one_is_counted_as_one(tmp_path: Path) -> None:
    world = logged(tmp_path, 0)
    world.paths.settings.write_text('side = "left"\n')
    said = " ".join(run(["doctor"], make_world(tmp_path)).out.split())
    assert "1 entry, 1 version," in said and "1 setting in" in said


def test_forty_columns_are_enough(tmp_path: Path) -> None:
    world = logged(tmp_path, 0)
    narrow = make_world(tmp_path, tty=True, env={"COLUMNS": "40", "NO_COLOR": "1"})
    long = str(home(tmp_path))
    damage(world.paths.history)
    shown = run(["doctor"], narrow).out
    assert all(len(line) <= 40 or long[:30] in line for line in shown.splitlines())


@posix
@pytest.mark.parametrize("name", ["", "config.toml", "history.db", "routines"])
def test_what_others_can_read_is_named_with_its_remedy(tmp_path: Path, name: str) -> None:
    world = logged(tmp_path, 0)
    place = home(tmp_path) / name
    if name == "config.toml":
        place.write_text('side = "left"\n')
    if name == "routines":
        place.mkdir()
    home(tmp_path).chmod(0o755 if name in ("", "config.toml") else 0o700)
    place.chmod(0o755 if place.is_dir() else 0o644)
    told = [one for one in wrong(world) if one["what"].endswith(f"{place}.")]
    assert told
    for one in told:
        subprocess.run(one["do"], shell=True, check=True)
    home(tmp_path).chmod(0o700)
    assert wrong(make_world(tmp_path)) == []


def test_a_fault_in_the_settings_is_named(tmp_path: Path) -> None:
    world = logged(tmp_path, 0)
    world.paths.settings.write_text("hold = 5\n")
    assert "hold" in wrong(make_world(tmp_path))[0]["what"]
    world.paths.settings.write_text("hold = \n")
    assert "config.toml" in wrong(make_world(tmp_path))[0]["what"]
    assert "KNOT_SIDE" in wrong(make_world(tmp_path, env={"KNOT_SIDE": "up"}))[-1]["what"]


def test_a_fault_in_an_own_routine_is_named(tmp_path: Path) -> None:
    world = logged(tmp_path, 0)
    world.paths.routines.mkdir(mode=0o700)
    (world.paths.routines / "mine.toml").write_text('region = "neck"\n')
    (fault,) = wrong(make_world(tmp_path))
    assert "mine.toml" in fault["what"] and fault["do"] == "knot routine check mine"


def test_damaged_content_is_named(tmp_path: Path) -> None:
    shipped = tmp_path / "shipped"
    for folder in ("content", "routines"):
        shutil.copytree(data_folder() / folder, shipped / folder)
    (shipped / "content" / "screening" / "emergency.toml").write_text("")
    world = make_world(tmp_path)
    world.library = Library(shipped, world.paths.routines)
    (fault,) = wrong(world)
    assert "Install knot again" in fault["do"]


def test_a_conflict_copy_is_named_and_can_be_joined(tmp_path: Path) -> None:
    world = logged(tmp_path, 1)
    copy = home(tmp_path) / "history (conflicted copy 2026-11-19).db"
    shutil.copy(world.paths.history, copy)
    copy.chmod(0o600)
    History(copy, world.clock.now).add(Rating(make_entry_id(), NOON, "neck", None, 8))
    run(["log", "neck", "7"], world)
    assert any("looks like a second history" in one["what"] for one in wrong(world))
    unnamed = run(["doctor", "--restore"], world)
    assert unnamed.code == 0 and str(copy) in unnamed.out.replace("\n", "")
    assert sorted(scores(world)) == [5, 7] and not [*home(tmp_path).glob("history-damaged-*")]
    assert run(["doctor", "--restore", str(copy)], world).code == 0
    assert sorted(scores(world)) == [5, 7, 8]


def test_a_voice_that_is_wanted_and_missing_is_wrong(tmp_path: Path) -> None:
    silent = {"PATH": str(tmp_path)}
    assert wrong(make_world(tmp_path, env=silent)) == []
    (fault,) = wrong(make_world(tmp_path, env=silent | {"KNOT_VOICE": "1"}))
    assert "No program that can speak" in fault["what"] and "espeak-ng" in fault["do"]


def test_a_damaged_history_is_put_right_from_the_backup_and_what_can_be_read(tmp_path: Path) -> None:
    world = logged(tmp_path, 3, 2, 1, 0)
    path = world.paths.history
    damage(path)
    bytes_ = path.read_bytes()
    assert any("--restore" in one["do"] for one in wrong(world))
    result = run(["doctor", "--restore"], world)
    assert (result.code, result.err) == (0, "")
    assert "history-2026-11-20" in result.out
    # The backup of a day is made before its first entry.
    assert len(scores(world)) >= 3
    (aside,) = home(tmp_path).glob("history-damaged-*.db")
    assert aside.read_bytes() == bytes_ and str(aside) in result.out
    assert wrong(world) == []


def test_a_file_whose_header_lets_nobody_write_is_damaged_and_is_put_right(tmp_path: Path) -> None:
    world = logged(tmp_path, 1, 0)
    data = bytearray(world.paths.history.read_bytes())
    data[18] = 0xFF
    world.paths.history.write_bytes(data)
    assert run(["log", "neck", "5"], world).code == 1
    assert [one["cause"] for one in wrong(world)] == ["damaged"]
    assert run(["doctor", "--restore"], world).code == 0
    assert run(["log", "neck", "5"], make_world(tmp_path)).code == 0 and len(scores(world)) == 3


def test_a_damaged_backup_is_passed_over(tmp_path: Path) -> None:
    world = logged(tmp_path, 3, 2, 1, 0)
    newest = max(world.paths.backups.iterdir())
    damage(newest)
    damage(world.paths.history)
    result = run(["doctor", "--restore"], world)
    assert result.code == 0 and "history-2026-11-19" in result.out


def test_a_history_that_is_gone_comes_back(tmp_path: Path) -> None:
    world = logged(tmp_path, 1, 0)
    world.paths.history.unlink()
    assert "is gone" in wrong(world)[0]["what"]
    assert run(["doctor", "--restore"], world).code == 0
    assert scores(world) == [5]


def test_without_any_backup_what_can_be_read_is_saved(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.history.add(*(Rating(make_entry_id(), NOON, "neck", None, n % 11) for n in range(300)))
    data = bytearray(world.paths.history.read_bytes())
    data[16:40] = bytes(24)
    world.paths.history.write_bytes(data)
    result = run(["doctor", "--restore"], world)
    assert result.code == 0
    assert len(scores(world)) > 250


def test_a_backup_can_be_named_by_its_day_or_as_a_file(tmp_path: Path) -> None:
    world = logged(tmp_path, 3, 2, 1, 0)
    assert "history-2026-11-18" in run(["doctor", "--restore", "2026-11-18"], world).out
    stick = tmp_path / "stick.db"
    shutil.copy(min(world.paths.backups.iterdir()), stick)
    assert "stick.db" in run(["doctor", "--restore", str(stick)], world).out
    assert scores(world) == [5, 5, 5, 5]
    refused = run(["doctor", "--restore", "2020-01-01"], world)
    assert refused.code == 2 and "2026-11-20" in refused.err and refused.err.count("\n") == 1


def test_a_file_that_is_no_history_is_not_put_in_its_place(tmp_path: Path) -> None:
    world = logged(tmp_path, 0)
    before = world.paths.history.read_bytes()
    other = tmp_path / "other.db"
    other.write_text("no database")
    result = run(["doctor", "--restore", str(other)], world)
    assert result.code == 1 and result.err.count("\n") == 1
    assert world.paths.history.read_bytes() == before
    assert [p.name for p in home(tmp_path).iterdir() if p.is_file()] == ["history.db"]


def test_a_sound_history_is_left_alone(tmp_path: Path) -> None:
    world = logged(tmp_path, 1, 0)
    before = world.paths.history.read_bytes()
    result = run(["doctor", "--restore"], world)
    assert result.code == 0 and "--restore 2026-11-20" in result.out
    assert world.paths.history.read_bytes() == before


def test_nothing_at_all_is_nothing_to_put_back(tmp_path: Path) -> None:
    result = run(["doctor", "--restore"], make_world(tmp_path))
    assert result.code == 1 and result.err.count("\n") == 1
    assert not home(tmp_path).exists()


def test_a_history_of_a_newer_knot_is_never_replaced(tmp_path: Path) -> None:
    world = logged(tmp_path, 1, 0)
    db = sqlite3.connect(world.paths.history)
    db.execute("PRAGMA user_version=99")
    db.close()
    before = world.paths.history.read_bytes()
    result = run(["doctor", "--restore"], world)
    assert result.code == 1 and result.err.count("\n") == 1
    assert world.paths.history.read_bytes() == before


def full_home(tmp_path: Path) -> World:
    """Give a home with a file of every kind, and some that are not ours."""
    world = logged(tmp_path, 2, 1, 0)
    place = home(tmp_path)
    for name in ("routines/mine.toml", "config.toml", "bugs/2026-11-20-120000-7.txt"):
        (place / name).parent.mkdir(exist_ok=True, mode=0o700)
        (place / name).write_text("")
    damage(world.paths.history)
    run(["doctor", "--restore"], world)
    (place / ".history.db.7.abcd1234.new").write_text("")
    (place / "history-laptop.db").write_text("conflict")
    (place / "thesis.txt").write_text("not ours")
    return make_world(tmp_path)


def test_everything_of_ours_is_erased_and_nothing_else(tmp_path: Path) -> None:
    world = full_home(tmp_path)
    result = run(["doctor", "--forget", "--yes-erase-everything"], world)
    assert result.code == 0, result.err
    assert sorted(p.name for p in home(tmp_path).iterdir()) == ["history-laptop.db", "thesis.txt"]
    assert "history-laptop.db" in result.out and "thesis" not in result.out
    assert run(["doctor", "--forget", "--yes-erase-everything"], world).out.startswith("Nothing is saved")


def test_a_home_of_our_own_is_gone_as_a_whole(tmp_path: Path) -> None:
    assert run(["doctor", "--forget", "--yes-erase-everything"], logged(tmp_path, 1, 0)).code == 0
    assert not home(tmp_path).exists()


def test_before_erasing_every_file_is_listed_and_a_copy_is_offered(tmp_path: Path) -> None:
    full_home(tmp_path)
    world = make_world(tmp_path, stdin="erase everything\n", tty=True)
    listed = {one["path"] for one in json.loads(run(["doctor", "--where", "--json"], world).out)["files"]}
    assert len(listed) == 8
    result = run(["doctor", "--forget"], world)
    assert result.code == 0
    shown = "".join(result.err.split())
    assert all(Path(path).name in shown for path in listed)
    assert "knotexport" in shown
    assert not any(Path(path).exists() for path in listed)


def test_every_file_is_listed(tmp_path: Path) -> None:
    world = full_home(tmp_path)
    listed = run(["doctor", "--where"], world).out
    shown = run(["doctor", "--where", "--json"], world).out
    files = [one["path"] for one in json.loads(shown)["files"]]
    there = {str(p) for p in home(tmp_path).rglob("*") if p.is_file()}
    assert there - set(files) == {str(home(tmp_path) / name) for name in ("history-laptop.db", "thesis.txt")}
    assert all(path in listed for path in files)


@pytest.mark.parametrize("said", ["", "\n", "yes\n", "erase\n"])
def test_anything_but_the_phrase_erases_nothing(tmp_path: Path, said: str) -> None:
    logged(tmp_path, 0)
    result = run(["doctor", "--forget"], make_world(tmp_path, stdin=said, tty=True))
    assert result.code == 1
    assert scores(make_world(tmp_path)) == [5]


def test_without_a_terminal_erasing_needs_its_option(tmp_path: Path) -> None:
    world = logged(tmp_path, 0)
    result = run(["doctor", "--forget"], world)
    assert result.code == 2 and "--yes-erase-everything" in result.err
    assert scores(world) == [5]


@posix
def test_of_a_link_only_the_link_goes_and_that_is_said(tmp_path: Path) -> None:
    world = logged(tmp_path, 0)
    elsewhere = tmp_path / "elsewhere.db"
    world.paths.history.rename(elsewhere)
    world.paths.history.symlink_to(elsewhere)
    result = run(["doctor", "--forget", "--yes-erase-everything"], world)
    assert elsewhere.exists() and "elsewhere.db" in result.out
    assert not world.paths.history.is_symlink()


@pytest.mark.parametrize(
    ("argv", "names"),
    [
        (["--restore", "--forget"], "--forget"),
        (["2026-11-19"], "--restore"),
        (["--yes-erase-everything"], "--forget"),
        (["--restore", "--json"], "--json"),
    ],
)
def test_what_it_does_not_take_is_one_clear_line(tmp_path: Path, argv: list[str], names: str) -> None:
    result = run(["doctor", *argv], make_world(tmp_path))
    assert (result.code, result.out) == (2, "")
    assert names in result.err and result.err.count("\n") == 1


@posix
def test_nobody_else_can_read_anything_whatever_the_umask(tmp_path: Path) -> None:
    env = os.environ | {"KNOT_HOME": str(tmp_path / "deep" / "home")}
    code = "import os, sys; os.umask(0); from knotcli.cli import main; sys.exit(main(sys.argv[1:]))"

    def knot(*argv: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", code, *argv], env=env, cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr

    knot("log", "neck", "5", "--ago", "2d")
    knot("log", "neck", "6", "--note", NOTE)
    knot("report", "-o", "r.html")
    knot("export", "-o", "e.json")
    knot("config", "set", "side", "left")
    world = World(env)
    damage(world.paths.history)
    knot("doctor", "--restore")
    made = [tmp_path / "r.html", tmp_path / "e.json", *(tmp_path / "deep").rglob("*")]
    assert len(made) >= 7
    for place in made:
        assert stat.S_IMODE(place.stat().st_mode) == (0o700 if place.is_dir() else 0o600), place


class Broken(Exception):
    """A fault whose message holds what a person typed, as many libraries' messages do."""


def test_the_details_of_a_bug_hold_nothing_that_was_typed(tmp_path: Path) -> None:
    world = make_world(tmp_path)

    def add(*entries: Rating, alone: bool = False) -> None:
        try:
            raise Broken(f"cannot store {entries}")
        except Broken as error:
            raise RuntimeError(f"failed for {entries}") from error

    world.history.add = add
    result = run(["log", "neck", "5", "--note", NOTE], world)
    assert result.code == 70 and result.err.count("\n") == 1
    (details,) = world.paths.bugs.iterdir()
    kept = details.read_text()
    assert "RuntimeError" in kept and "keep_rating" in kept
    assert NOTE not in kept + result.out + result.err


@pytest.mark.parametrize("fault", ["damaged", "folder", "in the way", "newer"])
def test_no_error_line_holds_a_note(tmp_path: Path, fault: str) -> None:
    world = logged(tmp_path, 1, 0)
    path = world.paths.history
    if fault == "damaged":
        damage(path)
    elif fault == "newer":
        db = sqlite3.connect(path)
        db.execute("PRAGMA user_version=99")
        db.close()
    else:
        path.unlink()
        if fault == "folder":
            path.mkdir()
        else:
            shutil.rmtree(home(tmp_path))
            home(tmp_path).write_text("")
    for argv in (
        ["log", "neck", "5", "--note", NOTE],
        ["log", "neck", "55", "--note", NOTE],
        ["history", "--notes"],
        ["undo"],
        ["report"],
        ["doctor"],
        ["trend", "neck"],
    ):
        result = run(argv, make_world(tmp_path))
        assert NOTE not in result.out + result.err, argv
        assert result.code in ((0, 1, 2) if fault == "in the way" else (1, 2)), (argv, result)
    assert not (home(tmp_path) / "bugs").exists()
