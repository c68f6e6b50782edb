"""`knot plan` and `knot desk` at the command line."""

from datetime import timedelta
from pathlib import Path

import pytest

from knotcli.coach.record import Check, FollowUp, Rating, make_entry_id
from support import entries
from support.golden import GoldenScreens
from support.home import Home


def live_days(
    person: Home, count: int, score: int, every: int = 2, lasting: str = "acute", after: int | None = None
) -> None:
    """Live so many days: a rating a day, and a session on every second."""
    now = person.clock.now()
    person.history.add(Check(make_entry_id(), now, ("neck",), {"em_chest": "no"}, {}, {"neck": lasting}))
    for day in range(count):
        at = now + timedelta(days=day)
        person.history.add(Rating(make_entry_id(), at, "neck", None, score))
        if day % every == 0:
            end = at + timedelta(minutes=20)
            one = entries.session(at, status="complete", ended_at=end, heat_seconds=600, pressure_seconds=240)
            person.history.add(
                one,
                Rating(make_entry_id(), at, "neck", None, score, "before", "", one.id),
                Rating(make_entry_id(), end, "neck", None, score if after is None else after, "after", "", one.id),
            )
    person.clock.advance(days=count - 1, hours=1)


@pytest.fixture
def person(tmp_path: Path) -> Home:
    return Home(tmp_path, pause=60)


def test_without_anything_kept_the_plan_leads_to_the_check(person: Home, golden: GoldenScreens) -> None:
    golden("plan-nothing-kept", person.ok("plan"))
    assert person.json("plan") == {"schema_version": 1, "regions": {}}


def test_the_expectations_fit_how_long_it_has_been_there_and_name_their_sources(
    person: Home, golden: GoldenScreens
) -> None:
    live_days(person, 3, 6)
    acute = person.json("plan", "neck")
    assert (acute["days"], acute["sessions"], acute["review"]) == (3, 2, "2026-11-30")
    golden("plan-acute", person.ok("plan", "neck"))
    live_days(person, 1, 6, lasting="chronic")
    chronic = person.json("plan", "neck")
    assert (acute["duration"], chronic["duration"]) == ("acute", "chronic")
    golden("plan-chronic", person.ok("plan", "neck"))


def test_how_long_it_has_been_sore_is_asked_on_a_terminal_where_no_check_was_told(person: Home) -> None:
    person.keep_session()
    told = person.ok("plan", "neck")
    assert "does not know how long" in told and "2 to 4 visits" not in told and "6 to 10 visits" not in told
    for typed, said, unsaid in (("1\n", "2 to 4", "6 to 10"), ("2\n", "6 to 10", "2 to 4")):
        asked = person.run("plan", "neck", typed=typed, tty=True)
        assert "How long has your neck been sore?   [1] less than 3 months   [2] longer" in asked.err
        assert f"{said} visits" in asked.out and f"{unsaid} visits" not in asked.out
    for typed in ("", "\n"):
        assert "does not know how long" in person.run("plan", "neck", typed=typed, tty=True).out
    live_days(person, 3, 6)
    assert person.run("plan", "neck", tty=True).err == ""


def test_after_ten_days_without_change_it_says_to_have_it_looked_at_and_what_to_take_along(
    person: Home, golden: GoldenScreens
) -> None:
    live_days(person, 11, 6)
    now = person.clock.now()
    person.history.add(FollowUp(make_entry_id(), now - timedelta(days=2), "neck", "more"))
    person.history.add(Check(make_entry_id(), now - timedelta(days=3), ("neck",), {"rel_age65": "yes"}))
    assert person.json("plan", "neck")["verdict"] == "assess"
    golden("plan-no-change", person.ok("plan", "neck"))


def test_three_flares_end_it(person: Home) -> None:
    live_days(person, 6, 4, after=6)
    document = person.json("plan", "neck")
    assert (document["verdict"], document["flares"], document["review"]) == ("stop-flares", 3, None)
    assert document["take_along"]["complete"] == 3 and len(document["questions"]) >= 5


def test_once_someone_looked_a_new_course_can_begin(person: Home, golden: GoldenScreens) -> None:
    live_days(person, 30, 6)
    assert person.json("plan", "neck")["verdict"] == "stop-weeks"
    golden("plan-four-weeks", person.ok("plan", "neck"))
    for wrong in ("soon", "2027-01-01", "1200-01-01"):
        assert person.run("plan", "neck", "--seen", wrong).code == 2
    assert person.run("plan", "--seen", "2026-12-19").code == 2
    golden("plan-seen", person.ok("plan", "neck", "--seen", "2026-12-19"))
    assert person.json("plan", "neck")["verdict"] == "begin"
    assert person.json()["regions"]["neck"]["due"] == "follow-up"  # how the session of yesterday was
    assert person.run("undo").code == 0
    assert person.json("plan", "neck")["verdict"] == "stop-weeks"


def test_all_regions_in_short_as_json_and_as_lines(person: Home, golden: GoldenScreens) -> None:
    live_days(person, 3, 6)
    person.history.add(Check(make_entry_id(), person.clock.now(), ("jaw",), {}))
    golden("plan-all-regions", person.ok("plan"))
    document = person.json("plan")
    assert set(document["regions"]) == {"neck", "jaw"}
    assert document["regions"]["neck"]["expect"][0]["sources"] == ["S3"]


