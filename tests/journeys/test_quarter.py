"""A quarter with knot, lived through its command line by three persons: the right word on the right day.

One eases, one does not change, one gets worse. Each rates every morning and has a session on every second day for four
weeks, then once a week, for as long as knot does not say to stop. A session runs to its end by a clock that jumps
instead of waiting.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from support.clock import CET, FakeClock
from support.command_line import Result, make_world, run

pytestmark = pytest.mark.slow
MONDAY = datetime(2026, 8, 31, 8, 0, tzinfo=CET)
QUARTER = 91
Pain = Callable[[int], int]


class Jumping(FakeClock):
    """Lets a session's time pass at once."""

    def real(self, seconds: float) -> float:
        self.advance(max(seconds, 0.001))  # a moment counts microseconds: less would stand still
        return 0.0


class Person:
    """Someone with a sore neck. `day` 1 is the Monday of the first session."""

    def __init__(self, home: Path, pain: Pain, lasting: str) -> None:
        self.home, self.pain, self.lasting = home, pain, lasting
        self.clock = Jumping(MONDAY)
        self.day, self.begun = 0, 1
        self.sessions: list[int] = []
        self.diary: dict[int, str] = {}
        """What the status line said to do, on each morning on which that was new."""

    def knot(self, *argv: str) -> Result:
        self.clock.advance(seconds=10)
        return run(argv, make_world(self.home, self.clock, env={"COLUMNS": "80"}))

    def check(self) -> int:
        template = self.knot("check", "--template", "neck").out.replace('= ""', '= "no"')
        answers = self.home / "answers.toml"
        answers.write_text(template.replace('# neck = "acute"', f'neck = "{self.lasting}"'), encoding="utf-8")
        return self.knot("check", "--answers", str(answers)).code

    def morning(self, day: int) -> str:
        """Wake up at eight, look at the status line, and rate the neck."""
        self.day = day
        self.clock.moment = MONDAY + timedelta(days=day - 1)
        if day % 30 == 1:
            self.check()  # whether it is passed shows in what comes after
        line = self.knot("status", "--short").out.strip()
        said = line.partition(" · ")[2] or line.removeprefix("neck ")
        if said != next(reversed(self.diary.values()), None):
            self.diary[day] = said
        assert self.knot("log", "neck", str(self.pain(day))).code == 0
        return line

    def session(self) -> Result:
        """Say how it was since the last one, and do another, at a quarter of an hour past eight."""
        if self.sessions:
            assert self.knot("followup", "neck", "--answer", "ordinary").code == 0
        now = self.pain(self.day)
        done = self.knot(
            "session", "neck", "--quick", "--nothing-new", "--before", str(now), "--after", str(max(0, now - 1))
        )
        if done.code == 0:
            self.sessions.append(self.day)
        return done

    def plan(self) -> str:
        return " ".join(self.knot("plan", "neck").out.split())

    def live(self, until: int) -> None:
        """Live on to the end of that day, with a session on those of its days on which nothing speaks against it."""
        for day in range(self.day + 1, until + 1):
            line = self.morning(day)
            since = day - self.begun
            if since % (2 if since < 28 else 7) == 0 and "stop" not in line:
                done = self.session()
                assert done.code == 0, (day, done.err)


