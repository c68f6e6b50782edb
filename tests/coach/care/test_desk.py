"""What keeps a knot coming back: asked once, one change at a time, asked about after a week."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.care.desk import compare_before_after, list_changes, list_unanswered_causes, summarize_desk_answers
from knotcli.coach.record import DeskAnswer, make_entry_id
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.coach.vocabulary import DESK_WORDS, REGIONS
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from support import examples

TEXTS = Library(data_folder(), Path("/nowhere")).desk()
CAUSES = TEXTS.cause
START = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=1)))


def said(topic: str, word: str, days: float = 0, region: str = "neck") -> DeskAnswer:
    return DeskAnswer(make_entry_id(), START + timedelta(days=days), region, topic, word)


def test_every_region_is_asked_a_handful_of_questions() -> None:
    for region in REGIONS:
        asked = list_unanswered_causes(CAUSES, region, summarize_desk_answers([]))
        assert 4 <= len(asked) <= 9, region


def test_what_was_answered_for_one_region_is_not_asked_for_another() -> None:
    found = summarize_desk_answers([said("screen", "yes", region="neck")])
    assert "screen" not in [c.id for c in list_unanswered_causes(CAUSES, "shoulder", found)]


TODAY = START.date()


def offered(*entries: DeskAnswer, days: int = 0, region: str = "neck") -> list[str]:
    standing = summarize_desk_answers(entries)
    return [c.id for c in list_changes(CAUSES, region, standing, TODAY + timedelta(days))]


def test_all_that_was_answered_yes_is_offered_before_what_is_unsure_in_the_order_of_the_file() -> None:
    some = [said("load", "unsure"), said("sleep", "yes"), said("screen", "yes"), said("chair", "no")]
    assert offered(*some) == ["screen", "sleep", "load"]
    assert offered(said("chair", "no")) == []
    assert offered(said("feet", "yes")) == []  # it does not concern the neck


def test_what_was_tried_is_not_offered_again_until_it_is_answered_again() -> None:
    tried = [said("screen", "yes"), said("screen", "trying"), said("screen", "dropped", 7)]
    assert offered(*tried, days=100) == []
    assert offered(*tried, said("screen", "yes", 40), days=100) == ["screen"]


def test_what_was_declined_is_not_offered_for_four_weeks() -> None:
    declined = [said("screen", "yes"), said("phone", "yes"), said("screen", "declined", 1)]
    assert offered(*declined, days=1) == offered(*declined, days=28) == ["phone"]
    assert offered(*declined, days=29) == ["screen", "phone"]
    assert offered(*declined, said("screen", "yes", 2), days=2) == ["screen", "phone"]
    assert summarize_desk_answers(declined).outcomes == {}


def test_a_change_is_due_to_be_asked_about_after_a_week() -> None:
    found = summarize_desk_answers([said("screen", "yes"), said("screen", "trying")])
    assert not found.is_review_due(START.date() + timedelta(days=6))
    assert found.is_review_due(START.date() + timedelta(days=7))
    assert summarize_desk_answers([said("screen", "trying"), said("screen", "kept", 7)]).trying is None


def test_pain_before_and_since_needs_four_rated_days_each() -> None:
    began = date(2026, 11, 20)

    def days(*pairs: tuple[int, int]) -> list[RatedDay]:
        return [RatedDay(began + timedelta(days=d), s, 1, s, s) for d, s in pairs]

    before, after = compare_before_after(
        days((-9, 9), (-7, 6), (-5, 6), (-3, 6), (-1, 6), (0, 9), (1, 4), (2, 4), (3, 4)), began, began + timedelta(7)
    )
    assert before.days == 4 and before.mean is not None and before.mean.text() == "6.0"
    assert (after.days, after.mean) == (3, None)


answers = st.lists(
    st.builds(said, st.sampled_from([c.id for c in CAUSES]), st.sampled_from(DESK_WORDS), st.integers(0, 60)),
    max_size=20,
)


@examples(200)
@given(answers, st.sampled_from(REGIONS))
def test_only_what_was_answered_yes_or_unsure_is_ever_offered(some: list[DeskAnswer], region: str) -> None:
    found = summarize_desk_answers(some)
    today = TODAY + timedelta(60)
    for cause in list_changes(CAUSES, region, found, today):
        assert cause.concerns(region)
        assert found.answers[cause.id] in ("yes", "unsure")
        assert cause.id not in found.outcomes and not found.is_declined(cause.id, today)
    assert {c.id for c in list_unanswered_causes(CAUSES, region, found)}.isdisjoint(found.answers)
