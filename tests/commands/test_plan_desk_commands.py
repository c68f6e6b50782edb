"""`knot plan` and `knot desk` at the command line."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from knotcli.coach.record import Check, FollowUp, Rating, make_entry_id
from knotcli.storage.history.store import History
from support import entries
from support.clock import FakeClock
from support.command_line import Result, make_world, run


class Person:
    """Someone with a neck, at 80 columns."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, FakeClock()

    @property
    def history(self) -> History:
        return History(self.folder / "home" / "history.db", self.clock.now)

    def knot(self, *argv: str, typed: str = "", tty: bool = False) -> Result:
        self.clock.advance(minutes=1)
        return run(argv, make_world(self.folder, self.clock, typed, tty, {"COLUMNS": "80", "NO_COLOR": "1"}))

    def says(self, *argv: str, **more: Any) -> str:
        found = self.knot(*argv, **more)
        assert (found.code, found.err) == (0, ""), found
        return found.out

    def document(self, *argv: str) -> Any:
        return json.loads(self.says(*argv, "--json"))

    def days(
        self, count: int, score: int, every: int = 2, lasting: str = "acute", after: int | None = None
    ) -> None:
        """Live so many days: a rating a day, and a session on every second."""
        now = self.clock.now()
        self.history.add(Check(make_entry_id(), now, ("neck",), {"em_chest": "no"}, {}, {"neck": lasting}))
        for day in range(count):
            at = now + timedelta(days=day)
            self.history.add(Rating(make_entry_id(), at, "neck", None, score))
            if day % every == 0:
                end = at + timedelta(minutes=20)
                one = entries.session(
                    at, status="complete", ended_at=end, heat_seconds=600, pressure_seconds=240
                )
                self.history.add(
                    one,
                    Rating(make_entry_id(), at, "neck", None, score, "before", "", one.id),
                    Rating(
                        make_entry_id(),
                        end,
                        "neck",
                        None,
                        score if after is None else after,
                        "after",
                        "",
                        one.id,
                    ),
                )
        self.clock.advance(days=count - 1, hours=1)


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def test_without_anything_kept_the_plan_leads_to_the_check(person: Person) -> None:
    assert "knot check neck" in person.says("plan")
    assert person.document("plan") == {"schema_version": 1, "regions": {}}


def test_the_expectations_fit_how_long_it_has_been_there_and_name_their_sources(person: Person) -> None:
    person.days(3, 6)
    acute = person.says("plan", "neck")
    assert "under three months" in acute and "2 to 4 visits" in acute and "6 to 10" not in acute
    assert (
        "3 to 10 days. [1]" in acute
        and "[1] an Australian guide" in acute
        and "for some it does nothing" in acute
    )
    assert "day 3, 2 sessions" in acute
    assert "Next look: Monday 30 Nov 2026." in acute
    person.days(1, 6, lasting="chronic")
    chronic = person.says("plan", "neck")
    assert "6 to 10 visits" in chronic and "2 to 4" not in chronic


def test_after_ten_days_without_change_it_says_to_have_it_looked_at_and_what_to_take_along(
    person: Person,
) -> None:
    person.days(11, 6)
    now = person.clock.now()
    person.history.add(FollowUp(make_entry_id(), now - timedelta(days=2), "neck", "more"))
    person.history.add(Check(make_entry_id(), now - timedelta(days=3), ("neck",), {"rel_age65": "yes"}))
    out = person.says("plan", "neck")
    assert "Ten days of use, and no change to see. Have it looked at" in out
    assert "Neck: 6.0 at the start, 6.0 lately, no difference." in out
    assert "Sessions: 6 whole; 60 min of heat, 24 min of pressure." in out
    assert "More than a little sore on 1 day." in " ".join(out.split())
    assert "Named in the check: " in out and "65" in out
    assert "How many people with pain like mine have you seen? [1]" in out and "[1] a directory" in out
    assert "What the sources say to expect" not in out


def test_three_flares_end_it(person: Person) -> None:
    person.days(6, 4, after=6)
    out = person.says("plan", "neck")
    assert "After 3 sessions it hurt clearly more. Stop here" in out
    assert "Next look" not in out
    document = person.document("plan", "neck")
    assert (document["verdict"], document["flares"], document["review"]) == ("stop-flares", 3, None)
    assert document["take_along"]["complete"] == 3 and len(document["questions"]) >= 5


def test_once_someone_looked_a_new_course_can_begin(person: Person) -> None:
    person.days(30, 6)
    assert "Four weeks, and not lower. Stop here" in person.says("plan", "neck")
    for wrong in ("soon", "2027-01-01", "1200-01-01"):
        assert person.knot("plan", "neck", "--seen", wrong).code == 2
    assert person.knot("plan", "--seen", "2026-12-19").code == 2
    assert "a new course begins" in person.says("plan", "neck", "--seen", "2026-12-19")
    assert "A new course begins with the next session" in person.says("plan", "neck")
    assert person.knot("undo").code == 3
    assert "new check needed" in person.says()


