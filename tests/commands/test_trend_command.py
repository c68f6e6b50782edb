"""`knot trend` from a real history to its lines and its JSON."""

import io
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from knotcli.cli import main
from knotcli.coach.record import Rating, Session, make_entry_id
from knotcli.world import World
from support.clock import FakeClock
from support.command_line import make_world, run

EAST = timezone(timedelta(hours=13))
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=EAST)


class Wall:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(EAST)

    def seconds(self) -> tuple[float, float]:
        return 0.0, NOW.timestamp()


class Home:
    """A folder of its own, and what a command line says in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {"KNOT_HOME": str(folder), "COLUMNS": "80"}

    def world(self) -> World:
        return World(self.env, io.StringIO(), io.StringIO(), io.StringIO(), Wall())

    def run(self, *argv: str) -> tuple[int, str, str]:
        world = self.world()
        code = main(["trend", *argv], world)
        return code, world.stdout.getvalue(), world.stderr.getvalue()

    def json(self, *argv: str) -> Any:
        code, out, err = self.run(*argv, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    def rate(self, day: int, score: int, kind: str = "now", session: str | None = None, hour: int = 9) -> None:
        """Keep a rating of the neck, `day` days before now."""
        at = NOW.replace(hour=hour) - timedelta(days=day)
        self.world().history.add(Rating(make_entry_id(), at, "neck", None, score, kind, session=session))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "knot")


def test_a_course_is_compared_from_its_first_weeks_to_its_last(home: Home) -> None:
    for day in (80, 79, 78, 77):
        home.rate(day, 6)
    for day in (3, 2, 1, 0):
        home.rate(day, 4)
    document = home.json("neck")
    assert document["schema_version"] == 1
    assert document["change"] == {
        "label": "clearly-lower", "baseline": 6.0, "latest": 4.0, "points": -2.0, "percent": -33.3,
    }  # fmt: skip
    assert len(document["weeks"]) == 12
    assert "Clearly lower." in home.run("neck")[1]
    # The baseline is read even where the weeks shown do not reach it.
    assert home.json("neck", "--weeks", "1")["change"] == document["change"]


def test_sessions_stand_beside_the_weeks_and_right_after_on_its_own(home: Home) -> None:
    for day, after in ((3, 4), (2, 3)):
        session = Session(make_entry_id(), NOW - timedelta(days=day), "neck", "neck", "both", "ball", "complete")
        home.world().history.add(session)
        home.rate(day, 5, "before", session.id)
        home.rate(day, after, "after", session.id)
    document = home.json("neck", "--weeks", "1")
    (week,) = document["weeks"]
    assert (week["sessions"], week["n"], week["mean"], week["min"]) == (2, 2, 5.0, 5)
    assert document["right_after"] == {"n": 2, "mean": -1.5}
    assert "Right after each of 2 sessions, pain was lower." in home.run("neck")[1]


def test_a_rating_counts_on_the_day_of_its_own_wall_clock(home: Home) -> None:
    late_on_sunday = datetime(2026, 11, 15, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    assert late_on_sunday.astimezone(UTC).date().isoformat() == "2026-11-16"
    home.world().history.add(Rating(make_entry_id(), late_on_sunday, "neck", None, 5))
    assert [w["n"] for w in home.json("neck", "--weeks", "2")["weeks"]] == [1, 0]


def test_today_may_be_an_earlier_day(home: Home) -> None:
    home.rate(0, 9)
    home.rate(7, 3)
    (week,) = home.json("neck", "--weeks", "1", "--today", "2026-11-15")["weeks"]
    assert (week["week"], week["mean"], week["max"]) == ("2026-W46", 3.0, 3)
    for named in (("neck",), ()):
        assert "Saturday 14 November 2026" in home.run(*named, "--today", "2026-11-01")[1]


def test_without_a_region_all_that_were_rated_are_shown(home: Home) -> None:
    assert home.json() == {"schema_version": 1, "regions": {}, "peg": []}
    assert home.run()[1].startswith("No ratings yet.\nTo begin: knot log neck")
    home.rate(0, 5)
    assert home.json()["regions"]["neck"]["weeks"] == home.json("neck")["weeks"]
    assert "One region: knot trend neck\n" in home.run()[1]


def test_a_region_without_ratings_is_a_kind_line_and_no_failure(home: Home) -> None:
    assert home.run("hip") == (
        0, "No ratings for your hip yet.\nTo begin: knot log hip 5\n0 is no pain, 10 the worst imaginable.\n", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["neck", "--weeks", "0"], "--weeks takes a whole number from 1 to 520, not '0'."),
        (["--weeks", "521"], "--weeks takes a whole number from 1 to 520, not '521'."),
        (["--today", "2026-11-22"], "up to today, 2026-11-21; 2026-11-22 is in the future."),
        (["--today", "soon\x1b[31m"], "--today takes a day such as 2026-11-21, today or yesterday, not 'soon[31m'."),
        (["--today", "0001-01-01"], "from 1900 on"),
        (["nek"], "Did you mean neck?"),
    ],
)
def test_what_it_does_not_take_is_one_clear_line(home: Home, argv: list[str], says: str) -> None:
    code, out, err = home.run(*argv)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_looking_writes_nothing(home: Home, tmp_path: Path) -> None:
    home.run("neck")
    home.json()
    assert list(tmp_path.iterdir()) == []


def test_ten_years_work(home: Home) -> None:
    home.rate(3640, 5)
    home.rate(0, 5)
    assert len(home.json("neck", "--weeks", "520")["weeks"]) == 520
    assert home.run("neck", "--weeks", "520")[0] == 0


def test_forty_columns_are_enough(home: Home) -> None:
    home.env["COLUMNS"] = "40"
    for day in range(0, 80, 3):
        home.rate(day, day % 11)
    for argv in (["neck"], []):
        world = make_world(home.folder, FakeClock(NOW), tty=True, env={**home.env, "NO_COLOR": "1"})
        assert all(len(line) <= 40 for line in run(["trend", *argv], world).out.splitlines())