def easing(day: int) -> int:
    """Seven for four days, then a point less each week, down to one."""
    return 7 if day < 5 else max(1, 6 - (day - 5) // 7)


def unchanged(day: int) -> int:
    """Six and five in turn."""
    return 6 - day % 2


def worsening(day: int) -> int:
    """Four for four days, then up to eight within a week and a half."""
    return 4 if day < 5 else min(8, 4 + (day - 3) // 2)


def test_one_who_eases_is_told_so_and_left_alone(tmp_path: Path) -> None:
    she = Person(tmp_path, easing, "acute")
    she.live(3)
    assert "Keep going" in she.plan()
    assert "it may ease a little at once" in she.plan().lower()
    assert "2 to 4 visits" in she.plan() and "The next day to look at it is Thursday 10 September 2026." in she.plan()

    she.live(11)
    assert "Pain: 7.0 at the start, 6.0 lately, 1.0 lower. It hurts less than at the start." in she.plan()
    assert "The next day to look at it is Monday 28 September 2026." in she.plan()

    she.live(QUARTER)
    assert she.sessions == [*range(1, 28, 2), *range(29, 92, 7)]
    plan = she.plan()
    assert "It hurts less than at the start" in plan and "see a doctor" not in plan
    assert "cannot show what caused a change" in plan
    assert "Clearly lower." in she.knot("trend", "neck").out
    assert "1  ↓  clearly lower" in she.knot().out
    # The status line never spoke of anything but the next session, and of asking how the last one was.
    assert set(she.diary.values()) == {"session due", "say how it feels"}
    assert "knot plan" not in she.knot("status", "--json").out


def test_one_whose_pain_does_not_change_is_sent_to_someone_twice(tmp_path: Path) -> None:
    he = Person(tmp_path, unchanged, "chronic")
    he.live(10)
    assert "Keep going" in he.plan() and "6 to 10 visits" in he.plan()
    assert "knot plan" not in he.knot().out

    he.live(11)
    plan = he.plan()
    assert (
        "You have used it for ten days, and there is no change to see. Please have it looked at by a doctor or physiotherapist."
        in plan
    )
    assert "What to take along" in plan and "Sessions: 6 finished" in plan and "How were you trained" in plan
    he.clock.advance(hours=1)
    assert "have it looked at" in he.knot().out

    he.live(28)
    assert "You have used it for ten days" in he.plan()
    assert "stop" not in " ".join(he.diary.values())

    he.morning(29)
    assert he.diary[29] == "stop, and see someone"
    plan = he.plan()
    assert "Four weeks have passed, and it does not hurt less. Please stop the sessions here, and see a doctor" in plan
    assert "Sessions: 14 finished" in plan
    assert he.knot().out.endswith("whom to see: knot plan neck\n")
    # It is said again before a session that is begun all the same.
    assert "Four weeks have passed, and it does not hurt less" in he.session().err

    he.live(40)
    assert he.sessions[-1] == 29
    assert list(he.diary.values())[-1] == "stop, and see someone"

    # A physiotherapist looks at it, and agrees to try once more: that is a new course, after a new check.
    assert he.knot("plan", "neck", "--seen", str(he.clock.now().date())).code == 0
    assert "new check needed" in he.knot().out
    he.clock.moment += timedelta(minutes=5)
    assert he.check() == 0
    he.begun = 41
    he.live(41)
    assert he.sessions[-1] == 41
    assert "day 1, 1 session." in he.plan() and "This is not your first course here" in he.plan()
    he.live(51)
    assert "You have used it for ten days" in he.plan()
    he.live(QUARTER)
    assert "Four weeks have passed, and it does not hurt less" in he.plan()
    assert he.sessions[-1] < 41 + 28
    assert "About the same." in he.knot("trend", "neck").out


def test_one_who_gets_worse_is_stopped_within_two_weeks(tmp_path: Path) -> None:
    they = Person(tmp_path, worsening, "acute")
    they.live(7)
    assert "Keep going" in they.plan()

    they.live(8)
    assert (
        "It hurts more than at the start. Please stop the sessions here, and see a doctor or physiotherapist."
        in they.plan()
    )
    they.morning(9)
    assert they.diary[9] == "stop, and see someone"
    assert they.sessions == [1, 3, 5, 7]

    # Three days after the last session it still grows: that is a red flag, and nothing starts.
    they.morning(10)
    they.clock.advance(hours=2)
    grows = they.knot("followup", "neck", "--answer", "increasing")
    assert grows.code == 3 and "call a doctor or a nurse advice line" in " ".join(grows.err.split())
    assert they.knot("status", "--short").out.strip().endswith("clinician first")
    assert they.session().code == 3
    assert they.knot("check", "--show").code == 3

    # Rating goes on as ever, and the trend says it plainly at the end.
    for day in range(11, QUARTER + 1):
        they.morning(day)
    assert they.sessions == [1, 3, 5, 7]
    assert "Higher. Please stop the sessions, and have it looked at." in they.knot("trend", "neck").out
    assert they.knot().out.count("You named a warning sign") == 1