@pytest.mark.parametrize("argv", [["plan", "nekc"], ["plan", "--weeks", "3"], ["desk", "nekc"]])
def test_wrong_words_are_one_clear_line(person: Home, argv: list[str]) -> None:
    found = person.run(*argv)
    assert found.code == 2 and "Traceback" not in found.err


# The desk


def test_the_questions_are_asked_once_and_one_change_is_suggested(person: Home, golden: GoldenScreens) -> None:
    asked = person.run("desk", "jaw", typed="n\ny\nu\ny\nn\nn\n2\n1\n", tty=True)
    assert asked.code == 0
    golden("desk-questions", asked.err)
    assert {a.topic: a.word for a in person.history.desk_answers()}["stress"] == "trying"
    again = person.run("desk", "jaw", tty=True)
    assert again.err == ""
    golden("desk-trying", again.out)


def test_it_is_asked_about_after_a_week_with_the_pain_before_and_since(person: Home, golden: GoldenScreens) -> None:
    now = person.clock.now()
    person.history.add(*(Rating(make_entry_id(), now - timedelta(days=d), "jaw", None, 6) for d in range(1, 6)))
    person.run("desk", "jaw", "--answer", "stress=yes", "--try", "stress")
    assert person.json()["desk_change_due"] is None
    person.clock.advance(days=7)
    person.history.add(*(Rating(make_entry_id(), now + timedelta(days=d), "jaw", None, 4) for d in range(1, 6)))
    assert person.json()["desk_change_due"] == "stress"
    found = person.run("desk", typed="k\n" + "n\n" * 5, tty=True)
    golden("desk-a-week-later", found.err)
    assert person.json("desk", "jaw")["outcomes"] == {"stress": "kept"}
    assert person.json()["desk_change_due"] is None


def test_too_few_ratings_make_no_comparison(person: Home, golden: GoldenScreens) -> None:
    person.run("desk", "jaw", "--answer", "stress=yes", "--try", "stress")
    person.clock.advance(days=7)
    found = person.run("desk", typed="d\n", tty=True)
    golden("desk-too-few-ratings", found.err)


def test_what_was_answered_before_it_was_left_is_kept(person: Home) -> None:
    found = person.run("desk", "jaw", typed="y\nn\n", tty=True)
    assert found.code == 0
    assert len(person.history.desk_answers()) == 2


def test_without_a_terminal_everything_goes_by_options(person: Home) -> None:
    found = person.run("desk", "neck")
    assert found.code == 2 and "--answer" in found.err and "screen" in found.err
    person.ok("desk", "neck", "--answer", "screen=yes", "--answer", "load=no")
    assert person.json("desk", "neck", "--try", "screen")["trying"]["topic"] == "screen"
    document = person.json("desk", "neck", "--how", "partly")
    assert document["outcomes"] == {"screen": "partly"}
    assert document["answers"] == {"screen": "yes", "load": "no"}
    assert (document["trying"], document["suggestion"]) == (None, None)
    assert "breaks" in document["not_asked"]


def test_one_that_is_declined_is_not_offered_for_four_weeks(person: Home, golden: GoldenScreens) -> None:
    topics = [cause.id for cause in person.world().library.desk().cause if cause.concerns("jaw")]
    given = [f"--answer={topic}={'yes' if topic in ('screen', 'stress') else 'no'}" for topic in topics]
    golden("desk-two-changes", person.ok("desk", "jaw", *given))
    asked = person.run("desk", "jaw", typed="9\n1\n2\n\n", tty=True)
    golden("desk-declined", asked.err)
    golden("desk-after-declining", person.ok("desk", "jaw", "--show"))
    assert asked.code == 0
    assert [change["topic"] for change in person.json("desk", "jaw")["changes"]] == ["stress"]
    person.clock.advance(days=28)
    assert [change["topic"] for change in person.json("desk", "jaw")["changes"]] == ["screen", "stress"]


@pytest.mark.parametrize(
    ("argv", "names"),
    [
        (["neck", "--answer", "screan=yes"], "screen"),
        (["neck", "--answer", "screen=maybe"], "unsure"),
        (["neck", "--answer", "screen"], "unsure"),
        (["neck", "--how", "kept"], "--try"),
        (["neck", "--try", "nothing"], "topic"),
        (["neck", "--again", "--json"], "--again"),
        ([], "knot desk neck"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(person: Home, argv: list[str], names: str) -> None:
    found = person.run("desk", *argv)
    assert found.code == 2 and names in found.err and found.err.count("\n") == 1
    assert person.history.desk_answers() == []


def test_one_change_at_a_time(person: Home) -> None:
    person.ok("desk", "neck", "--answer", "screen=yes", "--answer", "phone=yes", "--try", "screen")
    found = person.run("desk", "neck", "--try", "phone")
    assert found.code == 2 and "screen" in found.err
    person.ok("desk", "neck", "--how", "dropped", "--try", "phone")
    assert person.json("desk", "neck")["trying"]["topic"] == "phone"