def test_all_regions_in_short_as_json_and_as_lines(person: Person) -> None:
    person.days(3, 6)
    person.history.add(Check(make_entry_id(), person.clock.now(), ("jaw",), {}))
    out = person.says("plan")
    assert "neck: Since Friday 20 Nov 2026: day 3, 2 sessions." in out and "jaw" in out
    document = person.document("plan")
    assert set(document["regions"]) == {"neck", "jaw"}
    assert document["regions"]["neck"]["expect"][0]["sources"] == ["S3"]


@pytest.mark.parametrize("argv", [["plan", "nekc"], ["plan", "--weeks", "3"], ["desk", "nekc"]])
def test_wrong_words_are_one_clear_line(person: Person, argv: list[str]) -> None:
    found = person.knot(*argv)
    assert found.code == 2 and "Traceback" not in found.err


# The desk


def test_the_questions_are_asked_once_and_one_change_is_suggested(person: Person) -> None:
    asked = person.knot("desk", "jaw", typed="n\nn\nn\ny\nn\nn\ny\n", tty=True)
    assert asked.code == 0
    assert "1 of 6." in asked.err and "6 of 6." in asked.err
    assert "One change to try: stress and a clenched jaw" in asked.err
    assert "Try it for a week" in asked.err
    assert {a.topic: a.word for a in person.history.desk_answers()}["stress"] == "trying"
    again = person.knot("desk", "jaw", tty=True)
    assert "of 6." not in again.err and "Being tried since" in again.out


def test_it_is_asked_about_after_a_week_with_the_pain_before_and_since(person: Person) -> None:
    now = person.clock.now()
    person.history.add(
        *(Rating(make_entry_id(), now - timedelta(days=d), "jaw", None, 6) for d in range(1, 6))
    )
    person.knot("desk", "jaw", "--answer", "stress=yes", "--try", "stress")
    assert "change of a week ago" not in person.says()
    person.clock.advance(days=7)
    person.history.add(
        *(Rating(make_entry_id(), now + timedelta(days=d), "jaw", None, 4) for d in range(1, 6))
    )
    assert "The change of a week ago: how did it go? knot desk jaw" in person.says()
    found = person.knot("desk", typed="k\n" + "n\n" * 5, tty=True)
    assert "Pain in the jaw: 6.0 in the week before, 4.0 since. This cannot show" in found.err
    assert person.document("desk", "jaw")["outcomes"] == {"stress": "kept"}
    assert "change of a week ago" not in person.says()


def test_too_few_ratings_make_no_comparison(person: Person) -> None:
    person.knot("desk", "jaw", "--answer", "stress=yes", "--try", "stress")
    person.clock.advance(days=7)
    found = person.knot("desk", typed="d\n", tty=True)
    assert "Each needs four to compare" in " ".join(found.err.split())


def test_what_was_answered_before_it_was_left_is_kept(person: Person) -> None:
    found = person.knot("desk", "jaw", typed="y\nn\n", tty=True)
    assert found.code == 0 and "kept" in found.err
    assert len(person.history.desk_answers()) == 2


def test_without_a_terminal_everything_goes_by_options(person: Person) -> None:
    found = person.knot("desk", "neck")
    assert found.code == 2 and "--answer" in found.err and "screen" in found.err
    assert "screen: yes" in person.says("desk", "neck", "--answer", "screen=yes", "--answer", "load=no")
    assert "Being tried since" in person.says("desk", "neck", "--try", "screen")
    assert "tried: kept in part" in person.says("desk", "neck", "--how", "partly")
    document = person.document("desk", "neck")
    assert document["answers"] == {"screen": "yes", "load": "no"}
    assert (document["trying"], document["suggestion"]) == (None, None)
    assert "breaks" in document["not_asked"]


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["neck", "--answer", "screan=yes"], "Did you mean screen?"),
        (["neck", "--answer", "screen=maybe"], "yes, no, unsure"),
        (["neck", "--answer", "screen"], "yes, no, unsure"),
        (["neck", "--how", "kept"], "No change is being tried"),
        (["neck", "--try", "nothing"], "topic"),
        (["neck", "--again", "--json"], "--again"),
        ([], "Which region?"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(person: Person, argv: list[str], says: str) -> None:
    found = person.knot("desk", *argv)
    assert found.code == 2 and says in found.err and found.err.count("\n") == 1
    assert person.history.desk_answers() == []


def test_one_change_at_a_time(person: Person) -> None:
    person.says("desk", "neck", "--answer", "screen=yes", "--answer", "phone=yes", "--try", "screen")
    found = person.knot("desk", "neck", "--try", "phone")
    assert found.code == 2 and "One change at a time" in found.err
    person.says("desk", "neck", "--how", "dropped", "--try", "phone")
    assert person.document("desk", "neck")["trying"]["topic"] == "phone"
